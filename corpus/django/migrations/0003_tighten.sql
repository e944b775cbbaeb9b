BEGIN;
--
-- Alter field slug on practice
--
CREATE TABLE "new__clinic_practice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "slug" varchar(50) NOT NULL UNIQUE, "name" varchar(80) NOT NULL UNIQUE, "opened" date NULL);
INSERT INTO "new__clinic_practice" ("id", "name", "opened", "slug") SELECT "id", "name", "opened", "slug" FROM "clinic_practice";
DROP TABLE "clinic_practice";
ALTER TABLE "new__clinic_practice" RENAME TO "clinic_practice";
--
-- Alter field weight_g on animal
--
CREATE TABLE "new__clinic_animal" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(60) NOT NULL, "species" varchar(20) NOT NULL, "is_chipped" bool NOT NULL, "registered_at" datetime NOT NULL, "practice_id" bigint NOT NULL REFERENCES "clinic_practice" ("id") DEFERRABLE INITIALLY DEFERRED, "owner_id" bigint NULL REFERENCES "clinic_owner" ("id") DEFERRABLE INITIALLY DEFERRED, "vaccinations" text NOT NULL CHECK ((JSON_VALID("vaccinations") OR "vaccinations" IS NULL)), "weight_g" integer unsigned NOT NULL CHECK ("weight_g" >= 0));
INSERT INTO "new__clinic_animal" ("id", "name", "species", "is_chipped", "registered_at", "practice_id", "owner_id", "vaccinations", "weight_g") SELECT "id", "name", "species", "is_chipped", "registered_at", "practice_id", "owner_id", "vaccinations", coalesce("weight_g", 0) FROM "clinic_animal";
DROP TABLE "clinic_animal";
ALTER TABLE "new__clinic_animal" RENAME TO "clinic_animal";
CREATE INDEX "clinic_animal_species_4bf5e018" ON "clinic_animal" ("species");
CREATE INDEX "clinic_animal_practice_id_23c661e0" ON "clinic_animal" ("practice_id");
CREATE INDEX "clinic_animal_owner_id_d6ef5c15" ON "clinic_animal" ("owner_id");
--
-- Create constraint one_visit_a_day on model visit
--
CREATE TABLE "new__clinic_visit" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "day" date NOT NULL, "starts_at" time NULL, "fee" decimal NOT NULL, "notes" text NOT NULL, "animal_id" bigint NOT NULL REFERENCES "clinic_animal" ("id") DEFERRABLE INITIALLY DEFERRED, "paid" bool NOT NULL, CONSTRAINT "one_visit_a_day" UNIQUE ("animal_id", "day"));
INSERT INTO "new__clinic_visit" ("id", "day", "starts_at", "fee", "notes", "animal_id", "paid") SELECT "id", "day", "starts_at", "fee", "notes", "animal_id", "paid" FROM "clinic_visit";
DROP TABLE "clinic_visit";
ALTER TABLE "new__clinic_visit" RENAME TO "clinic_visit";
CREATE INDEX "clinic_visit_animal_id_98e7feab" ON "clinic_visit" ("animal_id");
--
-- Create constraint fee_not_negative on model visit
--
CREATE TABLE "new__clinic_visit" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "day" date NOT NULL, "starts_at" time NULL, "fee" decimal NOT NULL, "notes" text NOT NULL, "animal_id" bigint NOT NULL REFERENCES "clinic_animal" ("id") DEFERRABLE INITIALLY DEFERRED, "paid" bool NOT NULL, CONSTRAINT "one_visit_a_day" UNIQUE ("animal_id", "day"), CONSTRAINT "fee_not_negative" CHECK ("fee" >= '0'));
INSERT INTO "new__clinic_visit" ("id", "day", "starts_at", "fee", "notes", "animal_id", "paid") SELECT "id", "day", "starts_at", "fee", "notes", "animal_id", "paid" FROM "clinic_visit";
DROP TABLE "clinic_visit";
ALTER TABLE "new__clinic_visit" RENAME TO "clinic_visit";
CREATE INDEX "clinic_visit_animal_id_98e7feab" ON "clinic_visit" ("animal_id");
--
-- Create index clinic_visit_day_fee on field(s) day, -fee of model visit
--
CREATE INDEX "clinic_visit_day_fee" ON "clinic_visit" ("day", "fee" DESC);
--
-- Create constraint one_name_an_owner on model animal
--
CREATE UNIQUE INDEX "one_name_an_owner" ON "clinic_animal" ("owner_id", "name") WHERE "owner_id" IS NOT NULL;
COMMIT;
