BEGIN;
--
-- Create model Owner
--
CREATE TABLE "clinic_owner" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "email" varchar(254) NOT NULL UNIQUE, "full_name" varchar(120) NOT NULL, "wants_news" bool NOT NULL);
--
-- Add field owner to animal
--
CREATE TABLE "new__clinic_animal" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(60) NOT NULL, "species" varchar(20) NOT NULL, "weight_g" integer unsigned NULL CHECK ("weight_g" >= 0), "is_chipped" bool NOT NULL, "registered_at" datetime NOT NULL, "practice_id" bigint NOT NULL REFERENCES "clinic_practice" ("id") DEFERRABLE INITIALLY DEFERRED, "owner_id" bigint NULL REFERENCES "clinic_owner" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "new__clinic_animal" ("id", "name", "species", "weight_g", "is_chipped", "registered_at", "practice_id", "owner_id") SELECT "id", "name", "species", "weight_g", "is_chipped", "registered_at", "practice_id", NULL FROM "clinic_animal";
DROP TABLE "clinic_animal";
ALTER TABLE "new__clinic_animal" RENAME TO "clinic_animal";
CREATE INDEX "clinic_animal_species_4bf5e018" ON "clinic_animal" ("species");
CREATE INDEX "clinic_animal_practice_id_23c661e0" ON "clinic_animal" ("practice_id");
CREATE INDEX "clinic_animal_owner_id_d6ef5c15" ON "clinic_animal" ("owner_id");
--
-- Add field vaccinations to animal
--
CREATE TABLE "new__clinic_animal" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(60) NOT NULL, "species" varchar(20) NOT NULL, "weight_g" integer unsigned NULL CHECK ("weight_g" >= 0), "is_chipped" bool NOT NULL, "registered_at" datetime NOT NULL, "practice_id" bigint NOT NULL REFERENCES "clinic_practice" ("id") DEFERRABLE INITIALLY DEFERRED, "owner_id" bigint NULL REFERENCES "clinic_owner" ("id") DEFERRABLE INITIALLY DEFERRED, "vaccinations" text NOT NULL CHECK ((JSON_VALID("vaccinations") OR "vaccinations" IS NULL)));
INSERT INTO "new__clinic_animal" ("id", "name", "species", "weight_g", "is_chipped", "registered_at", "practice_id", "owner_id", "vaccinations") SELECT "id", "name", "species", "weight_g", "is_chipped", "registered_at", "practice_id", "owner_id", '[]' FROM "clinic_animal";
DROP TABLE "clinic_animal";
ALTER TABLE "new__clinic_animal" RENAME TO "clinic_animal";
CREATE INDEX "clinic_animal_species_4bf5e018" ON "clinic_animal" ("species");
CREATE INDEX "clinic_animal_practice_id_23c661e0" ON "clinic_animal" ("practice_id");
CREATE INDEX "clinic_animal_owner_id_d6ef5c15" ON "clinic_animal" ("owner_id");
--
-- Add field paid to visit
--
CREATE TABLE "new__clinic_visit" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "day" date NOT NULL, "starts_at" time NULL, "fee" decimal NOT NULL, "notes" text NOT NULL, "animal_id" bigint NOT NULL REFERENCES "clinic_animal" ("id") DEFERRABLE INITIALLY DEFERRED, "paid" bool NOT NULL);
INSERT INTO "new__clinic_visit" ("id", "day", "starts_at", "fee", "notes", "animal_id", "paid") SELECT "id", "day", "starts_at", "fee", "notes", "animal_id", 0 FROM "clinic_visit";
DROP TABLE "clinic_visit";
ALTER TABLE "new__clinic_visit" RENAME TO "clinic_visit";
CREATE INDEX "clinic_visit_animal_id_98e7feab" ON "clinic_visit" ("animal_id");
COMMIT;
