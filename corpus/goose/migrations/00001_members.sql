-- +goose Up
-- +goose StatementBegin
CREATE TABLE members (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    email     VARCHAR(254) NOT NULL COLLATE NOCASE UNIQUE,
    nick      VARCHAR(40),
    joined    DATE NOT NULL DEFAULT CURRENT_DATE,
    is_active BOOLEAN NOT NULL DEFAULT 1,
    points    INTEGER NOT NULL DEFAULT 0 CHECK (points >= 0)
);
-- +goose StatementEnd

CREATE TABLE `groups` (
    `id`   INTEGER PRIMARY KEY,
    `name` TEXT NOT NULL,
    `order` INT DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS groups_name ON `groups` (`name`);

CREATE TABLE memberships (
    member_id INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    group_id  INTEGER NOT NULL REFERENCES `groups` (id) ON DELETE CASCADE,
    role      TEXT NOT NULL DEFAULT "member",
    UNIQUE (member_id, group_id)
);

-- +goose Down
DROP TABLE memberships;
DROP TABLE `groups`;
DROP TABLE members;
