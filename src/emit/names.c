/* Identifiers: which words PostgreSQL reserves, and how a name is quoted.  It never decides what a name
   means; that is sema's, and rules/names asks it. */
#include "emit/names.h"
#include <stdlib.h>

/* PostgreSQL 12-15's reserved words that SQLite takes as plain names, and the ones it reads as functions
   (https://www.postgresql.org/docs/current/sql-keywords-appendix.html), and SQLite's own reserved ones. */
static const char *const RESERVED[] = {
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "between",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "collation",
    "column",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "exists",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "natural",
    "not",
    "notnull",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "placing",
    "primary",
    "references",
    "returning",
    "right",
    "select",
    "session_user",
    "similar",
    "some",
    "symmetric",
    "table",
    "tablesample",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
};

enum { NRESERVED = sizeof RESERVED / sizeof *RESERVED, BUCKETS = 512 };

static uint8_t bucket[BUCKETS]; /* index + 1, open addressing */

static void build_index(void) __attribute__((constructor));

static void build_index(void)
{
    for (uint8_t i = 0; i < NRESERVED; i++) {
        uint32_t h = str_ihash(str_z(RESERVED[i])) % BUCKETS;
        while (bucket[h])
            h = (h + 1) % BUCKETS;
        bucket[h] = (uint8_t)(i + 1);
    }
}

bool names_reserved(Str name)
{
    for (uint32_t h = str_ihash(name) % BUCKETS; bucket[h]; h = (h + 1) % BUCKETS)
        if (str_ieqz(name, RESERVED[bucket[h] - 1]))
            return true;
    return false;
}

static const char *const KEYWORDS[] = {
#define PGKW(word) word,
#include "emit/keywords.def"
#undef PGKW
};

static int compare_keyword(const void *name, const void *word)
{
    const Str *s = name;
    const char *w = *(const char *const *)word;
    size_t i = 0;
    for (; i < s->n && w[i]; i++)
        if (ascii_lower(s->p[i]) != w[i])
            return ascii_lower(s->p[i]) < w[i] ? -1 : 1;
    return i < s->n ? 1 : w[i] ? -1 : 0;
}

bool names_keyword(Str name)
{
    return bsearch(&name, KEYWORDS, sizeof KEYWORDS / sizeof *KEYWORDS, sizeof *KEYWORDS, compare_keyword);
}

bool names_plain(Str s)
{
    if (s.n == 0 || ascii_digit(s.p[0]) || s.p[0] == '$')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || ascii_digit(c) || c == '_'))
            return false;
    }
    return true;
}

static bool foldable(Str s)
{
    if (s.n == 0 || ascii_digit(s.p[0]))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_ident(s.p[i]) || (unsigned char)s.p[i] >= 0x80 || s.p[i] == '$')
            return false;
    return true;
}

static Str snake(Arena *a, Str s)
{
    char *p = arena_alloc(a, s.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool upper = s.p[i] >= 'A' && s.p[i] <= 'Z';
        bool after_lower = i > 0 && !(s.p[i - 1] >= 'A' && s.p[i - 1] <= 'Z') && s.p[i - 1] != '_';
        if (upper && after_lower)
            p[n++] = '_';
        p[n++] = ascii_lower(s.p[i]);
    }
    return (Str){p, n};
}

Str names_quote(Arena *a, Str name)
{
    char *p = arena_alloc(a, name.n * 2 + 3);
    size_t n = 0;
    p[n++] = '"';
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '"')
            p[n++] = '"';
        p[n++] = name.p[i];
    }
    p[n++] = '"';
    return (Str){p, n};
}

Str names_spell(Arena *a, const Options *o, Str name)
{
    if (o->identifiers == NAMES_SNAKE && foldable(name))
        name = snake(a, name);
    if (names_plain(name) && !names_reserved(name))
        return name;
    if (o->identifiers != NAMES_PRESERVE && foldable(name) && !names_reserved(name))
        return name;
    return names_quote(a, name);
}
