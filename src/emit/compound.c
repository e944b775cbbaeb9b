/* Columns of UNION and its kin, and of VALUES: a column has one type in PostgreSQL, in SQLite each row has
   its own. */
#include "emit/want.h"

static void parts_of(Rw *rw, const Node *body, const Node **parts, uint32_t *n, uint32_t max)
{
    if (body->kind == ND_COMPOUND) {
        parts_of(rw, body->kid[COMPOUND_L], parts, n, max);
        body = body->kid[COMPOUND_R];
    }
    if (*n < max)
        parts[*n] = body;
    (*n)++;
}

/* The expression of column `i` in a part; NULL where a * or several rows of VALUES hide it. */
static const Node *part_column(const Node *part, uint32_t i)
{
    const Node *list = part->kind == ND_CORE ? part->kid[CORE_COLUMNS]
                       : part->nkids == 1 && part->kid[0]->kind == ND_PAREN_LIST
                           ? part->kid[0]->kid[PAREN_LIST_ITEMS]
                           : NULL;
    for (uint32_t k = 0; list && part->kind == ND_CORE && k < list->nkids; k++)
        if (list->kid[k]->kind != ND_RESULT)
            return NULL;
    if (!list || i >= list->nkids)
        return NULL;
    return part->kind == ND_CORE ? list->kid[i]->kid[RESULT_X] : list->kid[i];
}

static bool is_distinct(const Node *x)
{
    const Node *core = x->parent && x->parent->parent ? x->parent->parent->parent : NULL;
    return core && core->kind == ND_CORE && (core->flags & NF_DISTINCT);
}

/* The first part of a recursive table fixes the type of its column: VARCHAR(20) || text is text,
   NUMERIC(10,2) * 2 is numeric, and numbers that are multiplied grow. */
static void wide_first(Rw *rw, const Node *first, const Node *again, PgType t)
{
    const Node *a = sema_strip(first), *b = sema_strip(again);
    const Column *col = a->kind == ND_COLREF ? rw_info(rw, a)->col : NULL;
    bool sized = col && col->type.n && memchr(col->type.p, '(', col->type.n) && b->kind != ND_COLREF;
    bool grows = a->kind == ND_LITERAL && t == PG_INT && b->kind == ND_BINARY && b->op == TK_STAR &&
                 sema_strip(b->kid[BINARY_R])->kind != ND_LITERAL &&
                 sema_strip(b->kid[BINARY_L])->kind != ND_LITERAL;
    if (sized && (t == PG_TEXT || t == PG_NUMERIC))
        rw_around(rw, first, t == PG_TEXT ? "{0}::text" : "{0}::numeric", NULL, 0);
    else if (grows)
        rw_around(rw, first, "{0}::bigint", NULL, 0);
    else
        return;
    emit_note(rw, first, NOTE_CONVERT, SX_EXACT,
              "the first part of a recursive table fixes the column's type", NULL);
}

static void one_type(Rw *rw, const Node *select, const Node *const *x, uint32_t n)
{
    PgType t = type_unify_nodes(rw, x, n);
    bool known = true, open = true;
    for (uint32_t i = 0; i < n; i++) {
        known &= type_of(rw, x[i]) != PG_UNKNOWN;
        open &= want_open(type_of(rw, x[i]));
    }
    if (t == PG_UNKNOWN && known) {
        t = PG_TEXT;
        emit_note(rw, select, NOTE_MIXED, SX_NEAR,
                  "a column of numbers and text: all become text in PostgreSQL", NULL);
    }
    if (t == PG_UNKNOWN || open)
        return;
    if (t == PG_BOOL && !type_is_flag_column(rw, x, n))
        t = PG_INT; /* comparisons alone are 0 and 1 */
    bool recursive = select->parent && select->parent->kind == ND_CTE;
    for (uint32_t i = 0; t == PG_TEXT && i < n; i++)
        if (sema_strip(x[i])->kind == ND_CASE && (rw_info(rw, x[i])->classes & CLS_NUMBER))
            emit_note(rw, select, NOTE_MIXED, SX_NEAR,
                      "a column of numbers and text: all become text in PostgreSQL", NULL);
    for (uint32_t i = 0; i < n; i++) {
        PgType have = type_of(rw, x[i]);
        bool first = i == 0 &&
                     ((recursive && have != t) || (n > 2 && want_open(have) && want_open(type_of(rw, x[1]))));
        bool early = want_open(have) && is_distinct(x[i]); /* DISTINCT makes text of it first */
        if (rw->wish[x[i]->id])
            continue;
        if (have == PG_NULL && sema_strip(x[i])->kind == ND_CASE && t != PG_TEXT) { /* of NULLs: text */
            rw_around(rw, x[i], rw_fmt(rw, "{0}::%s", pg_spelling(t)).p, NULL, 0);
            continue;
        }
        if ((first || early) && t != PG_TEXT && (have != PG_PARAM || rw->infers))
            rw_wish_cast(rw, x[i], t);
        else if (have == PG_BOOL || t == PG_TEXT || t == PG_BOOL ||
                 (have == PG_TEXT && pg_family(t) == FAM_TEMPORAL) || /* date(...) among dates */
                 (want_open(have) && sema_strip(x[i])->kind == ND_FUNC))
            rw_wish(rw, x[i], t);
    }
    if (recursive && n == 2)
        wide_first(rw, x[0], x[1], t);
}

/* VALUES alone: a column of numbers and text, or one whose first row is NULL. */
static void of_rows(Rw *rw, const Node *select)
{
    const Node *body = select->kid[SELECT_BODY], *p = select->parent;
    if (body->kind != ND_VALUES || body->nkids < 2 || (p && p->kind == ND_INSERT) ||
        body->kid[0]->kind != ND_PAREN_LIST)
        return;
    const Node **x = ARENA_ARRAY(rw->a, const Node *, body->nkids);
    for (uint32_t c = 0; c < body->kid[0]->kid[PAREN_LIST_ITEMS]->nkids; c++) {
        for (uint32_t i = 0; i < body->nkids; i++) {
            const Node *row = body->kid[i];
            const Node *items = row->kind == ND_PAREN_LIST ? row->kid[PAREN_LIST_ITEMS] : NULL;
            if (!items || c >= items->nkids)
                return;
            x[i] = items->kid[c];
        }
        one_type(rw, select, x, body->nkids);
    }
}

static void of_parts(Rw *rw, const Node *select)
{
    enum { MOST = 64 };
    const Node *parts[MOST], *x[MOST];
    uint32_t n = 0;
    parts_of(rw, select->kid[SELECT_BODY], parts, &n, MOST);
    if (n < 2 || n > MOST)
        return;
    for (uint32_t c = 0;; c++) {
        for (uint32_t i = 0; i < n; i++)
            if (!(x[i] = part_column(parts[i], c)))
                return;
        one_type(rw, select, x, n);
    }
}

void compound_wishes(Rw *rw, const Node *select)
{
    of_parts(rw, select);
    of_rows(rw, select);
}
