-- The sensors' data after the last migration.

-- name: sensors kept their rows
select id, site_id, serial, kind, high, comment from sensors order by id;

-- name: the alarm that was raised
select id, serial, unit, limit_value from open_alarms order by id;

insert into readings (sensor_id, taken_at, value, flags) values (3, 1700000000, 31, 2);
insert into sensors (site_id, serial, kind) values (2, 'B-8', 'humidity');
insert into alarms (sensor_id, limit_value, cleared_at) values (4, 80, '2023-11-15 00:00:00');

-- name: the second alarm
select sensor_id, limit_value, note, cleared_at is null as open from alarms order by id;

-- name: readings of a site
select s.code, count(*) as n, max(r.value) as top from readings r join sensors x on x.id = r.sensor_id join sites s on s.id = x.site_id group by s.code order by s.code;

-- name: inactive sites
select code from sites where active = 0;

delete from sensors where serial = 'B-8' and not exists (select 1 from alarms where sensor_id = sensors.id);

-- name: ids go on
select max(id) from sensors;
