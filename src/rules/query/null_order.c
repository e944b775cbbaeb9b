/* NULLs sort first in SQLite and last in PostgreSQL.  Nothing is written where the key is proved not to be
   NULL, nor where the source says NULLS FIRST/LAST, nor under --nulls=skip. */
#include "rules/date/moment.h"
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

/* Of a table that nobody described, `id` is taken for its key. */
static bool key_by_name(Rw *rw, const Node *x)
{
    const Info *i = rw_info(rw, x);
    return x->kind == ND_COLREF && i->name == NAME_OPAQUE && i->source && !i->source->nullable &&
           !i->source->is_cte && i->source->node->kind == ND_TABLEREF &&
           str_ieqz(rw_name(rw, x->kid[COLREF_COLUMN]), "id");
}

typedef struct Place { /* where an expression is computed */
    const Node *core;
    const Node *within; /* the SELECT behind a recursive table, whose ... */
    uint32_t column;    /* ... column is being looked at */
} Place;

static bool can_be_null(Rw *rw, Place at, const Node *x);

static bool derived_null(Rw *rw, const Node *x, Place at);

static bool any_null(Rw *rw, Place at, const Node *list)
{
    for (uint32_t i = 0; i < list->nkids; i++)
        if (can_be_null(rw, at, list->kid[i]))
            return true;
    return false;
}

static bool is_date_call(Rw *rw, const Node *x)
{
    static const char *const calls[] = {"date", "time", "datetime", "strftime", "julianday", "unixepoch"};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (rw_is_call(rw, x, calls[i]))
            return true;
    return false;
}

/* A date function of what is not NULL.  Where SQLite gives NULL for text that is no date, PostgreSQL refuses
   it; numbers may be out of range, unless they are seconds. */
static bool date_null(Rw *rw, Place at, const Node *x)
{
    const Node *args = x->kid[FUNC_ARGS];
    uint32_t first = rw_is_call(rw, x, "strftime") ? 1 : 0;
    bool seconds = false;
    Str s;
    if (first >= args->nkids)
        return false; /* now */
    for (uint32_t k = 0; k < args->nkids; k++) {
        if (k != first && !rw_string(rw, args->kid[k], &s))
            return true;
        seconds |= k > first && str_ieqz(s, "unixepoch");
    }
    Moment m;
    if (rw_string(rw, args->kid[first], &s) && moment_parse(s, &m))
        return false;
    PgType t = rw_type(rw, args->kid[first]);
    bool reads = pg_family(t) == FAM_TEMPORAL || seconds || (t == PG_TEXT && !rw_options(rw)->compat);
    return !reads || can_be_null(rw, at, args->kid[first]);
}

/* NULL only where an argument is. */
static bool call_null(Rw *rw, Place at, const Node *x)
{
    const Node *args = x->kid[FUNC_ARGS];
    if (is_date_call(rw, x))
        return date_null(rw, at, x);
    const Function *f = sema_function(rw_name(rw, x->kid[FUNC_NAME]), args->nkids, false);
    return !f || f->kind != FN_SCALAR || f->null != 's' || any_null(rw, at, args);
}

static bool binary_null(Rw *rw, Place at, const Node *x)
{
    bool arithmetic = x->op == TK_PLUS || x->op == TK_MINUS || x->op == TK_STAR || x->op == TK_CONCAT;
    int64_t v;
    bool by_constant =
        (x->op == TK_SLASH || x->op == TK_REM) && rw_integer(rw, x->kid[BINARY_R], &v) && v != 0;
    if (!arithmetic && !by_constant && !sema_compares(x))
        return true;
    return can_be_null(rw, at, x->kid[BINARY_L]) || can_be_null(rw, at, x->kid[BINARY_R]);
}

static bool part_null(Rw *rw, const Node *x, const Node *select, uint32_t column)
{
    const Node *core = x->parent && x->parent->kind == ND_RESULT ? x->parent->parent->parent : NULL;
    return can_be_null(rw, (Place){core, select, column}, x);
}

static bool has_star(const Node *body)
{
    if (body->kind == ND_COMPOUND)
        return has_star(body->kid[COMPOUND_L]) || has_star(body->kid[COMPOUND_R]);
    const Node *cols = body->kind == ND_CORE ? body->kid[CORE_COLUMNS] : NULL;
    for (uint32_t i = 0; cols && i < cols->nkids; i++)
        if (cols->kid[i]->kind != ND_RESULT)
            return true;
    return false;
}

/* A column of a subquery or CTE: what its parts give, those of a recursive one not counting themselves. */
static bool derived_null(Rw *rw, const Node *x, Place at)
{
    const Info *i = rw_info(rw, x);
    const Source *s = i->source;
    if (!s || s->nullable || !i->def)
        return true;
    const Node *select = s->cte                        ? s->cte->kid[CTE_SELECT]
                         : s->node->kind == ND_FROMSUB ? s->node->kid[FROMSUB_SELECT]
                                                       : NULL;
    if (!select || has_star(select->kid[SELECT_BODY]))
        return true;
    uint32_t n, k = 0;
    bool known;
    const ResultCol *cols = sema_result(rw_sema(rw), rw_arena(rw), select, &n, &known);
    while (k < s->ncols && s->cols[k].def != i->def)
        k++;
    if (select == at.within) /* itself; another column may hand it a NULL */
        return k != at.column;
    if (!known || k >= n || k >= s->ncols || !cols[k].def || part_null(rw, cols[k].def, select, k))
        return true;
    for (uint32_t m = 0; m < cols[k].nmore; m++)
        if (part_null(rw, cols[k].more[m], select, k))
            return true;
    return false;
}

/* What PostgreSQL computes for `x` in a row of the place. */
static bool can_be_null(Rw *rw, Place at, const Node *x)
{
    x = x ? sema_strip(x) : NULL;
    if (!x)
        return true;
    const Info *i = rw_info(rw, x);
    if (!i->nullable || (i->constant && !at.within) || rw_is_call(rw, x, "random"))
        return false;
    switch (x->kind) {
    case ND_COLREF:
        if (key_by_name(rw, x) || (at.core && given_not_null(rw, at.core, x)))
            return false;
        if (i->name == NAME_ALIAS)
            return !i->def || can_be_null(rw, at, i->def);
        return i->name != NAME_DERIVED || derived_null(rw, x, at);
    case ND_CAST: return can_be_null(rw, at, x->kid[CAST_X]);
    case ND_BINARY: return binary_null(rw, at, x);
    case ND_FUNC: return x->kid[FUNC_OVER] || call_null(rw, at, x);
    default: return true;
    }
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
        if (!e || part_null(rw, e, body, UINT32_MAX))
            return true;
    }
    const Node *e = result(body, i);
    return !e || part_null(rw, e, body, UINT32_MAX);
}

/* The query around a window or an aggregate; or what is found in its place. */
static const Node *core_of(const Node *n)
{
    while (n->parent && n->kind != ND_CORE)
        n = n->parent;
    return n;
}

/* ORDER BY 2: a result, or a column that a * stands for. */
static bool place_null(Rw *rw, const Node *core, int64_t at)
{
    const Node *x = result(core, at), *cols = core->kid[CORE_COLUMNS];
    if (x)
        return can_be_null(rw, (Place){.core = core}, x);
    for (uint32_t i = 0; i < cols->nkids && at >= 0; i++) {
        if (cols->kid[i]->kind != ND_STAR) {
            if (at-- == 0)
                return can_be_null(rw, (Place){.core = core}, cols->kid[i]->kid[RESULT_X]);
            continue;
        }
        Str only = rw_name(rw, cols->kid[i]->kid[STAR_TABLE]);
        const Node *from = core->kid[CORE_FROM];
        if (!from || (from->kind == ND_JOIN && (from->kid[JOIN_USING] || (from->op & NJ_NATURAL))))
            return true;
        for (const Source *s = rw_sema(rw)->sources[core->id]; s; s = s->next) {
            if (only.n && !str_ieq(s->name, only))
                continue;
            if (s->opaque || (s->table && s->table->is_virtual))
                return true;
            if (at < s->ncols) {
                const Column *c = s->cols[at].col;
                return !c || s->nullable || s->cols[at].nmore ||
                       (!c->not_null && (!c->pk || (c->evidence & EV_HAS_NULL)));
            }
            at -= s->ncols;
        }
    }
    return true;
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
        return can_be_null(rw, (Place){.core = core_of(select)}, x);
    if (select->kid[SELECT_BODY]->kind == ND_COMPOUND)
        return compound_null(rw, select->kid[SELECT_BODY], x);
    if (select->kid[SELECT_BODY]->kind != ND_CORE)
        return true;
    const Node *core = select->kid[SELECT_BODY];
    if (x->kind == ND_LITERAL && rw_integer(rw, x, &v))
        return place_null(rw, core, v - 1);
    return can_be_null(rw, (Place){.core = core}, x);
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
