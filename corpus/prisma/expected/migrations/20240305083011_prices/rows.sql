INSERT INTO "User" ("email", "name", "role", "invitedById") VALUES ('cyd@kitchen.example', 'Cyd', 'ADMIN', 1);
INSERT INTO "Ingredient" ("id", "recipeId", "unitId", "name", "amount", "priceCents") VALUES ('c4', 4, 3, 'plum', 12, 9900000000);
UPDATE "Ingredient" SET "priceCents" = 120 WHERE "id" = 'c1';
