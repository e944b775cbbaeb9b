-- Service desk, as of 2024-03-31

CREATE TABLE employees (
    id SERIAL PRIMARY KEY,
    name TEXT NOT NULL,
    manager_id INTEGER REFERENCES employees(id),
    team TEXT,
    hourly_rate DOUBLE PRECISION,
    hired DATE NOT NULL,
    left_on DATE,
    is_active BOOLEAN NOT NULL DEFAULT TRUE
);

CREATE TABLE customers (
    id SERIAL PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    country TEXT DEFAULT 'DE',
    sla_hours INTEGER,
    email TEXT
);

CREATE TABLE tickets (
    id SERIAL PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers(id),
    assignee_id INTEGER REFERENCES employees(id),
    title TEXT NOT NULL,
    priority INTEGER NOT NULL DEFAULT 3,
    status TEXT NOT NULL DEFAULT 'open',
    opened_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP,
    tags TEXT DEFAULT ''
);

CREATE TABLE events (
    id SERIAL PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets(id),
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,                 -- epoch seconds
    payload TEXT
);

CREATE TABLE worklogs (
    ticket_id INTEGER NOT NULL,
    employee_id INTEGER NOT NULL,
    day TEXT NOT NULL,                   -- ISO date
    minutes INTEGER NOT NULL CHECK (minutes > 0),
    billable BOOLEAN NOT NULL DEFAULT TRUE,
    PRIMARY KEY (ticket_id, employee_id, day)
);

CREATE TABLE invoices (
    id SERIAL PRIMARY KEY,
    customer_id INTEGER NOT NULL,
    issued DATE NOT NULL,
    due DATE,
    amount DECIMAL(10,2) NOT NULL,
    paid_on DATE
);

INSERT INTO employees VALUES
    (1, 'Dora',   NULL, NULL,      120.0, '2015-01-01', NULL, TRUE),
    (2, 'Emil',   1,    'first',    80.0, '2018-06-15', NULL, TRUE),
    (3, 'Fritz',  2,    'first',    60.5, '2020-02-29', NULL, TRUE),
    (4, 'Gerda',  2,    'first',    NULL, '2021-11-30', '2024-02-15', FALSE),
    (5, 'Hanna',  1,    'network',  95.0, '2019-03-01', NULL, TRUE),
    (6, 'Ivo',    5,    'network',  70.0, '2023-12-31', NULL, TRUE);

INSERT INTO customers (name, country, sla_hours, email) VALUES
    ('Alpha GmbH', 'DE', 24, 'it@alpha.example'),
    ('Beta SARL',  'FR', 48, NULL),
    ('gamma ltd',  'UK', NULL, 'Support@Gamma.example'),
    ('Delta Inc_', 'US', 8, 'help@delta.example'),
    ('Epsilon',    NULL, NULL, '');

INSERT INTO tickets (customer_id, assignee_id, title, priority, status, opened_at, closed_at, tags) VALUES
    (1, 3, 'Printer on fire',        1, 'closed',  '2024-01-03 08:15:00', '2024-01-03 09:00:00', 'hardware,urgent'),
    (1, 3, 'Password reset',         3, 'closed',  '2024-01-15 10:00:00', '2024-01-16 12:30:00', 'account'),
    (2, 4, 'VPN does not connect',   2, 'closed',  '2024-01-31 23:50:00', '2024-02-03 08:00:00', 'network,vpn'),
    (2, NULL, 'New laptop',          4, 'open',    '2024-02-05 09:00:00', NULL, 'hardware'),
    (3, 5, 'Network slow',           2, 'closed',  '2024-02-10 14:20:00', '2024-02-12 10:00:00', 'network'),
    (3, 6, 'network: packet loss 5%',2, 'open',    '2024-02-29 12:00:00', NULL, 'network,urgent'),
    (4, 5, 'Server down',            1, 'closed',  '2024-03-01 00:05:00', '2024-03-01 03:35:00', 'urgent'),
    (4, 2, 'Quarterly patching',     4, 'waiting', '2024-03-11 07:00:00', NULL, NULL),
    (1, 3, 'Mail rules',             3, 'closed',  '2024-03-18 16:45:00', '2024-03-19 09:15:00', 'account'),
    (1, NULL, 'Monitor flickers',    3, 'open',    '2024-03-31 23:59:59', NULL, '');

INSERT INTO events (ticket_id, kind, at, payload) VALUES
    (1, 'open', 1704269700, '{"by": "phone"}'), (1, 'close', 1704272400, NULL),
    (2, 'open', 1705312800, '{"by": "mail", "cc": 2}'), (2, 'note', 1705320000, 'called back'), (2, 'close', 1705408200, NULL),
    (3, 'open', 1706745000, '{"by": "mail"}'), (3, 'close', 1706947200, NULL),
    (7, 'open', 1709251500, '{"by": "monitor", "level": 9}'), (7, 'note', 1709255100, 'rebooted'), (7, 'close', 1709264100, NULL);

INSERT INTO worklogs VALUES
    (1, 3, '2024-01-03', 45, TRUE), (2, 3, '2024-01-15', 20, TRUE), (2, 3, '2024-01-16', 15, FALSE),
    (3, 4, '2024-02-01', 90, TRUE), (3, 5, '2024-02-02', 30, TRUE), (5, 5, '2024-02-11', 240, TRUE),
    (5, 6, '2024-02-12', 60, FALSE), (6, 6, '2024-03-01', 125, TRUE), (7, 5, '2024-03-01', 210, TRUE),
    (7, 2, '2024-03-01', 30, TRUE), (8, 2, '2024-03-12', 75, FALSE), (9, 3, '2024-03-19', 25, TRUE);

INSERT INTO invoices VALUES
    (1, 1, '2024-01-31', '2024-02-14', 110.50, '2024-02-10'),
    (2, 2, '2024-02-29', '2024-03-30', 350.00, NULL),
    (3, 3, '2024-02-29', NULL,         410.25, '2024-03-20'),
    (4, 4, '2024-03-31', '2024-04-14', 980.00, NULL),
    (5, 1, '2024-03-31', '2024-04-14', 25.20,  NULL);

SELECT setval(pg_get_serial_sequence('employees', 'id'), GREATEST(max(id), 0) + 1, false) FROM employees;
SELECT setval(pg_get_serial_sequence('invoices', 'id'), GREATEST(max(id), 0) + 1, false) FROM invoices;
