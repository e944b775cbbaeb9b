-- +goose Up
-- +goose NO TRANSACTION
-- PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;
ALTER TABLE members RENAME TO members_old;
ALTER INDEX IF EXISTS members_email_nocase RENAME TO members_old_email_nocase;
CREATE TABLE members (
    id        SERIAL PRIMARY KEY,
    email     VARCHAR(254) NOT NULL,
    handle    VARCHAR(60) NOT NULL,
    joined    DATE NOT NULL DEFAULT CURRENT_DATE,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    points    BIGINT NOT NULL DEFAULT 0 CHECK (points >= 0),
    sponsor_id INTEGER REFERENCES members(id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX members_email_nocase ON members (lower(email));
INSERT INTO members SELECT id, email, handle, joined, is_active, points, sponsor_id FROM members_old;
CREATE TABLE memberships_new (
    member_id INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    group_id  INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    role      TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'admin')),
    since     DATE,
    PRIMARY KEY (member_id, group_id)
);
INSERT INTO memberships_new (member_id, group_id, role) SELECT member_id, group_id, role FROM memberships;
DROP TABLE memberships;
ALTER TABLE memberships_new RENAME TO memberships;
DROP TABLE members_old;
CREATE OR REPLACE FUNCTION members_points_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO points_log (member_id, delta) SELECT NEW.id, NEW.points - OLD.points WHERE NEW.points <> OLD.points;
  RETURN NEW;
END $$;
CREATE TRIGGER members_points AFTER UPDATE OF points ON members
  FOR EACH ROW EXECUTE FUNCTION members_points_fn();
DROP INDEX idx_events_group;
CREATE INDEX idx_events_open ON events (group_id) WHERE capacity IS NOT NULL;
ALTER TABLE events DROP COLUMN meta;
COMMIT;
-- PRAGMA foreign_keys = ON;

SELECT setval(pg_get_serial_sequence('members', 'id'), GREATEST(max(id), 0) + 1, false) FROM members;
