-- what the site had written by the next migration
BEGIN;
INSERT INTO "clinic_practice" ("name", "slug", "opened") VALUES ('Hill Vets', 'hill', '2019-04-01');
INSERT INTO "clinic_practice" ("name", "slug", "opened") VALUES ('Harbour', 'harbour', NULL);
INSERT INTO "clinic_animal" ("name", "species", "weight_g", "is_chipped", "registered_at", "practice_id") VALUES ('Rex', 'dog', 21000, 1, '2023-01-05 10:00:00', 1), ('Tom', 'cat', NULL, 0, '2023-01-06 11:30:00', 1), ('Kiwi', 'parrot', 400, 0, '2023-02-01 09:15:00', 2);
INSERT INTO "clinic_visit" ("day", "starts_at", "fee", "notes", "animal_id") VALUES ('2023-03-01', '09:30:00', '45.50', 'It''s fine; come again', 1), ('2023-03-02', NULL, 0, '', 2), ('2023-03-03', '14:00:00', 12.25, 'feathers', 3);
COMMIT;
