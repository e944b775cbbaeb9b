CREATE TABLE users(id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(20) NOT NULL, active BOOLEAN DEFAULT 1, born DATE, seen DATETIME, at TIME, bal DECIMAL(8,2), big INTEGER, tags JSON, uid UUID, pic BLOB, r REAL, n NUMERIC, t TEXT, is_admin INTEGER DEFAULT 0);
INSERT INTO users VALUES(1,'ann',1,'2024-01-05','2024-01-05 10:00:00','10:00:00',12.5,9007199254740993,'{"a":1}','6ba7b810-9dad-11d1-80b4-00c04fd430c8',x'0001',1.5,3,'5',1);
INSERT INTO users VALUES(2,'bob',0,'2023-12-31','2023-12-31 23:59:59','23:59:59',0,1,NULL,NULL,NULL,2,4.5,'7',0);
INSERT INTO users VALUES(3,'cy',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0);
CREATE INDEX ui ON users(name);
CREATE VIEW v_users AS SELECT id, name, active FROM users WHERE active = 1;
CREATE TABLE logs(id INTEGER PRIMARY KEY, uid INTEGER REFERENCES users(id), msg TEXT);
CREATE TRIGGER tr AFTER INSERT ON users BEGIN INSERT INTO logs(uid,msg) VALUES(new.id,'new'); END;

-- queries
SELECT * FROM users ORDER BY id;
SELECT id FROM users WHERE active = 1 AND is_admin;
SELECT name FROM v_users;
SELECT big + 1, bal * 2, sum(big) FROM users WHERE id = 1;
SELECT strftime('%Y', born), date(seen, '+1 day') FROM users ORDER BY id;
SELECT json_extract(tags, '$.a') FROM users WHERE id = 1;
SELECT t + 1, sum(t) OVER (ORDER BY id) FROM users ORDER BY id;
SELECT id FROM users WHERE seen >= '2024-01-01' ORDER BY id;
SELECT id FROM users WHERE uid = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
INSERT INTO users(name, active) VALUES ('dan', 1);
SELECT max(id), count(*), sum(active) FROM users;
SELECT msg, uid FROM logs;
UPDATE users SET active = 0, is_admin = 1 WHERE id = 2;
SELECT active, is_admin FROM users WHERE id = 2;
