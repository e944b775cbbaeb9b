/* What PostgreSQL type each place of an untouched construct asks of its children: conditions want booleans,
   stored values the type of their column, branches a common type.  It decides no conversion itself; coerce.c
   carries them out. */
#include "base/number.h"
#include "emit/functions.h"
#include "emit/want.h"

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

void want_typed_null(Rw *rw, const Node *k, PgType t)
{
    if (k->kind == ND_PAREN && sema_is_null(k)) { /* what is between is rendered as the whole of it */
        rw_wish_cast(rw, k, t);
        return;
    }
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
    if (t == PG_BOOL && other_is_text) {
        want_wish(rw, k, PG_INT);
    } else if (t == PG_INT || t == PG_BIGINT) {
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
        compare_sides(rw, n, l->kid[ROW_ITEMS]->kid[i], r->kid[ROW_ITEMS]->kid[i]);
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
            if (!sema_is_null(l) && type_of(rw, l) == PG_NULL && !want_open(type_of(rw, r)))
                want_typed_null(rw, l, type_of(rw, r));
            if (!sema_is_null(r) && type_of(rw, r) == PG_NULL && !want_open(type_of(rw, l)))
                want_typed_null(rw, r, type_of(rw, l));
            compare_sides(rw, n, l, r);
            want_rows(rw, n, l, r);
        }
        break;
    default: want_number(rw, n, l); want_number(rw, n, r);
    }
    if (n->op != TK_AND && n->op != TK_OR && sema_is_null(l) && want_open(type_of(rw, r)) &&
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
    if (decide_between(rw, n))
        return;
    if (t == PG_TEXT && apart(tl, th)) {
        emit_note(rw, n, NOTE_TEXT_NUMBER, SX_MANUAL, "text lies between a number and a text here",
                  "write two comparisons");
        return;
    }
    if (t == PG_NULL && !sema_is_null(x) && !want_open(tl))
        want_typed_null(rw, x, tl);
    if (t == PG_BOOL &&
        (pg_family(tl) == FAM_NUMBER || pg_family(th) == FAM_NUMBER)) { /* 0 and 1 among numbers */
        want_wish(rw, x, PG_INT);
        want_wish(rw, lo, tl == PG_BOOL ? PG_INT : PG_UNKNOWN);
        want_wish(rw, hi, th == PG_BOOL ? PG_INT : PG_UNKNOWN);
        return;
    }
    compare_sides(rw, n, x, lo);
    compare_sides(rw, n, x, hi);
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

/* Text among dates: date() is one, other text is compared with the text that the dates show. */
static bool want_dates(Rw *rw, const Node *x, PgType t, const Node *r, PgType col)
{
    const Node *text = t == PG_TEXT ? x : r, *date = t == PG_TEXT ? r : x;
    PgType type = t == PG_TEXT ? col : t;
    uint8_t mean = rw_info(rw, text)->meaning;
    if ((t != PG_TEXT && col != PG_TEXT) || pg_family(type) != FAM_TEMPORAL)
        return false;
    bool same =
        sema_strip(text)->kind == ND_FUNC && (type == PG_DATE ? mean == MEAN_DATE : mean == MEAN_DATETIME);
    want_wish(rw, same ? text : date, same ? type : PG_TEXT);
    return true;
}

/* Booleans among numbers are 0 and 1. */
static bool want_flags(Rw *rw, const Node *x, PgType t, const Node *r, PgType col)
{
    if ((t != PG_BOOL || pg_family(col) != FAM_NUMBER) && (col != PG_BOOL || pg_family(t) != FAM_NUMBER))
        return false;
    want_wish(rw, t == PG_BOOL ? x : r, PG_INT);
    return true;
}

static void want_in_pair(Rw *rw, const Node *in, const Node *x, const Node *r, PgType col)
{
    PgType t = type_of(rw, x);
    if (r && (want_ranked(rw, in, x, r) || want_dates(rw, x, t, r, col) || want_flags(rw, x, t, r, col)))
        return;
    if (pg_family(t) == FAM_TEMPORAL && pg_family(col) == FAM_TEMPORAL && (t == PG_DATE) != (col == PG_DATE))
        emit_note(rw, in, NOTE_TIME_TEXT, SX_NEAR, "a date and a time compare as text in SQLite", NULL);
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
    if ((t == PG_RANKED || pg_family(t) == FAM_NUMBER) && rw_string(rw, item, &s) && !number_read(s).alone)
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
    for (uint32_t i = 0; i < items->nkids && !rw->manual; i++) {
        compare_sides(rw, n, x, items->kid[i]);
        want_rows(rw, n, x, items->kid[i]);
    }
    for (uint32_t i = 0; i < items->nkids && !rw->manual; i++)
        want_no_word(rw, n, x, items->kid[i]);
}

/* ---- branches ---- */

bool want_all_flags(Rw *rw, const Node *const *b, uint32_t count)
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

void want_branches(Rw *rw, const Node *n, const Node *const *b, uint32_t count, PgType want)
{
    PgType t = type_unify_nodes(rw, b, count);
    bool mixed = t == PG_UNKNOWN;
    if ((t == PG_LIT || t == PG_NULL) && want != PG_VALUE && want != PG_TEXT &&
        (want != PG_BOOL || t == PG_NULL) && want != PG_UNKNOWN &&
        count) { /* PostgreSQL would make text of them */
        if (want_open(type_of(rw, b[0])) && sema_strip(b[0])->kind == ND_LITERAL)
            rw_wish_cast(rw, sema_strip(b[0]), want);
    }
    if (t == PG_UNKNOWN || t == PG_LIT || t == PG_PARAM || t == PG_NULL)
        t = want == PG_VALUE ? t : want;
    if (want == PG_BOOL && t == PG_INT && want_all_flags(rw, b, count))
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
        if (!want_open(type_of(rw, w->kid[i]->kid[WHEN_COND])))
            want_typed_null(rw, n->kid[CASE_BASE], type_of(rw, w->kid[i]->kid[WHEN_COND]));
    for (uint32_t i = 0; i < w->nkids; i++) {
        if (n->kid[CASE_BASE])
            compare_sides(rw, n, n->kid[CASE_BASE], w->kid[i]->kid[WHEN_COND]);
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

/* ---- a column of numbers and text is text in PostgreSQL ---- */

static void want_order(Rw *rw, const Node *n, const Node *x)
{
    const Info *i = x ? rw_info(rw, sema_strip(x)) : NULL;
    if (i && i->col && type_of(rw, x) == PG_JSON)
        want_wish(rw, x, PG_TEXT);
    if (i && i->col && type_of(rw, x) == PG_JSONB)
        emit_note(rw, n, NOTE_MIXED, SX_NEAR,
                  "JSON sorts by its kind and size in PostgreSQL, as text in SQLite", NULL);
    if (!i || !i->col || i->col->aff == AFF_TEXT || type_of(rw, x) != PG_TEXT || !compare_holds_both(i->col))
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

static void becomes_flag(Rw *rw, const Node *n, const char *tmpl, const Node *x)
{
    rw_as(rw, n, tmpl, PG_BOOL, x, NULL, NULL);
    emit_note(rw, n, NOTE_BOOLEAN, SX_EXACT, NULL, NULL);
}

/* NOT n, of a number. */
static void want_not(Rw *rw, const Node *n)
{
    const Node *x = sema_strip(n->kid[UNARY_X]);
    while (x->kind == ND_COLLATE)
        x = sema_strip(x->kid[COLLATE_X]);
    if (pg_family(type_of(rw, x)) == FAM_NUMBER && x->kind == ND_COLREF)
        becomes_flag(rw, n, "{0} = 0", x);
    else
        want_wish(rw, n->kid[UNARY_X], PG_BOOL);
}

/* 1 - flag, stored as a truth value. */
static bool want_toggled(Rw *rw, const Node *n)
{
    int64_t v;
    const Node *r = n->kid[BINARY_R];
    if (n->op != TK_MINUS || !rw_integer(rw, n->kid[BINARY_L], &v) || v != 1 || type_of(rw, r) != PG_BOOL)
        return false;
    becomes_flag(rw, n, "NOT {0:boolean}", r);
    return true;
}

/* A subquery as a condition, or stored as a truth value: its one column is a boolean inside as well. */
static void want_flag_inside(Rw *rw, const Node *n)
{
    const Node *x = result_at(n, 0, 1);
    bool extreme = x && (rw_is_call(rw, x, "max") || rw_is_call(rw, x, "min")) && !rw_arg(sema_strip(x), 1);
    if (!x || type_of(rw, extreme ? rw_arg(sema_strip(x), 0) : x) != PG_BOOL)
        return;
    want_wish(rw, x, PG_BOOL);
    rw->type[n->id] = PG_BOOL;
}

void want_kids(Rw *rw, const Node *n, PgType want)
{
    want_conditions(rw, n);
    if (rw->infers)
        param_kids(rw, n);
    switch (n->kind) {
    case ND_BINARY:
        if (want != PG_BOOL || !want_toggled(rw, n))
            want_binary(rw, n);
        break;
    case ND_UNARY:
        if (n->op == TK_NOT)
            want_not(rw, n);
        else if (n->op == TK_BITNOT)
            want_bits(rw, n, n->kid[UNARY_X]);
        else if (n->op != TK_PLUS) /* a + changes nothing, whatever stands behind it */
            want_number(rw, n, n->kid[UNARY_X]);
        break;
    case ND_BETWEEN: want_between(rw, n); break;
    case ND_IN: want_in(rw, n); break;
    case ND_CASE: want_case(rw, n, want); break;
    case ND_FUNC:
        call_wishes(rw, n, want);
        if (rw_is_call(rw, n, "max") || rw_is_call(rw, n, "min"))
            want_order(rw, n, rw_arg(n, 0));
        break;
    case ND_SELECT: compound_wishes(rw, n); break;
    case ND_LIMIT:
        want_count(rw, n->kid[LIMIT_A]);
        want_count(rw, n->kid[LIMIT_B]);
        break;
    case ND_RESULT: want_wish(rw, n->kid[RESULT_X], PG_VALUE); break;
    case ND_INSERT: store_insert(rw, n); break;
    case ND_SET: store_set(rw, n); break;
    case ND_ORDERTERM: want_order(rw, n, n->kid[ORDERTERM_X]); break;
    case ND_COLLATE: want_wish(rw, n->kid[COLLATE_X], want); break;
    case ND_SUBQUERY:
        if (want == PG_BOOL)
            want_flag_inside(rw, n);
        break;
    default: break;
    }
}
