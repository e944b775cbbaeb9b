-- The tables of this folder's files.  A comment "expect: CODE..." names the findings of its line; a line without one has none.
CREATE TABLE author (
    id INTEGER NOT NULL PRIMARY KEY,                      -- expect: SX0501
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    born DATE,
    rating DOUBLE PRECISION NOT NULL DEFAULT 0
);

CREATE TABLE book (
    id INTEGER PRIMARY KEY AUTOINCREMENT,                 -- expect: SX0501
    author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE,
    title VARCHAR(200) NOT NULL,
    pages INTEGER NOT NULL CHECK (pages > 0),
    price NUMERIC(8, 2) NOT NULL DEFAULT 0,
    subtitle TEXT,
    is_out BOOLEAN NOT NULL DEFAULT 0,                    -- expect: SX0201
    added DATETIME DEFAULT CURRENT_TIMESTAMP,             -- expect: SX0402
    UNIQUE (author_id, title)
);

CREATE INDEX book_author ON book (author_id);

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT
) WITHOUT ROWID;                                          -- expect: SX0505
