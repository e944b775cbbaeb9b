PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE authors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE,
  born DATE,
  notes TEXT
);
INSERT INTO authors VALUES(1,'Ada Byron','1815-12-10',replace('line one\nline two','\n',char(10)));
INSERT INTO authors VALUES(2,'Jorge Luis',NULL,'it''s; "quoted"');
INSERT INTO authors VALUES(3,'Ünal','1970-01-01','');
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
INSERT INTO books VALUES('9780000000001','Notes',1,120,19.899999999999998578,X'ffd8ffe0',1,'2023-01-01 10:00:00');
INSERT INTO books VALUES('9780000000002','Fictions',2,224,12,NULL,0,'2023-02-02 11:11:11');
CREATE TABLE copies(id INTEGER PRIMARY KEY, isbn CHAR(13) NOT NULL, shelf TEXT DEFAULT 'A-1', bought REAL,
  FOREIGN KEY(isbn) REFERENCES books(isbn) ON DELETE CASCADE);
INSERT INTO copies VALUES(1,'9780000000001','A-1',15.0);
INSERT INTO copies VALUES(2,'9780000000001','B-2',0.10000000000000000555);
INSERT INTO copies VALUES(3,'9780000000002',NULL,-3.25);
CREATE TABLE members (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  card TEXT NOT NULL UNIQUE, -- printed on the card
  "group" TEXT,
  joined TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  blocked BOOLEAN DEFAULT 0
);
INSERT INTO members VALUES(1,'C-1','staff','2023-01-05 08:00:00',0);
INSERT INTO members VALUES(2,'C-2',NULL,'2023-01-06 09:30:00',0);
INSERT INTO members VALUES(3,'C-3',NULL,'2023-03-03 03:03:03',1);
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
INSERT INTO loans VALUES(1,1,'2023-03-01','2023-03-20',0);
INSERT INTO loans VALUES(1,2,'2023-04-01',NULL,150);
INSERT INTO loans VALUES(3,1,'2023-04-02',NULL,0);
CREATE TABLE log(at TEXT DEFAULT CURRENT_TIMESTAMP, what TEXT);
INSERT INTO log VALUES('2023-03-20 12:00:00','copy 1 is back');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('authors',90);
INSERT INTO sqlite_sequence VALUES('members',3);
CREATE INDEX books_author ON books(author_id, title COLLATE NOCASE);
CREATE UNIQUE INDEX one_open_loan ON loans(copy_id) WHERE back IS NULL;
CREATE INDEX log_at ON log(at DESC);
CREATE VIEW on_loan AS SELECT l.copy_id, m.card, l.since FROM loans l JOIN members m ON m.id = l.member_id WHERE l.back IS NULL;
CREATE VIEW shelf_count(shelf, n) AS SELECT shelf, count(*) FROM copies GROUP BY shelf;
CREATE TRIGGER loan_back AFTER UPDATE OF back ON loans WHEN NEW.back IS NOT NULL BEGIN
  INSERT INTO log(what) VALUES ('copy ' || NEW.copy_id || ' is back');
END;
CREATE TRIGGER no_blocked BEFORE INSERT ON loans
WHEN (SELECT blocked FROM members WHERE id = NEW.member_id)
BEGIN
  SELECT RAISE(ABORT, 'this member is blocked');
END;
COMMIT;
