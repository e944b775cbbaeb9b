CREATE TABLE authors (
  id SERIAL PRIMARY KEY,
  name TEXT NOT NULL,
  born DATE,
  notes TEXT
);
-- CREATE TABLE sqlite_sequence(name,seq);
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
CREATE TABLE copies(id SERIAL PRIMARY KEY, isbn VARCHAR(13) NOT NULL, shelf TEXT DEFAULT 'A-1', bought DOUBLE PRECISION,
  FOREIGN KEY(isbn) REFERENCES books(isbn) ON DELETE CASCADE);
CREATE TABLE members (
  id SERIAL PRIMARY KEY,
  card TEXT NOT NULL UNIQUE, -- printed on the card
  "group" TEXT,
  joined TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  blocked BOOLEAN DEFAULT FALSE
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
);
CREATE TABLE log(at TEXT DEFAULT TO_CHAR(CURRENT_TIMESTAMP, 'YYYY-MM-DD HH24:MI:SS'), what TEXT);
CREATE INDEX books_author ON books(author_id, lower(title));
CREATE UNIQUE INDEX one_open_loan ON loans(copy_id) WHERE back IS NULL;
CREATE INDEX log_at ON log(at DESC NULLS LAST);
CREATE VIEW on_loan AS SELECT l.copy_id, m.card, l.since FROM loans l JOIN members m ON m.id = l.member_id WHERE l.back IS NULL
/* on_loan(copy_id,card,since) */;
CREATE VIEW shelf_count(shelf, n) AS SELECT shelf, count(*) FROM copies GROUP BY shelf
/* shelf_count(shelf,n) */;
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
