BEGIN;
--
-- Create model Practice
--
CREATE TABLE "clinic_practice" ("id" SERIAL NOT NULL PRIMARY KEY, "name" varchar(80) NOT NULL UNIQUE, "slug" varchar(50) NOT NULL, "opened" date NULL);
--
-- Create model Animal
--
CREATE TABLE "clinic_animal" ("id" SERIAL NOT NULL PRIMARY KEY, "name" varchar(60) NOT NULL, "species" varchar(20) NOT NULL, "weight_g" BIGINT NULL CHECK ("weight_g" >= 0), "is_chipped" bool NOT NULL, "registered_at" TIMESTAMP NOT NULL, "practice_id" integer NOT NULL REFERENCES "clinic_practice" ("id") DEFERRABLE INITIALLY DEFERRED);
--
-- Create model Visit
--
CREATE TABLE "clinic_visit" ("id" SERIAL NOT NULL PRIMARY KEY, "day" date NOT NULL, "starts_at" time NULL, "fee" decimal NOT NULL, "notes" text NOT NULL, "animal_id" integer NOT NULL REFERENCES "clinic_animal" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "clinic_practice_slug_6e053357" ON "clinic_practice" ("slug");
CREATE INDEX "clinic_animal_species_4bf5e018" ON "clinic_animal" ("species");
CREATE INDEX "clinic_animal_practice_id_23c661e0" ON "clinic_animal" ("practice_id");
CREATE INDEX "clinic_visit_animal_id_98e7feab" ON "clinic_visit" ("animal_id");
COMMIT;
