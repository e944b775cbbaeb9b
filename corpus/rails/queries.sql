-- The rows of the board application, as Active Record asks for them.

-- name: accounts
SELECT "accounts"."id", "accounts"."name", "accounts"."plan", "accounts"."trial", "accounts"."balance", "accounts"."closed_on", "accounts"."created_at" FROM "accounts" ORDER BY "accounts"."id" ASC;

-- name: open cards
SELECT * FROM open_cards ORDER BY id;

-- name: a slug in any case
SELECT "boards"."id" FROM "boards" WHERE "boards"."slug" = 'LAUNCH' LIMIT 1;

-- name: done cards
SELECT "cards"."title", "cards"."attachment" FROM "cards" WHERE "cards"."done" = 1 ORDER BY "cards"."position" DESC;

UPDATE "cards" SET "done" = 1, "updated_at" = '2024-03-11 00:00:00.000000' WHERE "cards"."id" = 1;

-- name: versions
SELECT "schema_migrations"."version" FROM "schema_migrations" ORDER BY "schema_migrations"."version" ASC;

-- name: nothing is open
SELECT count(*) FROM open_cards;

-- name: tagged
SELECT t."tag", c."title" FROM "taggings" t JOIN "cards" c ON c."id" = t."card_id" ORDER BY t."tag";
