-- migrate:up
create table sites (
  id integer primary key,
  code text not null unique,
  label text not null default '',
  lat real,
  lon real,
  active integer not null default 1
);

create table sensors (
  id integer primary key,
  site_id integer not null references sites (id) on delete cascade,
  serial text not null,
  kind text not null check (kind in ('temp', 'humidity', 'co2')),
  installed_on text default current_date,
  unique (site_id, serial)
);

create table readings (
  sensor_id integer not null,
  taken_at integer not null,          -- seconds since 1970
  value real not null,
  quality integer default 0,
  primary key (sensor_id, taken_at),
  foreign key (sensor_id) references sensors (id) on delete cascade
) without rowid;

create index readings_taken_at on readings (taken_at);

-- migrate:down
drop table readings;
drop table sensors;
drop table sites;
