/* ON CONFLICT x behind a constraint: PostgreSQL has it on INSERT only, so it moves there.  ABORT is what
   PostgreSQL does anyway.  IGNORE and REPLACE of a key go into every plain INSERT of the input; those of NOT
   NULL and CHECK, and FAIL and ROLLBACK, have no counterpart: an INSERT that breaks the constraint is an
   error. */
#include "rules/ddl/ddl.h"
#include "rules/upsert/conflict_key.h"

static const char DEFAULT[] = "DEFAULT";

static bool is_key(const Node *n)
{
    return n->op == TK_PRIMARY || n->op == TK_UNIQUE;
}

static bool clause(Rw *rw, const Node *n)
{
    const Node *c = n->kid[n->kind == ND_CCONS ? CCONS_CONFLICT : TCONS_CONFLICT];
    if (!c)
        return false;
    if (c->op == TK_ABORT)
        rw_exact(rw, c);
    else if (is_key(n) && (c->op == TK_IGNORE || c->op == TK_REPLACE))
        rw_near(
            rw, c,
            "PostgreSQL's constraints have no ON CONFLICT: the INSERTs of this input get it, others do not",
            NULL);
    else
        rw_near(rw, c, "PostgreSQL's constraints have no ON CONFLICT: an INSERT that breaks it is an error",
                "write OR IGNORE or OR REPLACE on the INSERTs that rely on it");
    rw_drop_back(rw, c->tok, c->end);
    return true;
}

/* The one key of the table that has such a clause; NULL when there are several, or none. */
static const Key *key_with_clause(const Table *t)
{
    const Key *found = NULL;
    for (uint16_t i = 0; i < t->nkeys; i++) {
        if (t->keys[i].conflict != TK_IGNORE && t->keys[i].conflict != TK_REPLACE)
            continue;
        if (found || t->keys[i].nocase)
            return NULL;
        found = &t->keys[i];
    }
    return found;
}

/* NOT NULL ON CONFLICT REPLACE puts the default where NULL is given, IGNORE leaves such a row out. */
static void replace_nulls(Rw *rw, const Node *n, const Table *t)
{
    const Node *source = n->kid[INSERT_SOURCE], *body = source ? source->kid[SELECT_BODY] : NULL;
    const Node *cols = n->kid[INSERT_COLS];
    for (uint32_t r = 0; body && body->kind == ND_VALUES && r < body->nkids; r++) {
        const Node *row = body->kid[r]->kind == ND_PAREN_LIST ? body->kid[r]->kid[PAREN_LIST_ITEMS] : NULL;
        for (uint32_t i = 0; row && i < row->nkids; i++) {
            int at =
                cols ? (i < cols->nkids ? table_column_index(t, rw_name(rw, cols->kid[i])) : -1) : (int)i;
            unsigned op = at >= 0 && at < t->ncols ? t->cols[at].null_conflict : 0;
            if (!op || !sema_is_null(row->kid[i]))
                continue;
            if (op == TK_REPLACE) {
                rw_exact(rw, row->kid[i]);
                rw_template(rw, row->kid[i], DEFAULT, PG_UNKNOWN, NULL, 0);
            } else if (op == TK_IGNORE) {
                rw_manual(rw, row->kid[i],
                          "SQLite leaves a row out whose NOT NULL ON CONFLICT IGNORE column is NULL",
                          "take the row out");
            }
        }
    }
}

static bool insert(Rw *rw, const Node *n)
{
    const Table *target = rw_table(rw, n->kid[INSERT_TARGET]);
    if (target && !n->op)
        replace_nulls(rw, n, target);
    const Node *source = n->kid[INSERT_SOURCE];
    const Table *t = n->op || n->kid[INSERT_UPSERTS] || !source ? NULL : rw_table(rw, n->kid[INSERT_TARGET]);
    const Key *k = t ? key_with_clause(t) : NULL;
    if (!k)
        return false;
    Str cols = ddl_columns(rw, t, k->cols, k->ncols), sets = STR_NONE;
    if (k->conflict == TK_REPLACE)
        sets = key_replaces(rw, t, k, t->referenced); /* a row that others point at keeps its id */
    if (t->nkeys > 1 && k->conflict == TK_REPLACE)
        rw_near(rw, n, "the key's ON CONFLICT REPLACE looks at that key alone here", NULL);
    else
        rw_exact(rw, n);
    if (sets.n)
        rw_append(
            rw, source,
            rw_fmt(rw, " ON CONFLICT (%.*s) DO UPDATE SET %.*s", (int)cols.n, cols.p, (int)sets.n, sets.p));
    else
        rw_append(rw, source, rw_fmt(rw, " ON CONFLICT (%.*s) DO NOTHING", (int)cols.n, cols.p));
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    return n->kind == ND_INSERT ? insert(rw, n) : clause(rw, n);
}

const Rule rule_constraint_conflict = {.code = 504,
                                       .name = "ddl/constraint-conflict",
                                       .title = "ON CONFLICT stands on the INSERT in PostgreSQL",
                                       .on = KINDS(ND_CCONS, ND_TCONS, ND_INSERT),
                                       .apply = apply};
