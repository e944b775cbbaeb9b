-- Probes of the shop schema.  Each query is followed by the rows SQLite gives; statements without a query change data.

-- name: everything was loaded
SELECT 'users' AS t, count(*) AS n FROM users
UNION ALL SELECT 'addresses', count(*) FROM addresses
UNION ALL SELECT 'categories', count(*) FROM categories
UNION ALL SELECT 'brands', count(*) FROM brands
UNION ALL SELECT 'products', count(*) FROM products
UNION ALL SELECT 'stock', count(*) FROM stock
UNION ALL SELECT 'tags', count(*) FROM tags
UNION ALL SELECT 'product_tags', count(*) FROM product_tags
UNION ALL SELECT 'orders', count(*) FROM orders
UNION ALL SELECT 'order_items', count(*) FROM order_items
UNION ALL SELECT 'coupons', count(*) FROM coupons
UNION ALL SELECT 'reviews', count(*) FROM reviews
UNION ALL SELECT 'settings', count(*) FROM settings
UNION ALL SELECT 'audit', count(*) FROM audit
ORDER BY 1;
-- rows
-- addresses|3
-- audit|0
-- brands|2
-- categories|4
-- coupons|2
-- order_items|3
-- orders|3
-- product_tags|4
-- products|5
-- reviews|3
-- settings|2
-- stock|6
-- tags|3
-- users|4
-- end

-- name: users as stored
SELECT id, email, full_name, is_active, is_staff, created_at FROM users ORDER BY id;
-- rows
-- 1|admin@shop.example|Ada Admin|1|1|2023-01-02 08:00:00
-- 2|bob@mail.example|Bob O'Brien|1|0|2023-02-03 09:30:00
-- 3|eve@mail.example|NULL|1|0|2023-02-28 23:59:59
-- 10|zoe@mail.example|Zoe "Z" Zed|0|0|2023-03-01 00:00:00
-- end

-- name: e-mail is compared without case
SELECT id FROM users WHERE lower(email) = 'bob@mail.example';
-- rows
-- 2
-- end

-- name: defaults of an address
SELECT kind, country, is_default, zip FROM addresses ORDER BY id;
-- rows
-- shipping|DE|1|01234
-- billing|FR|1|99999
-- shipping|DE|0|NULL
-- end

-- name: the category tree
WITH RECURSIVE tree(id, name, depth, path) AS (
    SELECT id, name, 0, name FROM categories WHERE parent_id IS NULL
    UNION ALL
    SELECT c.id, c.name, t.depth + 1, t.path || ' > ' || c.name
    FROM categories c JOIN tree t ON c.parent_id = t.id
)
SELECT depth, path FROM tree ORDER BY path;
-- rows
-- 0|All
-- 1|All > Garden
-- 1|All > Tools
-- 2|All > Tools > Hammers
-- end

-- name: generated column
SELECT sku, round(gross::numeric, 2)::double precision FROM products ORDER BY sku;
-- rows
-- G-007|8.63
-- H-100|14.88
-- H-200|29.74
-- S-001|22.61
-- X-999|1.19
-- end

-- name: active products
SELECT * FROM active_products ORDER BY sku;
-- rows
-- 4|G-007|100% Gloves|NULL|Garden|7.25
-- 1|H-100|Hammer|Acme|Hammers|12.5
-- 2|H-200|Big hammer|Acme|Hammers|24.99
-- 3|S-001|Shovel|Bolt & Co|Garden|19
-- end

-- name: lower-case search uses the expression index
SELECT sku FROM products WHERE lower(name) = 'big hammer';
-- rows
-- H-200
-- end

-- name: a percent sign in data
SELECT name FROM products WHERE name LIKE '100\%%' ESCAPE '\';
-- rows
-- 100% Gloves
-- end

-- name: pictures
SELECT sku, length(picture), COALESCE(upper(encode(picture, 'hex')), ''), CASE WHEN picture IS NULL THEN 'null' ELSE 'blob' END FROM products WHERE picture IS NOT NULL;
-- rows
-- X-999|4|89504E47|blob
-- end

-- name: no timestamp is missing
SELECT count(*) FROM products WHERE created_at IS NULL OR created_at > CURRENT_TIMESTAMP + INTERVAL '1 minute';
-- rows
-- 0
-- end

-- name: stock after the orders
SELECT product_id, warehouse, quantity FROM stock ORDER BY product_id, warehouse;
-- rows
-- 1|main|8
-- 1|north|3
-- 2|main|10
-- 3|main|2
-- 3|north|0
-- 4|main|9
-- end

-- name: totals that the triggers kept
SELECT id, number, status, total, paid_at FROM orders ORDER BY id;
-- rows
-- 1|O-00001|new|32.25|NULL
-- 2|O-00002|paid|148|2023-04-02 11:05:00
-- 3|X-7|new|0|NULL
-- end

-- name: view with totals
SELECT * FROM order_totals ORDER BY order_id;
-- rows
-- 1|O-00001|32.25|2
-- 2|O-00002|148.0|1
-- 3|X-7|0|0
-- end

-- name: running out
SELECT * FROM stock_low;
-- rows
-- S-001|2
-- end

-- name: coupons that hold on a day
SELECT code, valid_to FROM coupons WHERE valid_from <= '2023-04-15' AND (valid_to IS NULL OR valid_to >= '2023-04-15') ORDER BY code;
-- rows
-- SPRING|2023-05-31
-- VIP|NULL
-- end

-- name: settings replaced
SELECT key, value FROM settings ORDER BY key;
-- rows
-- currency|CHF
-- theme|dark
-- end

-- name: reviews by product
SELECT p.sku, count(r.id) AS n, avg(r.stars)::double precision AS stars, sum(is_published::int) AS published
FROM products p LEFT JOIN reviews r ON r.product_id = p.id
GROUP BY p.id
ORDER BY n DESC, p.sku;
-- rows
-- H-100|2|4.0|1
-- H-200|1|4.0|1
-- G-007|0|NULL|NULL
-- S-001|0|NULL|NULL
-- X-999|0|NULL|NULL
-- end

-- name: text dates in a text column
SELECT TO_CHAR(created_at::timestamp, 'YYYY-MM-DD'), count(*) FROM reviews GROUP BY TO_CHAR(created_at::timestamp, 'YYYY-MM-DD') ORDER BY 1 DESC NULLS LAST;
-- rows
-- 2023-04-12|1
-- 2023-04-11|1
-- 2023-04-10|1
-- end

-- a price goes up: audit and updated_at triggers
UPDATE products SET price = price + 1 WHERE sku = 'S-001';
UPDATE products SET price = price WHERE sku = 'H-100';

-- name: one price change was kept
SELECT "table", row_id, action, round(regexp_replace(new_value, '^\s*([-+]?)([0-9]*\.?[0-9]*(e[-+]?[0-9]+)?).*$', '\10\2', 'i')::numeric - regexp_replace(old_value, '^\s*([-+]?)([0-9]*\.?[0-9]*(e[-+]?[0-9]+)?).*$', '\10\2', 'i')::numeric, 2)::double precision FROM audit ORDER BY id;
-- rows
-- products|3|price|1.0
-- end

-- name: updated_at was set where it should
SELECT sku, (updated_at IS NOT NULL)::int FROM products ORDER BY sku;
-- rows
-- G-007|0
-- H-100|1
-- H-200|0
-- S-001|1
-- X-999|0
-- end

-- an item leaves an order: stock comes back
DELETE FROM order_items WHERE order_id = 1 AND line = 2;

-- name: after the item left
SELECT o.total, s.quantity FROM orders o, stock s WHERE o.id = 1 AND s.product_id = 4 AND s.warehouse = 'main';
-- rows
-- 25|10
-- end

-- deleting a product cascades
DELETE FROM products WHERE sku = 'H-200';

-- name: what hung on the product is gone
SELECT (SELECT count(*) FROM stock WHERE product_id = 2), (SELECT count(*) FROM product_tags WHERE product_id = 2), (SELECT count(*) FROM reviews WHERE product_id = 2);
-- rows
-- 0|0|0
-- end

-- a user without orders goes; the audit trail knows
DELETE FROM users WHERE lower(email) = 'zoe@mail.example';

-- name: deletion was audited
SELECT action, row_id, old_value FROM audit WHERE "table" = 'users';
-- rows
-- delete|10|zoe@mail.example
-- end

-- renaming a tag reaches its links
UPDATE tags SET tag = 'bulky' WHERE tag = 'heavy';

-- name: links follow the tag
SELECT product_id, tag FROM product_tags ORDER BY product_id, tag;
-- rows
-- 1|sale
-- 3|bulky
-- end

-- ids go on behind those given by hand
INSERT INTO users (email, password_hash) VALUES ('new@mail.example', 'h');

-- name: the next id
SELECT (id > 10)::int, is_active, is_staff, updated_at FROM users WHERE lower(email) = 'new@mail.example';
-- rows
-- 1|1|0|NULL
-- end

INSERT INTO orders (user_id) VALUES (2);

-- name: the number that the trigger made
SELECT number FROM orders WHERE id = (SELECT max(id) FROM orders);
-- rows
-- O-00004
-- end

-- the sale starts
INSERT INTO coupons (code, percent, valid_from) VALUES ('VIP', 30, '2023-06-01') ON CONFLICT (code) DO UPDATE SET percent = EXCLUDED.percent, valid_from = EXCLUDED.valid_from, valid_to = EXCLUDED.valid_to, uses = EXCLUDED.uses;
INSERT INTO coupons (code, percent) VALUES ('SPRING', 15) ON CONFLICT(code) DO UPDATE SET percent = excluded.percent, uses = coupons.uses + 1;
INSERT INTO stock (product_id, quantity) VALUES (1, 99) ON CONFLICT DO NOTHING;

-- name: coupons afterwards
SELECT code, percent, valid_from, valid_to, uses FROM coupons ORDER BY code;
-- rows
-- SPRING|15|2023-03-01|2023-05-31|1
-- VIP|30|2023-06-01|NULL|0
-- end

-- name: stock was not touched
SELECT quantity FROM stock WHERE product_id = 1 AND warehouse = 'main';
-- rows
-- 8
-- end

-- name: open orders with their people
SELECT o.number, coalesce(u.full_name, u.email) AS who, a.city
FROM orders AS o
     INNER JOIN users AS u ON u.id = o.user_id
     LEFT OUTER JOIN addresses AS a ON a.id = o.ship_to
WHERE o.status NOT IN ('cancelled', 'shipped')
ORDER BY o.id;
-- rows
-- O-00001|Bob O'Brien|Berlin
-- O-00002|eve@mail.example|NULL
-- X-7|Bob O'Brien|NULL
-- O-00004|Bob O'Brien|NULL
-- end
