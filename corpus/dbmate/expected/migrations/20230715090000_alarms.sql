-- migrate:up transaction:false
create table alarms (
  id SERIAL primary key,
  sensor_id integer not null references sensors (id),
  raised_at TIMESTAMP not null default current_timestamp,
  cleared_at TIMESTAMP,
  limit_value DOUBLE PRECISION not null,
  note text
);
create index alarms_open on alarms (sensor_id) where cleared_at is null;

alter table sensors add column high DOUBLE PRECISION;
alter table sensors add column comment text not null default 'none';
alter table readings rename column quality to flags;

-- alarms are raised where the limit is crossed
CREATE OR REPLACE FUNCTION readings_alarm_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (new.value > (select high from sensors where id = new.sensor_id)) THEN
    insert into alarms (sensor_id, limit_value, note)
  select new.sensor_id, high, 'value ' || serial from sensors where id = new.sensor_id;
    update sensors set comment = 'alarmed' where id = new.sensor_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER readings_alarm AFTER INSERT ON readings
  FOR EACH ROW EXECUTE FUNCTION readings_alarm_fn();

create view open_alarms as
  select a.id, s.serial, a.limit_value from alarms a join sensors s on s.id = a.sensor_id where a.cleared_at is null;

-- migrate:down
drop view open_alarms;
drop trigger readings_alarm ON readings;
DROP FUNCTION readings_alarm_fn();
drop table alarms CASCADE;
alter table readings rename column flags to quality;
alter table sensors drop column comment;
alter table sensors drop column high;
