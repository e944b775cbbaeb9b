/* NULLs sort first in SQLite and last in PostgreSQL.  Nothing is written where the key is proved not to be
   NULL, nor where the source says NULLS FIRST/LAST, nor under --nulls=skip. */
#include "rules/query/given.h"

static const Node *result(const Node *core, int64_t i)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    if (i < 0 || i >= (int64_t)cols->nkids)
        return NULL;
    for (int64_t k = 0; k <= i; k++) /* a * shifts what follows */
        if (cols->kid[k]->kind != ND_RESULT)
            return NULL;
    return cols->kid[i]->kid[RESULT_X];
}

static int64_t result_named(Rw *rw, const Node *core, Str name)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    for (uint32_t i = 0; i < cols->nkids && cols->kid[i]->kind == ND_RESULT; i++) {
        const Node *x = sema_strip(cols->kid[i]->kid[RESULT_X]), *alias = cols->kid[i]->kid[RESULT_ALIAS];
        if (!alias && x->kind == ND_COLREF)
            alias = x->kid[COLREF_COLUMN];
        if (alias && str_ieq(rw_name(rw, alias), name))
            return i;
    }
    return -1;
}

/* A date function over a column that PostgreSQL holds as a date and that is NOT NULL: no text can fail to
 * parse there. */
static bool date_of_column(Rw *rw, const Node *x)
{
    static const char *const calls[] = {"date", "time", "datetime", "strftime", "julianday", "unixepoch"};
    x = sema_strip(x);
    if (x->kind == ND_COLREF && rw_info(rw, x)->name == NAME_ALIAS)
        x = sema_strip(rw_info(rw, x)->def);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (!rw_is_call(rw, x, calls[i]))
            continue;
        const Node *args = x->kid[FUNC_ARGS];
        uint32_t at = rw_is_call(rw, x, "strftime") ? 1 : 0;
        if (at >= args->nkids)
            return true; /* now */
        for (uint32_t k = 0; k < args->nkids; k++) {
            Str s;
            if (k != at && !rw_string(rw, args->kid[k], &s))
                return false;
        }
        return pg_family(rw_type(rw, args->kid[at])) == FAM_TEMPORAL && !rw_info(rw, args->kid[at])->nullable;
    }
    return false;
}

/* Of a table that nobody described, `id` is taken for its key. */
static bool key_by_name(Rw *rw, const Node *x)
{
    const Info *i = rw_info(rw, x);
    return x->kind == ND_COLREF && i->name == NAME_OPAQUE && i->source && !i->source->nullable &&
           !i->source->is_cte && i->source->node->kind == ND_TABLEREF &&
           str_ieqz(rw_name(rw, x->kid[COLREF_COLUMN]), "id");
}

static bool can_be_null(Rw *rw, const Node *x)
{
    if (x && key_by_name(rw, x))
        return false;
    return !x || (rw_info(rw, x)->nullable && !rw_info(rw, x)->constant && !rw_is_call(rw, x, "random") &&
                  !date_of_column(rw, x));
}

/* A column of a compound: NULL when it is in any of its parts. */
static bool compound_null(Rw *rw, const Node *body, const Node *x)
{
    int64_t i;
    const Node *first = body;
    while (first->kind == ND_COMPOUND)
        first = first->kid[COMPOUND_L];
    if (first->kind != ND_CORE)
        return true;
    if (rw_integer(rw, x, &i))
        i--;
    else if (x->kind == ND_COLREF && !x->kid[COLREF_TABLE])
        i = result_named(rw, first, rw_name(rw, x->kid[COLREF_COLUMN]));
    else
        return true;
    for (; body->kind == ND_COMPOUND; body = body->kid[COMPOUND_L]) {
        const Node *r = body->kid[COMPOUND_R], *e = r->kind == ND_CORE ? result(r, i) : NULL;
        if (!e || rw_info(rw, e)->nullable)
            return true;
    }
    const Node *e = result(body, i);
    return !e || rw_info(rw, e)->nullable;
}

/* The query around a window or an aggregate; or what is found in its place. */
static const Node *core_of(const Node *n)
{
    while (n->parent && n->kind != ND_CORE)
        n = n->parent;
    return n;
}

/* A term that is a number names a result column; one that is a result's alias means its expression. */
static bool term_null(Rw *rw, const Node *term)
{
    const Node *x = sema_strip(term->kid[ORDERTERM_X]);
    const Node *select = term->parent->parent;
    int64_t v;
    while (x->kind == ND_COLLATE)
        x = sema_strip(x->kid[COLLATE_X]);
    if (select->kind != ND_SELECT)
        return can_be_null(rw, x) && !given_not_null(rw, core_of(select), x);
    if (select->kid[SELECT_BODY]->kind == ND_COMPOUND)
        return compound_null(rw, select->kid[SELECT_BODY], x);
    if (select->kid[SELECT_BODY]->kind != ND_CORE)
        return true;
    if (x->kind == ND_LITERAL && rw_integer(rw, x, &v))
        x = result(select->kid[SELECT_BODY], v - 1);
    else if (x->kind == ND_COLREF && rw_info(rw, x)->name == NAME_ALIAS)
        x = sema_strip(rw_info(rw, x)->def);
    return can_be_null(rw, x) && !(x && given_not_null(rw, select->kid[SELECT_BODY], x));
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *owner = n->parent && n->parent->kind == ND_LIST ? n->parent->parent : NULL;
    if (!owner || (owner->kind != ND_SELECT && owner->kind != ND_WINDOW && owner->kind != ND_FUNC &&
                   owner->kind != ND_UPDATE && owner->kind != ND_DELETE))
        return false;
    if ((n->flags & (NF_NULLS_FIRST | NF_NULLS_LAST)) || rw_options(rw)->nulls == NULLS_SKIP)
        return false;
    if (!term_null(rw, n))
        return false;
    rw_exact(rw, n);
    rw_append(rw, n, n->flags & NF_DESC ? STR(" NULLS LAST") : STR(" NULLS FIRST"));
    return true;
}

const Rule rule_null_order = {.code = 321,
                              .name = "query/null-order",
                              .title = "NULLs sort first in SQLite and last in PostgreSQL",
                              .on = KINDS(ND_ORDERTERM),
                              .portable = true,
                              .apply = apply};
