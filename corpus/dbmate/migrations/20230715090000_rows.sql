-- migrate:up
update sensors set high = 25 where kind = 'temp';
insert into readings (sensor_id, taken_at, value) values (1, 1689400000, 26.5), (1, 1689400600, 24.0), (2, 1689400000, 900);
