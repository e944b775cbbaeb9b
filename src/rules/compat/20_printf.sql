-- printf() and format() with a format that is known at run time only (https://sqlite.org/printf.html).  The arguments
-- are text, as SQLite would show them.

-- |value| with `digits` behind the point, as %f has it.
CREATE OR REPLACE FUNCTION sqlite_compat.fixed(value numeric, digits int) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT round(abs(value), digits)::text
$$;

-- The same as %e has it: 1.500000e+03.
CREATE OR REPLACE FUNCTION sqlite_compat.scientific(value numeric, digits int) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  power int := CASE WHEN value = 0 THEN 0 ELSE floor(log(abs(value))) END;
  mantissa numeric := round(abs(value) * 10::numeric ^ -power, digits);
BEGIN
  IF mantissa >= 10 THEN
    power := power + 1;
    mantissa := round(abs(value) * 10::numeric ^ -power, digits);
  END IF;
  RETURN mantissa || 'e' || CASE WHEN power < 0 THEN '-' ELSE '+' END || lpad(abs(power)::text, GREATEST(2, length(abs(power)::text)), '0');
END
$$;

-- The same as %g has it: the shorter of the two, without zeros at the end.
CREATE OR REPLACE FUNCTION sqlite_compat.general(value numeric, digits int, zeros boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  significant int := GREATEST(digits, 1);
  e text := sqlite_compat.scientific(value, significant - 1);
  power int := split_part(e, 'e', 2)::int;
  result text;
BEGIN
  IF power < -4 OR power >= significant THEN
    result := split_part(e, 'e', 1);
  ELSE
    result := sqlite_compat.fixed(value, significant - 1 - power);
  END IF;
  IF strpos(result, '.') > 0 AND NOT zeros THEN
    result := rtrim(rtrim(result, '0'), '.');
  END IF;
  RETURN result || CASE WHEN power < -4 OR power >= significant THEN 'e' || split_part(e, 'e', 2) ELSE '' END;
END
$$;

-- A whole number without its sign: its digits in the base, at least `wanted` of them.
CREATE OR REPLACE FUNCTION sqlite_compat.digits(value bigint, conversion text, wanted int) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  unsigned numeric := CASE WHEN value < 0 THEN value + 18446744073709551616 ELSE value END;
  result text := '';
BEGIN
  IF conversion IN ('d', 'i') THEN
    result := abs(value::numeric)::text;
  ELSIF conversion = 'u' THEN
    result := unsigned::text;
  ELSIF conversion = 'o' THEN
    LOOP
      result := (unsigned % 8)::text || result;
      unsigned := div(unsigned, 8);
      EXIT WHEN unsigned = 0;
    END LOOP;
  ELSE
    result := CASE WHEN conversion = 'x' THEN to_hex(value) ELSE upper(to_hex(value)) END;
  END IF;
  RETURN lpad(result, GREATEST(wanted, length(result)), '0');
END
$$;

CREATE OR REPLACE FUNCTION sqlite_compat.printf(format text, VARIADIC arguments text[] DEFAULT '{}') RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  rest text := format;
  result text := '';
  conversion text[];
  flags text;
  width int;
  precision_ int;
  kind text;
  argument text;
  next int := 1;
  body text;
  sign text;
  size int;
BEGIN
  IF format IS NULL THEN
    RETURN NULL;
  END IF;
  WHILE strpos(rest, '%') > 0 LOOP
    result := result || left(rest, strpos(rest, '%') - 1);
    rest := substr(rest, strpos(rest, '%') + 1);
    conversion := regexp_match(rest, '^([-+ #0!,]*)([0-9]+|\*)?(?:(\.)([0-9]*|\*))?[hlL]*([A-Za-z%])');
    IF conversion IS NULL THEN
      RETURN result || CASE WHEN rest = '' THEN '%' ELSE '' END;
    END IF;
    rest := substr(rest, length(substring(rest FROM '^[-+ #0!,]*(?:[0-9]+|\*)?(?:\.(?:[0-9]*|\*))?[hlL]*[A-Za-z%]')) + 1);
    flags := conversion[1];
    kind := conversion[5];
    width := 0;
    IF conversion[2] = '*' THEN
      width := sqlite_compat.to_integer(COALESCE(arguments[next], '0'));
      next := next + 1;
      IF width < 0 THEN
        flags := flags || '-';
        width := -width;
      END IF;
    ELSIF conversion[2] IS NOT NULL THEN
      width := conversion[2]::int;
    END IF;
    precision_ := -1;
    IF conversion[4] = '*' THEN
      precision_ := abs(sqlite_compat.to_integer(COALESCE(arguments[next], '0')));
      next := next + 1;
    ELSIF conversion[3] IS NOT NULL THEN
      precision_ := COALESCE(NULLIF(conversion[4], '')::int, 0);
    END IF;
    IF kind = '%' THEN
      result := result || '%';
      CONTINUE;
    END IF;
    argument := arguments[next];
    next := next + 1;
    sign := '';
    body := '';
    IF kind IN ('d', 'i', 'u', 'x', 'X', 'o', 'p') THEN
      IF kind IN ('d', 'i') THEN
        sign := CASE WHEN sqlite_compat.to_integer(COALESCE(argument, '0')) < 0 THEN '-'
                     WHEN strpos(flags, '+') > 0 THEN '+' WHEN strpos(flags, ' ') > 0 THEN ' ' ELSE '' END;
      END IF;
      size := precision_;
      IF strpos(flags, '0') > 0 AND strpos(flags, '-') = 0 THEN
        size := GREATEST(size, width - length(sign));
      END IF;
      body := sqlite_compat.digits(sqlite_compat.to_integer(COALESCE(argument, '0')), kind, size);
      IF strpos(flags, ',') > 0 AND kind IN ('d', 'i', 'u') THEN
        body := reverse(regexp_replace(reverse(body), '([0-9]{3})(?=[0-9])', '\1,', 'g'));
      END IF;
      IF strpos(flags, '#') > 0 AND body ~ '[^0]' THEN
        sign := CASE kind WHEN 'x' THEN '0x' WHEN 'X' THEN '0X' WHEN 'o' THEN '0' ELSE sign END;
      END IF;
    ELSIF kind IN ('f', 'e', 'E', 'g', 'G') THEN
      IF precision_ < 0 THEN
        precision_ := 6;
      END IF;
      body := CASE lower(kind)
                WHEN 'f' THEN sqlite_compat.fixed(sqlite_compat.to_number(COALESCE(argument, '0')), precision_)
                WHEN 'e' THEN sqlite_compat.scientific(sqlite_compat.to_number(COALESCE(argument, '0')), precision_)
                ELSE sqlite_compat.general(sqlite_compat.to_number(COALESCE(argument, '0')), precision_, strpos(flags, '#') > 0)
              END;
      IF kind IN ('E', 'G') THEN
        body := upper(body);
      END IF;
      sign := CASE WHEN sqlite_compat.to_number(COALESCE(argument, '0')) < 0 AND body ~ '[1-9]' THEN '-'
                   WHEN strpos(flags, '+') > 0 THEN '+' WHEN strpos(flags, ' ') > 0 THEN ' ' ELSE '' END;
      IF strpos(flags, '0') > 0 AND strpos(flags, '-') = 0 THEN
        body := lpad(body, GREATEST(width - length(sign), length(body)), '0');
      END IF;
    ELSIF kind IN ('s', 'z') THEN
      body := COALESCE(argument, '');
    ELSIF kind = 'c' THEN
      body := repeat(left(COALESCE(argument, ''), 1), GREATEST(precision_, 1));
    ELSIF kind IN ('q', 'Q', 'w') THEN
      body := COALESCE(replace(argument, CASE kind WHEN 'w' THEN '"' ELSE '''' END,
                               CASE kind WHEN 'w' THEN '""' ELSE '''''' END),
                       CASE kind WHEN 'Q' THEN 'NULL' ELSE '(NULL)' END);
    ELSE
      RETURN result;
    END IF;
    IF kind IN ('s', 'z', 'q', 'Q', 'w') AND precision_ >= 0 THEN
      body := left(body, precision_);
      WHILE strpos(flags, '!') = 0 AND octet_length(body) > precision_ LOOP
        body := left(body, length(body) - 1);
      END LOOP;
    END IF;
    IF kind = 'Q' AND argument IS NOT NULL THEN
      body := '''' || body || '''';
    END IF;
    body := sign || body;
    size := GREATEST(width - CASE WHEN strpos(flags, '!') > 0 THEN length(body) ELSE octet_length(body) END, 0);
    result := result || CASE WHEN strpos(flags, '-') > 0 THEN body || repeat(' ', size) ELSE repeat(' ', size) || body END;
  END LOOP;
  RETURN result || rest;
END
$$;

CREATE OR REPLACE FUNCTION sqlite_compat.format(format text, VARIADIC arguments text[] DEFAULT '{}') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sqlite_compat.printf(format, VARIADIC arguments)
$$;
