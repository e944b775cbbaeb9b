-- The tracker after the last revision.

-- name: tickets
SELECT tickets.id, tickets.team_id, tickets.title, tickets.priority, tickets.is_open, tickets.due, tickets.owner, tickets.settings FROM tickets ORDER BY tickets.id;

-- name: remarks
SELECT remarks.id, remarks.ticket_id, remarks.author, remarks.text, remarks.posted_at, remarks.edited FROM remarks ORDER BY remarks.id;

-- name: labelled
SELECT t.title, l.name, l.color FROM ticket_labels x JOIN tickets t ON t.id = x.ticket_id JOIN labels l ON l.id = x.label_id ORDER BY t.id;

INSERT INTO tickets (team_id, title, due) VALUES (2, 'Slow page', '2024-06-01');
INSERT INTO remarks (ticket_id, author, text) VALUES (4, 'dot', 'Measured');
INSERT INTO labels (name) VALUES ('Speed');

-- name: the next ids
SELECT (SELECT max(id) FROM tickets) AS ticket, (SELECT max(id) FROM remarks) AS remark, (SELECT max(id) FROM labels) AS label;

-- name: open by team
SELECT coalesce(teams.name, '-') AS team, count(*) AS n FROM tickets LEFT JOIN teams ON teams.id = tickets.team_id WHERE tickets.is_open = 1 GROUP BY teams.name ORDER BY 1;
