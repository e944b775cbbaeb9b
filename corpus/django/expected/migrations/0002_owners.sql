BEGIN;
--
-- Create model Owner
--
CREATE TABLE "clinic_owner" ("id" SERIAL NOT NULL PRIMARY KEY, "email" varchar(254) NOT NULL UNIQUE, "full_name" varchar(120) NOT NULL, "wants_news" bool NOT NULL);
--
-- Add field owner to animal
--
CREATE TABLE "new__clinic_animal" ("id" SERIAL NOT NULL PRIMARY KEY, "name" varchar(60) NOT NULL, "species" varchar(20) NOT NULL, "weight_g" BIGINT NULL CHECK ("weight_g" >= 0), "is_chipped" bool NOT NULL, "registered_at" TIMESTAMP NOT NULL, "practice_id" integer NOT NULL REFERENCES "clinic_practice" ("id") DEFERRABLE INITIALLY DEFERRED, "owner_id" integer NULL REFERENCES "clinic_owner" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "new__clinic_animal" ("id", "name", "species", "weight_g", "is_chipped", "registered_at", "practice_id", "owner_id") SELECT "id", "name", "species", "weight_g", "is_chipped", "registered_at", "practice_id", NULL FROM "clinic_animal";
DROP TABLE "clinic_animal" CASCADE;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE "new__clinic_animal" RENAME TO "clinic_animal";
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE clinic_visit ADD FOREIGN KEY (animal_id) REFERENCES clinic_animal (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "clinic_animal_species_4bf5e018" ON "clinic_animal" ("species");
CREATE INDEX "clinic_animal_practice_id_23c661e0" ON "clinic_animal" ("practice_id");
CREATE INDEX "clinic_animal_owner_id_d6ef5c15" ON "clinic_animal" ("owner_id");
--
-- Add field vaccinations to animal
--
CREATE TABLE "new__clinic_animal" ("id" SERIAL NOT NULL PRIMARY KEY, "name" varchar(60) NOT NULL, "species" varchar(20) NOT NULL, "weight_g" BIGINT NULL CHECK ("weight_g" >= 0), "is_chipped" bool NOT NULL, "registered_at" TIMESTAMP NOT NULL, "practice_id" integer NOT NULL REFERENCES "clinic_practice" ("id") DEFERRABLE INITIALLY DEFERRED, "owner_id" integer NULL REFERENCES "clinic_owner" ("id") DEFERRABLE INITIALLY DEFERRED, "vaccinations" text NOT NULL CHECK (("vaccinations"::jsonb IS NOT NULL OR "vaccinations" IS NULL)));
INSERT INTO "new__clinic_animal" ("id", "name", "species", "weight_g", "is_chipped", "registered_at", "practice_id", "owner_id", "vaccinations") SELECT "id", "name", "species", "weight_g", "is_chipped", "registered_at", "practice_id", "owner_id", '[]' FROM "clinic_animal";
DROP TABLE "clinic_animal" CASCADE;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE "new__clinic_animal" RENAME TO "clinic_animal";
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE clinic_visit ADD FOREIGN KEY (animal_id) REFERENCES clinic_animal (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "clinic_animal_species_4bf5e018" ON "clinic_animal" ("species");
CREATE INDEX "clinic_animal_practice_id_23c661e0" ON "clinic_animal" ("practice_id");
CREATE INDEX "clinic_animal_owner_id_d6ef5c15" ON "clinic_animal" ("owner_id");
--
-- Add field paid to visit
--
CREATE TABLE "new__clinic_visit" ("id" SERIAL NOT NULL PRIMARY KEY, "day" date NOT NULL, "starts_at" time NULL, "fee" decimal NOT NULL, "notes" text NOT NULL, "animal_id" integer NOT NULL REFERENCES "clinic_animal" ("id") DEFERRABLE INITIALLY DEFERRED, "paid" bool NOT NULL);
INSERT INTO "new__clinic_visit" ("id", "day", "starts_at", "fee", "notes", "animal_id", "paid") SELECT "id", "day", "starts_at", "fee", "notes", "animal_id", FALSE FROM "clinic_visit";
DROP TABLE "clinic_visit";
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE "new__clinic_visit" RENAME TO "clinic_visit";
SET CONSTRAINTS ALL DEFERRED;
CREATE INDEX "clinic_visit_animal_id_98e7feab" ON "clinic_visit" ("animal_id");
COMMIT;

SELECT setval(pg_get_serial_sequence('clinic_animal', 'id'), GREATEST(max(id), 0) + 1, false) FROM clinic_animal;
SELECT setval(pg_get_serial_sequence('clinic_visit', 'id'), GREATEST(max(id), 0) + 1, false) FROM clinic_visit;
