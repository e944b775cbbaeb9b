BEGIN;
--
-- Create model Treatment
--
CREATE TABLE "clinic_treatment" ("id" SERIAL NOT NULL PRIMARY KEY, "code" varchar(12) NOT NULL UNIQUE, "minutes" INTEGER NOT NULL CHECK ("minutes" >= 0), "price" decimal NOT NULL);
CREATE TABLE "clinic_treatment_visits" ("id" SERIAL NOT NULL PRIMARY KEY, "treatment_id" integer NOT NULL REFERENCES "clinic_treatment" ("id") DEFERRABLE INITIALLY DEFERRED, "visit_id" integer NOT NULL REFERENCES "clinic_visit" ("id") DEFERRABLE INITIALLY DEFERRED);
--
-- Rename field species on animal to kind
--
ALTER TABLE "clinic_animal" RENAME COLUMN "species" TO "kind";
--
-- Remove field notes from visit
--
CREATE TABLE "new__clinic_visit" ("id" SERIAL NOT NULL PRIMARY KEY, "day" date NOT NULL, "starts_at" time NULL, "fee" decimal NOT NULL, "animal_id" integer NOT NULL REFERENCES "clinic_animal" ("id") DEFERRABLE INITIALLY DEFERRED, "paid" bool NOT NULL, CONSTRAINT new__clinic_visit_one_visit_a_day UNIQUE ("animal_id", "day"), CONSTRAINT "fee_not_negative" CHECK ("fee" >= '0'));
INSERT INTO "new__clinic_visit" ("id", "day", "starts_at", "fee", "animal_id", "paid") SELECT "id", "day", "starts_at", "fee", "animal_id", "paid" FROM "clinic_visit";
DROP TABLE "clinic_visit" CASCADE;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE "new__clinic_visit" RENAME TO "clinic_visit";
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE clinic_visit RENAME CONSTRAINT new__clinic_visit_one_visit_a_day TO one_visit_a_day;
ALTER TABLE clinic_treatment_visits ADD FOREIGN KEY (visit_id) REFERENCES clinic_visit (id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "clinic_treatment_visits_treatment_id_visit_id_9e799048_uniq" ON "clinic_treatment_visits" ("treatment_id", "visit_id");
CREATE INDEX "clinic_treatment_visits_treatment_id_cc25a3bf" ON "clinic_treatment_visits" ("treatment_id");
CREATE INDEX "clinic_treatment_visits_visit_id_f292af48" ON "clinic_treatment_visits" ("visit_id");
CREATE INDEX "clinic_visit_animal_id_98e7feab" ON "clinic_visit" ("animal_id");
CREATE INDEX "clinic_visit_day_fee" ON "clinic_visit" ("day", "fee" DESC);
--
-- Rename model Owner to Keeper
--
ALTER TABLE "clinic_owner" RENAME TO "clinic_keeper";
CREATE TABLE "new__clinic_animal" ("id" SERIAL NOT NULL PRIMARY KEY, "name" varchar(60) NOT NULL, "weight_g" BIGINT NOT NULL CHECK ("weight_g" >= 0), "is_chipped" bool NOT NULL, "registered_at" TIMESTAMP NOT NULL, "practice_id" integer NOT NULL REFERENCES "clinic_practice" ("id") DEFERRABLE INITIALLY DEFERRED, "vaccinations" text NOT NULL CHECK (("vaccinations"::jsonb IS NOT NULL OR "vaccinations" IS NULL)), "kind" varchar(20) NOT NULL, "owner_id" integer NULL REFERENCES "clinic_keeper" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "new__clinic_animal" ("id", "name", "weight_g", "is_chipped", "registered_at", "practice_id", "vaccinations", "kind", "owner_id") SELECT "id", "name", "weight_g", "is_chipped", "registered_at", "practice_id", "vaccinations", "kind", "owner_id" FROM "clinic_animal";
DROP TABLE "clinic_animal" CASCADE;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE "new__clinic_animal" RENAME TO "clinic_animal";
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE clinic_visit ADD FOREIGN KEY (animal_id) REFERENCES clinic_animal (id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "one_name_an_owner" ON "clinic_animal" ("owner_id", "name") WHERE "owner_id" IS NOT NULL;
CREATE INDEX "clinic_animal_practice_id_23c661e0" ON "clinic_animal" ("practice_id");
CREATE INDEX "clinic_animal_kind_d4d4b6c9" ON "clinic_animal" ("kind");
CREATE INDEX "clinic_animal_owner_id_d6ef5c15" ON "clinic_animal" ("owner_id");
--
-- Add field duration to visit
--
CREATE TABLE "new__clinic_visit" ("id" SERIAL NOT NULL PRIMARY KEY, "day" date NOT NULL, "starts_at" time NULL, "fee" decimal NOT NULL, "animal_id" integer NOT NULL REFERENCES "clinic_animal" ("id") DEFERRABLE INITIALLY DEFERRED, "paid" bool NOT NULL, "duration" bigint NULL, CONSTRAINT new__clinic_visit_one_visit_a_day UNIQUE ("animal_id", "day"), CONSTRAINT "fee_not_negative" CHECK ("fee" >= '0'));
INSERT INTO "new__clinic_visit" ("id", "day", "starts_at", "fee", "animal_id", "paid", "duration") SELECT "id", "day", "starts_at", "fee", "animal_id", "paid", NULL FROM "clinic_visit";
DROP TABLE "clinic_visit" CASCADE;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE "new__clinic_visit" RENAME TO "clinic_visit";
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE clinic_visit RENAME CONSTRAINT new__clinic_visit_one_visit_a_day TO one_visit_a_day;
ALTER TABLE clinic_treatment_visits ADD FOREIGN KEY (visit_id) REFERENCES clinic_visit (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "clinic_visit_animal_id_98e7feab" ON "clinic_visit" ("animal_id");
CREATE INDEX "clinic_visit_day_fee" ON "clinic_visit" ("day", "fee" DESC);
--
-- Add field ref to treatment
--
CREATE TABLE "new__clinic_treatment" ("id" SERIAL NOT NULL PRIMARY KEY, "code" varchar(12) NOT NULL UNIQUE, "minutes" INTEGER NOT NULL CHECK ("minutes" >= 0), "price" decimal NOT NULL, "ref" VARCHAR(32) NULL);
INSERT INTO "new__clinic_treatment" ("id", "code", "minutes", "price", "ref") SELECT "id", "code", "minutes", "price", NULL FROM "clinic_treatment";
DROP TABLE "clinic_treatment" CASCADE;
ALTER TABLE "new__clinic_treatment" RENAME TO "clinic_treatment";
ALTER TABLE clinic_treatment_visits ADD FOREIGN KEY (treatment_id) REFERENCES clinic_treatment (id) DEFERRABLE INITIALLY DEFERRED;
COMMIT;

SELECT setval(pg_get_serial_sequence('clinic_animal', 'id'), GREATEST(max(id), 0) + 1, false) FROM clinic_animal;
SELECT setval(pg_get_serial_sequence('clinic_visit', 'id'), GREATEST(max(id), 0) + 1, false) FROM clinic_visit;
SELECT setval(pg_get_serial_sequence('clinic_treatment', 'id'), GREATEST(max(id), 0) + 1, false) FROM clinic_treatment;
