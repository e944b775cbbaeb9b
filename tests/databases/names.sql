CREATE TABLE "Order Items"("Item ID" INTEGER PRIMARY KEY, "user" TEXT, "Qty" INTEGER, "a""b" TEXT, [select] REAL, `Mixed Case` VARCHAR(3));
INSERT INTO "Order Items" VALUES(1,'u',3,'q',1.5,'abcd'),(2,'w',NULL,NULL,NULL,'é');
CREATE TABLE "Group"(id INTEGER PRIMARY KEY, "order" INTEGER REFERENCES "Order Items"("Item ID"));
INSERT INTO "Group" VALUES(1,2);
CREATE VIEW "My View" AS SELECT "Item ID" AS "The ID", "Qty" q FROM "Order Items";
CREATE INDEX "my idx" ON "Order Items"("Qty");
CREATE TABLE kv(k TEXT PRIMARY KEY, v INTEGER) WITHOUT ROWID;
INSERT INTO kv VALUES('a',1),('b',3000000000);
CREATE TABLE gen(a INTEGER, b INTEGER GENERATED ALWAYS AS (a*2) STORED, c TEXT AS (a||'x'));
INSERT INTO gen(a) VALUES(1),(2);

-- queries
SELECT "Item ID", "user", qty, "a""b", [select], `mixed case` FROM "Order Items" ORDER BY 1;
SELECT * FROM "My View" ORDER BY "the id";
SELECT sum(o.QTY) FROM "order items" o JOIN "group" g ON g."order" = o."item id";
SELECT k, v FROM kv WHERE v > 2147483647;
SELECT a, b, c FROM gen ORDER BY a;
INSERT INTO gen(a) VALUES (5);
SELECT b, c FROM gen WHERE a = 5;
INSERT OR REPLACE INTO kv VALUES ('a', 2);
SELECT * FROM kv ORDER BY k;
SELECT id, "order" FROM "Group";
