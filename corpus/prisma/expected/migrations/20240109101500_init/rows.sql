-- what the application had written by the next migration
INSERT INTO "User" ("email", "name", "createdAt") VALUES ('ada@kitchen.example', 'Ada', '2024-01-10 08:00:00');
INSERT INTO "User" ("email", "createdAt") VALUES ('ben@kitchen.example', '2024-01-11 09:30:15');
INSERT INTO "Recipe" ("title", "steps", "published", "authorId", "createdAt", "updatedAt")
VALUES ('Flat bread', 'Mix; rest; bake.', true, 1, '2024-01-12 10:00:00', '2024-01-12 10:05:00'),
       ('Soup -- the quick one', NULL, false, 2, '2024-01-13 11:00:00', '2024-01-13 11:00:00');
INSERT INTO "Recipe" ("title", "minutes", "authorId", "updatedAt") VALUES ('Jam', NULL, 1, '2024-01-14 00:00:00');
INSERT INTO "Ingredient" VALUES ('c1', 1, 'flour', 500, 'g'), ('c2', 1, 'water', 0.25, 'l'), ('c3', 2, 'onion', NULL, 'pcs');
