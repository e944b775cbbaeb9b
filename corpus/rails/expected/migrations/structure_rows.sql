INSERT INTO "ar_internal_metadata" ("key", "value", "created_at", "updated_at") VALUES ('environment', 'development', '2024-03-01 08:00:00.123456', '2024-03-01 08:00:00.123456');
INSERT INTO "accounts" ("name", "created_at", "updated_at") VALUES ('Acme', '2024-03-01 08:05:00.000001', '2024-03-01 08:05:00.000001');
INSERT INTO "accounts" ("name", "trial", "balance", "closed_on", "created_at", "updated_at") VALUES ('Bolt', FALSE, 12.5, '2024-04-01', '2024-03-02 09:00:00.500000', '2024-03-02 09:00:00.500000');
INSERT INTO "users" ("account_id", "email", "admin", "created_at", "updated_at") VALUES (1, 'ada@desk.example', TRUE, '2024-03-01 08:06:00.000000', '2024-03-01 08:06:00.000000'), (2, 'ben@desk.example', FALSE, '2024-03-02 09:01:00.000000', '2024-03-02 09:01:00.000000');
INSERT INTO "boards" ("account_id", "owner_id", "title", "slug", "created_at", "updated_at") VALUES (1, 1, 'Launch', 'launch', '2024-03-03 10:00:00.000000', '2024-03-03 10:00:00.000000');
INSERT INTO "cards" ("board_id", "title", "estimate", "due_at", "created_at", "updated_at") VALUES (1, 'Write; then test', 1.5, '2024-03-10 17:00:00', '2024-03-03 10:01:00.000000', '2024-03-03 10:01:00.000000');
INSERT INTO "cards" ("board_id", "title", "position", "done", "attachment", "created_at", "updated_at") VALUES (1, 'Ship', 1, TRUE, '\x00ff10'::bytea, '2024-03-03 10:02:00.000000', '2024-03-03 10:02:00.000000');
INSERT INTO "taggings" ("card_id", "tag") VALUES (1, 'docs'), (2, 'ops');
