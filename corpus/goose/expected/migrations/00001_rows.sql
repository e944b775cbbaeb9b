-- +goose Up
INSERT INTO members (email, nick, joined) VALUES ('ada@club.example', 'ada', '2022-05-01'), ('Ben@Club.example', NULL, '2022-05-02');
INSERT INTO members (id, email, joined, is_active, points) VALUES (40, 'cyd@club.example', '2022-05-03', FALSE, 7);
INSERT INTO groups (name, "order") VALUES ('chess', 2), ('go', 1);
INSERT INTO memberships VALUES (1, 1, 'admin'), (1, 2, 'member'), (2, 1, 'member'), (40, 2, 'member');
