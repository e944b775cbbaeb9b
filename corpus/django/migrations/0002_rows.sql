INSERT INTO "clinic_owner" ("email", "full_name", "wants_news") VALUES ('ada@vets.example', 'Ada A.', 1), ('ben@vets.example', 'Ben B.', 0);
UPDATE "clinic_animal" SET "owner_id" = 1, "vaccinations" = '["rabies"]' WHERE "clinic_animal"."id" IN (1, 2);
INSERT INTO "clinic_visit" ("day", "starts_at", "fee", "notes", "animal_id", "paid") VALUES ('2023-04-01', '08:00:00', 20, '', 1, 1);
UPDATE "clinic_visit" SET "paid" = 1 WHERE "clinic_visit"."day" < '2023-03-02';
