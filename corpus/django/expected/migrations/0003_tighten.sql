BEGIN;
--
-- Alter field slug on practice
--
CREATE TABLE "new__clinic_practice" ("id" SERIAL NOT NULL PRIMARY KEY, "slug" varchar(50) NOT NULL UNIQUE, "name" varchar(80) NOT NULL UNIQUE, "opened" date NULL);
INSERT INTO "new__clinic_practice" ("id", "name", "opened", "slug") SELECT "id", "name", "opened", "slug" FROM "clinic_practice";
DROP TABLE "clinic_practice" CASCADE;
ALTER TABLE "new__clinic_practice" RENAME TO "clinic_practice";
ALTER TABLE clinic_animal ADD FOREIGN KEY (practice_id) REFERENCES clinic_practice (id) DEFERRABLE INITIALLY DEFERRED;
--
-- Alter field weight_g on animal
--
CREATE TABLE "new__clinic_animal" ("id" SERIAL NOT NULL PRIMARY KEY, "name" varchar(60) NOT NULL, "species" varchar(20) NOT NULL, "is_chipped" bool NOT NULL, "registered_at" TIMESTAMP NOT NULL, "practice_id" integer NOT NULL REFERENCES "clinic_practice" ("id") DEFERRABLE INITIALLY DEFERRED, "owner_id" integer NULL REFERENCES "clinic_owner" ("id") DEFERRABLE INITIALLY DEFERRED, "vaccinations" text NOT NULL CHECK (("vaccinations"::jsonb IS NOT NULL OR "vaccinations" IS NULL)), "weight_g" BIGINT NOT NULL CHECK ("weight_g" >= 0));
INSERT INTO "new__clinic_animal" ("id", "name", "species", "is_chipped", "registered_at", "practice_id", "owner_id", "vaccinations", "weight_g") SELECT "id", "name", "species", "is_chipped", "registered_at", "practice_id", "owner_id", "vaccinations", coalesce("weight_g", 0) FROM "clinic_animal";
DROP TABLE "clinic_animal" CASCADE;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE "new__clinic_animal" RENAME TO "clinic_animal";
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE clinic_visit ADD FOREIGN KEY (animal_id) REFERENCES clinic_animal (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "clinic_animal_species_4bf5e018" ON "clinic_animal" ("species");
CREATE INDEX "clinic_animal_practice_id_23c661e0" ON "clinic_animal" ("practice_id");
CREATE INDEX "clinic_animal_owner_id_d6ef5c15" ON "clinic_animal" ("owner_id");
--
-- Create constraint one_visit_a_day on model visit
--
CREATE TABLE "new__clinic_visit" ("id" SERIAL NOT NULL PRIMARY KEY, "day" date NOT NULL, "starts_at" time NULL, "fee" decimal NOT NULL, "notes" text NOT NULL, "animal_id" integer NOT NULL REFERENCES "clinic_animal" ("id") DEFERRABLE INITIALLY DEFERRED, "paid" bool NOT NULL, CONSTRAINT "one_visit_a_day" UNIQUE ("animal_id", "day"));
INSERT INTO "new__clinic_visit" ("id", "day", "starts_at", "fee", "notes", "animal_id", "paid") SELECT "id", "day", "starts_at", "fee", "notes", "animal_id", "paid" FROM "clinic_visit";
DROP TABLE "clinic_visit";
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE "new__clinic_visit" RENAME TO "clinic_visit";
SET CONSTRAINTS ALL DEFERRED;
CREATE INDEX "clinic_visit_animal_id_98e7feab" ON "clinic_visit" ("animal_id");
--
-- Create constraint fee_not_negative on model visit
--
CREATE TABLE "new__clinic_visit" ("id" SERIAL NOT NULL PRIMARY KEY, "day" date NOT NULL, "starts_at" time NULL, "fee" decimal NOT NULL, "notes" text NOT NULL, "animal_id" integer NOT NULL REFERENCES "clinic_animal" ("id") DEFERRABLE INITIALLY DEFERRED, "paid" bool NOT NULL, CONSTRAINT new__clinic_visit_one_visit_a_day UNIQUE ("animal_id", "day"), CONSTRAINT "fee_not_negative" CHECK ("fee" >= '0'));
INSERT INTO "new__clinic_visit" ("id", "day", "starts_at", "fee", "notes", "animal_id", "paid") SELECT "id", "day", "starts_at", "fee", "notes", "animal_id", "paid" FROM "clinic_visit";
DROP TABLE "clinic_visit";
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE "new__clinic_visit" RENAME TO "clinic_visit";
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE clinic_visit RENAME CONSTRAINT new__clinic_visit_one_visit_a_day TO one_visit_a_day;
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

SELECT setval(pg_get_serial_sequence('clinic_practice', 'id'), GREATEST(max(id), 0) + 1, false) FROM clinic_practice;
SELECT setval(pg_get_serial_sequence('clinic_animal', 'id'), GREATEST(max(id), 0) + 1, false) FROM clinic_animal;
SELECT setval(pg_get_serial_sequence('clinic_visit', 'id'), GREATEST(max(id), 0) + 1, false) FROM clinic_visit;
