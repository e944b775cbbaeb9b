-- Running upgrade 8b60d7e5a422 -> c19e44f0b733

CREATE TABLE labels (
    id SERIAL NOT NULL,
    name VARCHAR(40) NOT NULL,
    colour VARCHAR(7),
    PRIMARY KEY (id)
);

CREATE TABLE ticket_labels (
    ticket_id INTEGER NOT NULL,
    label_id INTEGER NOT NULL,
    CONSTRAINT pk_ticket_labels PRIMARY KEY (ticket_id, label_id),
    CONSTRAINT fk_ticket_labels_label FOREIGN KEY(label_id) REFERENCES labels (id) ON DELETE CASCADE,
    CONSTRAINT fk_ticket_labels_ticket FOREIGN KEY(ticket_id) REFERENCES tickets (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX ux_labels_name ON labels (lower(name));

CREATE TABLE _alembic_tmp_comments (
    id SERIAL NOT NULL,
    ticket_id INTEGER NOT NULL,
    author VARCHAR(60) DEFAULT 'anonymous' NOT NULL,
    text TEXT NOT NULL,
    posted_at TIMESTAMP,
    edited BOOLEAN DEFAULT (FALSE) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(ticket_id) REFERENCES tickets (id) ON DELETE CASCADE
);

INSERT INTO _alembic_tmp_comments (id, ticket_id, author, text, posted_at) SELECT comments.id, comments.ticket_id, comments.author, comments.text, comments.posted_at
FROM comments;

DROP TABLE comments;

ALTER TABLE _alembic_tmp_comments RENAME TO comments;

CREATE INDEX ix_comments_ticket ON comments (ticket_id);


SELECT setval(pg_get_serial_sequence('comments', 'id'), GREATEST(max(id), 0) + 1, false) FROM comments;
