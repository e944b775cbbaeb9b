-- migrate:up
insert into sites (code, label, lat, lon) values ('N1', 'North hall', 52.5, 13.4), ('S2', 'South shed', 48.1, 11.6);
insert into sites (code, active) values ('X9', 0);
insert into sensors (site_id, serial, kind) values (1, 'A-100', 'temp'), (1, 'A-101', 'co2'), (2, 'B-7', 'temp');
insert into readings values (1, 1685600000, 21.5, 0), (1, 1685600600, 21.75, 0), (2, 1685600000, 640, 1), (3, 1685600000, -3.25, 0);
