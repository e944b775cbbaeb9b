/* What PostgreSQL type each place of an untouched construct asks of its children: conditions want booleans,
   stored values the type of their column, branches a common type.  It decides no conversion itself; coerce.c
   carries them out. */
#include "emit/coltype.h"
#include "emit/functions.h"
#include "emit/render.h"

void want_wish(Rw *rw, const Node *n, PgType t)
{
    if (n && rw->wish[n->id] == PG_UNKNOWN)
        rw_wish(rw, n, t);
}

/* ---- places that are conditions ---- */

static const struct {
    uint16_t kind;
    uint8_t slot;
} CONDITIONS[] = {
    {ND_CORE, CORE_WHERE},
    {ND_CORE, CORE_HAVING},
    {ND_JOIN, JOIN_ON},
    {ND_UPDATE, UPDATE_WHERE},
    {ND_DELETE, DELETE_WHERE},
    {ND_UPSERT, UPSERT_WHERE},
    {ND_FUNC, FUNC_FILTER},
    {ND_UPSERT, UPSERT_TARGET_WHERE},
    {ND_CREATE_INDEX, CREATE_INDEX_WHERE},
    {ND_CREATE_TRIGGER, CREATE_TRIGGER_WHEN},
};

static void want_conditions(Rw *rw, const Node *n)
{
    for (size_t i = 0; i < sizeof CONDITIONS / sizeof *CONDITIONS; i++)
        if (CONDITIONS[i].kind == n->kind)
            want_wish(rw, n->kid[CONDITIONS[i].slot], PG_BOOL);
}

/* NULL alone has no type in PostgreSQL: where none can be found around it, it gets one. */
static void want_typed_null(Rw *rw, const Node *k, PgType t)
{
    while (k->kind == ND_PAREN || (k->kind == ND_UNARY && k->op == TK_PLUS))
        k = k->kid[0];
    if (sema_is_null(k))
        rw_wish_cast(rw, sema_strip(k), t);
    else if (type_of(rw, k) == PG_NULL) /* CASE, COALESCE() of nothing but NULLs */
        want_wish(rw, k, t);
}

/* ---- operators ---- */

static bool date_text(Rw *rw, const Node *k)
{
    uint8_t mean = rw_info(rw, k)->meaning;
    return type_of(rw, k) == PG_TEXT && (mean == MEAN_DATE || mean == MEAN_DATETIME);
}

static bool open_type(PgType t)
{
    return t == PG_NULL || t == PG_LIT || t == PG_PARAM;
}

static void want_number(Rw *rw, const Node *n, const Node *k)
{
    PgType t = type_of(rw, k);
    bool date = pg_family(t) == FAM_TEMPORAL || date_text(rw, k);
    if (t == PG_NULL && (!sema_is_null(k) || n->kind == ND_UNARY))
        want_typed_null(rw, k, PG_INT);
    if (t == PG_BOOL)
        want_wish(rw, k, PG_INT);
    else if ((t == PG_JSONB || t == PG_JSON) && rw_info(rw, k)->col)
        emit_note(rw, n, NOTE_MIXED, SX_MANUAL, "arithmetic on a JSON column",
                  "take a member out of it, with json_extract()");
    else if (t == PG_BYTEA)
        emit_note(rw, n, NOTE_MIXED, SX_MANUAL, "arithmetic on a blob reads its bytes as text in SQLite",
                  NULL);
    else if ((t == PG_TEXT || t == PG_LIT) && !date)
        want_wish(rw, k, PG_NUMERIC);
    else if (date && (pg_family(t) == FAM_TEMPORAL || sema_strip(k)->kind == ND_FUNC))
        want_wish(rw, k, PG_NUMERIC); /* its leading digits: the year */
    else if (date)
        emit_note(
            rw, n, NOTE_TIME_TEXT, SX_MANUAL,
            "arithmetic on a date works on its leading digits (the year) in SQLite, on days in PostgreSQL",
            "say what is meant with date() or julianday()");
}

static void want_bits(Rw *rw, const Node *n, const Node *k)
{
    PgType t = type_of(rw, k);
    if (t == PG_FLOAT8 || t == PG_NUMERIC || (t == PG_TEXT && !date_text(rw, k)))
        want_wish(rw, k, PG_BIGINT);
    else
        want_number(rw, n, k);
}

static void want_text_side(Rw *rw, const Node *k, bool other_is_text)
{
    PgType t = type_of(rw, k);
    if (t == PG_INT || t == PG_BIGINT) {
        if (!other_is_text)
            want_wish(rw, k, PG_TEXT);
    } else if (t != PG_UNKNOWN && t != PG_PARAM && t != PG_LIT && t != PG_NULL) {
        want_wish(rw, k, PG_TEXT);
    }
}

static bool textual(PgType t)
{
    return t == PG_TEXT || t == PG_LIT;
}

static void want_concat(Rw *rw, const Node *n)
{
    const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
    want_text_side(rw, l, textual(type_of(rw, r)));
    want_text_side(rw, r, true);
}

/* (a, b) = (1, 2): pair by pair. */
static void want_rows(Rw *rw, const Node *n, const Node *l, const Node *r)
{
    l = sema_strip(l), r = sema_strip(r);
    if (l->kind != ND_ROW || r->kind != ND_ROW || l->kid[ROW_ITEMS]->nkids != r->kid[ROW_ITEMS]->nkids)
        return;
    for (uint32_t i = 0; i < l->kid[ROW_ITEMS]->nkids && !rw->manual; i++)
        coerce_compare(rw, n, l->kid[ROW_ITEMS]->kid[i], r->kid[ROW_ITEMS]->kid[i]);
}

static void want_binary(Rw *rw, const Node *n)
{
    const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
    switch (n->op) {
    case TK_AND:
    case TK_OR:
        want_wish(rw, l, PG_BOOL);
        want_wish(rw, r, PG_BOOL);
        break;
    case TK_CONCAT: want_concat(rw, n); break;
    case TK_ARROW:
    case TK_ARROW2: break;
    case TK_BITAND:
    case TK_BITOR:
    case TK_LSHIFT:
    case TK_RSHIFT:
        want_bits(rw, n, l);
        want_bits(rw, n, r);
        break;
    case TK_EQ:
    case TK_NE:
    case TK_LT:
    case TK_LE:
    case TK_GT:
    case TK_GE:
    case TK_IS:
        if (!decide_compare(rw, n)) {
            if (!sema_is_null(l) && type_of(rw, l) == PG_NULL && !open_type(type_of(rw, r)))
                want_typed_null(rw, l, type_of(rw, r));
            if (!sema_is_null(r) && type_of(rw, r) == PG_NULL && !open_type(type_of(rw, l)))
                want_typed_null(rw, r, type_of(rw, l));
            coerce_compare(rw, n, l, r);
            want_rows(rw, n, l, r);
        }
        break;
    default: want_number(rw, n, l); want_number(rw, n, r);
    }
    if (n->op != TK_AND && n->op != TK_OR && sema_is_null(l) && open_type(type_of(rw, r)) &&
        pg_family(type_of(rw, n)) != FAM_BOOL && n->op != TK_CONCAT && n->op != TK_ARROW &&
        n->op != TK_ARROW2)
        want_typed_null(rw, l, PG_INT);
}

static bool apart(PgType a, PgType b)
{
    bool number = pg_family(a) == FAM_NUMBER, text = a == PG_TEXT;
    return (number && b == PG_TEXT) || (text && pg_family(b) == FAM_NUMBER);
}

static void want_between(Rw *rw, const Node *n)
{
    const Node *x = n->kid[BETWEEN_X], *lo = n->kid[BETWEEN_LO], *hi = n->kid[BETWEEN_HI];
    PgType t = type_of(rw, x), tl = type_of(rw, lo), th = type_of(rw, hi);
    if (t == PG_TEXT && apart(tl, th)) {
        emit_note(rw, n, NOTE_TEXT_NUMBER, SX_MANUAL, "text lies between a number and a text here",
                  "write two comparisons");
        return;
    }
    if (t == PG_NULL && !sema_is_null(x) && !open_type(tl))
        want_typed_null(rw, x, tl);
    if (t == PG_BOOL &&
        (pg_family(tl) == FAM_NUMBER || pg_family(th) == FAM_NUMBER)) { /* 0 and 1 among numbers */
        want_wish(rw, x, PG_INT);
        want_wish(rw, lo, tl == PG_BOOL ? PG_INT : PG_UNKNOWN);
        want_wish(rw, hi, th == PG_BOOL ? PG_INT : PG_UNKNOWN);
        return;
    }
    coerce_compare(rw, n, x, lo);
    coerce_compare(rw, n, x, hi);
    if (pg_family(t) == FAM_TEMPORAL && rw->wish[x->id] == PG_TEXT) { /* a date between two texts */
        want_wish(rw, lo, PG_TEXT);
        want_wish(rw, hi, PG_TEXT);
    }
}

static bool has_other_number(Rw *rw, const Node *items)
{
    int64_t v;
    for (uint32_t i = 0; i < items->nkids; i++)
        if (pg_family(type_of(rw, items->kid[i])) == FAM_NUMBER &&
            !(rw_integer(rw, items->kid[i], &v) && (v == 0 || v == 1)))
            return true;
    return false;
}

/* Result column `i` of the `n` of a plain SELECT; NULL when it is none. */
static const Node *result_at(const Node *subquery, uint32_t i, uint32_t n)
{
    const Node *select = subquery->kid[SUBQUERY_SELECT], *core = select->kid[SELECT_BODY];
    const Node *list = core->kind == ND_CORE ? core->kid[CORE_COLUMNS] : NULL;
    bool distinct = list && (core->flags & NF_DISTINCT) && select->kid[SELECT_ORDER];
    return list && list->nkids == n && list->kid[i]->kind == ND_RESULT && !distinct
               ? list->kid[i]->kid[RESULT_X]
               : NULL;
}

/* Text on one side, numbers on the other: beside a column of numbers the text is the number it looks like,
   and what has no affinity becomes text beside a column of text. */
static bool want_ranked(Rw *rw, const Node *in, const Node *x, const Node *r)
{
    bool text_left = type_of(rw, x) == PG_TEXT;
    const Node *text = text_left ? x : r, *number = text_left ? r : x;
    if (type_of(rw, text) != PG_TEXT || pg_family(type_of(rw, number)) != FAM_NUMBER)
        return false;
    bool where = !(in->flags & NF_NOT) && sema_is_where(sema_whole_condition(in));
    if (rw_info(rw, number)->aff >= AFF_NUMERIC && (rw_repeatable(rw, text) || where))
        want_wish(rw, text, rw_repeatable(rw, text) ? PG_RANKED : PG_WHOLLY);
    else if (rw_info(rw, number)->aff < AFF_NUMERIC && rw_info(rw, text)->aff == AFF_TEXT)
        want_wish(rw, number, PG_TEXT);
    else
        return false;
    return true;
}

static void want_in_pair(Rw *rw, const Node *in, const Node *x, const Node *r, PgType col)
{
    PgType t = type_of(rw, x);
    if (r && want_ranked(rw, in, x, r))
        return;
    if (pg_family(t) != FAM_NONE && pg_family(col) != FAM_NONE && pg_family(t) != pg_family(col))
        emit_note(rw, in, NOTE_MIXED, SX_MANUAL,
                  rw_fmt(rw, "a %s is looked for in a column of %s", pg_spelling(t), pg_spelling(col)).p,
                  "CAST one of the two");
}

static void want_in_select(Rw *rw, const Node *n, const Node *subquery)
{
    const Node *x = sema_strip(n->kid[IN_X]);
    const Node *items = x->kind == ND_ROW ? x->kid[ROW_ITEMS] : NULL;
    if (!items)
        want_in_pair(rw, n, n->kid[IN_X], result_at(subquery, 0, 1), type_of(rw, subquery));
    for (uint32_t i = 0; items && i < items->nkids && !rw->manual; i++) {
        const Node *r = result_at(subquery, i, items->nkids);
        if (r)
            want_in_pair(rw, n, items->kid[i], r, type_of(rw, r));
    }
}

/* x IN (1, 'n/a'): x is a number for one and text for the other. */
static void want_no_word(Rw *rw, const Node *n, const Node *x, const Node *item)
{
    Str s;
    PgType t = (PgType)rw->wish[x->id];
    if ((t == PG_RANKED || pg_family(t) == FAM_NUMBER) && rw_string(rw, item, &s) && !coerce_is_number(s))
        emit_note(rw, n, NOTE_TEXT_NUMBER, SX_MANUAL, "a column is compared with numbers and with text here",
                  "write two comparisons");
}

static void want_in(Rw *rw, const Node *n)
{
    const Node *rhs = n->kid[IN_RHS];
    if (rhs->kind == ND_SUBQUERY) {
        want_in_select(rw, n, rhs);
        return;
    }
    if (rhs->kind != ND_PAREN_LIST || decide_in(rw, n))
        return;
    const Node *items = rhs->kid[PAREN_LIST_ITEMS], *x = n->kid[IN_X];
    if (type_of(rw, x) == PG_BOOL &&
        has_other_number(rw, items)) { /* one of them is no 0/1: all are numbers */
        want_wish(rw, x, PG_INT);
        for (uint32_t i = 0; i < items->nkids; i++)
            if (type_of(rw, items->kid[i]) == PG_BOOL)
                want_wish(rw, items->kid[i], PG_INT);
        for (uint32_t i = 0; i < items->nkids && !rw->manual; i++)
            want_no_word(rw, n, x, items->kid[i]);
        return;
    }
    for (uint32_t i = 0; i < items->nkids && !rw->manual; i++)
        coerce_compare(rw, n, x, items->kid[i]);
    for (uint32_t i = 0; i < items->nkids && !rw->manual; i++)
        want_no_word(rw, n, x, items->kid[i]);
}

/* ---- branches ---- */

/* Nothing but 0, 1, NULL and comparisons. */
static bool all_flags(Rw *rw, const Node *const *b, uint32_t count)
{
    int64_t v;
    for (uint32_t i = 0; i < count; i++) {
        PgType t = type_of(rw, b[i]);
        if (t != PG_BOOL && t != PG_NULL && !(rw_integer(rw, b[i], &v) && (v == 0 || v == 1)))
            return false;
    }
    return true;
}

/* Is it a branch of CASE, coalesce() and their kin itself?  Then text is what that one became. */
static bool in_branch(Rw *rw, const Node *n)
{
    const Node *p = n->parent;
    if (p && p->kind == ND_LIST && p->parent && p->parent->kind == ND_FUNC) {
        const PgFunction *f = functions_find(rw_name(rw, p->parent->kid[FUNC_NAME]));
        return f && f->result == RESULT_UNIFY;
    }
    return p && (p->kind == ND_WHEN || p->kind == ND_CASE);
}

static void want_branches(Rw *rw, const Node *n, const Node *const *b, uint32_t count, PgType want)
{
    PgType t = type_unify_nodes(rw, b, count);
    bool mixed = t == PG_UNKNOWN;
    if ((t == PG_LIT || t == PG_NULL) && want != PG_VALUE && want != PG_TEXT &&
        (want != PG_BOOL || t == PG_NULL) && want != PG_UNKNOWN &&
        count) { /* PostgreSQL would make text of them */
        if (open_type(type_of(rw, b[0])) && sema_strip(b[0])->kind == ND_LITERAL)
            rw_wish_cast(rw, sema_strip(b[0]), want);
    }
    if (t == PG_UNKNOWN || t == PG_LIT || t == PG_PARAM || t == PG_NULL)
        t = want == PG_VALUE ? t : want;
    if (want == PG_BOOL && t == PG_INT && all_flags(rw, b, count))
        t = PG_BOOL; /* CASE WHEN x THEN 1 ELSE 0 END where a condition stands */
    if (pg_family(want) == FAM_TEMPORAL && t == PG_TEXT)
        t = want;
    bool known = true;
    for (uint32_t i = 0; i < count; i++)
        known &= type_of(rw, b[i]) != PG_UNKNOWN;
    if (mixed && known && count > 1 && want == PG_TEXT && in_branch(rw, n))
        emit_note(rw, n, NOTE_MIXED, SX_NEAR,
                  "values of different types meet here: all become text in PostgreSQL", NULL);
    if (t == PG_UNKNOWN && mixed && known && count > 1) { /* numbers and text in one column */
        t = PG_TEXT;
        emit_note(rw, n, NOTE_MIXED, SX_NEAR,
                  "values of different types meet here: all become text in PostgreSQL", NULL);
        rw->type[n->id] = PG_TEXT;
    }
    if (rw->infers)
        param_branches(rw, b, count, t);
    bool open = true; /* quoted literals and NULL alone would be text to PostgreSQL */
    for (uint32_t i = 0; i < count; i++)
        open &= type_of(rw, b[i]) == PG_LIT || type_of(rw, b[i]) == PG_NULL;
    if (open && count && pg_family(t) == FAM_TEMPORAL && !rw->wish[b[0]->id])
        rw_wish_cast(rw, b[0], t);
    for (uint32_t i = 0; i < count; i++)
        want_wish(rw, b[i], t);
    if (t == PG_BOOL || pg_family(t) == FAM_TEMPORAL || (mixed && pg_family(t) == FAM_NUMBER))
        rw->type[n->id] = (uint8_t)t; /* what the node is now, for the renderer */
}

static void want_case(Rw *rw, const Node *n, PgType want)
{
    const Node *w = n->kid[CASE_WHENS];
    const Node **b = ARENA_ARRAY(rw->a, const Node *, w->nkids + 1);
    uint32_t m = 0;
    for (uint32_t i = 0; n->kid[CASE_BASE] && sema_is_null(n->kid[CASE_BASE]) && i < w->nkids; i++)
        if (!open_type(type_of(rw, w->kid[i]->kid[WHEN_COND])))
            want_typed_null(rw, n->kid[CASE_BASE], type_of(rw, w->kid[i]->kid[WHEN_COND]));
    for (uint32_t i = 0; i < w->nkids; i++) {
        if (n->kid[CASE_BASE])
            coerce_compare(rw, n, n->kid[CASE_BASE], w->kid[i]->kid[WHEN_COND]);
        else
            want_wish(rw, w->kid[i]->kid[WHEN_COND], PG_BOOL);
        b[m++] = w->kid[i]->kid[WHEN_THEN];
    }
    for (uint32_t i = 0; n->kid[CASE_BASE] && i < w->nkids && !rw->manual; i++)
        want_no_word(rw, n, n->kid[CASE_BASE], w->kid[i]->kid[WHEN_COND]);
    if (n->kid[CASE_ELSE])
        b[m++] = n->kid[CASE_ELSE];
    want_branches(rw, n, b, m, want);
}

/* ---- calls ---- */

static PgType letter(char c, PgType have)
{
    switch (c) {
    case 't': return have == PG_BYTEA || have == PG_LIT || have == PG_PARAM ? PG_UNKNOWN : PG_TEXT;
    case 'n':
        return pg_family(have) == FAM_NUMBER || have == PG_UNKNOWN || have == PG_PARAM ? PG_UNKNOWN
               : have == PG_BOOL                                                       ? PG_INT
                                                                                       : PG_NUMERIC;
    case 'w': return have == PG_TEXT ? PG_WHOLLY : letter('n', have);
    case 'f': return have == PG_TEXT ? PG_WHOLLY : have == PG_BOOL || have == PG_LIT ? PG_FLOAT8 : PG_UNKNOWN;
    case 'i':
        return have == PG_BIGINT || have == PG_BOOL || have == PG_NUMERIC || have == PG_FLOAT8 ? PG_INT
                                                                                               : PG_UNKNOWN;
    case 'b': return PG_BOOL;
    case 'v': return PG_VALUE;
    default: return PG_UNKNOWN;
    }
}

/* ---- compounds: a column has one type in PostgreSQL ---- */

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
static void want_wide(Rw *rw, const Node *first, const Node *again, PgType t)
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

static void want_column(Rw *rw, const Node *select, const Node *const *x, uint32_t n)
{
    PgType t = type_unify_nodes(rw, x, n);
    bool known = true, open = true;
    for (uint32_t i = 0; i < n; i++) {
        known &= type_of(rw, x[i]) != PG_UNKNOWN;
        open &= open_type(type_of(rw, x[i]));
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
                     ((recursive && have != t) || (n > 2 && open_type(have) && open_type(type_of(rw, x[1]))));
        bool early = open_type(have) && is_distinct(x[i]); /* DISTINCT makes text of it first */
        if (rw->wish[x[i]->id])
            continue;
        if ((first || early) && t != PG_TEXT && (have != PG_PARAM || rw->infers))
            rw_wish_cast(rw, x[i], t);
        else if (have == PG_BOOL || t == PG_TEXT || t == PG_BOOL ||
                 (open_type(have) && sema_strip(x[i])->kind == ND_FUNC))
            rw_wish(rw, x[i], t);
    }
    if (recursive && n == 2)
        want_wide(rw, x[0], x[1], t);
}

/* VALUES alone: a column of numbers and text, or one whose first row is NULL. */
static void want_values(Rw *rw, const Node *select)
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
        want_column(rw, select, x, body->nkids);
    }
}

static void want_compound(Rw *rw, const Node *select)
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
        want_column(rw, select, x, n);
    }
}

/* Text that is no number among the arguments. */
static bool of_word(Rw *rw, const Node *n)
{
    Str s;
    for (uint32_t i = 0; rw_arg(n, i); i++)
        if (rw_string(rw, rw_arg(n, i), &s) && !coerce_is_number(s))
            return true;
    return false;
}

/* lag(n, 1, ''): a column has one type in PostgreSQL. */
static void want_default(Rw *rw, const Node *n)
{
    const Node *x = rw_arg(n, 0), *d = rw_arg(n, 2);
    Str s;
    if (!d || !(rw_is_call(rw, n, "lag") || rw_is_call(rw, n, "lead")))
        return;
    if (type_of(rw, x) == PG_BOOL) {
        bool flag = all_flags(rw, &d, 1);
        want_wish(rw, flag ? d : x, flag ? PG_BOOL : PG_INT);
    } else if (pg_family(type_of(rw, x)) == FAM_NUMBER &&
               (type_of(rw, d) == PG_TEXT || (rw_string(rw, d, &s) && !coerce_is_number(s)))) {
        emit_note(rw, d, NOTE_MIXED, SX_MANUAL, "numbers with text as their default",
                  "CAST the numbers to TEXT");
    }
}

/* A quoted literal or NULL, which has no type yet. */
static bool open_literal(Rw *rw, const Node *n)
{
    PgType t = type_of(rw, n);
    return sema_strip(n)->kind == ND_LITERAL && (t == PG_LIT || t == PG_NULL);
}

static void want_function(Rw *rw, const Node *n, PgType want)
{
    const PgFunction *f = functions_find(rw_name(rw, n->kid[FUNC_NAME]));
    const Node *args = n->kid[FUNC_ARGS];
    if (!f || !f->wishes[0])
        return;
    if (f->common && f->result == PG_FLOAT8 && of_word(rw, n)) { /* sin('x') is NULL */
        rw_as(rw, n, "NULL::double precision", PG_FLOAT8, NULL, NULL, NULL);
        emit_note(rw, n, NOTE_CONVERT, SX_EXACT, NULL, NULL);
        return;
    }
    uint32_t last = (uint32_t)strlen(f->wishes) - 1, unify_from = UINT32_MAX;
    want_default(rw, n);
    for (uint32_t i = 0; i < args->nkids; i++) {
        char c = f->wishes[i < last ? i : last];
        if (c == 'u' && unify_from == UINT32_MAX)
            unify_from = i;
        else if ((c == 'n' || c == 'w') && type_of(rw, args->kid[i]) == PG_NULL)
            want_typed_null(rw, args->kid[i], PG_INT);
        else if (c == 'v' && i == 0 && f->result == RESULT_SAME && open_literal(rw, args->kid[i])) {
            const Node *x = sema_strip(args->kid[i]), *other = rw_arg(n, 2); /* lag(NULL, 1, 0) */
            bool typed = other && !open_type(type_of(rw, other)) && sema_is_null(x);
            rw_wish_cast(rw, x, typed ? type_of(rw, other) : PG_TEXT);
            rw->assign[x->id] = ASSIGN_CAST_TEXT;
        } else if (c != 'u')
            want_wish(rw, args->kid[i], letter(c, type_of(rw, args->kid[i])));
    }
    if (unify_from != UINT32_MAX && args->nkids > unify_from)
        want_branches(rw, n, (const Node *const *)args->kid + unify_from, args->nkids - unify_from, want);
}

void want_function_known(Rw *rw, const Node *n)
{
    Str name = rw_name(rw, n->kid[FUNC_NAME]);
    const PgFunction *f = functions_find(name);
    const Function *s = sema_function(name, n->kid[FUNC_ARGS]->nkids, (n->flags & NF_STAR) != 0);
    if (f && f->common && s)
        return;
    Str why =
        s ? rw_fmt(rw, "%.*s() has no counterpart in PostgreSQL that sqlxlate knows", (int)name.n, name.p)
          : rw_fmt(rw, "%.*s() is no built-in function of SQLite", (int)name.n, name.p);
    emit_note(rw, n, s ? NOTE_FUNCTION : NOTE_UNKNOWN_FUNCTION, SX_MANUAL, why.p,
              s ? NULL : "define it in PostgreSQL, or write the statement by hand");
}

/* ---- values stored in columns ---- */

/* A quotient, a mean or a product of fractions: more digits than NUMERIC(p,s) keeps. */
static bool many_digits(Rw *rw, const Node *x)
{
    x = sema_strip(x);
    if (rw_is_call(rw, x, "avg"))
        return true;
    if (x->kind != ND_BINARY ||
        (x->op != TK_SLASH && x->op != TK_STAR && x->op != TK_PLUS && x->op != TK_MINUS))
        return false;
    const Node *l = x->kid[BINARY_L], *r = x->kid[BINARY_R];
    bool lf = type_of(rw, l) == PG_NUMERIC || type_of(rw, l) == PG_FLOAT8;
    bool rf = type_of(rw, r) == PG_NUMERIC || type_of(rw, r) == PG_FLOAT8;
    return many_digits(rw, l) || many_digits(rw, r) || (x->op == TK_SLASH && (lf || rf)) ||
           (x->op == TK_STAR && lf && rf);
}

static void wish_column(Rw *rw, const Node *value, const Table *t, const Column *col)
{
    if (!col || !value)
        return;
    PgType want = coltype_of(rw->opts, t, col);
    rw_wish_assign(rw, value, want);
    if (want == PG_NUMERIC && rw->opts->numeric == NUM_DECLARED && memchr(col->type.p, ',', col->type.n) &&
        many_digits(rw, value))
        emit_note(rw, value, NOTE_CONVERT, SX_NEAR,
                  "the column rounds to its declared digits in PostgreSQL, SQLite keeps them all", NULL);
}

/* A column of a table that nobody described: its name may tell. */
static void wish_by_name(Rw *rw, const Node *value, Str column)
{
    uint8_t mean = rw_info(rw, value)->meaning;
    int64_t v;
    if (rw_names_boolean(rw, column) && (type_of(rw, value) == PG_BOOL || type_of(rw, value) == PG_PARAM ||
                                         (rw_integer(rw, value, &v) && (v == 0 || v == 1))))
        rw_wish_assign(rw, value, PG_BOOL);
    else if ((mean == MEAN_DATE || mean == MEAN_DATETIME) && rw_names_time(column))
        rw_wish_assign(rw, value, mean == MEAN_DATE ? PG_DATE : PG_TIMESTAMP);
    else
        return;
    emit_note(rw, value, NOTE_BY_NAME, SX_NEAR, "the column's type was read from its name",
              "give its CREATE TABLE with --schema");
}

static const Column *insert_column(Rw *rw, const Node *ins, const Table *t, uint32_t i)
{
    const Node *cols = ins->kid[INSERT_COLS];
    if (!cols) { /* generated columns take no value */
        for (uint16_t c = 0; c < t->ncols; c++)
            if (!t->cols[c].generated && i-- == 0)
                return &t->cols[c];
        return NULL;
    }
    return i < cols->nkids ? table_column(t, rw_name(rw, cols->kid[i])) : NULL;
}

static void want_row(Rw *rw, const Node *ins, const Table *t, const Node *items)
{
    for (uint32_t i = 0; i < items->nkids; i++)
        wish_column(rw, items->kid[i]->kind == ND_RESULT ? items->kid[i]->kid[RESULT_X] : items->kid[i], t,
                    insert_column(rw, ins, t, i));
}

/* In a compound or under DISTINCT a bare literal would become text: it gets the cast its column wants. */
static void want_cast_row(Rw *rw, const Node *list)
{
    for (uint32_t i = 0; i < list->nkids; i++) {
        const Node *x = list->kid[i]->kind == ND_RESULT ? list->kid[i]->kid[RESULT_X] : list->kid[i];
        if (rw->wish[x->id] && rw->wish[x->id] != PG_TEXT && (type_of(rw, x) != PG_PARAM || rw->infers))
            rw_wish_cast(rw, x, (PgType)rw->wish[x->id]);
    }
}

/* INSERT ... SELECT * FROM (VALUES ...): a NULL in its first row would be text. */
static void want_values_of(Rw *rw, const Node *ins, const Table *t, const Node *core)
{
    const Node *from = core->kid[CORE_FROM];
    const Node *values =
        from && from->kind == ND_FROMSUB ? from->kid[FROMSUB_SELECT]->kid[SELECT_BODY] : NULL;
    if (!values || values->kind != ND_VALUES || core->kid[CORE_COLUMNS]->nkids != 1)
        return;
    for (uint32_t i = 0; i < values->nkids; i++)
        if (values->kid[i]->kind == ND_PAREN_LIST)
            want_row(rw, ins, t, values->kid[i]->kid[PAREN_LIST_ITEMS]);
    if (values->kid[0]->kind == ND_PAREN_LIST)
        want_cast_row(rw, values->kid[0]->kid[PAREN_LIST_ITEMS]);
}

static void want_source(Rw *rw, const Node *ins, const Table *t, const Node *body)
{
    if (body->kind == ND_COMPOUND) {
        want_source(rw, ins, t, body->kid[COMPOUND_L]);
        want_source(rw, ins, t, body->kid[COMPOUND_R]);
    } else if (body->kind == ND_CORE) {
        const Node *list = body->kid[CORE_COLUMNS];
        for (uint32_t i = 0; i < list->nkids; i++)
            if (list->kid[i]->kind != ND_RESULT) {
                want_values_of(rw, ins, t, body);
                return; /* a * shifts the rest */
            }
        want_row(rw, ins, t, list);
        if ((body->flags & NF_DISTINCT) || body->parent->kind == ND_COMPOUND)
            want_cast_row(rw, list);
    } else {
        for (uint32_t i = 0; i < body->nkids; i++)
            if (body->kid[i]->kind == ND_PAREN_LIST)
                want_row(rw, ins, t, body->kid[i]->kid[PAREN_LIST_ITEMS]);
    }
}

/* The program puts in names or values that cannot be seen: 0 and 1 among them would need to be converted. */
static void say_booleans(Rw *rw, const Node *n, const Table *t, const Node *names)
{
    for (uint16_t i = 0; t && i < t->ncols; i++) {
        bool given = !names;
        for (uint32_t k = 0; names && k < names->nkids; k++)
            given |= names->kid[k]->kind == ND_HOLE || str_ieq(rw_name(rw, names->kid[k]), t->cols[i].name);
        if (!given || rw_column_type(rw, t, &t->cols[i]) != PG_BOOL)
            continue;
        Str name = t->cols[i].name;
        emit_note(rw, n, NOTE_BOOLEAN, SX_NEAR,
                  rw_fmt(rw, "column %.*s is boolean: 0 and 1 that the program passes for it are refused",
                         (int)name.n, name.p)
                      .p,
                  "pass True or False; or keep it an INTEGER with --boolean=off");
        return;
    }
}

static bool holds_hole(const Node *list)
{
    for (uint32_t i = 0; list && i < list->nkids; i++)
        if (list->kid[i]->kind == ND_HOLE)
            return true;
    return false;
}

static void open_insert(Rw *rw, const Node *n, const Table *t)
{
    const Node *cols = n->kid[INSERT_COLS], *body = n->kid[INSERT_SOURCE]->kid[SELECT_BODY];
    const Node *row = body->kind == ND_VALUES ? body->kid[0] : NULL;
    if (row && row->kind == ND_PAREN_LIST)
        row = row->kid[PAREN_LIST_ITEMS];
    if (holds_hole(row) || (row && holds_hole(cols)))
        say_booleans(rw, cols ? cols : row, t, cols);
}

static void want_insert(Rw *rw, const Node *n)
{
    const Table *t = rw_table(rw, n->kid[INSERT_TARGET]);
    const Node *cols = n->kid[INSERT_COLS], *src = n->kid[INSERT_SOURCE];
    if (t && src) {
        open_insert(rw, n, t);
        want_source(rw, n, t, src->kid[SELECT_BODY]);
    } else if (cols && src && src->kid[SELECT_BODY]->kind == ND_VALUES) {
        const Node *body = src->kid[SELECT_BODY];
        for (uint32_t r = 0; r < body->nkids; r++)
            for (uint32_t i = 0; body->kid[r]->kind == ND_PAREN_LIST && i < cols->nkids &&
                                 i < body->kid[r]->kid[PAREN_LIST_ITEMS]->nkids;
                 i++)
                wish_by_name(rw, body->kid[r]->kid[PAREN_LIST_ITEMS]->kid[i], rw_name(rw, cols->kid[i]));
    }
}

static const Node *statement_of(const Node *n)
{
    while (n->parent && n->kind != ND_UPDATE && n->kind != ND_INSERT)
        n = n->parent;
    return n;
}

static void want_set(Rw *rw, const Node *n)
{
    const Node *st = statement_of(n), *col = n->kid[SET_COLS];
    const Node *target = st->kind == ND_UPDATE   ? st->kid[UPDATE_TARGET]
                         : st->kind == ND_INSERT ? st->kid[INSERT_TARGET]
                                                 : NULL;
    if (target && col->kind == ND_HOLE)
        say_booleans(rw, n, rw_table(rw, target), NULL);
    if (!target || col->kind != ND_NAME || !n->kid[SET_VALUE])
        return;
    const Table *t = rw_table(rw, target);
    Str name = rw_name(rw, col);
    if (t)
        wish_column(rw, n->kid[SET_VALUE], t, table_column(t, name));
    else
        wish_by_name(rw, n->kid[SET_VALUE], name);
}

/* ---- a column of numbers and text is text in PostgreSQL ---- */

static void want_order(Rw *rw, const Node *n, const Node *x)
{
    const Info *i = x ? rw_info(rw, sema_strip(x)) : NULL;
    if (i && i->col && type_of(rw, x) == PG_JSON)
        want_wish(rw, x, PG_TEXT);
    if (i && i->col && type_of(rw, x) == PG_JSONB)
        emit_note(rw, n, NOTE_MIXED, SX_NEAR,
                  "JSON sorts by its kind and size in PostgreSQL, as text in SQLite", NULL);
    if (!i || !i->col || i->col->aff == AFF_TEXT || type_of(rw, x) != PG_TEXT || !coerce_holds_both(i->col))
        return;
    if (i->col->text_only && i->table && !i->table->filled) /* CREATE TABLE AS, and nothing else came in */
        return;
    emit_note(rw, n, NOTE_MIXED, SX_NEAR,
              i->col->aff < AFF_TEXT
                  ? "a column without a type is text in PostgreSQL: numbers in it sort as text"
                  : "numbers and text are stored in this column: as text, numbers sort digit by digit",
              "declare the column's type");
}

static void want_count(Rw *rw, const Node *n)
{
    PgType t = n ? type_of(rw, n) : PG_UNKNOWN;
    if (t == PG_TEXT) /* text that is no number is an error in SQLite, too */
        rw_wish_assign(rw, n, PG_BIGINT);
    else if (t == PG_LIT || t == PG_BOOL)
        want_wish(rw, n, PG_BIGINT);
}

void want_kids(Rw *rw, const Node *n, PgType want)
{
    want_conditions(rw, n);
    if (rw->infers)
        param_kids(rw, n);
    switch (n->kind) {
    case ND_BINARY: want_binary(rw, n); break;
    case ND_UNARY:
        if (n->op == TK_NOT)
            want_wish(rw, n->kid[UNARY_X], PG_BOOL);
        else if (n->op == TK_BITNOT)
            want_bits(rw, n, n->kid[UNARY_X]);
        else if (n->op != TK_PLUS) /* a + changes nothing, whatever stands behind it */
            want_number(rw, n, n->kid[UNARY_X]);
        break;
    case ND_BETWEEN: want_between(rw, n); break;
    case ND_IN: want_in(rw, n); break;
    case ND_CASE: want_case(rw, n, want); break;
    case ND_FUNC:
        want_function(rw, n, want);
        if (rw_is_call(rw, n, "max") || rw_is_call(rw, n, "min"))
            want_order(rw, n, rw_arg(n, 0));
        break;
    case ND_SELECT:
        want_compound(rw, n);
        want_values(rw, n);
        break;
    case ND_LIMIT:
        want_count(rw, n->kid[LIMIT_A]);
        want_count(rw, n->kid[LIMIT_B]);
        break;
    case ND_RESULT: want_wish(rw, n->kid[RESULT_X], PG_VALUE); break;
    case ND_INSERT: want_insert(rw, n); break;
    case ND_SET: want_set(rw, n); break;
    case ND_ORDERTERM: want_order(rw, n, n->kid[ORDERTERM_X]); break;
    case ND_COLLATE: want_wish(rw, n->kid[COLLATE_X], want); break;
    default: break;
    }
}
