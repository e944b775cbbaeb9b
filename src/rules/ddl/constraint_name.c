/* CONSTRAINT names: SQLite does not look at them.  PostgreSQL wants them different within a table, and those
   of UNIQUE and PRIMARY KEY different from every table, index and view.  A name that clashes gets the table's
   name in front, or a number. */
#include "rules/ddl/ddl.h"

static const char NAME[] = "{0}";

static bool is_index(const Node *k)
{
    return k->op == TK_PRIMARY || k->op == TK_UNIQUE;
}

/* Is the name taken by a table, an index, or a key of a table that is there when `t` is made?  *holder is
   that table. */
static bool taken(Rw *rw, const Table *t, Str name, const Table **holder)
{
    const Catalog *now = catalog_now(rw_catalog(rw));
    for (size_t i = 0; t && i < catalog_tables(now); i++) {
        const Table *o = catalog_table_at(now, i);
        for (uint16_t k = 0; !str_ieq(o->name, t->name) && k < o->nkeys; k++)
            if (!o->keys[k].index && str_ieq(o->keys[k].name, name)) {
                *holder = o;
                return true;
            }
    }
    return catalog_table(rw_catalog(rw), name) || catalog_index(rw_catalog(rw), name);
}

/* The table is going to take the holder's place: then the constraint can have its own name. */
static void name_back(Rw *rw, const Table *t, const Table *holder, Str other, Str name)
{
    Str was = rw_ident(rw, other), is = rw_ident(rw, name);
    if (catalog_comes_again(rw_catalog(rw), holder->name))
        rw_after_rename(rw, holder->name, t->name,
                        rw_fmt(rw, "RENAME CONSTRAINT %.*s TO %.*s", (int)was.n, was.p, (int)is.n, is.p));
}

typedef struct Seen {
    VEC(Str) names;
} Seen;

static void look(Rw *rw, const Table *t, Seen *seen, const Node *k, const Node *name)
{
    if (!name || k->op == TK_CONSTRAINT)
        return;
    Str s = rw_name(rw, name);
    const Table *holder = NULL;
    bool clash = is_index(k) && taken(rw, t, s, &holder);
    for (size_t i = 0; i < seen->names.n; i++)
        clash |= str_ieq(seen->names.at[i], s);
    VEC_PUSH(rw_arena(rw), &seen->names, s);
    if (!clash)
        return;
    Str other = !is_index(k) || !t ? rw_fmt(rw, "%.*s_%u", (int)s.n, s.p, (unsigned)seen->names.n - 1)
                : str_ieq(t->name, s)
                    ? rw_fmt(rw, "%.*s_%s", (int)s.n, s.p, k->op == TK_PRIMARY ? "pk" : "unique")
                    : rw_fmt(rw, "%.*s_%.*s", (int)t->name.n, t->name.p, (int)s.n, s.p);
    RwArg arg = RW_TEXT(rw_ident(rw, other));
    rw_exact(rw, k);
    rw_template(rw, name, NAME, PG_UNKNOWN, &arg, 1);
    if (holder)
        name_back(rw, t, holder, other, s);
}

static bool apply(Rw *rw, const Node *n)
{
    Seen seen = {0};
    const Table *t = ddl_table(rw, n);
    const Node *cols = n->kid[CREATE_TABLE_COLS], *cons = n->kid[CREATE_TABLE_CONS];
    for (uint32_t i = 0; i < ddl_count(cols); i++) {
        const Node *own = cols->kid[i]->kid[COLDEF_CONS];
        for (uint32_t k = 0; k < ddl_count(own); k++)
            look(rw, t, &seen, own->kid[k], own->kid[k]->kid[CCONS_NAME]);
    }
    for (uint32_t i = 0; i < ddl_count(cons); i++)
        look(rw, t, &seen, cons->kid[i], cons->kid[i]->kid[TCONS_NAME]);
    return false;
}

const Rule rule_constraint_name = {.code = 517,
                                   .name = "ddl/constraint-name",
                                   .title = "PostgreSQL wants different names for its constraints",
                                   .on = KINDS(ND_CREATE_TABLE),
                                   .templates = SET(NAME),
                                   .portable = true,
                                   .apply = apply};
