/* libpg_query at raw-parse speed: pg_query_split_with_parser runs the real grammar and builds no JSON.  The
   JSON and protobuf entry points are never called: they crash on long operator chains.  Bodies of functions
   are read by PL/pgSQL's own parser. */
#include "verify/verify.h"
#include <pg_query.h>

static size_t byte_of_character(Str s, int cursor) /* cursor counts characters from 1 */
{
    size_t at = 0;
    for (int i = 1; i < cursor && at < s.n; i++) {
        size_t len = str_utf8(s, at);
        at += len ? len : 1;
    }
    return at;
}

/* The body of a function in PL/pgSQL, which to the grammar is a mere string. */
static bool verify_plpgsql(Arena *a, Str z, Str *why)
{
    PgQueryPlpgsqlParseResult r = pg_query_parse_plpgsql(z.p);
    bool ok = r.error == NULL;
    if (!ok)
        *why = arena_dup(a, str_z(r.error->message));
    pg_query_free_plpgsql_parse_result(r);
    return ok;
}

static bool verify_bytes(Str sql, Str *why, size_t *at)
{
    for (size_t i = 0; i < sql.n;) {
        unsigned char c = (unsigned char)sql.p[i];
        size_t len = c == 0 ? 0 : c < 0x80 ? 1 : str_utf8(sql, i);
        if (len == 0) {
            *why = c ? STR("invalid UTF-8") : STR("a NUL byte");
            *at = i;
            return false;
        }
        i += len;
    }
    return true;
}

static bool verify_grammar(Arena *a, Str sql, Str *why, size_t *at)
{
    Str z = arena_dup(a, sql);
    PgQuerySplitResult r = pg_query_split_with_parser(z.p);
    bool ok = r.error == NULL;
    if (!ok) {
        *why = arena_dup(a, str_z(r.error->message));
        *at = byte_of_character(sql, r.error->cursorpos);
    }
    pg_query_free_split_result(r);
    *at = ok ? 0 : *at;
    return ok && (!strstr(z.p, " LANGUAGE plpgsql ") || verify_plpgsql(a, z, why));
}

bool verify_sql(Arena *a, Verified *seen, Str sql, Str *why, size_t *at)
{
    XXH128_hash_t hash = XXH3_128bits(sql.p, sql.n);
    XXH128_hash_t *slot = &seen->slot[hash.low64 % VERIFIED];
    if (XXH128_isEqual(*slot, hash))
        return true;
    if (!verify_bytes(sql, why, at) || !verify_grammar(a, sql, why, at))
        return false;
    *slot = hash;
    return true;
}
