-- Cost tracker schema
-- PRAGMA foreign_keys = ON;

CREATE TABLE IF NOT EXISTS users (
    id SERIAL PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    email TEXT,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    is_admin BOOLEAN DEFAULT FALSE,
    login_count INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    last_login TIMESTAMP                 -- NULL until the first login
);

CREATE TABLE IF NOT EXISTS settings (
    key TEXT PRIMARY KEY,
    value TEXT
);

CREATE TABLE IF NOT EXISTS tags (
    id SERIAL PRIMARY KEY,
    name TEXT UNIQUE NOT NULL
);

CREATE TABLE IF NOT EXISTS costs (
    id SERIAL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    amount DOUBLE PRECISION NOT NULL,
    currency TEXT DEFAULT 'EUR',
    description TEXT DEFAULT '',
    spent_on DATE NOT NULL,
    is_recurring BOOLEAN DEFAULT FALSE,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS cost_tags (
    cost_id INTEGER NOT NULL REFERENCES costs(id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags(id),
    PRIMARY KEY (cost_id, tag_id)
);

CREATE TABLE IF NOT EXISTS sessions (
    token TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users(id),
    expires_at TIMESTAMP NOT NULL
);

CREATE TABLE IF NOT EXISTS audit_log (
    id SERIAL PRIMARY KEY,
    at TIMESTAMP DEFAULT (CURRENT_TIMESTAMP),
    "user" TEXT,                          -- who, as typed
    action TEXT NOT NULL,
    detail TEXT
);

CREATE INDEX IF NOT EXISTS idx_costs_user_date ON costs(user_id, spent_on DESC);
CREATE INDEX IF NOT EXISTS idx_costs_recurring ON costs(user_id) WHERE is_recurring = TRUE;
CREATE INDEX IF NOT EXISTS idx_audit_at ON audit_log(at);

CREATE OR REPLACE VIEW active_users AS
    SELECT id, username, email FROM users WHERE is_active = TRUE;

INSERT INTO settings (key, value) VALUES ('theme', 'light') ON CONFLICT DO NOTHING;
INSERT INTO settings (key, value) VALUES ('currency', 'EUR') ON CONFLICT DO NOTHING;
