-- Date and time functions whose format or modifiers are known at run time only (https://sqlite.org/lang_datefunc.html).

-- HH:MM, HH:MM:SS, HH:MM:SS.SSS with or without a zone, as an interval; NULL when it is none.
CREATE OR REPLACE FUNCTION sqlite_compat.clock(value text) RETURNS interval
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  p text[] := regexp_match(value, '^([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]+)?)?\s*(?:[Zz]|([-+])([0-9]{2}):([0-9]{2}))?\s*$');
BEGIN
  IF p IS NULL OR p[1]::int > 24 OR p[2]::int > 59 OR p[3]::int > 59 OR p[6]::int > 14 OR p[7]::int > 59 THEN
    RETURN NULL;
  END IF;
  RETURN make_interval(hours => p[1]::int, mins => p[2]::int, secs => COALESCE(p[3], '0')::int)
         + round(COALESCE(p[4], '0')::numeric, 3) * INTERVAL '1 second'
         - CASE WHEN p[5] = '-' THEN -1 ELSE 1 END * make_interval(hours => COALESCE(p[6], '0')::int, mins => COALESCE(p[7], '0')::int);
END
$$;

-- A step of months, from the first of a month: days past the month's end run over.
CREATE OR REPLACE FUNCTION sqlite_compat.add_months(value timestamp, months int) RETURNS timestamp
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT date_trunc('month', value) + make_interval(months => months) + (value - date_trunc('month', value))
$$;

-- The moment that a time value and its modifiers name; NULL when SQLite gives NULL.
CREATE OR REPLACE FUNCTION sqlite_compat.moment(value text, VARIADIC modifiers text[] DEFAULT '{}') RETURNS timestamp
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  p text[];
  t timestamp;
  number double precision;
  m text;
  sign int;
  amount double precision;
  whole int;
  over int := 0; -- days that the last step of months ran over
  first boolean := true;
BEGIN
  IF value IS NULL OR array_position(modifiers, NULL) IS NOT NULL THEN
    RETURN NULL;
  END IF;
  p := regexp_match(value, '^([0-9]{4})-([0-9]{2})-([0-9]{2})[\sT]*([0-9]{2}:[0-9]{2}.*)?$');
  IF p IS NOT NULL THEN
    IF p[2]::int NOT BETWEEN 1 AND 12 OR p[3]::int NOT BETWEEN 1 AND 31 THEN
      RETURN NULL;
    END IF;
    t := make_date(CASE WHEN p[1]::int = 0 THEN -1 ELSE p[1]::int END, p[2]::int, 1) + (p[3]::int - 1)
         + COALESCE(sqlite_compat.clock(p[4]), CASE WHEN p[4] IS NULL THEN INTERVAL '0' END);
  ELSIF sqlite_compat.clock(value) IS NOT NULL THEN
    t := TIMESTAMP '2000-01-01' + sqlite_compat.clock(value);
  ELSIF lower(value) IN ('now', 'subsec', 'subsecond') THEN
    t := CURRENT_TIMESTAMP AT TIME ZONE 'UTC';
  ELSIF value ~ '^\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?\s*$' THEN
    number := trim(value)::double precision;
    m := lower(modifiers[1]);
    IF m = 'unixepoch' OR (m = 'auto' AND NOT (number >= 0 AND number < 5373484.5)) THEN
      IF number BETWEEN -210866760000 AND 253402300799.999 THEN
        t := TIMESTAMP '1970-01-01' + round(number::numeric, 3) * INTERVAL '1 second';
      END IF;
    ELSIF number >= 0 AND number < 5373484.5 THEN
      t := TIMESTAMP '1970-01-01' + round(((number - 2440587.5) * 86400)::numeric, 3) * INTERVAL '1 second';
    END IF;
  END IF;
  FOREACH m IN ARRAY modifiers LOOP
    IF t IS NULL THEN
      RETURN NULL;
    END IF;
    m := lower(m);
    IF m ~ '^[-+]?[0-9.]+(e[-+]?[0-9]+)?\s+(second|minute|hour|day|month|year)s?$' THEN
      p := regexp_match(m, '^([-+]?)(\S+)\s+([a-z]+?)s?$');
      sign := CASE p[1] WHEN '-' THEN -1 ELSE 1 END;
      amount := p[2]::double precision;
      whole := 0;
      IF p[3] IN ('month', 'year') THEN
        whole := trunc(amount);
        over := EXTRACT(day FROM t);
        t := sqlite_compat.add_months(t, sign * whole * CASE p[3] WHEN 'year' THEN 12 ELSE 1 END);
        over := CASE WHEN EXTRACT(day FROM t)::int < over THEN EXTRACT(day FROM t) ELSE 0 END;
      END IF;
      t := t + round((sign * (amount - whole) * CASE p[3] WHEN 'second' THEN 1 WHEN 'minute' THEN 60 WHEN 'hour' THEN 3600
             WHEN 'day' THEN 86400 WHEN 'month' THEN 2592000 ELSE 31536000 END)::numeric, 3) * INTERVAL '1 second';
    ELSIF m ~ '^[-+]?[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$' THEN
      t := t + CASE WHEN m LIKE '-%' THEN -1 ELSE 1 END
             * (sqlite_compat.clock(ltrim(m, '-+')) - CASE WHEN m ~ '^[-+]?24' THEN INTERVAL '24 hours' ELSE INTERVAL '0' END);
    ELSIF m ~ '^[-+][0-9]{4}-[0-9]{2}-[0-9]{2}(\s+[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?$' THEN
      p := regexp_match(m, '^(.)([0-9]{4})-([0-9]{2})-([0-9]{2})\s*(.*)$');
      IF p[3]::int > 11 OR p[4]::int > 30 THEN
        RETURN NULL;
      END IF;
      sign := CASE p[1] WHEN '-' THEN -1 ELSE 1 END;
      t := sqlite_compat.add_months(t, sign * (p[2]::int * 12 + p[3]::int)) + sign * p[4]::int * INTERVAL '1 day'
           + sign * COALESCE(sqlite_compat.clock(NULLIF(p[5], '')), INTERVAL '0');
    ELSIF m IN ('start of day', 'start of month', 'start of year') THEN
      t := date_trunc(substr(m, 10), t);
    ELSIF m ~ '^weekday\s+[0-6](\.0*)?$' THEN
      t := t + (substring(m FROM '[0-6]')::int + 7 - EXTRACT(dow FROM t)::int) % 7 * INTERVAL '1 day';
    ELSIF m = 'floor' THEN
      t := t - over * INTERVAL '1 day';
    ELSIF m = 'localtime' THEN
      t := (t AT TIME ZONE 'UTC')::timestamp;
    ELSIF m = 'utc' THEN
      t := t::timestamptz AT TIME ZONE 'UTC';
    ELSIF m IN ('unixepoch', 'julianday') THEN
      IF number IS NULL OR NOT first THEN
        RETURN NULL;
      END IF;
    ELSIF m NOT IN ('auto', 'ceiling', 'subsec', 'subsecond') THEN
      RETURN NULL;
    END IF;
    first := false;
  END LOOP;
  RETURN CASE WHEN t >= TIMESTAMP '4714-11-24 00:00:00 BC' AND t < TIMESTAMP '10000-01-01' THEN t END;
END
$$;

CREATE OR REPLACE FUNCTION sqlite_compat.julianday(value text DEFAULT 'now', VARIADIC modifiers text[] DEFAULT '{}') RETURNS double precision
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXTRACT(epoch FROM sqlite_compat.moment(value, VARIADIC modifiers))::double precision / 86400 + 2440587.5
$$;

CREATE OR REPLACE FUNCTION sqlite_compat.unixepoch(value text DEFAULT 'now', VARIADIC modifiers text[] DEFAULT '{}') RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT floor(EXTRACT(epoch FROM sqlite_compat.moment(value, VARIADIC modifiers)))::bigint
$$;

CREATE OR REPLACE FUNCTION sqlite_compat.strftime(format text, value text DEFAULT 'now', VARIADIC modifiers text[] DEFAULT '{}') RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  t timestamp := sqlite_compat.moment(value, VARIADIC modifiers);
  year int := EXTRACT(year FROM t)::int + (EXTRACT(year FROM t) < 0)::int; -- the year before 1 is 0
  doy int := EXTRACT(doy FROM t);
  dow int := EXTRACT(dow FROM t);
  hour int := EXTRACT(hour FROM t);
  rest text := format;
  result text := '';
  piece text;
BEGIN
  IF t IS NULL OR format IS NULL THEN
    RETURN NULL;
  END IF;
  WHILE strpos(rest, '%') > 0 LOOP
    result := result || left(rest, strpos(rest, '%') - 1);
    rest := substr(rest, strpos(rest, '%') + 1);
    piece := CASE left(rest, 1)
      WHEN '%' THEN '%'
      WHEN 'd' THEN to_char(t, 'DD')
      WHEN 'e' THEN lpad(to_char(t, 'FMDD'), 2)
      WHEN 'f' THEN to_char(t, 'SS.MS')
      WHEN 'F' THEN to_char(year, 'FM0000') || to_char(t, '-MM-DD')
      WHEN 'G' THEN to_char(t, 'IYYY')
      WHEN 'g' THEN to_char(t, 'IY')
      WHEN 'H' THEN to_char(t, 'HH24')
      WHEN 'I' THEN to_char(t, 'HH12')
      WHEN 'j' THEN to_char(t, 'DDD')
      WHEN 'J' THEN (EXTRACT(epoch FROM t)::double precision / 86400 + 2440587.5)::text
      WHEN 'k' THEN lpad(hour::text, 2)
      WHEN 'l' THEN lpad(to_char(t, 'FMHH12'), 2)
      WHEN 'm' THEN to_char(t, 'MM')
      WHEN 'M' THEN to_char(t, 'MI')
      WHEN 'p' THEN to_char(t, 'AM')
      WHEN 'P' THEN to_char(t, 'am')
      WHEN 'R' THEN to_char(t, 'HH24:MI')
      WHEN 's' THEN floor(EXTRACT(epoch FROM t))::bigint::text
      WHEN 'S' THEN to_char(t, 'SS')
      WHEN 'T' THEN to_char(t, 'HH24:MI:SS')
      WHEN 'u' THEN to_char(t, 'ID')
      WHEN 'U' THEN to_char((doy + 6 - dow) / 7, 'FM00')
      WHEN 'V' THEN to_char(t, 'IW')
      WHEN 'w' THEN dow::text
      WHEN 'W' THEN to_char((doy + 6 - (dow + 6) % 7) / 7, 'FM00')
      WHEN 'Y' THEN to_char(year, 'FM0000')
    END;
    IF piece IS NULL THEN
      RETURN NULL;
    END IF;
    result := result || piece;
    rest := substr(rest, 2);
  END LOOP;
  RETURN result || rest;
END
$$;

CREATE OR REPLACE FUNCTION sqlite_compat.date(value text DEFAULT 'now', VARIADIC modifiers text[] DEFAULT '{}') RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT sqlite_compat.strftime('%Y-%m-%d', value, VARIADIC modifiers)
$$;

CREATE OR REPLACE FUNCTION sqlite_compat.time(value text DEFAULT 'now', VARIADIC modifiers text[] DEFAULT '{}') RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT sqlite_compat.strftime(CASE WHEN modifiers && ARRAY['subsec', 'subsecond'] THEN '%H:%M:%f' ELSE '%H:%M:%S' END,
                                value, VARIADIC modifiers)
$$;

CREATE OR REPLACE FUNCTION sqlite_compat.datetime(value text DEFAULT 'now', VARIADIC modifiers text[] DEFAULT '{}') RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT sqlite_compat.strftime(CASE WHEN modifiers && ARRAY['subsec', 'subsecond'] THEN '%Y-%m-%d %H:%M:%f' ELSE '%Y-%m-%d %H:%M:%S' END,
                                value, VARIADIC modifiers)
$$;

-- timediff(a, b): the years, months, days and time of day that lead from b to a.
CREATE OR REPLACE FUNCTION sqlite_compat.timediff(a text, b text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  x timestamp := sqlite_compat.moment(a);
  y timestamp := sqlite_compat.moment(b);
  months int;
  rest interval;
BEGIN
  IF x IS NULL OR y IS NULL THEN
    RETURN NULL;
  END IF;
  months := (EXTRACT(year FROM x) - EXTRACT(year FROM y)) * 12 + EXTRACT(month FROM x) - EXTRACT(month FROM y);
  IF x >= y THEN
    WHILE sqlite_compat.add_months(y, months) > x LOOP
      months := months - 1;
    END LOOP;
    rest := x - sqlite_compat.add_months(y, months);
  ELSE
    WHILE sqlite_compat.add_months(y, months) < x LOOP
      months := months + 1;
    END LOOP;
    rest := sqlite_compat.add_months(y, months) - x;
  END IF;
  months := abs(months);
  RETURN CASE WHEN x >= y THEN '+' ELSE '-' END || to_char(months / 12, 'FM0000') || '-' || to_char(months % 12, 'FM00') || '-'
         || to_char(EXTRACT(day FROM rest)::int, 'FM00') || ' ' || to_char(rest - EXTRACT(day FROM rest)::int * INTERVAL '1 day', 'HH24:MI:SS.MS');
END
$$;
