-- The clinic after the last migration, as Django's queries ask for it.

-- name: animals
SELECT "clinic_animal"."id", "clinic_animal"."name", "clinic_animal"."kind", "clinic_animal"."weight_g", "clinic_animal"."is_chipped", "clinic_animal"."registered_at", "clinic_animal"."owner_id" FROM "clinic_animal" ORDER BY "clinic_animal"."id" ASC;

-- name: paid visits
SELECT "clinic_visit"."id", "clinic_visit"."day", "clinic_visit"."starts_at", "clinic_visit"."fee" FROM "clinic_visit" WHERE "clinic_visit"."paid" ORDER BY "clinic_visit"."day" ASC;

-- name: unpaid fees
SELECT SUM("clinic_visit"."fee") AS "fee__sum" FROM "clinic_visit" WHERE NOT "clinic_visit"."paid";

INSERT INTO "clinic_treatment" ("code", "minutes", "price") VALUES ('VAX', 15, '30.00'), ('XRAY', 40, '95.50');
INSERT INTO "clinic_treatment_visits" ("treatment_id", "visit_id") VALUES (1, 1), (2, 1), (1, 4);
INSERT INTO "clinic_animal" ("name", "weight_g", "is_chipped", "registered_at", "practice_id", "vaccinations", "kind") VALUES ('Moo', 500000, 1, '2023-05-01 00:00:00', 2, '[]', 'cow');

-- name: treatments of visits
SELECT "clinic_visit"."day", COUNT("clinic_treatment_visits"."treatment_id") AS "n" FROM "clinic_visit" LEFT OUTER JOIN "clinic_treatment_visits" ON ("clinic_visit"."id" = "clinic_treatment_visits"."visit_id") GROUP BY "clinic_visit"."day" ORDER BY "clinic_visit"."day" ASC;

-- name: the next animal
SELECT "clinic_animal"."id", "clinic_animal"."weight_g" FROM "clinic_animal" WHERE "clinic_animal"."name" = 'Moo';

-- name: keepers
SELECT "clinic_keeper"."email", "clinic_keeper"."wants_news" FROM "clinic_keeper" ORDER BY "clinic_keeper"."email" ASC;
