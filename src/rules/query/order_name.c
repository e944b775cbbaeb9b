/* ORDER BY name: PostgreSQL reads the result column that bears the name, and calls CASE ... ELSE id END,
   CAST(id AS TEXT) and (SELECT id ...) `id` where SQLite calls them by their text.  Where such a column would
   be taken instead of the table's own, or beside it ("ambiguous"), the term gets its table's name.  Says
   nothing of aliases, which mean the same in both. */
#include "emit/rw.h"

/* What another rule wrote is a call, round(...) or trunc(...)::bigint: that is its name; CAST( has its
 * operand's. */
static Str call_name(const Rw *rw, const Node *x)
{
    const char *t = rw_written(rw, x);
    size_t n = 0;
    while (t && (ascii_ident(t[n]) || ascii_digit(t[n])))
        n++;
    return n && t[n] == '(' && strncmp(t, "CAST(", 5) != 0 ? (Str){t, n} : STR_NONE;
}

/* What PostgreSQL calls a result column without alias; empty where it calls it nothing that a name could be.
 */
static Str postgres_name(Rw *rw, const Node *x)
{
    for (;;) {
        if (call_name(rw, x).n)
            return call_name(rw, x);
        switch (x->kind) {
        case ND_PAREN: x = x->kid[PAREN_X]; continue;
        case ND_COLREF: return rw_name(rw, x->kid[COLREF_COLUMN]);
        case ND_CAST: x = x->kid[CAST_X]; continue;
        case ND_COLLATE: x = x->kid[COLLATE_X]; continue;
        case ND_FUNC: return rw_name(rw, x->kid[FUNC_NAME]);
        case ND_CASE:
            if (!x->kid[CASE_ELSE])
                return STR_NONE;
            x = x->kid[CASE_ELSE];
            continue;
        case ND_SUBQUERY: {
            const Node *core = x->kid[SUBQUERY_SELECT]->kid[SELECT_BODY];
            const Node *r = core->kind == ND_CORE ? core->kid[CORE_COLUMNS]->kid[0] : NULL;
            if (!r || r->kind != ND_RESULT)
                return STR_NONE;
            if (r->kid[RESULT_ALIAS])
                return rw_name(rw, r->kid[RESULT_ALIAS]);
            x = r->kid[RESULT_X];
            continue;
        }
        default: return STR_NONE;
        }
    }
}

static bool is_taken(Rw *rw, const Node *cols, Str name)
{
    for (uint32_t i = 0; i < cols->nkids; i++) {
        const Node *r = cols->kid[i];
        if (r->kind == ND_RESULT && !r->kid[RESULT_ALIAS] &&
            sema_strip(r->kid[RESULT_X])->kind != ND_COLREF &&
            str_ieq(postgres_name(rw, r->kid[RESULT_X]), name))
            return true;
    }
    return false;
}

static bool apply(Rw *rw, const Node *term)
{
    const Node *select = term->parent->parent, *x = sema_strip(term->kid[ORDERTERM_X]);
    if (!select || select->kind != ND_SELECT || select->kid[SELECT_BODY]->kind != ND_CORE ||
        x->kind != ND_COLREF || x->kid[COLREF_TABLE])
        return false;
    const Node *core = select->kid[SELECT_BODY];
    const Info *i = rw_info(rw, x);
    if ((i->name != NAME_COLUMN && i->name != NAME_DERIVED && i->name != NAME_OPAQUE) || !i->source ||
        !is_taken(rw, core->kid[CORE_COLUMNS], rw_name(rw, x->kid[COLREF_COLUMN])))
        return false;
    Str table = rw_source_name(rw, i->source);
    if (!table.n)
        return rw_manual(rw, x,
                         "PostgreSQL takes this name for a computed result column, SQLite for the subquery's",
                         "give the subquery an alias, and write it before the name");
    rw_exact(rw, x);
    rw_insert(rw, x->tok, rw_fmt(rw, "%.*s.", (int)table.n, table.p));
    return false;
}

const Rule rule_order_name = {.code = 333,
                              .name = "query/order-name",
                              .title = "PostgreSQL would take this name for a computed result column",
                              .on = KINDS(ND_ORDERTERM),
                              .portable = true,
                              .apply = apply};
