CREATE TABLE docs(id INTEGER PRIMARY KEY, body TEXT NOT NULL, kind TEXT AS (json_extract(body, '$.kind')) STORED, size INTEGER);
CREATE INDEX docs_kind ON docs(json_extract(body, '$.kind'));
CREATE INDEX docs_lower ON docs(lower(kind), size DESC) WHERE size > 10;
INSERT INTO docs(body, size) VALUES('{"kind":"A","n":1}', 17000000000),('{"kind":"b"}', 5),('{}', NULL);
CREATE TABLE words(word TEXT COLLATE NOCASE, book INTEGER, UNIQUE(book, word));
INSERT INTO words VALUES('One', 1),('two', 1),('ONE', 2);
ANALYZE;

-- queries
SELECT id, kind, size FROM docs ORDER BY id;
SELECT id FROM docs WHERE kind = 'A' AND size > 16999999999;
INSERT INTO docs(body, size) VALUES('{"kind":"c"}', 18000000000);
SELECT count(*), max(size) FROM docs;
INSERT OR REPLACE INTO words VALUES('ONE', 1);
SELECT word, book FROM words ORDER BY book, word;
