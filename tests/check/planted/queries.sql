-- Constructs of SQLite, one a line where that can be.
SELECT ifnull(subtitle, 'none') FROM book;                          -- expect: SX0110
SELECT title FROM book WHERE id == 4;                               -- expect: SX0210
SELECT title FROM book WHERE title LIKE 'a%';                       -- expect: SX0214
SELECT title FROM book WHERE title GLOB 'A*';                       -- expect: SX0215
SELECT title FROM book LIMIT 10, 5;                                 -- expect: SX0320
SELECT id FROM book ORDER BY subtitle;                              -- expect: SX0321
SELECT id FROM book ORDER BY id;
SELECT id FROM book WHERE is_out = 1;                               -- expect: SX0201
SELECT datetime('now');                                             -- expect: SX0601
SELECT strftime('%Y', added) FROM book;                             -- expect: SX0601
SELECT group_concat(title) FROM book;                               -- expect: SX0112
SELECT iif(pages > 3, 'a', 'b') FROM book;                          -- expect: SX0111
SELECT substr(title, -3) FROM book;                                 -- expect: SX0113
SELECT max(pages, 3) FROM book;                                     -- expect: SX0115
SELECT typeof(title) FROM book;                                     -- expect: SX0118
SELECT rowid FROM book;                                             -- expect: SX0703
SELECT `title` FROM book;                                           -- expect: SX0701
SELECT [title] FROM book;                                           -- expect: SX0701
SELECT title FROM book WHERE title = "x";                           -- expect: SX0702
SELECT title FROM book INDEXED BY book_author WHERE author_id = 1;  -- expect: SX0515
SELECT name, sql FROM sqlite_master WHERE type = 'table';           -- expect: SX0854
INSERT OR REPLACE INTO setting (name, value) VALUES ('a', 'b');     -- expect: SX0301
INSERT OR IGNORE INTO setting (name, value) VALUES ('a', 'b');      -- expect: SX0302
REPLACE INTO setting (name, value) VALUES ('a', 'b');               -- expect: SX0301
PRAGMA journal_mode = WAL;                                          -- expect: SX0850
PRAGMA table_info(book);                                            -- expect: SX0853
VACUUM INTO 'copy.db';                                              -- expect: SX0802
BEGIN IMMEDIATE;                                                    -- expect: SX0801
SELECT id FROM book WHERE subtitle IS 'x';                          -- expect: SX0211
SELECT title FROM book WHERE title COLLATE NOCASE = 'abc';          -- expect: SX0218
SELECT pages / (pages - 1) FROM book;                               -- expect: SX0213
SELECT title FROM book WHERE;                                       -- expect: SX0001
