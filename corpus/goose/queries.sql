-- The club after the last migration.

-- name: members
SELECT id, email, handle, joined, is_active, points, sponsor_id FROM members ORDER BY id;

-- name: who is where
SELECT m.handle, g.name, x.role FROM memberships x JOIN members m ON m.id = x.member_id JOIN `groups` g ON g.id = x.group_id ORDER BY m.id, g.`order`;

-- name: points were logged
SELECT member_id, delta FROM points_log ORDER BY id;

UPDATE members SET points = points + 10 WHERE email = 'ADA@club.example';
INSERT INTO members (email, handle) VALUES ('dot@club.example', 'dot');
INSERT INTO memberships (member_id, group_id) SELECT id, 2 FROM members WHERE handle = 'dot';

-- name: logged again
SELECT member_id, delta FROM points_log ORDER BY id;

-- name: the next id
SELECT id > 40 AS later, is_active FROM members WHERE handle = 'dot';

-- name: events
SELECT id, title, starts_at, ends_at, capacity FROM events ORDER BY id;
