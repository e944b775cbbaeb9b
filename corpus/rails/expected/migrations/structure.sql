CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
CREATE TABLE IF NOT EXISTS "ar_internal_metadata" ("key" varchar NOT NULL PRIMARY KEY, "value" varchar, "created_at" TIMESTAMP(6) NOT NULL, "updated_at" TIMESTAMP(6) NOT NULL);
-- CREATE TABLE sqlite_sequence(name,seq);
CREATE TABLE IF NOT EXISTS "accounts" ("id" SERIAL PRIMARY KEY NOT NULL, "name" varchar(120) NOT NULL, "plan" varchar DEFAULT 'free' NOT NULL, "seats" integer DEFAULT 5 NOT NULL, "trial" boolean DEFAULT TRUE NOT NULL, "balance" decimal(10,2) DEFAULT 0.0 NOT NULL, "settings" JSONB DEFAULT '{}', "closed_on" date, "created_at" TIMESTAMP(6) NOT NULL, "updated_at" TIMESTAMP(6) NOT NULL);
CREATE TABLE IF NOT EXISTS "users" ("id" SERIAL PRIMARY KEY NOT NULL, "account_id" integer NOT NULL, "email" varchar DEFAULT '' NOT NULL, "encrypted_password" varchar DEFAULT '' NOT NULL, "reset_token" varchar, "admin" boolean DEFAULT FALSE, "sign_in_count" integer DEFAULT 0 NOT NULL, "last_seen_at" TIMESTAMP(6), "created_at" TIMESTAMP(6) NOT NULL, "updated_at" TIMESTAMP(6) NOT NULL, CONSTRAINT "fk_rails_61ac11da2b"
FOREIGN KEY ("account_id")
  REFERENCES "accounts" ("id")
 ON DELETE CASCADE);
CREATE UNIQUE INDEX "index_users_on_email" ON "users" ("email") /*application='Desk'*/;
CREATE UNIQUE INDEX "index_users_on_reset_token" ON "users" ("reset_token") WHERE reset_token IS NOT NULL /*application='Desk'*/;
CREATE INDEX "index_users_on_account_id" ON "users" ("account_id") /*application='Desk'*/;
CREATE TABLE IF NOT EXISTS "boards" ("id" SERIAL PRIMARY KEY NOT NULL, "account_id" integer NOT NULL, "owner_id" integer, "title" varchar NOT NULL, "slug" varchar NOT NULL, "archived" boolean DEFAULT FALSE NOT NULL, "cards_count" integer DEFAULT 0, "created_at" TIMESTAMP(6) NOT NULL, "updated_at" TIMESTAMP(6) NOT NULL, CONSTRAINT "fk_rails_2c6a5f2e4d"
FOREIGN KEY ("account_id")
  REFERENCES "accounts" ("id")
, CONSTRAINT "fk_rails_9a1b7e30cc"
FOREIGN KEY ("owner_id")
  REFERENCES "users" ("id")
 ON DELETE SET NULL, CONSTRAINT chk_rails_cards CHECK (cards_count >= 0));
CREATE INDEX "index_boards_on_account_id_and_archived" ON "boards" ("account_id", "archived") /*application='Desk'*/;
CREATE INDEX "index_boards_on_owner_id" ON "boards" ("owner_id");
CREATE UNIQUE INDEX "index_boards_on_slug" ON "boards" (lower("slug"));
CREATE TABLE IF NOT EXISTS "cards" ("id" SERIAL PRIMARY KEY NOT NULL, "board_id" integer NOT NULL, "title" varchar NOT NULL, "body" text, "position" integer DEFAULT 0 NOT NULL, "estimate" float, "due_at" TIMESTAMP, "done" boolean DEFAULT FALSE NOT NULL, "attachment" BYTEA, "created_at" TIMESTAMP(6) NOT NULL, "updated_at" TIMESTAMP(6) NOT NULL, CONSTRAINT "fk_rails_7d2f6b8a11"
FOREIGN KEY ("board_id")
  REFERENCES "boards" ("id")
 ON DELETE CASCADE);
CREATE INDEX "index_cards_on_board_id_and_position" ON "cards" ("board_id", "position" DESC);
CREATE INDEX "index_cards_open" ON "cards" ("due_at") WHERE done = FALSE;
CREATE TABLE IF NOT EXISTS "taggings" ("card_id" integer NOT NULL, "tag" varchar(30) NOT NULL, "taggable_type" varchar DEFAULT 'Card', PRIMARY KEY ("card_id", "tag"));
CREATE VIEW open_cards AS SELECT c.id, c.title, b.title AS board, c.due_at FROM cards c JOIN boards b ON b.id = c.board_id WHERE NOT c.done
/* open_cards(id,title,board,due_at) */;
INSERT INTO "schema_migrations" (version) VALUES
('20240310120000'),
('20240302090000'),
('20240301080000');

