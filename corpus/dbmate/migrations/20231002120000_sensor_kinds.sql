-- migrate:up
pragma foreign_keys = off;
create table kinds (name text primary key, unit text not null, digits integer not null default 1);
insert into kinds (name, unit) values ('temp', '°C'), ('humidity', '%'), ('co2', 'ppm');

drop trigger readings_alarm;
drop view open_alarms;

create table sensors_new (
  id integer primary key,
  site_id integer not null references sites (id) on delete cascade,
  serial text not null,
  kind text not null references kinds (name) on update cascade,
  installed_on text default current_date,
  high real,
  comment text,
  unique (site_id, serial)
);
insert into sensors_new (id, site_id, serial, kind, installed_on, high, comment)
  select id, site_id, serial, kind, installed_on, high, nullif(comment, 'none') from sensors;
drop table sensors;
alter table sensors_new rename to sensors;

create view open_alarms as
  select a.id, s.serial, k.unit, a.limit_value
  from alarms a join sensors s on s.id = a.sensor_id join kinds k on k.name = s.kind
  where a.cleared_at is null;

create trigger readings_alarm after insert on readings
when new.value > (select high from sensors where id = new.sensor_id)
begin
  insert into alarms (sensor_id, limit_value) select new.sensor_id, high from sensors where id = new.sensor_id;
end;
pragma foreign_keys = on;

-- migrate:down
drop table kinds;
