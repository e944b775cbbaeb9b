-- Running upgrade c19e44f0b733 -> d5702b9c8e44

CREATE TABLE _alembic_tmp_tickets (
    id SERIAL NOT NULL,
    team_id INTEGER,
    title VARCHAR(300) NOT NULL,
    body TEXT,
    priority INTEGER DEFAULT '3' NOT NULL,
    is_open BOOLEAN DEFAULT TRUE NOT NULL,
    due DATE,
    created_at TIMESTAMP DEFAULT (CURRENT_TIMESTAMP),
    owner VARCHAR(60),
    settings JSONB DEFAULT '{}',
    PRIMARY KEY (id),
    CONSTRAINT fk_tickets_team FOREIGN KEY(team_id) REFERENCES teams (id) ON DELETE SET NULL,
    CONSTRAINT ck_tickets_priority CHECK (priority BETWEEN 1 AND 5),
    CONSTRAINT uq_tickets_team_title UNIQUE (team_id, title)
);

INSERT INTO _alembic_tmp_tickets (id, team_id, title, body, priority, is_open, due, created_at, owner) SELECT tickets.id, tickets.team_id, tickets.title, tickets.body, tickets.priority, tickets.is_open, tickets.due, tickets.created_at, tickets.assignee
FROM tickets;

DROP TABLE tickets CASCADE;

ALTER TABLE _alembic_tmp_tickets RENAME TO tickets;
ALTER TABLE ticket_labels ADD CONSTRAINT fk_ticket_labels_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id) ON DELETE CASCADE;
ALTER TABLE comments ADD FOREIGN KEY (ticket_id) REFERENCES tickets (id) ON DELETE CASCADE;

CREATE INDEX ix_tickets_team_id ON tickets (team_id);

CREATE TABLE _alembic_tmp_labels (
    id SERIAL NOT NULL,
    name VARCHAR(40) NOT NULL,
    color VARCHAR(7),
    PRIMARY KEY (id)
);

INSERT INTO _alembic_tmp_labels (id, name, color) SELECT labels.id, labels.name, labels.colour
FROM labels;

DROP TABLE labels CASCADE;

ALTER TABLE _alembic_tmp_labels RENAME TO labels;
ALTER TABLE ticket_labels ADD CONSTRAINT fk_ticket_labels_label FOREIGN KEY (label_id) REFERENCES labels (id) ON DELETE CASCADE;

ALTER TABLE comments RENAME TO remarks;

CREATE UNIQUE INDEX ux_labels_name ON labels (lower(name));


SELECT setval(pg_get_serial_sequence('tickets', 'id'), GREATEST(max(id), 0) + 1, false) FROM tickets;
SELECT setval(pg_get_serial_sequence('labels', 'id'), GREATEST(max(id), 0) + 1, false) FROM labels;
