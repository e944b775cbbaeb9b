-- JSON as SQLite has it (https://sqlite.org/json1.html): in the order and spelling it was written in, without blanks.

CREATE OR REPLACE FUNCTION sqlite_compat.json_valid(value text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  PERFORM value::json;
  RETURN true;
EXCEPTION WHEN OTHERS THEN
  RETURN false;
END
$$;

-- json(): the same text without blanks.
CREATE OR REPLACE FUNCTION sqlite_compat.json(value json) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF json_typeof(value) = 'object' THEN
    RETURN (SELECT '{' || COALESCE(string_agg(to_json(e.key)::text || ':' || sqlite_compat.json(e.value), ',' ORDER BY e.n), '') || '}'
            FROM json_each(value) WITH ORDINALITY AS e(key, value, n));
  ELSIF json_typeof(value) = 'array' THEN
    RETURN (SELECT '[' || COALESCE(string_agg(sqlite_compat.json(e.value), ',' ORDER BY e.n), '') || ']'
            FROM json_array_elements(value) WITH ORDINALITY AS e(value, n));
  END IF;
  RETURN trim(E' \t\n\r' FROM value::text);
END
$$;

-- json_patch(): RFC 7396.
CREATE OR REPLACE FUNCTION sqlite_compat.json_patch(target json, patch json) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF target IS NULL OR patch IS NULL THEN
    RETURN NULL;
  ELSIF json_typeof(patch) <> 'object' THEN
    RETURN sqlite_compat.json(patch);
  ELSIF json_typeof(target) <> 'object' THEN
    target := '{}';
  END IF;
  RETURN (
    SELECT '{' || COALESCE(string_agg(to_json(e.key)::text || ':' || e.value, ',' ORDER BY e.side, e.n), '') || '}'
    FROM (
      SELECT 1 AS side, t.n, t.key,
             CASE WHEN p.key IS NULL THEN sqlite_compat.json(t.value) ELSE sqlite_compat.json_patch(t.value, p.value) END AS value
      FROM json_each(target) WITH ORDINALITY AS t(key, value, n) LEFT JOIN json_each(patch) AS p ON p.key = t.key
      WHERE p.key IS NULL OR json_typeof(p.value) <> 'null'
      UNION ALL
      SELECT 2, p.n, p.key, sqlite_compat.json_patch('{}', p.value)
      FROM json_each(patch) WITH ORDINALITY AS p(key, value, n)
      WHERE json_typeof(p.value) <> 'null' AND NOT EXISTS (SELECT 1 FROM json_each(target) AS t WHERE t.key = p.key)
    ) AS e);
END
$$;

-- json_type().
CREATE OR REPLACE FUNCTION sqlite_compat.json_type(value json) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE json_typeof(value)
           WHEN 'string' THEN 'text'
           WHEN 'boolean' THEN trim(value::text)
           WHEN 'number' THEN CASE WHEN value::text ~ '[.eE]' THEN 'real' ELSE 'integer' END
           ELSE json_typeof(value)
         END
$$;

-- What json_extract() and ->> show, as text: strings bare, true and false as 1 and 0, the rest as JSON.
CREATE OR REPLACE FUNCTION sqlite_compat.json_value(value json) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE json_typeof(value)
           WHEN 'string' THEN value #>> '{}'
           WHEN 'null' THEN NULL
           WHEN 'boolean' THEN CASE WHEN trim(value::text) = 'true' THEN '1' ELSE '0' END
           ELSE sqlite_compat.json(value)
         END
$$;

-- One more step of a path: $.a, $."a b".
CREATE OR REPLACE FUNCTION sqlite_compat.json_label(path text, key text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT path || CASE WHEN key ~ '^[A-Za-z][A-Za-z0-9]*$' THEN '.' || key ELSE '."' || key || '"' END
$$;

-- A path as PostgreSQL's: $.a.b[0] is {a,b,0}.
CREATE OR REPLACE FUNCTION sqlite_compat.json_path(path text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT COALESCE(array_agg(COALESCE(p.m[1], p.m[2], p.m[3]) ORDER BY p.n), '{}')
  FROM regexp_matches(path, '\."([^"]*)"|\.([^.\[]+)|\[#?(-?[0-9]+)\]', 'g') WITH ORDINALITY AS p(m, n)
$$;

-- json_extract() and ->> with a path that is known at run time only.
CREATE OR REPLACE FUNCTION sqlite_compat.json_extract(value json, path text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT sqlite_compat.json_value(value #> sqlite_compat.json_path(CASE WHEN path LIKE '$%' THEN path ELSE '."' || path || '"' END))
$$;

CREATE OR REPLACE FUNCTION sqlite_compat.json_each(document json, start text DEFAULT '$',
  OUT key text, OUT value text, OUT type text, OUT atom text, OUT id bigint, OUT parent bigint, OUT fullkey text, OUT path text)
RETURNS SETOF record
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  root CONSTANT json := document #> sqlite_compat.json_path(start);
BEGIN
  IF root IS NULL THEN
    RETURN;
  ELSIF json_typeof(root) = 'object' THEN
    RETURN QUERY
      SELECT e.key, sqlite_compat.json_value(e.value), sqlite_compat.json_type(e.value),
             CASE WHEN json_typeof(e.value) IN ('object', 'array') THEN NULL ELSE sqlite_compat.json_value(e.value) END,
             e.n, NULL::bigint, sqlite_compat.json_label(start, e.key), start
      FROM json_each(root) WITH ORDINALITY AS e(key, value, n) ORDER BY e.n;
  ELSIF json_typeof(root) = 'array' THEN
    RETURN QUERY
      SELECT (e.n - 1)::text, sqlite_compat.json_value(e.value), sqlite_compat.json_type(e.value),
             CASE WHEN json_typeof(e.value) IN ('object', 'array') THEN NULL ELSE sqlite_compat.json_value(e.value) END,
             e.n, NULL::bigint, start || '[' || e.n - 1 || ']', start
      FROM json_array_elements(root) WITH ORDINALITY AS e(value, n) ORDER BY e.n;
  ELSE
    RETURN QUERY
      SELECT NULL::text, sqlite_compat.json_value(root), sqlite_compat.json_type(root), sqlite_compat.json_value(root),
             0::bigint, NULL::bigint, start, start;
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION sqlite_compat.json_tree(document json, start text DEFAULT '$',
  OUT key text, OUT value text, OUT type text, OUT atom text, OUT id bigint, OUT parent bigint, OUT fullkey text, OUT path text)
RETURNS SETOF record
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH RECURSIVE tree(key, node, fullkey, path, rank) AS (
    SELECT NULL::text, document #> sqlite_compat.json_path(start), start,
           regexp_replace(start, '(\.[^.\[]*|\."[^"]*"|\[[^\]]*\])$', ''), '{}'::bigint[]
    UNION ALL
    SELECT c.key, c.node, CASE WHEN c.isobject THEN sqlite_compat.json_label(t.fullkey, c.key) ELSE t.fullkey || '[' || c.key || ']' END,
           t.fullkey, t.rank || c.n
    FROM tree AS t CROSS JOIN LATERAL (
      SELECT e.key, e.value AS node, e.n, true AS isobject
      FROM json_each(CASE WHEN json_typeof(t.node) = 'object' THEN t.node ELSE '{}' END) WITH ORDINALITY AS e(key, value, n)
      UNION ALL
      SELECT (e.n - 1)::text, e.value, e.n, false
      FROM json_array_elements(CASE WHEN json_typeof(t.node) = 'array' THEN t.node ELSE '[]' END) WITH ORDINALITY AS e(value, n)
    ) AS c
  ), numbered AS (
    SELECT t.*, row_number() OVER (ORDER BY t.rank) - 1 AS id FROM tree AS t WHERE t.node IS NOT NULL
  )
  SELECT n.key, sqlite_compat.json_value(n.node), sqlite_compat.json_type(n.node),
         CASE WHEN json_typeof(n.node) IN ('object', 'array') THEN NULL ELSE sqlite_compat.json_value(n.node) END,
         n.id, p.id, n.fullkey, n.path
  FROM numbered AS n LEFT JOIN numbered AS p ON p.rank = n.rank[1:cardinality(n.rank) - 1] AND cardinality(n.rank) > 0
  ORDER BY n.rank
$$;
