-- The library, out of its schema and the rows of its dump.

-- name: authors
SELECT id, name, born, notes FROM authors ORDER BY id;

-- name: books
SELECT isbn, title, pages, price, cover, in_print, added FROM books ORDER BY isbn;

-- name: on loan
SELECT * FROM on_loan ORDER BY copy_id;

-- name: shelves
SELECT shelf, n FROM shelf_count ORDER BY shelf;

UPDATE loans SET back = '2023-05-01' WHERE copy_id = 3;
INSERT INTO authors (name) VALUES ('New');
INSERT INTO members (card) VALUES ('C-4');
INSERT INTO copies (isbn, bought) SELECT isbn, 2 FROM books WHERE in_print = 1;

-- name: the log
SELECT what FROM log ORDER BY what;

-- name: the next ids
SELECT (SELECT max(id) FROM authors) AS author, (SELECT max(id) FROM members) AS member, (SELECT max(id) FROM copies) AS copy;

-- name: a name in any case
SELECT id FROM authors WHERE name = 'ADA BYRON';
