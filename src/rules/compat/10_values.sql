-- Values as SQLite reads and shows them (https://sqlite.org/datatype3.html).

-- The number that text begins with; 0 when there is none.
CREATE OR REPLACE FUNCTION sqlite_compat.to_number(value text) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT COALESCE(substring(value FROM '^[ \t\n\v\f\r]*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?)')::numeric, 0)
$$;

-- The whole number that text begins with, kept within 64 bits; 0 when there is none.  1.2e-05 is a REAL as it is shown.
CREATE OR REPLACE FUNCTION sqlite_compat.to_integer(value text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT LEAST(GREATEST(CASE WHEN value ~ '^-?[0-9]\.[0-9]+e[-+][0-9]{2,3}$' THEN trunc(value::numeric)
                             ELSE COALESCE(substring(value FROM '^[ \t\n\v\f\r]*([-+]?[0-9]+)')::numeric, 0) END,
                        -9223372036854775808), 9223372036854775807)::bigint
$$;

-- A REAL as SQLite shows it: 15 digits, always with a point.
CREATE OR REPLACE FUNCTION sqlite_compat.real_text(value double precision) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  e text;
  digits text;
  power int;
  result text;
BEGIN
  IF value IN ('Infinity', '-Infinity', 'NaN') THEN
    RETURN CASE WHEN value = 'Infinity' THEN 'Inf' WHEN value = '-Infinity' THEN '-Inf' END;
  ELSIF value = 0 THEN
    RETURN '0.0';
  END IF;
  e := trim(to_char(abs(value), '9.99999999999999EEEE'));
  digits := rtrim(replace(split_part(e, 'e', 1), '.', ''), '0');
  power := split_part(e, 'e', 2)::int;
  result := CASE
    WHEN power < -4 OR power > 14 THEN
      left(digits, 1) || '.' || COALESCE(NULLIF(substr(digits, 2), ''), '0') || 'e' || CASE WHEN power < 0 THEN '-' ELSE '+' END
        || lpad(abs(power)::text, GREATEST(2, length(abs(power)::text)), '0')
    WHEN power < 0 THEN '0.' || repeat('0', -power - 1) || digits
    WHEN length(digits) <= power + 1 THEN rpad(digits, power + 1, '0') || '.0'
    ELSE left(digits, power + 1) || '.' || substr(digits, power + 2)
  END;
  RETURN CASE WHEN value < 0 THEN '-' ELSE '' END || result;
END
$$;

-- soundex(): the sound of the first word; ?000 when there is no letter.  SQLite looks at bytes, seven bits of each.
CREATE OR REPLACE FUNCTION sqlite_compat.soundex(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  codes CONSTANT text := '01230120022455012623010202'; -- of A to Z
  word bytea := convert_to(regexp_replace(COALESCE(value, ''), '^[^A-Za-z]+', ''), 'UTF8');
  result text := '';
  letter int;
  code text;
  before text := '';
BEGIN
  FOR i IN 0 .. length(word) - 1 LOOP
    EXIT WHEN length(result) = 4;
    letter := ascii(upper(chr(GREATEST(get_byte(word, i) & 127, 1)) COLLATE "C"));
    code := CASE WHEN letter BETWEEN 65 AND 90 THEN substr(codes, letter - 64, 1) ELSE '0' END;
    IF i = 0 THEN
      result := chr(letter);
    ELSIF code <> '0' AND code <> before THEN
      result := result || code;
    END IF;
    before := code;
  END LOOP;
  RETURN CASE WHEN result = '' THEN '?000' ELSE rpad(result, 4, '0') END;
END
$$;

-- substr(): a negative start counts from the end, a negative length takes what stands before the start.
CREATE OR REPLACE FUNCTION sqlite_compat.substr(value text, start bigint, len bigint DEFAULT 9223372036854775807) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  n CONSTANT bigint := length(value);
  first numeric := start - 1;
  size numeric := len;
BEGIN
  IF start < 0 THEN
    first := n + start;
    IF first < 0 AND size > 0 THEN
      size := GREATEST(size + first, 0);
      first := 0;
    END IF;
  ELSIF start = 0 AND size > 0 THEN
    size := size - 1;
    first := 0;
  END IF;
  IF size < 0 THEN
    size := -size;
    first := first - size;
    IF start = 0 THEN
      first := first + 1;
    END IF;
    IF first < 0 THEN
      size := GREATEST(size + first, 0);
      first := 0;
    END IF;
  END IF;
  RETURN substr(value, LEAST(first, n)::int + 1, LEAST(size, n)::int);
END
$$;

-- GLOB: * any text, ? one character, [a-z] and [^a-z] one of a set; case counts.
CREATE OR REPLACE FUNCTION sqlite_compat.glob(pattern text, value text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  re text := '^';
  i int := 1;
  c text;
  members text;
  negated boolean;
BEGIN
  WHILE i <= length(pattern) LOOP
    c := substr(pattern, i, 1);
    i := i + 1;
    IF c = '*' THEN
      re := re || '.*';
    ELSIF c = '?' THEN
      re := re || '.';
    ELSIF c = '[' THEN
      negated := substr(pattern, i, 1) = '^';
      i := i + negated::int;
      members := '';
      IF substr(pattern, i, 1) = ']' THEN
        members := '\]';
        i := i + 1;
      END IF;
      LOOP
        c := substr(pattern, i, 1);
        i := i + 1;
        IF c = '' THEN
          RETURN false; -- a set that never ends
        END IF;
        EXIT WHEN c = ']';
        IF c = '-' AND members <> '' AND substr(pattern, i, 1) NOT IN (']', '') THEN
          IF ascii(substr(pattern, i - 2, 1)) <= ascii(substr(pattern, i, 1)) THEN
            members := members || '-' || regexp_replace(substr(pattern, i, 1), '([^[:alnum:]])', '\\\1');
          END IF;
          i := i + 1;
        ELSE
          members := members || regexp_replace(c, '([^[:alnum:]])', '\\\1');
        END IF;
      END LOOP;
      re := re || CASE WHEN members <> '' THEN '[' || CASE WHEN negated THEN '^' ELSE '' END || members || ']'
                       WHEN negated THEN '.' ELSE '(?!)' END;
    ELSE
      re := re || regexp_replace(c, '([^[:alnum:]])', '\\\1');
    END IF;
  END LOOP;
  RETURN value COLLATE "C" ~ (re || '$');
END
$$;
