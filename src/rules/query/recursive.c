/* A common table expression that names itself needs WITH RECURSIVE in PostgreSQL; SQLite does not ask for the
   word.  A LIMIT inside it, which PostgreSQL does not take, goes to where the rows are read: PostgreSQL makes
   no more of them than are asked for.  An ORDER BY by level says what PostgreSQL does anyway; depth first,
   and two recursive parts, are left to a person. */
#include "emit/rw.h"

static bool names_table(Rw *rw, const Node *n, Str name)
{
    if (!n)
        return false;
    if (n->kind == ND_TABLEREF && str_ieq(rw_name(rw, n->kid[TABLEREF_NAME]), name))
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (names_table(rw, n->kid[i], name))
            return true;
    return false;
}

static Str name_of(Rw *rw, const Node *cte)
{
    return rw_name(rw, cte->kid[CTE_NAME]);
}

/* ---- LIMIT ---- */

/* LIMIT and OFFSET as PostgreSQL's text; empty where they limit nothing.  False where they are no constants.
 */
static bool constant_limit(Rw *rw, const Node *limit, Str *text)
{
    const Node *a = limit->kid[LIMIT_A], *b = limit->kid[LIMIT_B];
    const Node *count = limit->op == TK_COMMA ? b : a, *offset = limit->op == TK_COMMA ? a : b;
    int64_t n, skip = 0;
    if (!rw_integer(rw, count, &n) || (offset && !rw_integer(rw, offset, &skip)))
        return false;
    Str first = n < 0 ? STR("") : rw_fmt(rw, " LIMIT %lld", (long long)n);
    *text = skip > 0 ? rw_fmt(rw, "%.*s OFFSET %lld", (int)first.n, first.p, (long long)skip) : first;
    return true;
}

/* Every place but the table expression itself reads no more than the limit. */
static void limit_readers(Rw *rw, const Node *n, const Node *cte, Str limit)
{
    if (n == cte)
        return;
    if (n->kind == ND_TABLEREF && !n->kid[TABLEREF_SCHEMA] &&
        str_ieq(rw_name(rw, n->kid[TABLEREF_NAME]), name_of(rw, cte))) {
        const Node *alias = n->kid[TABLEREF_ALIAS];
        Str t = rw_text(rw, n->kid[TABLEREF_NAME]), as = alias ? rw_text(rw, alias) : t;
        rw_as(rw, n,
              rw_fmt(rw, "(SELECT * FROM %.*s%.*s) AS %.*s", (int)t.n, t.p, (int)limit.n, limit.p, (int)as.n,
                     as.p)
                  .p,
              PG_UNKNOWN, NULL, NULL, NULL);
        return;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i])
            limit_readers(rw, n->kid[i], cte, limit);
}

static bool move_limit(Rw *rw, const Node *with, const Node *cte)
{
    const Node *limit = cte->kid[CTE_SELECT]->kid[SELECT_LIMIT];
    Str text;
    if (!constant_limit(rw, limit, &text))
        return rw_manual(rw, limit, "PostgreSQL has no LIMIT inside a recursive table expression",
                         "bound it with WHERE, or put LIMIT on the query that reads it");
    rw_exact(rw, limit);
    rw_drop_back(rw, limit->tok, limit->end);
    if (text.n)
        limit_readers(rw, with->parent, cte, text);
    return true;
}

/* ---- ORDER BY ---- */

/* The result column that a term of the CTE's ORDER BY means, in its recursive part. */
static const Node *recursive_column(Rw *rw, const Node *cte, const Node *x)
{
    const Node *body = cte->kid[CTE_SELECT]->kid[SELECT_BODY];
    const Node *core = body->kind == ND_COMPOUND ? body->kid[COMPOUND_R] : NULL;
    const Node *cols = core && core->kind == ND_CORE ? core->kid[CORE_COLUMNS] : NULL;
    int64_t at = 0;
    if (!cols || (!rw_integer(rw, x, &at) && x->kind != ND_COLREF))
        return NULL;
    for (uint32_t i = 0; !at && cte->kid[CTE_COLS] && i < cte->kid[CTE_COLS]->nkids; i++)
        if (str_ieq(rw_name(rw, cte->kid[CTE_COLS]->kid[i]), rw_name(rw, x->kid[COLREF_COLUMN])))
            at = i + 1;
    if (at < 1 || at > (int64_t)cols->nkids || cols->kid[at - 1]->kind != ND_RESULT)
        return NULL;
    return sema_strip(cols->kid[at - 1]->kid[RESULT_X]);
}

/* `level + 1` of the table itself grows with each step: the steps come in that order. */
static bool by_level(Rw *rw, const Node *cte)
{
    const Node *order = cte->kid[CTE_SELECT]->kid[SELECT_ORDER], *term = order->kid[0];
    const Node *x = recursive_column(rw, cte, sema_strip(term->kid[ORDERTERM_X]));
    int64_t step;
    return order->nkids == 1 && !(term->flags & NF_DESC) && x && x->kind == ND_BINARY && x->op == TK_PLUS &&
           sema_strip(x->kid[BINARY_L])->kind == ND_COLREF && rw_integer(rw, x->kid[BINARY_R], &step) &&
           step > 0;
}

static bool drop_order(Rw *rw, const Node *cte)
{
    const Node *order = cte->kid[CTE_SELECT]->kid[SELECT_ORDER];
    if (!by_level(rw, cte))
        return rw_manual(
            rw, order,
            "PostgreSQL has no ORDER BY inside a recursive table expression: this one chooses the order "
            "in which rows are visited",
            "collect a path of keys and order the outer query by it");
    rw_near(rw, order, "the rows come level by level in PostgreSQL as well; those of one level in any order",
            "order the outer query");
    rw_drop_back(rw, rw_prev(rw, rw_prev(rw, order->tok)), order->end);
    return true;
}

/* ---- a table expression that nobody reads ---- */

static bool unknown_table(Rw *rw, const Node *n, const Node *ctes)
{
    if (n->kind == ND_TABLEREF && !n->kid[TABLEREF_SCHEMA] && n->kid[TABLEREF_NAME]->kind == ND_NAME &&
        !rw_table(rw, n)) {
        bool cte = false;
        for (uint32_t i = 0; i < ctes->nkids; i++)
            cte |= str_ieq(name_of(rw, ctes->kid[i]), rw_name(rw, n->kid[TABLEREF_NAME]));
        return !cte && catalog_tables(rw_catalog(rw)) > 0;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && unknown_table(rw, n->kid[i], ctes))
            return true;
    return false;
}

static bool is_read(Rw *rw, const Node *with, uint32_t at)
{
    const Node *ctes = with->kid[WITH_CTES], *p = with->parent;
    Str name = name_of(rw, ctes->kid[at]);
    for (uint32_t i = 0; i < ctes->nkids; i++)
        if (i != at && names_table(rw, ctes->kid[i], name))
            return true;
    for (uint32_t i = 0; i < p->nkids; i++)
        if (p->kid[i] != with && names_table(rw, p->kid[i], name))
            return true;
    return false;
}

static bool one(Rw *rw, const Node *with, uint32_t at)
{
    const Node *ctes = with->kid[WITH_CTES], *cte = ctes->kid[at], *select = cte->kid[CTE_SELECT];
    const Node *body = select->kid[SELECT_BODY];
    if (!is_read(rw, with, at) && unknown_table(rw, select, ctes))
        return rw_manual(
            rw, cte,
            "nobody reads this table expression, and it names a table that is not known: SQLite never "
            "looks at it, PostgreSQL does",
            "leave it out");
    if (!names_table(rw, select, name_of(rw, cte)))
        return false;
    if (body->kind == ND_COMPOUND && names_table(rw, body->kid[COMPOUND_L], name_of(rw, cte)))
        return rw_manual(rw, body,
                         "only the last part of a recursive table expression may name it in PostgreSQL",
                         "join the recursive parts in one, as a subquery");
    if (select->kid[SELECT_ORDER])
        drop_order(rw, cte);
    if (select->kid[SELECT_LIMIT])
        move_limit(rw, with, cte);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *ctes = n->kid[WITH_CTES];
    bool self = false;
    for (uint32_t i = 0; i < ctes->nkids; i++) {
        one(rw, n, i);
        for (uint32_t k = 0; k <= i; k++) /* itself, or a later one from an earlier one */
            self |= names_table(rw, ctes->kid[k]->kid[CTE_SELECT], name_of(rw, ctes->kid[i]));
    }
    if (!self || (n->flags & NF_RECURSIVE))
        return false;
    rw_exact(rw, n);
    rw_insert(rw, ctes->kid[0]->tok, STR("RECURSIVE "));
    return true;
}

const Rule rule_recursive = {.code = 323,
                             .name = "query/recursive",
                             .title = "a common table expression that names itself needs RECURSIVE",
                             .on = KINDS(ND_WITH),
                             .portable = true,
                             .apply = apply};
