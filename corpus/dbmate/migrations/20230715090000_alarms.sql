-- migrate:up transaction:false
create table alarms (
  id integer primary key autoincrement,
  sensor_id integer not null references sensors (id),
  raised_at datetime not null default current_timestamp,
  cleared_at datetime,
  limit_value real not null,
  note text
);
create index alarms_open on alarms (sensor_id) where cleared_at is null;

alter table sensors add column high real;
alter table sensors add column comment text not null default 'none';
alter table readings rename column quality to flags;

-- alarms are raised where the limit is crossed
create trigger readings_alarm after insert on readings
when new.value > (select high from sensors where id = new.sensor_id)
begin
  insert into alarms (sensor_id, limit_value, note)
  select new.sensor_id, high, 'value ' || serial from sensors where id = new.sensor_id;
  update sensors set comment = 'alarmed' where id = new.sensor_id;
end;

create view open_alarms as
  select a.id, s.serial, a.limit_value from alarms a join sensors s on s.id = a.sensor_id where a.cleared_at is null;

-- migrate:down
drop view open_alarms;
drop trigger readings_alarm;
drop table alarms;
alter table readings rename column flags to quality;
alter table sensors drop column comment;
alter table sensors drop column high;
