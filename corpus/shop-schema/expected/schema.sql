-- ============================================================
--  shop.db  -- schema, version 14
--  (exported 2023-11-02; hand edits below the line)
-- ============================================================
-- PRAGMA foreign_keys = ON;
-- PRAGMA journal_mode = WAL;

BEGIN TRANSACTION;

/* ---- people ---- */
CREATE TABLE IF NOT EXISTS "users" (
	"id"	SERIAL NOT NULL,
	"email"	VARCHAR(120) NOT NULL,
	"password_hash"	TEXT NOT NULL,
	"full_name"	TEXT,
	"is_active"	BOOLEAN NOT NULL DEFAULT TRUE,
	"is_staff"	BOOLEAN NOT NULL DEFAULT FALSE,
	"created_at"	TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
	"updated_at"	TIMESTAMP,
	PRIMARY KEY("id")
);
CREATE UNIQUE INDEX IF NOT EXISTS "ux_users_email" ON "users" (lower("email"));

CREATE TABLE addresses (
    id          SERIAL PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE ON UPDATE CASCADE,
    kind        TEXT NOT NULL DEFAULT 'shipping' CHECK (kind IN ('shipping', 'billing')),
    street      TEXT NOT NULL,
    zip         TEXT,
    city        TEXT NOT NULL,
    country     VARCHAR(2) DEFAULT 'DE',
    is_default  BOOLEAN DEFAULT FALSE
);
-- one default address a user and kind
CREATE UNIQUE INDEX ux_addresses_default ON addresses(user_id, kind) WHERE is_default = TRUE;

/* ---- catalogue ---- */
CREATE TABLE categories (
  id SERIAL primary key,
  parent_id integer references categories(id),   -- the tree
  name text not null,
  position integer default 0,
  unique (parent_id, name)
);

CREATE TABLE brands (
  id SERIAL PRIMARY KEY NOT NULL,
  name varchar(255) NOT NULL UNIQUE,
  website varchar(255) DEFAULT NULL
);

CREATE TABLE products
(
    id            SERIAL PRIMARY KEY,
    sku           TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL CHECK (length(name) > 0),
    brand_id      INTEGER REFERENCES brands,              -- to the primary key
    category_id   INTEGER REFERENCES categories(id) ON DELETE SET NULL,
    price         DECIMAL(10,2) NOT NULL CHECK (price >= 0),
    vat           DOUBLE PRECISION    NOT NULL DEFAULT 0.19,
    weight_g      INT,
    has_variants  BOOLEAN DEFAULT FALSE,
    attributes    JSONB    DEFAULT '{}',
    picture       BYTEA,
    is_active     BOOLEAN DEFAULT TRUE,
    created_at    TIMESTAMP DEFAULT (CURRENT_TIMESTAMP),
    updated_at    TIMESTAMP,
    gross         DOUBLE PRECISION GENERATED ALWAYS AS (price * (1 + vat)) STORED
);
CREATE INDEX ix_products_category ON products(category_id);
CREATE INDEX ix_products_name_lower ON products(lower(name));
CREATE INDEX ix_products_active ON products(brand_id, price DESC) WHERE is_active = TRUE AND price > 0;

CREATE TABLE stock (
    product_id  INTEGER NOT NULL,
    warehouse   TEXT NOT NULL DEFAULT 'main',
    quantity    INTEGER NOT NULL DEFAULT 0 CHECK (quantity >= 0),
    PRIMARY KEY (product_id, warehouse),
    FOREIGN KEY (product_id) REFERENCES products(id) ON DELETE CASCADE
);

CREATE TABLE tags(tag TEXT PRIMARY KEY);

CREATE TABLE product_tags (
    product_id INTEGER NOT NULL REFERENCES products(id) ON DELETE CASCADE,
    tag        TEXT NOT NULL REFERENCES tags(tag) ON UPDATE CASCADE,
    PRIMARY KEY (product_id, tag)
);

/* ---- orders: refers to coupons and shipments, which come further down ---- */
CREATE TABLE orders (
    id            SERIAL PRIMARY KEY,
    number        TEXT UNIQUE,
    user_id       INTEGER NOT NULL REFERENCES users(id) ON DELETE RESTRICT,
    coupon_code   TEXT,
    ship_to       INTEGER REFERENCES addresses(id),
    status        TEXT NOT NULL DEFAULT 'new'
                  CHECK (status IN ('new', 'paid', 'shipped', 'cancelled')),
    total         NUMERIC(12,2) NOT NULL DEFAULT 0,
    note          TEXT DEFAULT '',
    ordered_at    TIMESTAMP NOT NULL DEFAULT (CURRENT_TIMESTAMP),
    paid_at       TIMESTAMP,
    CHECK (paid_at IS NULL OR paid_at >= ordered_at)
);
CREATE INDEX ix_orders_user ON orders (user_id, ordered_at DESC);
CREATE INDEX ix_orders_open ON orders (status) WHERE status <> 'cancelled';

CREATE TABLE order_items (
    order_id    INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    product_id  INTEGER NOT NULL,
    quantity    INTEGER NOT NULL DEFAULT 1,
    unit_price  DECIMAL(10,2) NOT NULL,
    CONSTRAINT pk_order_items PRIMARY KEY (order_id, line),
    CONSTRAINT fk_items_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE,
    CONSTRAINT fk_items_product FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT ck_quantity CHECK (quantity BETWEEN 1 AND 999)
);

CREATE TABLE coupons (
    code        TEXT PRIMARY KEY NOT NULL,
    percent     INTEGER CHECK (percent > 0 AND percent <= 100),
    valid_from  DATE DEFAULT CURRENT_DATE,
    valid_to    DATE,
    uses        INTEGER DEFAULT 0
);
ALTER TABLE orders ADD FOREIGN KEY (coupon_code) REFERENCES coupons (code) ON DELETE SET NULL;

CREATE TABLE shipments (
    id SERIAL PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders(id) DEFERRABLE INITIALLY DEFERRED,
    carrier TEXT,
    tracking TEXT,
    sent_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE reviews (
    id SERIAL PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products(id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users(id) ON DELETE SET NULL,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    body TEXT,
    is_published BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TEXT DEFAULT (TO_CHAR(CURRENT_TIMESTAMP, 'YYYY-MM-DD HH24:MI:SS')),      -- kept as text: an old importer writes it
    UNIQUE (product_id, user_id)
);

/* ---- housekeeping ---- */
CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT
);

CREATE TABLE audit (
    id      SERIAL PRIMARY KEY,
    at      TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    "table" TEXT NOT NULL,
    row_id  INTEGER,
    action  TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT
);

COMMIT;

/* ---------------------------------------------------------------- views */
CREATE OR REPLACE VIEW active_products AS
    SELECT p.id, p.sku, p.name, b.name AS brand, c.name AS category, p.price
    FROM products p
    LEFT JOIN brands b ON b.id = p.brand_id
    LEFT JOIN categories c ON c.id = p.category_id
    WHERE p.is_active = TRUE;

CREATE VIEW order_totals AS
    SELECT o.id AS order_id, o.number, COALESCE(sum(i.quantity * i.unit_price), 0) AS items_total, count(i.line) AS lines
    FROM orders o LEFT JOIN order_items i ON i.order_id = o.id
    GROUP BY o.id;

CREATE VIEW stock_low AS
    SELECT p.sku, sum(s.quantity) AS total
    FROM products p JOIN stock s ON s.product_id = p.id
    GROUP BY p.id, p.sku
    HAVING sum(s.quantity) < 5;

/* ---------------------------------------------------------------- triggers */
CREATE OR REPLACE FUNCTION trg_users_updated_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := CURRENT_TIMESTAMP;
  RETURN NEW;
END $$;
CREATE TRIGGER trg_users_updated BEFORE UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION trg_users_updated_fn();

CREATE OR REPLACE FUNCTION trg_products_updated_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := CURRENT_TIMESTAMP;
  RETURN NEW;
END $$;
CREATE TRIGGER trg_products_updated BEFORE UPDATE OF name, price, is_active ON products
  FOR EACH ROW EXECUTE FUNCTION trg_products_updated_fn();

-- every price change is kept
CREATE OR REPLACE FUNCTION trg_price_audit_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit("table", row_id, action, old_value, new_value)
    VALUES ('products', OLD.id, 'price', OLD.price::double precision::text, NEW.price::double precision::text);
  RETURN NEW;
END $$;
CREATE TRIGGER trg_price_audit AFTER UPDATE OF price ON products
  FOR EACH ROW WHEN (OLD.price <> NEW.price) EXECUTE FUNCTION trg_price_audit_fn();

CREATE OR REPLACE FUNCTION trg_items_insert_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE orders SET total = total + NEW.quantity * NEW.unit_price WHERE id = NEW.order_id;
  UPDATE stock SET quantity = quantity - NEW.quantity
     WHERE product_id = NEW.product_id AND warehouse = 'main';
  RETURN NEW;
END $$;
CREATE TRIGGER trg_items_insert AFTER INSERT ON order_items
  FOR EACH ROW EXECUTE FUNCTION trg_items_insert_fn();

CREATE OR REPLACE FUNCTION trg_items_delete_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE orders SET total = total - OLD.quantity * OLD.unit_price WHERE id = OLD.order_id;
  UPDATE stock SET quantity = quantity + OLD.quantity WHERE product_id = OLD.product_id AND warehouse = 'main';
  RETURN OLD;
END $$;
CREATE TRIGGER trg_items_delete AFTER DELETE ON order_items
  FOR EACH ROW EXECUTE FUNCTION trg_items_delete_fn();

CREATE OR REPLACE FUNCTION trg_order_guard_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a paid order cannot be deleted' USING ERRCODE = 'check_violation';
  RETURN OLD;
END $$;
CREATE TRIGGER trg_order_guard BEFORE DELETE ON orders
  FOR EACH ROW WHEN (OLD.status IN ('paid', 'shipped')) EXECUTE FUNCTION trg_order_guard_fn();

CREATE OR REPLACE FUNCTION trg_order_number_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.number := 'O-' || right('00000' || NEW.id, 5);
  RETURN NEW;
END $$;
CREATE TRIGGER trg_order_number BEFORE INSERT ON orders
  FOR EACH ROW WHEN (NEW.number IS NULL) EXECUTE FUNCTION trg_order_number_fn();

CREATE OR REPLACE FUNCTION trg_users_audit_fn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit("table", row_id, action, old_value) VALUES ('users', OLD.id, 'delete', OLD.email);
  RETURN OLD;
END $$;
CREATE TRIGGER trg_users_audit AFTER DELETE ON users
  FOR EACH ROW EXECUTE FUNCTION trg_users_audit_fn();

/* ---------------------------------------------------------------- seeds */
INSERT INTO users (email, password_hash, full_name, is_staff, created_at) VALUES
    ('admin@shop.example', 'x1', 'Ada Admin', TRUE, '2023-01-02 08:00:00'),
    ('bob@mail.example',   'x2', 'Bob O''Brien', FALSE, '2023-02-03 09:30:00'),
    ('eve@mail.example',   'x3', NULL, FALSE, '2023-02-28 23:59:59');
INSERT INTO users VALUES (10, 'zoe@mail.example', 'x4', 'Zoe "Z" Zed', FALSE, FALSE, '2023-03-01 00:00:00', NULL);

INSERT INTO addresses (user_id, kind, street, zip, city, is_default) VALUES (2, 'shipping', 'Main St 1', '01234', 'Berlin', TRUE);
INSERT INTO addresses (user_id, kind, street, zip, city, country, is_default) VALUES (2, 'billing', 'Side St 2', '99999', 'Paris', 'FR', TRUE);
INSERT INTO addresses (user_id, street, city) VALUES (3, 'Hill; Road 3', 'Köln');

INSERT INTO categories (id, parent_id, name, position) VALUES (1, NULL, 'All', 0), (2, 1, 'Tools', 1), (3, 1, 'Garden', 2), (4, 2, 'Hammers', 1);
INSERT INTO brands (name, website) VALUES ('Acme', 'https://acme.example/?q=1'), ('Bolt & Co', NULL);

INSERT INTO products (sku, name, brand_id, category_id, price, weight_g, has_variants, attributes) VALUES
    ('H-100', 'Hammer',       1, 4, 12.5,  800, FALSE, '{"color": "red", "len": 30}'),
    ('H-200', 'Big hammer',   1, 4, 24.99, 1500, TRUE, '{"color": "black"}'),
    ('S-001', 'Shovel',       2, 3, 19,    2100, FALSE, '{}'),
    ('G-007', '100% Gloves',  NULL, 3, 7.25, 90, FALSE, '{"sizes": ["S", "M"]}');
INSERT INTO products (sku, name, price, is_active, picture) VALUES ('X-999', 'Old thing', 1, FALSE, '\x89504e47'::bytea);

INSERT INTO stock (product_id, quantity) SELECT id, 10 FROM products WHERE is_active = TRUE;
INSERT INTO stock VALUES (1, 'north', 3), (3, 'north', 0);
INSERT INTO tags VALUES ('new'), ('sale'), ('heavy');
INSERT INTO tags VALUES ('sale') ON CONFLICT DO NOTHING;
INSERT INTO product_tags VALUES (1, 'sale'), (2, 'new'), (2, 'heavy'), (3, 'heavy');
INSERT INTO coupons (code, percent, valid_from, valid_to) VALUES ('SPRING', 10, '2023-03-01', '2023-05-31'), ('VIP', 25, '2023-01-01', NULL);

INSERT INTO orders (user_id, coupon_code, ship_to, ordered_at) VALUES (2, 'SPRING', 1, '2023-04-01 10:00:00');
INSERT INTO order_items VALUES (1, 1, 1, 2, 12.5), (1, 2, 4, 1, 7.25);
INSERT INTO orders (user_id, status, ordered_at, paid_at) VALUES (3, 'paid', '2023-04-02 11:00:00', '2023-04-02 11:05:00');
INSERT INTO order_items (order_id, line, product_id, quantity, unit_price) VALUES (2, 1, 3, 8, 18.5);
INSERT INTO orders (number, user_id, note) VALUES ('X-7', 2, 'gift; wrap it -- please /* nicely */');
INSERT INTO reviews (product_id, user_id, stars, body, is_published, created_at) VALUES
    (1, 2, 5, 'Does what it says.', TRUE, '2023-04-10 12:00:00'),
    (1, 3, 3, 'It''s ok', FALSE, '2023-04-11 13:00:00'),
    (2, 2, 4, NULL, TRUE, '2023-04-12 14:00:00');
INSERT INTO settings VALUES ('currency', 'EUR') ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value;
INSERT INTO settings VALUES ('currency', 'CHF') ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value;
INSERT INTO settings (key, value) VALUES ('theme', 'dark') ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value;

SELECT setval(pg_get_serial_sequence('users', 'id'), GREATEST(max(id), 0) + 1, false) FROM users;
SELECT setval(pg_get_serial_sequence('categories', 'id'), GREATEST(max(id), 0) + 1, false) FROM categories;
