/* hex(), quote(), typeof(), char(), randomblob(): by the type of the argument. */
#include "emit/rw.h"

/* Of a column of numbers that is text because text is stored in it, too. */
static const char DECIMAL_TYPE[] = "CASE WHEN {0} = trunc({0}) THEN 'integer' ELSE 'real' END";
static const char DECIMAL_TYPE_OR_NULL[] =
    "CASE WHEN {0} IS NULL THEN 'null' WHEN {0} = trunc({0}) THEN 'integer' ELSE 'real' END";
static const char MIXED_TYPE[] =
    "CASE WHEN {0} IS NULL THEN 'null' WHEN {0} ~ '^-?[0-9]+$' THEN 'integer' "
    "WHEN {0} ~ '^-?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?$' THEN 'real' ELSE 'text' END";

static bool random_length(Rw *rw, const Node *n, int64_t *bytes)
{
    return rw_integer(rw, n, bytes) && *bytes >= 1 && *bytes <= 64;
}

static bool random_left(Rw *rw, const Node *n)
{
    return rw_manual(rw, n, "random bytes of this length", "use pgcrypto's gen_random_bytes()");
}

/* Two digits a random byte; a UUID has 16 of them. */
static const char *random_digits(Rw *rw, int64_t bytes)
{
    Str uuids = STR("gen_random_uuid()::text");
    for (int64_t i = 16; i < bytes; i += 16)
        uuids = rw_fmt(rw, "%s || gen_random_uuid()::text", uuids.p);
    const char *all = rw_fmt(rw, "replace(%s, '-', '')", uuids.p).p;
    return bytes % 16 ? rw_fmt(rw, "left(%s, %d)", all, (int)bytes * 2).p : all;
}

static bool hex(Rw *rw, const Node *n, const Node *x)
{
    PgType t = rw_type(rw, x);
    if (rw_is_call(rw, x, "randomblob")) {
        int64_t bytes;
        if (!random_length(rw, rw_arg(sema_strip(x), 0), &bytes))
            return random_left(rw, n);
        rw_exact(rw, n);
        const char *digits = random_digits(rw, bytes);
        bool lower = n->parent && n->parent->parent && rw_is_call(rw, n->parent->parent, "lower");
        rw_template(rw, n, lower ? digits : rw_fmt(rw, "upper(%s)", digits).p, PG_TEXT, NULL, 0);
        return true;
    }
    if (t == PG_UNKNOWN || t == PG_PARAM)
        rw_near(rw, n, "taken for text: of a blob the conversion is an error in PostgreSQL",
                "give its CREATE TABLE with --schema");
    rw_exact(rw, n);
    bool null = rw_info(rw, x)->nullable;
    if (t == PG_BYTEA)
        rw_call(rw, n, null ? "COALESCE(upper(encode({0}, 'hex')), '')" : "upper(encode({0}, 'hex'))",
                PG_TEXT);
    else
        rw_call(rw, n,
                null ? "COALESCE(upper(encode(convert_to({0:text}, 'UTF8'), 'hex')), '')"
                     : "upper(encode(convert_to({0:text}, 'UTF8'), 'hex'))",
                PG_TEXT);
    return true;
}

static bool type_of(Rw *rw, const Node *n, const Node *x)
{
    static const struct {
        PgFamily family;
        const char *name;
    } names[] = {{FAM_TEXT, "text"},    {FAM_BYTEA, "blob"}, {FAM_TEMPORAL, "text"},
                 {FAM_BOOL, "integer"}, {FAM_JSON, "text"},  {FAM_UUID, "text"}};
    PgType t = rw_type(rw, x);
    if (t == PG_NULL) {
        rw_exact(rw, n);
        rw_template(rw, n, "'null'", PG_TEXT, NULL, 0);
        return true;
    }
    const char *name = t == PG_INT || t == PG_BIGINT ? "integer"
                       : t == PG_FLOAT8              ? "real"
                       : t == PG_LIT                 ? "text"
                                                     : NULL;
    for (size_t i = 0; !name && i < sizeof names / sizeof *names; i++)
        if (names[i].family == pg_family(t) && t != PG_NUMERIC)
            name = names[i].name;
    if (!name && rw_info(rw, x)->classes == CLS_REAL)
        name = "real";
    const Node *bare = sema_strip(x);
    bool chosen = bare->kind == ND_CASE || bare->kind == ND_FUNC;
    if (chosen && pg_family(t) == FAM_TEXT && (rw_info(rw, x)->classes & CLS_NUMBER))
        name = NULL; /* a number in SQLite, text in PostgreSQL: coalesce(n, '') */
    const Column *col = rw_info(rw, x)->col;
    if (col && col->aff >= AFF_NUMERIC && t == PG_TEXT && rw_repeatable(rw, x)) {
        rw_exact(rw, n);
        rw_call(rw, n, MIXED_TYPE, PG_TEXT);
        return true;
    }
    if (!name && t == PG_NUMERIC && col && col->aff == AFF_NUMERIC && bare->kind == ND_COLREF) {
        rw_exact(rw, n);
        rw_call(rw, n, rw_info(rw, x)->nullable ? DECIMAL_TYPE_OR_NULL : DECIMAL_TYPE, PG_TEXT);
        return true;
    }
    if (!name)
        return rw_manual(rw, n, "typeof() of a value whose type is not known", NULL);
    if (col && col->aff < AFF_TEXT && t == PG_TEXT)
        rw_near(rw, n, "a column without a type is text in PostgreSQL", "declare the column's type");
    if (col && col->aff != AFF_REAL && t == PG_FLOAT8)
        rw_near(rw, n, "whole numbers in this column are integers in SQLite", NULL);
    rw_exact(rw, n);
    bool null = rw_info(rw, x)->nullable;
    rw_call(rw, n,
            null ? rw_fmt(rw, "CASE WHEN {0} IS NULL THEN 'null' ELSE '%s' END", name).p
                 : rw_fmt(rw, "'%s'", name).p,
            PG_TEXT);
    return true;
}

static bool quote(Rw *rw, const Node *n, const Node *x)
{
    PgType t = rw_type(rw, x);
    const char *tmpl =
        t == PG_TEXT || t == PG_LIT ? "COALESCE('''' || replace({0}, '''', '''''') || '''', 'NULL')"
        : t == PG_DATE || t == PG_TIMESTAMP || t == PG_TIME ? "COALESCE('''' || {0:text} || '''', 'NULL')"
        : t == PG_BOOL                                      ? "COALESCE({0:int}::text, 'NULL')"
        : t == PG_INT || t == PG_BIGINT                     ? "COALESCE({0}::text, 'NULL')"
        : t == PG_NULL                                      ? "'NULL'"
        : t == PG_BYTEA ? "COALESCE('X''' || upper(encode({0}, 'hex')) || '''', 'NULL')"
                        : NULL;
    if (!tmpl)
        return rw_manual(rw, n, "quote() of a value whose type is not known", NULL);
    rw_exact(rw, n);
    rw_call(rw, n, tmpl, PG_TEXT);
    return true;
}

static bool chars(Rw *rw, const Node *n)
{
    const Node *args = n->kid[FUNC_ARGS];
    Str t = STR("''");
    bool null = false;
    for (uint32_t i = 0; i < args->nkids; i++) {
        int64_t v;
        if (rw_integer(rw, args->kid[i], &v) && v == 0)
            return rw_manual(rw, n, "char(0): PostgreSQL's text holds no NUL", NULL);
        null |= rw_info(rw, args->kid[i])->nullable && rw_type(rw, args->kid[i]) != PG_PARAM;
        t = i ? rw_fmt(rw, "%.*s || chr({%u:int})", (int)t.n, t.p, i) : STR("chr({0:int})");
    }
    rw_exact(rw, n);
    if (null)
        rw_near(rw, n, "char(NULL) is a NUL character in SQLite and NULL in PostgreSQL", NULL);
    rw_call(rw, n, t.p, PG_TEXT);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *x = rw_arg(n, 0);
    if (rw_is_call(rw, n, "char"))
        return chars(rw, n);
    if (!x)
        return false;
    if (rw_is_call(rw, n, "hex"))
        return hex(rw, n, x);
    if (rw_is_call(rw, n, "typeof"))
        return type_of(rw, n, x);
    if (rw_is_call(rw, n, "quote"))
        return quote(rw, n, x);
    int64_t bytes;
    if (!random_length(rw, x, &bytes))
        return random_left(rw, n);
    rw_exact(rw, n);
    rw_template(rw, n, rw_fmt(rw, "decode(%s, 'hex')", random_digits(rw, bytes)).p, PG_BYTEA, NULL, 0);
    return true;
}

const Rule rule_hex = {.code = 118,
                       .name = "func/hex",
                       .title = "hex(), quote(), typeof() and char() by the type of their argument",
                       .funcs = FUNCS("hex", "quote", "typeof", "char", "randomblob"),
                       .templates = SET(MIXED_TYPE, DECIMAL_TYPE, DECIMAL_TYPE_OR_NULL),
                       .apply = apply};
