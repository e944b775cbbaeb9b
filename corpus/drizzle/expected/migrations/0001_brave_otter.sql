-- PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE __new_users (
	id SERIAL PRIMARY KEY NOT NULL,
	email text NOT NULL,
	name text DEFAULT '' NOT NULL,
	created_at integer DEFAULT (floor(EXTRACT(epoch FROM CURRENT_TIMESTAMP))::bigint) NOT NULL,
	is_admin BOOLEAN DEFAULT false NOT NULL
);
--> statement-breakpoint
INSERT INTO __new_users("id", "email", "created_at", "is_admin") SELECT "id", "email", "created_at", "is_admin" FROM users;--> statement-breakpoint
DROP TABLE users CASCADE;--> statement-breakpoint
ALTER TABLE __new_users RENAME TO users;
ALTER TABLE posts ADD FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE NO ACTION;--> statement-breakpoint
-- PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX users_email_unique ON users (email);--> statement-breakpoint
ALTER TABLE posts ADD likes integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE posts ADD editor_id integer REFERENCES users(id);--> statement-breakpoint
ALTER TABLE posts DROP COLUMN body;

SELECT setval(pg_get_serial_sequence('users', 'id'), GREATEST(max(id), 0) + 1, false) FROM users;
