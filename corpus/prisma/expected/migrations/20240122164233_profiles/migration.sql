/*
  Warnings:

  - Made the column `minutes` on table `Recipe` required. This step will fail if there are existing NULL values in that column.

*/
-- CreateTable
CREATE TABLE "Profile" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "bio" TEXT,
    "newsletter" BOOLEAN NOT NULL DEFAULT true,
    "userId" INTEGER NOT NULL,
    CONSTRAINT "Profile_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
-- PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Recipe" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "steps" TEXT,
    "published" BOOLEAN NOT NULL DEFAULT false,
    "minutes" INTEGER NOT NULL DEFAULT 30,
    "authorId" INTEGER NOT NULL,
    "createdAt" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP NOT NULL,
    CONSTRAINT "Recipe_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Recipe" ("authorId", "createdAt", "id", "minutes", "published", "steps", "title", "updatedAt") SELECT "authorId", "createdAt", "id", coalesce("minutes", 30) AS "minutes", "published", "steps", "title", "updatedAt" FROM "Recipe";
DROP TABLE "Recipe" CASCADE;
ALTER TABLE "new_Recipe" RENAME TO "Recipe";
ALTER TABLE "Ingredient" ADD CONSTRAINT "Ingredient_recipeId_fkey" FOREIGN KEY ("recipeId") REFERENCES "Recipe" (id) ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "Recipe_authorId_published_idx" ON "Recipe"("authorId", "published");
SELECT c.conrelid::regclass::text AS "table", NULL::bigint AS rowid, c.confrelid::regclass::text AS parent, 0 AS fkid
FROM pg_constraint c
WHERE c.contype = 'f' AND NOT c.convalidated;
-- PRAGMA foreign_keys=ON;

-- CreateIndex
CREATE UNIQUE INDEX "Profile_userId_key" ON "Profile"("userId");

SELECT setval(pg_get_serial_sequence('"Recipe"', 'id'), GREATEST(max(id), 0) + 1, false) FROM "Recipe";
