INSERT INTO "Profile" ("bio", "userId") VALUES ('Bakes.', 1);
INSERT INTO "Profile" ("bio", "newsletter", "userId") VALUES (NULL, false, 2);
INSERT INTO "Recipe" ("title", "published", "minutes", "authorId", "updatedAt") VALUES ('Tart', TRUE, 90, 2, '2024-02-01 12:00:00');
