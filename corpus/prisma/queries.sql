-- The data after the last migration.

-- name: people
SELECT "id", "email", "name", "role", "invitedById" FROM "User" ORDER BY "id";

-- name: recipes of people
SELECT r."id", r."title", r."published", r."minutes", r."servings", u."name"
FROM "Recipe" r JOIN "User" u ON u."id" = r."authorId" ORDER BY r."id";

-- name: ingredients keep their rows
SELECT i."id", i."name", i."amount", u."symbol", i."priceCents" FROM "Ingredient" i JOIN "Unit" u ON u."id" = i."unitId" ORDER BY i."id";

INSERT INTO "Recipe" ("title", "authorId", "updatedAt") VALUES ('Salad', 3, '2024-05-01 00:00:00');
INSERT INTO "Tag" ("label") VALUES ('cold'), ('vegan');
INSERT INTO "_RecipeToTag" ("A", "B") SELECT r."id", t."id" FROM "Recipe" r, "Tag" t WHERE r."title" = 'Salad';
INSERT INTO "Review" ("recipeId", "userId", "stars") VALUES (1, 2, 5), (4, 3, 3);

-- name: ids go on
SELECT "id", "published", "minutes", "servings" FROM "Recipe" WHERE "title" = 'Salad';

-- name: stars
SELECT r."title", avg(v."stars") AS "stars", count(*) AS "n" FROM "Review" v JOIN "Recipe" r ON r."id" = v."recipeId" GROUP BY r."title" ORDER BY r."title";

-- name: created after a day
SELECT "email", "createdAt" FROM "User" WHERE "createdAt" < '2024-02-01' ORDER BY "createdAt";
