/* Declared types to PostgreSQL types: the names of coltype.def, then what was seen of the column's values,
   then the 0/1 rule, then the column a foreign key points at, which outweighs them all.  It decides and
   spells types; it edits nothing and says nothing: the rules types/declared and ddl/... do.

   A doubt always ends in the wider type: TEXT holds what DATE refuses, BIGINT what INTEGER does. */
#include "emit/coltype.h"

typedef enum Class {
    C_UNKNOWN,
    C_NONE,
    C_INTEGER,
    C_BIGINT,
    C_SMALLINT,
    C_BOOLEAN,
    C_VARCHAR,
    C_TEXT,
    C_ANY,
    C_BLOB,
    C_REAL,
    C_NUMERIC,
    C_DATE,
    C_TIME,
    C_TIMESTAMP,
    C_TIMESTAMPTZ,
    C_JSON,
    C_UUID,
} Class;

static const struct {
    const char *name;
    uint8_t class;
} DECLARED[] = {
#define DT(name, class) {name, C_##class},
#include "emit/coltype.def"
#undef DT
};

typedef struct Decl {
    Class class;
    Str name;        /* without parentheses */
    int n[2], count; /* the numbers in the parentheses */
} Decl;

/* ---- reading the declaration ---- */

/* The words before the parentheses: "decimal" of DECIMAL(10,2), "int unsigned" of INT(11) UNSIGNED. */
static Str words(Str type, char *out, size_t size)
{
    size_t n = 0;
    int depth = 0;
    for (size_t i = 0; i < type.n && n < size; i++) {
        char c = type.p[i];
        depth += c == '(';
        if (depth == 0 && !(c == ' ' && (n == 0 || out[n - 1] == ' ')))
            out[n++] = ascii_lower(c);
        depth -= c == ')';
    }
    while (n && out[n - 1] == ' ')
        n--;
    return (Str){out, n};
}

static Class class_by_affinity(const Column *c, Str name)
{
    bool big = str_ihas(name, "big") || str_ihas(name, "64") || str_ihas(name, "unsigned");
    switch (c->aff) {
    case AFF_INTEGER: return big ? C_BIGINT : C_INTEGER;
    case AFF_TEXT: return str_ihas(name, "char") ? C_VARCHAR : C_TEXT;
    case AFF_REAL: return C_REAL;
    case AFF_NONE: return C_BLOB;
    default: return C_UNKNOWN;
    }
}

/* INTEGER AUTO_INCREMENT, TEXT COMMENT 'x': trailing words that are no part of a known type are not looked
   at, unless SQLite reads something else in the whole (LONG VARCHAR). */
static bool find_class(Str name, Affinity aff, Class *class)
{
    for (Str whole = name;;) {
        for (size_t i = 0; i < sizeof DECLARED / sizeof *DECLARED; i++)
            if (str_eqz(name, DECLARED[i].name) && (name.n == whole.n || catalog_affinity(name) == aff)) {
                *class = (Class)DECLARED[i].class;
                return true;
            }
        size_t end = name.n;
        while (end && name.p[end - 1] != ' ')
            end--;
        if (end == 0)
            return false;
        name.n = end - 1;
    }
}

static Decl read_decl(const Column *c, char *buf, size_t size)
{
    Decl d = {.class = C_NONE};
    d.name = words(c->type, buf, size);
    bool inside = false, digits = false;
    for (size_t i = 0; i < c->type.n; i++) {
        char ch = c->type.p[i];
        if (ch == '(')
            inside = true;
        else if (inside && ascii_digit(ch) && d.count < 2 && d.n[d.count] < 100000000) {
            d.n[d.count] = d.n[d.count] * 10 + (ch - '0');
            digits = true;
        } else if (inside && (ch == ',' || ch == ')')) {
            d.count += digits && d.count < 2;
            digits = false;
            if (ch == ')')
                break;
        }
    }
    if (!d.name.n)
        return d;
    if (!find_class(d.name, c->aff, &d.class))
        d.class = class_by_affinity(c, d.name);
    if (str_eqz(d.name, "tinyint") && d.count == 1 && d.n[0] == 1)
        d.class = C_BOOLEAN;
    return d;
}

/* ---- the 0/1 rule ---- */

bool coltype_name_is_boolean(Str c)
{
    static const char *const starts[] = {"is", "has", "can"};
    if (str_ieqz(c, "active") || str_ieqz(c, "enabled"))
        return true;
    for (int i = 0; i < 3; i++) {
        size_t n = strlen(starts[i]);
        if (c.n > n + 1 && str_istarts(c, starts[i]) &&
            (c.p[n] == '_' || (i < 2 && c.p[n] >= 'A' && c.p[n] <= 'Z' && c.p[0] >= 'a')))
            return true;
    }
    return false;
}

static bool named_by_user(const Options *o, const Table *t, const Column *c)
{
    for (size_t i = 0; i < o->nboolean_columns; i++) {
        Str s = o->boolean_columns[i];
        if (s.n == t->name.n + c->name.n + 1 && str_ieq(str_sub(s, 0, t->name.n), t->name) &&
            str_ieq(str_sub(s, t->name.n + 1, s.n), c->name))
            return true;
    }
    return false;
}

static bool is_boolean(const Options *o, const Table *t, const Column *c, const Decl *d)
{
    bool may = d->class == C_BOOLEAN || d->class == C_SMALLINT ||
               (d->class == C_INTEGER && (str_eqz(d->name, "integer") || str_eqz(d->name, "int")));
    if (named_by_user(o, t, c))
        return true;
    if (!may || o->boolean == BOOL_OFF || c->evidence & EV_NOT_01 || c->autoincrement || c->ref_name.n ||
        (t->rowid >= 0 && c == &t->cols[t->rowid]))
        return false;
    if (d->class == C_BOOLEAN)
        return true;
    return o->boolean == BOOL_NAMES && c->pk == 0 &&
           (c->evidence & EV_CHECK_01 || coltype_name_is_boolean(c->name));
}

/* ---- one class at a time ---- */

static ColType as(PgType type, const char *spell, const char *why)
{
    return (ColType){type, str_z(spell), why};
}

static ColType text(const char *why)
{
    return as(PG_TEXT, "TEXT", why);
}

/* `same`: the declared words mean the same in PostgreSQL. */
static ColType plain(PgType type, const char *spell, bool same)
{
    return same ? as(type, "", NULL) : as(type, spell, NULL);
}

static bool one_of(Str name, const char *const *list)
{
    for (; *list; list++)
        if (str_eqz(name, *list))
            return true;
    return false;
}
#define ANY_OF(...) ((const char *const[]){__VA_ARGS__, NULL})

static ColType integer(const Options *o, const Column *c, const Decl *d)
{
    uint32_t ev = c->evidence;
    bool small = d->class == C_SMALLINT, big = d->class == C_BIGINT;
    if (ev & EV_TEXT_VALUE)
        return text("text is stored in this column");
    if (ev & EV_REAL_VALUE)
        return as(PG_FLOAT8, "DOUBLE PRECISION", "fractions are stored in this column");
    if (big)
        return plain(PG_BIGINT, "BIGINT", d->count == 0 && one_of(d->name, ANY_OF("bigint", "int8")));
    if (ev & EV_BIG_INT)
        return as(PG_BIGINT, "BIGINT",
                  "integers beyond 32 bits are stored in this column or compared with it");
    if (o->integers == INT_BIGINT)
        return as(PG_BIGINT, "BIGINT", NULL);
    if (small && ev & EV_WIDE_INT)
        return as(PG_INT, "INTEGER", "integers beyond 16 bits are stored in this column or compared with it");
    if (small)
        return plain(PG_INT, "SMALLINT", d->count == 0 && one_of(d->name, ANY_OF("smallint", "int2")));
    return plain(PG_INT, "INTEGER", d->count == 0 && one_of(d->name, ANY_OF("integer", "int", "int4")));
}

static ColType boolean_that_is_none(const Options *o, const Column *c)
{
    if (c->evidence & (EV_TEXT_VALUE | EV_BLOB_VALUE))
        return text("text is stored in this BOOLEAN column");
    if (c->evidence & EV_REAL_VALUE)
        return as(PG_FLOAT8, "DOUBLE PRECISION", "fractions are stored in this BOOLEAN column");
    bool big = c->evidence & EV_BIG_INT || o->integers == INT_BIGINT;
    return as(big ? PG_BIGINT : PG_INT, big ? "BIGINT" : "INTEGER",
              c->evidence & EV_NOT_01 ? "other values than 0 and 1 are used in this BOOLEAN column" : NULL);
}

static ColType varchar(Arena *a, const Options *o, const Column *c, const Decl *d)
{
    if (d->count == 0 || d->n[0] == 0)
        return plain(PG_TEXT, "TEXT",
                     one_of(d->name, ANY_OF("varchar", "character varying")) &&
                         !memchr(c->type.p, '(', c->type.n));
    if (o->varchar == VARCHAR_TEXT)
        return text(NULL);
    if (c->evidence & EV_TOO_LONG)
        return text("longer text than declared is stored in this column");
    if (one_of(d->name, ANY_OF("varchar", "character varying")))
        return as(PG_TEXT, "", NULL);
    return (ColType){PG_TEXT, a ? arena_fmt(a, "VARCHAR(%d)", d->n[0]) : STR_NONE, NULL};
}

static ColType numeric(Arena *a, const Options *o, const Column *c, const Decl *d)
{
    if (c->evidence & EV_TEXT_VALUE)
        return text("text is stored in this column");
    if (o->numeric == NUM_DOUBLE)
        return as(PG_FLOAT8, "DOUBLE PRECISION", NULL);
    bool name = one_of(d->name, ANY_OF("numeric", "decimal", "dec"));
    bool sized = d->count > 0 && d->n[0] > 0 && d->n[0] <= 1000 && d->n[1] <= d->n[0];
    if (!sized || o->numeric == NUM_EXACT)
        return plain(PG_NUMERIC, "NUMERIC", name && d->count == 0);
    if (c->evidence & EV_NUMERIC_SCALE)
        return as(PG_NUMERIC, "NUMERIC", "numbers with more digits than declared are stored in this column");
    if (name)
        return as(PG_NUMERIC, "", NULL);
    return (ColType){PG_NUMERIC,
                     !a             ? STR_NONE
                     : d->count > 1 ? arena_fmt(a, "NUMERIC(%d,%d)", d->n[0], d->n[1])
                                    : arena_fmt(a, "NUMERIC(%d)", d->n[0]),
                     NULL};
}

static ColType date(Arena *a, const Options *o, const Column *c, const Decl *d)
{
    uint32_t ev = c->evidence;
    if (o->datetime == DT_TEXT)
        return text(NULL);
    if (o->datetime == DT_AUTO && ev & EV_NOT_DATE)
        return text("values that PostgreSQL would not give back the same are stored in this column");
    if (o->datetime == DT_AUTO && ev & EV_EPOCH)
        return ev & EV_REAL_VALUE
                   ? as(PG_FLOAT8, "DOUBLE PRECISION", "numbers are stored in this date column")
                   : as(PG_BIGINT, "BIGINT", "numbers are stored in this date column");
    bool zoned = d->class == C_TIMESTAMPTZ || (d->class == C_TIMESTAMP && o->datetime == DT_TIMESTAMPTZ);
    int digits = d->count == 1 && d->n[0] <= 6 ? d->n[0] : -1;
    if (d->class == C_DATE)
        return plain(PG_DATE, "DATE", !memchr(c->type.p, '(', c->type.n));
    if (d->class == C_TIME)
        return as(PG_TIME, digits >= 0 || d->count == 0 ? "" : "TIME", NULL);
    PgType type = zoned ? PG_TIMESTAMPTZ : PG_TIMESTAMP;
    const char *why =
        d->class == C_TIMESTAMPTZ ? "it comes back in the session's time zone, as a time that has one" : NULL;
    if (one_of(d->name, zoned ? ANY_OF("timestamptz", "timestamp with time zone")
                              : ANY_OF("timestamp", "timestamp without time zone")) &&
        (digits >= 0 || !memchr(c->type.p, '(', c->type.n)))
        return as(type, "", why);
    if (digits < 0)
        return as(type, zoned ? "TIMESTAMPTZ" : "TIMESTAMP", why);
    return (ColType){type, a ? arena_fmt(a, zoned ? "TIMESTAMPTZ(%d)" : "TIMESTAMP(%d)", digits) : STR_NONE,
                     why};
}

static ColType by_values(const Column *c)
{
    uint32_t ev = c->evidence;
    if (ev & EV_PLAIN_TEXT)
        return text(ev & (EV_INT_VALUE | EV_REAL_VALUE | EV_BLOB_VALUE)
                        ? "values of several types are stored in this column"
                        : "this column has no type; its values are text");
    if (ev & EV_BLOB_VALUE)
        return ev & (EV_INT_VALUE | EV_REAL_VALUE)
                   ? text("values of several types are stored in this column")
                   : as(PG_BYTEA, "BYTEA", "this column has no type; its values are blobs");
    if (ev & EV_REAL_VALUE)
        return as(PG_FLOAT8, "DOUBLE PRECISION", "this column has no type; its values are numbers");
    if (ev & EV_INT_VALUE)
        return ev & EV_BIG_INT ? as(PG_BIGINT, "BIGINT", "this column has no type; its values are integers")
                               : as(PG_INT, "INTEGER", "this column has no type; its values are integers");
    return text("this column has no type, and nothing tells what it holds");
}

static ColType unknown_word(const Column *c, const Decl *d)
{
    bool string = one_of(d->name, ANY_OF("string"));
    if (c->evidence & EV_TEXT_VALUE || (string && !(c->evidence & (EV_INT_VALUE | EV_REAL_VALUE))))
        return text(string ? "STRING has NUMERIC affinity in SQLite: '007' is stored as 7"
                           : "this type is none of SQLite's; its values are text");
    if (c->evidence & EV_BLOB_VALUE)
        return as(PG_BYTEA, "BYTEA", "this type is none of SQLite's; its values are blobs");
    if (c->evidence & (EV_INT_VALUE | EV_REAL_VALUE))
        return as(PG_NUMERIC, "NUMERIC", "this type is none of SQLite's, which gives it NUMERIC affinity");
    return text("this type is none of SQLite's, and nothing tells what it holds");
}

static ColType blob(const Column *c)
{
    uint32_t ev = c->evidence, others = ev & (EV_INT_VALUE | EV_REAL_VALUE | EV_PLAIN_TEXT);
    if (others == EV_PLAIN_TEXT && !(ev & EV_BLOB_VALUE))
        return text("everything stored in this BLOB column is text");
    if (others && !(ev & EV_BLOB_VALUE))
        return by_values(c);
    if (others)
        return as(PG_BYTEA, "BYTEA", "values that are no blobs are stored in this BLOB column");
    return plain(PG_BYTEA, "BYTEA", str_ieqz(c->type, "bytea"));
}

static ColType by_class(Arena *a, const Options *o, const Column *c, const Decl *d)
{
    uint32_t ev = c->evidence;
    if (ev & EV_BLOB_VALUE && d->class > C_UNKNOWN && d->class != C_NONE && d->class != C_BLOB &&
        c->aff != AFF_TEXT)
        return as(PG_BYTEA, "BYTEA", "blobs are stored in this column");
    switch (d->class) {
    case C_NONE: return by_values(c);
    case C_UNKNOWN: return unknown_word(c, d);
    case C_INTEGER:
    case C_BIGINT:
    case C_SMALLINT: return integer(o, c, d);
    case C_BOOLEAN: return boolean_that_is_none(o, c);
    case C_VARCHAR: return varchar(a, o, c, d);
    case C_TEXT: /* CITEXT: an extension's, wanted or written the first time */
        return plain(PG_TEXT, "TEXT",
                     str_ieqz(c->type, "text") || (o->nocase == NOCASE_CITEXT && str_eqz(d->name, "citext")));
    case C_ANY: return text("ANY keeps each value's own type in SQLite");
    case C_BLOB: return blob(c);
    case C_REAL:
        if (ev & EV_TEXT_VALUE)
            return text("text is stored in this column");
        return plain(PG_FLOAT8, "DOUBLE PRECISION",
                     d->count == 0 && one_of(d->name, ANY_OF("double precision", "float", "float8")));
    case C_NUMERIC: return numeric(a, o, c, d);
    case C_DATE:
    case C_TIME:
    case C_TIMESTAMP:
    case C_TIMESTAMPTZ: return date(a, o, c, d);
    case C_JSON:
        if (o->json == JSON_AS_TEXT)
            return text(NULL);
        if (ev & EV_NOT_JSON)
            return text("values that are no JSON are stored in this column");
        if (o->json == JSON_AS_JSON)
            return plain(PG_JSON, "JSON", str_eqz(d->name, "json"));
        if (str_eqz(d->name, "jsonb")) /* PostgreSQL's own name: what it does was known */
            return plain(PG_JSONB, "JSONB", true);
        return as(PG_JSONB, "JSONB",
                  "JSONB writes its values anew, without blanks and with sorted keys, and drivers hand back "
                  "objects");
    case C_UUID:
        if (o->uuid == UUID_TEXT)
            return text(NULL);
        if (ev & EV_NOT_UUID)
            return text("values that are no UUIDs in lower case are stored in this column");
        return as(PG_UUID, "UUID", "drivers may hand back UUID objects, not text");
    }
    return text(NULL);
}

/* ---- foreign keys ---- */

enum { MAX_HOPS = 8 }; /* a key that points at a key that points ...; circles end here */

static ColType decide(Arena *a, const Options *o, const Table *t, const Column *c, int hops)
{
    char buf[128];
    while (c->was) /* the first name and type decide: they made the column */
        c = c->was;
    Decl d = read_decl(c, buf, sizeof buf);
    if (t->from_select && !c->type.n)
        return (ColType){PG_UNKNOWN, STR_NONE, NULL};
    ColType own = is_boolean(o, t, c, &d)
                      ? plain(PG_BOOL, "BOOLEAN", one_of(d.name, ANY_OF("boolean", "bool")))
                      : by_class(a, o, c, &d);
    const Column *ref = c->ref && c->ref_column >= 0 && c->ref->ncols > c->ref_column && !c->ref->is_view
                            ? &c->ref->cols[c->ref_column]
                            : NULL;
    if (!ref || ref == c || hops == MAX_HOPS)
        return own;
    ColType there = decide(a, o, c->ref, ref, hops + 1);
    if (there.type == own.type || there.type == PG_UNKNOWN)
        return own;
    if (!there.spell.n)
        there.spell = ref->type;
    there.why =
        d.class == C_NONE || (pg_family(own.type) == FAM_NUMBER && pg_family(there.type) == FAM_NUMBER)
            ? NULL
            : "a foreign key has the type of the column it points at";
    return there;
}

ColType coltype_decide(Arena *a, const Options *o, const Table *t, const Column *c)
{
    return decide(a, o, t, c, 0);
}

PgType coltype_of(const Options *o, const Table *t, const Column *c)
{
    if (c->pgtype == PG_UNKNOWN)
        ((Column *)(uintptr_t)c)->pgtype = decide(NULL, o, t, c, 0).type; /* the field is emit's to fill */
    return (PgType)c->pgtype;
}
