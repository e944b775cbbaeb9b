-- migrate:up
-- pragma foreign_keys = off;
create table kinds (name text primary key, unit text not null, digits integer not null default 1);
insert into kinds (name, unit) values ('temp', '°C'), ('humidity', '%'), ('co2', 'ppm');

drop trigger readings_alarm ON readings;
DROP FUNCTION readings_alarm_fn();
drop view open_alarms;

create table sensors_new (
  id SERIAL primary key,
  site_id integer not null references sites (id) on delete cascade,
  serial text not null,
  kind text not null references kinds (name) on update cascade,
  installed_on text default TO_CHAR(CURRENT_DATE, 'YYYY-MM-DD'),
  high DOUBLE PRECISION,
  comment text,
  unique (site_id, serial)
);
insert into sensors_new (id, site_id, serial, kind, installed_on, high, comment)
  select id, site_id, serial, kind, installed_on, high, nullif(comment, 'none') from sensors;
drop table sensors CASCADE;
alter table sensors_new rename to sensors;
ALTER TABLE readings ADD FOREIGN KEY (sensor_id) REFERENCES sensors (id) ON DELETE CASCADE;
ALTER TABLE alarms ADD FOREIGN KEY (sensor_id) REFERENCES sensors (id);

create view open_alarms as
  select a.id, s.serial, k.unit, a.limit_value
  from alarms a join sensors s on s.id = a.sensor_id join kinds k on k.name = s.kind
  where a.cleared_at is null;

CREATE OR REPLACE FUNCTION readings_alarm_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (new.value > (select high from sensors where id = new.sensor_id)) THEN
    insert into alarms (sensor_id, limit_value) select new.sensor_id, high from sensors where id = new.sensor_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER readings_alarm AFTER INSERT ON readings
  FOR EACH ROW EXECUTE FUNCTION readings_alarm_fn();
-- pragma foreign_keys = on;

SELECT setval(pg_get_serial_sequence('sensors', 'id'), GREATEST(max(id), 0) + 1, false) FROM sensors;
-- migrate:down
drop table kinds CASCADE;
