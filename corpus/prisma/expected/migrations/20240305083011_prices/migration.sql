/*
  Warnings:

  - You are about to drop the column `unit` on the `Ingredient` table. All the data in the column will be lost.
  - Added the required column `unitId` to the `Ingredient` table with a default value.

*/
-- CreateTable
CREATE TABLE "Unit" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "symbol" TEXT NOT NULL,
    "grams" DECIMAL NOT NULL DEFAULT 1
);
INSERT INTO "Unit" ("id", "symbol", "grams") VALUES (1, 'g', 1), (2, 'l', 1000), (3, 'pcs', 100.5);

-- RedefineTables
-- PRAGMA defer_foreign_keys=ON;
-- PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Ingredient" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "recipeId" INTEGER NOT NULL,
    "unitId" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "amount" DOUBLE PRECISION,
    "priceCents" BIGINT,
    CONSTRAINT "Ingredient_recipeId_fkey" FOREIGN KEY ("recipeId") REFERENCES "Recipe" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Ingredient_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit" ("id") ON DELETE SET DEFAULT ON UPDATE CASCADE
);
INSERT INTO "new_Ingredient" ("amount", "id", "name", "recipeId") SELECT "amount", "id", "name", "recipeId" FROM "Ingredient";
DROP TABLE "Ingredient";
ALTER TABLE "new_Ingredient" RENAME TO "Ingredient";
CREATE INDEX "Ingredient_recipeId_idx" ON "Ingredient"("recipeId");
CREATE TABLE "new_User" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "role" TEXT NOT NULL DEFAULT 'COOK',
    "invitedById" INTEGER,
    "createdAt" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "User_invitedById_fkey" FOREIGN KEY ("invitedById") REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_User" ("createdAt", "email", "id", "name") SELECT "createdAt", "email", "id", coalesce("name", '') AS "name" FROM "User";
DROP TABLE "User" CASCADE;
ALTER TABLE "new_User" RENAME TO "User";
ALTER TABLE "Profile" ADD CONSTRAINT "Profile_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" (id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Recipe" ADD CONSTRAINT "Recipe_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "User" ADD CONSTRAINT "User_invitedById_fkey" FOREIGN KEY ("invitedById") REFERENCES "User" (id) ON DELETE SET NULL ON UPDATE CASCADE;
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
-- PRAGMA foreign_keys=ON;
-- PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "Unit_symbol_key" ON "Unit"("symbol");

SELECT setval(pg_get_serial_sequence('"Unit"', 'id'), GREATEST(max(id), 0) + 1, false) FROM "Unit";
SELECT setval(pg_get_serial_sequence('"User"', 'id'), GREATEST(max(id), 0) + 1, false) FROM "User";
