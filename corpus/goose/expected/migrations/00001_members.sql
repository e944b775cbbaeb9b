-- +goose Up
-- +goose StatementBegin
CREATE TABLE members (
    id        SERIAL PRIMARY KEY,
    email     VARCHAR(254) NOT NULL,
    nick      VARCHAR(40),
    joined    DATE NOT NULL DEFAULT CURRENT_DATE,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    points    INTEGER NOT NULL DEFAULT 0 CHECK (points >= 0)
);
CREATE UNIQUE INDEX members_email_nocase ON members (lower(email));
-- +goose StatementEnd

CREATE TABLE groups (
    id   SERIAL PRIMARY KEY,
    name TEXT NOT NULL,
    "order" INT DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS groups_name ON groups (name);

CREATE TABLE memberships (
    member_id INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    group_id  INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    role      TEXT NOT NULL DEFAULT 'member',
    UNIQUE (member_id, group_id)
);

-- +goose Down
DROP TABLE memberships;
DROP TABLE groups;
DROP TABLE members;
