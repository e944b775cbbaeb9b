-- PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE authors (
  id SERIAL PRIMARY KEY,
  name TEXT NOT NULL,
  born DATE,
  notes TEXT
);
INSERT INTO authors VALUES(1,'Ada Byron','1815-12-10',replace('line one\nline two','\n',chr(10)));
INSERT INTO authors VALUES(2,'Jorge Luis',NULL,'it''s; "quoted"');
INSERT INTO authors VALUES(3,'Ünal','1970-01-01','');
CREATE TABLE books (
  isbn VARCHAR(13) PRIMARY KEY NOT NULL,
  title VARCHAR(200) NOT NULL,
  author_id INTEGER NOT NULL REFERENCES authors(id) ON UPDATE CASCADE,
  pages INT CHECK(pages > 0),
  price NUMERIC(8,2),
  cover BYTEA,
  in_print BOOLEAN NOT NULL DEFAULT TRUE,
  added TIMESTAMP DEFAULT (CURRENT_TIMESTAMP)
);
INSERT INTO books VALUES('9780000000001','Notes',1,120,19.899999999999998578,'\xffd8ffe0'::bytea,TRUE,'2023-01-01 10:00:00');
INSERT INTO books VALUES('9780000000002','Fictions',2,224,12,NULL,FALSE,'2023-02-02 11:11:11');
CREATE TABLE copies(id SERIAL PRIMARY KEY, isbn VARCHAR(13) NOT NULL, shelf TEXT DEFAULT 'A-1', bought DOUBLE PRECISION,
  FOREIGN KEY(isbn) REFERENCES books(isbn) ON DELETE CASCADE);
INSERT INTO copies VALUES(1,'9780000000001','A-1',15.0);
INSERT INTO copies VALUES(2,'9780000000001','B-2',0.10000000000000000555);
INSERT INTO copies VALUES(3,'9780000000002',NULL,-3.25);
CREATE TABLE members (
  id SERIAL PRIMARY KEY,
  card TEXT NOT NULL UNIQUE, -- printed on the card
  "group" TEXT,
  joined TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  blocked BOOLEAN DEFAULT FALSE
);
INSERT INTO members VALUES(1,'C-1','staff','2023-01-05 08:00:00',FALSE);
INSERT INTO members VALUES(2,'C-2',NULL,'2023-01-06 09:30:00',FALSE);
INSERT INTO members VALUES(3,'C-3',NULL,'2023-03-03 03:03:03',TRUE);
CREATE TABLE loans (
  copy_id INTEGER NOT NULL,
  member_id INTEGER NOT NULL REFERENCES members(id) ON DELETE RESTRICT,
  since DATE NOT NULL,
  back DATE,
  fine_cents INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (copy_id, member_id, since),
  CONSTRAINT fk_copy FOREIGN KEY (copy_id) REFERENCES copies (id),
  CONSTRAINT back_later CHECK (back IS NULL OR back >= since)
);
INSERT INTO loans VALUES(1,1,'2023-03-01','2023-03-20',0);
INSERT INTO loans VALUES(1,2,'2023-04-01',NULL,150);
INSERT INTO loans VALUES(3,1,'2023-04-02',NULL,0);
CREATE TABLE log(at TEXT DEFAULT TO_CHAR(CURRENT_TIMESTAMP, 'YYYY-MM-DD HH24:MI:SS'), what TEXT);
INSERT INTO log VALUES('2023-03-20 12:00:00','copy 1 is back');
-- DELETE FROM sqlite_sequence;
SELECT setval(pg_get_serial_sequence('authors', 'id'), GREATEST(90, COALESCE(max(id), 0)) + 1, false) FROM authors;
SELECT setval(pg_get_serial_sequence('members', 'id'), GREATEST(3, COALESCE(max(id), 0)) + 1, false) FROM members;
CREATE INDEX books_author ON books(author_id, lower(title));
CREATE UNIQUE INDEX one_open_loan ON loans(copy_id) WHERE back IS NULL;
CREATE INDEX log_at ON log(at DESC NULLS LAST);
CREATE VIEW on_loan AS SELECT l.copy_id, m.card, l.since FROM loans l JOIN members m ON m.id = l.member_id WHERE l.back IS NULL;
CREATE VIEW shelf_count(shelf, n) AS SELECT shelf, count(*) FROM copies GROUP BY shelf;
CREATE OR REPLACE FUNCTION loan_back_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO log(what) VALUES ('copy ' || NEW.copy_id || ' is back');
  RETURN NEW;
END $$;
CREATE TRIGGER loan_back AFTER UPDATE OF back ON loans
  FOR EACH ROW WHEN (NEW.back IS NOT NULL) EXECUTE FUNCTION loan_back_fn();
CREATE OR REPLACE FUNCTION no_blocked_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ((SELECT blocked FROM members WHERE id = NEW.member_id)) THEN
    RAISE EXCEPTION 'this member is blocked' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER no_blocked BEFORE INSERT ON loans
  FOR EACH ROW EXECUTE FUNCTION no_blocked_fn();
COMMIT;

SELECT setval(pg_get_serial_sequence('copies', 'id'), GREATEST(max(id), 0) + 1, false) FROM copies;
