-- Month-end reports of the service desk.

/* ---------- tickets ---------- */

-- name: tickets by status
SELECT status, COUNT(*) AS n FROM tickets GROUP BY status ORDER BY n DESC, status;
-- rows
-- closed|6
-- open|3
-- waiting|1
-- end

-- name: tickets by month
SELECT TO_CHAR(opened_at, 'YYYY-MM') AS month, COUNT(*) AS opened, SUM((closed_at IS NOT NULL)::int) AS closed
FROM tickets
GROUP BY month
ORDER BY month;
-- rows
-- 2024-01|3|3
-- 2024-02|3|1
-- 2024-03|4|2
-- end

-- name: tickets by weekday and hour band
SELECT CASE EXTRACT(dow FROM opened_at)::int WHEN 0 THEN 'Sun' WHEN 6 THEN 'Sat' ELSE 'weekday' END AS day,
       CASE WHEN TO_CHAR(opened_at, 'HH24:MI:SS') < '12:00:00' THEN 'am' ELSE 'pm' END AS half,
       count(*)
FROM tickets
GROUP BY 1, 2
ORDER BY 1, 2;
-- rows
-- Sat|pm|1
-- Sun|pm|1
-- weekday|am|5
-- weekday|pm|3
-- end

-- name: hours to close
SELECT id, title, round(((EXTRACT(epoch FROM closed_at - opened_at) / 86400) * 24)::numeric, 2)::double precision AS hours
FROM tickets
WHERE closed_at IS NOT NULL
ORDER BY hours DESC, id;
-- rows
-- 3|VPN does not connect|56.17
-- 5|Network slow|43.67
-- 2|Password reset|26.5
-- 9|Mail rules|16.5
-- 7|Server down|3.5
-- 1|Printer on fire|0.75
-- end

-- name: seconds to close, from the events
SELECT o.ticket_id, c.at - o.at AS seconds
FROM events o
JOIN events c ON c.ticket_id = o.ticket_id AND c.kind = 'close'
WHERE o.kind = 'open'
ORDER BY seconds;
-- rows
-- 1|2700
-- 7|12600
-- 2|95400
-- 3|202200
-- end

-- name: SLA broken
SELECT t.id, c.name, c.sla_hours,
       CASE WHEN (floor(EXTRACT(epoch FROM t.closed_at))::bigint - floor(EXTRACT(epoch FROM t.opened_at))::bigint) / 3600 > c.sla_hours THEN 'late' ELSE 'ok' END AS verdict
FROM tickets t, customers c
WHERE c.id = t.customer_id AND t.closed_at IS NOT NULL AND c.sla_hours IS NOT NULL
ORDER BY t.id;
-- rows
-- 1|Alpha GmbH|24|ok
-- 2|Alpha GmbH|24|late
-- 3|Beta SARL|48|late
-- 7|Delta Inc_|8|ok
-- 9|Alpha GmbH|24|ok
-- end

-- name: opened in the last 30 days of the quarter
SELECT id, TO_CHAR(opened_at, 'YYYY-MM-DD') FROM tickets WHERE opened_at >= DATE '2024-03-31' - INTERVAL '30 days' ORDER BY opened_at;
-- rows
-- 7|2024-03-01
-- 8|2024-03-11
-- 9|2024-03-18
-- 10|2024-03-31
-- end

-- name: opened in February
SELECT id FROM tickets WHERE opened_at BETWEEN '2024-02-01' AND '2024-02-29 23:59:59' ORDER BY id;
-- rows
-- 4
-- 5
-- 6
-- end

-- name: still open, oldest first
SELECT id, title, priority FROM tickets WHERE closed_at IS NULL ORDER BY opened_at LIMIT 3;
-- rows
-- 4|New laptop|4
-- 6|network: packet loss 5%|2
-- 8|Quarterly patching|4
-- end

-- name: second page
SELECT id, title FROM tickets ORDER BY id LIMIT 4 OFFSET 4;
-- rows
-- 5|Network slow
-- 6|network: packet loss 5%
-- 7|Server down
-- 8|Quarterly patching
-- end

-- name: priority words
SELECT id, CASE priority WHEN 1 THEN 'critical' WHEN 2 THEN 'high' WHEN 3 THEN 'normal' ELSE 'low' END || ' (' || priority || ')' AS prio
FROM tickets ORDER BY priority, id;
-- rows
-- 1|critical (1)
-- 7|critical (1)
-- 3|high (2)
-- 5|high (2)
-- 6|high (2)
-- 2|normal (3)
-- 9|normal (3)
-- 10|normal (3)
-- 4|low (4)
-- 8|low (4)
-- end

-- name: network, whatever the letters
SELECT id, title FROM tickets WHERE title ILIKE '%network%' ORDER BY id;
-- rows
-- 5|Network slow
-- 6|network: packet loss 5%
-- end

-- name: network, small letters only
SELECT id, title FROM tickets WHERE title LIKE '%network%' ORDER BY id;
-- rows
-- 6|network: packet loss 5%
-- end

-- name: five percent
SELECT id FROM tickets WHERE title LIKE '%5\%' ESCAPE '\';
-- rows
-- 6
-- end

-- name: urgent ones by tag
SELECT id, tags FROM tickets WHERE ',' || tags || ',' ILIKE '%,urgent,%' ORDER BY id;
-- rows
-- 1|hardware,urgent
-- 6|network,urgent
-- 7|urgent
-- end

-- name: without tags
SELECT id, coalesce(tags, '(null)') FROM tickets WHERE COALESCE(tags, '') = '' ORDER BY id;
-- rows
-- 8|(null)
-- 10|
-- end

-- name: first tag and the number of tags
SELECT id,
       CASE WHEN strpos(tags, ',') > 0 THEN substr(tags, 1, GREATEST(strpos(tags, ',') - 1, 0)) ELSE tags END AS first_tag,
       length(tags) - length(replace(tags, ',', '')) + 1 AS n
FROM tickets
WHERE tags <> ''
ORDER BY id;
-- rows
-- 1|hardware|2
-- 2|account|1
-- 3|network|2
-- 4|hardware|1
-- 5|network|1
-- 6|network|2
-- 7|urgent|1
-- 9|account|1
-- end

-- name: tag list split by recursion
WITH RECURSIVE split(id, tag, rest) AS (
    SELECT id, '', tags || ',' FROM tickets WHERE tags <> ''
    UNION ALL
    SELECT id, substr(rest, 1, GREATEST(strpos(rest, ',') - 1, 0)), substr(rest, strpos(rest, ',') + 1)
    FROM split WHERE rest <> ''
)
SELECT tag, COUNT(*) AS n, string_agg(id::text, ',' ORDER BY id) AS ids
FROM (SELECT tag, id FROM split WHERE tag <> '' ORDER BY id) AS sub86
GROUP BY tag
HAVING COUNT(*) > 1
ORDER BY n DESC, tag;
-- rows
-- network|3|3,5,6
-- urgent|3|1,6,7
-- account|2|2,9
-- hardware|2|1,4
-- end

/* ---------- people ---------- */

-- name: assignees, nobody first
SELECT t.id, e.name FROM tickets t LEFT JOIN employees e ON e.id = t.assignee_id ORDER BY e.name NULLS FIRST, t.id;
-- rows
-- 4|NULL
-- 10|NULL
-- 8|Emil
-- 1|Fritz
-- 2|Fritz
-- 9|Fritz
-- 3|Gerda
-- 5|Hanna
-- 7|Hanna
-- 6|Ivo
-- end

-- name: assignees, nobody last
SELECT t.id, e.name FROM tickets t LEFT JOIN employees e ON e.id = t.assignee_id ORDER BY e.name DESC NULLS LAST, t.id;
-- rows
-- 6|Ivo
-- 5|Hanna
-- 7|Hanna
-- 3|Gerda
-- 1|Fritz
-- 2|Fritz
-- 9|Fritz
-- 8|Emil
-- 4|NULL
-- 10|NULL
-- end

-- name: the tree of managers
WITH RECURSIVE chain(id, name, level, path) AS (
    SELECT id, name, 0, name FROM employees WHERE manager_id IS NULL
    UNION ALL
    SELECT e.id, e.name, c.level + 1, c.path || '/' || e.name
    FROM employees e JOIN chain c ON e.manager_id = c.id
)
SELECT substr('          ', 1, GREATEST(level * 2, 0)) || name AS tree, path FROM chain ORDER BY path;
-- rows
-- Dora|Dora
--   Emil|Dora/Emil
--     Fritz|Dora/Emil/Fritz
--     Gerda|Dora/Emil/Gerda
--   Hanna|Dora/Hanna
--     Ivo|Dora/Hanna/Ivo
-- end

-- name: heads and their people
SELECT m.name, count(e.id) AS people, string_agg(e.name, ' & ') AS names
FROM employees m JOIN (SELECT * FROM employees ORDER BY name) e ON e.manager_id = m.id
GROUP BY m.id, m.name
ORDER BY people DESC, m.name;
-- rows
-- Dora|2|Emil & Hanna
-- Emil|2|Fritz & Gerda
-- Hanna|1|Ivo
-- end

-- name: nobody below
SELECT name FROM employees e WHERE NOT EXISTS (SELECT 1 FROM employees x WHERE x.manager_id = e.id) ORDER BY lower(name);
-- rows
-- Fritz
-- Gerda
-- Ivo
-- end

-- name: above the average rate
SELECT name, hourly_rate FROM employees WHERE hourly_rate > (SELECT avg(hourly_rate) FROM employees) ORDER BY hourly_rate DESC;
-- rows
-- Dora|120.0
-- Hanna|95.0
-- end

-- name: rates with gaps
SELECT name, COALESCE(hourly_rate, 0) AS rate, (hourly_rate IS NULL)::int AS missing FROM employees ORDER BY rate, name;
-- rows
-- Gerda|0|1
-- Fritz|60.5|0
-- Ivo|70.0|0
-- Emil|80.0|0
-- Hanna|95.0|0
-- Dora|120.0|0
-- end

-- name: years of service at the end of March
SELECT name, 2024 - EXTRACT(year FROM hired)::int
             - ('03-31' < TO_CHAR(hired, 'MM-DD'))::int AS years
FROM employees
WHERE is_active = TRUE
ORDER BY years DESC, name;
-- rows
-- Dora|9
-- Emil|5
-- Hanna|5
-- Fritz|4
-- Ivo|0
-- end

-- name: days employed
SELECT name, trunc((coalesce(left_on, '2024-03-31') - hired)::double precision)::bigint AS days FROM employees ORDER BY id;
-- rows
-- Dora|3377
-- Emil|2116
-- Fritz|1492
-- Gerda|807
-- Hanna|1857
-- Ivo|91
-- end

-- name: month after hiring
SELECT name, TO_CHAR(hired + INTERVAL '1 month', 'YYYY-MM-DD'), TO_CHAR(date_trunc('month', hired::timestamp) + INTERVAL '1 month' - INTERVAL '1 day', 'YYYY-MM-DD') FROM employees WHERE id <> 3 AND id <> 4 AND id <> 6 ORDER BY id;
-- rows
-- Dora|2015-02-01|2015-01-31
-- Emil|2018-07-15|2018-06-30
-- Hanna|2019-04-01|2019-03-31
-- end

-- name: active or not
SELECT is_active, COUNT(*), string_agg(DISTINCT team, ',') FROM employees WHERE team = 'network' OR team IS NULL GROUP BY is_active;
-- rows
-- 1|3|network
-- end

-- name: most and least by team
SELECT team, MAX(hourly_rate) AS most, MIN(hourly_rate) AS least, COUNT(hourly_rate), COUNT(*)
FROM employees
GROUP BY team
ORDER BY team NULLS FIRST;
-- rows
-- NULL|120.0|120.0|1|1
-- first|80.0|60.5|2|3
-- network|95.0|70.0|2|2
-- end

-- name: best paid of each team, with the name
SELECT team, (array_agg(name ORDER BY hourly_rate DESC NULLS LAST, id))[1] AS name, max(hourly_rate) FROM employees WHERE team IS NOT NULL GROUP BY team ORDER BY team;
-- rows
-- first|Emil|80.0
-- network|Hanna|95.0
-- end

/* ---------- work ---------- */

-- name: minutes by month and person
SELECT e.name, substr(w.day, 1, 7) AS month, SUM(w.minutes) AS minutes, SUM(CASE WHEN w.billable THEN w.minutes ELSE 0 END) AS billable
FROM worklogs w JOIN employees e ON e.id = w.employee_id
GROUP BY e.name, month
ORDER BY month, e.name;
-- rows
-- Fritz|2024-01|80|65
-- Gerda|2024-02|90|90
-- Hanna|2024-02|270|270
-- Ivo|2024-02|60|0
-- Emil|2024-03|105|30
-- Fritz|2024-03|25|25
-- Hanna|2024-03|210|210
-- Ivo|2024-03|125|125
-- end

-- name: hours, whole and exact
SELECT employee_id, SUM(minutes) / 60 AS whole, (SUM(minutes) / 60.0)::double precision AS exact, SUM(minutes) % 60 AS rest
FROM worklogs GROUP BY employee_id ORDER BY employee_id;
-- rows
-- 2|1|1.75|45
-- 3|1|1.75|45
-- 4|1|1.5|30
-- 5|8|8.0|0
-- 6|3|3.0833333333333335|5
-- end

-- name: billable share
SELECT employee_id, round(100.0 * SUM(minutes * billable::int) / SUM(minutes), 1)::double precision AS percent
FROM worklogs
GROUP BY employee_id
HAVING SUM(minutes) > 60
ORDER BY percent DESC NULLS LAST, employee_id;
-- rows
-- 4|100.0
-- 5|100.0
-- 3|85.7
-- 6|67.6
-- 2|28.6
-- end

-- name: value of the work
SELECT c.name, round(SUM(w.minutes / 60.0 * coalesce(e.hourly_rate, 50))::numeric, 2)::double precision AS value
FROM customers c
LEFT JOIN tickets t ON t.customer_id = c.id
LEFT JOIN worklogs w ON w.ticket_id = t.id AND w.billable = TRUE
LEFT JOIN employees e ON e.id = w.employee_id
GROUP BY c.id
ORDER BY value DESC NULLS LAST;
-- rows
-- gamma ltd|525.83
-- Delta Inc_|372.5
-- Beta SARL|122.5
-- Alpha GmbH|90.75
-- Epsilon|NULL
-- end

-- name: running minutes
SELECT employee_id, day, minutes,
       SUM(minutes) OVER (PARTITION BY employee_id ORDER BY day, ticket_id) AS so_far
FROM worklogs
ORDER BY employee_id, day, ticket_id;
-- rows
-- 2|2024-03-01|30|30
-- 2|2024-03-12|75|105
-- 3|2024-01-03|45|45
-- 3|2024-01-15|20|65
-- 3|2024-01-16|15|80
-- 3|2024-03-19|25|105
-- 4|2024-02-01|90|90
-- 5|2024-02-02|30|30
-- 5|2024-02-11|240|270
-- 5|2024-03-01|210|480
-- 6|2024-02-12|60|60
-- 6|2024-03-01|125|185
-- end

-- name: rank by minutes
SELECT name, minutes, RANK() OVER (ORDER BY minutes DESC) AS rank, ROW_NUMBER() OVER (ORDER BY minutes DESC, name) AS line
FROM (SELECT e.name, coalesce(sum(w.minutes), 0) AS minutes FROM employees e LEFT JOIN worklogs w ON w.employee_id = e.id GROUP BY e.id) AS sub32
ORDER BY line;
-- rows
-- Hanna|480|1|1
-- Ivo|185|2|2
-- Emil|105|3|3
-- Fritz|105|3|4
-- Gerda|90|5|5
-- Dora|0|6|6
-- end

-- name: change against the day before
SELECT day, total, total - lag(total, 1, 0) OVER (ORDER BY day) AS change
FROM (SELECT day, SUM(minutes) AS total FROM worklogs GROUP BY day) AS sub26
ORDER BY day;
-- rows
-- 2024-01-03|45|45
-- 2024-01-15|20|-25
-- 2024-01-16|15|-5
-- 2024-02-01|90|75
-- 2024-02-02|30|-60
-- 2024-02-11|240|210
-- 2024-02-12|60|-180
-- 2024-03-01|365|305
-- 2024-03-12|75|-290
-- 2024-03-19|25|-50
-- end

-- name: moving average of three
SELECT day, round(AVG(minutes) OVER (ORDER BY day, ticket_id, employee_id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), 2)::double precision AS avg3
FROM worklogs ORDER BY day, ticket_id, employee_id;
-- rows
-- 2024-01-03|45.0
-- 2024-01-15|32.5
-- 2024-01-16|26.67
-- 2024-02-01|41.67
-- 2024-02-02|45.0
-- 2024-02-11|120.0
-- 2024-02-12|110.0
-- 2024-03-01|141.67
-- 2024-03-01|71.67
-- 2024-03-01|121.67
-- 2024-03-12|105.0
-- 2024-03-19|103.33
-- end

-- name: longest entry of each ticket
SELECT ticket_id, employee_id, minutes FROM (
    SELECT w.*, ROW_NUMBER() OVER (PARTITION BY ticket_id ORDER BY minutes DESC, employee_id) AS rn FROM worklogs w
) AS sub12 WHERE rn = 1 ORDER BY ticket_id;
-- rows
-- 1|3|45
-- 2|3|20
-- 3|4|90
-- 5|5|240
-- 6|6|125
-- 7|5|210
-- 8|2|75
-- 9|3|25
-- end

-- name: every day of the first week of March
WITH RECURSIVE days(d) AS (
    SELECT '2024-02-28'
    UNION ALL
    SELECT TO_CHAR(d::timestamp + INTERVAL '1 day', 'YYYY-MM-DD') FROM days WHERE d < '2024-03-03'
)
SELECT d, COALESCE(SUM(w.minutes), 0) AS minutes
FROM days LEFT JOIN worklogs w ON w.day = d
GROUP BY d
ORDER BY d;
-- rows
-- 2024-02-28|0
-- 2024-02-29|0
-- 2024-03-01|365
-- 2024-03-02|0
-- 2024-03-03|0
-- end

-- name: work without a customer's e-mail
SELECT DISTINCT c.name FROM customers c JOIN tickets t ON t.customer_id = c.id JOIN worklogs w ON w.ticket_id = t.id
WHERE c.email IS NULL OR c.email = ''
ORDER BY 1;
-- rows
-- Beta SARL
-- end

/* ---------- money ---------- */

-- name: open invoices and their age
SELECT i.id, c.name, i.amount, trunc((DATE '2024-04-30' - i.due)::double precision)::bigint AS days_late
FROM invoices i JOIN customers c ON c.id = i.customer_id
WHERE i.paid_on IS NULL
ORDER BY days_late DESC NULLS LAST, i.id;
-- rows
-- 2|Beta SARL|350|31
-- 4|Delta Inc_|980|16
-- 5|Alpha GmbH|25.2|16
-- end

-- name: quarter and month of issue
SELECT id, TO_CHAR(issued, 'YYYY') || '-Q' || ((EXTRACT(month FROM issued)::int + 2) / 3) AS quarter, TO_CHAR(issued, 'DD.MM.YYYY') AS german
FROM invoices ORDER BY id;
-- rows
-- 1|2024-Q1|31.01.2024
-- 2|2024-Q1|29.02.2024
-- 3|2024-Q1|29.02.2024
-- 4|2024-Q1|31.03.2024
-- 5|2024-Q1|31.03.2024
-- end

-- name: invoiced by country, with a total line
SELECT COALESCE(c.country, '?') AS country, SUM(i.amount) AS total
FROM invoices i JOIN customers c ON c.id = i.customer_id GROUP BY c.country
UNION ALL
SELECT 'TOTAL', SUM(amount) FROM invoices
ORDER BY total DESC NULLS LAST;
-- rows
-- TOTAL|1875.95
-- US|980
-- UK|410.25
-- FR|350
-- DE|135.7
-- end

-- name: customers with tickets but without invoice
SELECT id FROM customers WHERE id IN (SELECT customer_id FROM tickets)
EXCEPT
SELECT customer_id FROM invoices
ORDER BY 1;
-- rows
-- end

-- name: customers with both
SELECT customer_id FROM tickets INTERSECT SELECT customer_id FROM invoices ORDER BY customer_id DESC;
-- rows
-- 4
-- 3
-- 2
-- 1
-- end

-- name: paid within terms
SELECT id, CASE WHEN paid_on IS NULL THEN 'open' WHEN due IS NULL OR paid_on <= due THEN 'in time' ELSE 'late' END AS state
FROM invoices ORDER BY state, id;
-- rows
-- 1|in time
-- 3|in time
-- 2|open
-- 4|open
-- 5|open
-- end

-- name: null due dates first, then last
SELECT id, due FROM invoices ORDER BY due NULLS FIRST, id;
-- rows
-- 3|NULL
-- 1|2024-02-14
-- 2|2024-03-30
-- 4|2024-04-14
-- 5|2024-04-14
-- end

-- name: due dates descending
SELECT id, due FROM invoices ORDER BY due DESC NULLS LAST, id;
-- rows
-- 4|2024-04-14
-- 5|2024-04-14
-- 2|2024-03-30
-- 1|2024-02-14
-- 3|NULL
-- end

-- name: smallest and largest of two
SELECT id, GREATEST(amount, 100) AS at_least, LEAST(amount, 400) AS at_most FROM invoices ORDER BY id;
-- rows
-- 1|110.5|110.5
-- 2|350|350
-- 3|410.25|400
-- 4|980|400
-- 5|100|25.2
-- end

-- name: share of the whole
SELECT id, amount, round(amount * 100 / NULLIF((SELECT SUM(amount) FROM invoices), 0), 1)::double precision AS percent FROM invoices ORDER BY id;
-- rows
-- 1|110.5|5.9
-- 2|350|18.7
-- 3|410.25|21.9
-- 4|980|52.2
-- 5|25.2|1.3
-- end

-- name: formatted
SELECT format('%s %-10s|%8s', TO_CHAR(i.id, 'FM9999900000'), c.name, round(i.amount, 2)) FROM invoices i JOIN customers c ON c.id = i.customer_id ORDER BY i.id;
-- rows
-- 00001 Alpha GmbH|  110.50
-- 00002 Beta SARL |  350.00
-- 00003 gamma ltd |  410.25
-- 00004 Delta Inc_|  980.00
-- 00005 Alpha GmbH|   25.20
-- end

/* ---------- customers ---------- */

-- name: names in byte order
SELECT name FROM customers ORDER BY name;
-- rows
-- Alpha GmbH
-- Beta SARL
-- Delta Inc_
-- Epsilon
-- gamma ltd
-- end

-- name: names as people read them
SELECT name FROM customers ORDER BY lower(name);
-- rows
-- Alpha GmbH
-- Beta SARL
-- Delta Inc_
-- Epsilon
-- gamma ltd
-- end

-- name: e-mail domains
SELECT lower(substr(email, strpos(email, '@') + 1)) AS domain, count(*) FROM customers WHERE email LIKE '%@%' GROUP BY domain ORDER BY domain;
-- rows
-- alpha.example|1
-- delta.example|1
-- gamma.example|1
-- end

-- name: underscore at the end
SELECT name FROM customers WHERE right(name, 1) = '_';
-- rows
-- Delta Inc_
-- end

-- name: one line a customer
SELECT c.name,
       (SELECT COUNT(*) FROM tickets t WHERE t.customer_id = c.id) AS tickets,
       (SELECT MAX(opened_at) FROM tickets t WHERE t.customer_id = c.id) AS latest,
       EXISTS (SELECT 1 FROM tickets t WHERE t.customer_id = c.id AND t.status <> 'closed')::int AS has_open
FROM customers c
ORDER BY tickets DESC, c.name;
-- rows
-- Alpha GmbH|4|2024-03-31 23:59:59|1
-- Beta SARL|2|2024-02-05 09:00:00|1
-- Delta Inc_|2|2024-03-11 07:00:00|1
-- gamma ltd|2|2024-02-29 12:00:00|1
-- Epsilon|0|NULL|0
-- end

-- name: first event of each kind
SELECT kind, min(TO_CHAR(to_timestamp(at), 'YYYY-MM-DD HH24:MI:SS')), max(TO_CHAR(to_timestamp(at), 'YYYY-MM-DD')) FROM events GROUP BY kind ORDER BY kind;
-- rows
-- close|2024-01-03 09:00:00|2024-03-01
-- note|2024-01-15 12:00:00|2024-03-01
-- open|2024-01-03 08:15:00|2024-03-01
-- end

-- name: ticket text
SELECT '#' || id || ' ' || title || CASE WHEN closed_at IS NULL THEN ' (open)' ELSE '' END FROM tickets WHERE priority <= 2 ORDER BY id;
-- rows
-- #1 Printer on fire
-- #3 VPN does not connect
-- #5 Network slow
-- #6 network: packet loss 5% (open)
-- #7 Server down
-- end

-- name: pairs of tickets of one customer in one month
SELECT a.id, b.id FROM tickets a JOIN tickets b
    ON a.customer_id = b.customer_id AND a.id < b.id AND TO_CHAR(a.opened_at, 'YYYYMM') = TO_CHAR(b.opened_at, 'YYYYMM')
ORDER BY a.id, b.id;
-- rows
-- 1|2
-- 5|6
-- 7|8
-- 9|10
-- end

-- name: a matrix of months
SELECT c.name,
       SUM(CASE WHEN TO_CHAR(t.opened_at, 'MM') = '01' THEN 1 ELSE 0 END) AS jan,
       SUM(CASE WHEN TO_CHAR(t.opened_at, 'MM') = '02' THEN 1 ELSE 0 END) AS feb,
       SUM((TO_CHAR(t.opened_at, 'MM') = '03')::int) AS mar,
       COALESCE(sum(t.priority), 0)::double precision AS prio
FROM customers c JOIN tickets t ON t.customer_id = c.id
GROUP BY c.name
ORDER BY c.name;
-- rows
-- Alpha GmbH|2|0|2|10.0
-- Beta SARL|1|1|0|6.0
-- Delta Inc_|0|0|2|5.0
-- gamma ltd|0|2|0|4.0
-- end

-- name: values list
WITH names(code, label) AS (VALUES (1, 'critical'), (2, 'high'), (3, 'normal'), (4, 'low'))
SELECT n.label, COUNT(t.id) FROM names n LEFT JOIN tickets t ON t.priority = n.code GROUP BY n.code, n.label ORDER BY n.code;
-- rows
-- critical|2
-- high|3
-- normal|3
-- low|2
-- end
