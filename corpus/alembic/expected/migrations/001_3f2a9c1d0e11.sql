-- Running upgrade  -> 3f2a9c1d0e11

CREATE TABLE teams (
    id SERIAL NOT NULL,
    name VARCHAR(80) NOT NULL,
    created_at TIMESTAMP DEFAULT (CURRENT_TIMESTAMP) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_teams_name UNIQUE (name)
);

CREATE TABLE tickets (
    id SERIAL NOT NULL,
    team_id INTEGER,
    title VARCHAR(200) NOT NULL,
    body TEXT,
    priority INTEGER DEFAULT '3',
    is_open BOOLEAN DEFAULT TRUE NOT NULL,
    estimate FLOAT,
    due DATE,
    created_at TIMESTAMP DEFAULT (CURRENT_TIMESTAMP),
    PRIMARY KEY (id),
    CONSTRAINT fk_tickets_team FOREIGN KEY(team_id) REFERENCES teams (id) ON DELETE SET NULL
);

CREATE INDEX ix_tickets_team_id ON tickets (team_id);

CREATE TABLE comments (
    id SERIAL NOT NULL,
    ticket_id INTEGER NOT NULL,
    author VARCHAR(60),
    text TEXT NOT NULL,
    posted_at TIMESTAMP,
    PRIMARY KEY (id),
    FOREIGN KEY(ticket_id) REFERENCES tickets (id) ON DELETE CASCADE
);

