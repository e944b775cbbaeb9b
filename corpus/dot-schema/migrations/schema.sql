CREATE TABLE authors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE,
  born DATE,
  notes TEXT
);
CREATE TABLE sqlite_sequence(name,seq);
CREATE TABLE [books] (
  [isbn] CHAR(13) PRIMARY KEY NOT NULL,
  [title] NVARCHAR(200) NOT NULL,
  [author_id] INTEGER NOT NULL REFERENCES authors(id) ON UPDATE CASCADE,
  [pages] INT CHECK(pages > 0),
  [price] NUMERIC(8,2),
  [cover] BLOB,
  [in_print] TINYINT(1) NOT NULL DEFAULT 1,
  [added] DATETIME DEFAULT (datetime('now'))
);
CREATE TABLE copies(id INTEGER PRIMARY KEY, isbn CHAR(13) NOT NULL, shelf TEXT DEFAULT 'A-1', bought REAL,
  FOREIGN KEY(isbn) REFERENCES books(isbn) ON DELETE CASCADE);
CREATE TABLE members (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  card TEXT NOT NULL UNIQUE, -- printed on the card
  "group" TEXT,
  joined TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  blocked BOOLEAN DEFAULT 0
);
CREATE TABLE loans (
  copy_id INTEGER NOT NULL,
  member_id INTEGER NOT NULL REFERENCES members(id) ON DELETE RESTRICT,
  since DATE NOT NULL,
  back DATE,
  fine_cents INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (copy_id, member_id, since),
  CONSTRAINT fk_copy FOREIGN KEY (copy_id) REFERENCES copies (id),
  CONSTRAINT back_later CHECK (back IS NULL OR back >= since)
) WITHOUT ROWID;
CREATE TABLE log(at TEXT DEFAULT CURRENT_TIMESTAMP, what TEXT);
CREATE INDEX books_author ON books(author_id, title COLLATE NOCASE);
CREATE UNIQUE INDEX one_open_loan ON loans(copy_id) WHERE back IS NULL;
CREATE INDEX log_at ON log(at DESC);
CREATE VIEW on_loan AS SELECT l.copy_id, m.card, l.since FROM loans l JOIN members m ON m.id = l.member_id WHERE l.back IS NULL
/* on_loan(copy_id,card,since) */;
CREATE VIEW shelf_count(shelf, n) AS SELECT shelf, count(*) FROM copies GROUP BY shelf
/* shelf_count(shelf,n) */;
CREATE TRIGGER loan_back AFTER UPDATE OF back ON loans WHEN NEW.back IS NOT NULL BEGIN
  INSERT INTO log(what) VALUES ('copy ' || NEW.copy_id || ' is back');
END;
CREATE TRIGGER no_blocked BEFORE INSERT ON loans
WHEN (SELECT blocked FROM members WHERE id = NEW.member_id)
BEGIN
  SELECT RAISE(ABORT, 'this member is blocked');
END;
