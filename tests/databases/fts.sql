CREATE VIRTUAL TABLE docs USING fts5(title, body);
INSERT INTO docs VALUES('one','hello world'),('two','good bye world');
CREATE TABLE plain(id INTEGER PRIMARY KEY, x INTEGER);
INSERT INTO plain VALUES(1, 5);

-- queries
SELECT title FROM docs WHERE docs MATCH 'world' ORDER BY title;
SELECT title FROM docs WHERE body LIKE '%hello%';
SELECT x + 1 FROM plain;
INSERT INTO docs(title, body) VALUES ('three', 'new world');
SELECT count(*) FROM docs WHERE docs MATCH 'world';
