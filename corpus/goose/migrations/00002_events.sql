-- +goose Up
CREATE TABLE events (
    id         INTEGER PRIMARY KEY,
    group_id   INTEGER NOT NULL,
    title      TEXT NOT NULL,
    starts_at  DATETIME NOT NULL,
    ends_at    DATETIME,
    capacity   INTEGER,
    meta       JSON,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT fk_events_group FOREIGN KEY (group_id) REFERENCES `groups`(id) ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT ck_events_time CHECK (ends_at IS NULL OR ends_at > starts_at)
);
CREATE INDEX idx_events_group ON events (group_id, starts_at DESC);

CREATE TABLE points_log (
    id        INTEGER PRIMARY KEY,
    member_id INTEGER,
    delta     INTEGER NOT NULL,
    at        DATETIME DEFAULT CURRENT_TIMESTAMP
);

-- +goose StatementBegin
CREATE TRIGGER members_points AFTER UPDATE OF points ON members
FOR EACH ROW WHEN NEW.points <> OLD.points
BEGIN
    INSERT INTO points_log (member_id, delta) VALUES (NEW.id, NEW.points - OLD.points);
END;
-- +goose StatementEnd

ALTER TABLE members ADD COLUMN sponsor_id INTEGER REFERENCES members(id) ON DELETE SET NULL;
ALTER TABLE members RENAME COLUMN nick TO handle;
UPDATE members SET handle = lower(substr(email, 1, instr(email, '@') - 1)) WHERE handle IS NULL;

-- +goose Down
DROP TRIGGER members_points;
DROP TABLE points_log;
DROP TABLE events;
ALTER TABLE members DROP COLUMN sponsor_id;
ALTER TABLE members RENAME COLUMN handle TO nick;
