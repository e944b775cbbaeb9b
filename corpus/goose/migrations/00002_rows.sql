-- +goose Up
INSERT INTO events (group_id, title, starts_at, ends_at, capacity, meta) VALUES (1, 'Blitz night', '2022-06-01 19:00:00', '2022-06-01 22:00:00', 16, '{"room": 3}');
INSERT INTO events (group_id, title, starts_at) VALUES (2, 'Lesson', '2022-06-02 18:00:00');
UPDATE members SET points = points + 5, sponsor_id = 1 WHERE email = 'ben@club.example';
UPDATE members SET points = 7 WHERE id = 40;
