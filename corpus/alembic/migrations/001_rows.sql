-- what the application had written by the next revision
INSERT INTO teams (name) VALUES ('Core'), ('Web');
INSERT INTO tickets (team_id, title, body, priority, is_open, estimate, due) VALUES (1, 'Crash at start', 'Stack; trace', 1, 1, 2.5, '2024-02-01'), (2, 'Typo', NULL, 5, 0, NULL, NULL);
INSERT INTO tickets (title) VALUES ('No team yet');
INSERT INTO comments (ticket_id, author, text, posted_at) VALUES (1, 'ada', 'Seen it too', '2024-01-10 12:00:00'), (1, 'ben', 'Fixed?', '2024-01-11 08:00:00'), (2, 'ada', 'Done', NULL);
