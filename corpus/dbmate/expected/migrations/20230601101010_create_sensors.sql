-- migrate:up
create table sites (
  id SERIAL primary key,
  code text not null unique,
  label text not null default '',
  lat DOUBLE PRECISION,
  lon DOUBLE PRECISION,
  active BOOLEAN not null default TRUE
);

create table sensors (
  id SERIAL primary key,
  site_id integer not null references sites (id) on delete cascade,
  serial text not null,
  kind text not null check (kind in ('temp', 'humidity', 'co2')),
  installed_on text default TO_CHAR(CURRENT_DATE, 'YYYY-MM-DD'),
  unique (site_id, serial)
);

create table readings (
  sensor_id integer not null,
  taken_at integer not null,          -- seconds since 1970
  value DOUBLE PRECISION not null,
  quality integer default 0,
  primary key (sensor_id, taken_at),
  foreign key (sensor_id) references sensors (id) on delete cascade
);

create index readings_taken_at on readings (taken_at);

-- migrate:down
drop table readings;
drop table sensors;
drop table sites;
