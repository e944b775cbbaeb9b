-- ============================================================
--  shop.db  -- schema, version 14
--  (exported 2023-11-02; hand edits below the line)
-- ============================================================
PRAGMA foreign_keys = ON;
PRAGMA journal_mode = WAL;

BEGIN TRANSACTION;

/* ---- people ---- */
CREATE TABLE IF NOT EXISTS "users" (
	"id"	INTEGER NOT NULL,
	"email"	VARCHAR(120) NOT NULL COLLATE NOCASE,
	"password_hash"	TEXT NOT NULL,
	"full_name"	TEXT,
	"is_active"	BOOLEAN NOT NULL DEFAULT 1,
	"is_staff"	BOOLEAN NOT NULL DEFAULT 0,
	"created_at"	DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
	"updated_at"	DATETIME,
	PRIMARY KEY("id" AUTOINCREMENT)
);
CREATE UNIQUE INDEX IF NOT EXISTS "ux_users_email" ON "users" ("email");

CREATE TABLE addresses (
    id          INTEGER PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE ON UPDATE CASCADE,
    kind        TEXT NOT NULL DEFAULT 'shipping' CHECK (kind IN ('shipping', 'billing')),
    street      TEXT NOT NULL,
    zip         TEXT,
    city        TEXT NOT NULL,
    country     CHAR(2) DEFAULT 'DE',
    is_default  INTEGER DEFAULT 0 CHECK (is_default IN (0, 1))
);
-- one default address a user and kind
CREATE UNIQUE INDEX ux_addresses_default ON addresses(user_id, kind) WHERE is_default = 1;

/* ---- catalogue ---- */
CREATE TABLE [categories] (
  [id] integer primary key autoincrement,
  [parent_id] integer references [categories]([id]),   -- the tree
  [name] text not null,
  [position] integer default 0,
  unique ([parent_id], [name])
);

CREATE TABLE `brands` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  `name` varchar(255) NOT NULL UNIQUE,
  `website` varchar(255) DEFAULT NULL
);

CREATE TABLE products
(
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    sku           TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL CHECK (length(name) > 0),
    brand_id      INTEGER REFERENCES brands,              -- to the primary key
    category_id   INTEGER REFERENCES categories(id) ON DELETE SET NULL,
    price         DECIMAL(10,2) NOT NULL CHECK (price >= 0),
    vat           REAL    NOT NULL DEFAULT 0.19,
    weight_g      INT,
    has_variants  TINYINT(1) DEFAULT 0,
    attributes    JSON    DEFAULT '{}',
    picture       BLOB,
    is_active     BOOLEAN DEFAULT TRUE,
    created_at    TIMESTAMP DEFAULT (datetime('now')),
    updated_at    TIMESTAMP,
    gross         REAL GENERATED ALWAYS AS (price * (1 + vat)) STORED
);
CREATE INDEX ix_products_category ON products(category_id);
CREATE INDEX ix_products_name_lower ON products(lower(name));
CREATE INDEX ix_products_active ON products(brand_id, price DESC) WHERE is_active = 1 AND price > 0;

CREATE TABLE stock (
    product_id  INTEGER NOT NULL,
    warehouse   TEXT NOT NULL DEFAULT 'main',
    quantity    INTEGER NOT NULL DEFAULT 0 CHECK (quantity >= 0),
    PRIMARY KEY (product_id, warehouse),
    FOREIGN KEY (product_id) REFERENCES products(id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE tags(tag TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE product_tags (
    product_id INTEGER NOT NULL REFERENCES products(id) ON DELETE CASCADE,
    tag        TEXT NOT NULL REFERENCES tags(tag) ON UPDATE CASCADE,
    PRIMARY KEY (product_id, tag)
);

/* ---- orders: refers to coupons and shipments, which come further down ---- */
CREATE TABLE orders (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    number        TEXT UNIQUE,
    user_id       INTEGER NOT NULL REFERENCES users(id) ON DELETE RESTRICT,
    coupon_code   TEXT REFERENCES coupons(code) ON DELETE SET NULL,
    ship_to       INTEGER REFERENCES addresses(id),
    status        TEXT NOT NULL DEFAULT 'new'
                  CHECK (status IN ('new', 'paid', 'shipped', 'cancelled')),
    total         NUMERIC(12,2) NOT NULL DEFAULT 0,
    note          TEXT DEFAULT '',
    ordered_at    DATETIME NOT NULL DEFAULT (datetime('now')),
    paid_at       DATETIME,
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

CREATE TABLE shipments (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders(id) DEFERRABLE INITIALLY DEFERRED,
    carrier TEXT,
    tracking TEXT,
    sent_at DATETIME DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE reviews (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    product_id INTEGER NOT NULL REFERENCES products(id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users(id) ON DELETE SET NULL,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    body TEXT,
    is_published INTEGER NOT NULL DEFAULT 0,
    created_at TEXT DEFAULT (datetime('now')),      -- kept as text: an old importer writes it
    UNIQUE (product_id, user_id)
);

/* ---- housekeeping ---- */
CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY ON CONFLICT REPLACE,
    value TEXT
);

CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      DATETIME DEFAULT CURRENT_TIMESTAMP,
    "table" TEXT NOT NULL,
    row_id  INTEGER,
    action  TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT
);

COMMIT;

/* ---------------------------------------------------------------- views */
CREATE VIEW IF NOT EXISTS active_products AS
    SELECT p.id, p.sku, p.name, b.name AS brand, c.name AS category, p.price
    FROM products p
    LEFT JOIN brands b ON b.id = p.brand_id
    LEFT JOIN categories c ON c.id = p.category_id
    WHERE p.is_active = 1;

CREATE VIEW order_totals AS
    SELECT o.id AS order_id, o.number, ifnull(sum(i.quantity * i.unit_price), 0) AS items_total, count(i.line) AS lines
    FROM orders o LEFT JOIN order_items i ON i.order_id = o.id
    GROUP BY o.id;

CREATE VIEW stock_low AS
    SELECT p.sku, sum(s.quantity) AS total
    FROM products p JOIN stock s ON s.product_id = p.id
    GROUP BY p.id, p.sku
    HAVING sum(s.quantity) < 5;

/* ---------------------------------------------------------------- triggers */
CREATE TRIGGER trg_users_updated AFTER UPDATE ON users
FOR EACH ROW
BEGIN
    UPDATE users SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id;
END;

CREATE TRIGGER trg_products_updated
AFTER UPDATE OF name, price, is_active ON products
BEGIN
    UPDATE products SET updated_at = datetime('now') WHERE id = OLD.id;
END;

-- every price change is kept
CREATE TRIGGER trg_price_audit AFTER UPDATE OF price ON products
WHEN OLD.price <> NEW.price
BEGIN
    INSERT INTO audit("table", row_id, action, old_value, new_value)
    VALUES ('products', OLD.id, 'price', OLD.price, NEW.price);
END;

CREATE TRIGGER trg_items_insert AFTER INSERT ON order_items
BEGIN
    UPDATE orders SET total = total + NEW.quantity * NEW.unit_price WHERE id = NEW.order_id;
    UPDATE stock SET quantity = quantity - NEW.quantity
     WHERE product_id = NEW.product_id AND warehouse = 'main';
END;

CREATE TRIGGER trg_items_delete AFTER DELETE ON order_items
BEGIN
    UPDATE orders SET total = total - OLD.quantity * OLD.unit_price WHERE id = OLD.order_id;
    UPDATE stock SET quantity = quantity + OLD.quantity WHERE product_id = OLD.product_id AND warehouse = 'main';
END;

CREATE TRIGGER trg_order_guard BEFORE DELETE ON orders
WHEN OLD.status IN ('paid', 'shipped')
BEGIN
    SELECT RAISE(ABORT, 'a paid order cannot be deleted');
END;

CREATE TRIGGER trg_order_number AFTER INSERT ON orders
WHEN NEW.number IS NULL
BEGIN
    UPDATE orders SET number = 'O-' || substr('00000' || NEW.id, -5, 5) WHERE id = NEW.id;
END;

CREATE TRIGGER trg_users_audit AFTER DELETE ON users
BEGIN
    INSERT INTO audit("table", row_id, action, old_value) VALUES ('users', OLD.id, 'delete', OLD.email);
END;

/* ---------------------------------------------------------------- seeds */
INSERT INTO users (email, password_hash, full_name, is_staff, created_at) VALUES
    ('admin@shop.example', 'x1', 'Ada Admin', 1, '2023-01-02 08:00:00'),
    ('bob@mail.example',   'x2', 'Bob O''Brien', 0, '2023-02-03 09:30:00'),
    ('eve@mail.example',   'x3', NULL, 0, '2023-02-28 23:59:59');
INSERT INTO users VALUES (10, 'zoe@mail.example', 'x4', 'Zoe "Z" Zed', 0, 0, '2023-03-01 00:00:00', NULL);

INSERT INTO addresses (user_id, kind, street, zip, city, is_default) VALUES (2, 'shipping', 'Main St 1', '01234', 'Berlin', 1);
INSERT INTO addresses (user_id, kind, street, zip, city, country, is_default) VALUES (2, 'billing', 'Side St 2', '99999', 'Paris', 'FR', 1);
INSERT INTO addresses (user_id, street, city) VALUES (3, 'Hill; Road 3', 'Köln');

INSERT INTO categories (id, parent_id, name, position) VALUES (1, NULL, 'All', 0), (2, 1, 'Tools', 1), (3, 1, 'Garden', 2), (4, 2, 'Hammers', 1);
INSERT INTO brands (name, website) VALUES ('Acme', 'https://acme.example/?q=1'), ('Bolt & Co', NULL);

INSERT INTO products (sku, name, brand_id, category_id, price, weight_g, has_variants, attributes) VALUES
    ('H-100', 'Hammer',       1, 4, 12.5,  800, 0, '{"color": "red", "len": 30}'),
    ('H-200', 'Big hammer',   1, 4, 24.99, 1500, 1, '{"color": "black"}'),
    ('S-001', 'Shovel',       2, 3, 19,    2100, 0, '{}'),
    ('G-007', '100% Gloves',  NULL, 3, 7.25, 90, 0, '{"sizes": ["S", "M"]}');
INSERT INTO products (sku, name, price, is_active, picture) VALUES ('X-999', 'Old thing', 1, 0, x'89504e47');

INSERT INTO stock (product_id, quantity) SELECT id, 10 FROM products WHERE is_active = 1;
INSERT INTO stock VALUES (1, 'north', 3), (3, 'north', 0);
INSERT INTO tags VALUES ('new'), ('sale'), ('heavy');
INSERT OR IGNORE INTO tags VALUES ('sale');
INSERT INTO product_tags VALUES (1, 'sale'), (2, 'new'), (2, 'heavy'), (3, 'heavy');
INSERT INTO coupons (code, percent, valid_from, valid_to) VALUES ('SPRING', 10, '2023-03-01', '2023-05-31'), ('VIP', 25, '2023-01-01', NULL);

INSERT INTO orders (user_id, coupon_code, ship_to, ordered_at) VALUES (2, 'SPRING', 1, '2023-04-01 10:00:00');
INSERT INTO order_items VALUES (1, 1, 1, 2, 12.5), (1, 2, 4, 1, 7.25);
INSERT INTO orders (user_id, status, ordered_at, paid_at) VALUES (3, 'paid', '2023-04-02 11:00:00', '2023-04-02 11:05:00');
INSERT INTO order_items (order_id, line, product_id, quantity, unit_price) VALUES (2, 1, 3, 8, 18.5);
INSERT INTO orders (number, user_id, note) VALUES ('X-7', 2, 'gift; wrap it -- please /* nicely */');
INSERT INTO reviews (product_id, user_id, stars, body, is_published, created_at) VALUES
    (1, 2, 5, 'Does what it says.', 1, '2023-04-10 12:00:00'),
    (1, 3, 3, 'It''s ok', 0, '2023-04-11 13:00:00'),
    (2, 2, 4, NULL, 1, '2023-04-12 14:00:00');
REPLACE INTO settings VALUES ('currency', 'EUR');
REPLACE INTO settings VALUES ('currency', 'CHF');
INSERT INTO settings (key, value) VALUES ('theme', 'dark');
