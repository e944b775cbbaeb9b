/* PRAGMA user_version: a number that SQLite keeps in the file's header and rolls back with a transaction. The
   comment of the current schema holds it in PostgreSQL, so that no table has to be made first.  Nothing
   carries the number of an existing file over. */
#include "rules/pragma/value.h"

static const char GET[] = PRAGMA_USER_VERSION;
static const char PUT[] =
    "DO $$ BEGIN EXECUTE 'COMMENT ON SCHEMA ' || quote_ident(current_schema()) || ' IS ' || "
    "quote_literal('user_version=' || {0}); END $$";

static bool apply(Rw *rw, const Node *n)
{
    if (!str_ieqz(pragma_name(rw, n), "user_version"))
        return false;
    const Node *v = n->kid[PRAGMA_VALUE];
    int64_t number;
    if (!pragma_of_main(rw, n))
        return rw_manual(rw, n, "the version of an attached database", "keep it in a table of that schema");
    if (v && v->kind != ND_HOLE && !rw_integer(rw, v, &number))
        return rw_manual(rw, n, "the version is no whole number", "give it as a number");
    rw_near(rw, n, "the version is kept in the comment of the current schema",
            "set it once to the number of the SQLite file");
    RwArg arg =
        v && v->kind == ND_HOLE ? RW_NODE(v) : RW_TEXT(v ? rw_fmt(rw, "%lld", (long long)number) : STR_NONE);
    rw_template(rw, n, v ? PUT : GET, PG_UNKNOWN, &arg, v ? 1 : 0);
    return true;
}

const Rule rule_pragma_user_version = {.code = 852,
                                       .name = "pragma/user-version",
                                       .title = "the version is kept in the comment of the current schema",
                                       .on = KINDS(ND_PRAGMA),
                                       .templates = SET(GET, PUT),
                                       .apply = apply};
