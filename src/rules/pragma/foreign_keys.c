/* PRAGMA foreign_keys and defer_foreign_keys.  PostgreSQL always checks foreign keys; nothing is written for
   a program that switches the checks off, unless no table has a foreign key. */
#include "rules/pragma/value.h"

static const char ALWAYS[] = "SELECT 1 AS foreign_keys";
static const char NOT_DEFERRED[] = "SELECT 0 AS defer_foreign_keys";
static const char DEFER[] = "SET CONSTRAINTS ALL {0}";

/* Every table is known and none has a foreign key. */
static bool no_keys(const Catalog *c)
{
    size_t n = catalog_tables(c);
    for (size_t i = 0; i < n; i++)
        if (catalog_table_at(c, i)->nfks)
            return false;
    return n > 0;
}

static bool foreign_keys(Rw *rw, const Node *n)
{
    if (!n->kid[PRAGMA_VALUE]) {
        rw_near(rw, n, "PostgreSQL always checks foreign keys, SQLite only when told to", NULL);
        rw_template(rw, n, ALWAYS, PG_UNKNOWN, NULL, 0);
        return true;
    }
    bool off = pragma_switch(rw, n) != SWITCH_ON && !no_keys(rw_catalog(rw));
    if (off && rw_in_script(rw) && !catalog_is_quiet(rw_catalog(rw))) {
        rw_near(rw, n, "PostgreSQL always checks foreign keys: rows must come in the keys' order",
                "a superuser may SET session_replication_role = replica while loading");
        pragma_drop(rw, n);
        return true;
    }
    if (off && !rw_in_script(rw))
        return rw_manual(rw, n, "PostgreSQL always checks foreign keys",
                         "take it out when the rows come in the keys' order; a superuser may SET "
                         "session_replication_role = replica while loading");
    rw_exact(rw, n);
    pragma_drop(rw, n);
    return true;
}

/* A table with a key that does not wait for COMMIT, as its definition goes out; NULL: there is none. */
static const Table *checks_at_once(const Rw *rw)
{
    const Catalog *c = rw_catalog(rw);
    for (size_t i = 0; i < catalog_tables(c); i++) {
        const Table *t = catalog_table_at(c, i);
        for (uint16_t k = 0; k < t->nfks; k++) {
            bool made = t->from_input && !(t->fks[k].op & NFK_DEFERRABLE) && catalog_keys_deferred(c);
            if (!made && (t->fks[k].op & (NFK_DEFERRABLE | NFK_NOT_DEFERRABLE)) != NFK_DEFERRABLE)
                return t;
        }
    }
    return NULL;
}

static bool defer(Rw *rw, const Node *n)
{
    Switch on = pragma_switch(rw, n);
    if (!n->kid[PRAGMA_VALUE]) {
        rw_near(rw, n, "the answer is SQLite's default", NULL);
        rw_template(rw, n, NOT_DEFERRED, PG_UNKNOWN, NULL, 0);
        return true;
    }
    if (on == SWITCH_UNKNOWN)
        return rw_manual(rw, n, "the value of defer_foreign_keys is not known",
                         "write SET CONSTRAINTS ALL DEFERRED");
    if (rw_in_script(rw) && catalog_is_quiet(rw_catalog(rw))) {
        rw_exact(rw, n);
        pragma_drop(rw, n);
        return true;
    }
    const Table *t = checks_at_once(rw);
    if (t)
        rw_near(rw, n,
                rw_fmt(rw, "the foreign keys of %.*s are not DEFERRABLE: PostgreSQL checks them at once",
                       (int)t->name.n, t->name.p)
                    .p,
                "declare the keys DEFERRABLE in its CREATE TABLE");
    else if (!catalog_tables(rw_catalog(rw)))
        rw_near(rw, n, "only keys that were declared DEFERRABLE wait for COMMIT in PostgreSQL",
                "declare the keys DEFERRABLE");
    else
        rw_exact(rw, n);
    RwArg arg = RW_TEXT(on == SWITCH_ON ? STR("DEFERRED") : STR("IMMEDIATE"));
    rw_template(rw, n, DEFER, PG_UNKNOWN, &arg, 1);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    Str name = pragma_name(rw, n);
    if (str_ieqz(name, "foreign_keys"))
        return foreign_keys(rw, n);
    return str_ieqz(name, "defer_foreign_keys") && defer(rw, n);
}

const Rule rule_pragma_foreign_keys = {.code = 851,
                                       .name = "pragma/foreign-keys",
                                       .title = "PostgreSQL always checks foreign keys",
                                       .on = KINDS(ND_PRAGMA),
                                       .templates = SET(ALWAYS, NOT_DEFERRED, DEFER),
                                       .apply = apply};
