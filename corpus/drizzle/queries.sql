-- The blog after the last migration.

-- name: users
SELECT "id", "email", "name", "created_at", "is_admin" FROM "users" ORDER BY "users"."id";

-- name: published posts
SELECT "id", "title", "likes" FROM "posts" WHERE "posts"."published" = 1 ORDER BY "posts"."id";

UPDATE "posts" SET "editor_id" = 1, "likes" = "likes" + 3 WHERE "posts"."id" = 'p2';
INSERT INTO "users" ("email", "name") VALUES ('cyd@blog.example', 'Cyd');

-- name: edited
SELECT p."id", u."email", p."likes" FROM "posts" p LEFT JOIN "users" u ON p."editor_id" = u."id" ORDER BY p."id";

-- name: the next id
SELECT "id" FROM "users" WHERE "email" = 'cyd@blog.example';

-- name: tags
SELECT "tag", count(*) FROM "posts_to_tags" GROUP BY "tag" ORDER BY "tag";
