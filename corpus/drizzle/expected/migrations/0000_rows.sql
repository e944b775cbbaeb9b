INSERT INTO users (email, created_at, is_admin) VALUES ('ada@blog.example', 1700000000, TRUE), ('ben@blog.example', 1700000100, FALSE);
INSERT INTO posts (id, author_id, title, body, published) VALUES ('p1', 1, 'Hello', 'It''s a start; more soon', 1), ('p2', 2, 'Draft', NULL, 0);
INSERT INTO posts_to_tags VALUES ('p1', 'news'), ('p1', 'first');
