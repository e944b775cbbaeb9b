/* printf() and format() with a constant format: PostgreSQL's format() with %s, each number made into text the
   way its conversion says.  Formats that are not constant, %g, %o, a precision from an argument and more
   conversions than arguments need the function sqlite_compat.printf(). */
#include "emit/rw.h"

enum { MOST = 8 }; /* conversions */

typedef struct Conv {
    char spec;
    bool minus, zero, comma, plus;
    bool other;           /* a flag that PostgreSQL cannot say: blank, # or ! */
    bool star;            /* the width is an argument */
    int width, precision; /* -1: none */
} Conv;

typedef struct Call {
    const Node *n;
    const char *why; /* set: the call is left */
    const char *near;
    Str format;            /* PostgreSQL's */
    const char *arg[MOST]; /* templates */
    uint32_t nargs;
    bool plain; /* nothing but one %s without width: the argument itself will do */
} Call;

static size_t number_at(Str f, size_t i, int *out)
{
    int v = 0;
    for (; i < f.n && ascii_digit(f.p[i]) && v < 1000; i++)
        v = v * 10 + (f.p[i] - '0');
    *out = v;
    return i;
}

/* The conversion after a '%' at f[i]; the index behind it. */
static size_t read_conv(Str f, size_t i, Conv *c)
{
    *c = (Conv){.width = -1, .precision = -1};
    for (; i < f.n; i++) {
        char ch = f.p[i];
        if (ch == '-')
            c->minus = true;
        else if (ch == '0')
            c->zero = true;
        else if (ch == ',')
            c->comma = true;
        else if (ch == '+')
            c->plus = true;
        else if (ch == ' ' || ch == '#' || ch == '!')
            c->other = true;
        else
            break;
    }
    if (i < f.n && f.p[i] == '*')
        c->star = true, c->other |= c->zero, i++;
    else if (i < f.n && ascii_digit(f.p[i]))
        i = number_at(f, i, &c->width);
    if (i < f.n && f.p[i] == '.')
        i = number_at(f, i + 1, &c->precision);
    if (i < f.n && f.p[i] == '*')
        c->other = true, i++;
    while (i < f.n && f.p[i] == 'l')
        i++;
    c->spec = i < f.n ? f.p[i] : 0;
    return i + 1;
}

static const char NEGATIVE[] = "a negative number padded with zeros comes out one character longer";

static bool never_negative(Rw *rw, const Node *x)
{
    int64_t v;
    x = sema_strip(x);
    if (rw_integer(rw, x, &v))
        return v >= 0;
    if (x->kind == ND_CAST)
        return rw_info(rw, x->kid[CAST_X])->meaning == MEAN_DIGITS;
    return rw_is_call(rw, x, "count") || rw_is_call(rw, x, "length") || rw_is_call(rw, x, "abs") ||
           rw_is_call(rw, x, "row_number");
}

/* The argument as an integer, zero for NULL. */
static const char *integer(Rw *rw, Call *c, const Node *x, uint32_t i)
{
    PgType t = rw_type(rw, x);
    bool null = rw_info(rw, x)->nullable;
    if (t == PG_FLOAT8 || t == PG_NUMERIC)
        return rw_fmt(rw, null ? "COALESCE(trunc({%u})::bigint, 0)" : "trunc({%u})::bigint", i).p;
    if (t == PG_PARAM || t == PG_UNKNOWN) {
        c->near = "%d of a value of unknown type: text and fractions are errors in PostgreSQL";
        return rw_fmt(rw, "COALESCE({%u}::bigint, 0)", i).p;
    }
    if (t == PG_TEXT || t == PG_LIT)
        return rw_fmt(rw, "COALESCE(substring({%u} FROM '^\\s*([-+]?[0-9]+)')::bigint, 0)", i).p;
    if (pg_family(t) != FAM_NUMBER && t != PG_BOOL && t != PG_NULL) {
        c->why = "%d of a date or a blob reads its leading digits";
        return NULL;
    }
    const char *slot = t == PG_BOOL ? ":int" : "";
    return rw_fmt(rw, null ? "COALESCE({%u%s}, 0)" : "{%u%s}", i, slot).p;
}

/* "FM000" and kin: `zeros` digits always, the rest where the number has them, in groups of three with commas.
 */
static const char *mask(Rw *rw, int zeros, int digits, bool comma)
{
    char m[64];
    size_t n = 0;
    for (int i = digits; i > 0 && n < 40; i--) {
        m[n++] = i <= zeros ? '0' : '9';
        if (comma && i > 1 && i % 3 == 1)
            m[n++] = ',';
    }
    return rw_fmt(rw, "%.*s", (int)n, m).p;
}

/* x % 60 has two. */
static int most_digits(Rw *rw, const Node *x)
{
    int64_t m;
    const Node *s = sema_strip(x);
    if (s->kind == ND_BINARY && s->op == TK_REM && rw_integer(rw, s->kid[BINARY_R], &m) && m > 0 &&
        m < 1000000)
        return (int)rw_fmt(rw, "%lld", (long long)m - 1).n;
    return rw_type(rw, x) == PG_INT ? 10 : 18;
}

static const char *whole(Rw *rw, Call *c, const Conv *v, const Node *x, uint32_t i)
{
    const char *value = integer(rw, c, x, i);
    if (!value)
        return NULL;
    bool pad = v->zero && !v->minus && v->width > 0;
    if (v->precision >= 0 || (pad && (v->comma || v->plus || v->width > 18)))
        return c->why = "a precision of %d, or zeros together with signs", NULL;
    if (!pad && !v->comma && !v->plus)
        return value;
    if (pad && !never_negative(rw, x))
        c->near = NEGATIVE;
    int digits = most_digits(rw, x);
    if (pad && v->width > digits)
        digits = v->width;
    const char *m = mask(rw, pad ? v->width : 1, digits, v->comma);
    return rw_fmt(rw, v->plus ? "TO_CHAR(%s, 'FMSG%s')" : "TO_CHAR(%s, 'FM%s')", value, m).p;
}

/* %08.3f */
static const char *zero_fixed(Rw *rw, Call *c, const Node *x, const char *value, int width, int digits)
{
    static const char nines[] = "999999999999999999", zeros[] = "000000000000000000";
    int before = digits ? width - digits - 1 : width;
    if (before > 18)
        return c->why = "%f padded with so many zeros", NULL;
    if (!never_negative(rw, x))
        c->near = NEGATIVE;
    return rw_fmt(rw, "TO_CHAR(%s, 'FM%s%s%s%.*s')", value, nines + before, zeros + 18 - before,
                  digits ? "." : "", digits, zeros)
        .p;
}

static const char *fixed(Rw *rw, Call *c, const Conv *v, const Node *x, uint32_t i)
{
    PgType t = rw_type(rw, x);
    int digits = v->precision < 0 ? 6 : v->precision;
    if (v->comma)
        return c->why = "%,f has commas in newer versions of SQLite only", NULL;
    if (pg_family(t) == FAM_TEMPORAL || t == PG_BYTEA || t == PG_BOOL || v->plus || digits > 15)
        return c->why = "%f of this type, or with its sign", NULL;
    if (t == PG_PARAM || t == PG_UNKNOWN || t == PG_LIT)
        c->near = "%f of a value that may be text: text that is no number is an error in PostgreSQL";
    bool exact = t == PG_NUMERIC || t == PG_INT || t == PG_BIGINT;
    const char *value = rw_fmt(rw, exact ? "{%u}" : t == PG_TEXT ? "{%u:numeric}" : "{%u}::numeric", i).p;
    bool null = rw_info(rw, x)->nullable;
    if (v->zero && !v->minus && v->width > digits + 1)
        return zero_fixed(rw, c, x, null ? rw_fmt(rw, "COALESCE(%s, 0)", value).p : value, v->width, digits);
    return rw_fmt(rw, null ? "COALESCE(round(%s, %d), %.*f)" : "round(%s, %d)", value, digits, digits, 0.0).p;
}

static bool is_ascii(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static const char *string(Rw *rw, Call *c, const Conv *v, const Node *x, uint32_t i)
{
    PgType t = rw_type(rw, x);
    bool as_is =
        t == PG_TEXT || t == PG_LIT || t == PG_INT || t == PG_BIGINT || t == PG_UNKNOWN || t == PG_NULL;
    Str s;
    if ((v->width > 0 || v->star || v->precision >= 0) && !(rw_string(rw, x, &s) && is_ascii(s)))
        c->near = "the width counts bytes in SQLite and characters in PostgreSQL";
    const char *cast = t == PG_PARAM ? "::text" : "";
    if (v->precision >= 0)
        return rw_fmt(rw, "left({%u:text}%s, %d)", i, cast, v->precision).p;
    if (t == PG_BOOL)
        return rw_fmt(rw, "{%u:int}", i).p;
    return as_is ? rw_fmt(rw, "{%u}", i).p : rw_fmt(rw, "{%u:text}%s", i, cast).p;
}

static const char *hexadecimal(Rw *rw, Call *c, const Conv *v, const Node *x, uint32_t i)
{
    const char *value = integer(rw, c, x, i);
    if (!value || v->precision >= 0)
        return NULL;
    const char *wide = rw_type(rw, x) == PG_INT && !never_negative(rw, x) ? "::bigint" : "";
    const char *t = rw_fmt(rw, v->spec == 'x' ? "to_hex(%s%s)" : "upper(to_hex(%s%s))", value, wide).p;
    if (!v->zero || v->minus || v->width <= 0)
        return t;
    c->near = "a number of more digits than the width is cut off";
    return rw_fmt(rw, "lpad(%s, %d, '0')", t, v->width).p;
}

/* %e: 7.500000e+00 */
static const char *exponent(Rw *rw, Call *c, const Conv *v, const Node *x, uint32_t i)
{
    PgType t = rw_type(rw, x);
    int digits = v->precision < 0 ? 6 : v->precision;
    if (pg_family(t) != FAM_NUMBER || v->plus || v->zero || digits > 14)
        return c->why = "%e of this type, or padded with zeros", NULL;
    Str m = digits ? rw_fmt(rw, "9.%.*sEEEE", digits, "99999999999999") : STR("9EEEE");
    const char *value = rw_fmt(rw, rw_info(rw, x)->nullable ? "COALESCE({%u}, 0)" : "{%u}", i).p;
    const char *text = rw_fmt(rw, "trim(TO_CHAR(%s, '%s'))", value, m.p).p;
    return v->spec == 'e' ? text : rw_fmt(rw, "upper(%s)", text).p;
}

/* %q doubles single quotes, %Q puts the text between them too, %w doubles double ones. */
static const char *escaped(Rw *rw, Call *c, const Conv *v, const Node *x, uint32_t i)
{
    PgType t = rw_type(rw, x);
    if ((t != PG_TEXT && t != PG_LIT) || v->width > 0 || v->precision >= 0)
        return c->why = "%q, %Q or %w of a value that is not known to be text", NULL;
    const char *text = v->spec == 'w'   ? rw_fmt(rw, "replace({%u}, '\"', '\"\"')", i).p
                       : v->spec == 'q' ? rw_fmt(rw, "replace({%u}, '''', '''''')", i).p
                                        : rw_fmt(rw, "'''' || replace({%u}, '''', '''''') || ''''", i).p;
    if (!rw_info(rw, x)->nullable)
        return text;
    return rw_fmt(rw, "COALESCE(%s, '%s')", text, v->spec == 'Q' ? "NULL" : "(NULL)").p;
}

static const char *convert(Rw *rw, Call *c, const Conv *v, const Node *x, uint32_t i)
{
    switch (v->spec) {
    case 'd':
    case 'i':
    case 'u': return whole(rw, c, v, x, i);
    case 'f': return fixed(rw, c, v, x, i);
    case 's':
    case 'z': return string(rw, c, v, x, i);
    case 'c':
        if (rw_info(rw, x)->nullable)
            c->near = "%c of NULL is a NUL character in SQLite";
        return v->width < 0 ? rw_fmt(rw, "left({%u:text}, 1)", i).p : NULL;
    case 'x':
    case 'X': return hexadecimal(rw, c, v, x, i);
    case 'e':
    case 'E': return exponent(rw, c, v, x, i);
    case 'q':
    case 'Q':
    case 'w': return escaped(rw, c, v, x, i);
    default: return NULL;
    }
}

static void add(Rw *rw, Call *c, Str piece)
{
    c->format =
        rw_fmt(rw, "%.*s%.*s", (int)c->format.n, c->format.n ? c->format.p : "", (int)piece.n, piece.p);
}

/* %*s: an argument says how wide. */
static void width_argument(Rw *rw, Call *c)
{
    const Node *x = rw_arg(c->n, c->nargs + 1);
    PgType t = x ? rw_type(rw, x) : PG_UNKNOWN;
    if (!x || c->nargs == MOST)
        c->why = "more conversions than arguments";
    else if (t != PG_INT && t != PG_BIGINT)
        c->why = "a width that is no integer";
    else
        c->arg[c->nargs] = rw_fmt(rw, "{%u:int}", c->nargs + 1).p, c->nargs++;
}

static void one_conversion(Rw *rw, Call *c, const Conv *v)
{
    if (v->star)
        width_argument(rw, c);
    if (c->why)
        return;
    const Node *x = rw_arg(c->n, c->nargs + 1);
    if (!x || c->nargs == MOST) {
        c->why = "more conversions than arguments";
        return;
    }
    const char *t = v->other ? NULL : convert(rw, c, v, x, c->nargs + 1);
    if (!t) {
        if (!c->why)
            c->why = "this conversion of printf() has no counterpart";
        return;
    }
    c->arg[c->nargs++] = t;
    bool padded = v->width > 0 && !(v->zero && !v->minus && v->spec != 's');
    add(rw, c,
        v->star  ? rw_fmt(rw, v->minus ? "%%-*s" : "%%*s")
        : padded ? rw_fmt(rw, "%%%s%ds", v->minus ? "-" : "", v->width)
                 : STR("%s"));
}

static void read_format(Rw *rw, Call *c, Str f)
{
    size_t from = 0, i = 0;
    while (i < f.n && !c->why) {
        if (f.p[i] != '%') {
            i++;
            continue;
        }
        add(rw, c, str_sub(f, from, i));
        Conv v;
        i = read_conv(f, i + 1, &v);
        if (v.spec == '%')
            add(rw, c, STR("%%"));
        else
            one_conversion(rw, c, &v);
        from = i < f.n ? i : f.n;
    }
    add(rw, c, str_sub(f, from, f.n));
    c->plain = c->nargs == 1 && str_eqz(c->format, "%s");
}

/* The format is the argument: no call of format() is needed. */
static void only_argument(Rw *rw, const Call *c, RwArg *args, uint32_t nargs)
{
    const Node *x = rw_arg(c->n, 1);
    const char *t = c->arg[0];
    bool text =
        !strncmp(t, "TO_CHAR", 7) || strstr(t, "to_hex") || strstr(t, "trim(") || strstr(t, "replace(");
    bool string = t[0] == '{' || t[0] == 'l';
    PgType type = rw_type(rw, x);
    bool number = !text && (!string || type == PG_INT || type == PG_BIGINT || type == PG_BOOL);
    if (number)
        t = rw_fmt(rw, "%s::text", t).p;
    if (string && rw_info(rw, x)->nullable)
        t = rw_fmt(rw, "COALESCE(%s, '')", t).p;
    rw_template(rw, c->n, t, PG_TEXT, args, nargs);
}

static void with_format(Rw *rw, const Call *c, RwArg *args, uint32_t nargs)
{
    Str t = rw_fmt(rw, "format({0}");
    for (uint32_t i = 0; i < c->nargs; i++)
        t = rw_fmt(rw, "%.*s, %s", (int)t.n, t.p, c->arg[i]);
    args[0] = RW_TEXT(rw_literal(rw, c->format));
    rw_template(rw, c->n, rw_fmt(rw, "%.*s)", (int)t.n, t.p).p, PG_TEXT, args, nargs);
}

static Str without_double_percent(Rw *rw, Str f)
{
    char *p = arena_alloc(rw_arena(rw), f.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < f.n; i++) {
        p[n++] = f.p[i];
        i += f.p[i] == '%';
    }
    return (Str){p, n};
}

/* The function that reads the format as SQLite does. */
static bool by_compat(Rw *rw, const Node *n, const char *why, Str format)
{
    bool shown = !format.p || memchr(format.p, 's', format.n); /* a REAL is seen as SQLite shows it */
    const Node *all = n->kid[FUNC_ARGS];
    RwArg *args = ARENA_ARRAY(rw_arena(rw), RwArg, all->nkids + 1);
    Str t = STR("sqlite_compat.printf(");
    for (uint32_t i = 0; i < all->nkids; i++) {
        PgType have = rw_type(rw, all->kid[i]);
        bool cast = have == PG_PARAM || have == PG_NULL || have == PG_UNKNOWN ||
                    (!shown && pg_family(have) == FAM_NUMBER);
        const char *slot = cast                ? "{%u}::text"
                           : have == PG_FLOAT8 ? "sqlite_compat.real_text({%u})"
                                               : "{%u:text}";
        args[i] = RW_NODE(all->kid[i]);
        t = rw_fmt(rw, "%s%s", t.p, i ? ", " : "");
        t = rw_fmt(rw, "%s%s", t.p, rw_fmt(rw, slot, i).p);
    }
    return rw_compat(rw, n, why, "say it with to_char(), lpad() or round()", rw_fmt(rw, "%s)", t.p).p,
                     PG_TEXT, args, all->nkids);
}

static bool apply(Rw *rw, const Node *n)
{
    Str f;
    if (!rw_arg(n, 0))
        return rw_manual(rw, n, "printf() without a format", NULL);
    if (!rw_constant_text(rw, rw_arg(n, 0), &f))
        return by_compat(rw, n, "printf() with a format that is not constant", STR_NONE);
    Call c = {.n = n};
    read_format(rw, &c, f);
    if (c.why)
        return by_compat(rw, n, c.why, f);
    if (c.near)
        rw_near(rw, n, c.near, NULL);
    else
        rw_exact(rw, n);
    RwArg args[MOST + 1];
    for (uint32_t i = 1; i <= c.nargs; i++)
        args[i] = RW_NODE(rw_arg(n, i));
    args[0] = RW_TEXT(STR(""));
    if (c.nargs == 0) {
        args[0] = RW_TEXT(rw_literal(rw, without_double_percent(rw, c.format)));
        rw_template(rw, n, "{0}", PG_TEXT, args, 1);
    } else if (c.plain) {
        only_argument(rw, &c, args, c.nargs + 1);
    } else {
        with_format(rw, &c, args, c.nargs + 1);
    }
    return true;
}

const Rule rule_printf = {.code = 121,
                          .name = "func/printf",
                          .title = "printf() is format() or a conversion to text",
                          .funcs = FUNCS("printf", "format"),
                          .apply = apply};
