-- Running upgrade 3f2a9c1d0e11 -> 8b60d7e5a422

ALTER TABLE tickets ADD COLUMN assignee VARCHAR(60);

CREATE TABLE _alembic_tmp_tickets (
    id INTEGER NOT NULL,
    team_id INTEGER,
    title VARCHAR(300) NOT NULL,
    body TEXT,
    priority INTEGER DEFAULT '3' NOT NULL,
    is_open BOOLEAN DEFAULT 1 NOT NULL,
    estimate FLOAT,
    due DATE,
    created_at DATETIME DEFAULT (CURRENT_TIMESTAMP),
    assignee VARCHAR(60),
    PRIMARY KEY (id),
    CONSTRAINT fk_tickets_team FOREIGN KEY(team_id) REFERENCES teams (id) ON DELETE SET NULL,
    CONSTRAINT ck_tickets_priority CHECK (priority BETWEEN 1 AND 5)
);

INSERT INTO _alembic_tmp_tickets (id, team_id, title, body, priority, is_open, estimate, due, created_at, assignee) SELECT tickets.id, tickets.team_id, tickets.title, tickets.body, tickets.priority, tickets.is_open, tickets.estimate, tickets.due, tickets.created_at, tickets.assignee
FROM tickets;

DROP TABLE tickets;

ALTER TABLE _alembic_tmp_tickets RENAME TO tickets;

CREATE INDEX ix_tickets_team_id ON tickets (team_id);

