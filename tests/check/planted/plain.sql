-- Common SQL, which means the same to both engines: nothing here is a finding.
SELECT id, name FROM author;
SELECT a.name, count(*) AS n, sum(b.pages) AS pages
FROM author AS a
JOIN book AS b ON b.author_id = a.id
WHERE b.pages BETWEEN 100 AND 500 AND a.name <> 'nobody'
GROUP BY a.id, a.name
HAVING count(*) > 1
ORDER BY a.name;
SELECT DISTINCT name FROM author ORDER BY name DESC LIMIT 10 OFFSET 20;
SELECT name, CASE WHEN rating > 4 THEN 'high' WHEN rating > 2 THEN 'middle' ELSE 'low' END AS class FROM author;
SELECT COALESCE(subtitle, title) FROM book WHERE subtitle IS NOT NULL;
SELECT id FROM book WHERE author_id IN (1, 2, 3) AND NOT EXISTS (SELECT 1 FROM author WHERE author.id = book.author_id);
SELECT id FROM book WHERE id IN (SELECT min(id) FROM book GROUP BY author_id);
SELECT title FROM book WHERE price > (SELECT avg(price) FROM book);
WITH long AS (SELECT id, title, pages FROM book WHERE pages > 1000)
SELECT title FROM long ORDER BY pages, id;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n;
SELECT title, row_number() OVER (PARTITION BY author_id ORDER BY pages) AS place FROM book;
SELECT name FROM author UNION SELECT title FROM book;
SELECT upper(name), lower(email), length(name), abs(rating), trim(name), replace(name, 'a', 'b') FROM author;
SELECT name || ' <' || email || '>' FROM author;
SELECT nullif(name, '') FROM author;
SELECT a.name, b.title FROM author a LEFT JOIN book b ON b.author_id = a.id WHERE a.id = 7;
INSERT INTO author (name, email) VALUES ('x', 'x@example.org'), ('y', 'y@example.org');
INSERT INTO setting (name, value) SELECT name, email FROM author WHERE id > 3;
INSERT INTO setting (name, value) VALUES ('a', 'b') ON CONFLICT (name) DO UPDATE SET value = excluded.value;
INSERT INTO setting (name, value) VALUES ('a', 'b') ON CONFLICT DO NOTHING;
UPDATE book SET pages = pages + 1, price = price * 2 WHERE id = 5;
UPDATE author SET name = 'z' WHERE email = 'z@example.org';
DELETE FROM book WHERE author_id = 3;
BEGIN;
COMMIT;
ROLLBACK;
CREATE VIEW long_book AS SELECT id, title FROM book WHERE pages > 1000;
DROP VIEW long_book;
CREATE TABLE plain (a INTEGER NOT NULL, b TEXT, c DOUBLE PRECISION, d VARCHAR(10) NOT NULL DEFAULT 'x', CONSTRAINT positive CHECK (a > 0));
ALTER TABLE plain ADD COLUMN e TEXT;
ALTER TABLE plain RENAME COLUMN e TO f;
ALTER TABLE plain RENAME TO simple;
DROP TABLE simple;
