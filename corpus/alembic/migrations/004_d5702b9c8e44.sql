-- Running upgrade c19e44f0b733 -> d5702b9c8e44

CREATE TABLE _alembic_tmp_tickets (
    id INTEGER NOT NULL,
    team_id INTEGER,
    title VARCHAR(300) NOT NULL,
    body TEXT,
    priority INTEGER DEFAULT '3' NOT NULL,
    is_open BOOLEAN DEFAULT 1 NOT NULL,
    due DATE,
    created_at DATETIME DEFAULT (CURRENT_TIMESTAMP),
    owner VARCHAR(60),
    settings JSON DEFAULT '{}',
    PRIMARY KEY (id),
    CONSTRAINT fk_tickets_team FOREIGN KEY(team_id) REFERENCES teams (id) ON DELETE SET NULL,
    CONSTRAINT ck_tickets_priority CHECK (priority BETWEEN 1 AND 5),
    CONSTRAINT uq_tickets_team_title UNIQUE (team_id, title)
);

INSERT INTO _alembic_tmp_tickets (id, team_id, title, body, priority, is_open, due, created_at, owner) SELECT tickets.id, tickets.team_id, tickets.title, tickets.body, tickets.priority, tickets.is_open, tickets.due, tickets.created_at, tickets.assignee
FROM tickets;

DROP TABLE tickets;

ALTER TABLE _alembic_tmp_tickets RENAME TO tickets;

CREATE INDEX ix_tickets_team_id ON tickets (team_id);

CREATE TABLE _alembic_tmp_labels (
    id INTEGER NOT NULL,
    name VARCHAR(40) NOT NULL,
    color VARCHAR(7),
    PRIMARY KEY (id)
);

INSERT INTO _alembic_tmp_labels (id, name, color) SELECT labels.id, labels.name, labels.colour
FROM labels;

DROP TABLE labels;

ALTER TABLE _alembic_tmp_labels RENAME TO labels;

ALTER TABLE comments RENAME TO remarks;

CREATE UNIQUE INDEX ux_labels_name ON labels (lower(name));

