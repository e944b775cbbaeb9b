INSERT INTO labels (name, colour) VALUES ('Bug', '#ff0000'), ('Docs', '#00ff00');
INSERT INTO ticket_labels (ticket_id, label_id) VALUES (1, 1), (2, 2), (3, 1);
UPDATE tickets SET assignee = 'cyd' WHERE is_open = TRUE;
INSERT INTO comments (ticket_id, text, edited) VALUES (3, 'Whose is it?', TRUE);
