/* COLLATE NOCASE becomes lower(), RTRIM becomes rtrim(), BINARY goes.  A column declared COLLATE NOCASE is
   compared and sorted through lower() as well.  Where a collation would decide what GROUP BY, DISTINCT,
   UNION, min() or a CASE takes for equal, the statement is left to a person.  Under --nocase=citext declared
   columns need nothing. */
#include "emit/rw.h"

static const char LOWER[] = "lower({0:text})";
static const char TRIM[] = "rtrim({0:text}, ' ')";
static const char ALONE[] = "{0}";
static const char WHY[] = "a collation that is not BINARY decides what is equal here";
static const char HINT[] = "write lower() where equal means equal without case";

/* ---- which collation ---- */

static Str declared(Rw *rw, const Node *n)
{
    const Info *i = rw_info(rw, n);
    bool citext = rw_options(rw)->nocase == NOCASE_CITEXT && str_ieqz(i->collation, "nocase");
    return i->col && !citext ? i->collation : STR_NONE;
}

static Str own_collation(Rw *rw, const Node *n)
{
    n = sema_strip(n);
    return n->kind == ND_COLLATE ? rw_info(rw, n)->collation : declared(rw, n);
}

/* The collation of a comparison: the left side's COLLATE, the right side's, the left column's, the right
 * one's. */
static Str collation_of(Rw *rw, const Node *l, const Node *r)
{
    const Node *sides[] = {sema_strip(l), sema_strip(r)};
    for (int i = 0; i < 2; i++)
        if (sides[i]->kind == ND_COLLATE)
            return rw_info(rw, sides[i])->collation;
    for (int i = 0; i < 2; i++)
        if (rw_info(rw, sides[i])->col)
            return declared(rw, sides[i]);
    return STR_NONE;
}

static bool nocase(Str c)
{
    return str_ieqz(c, "nocase");
}

static bool folds(Str c)
{
    return nocase(c) || str_ieqz(c, "rtrim");
}

/* What is to be folded: a COLLATE's operand, or the node itself. */
static const Node *operand(const Node *n)
{
    const Node *x = sema_strip(n);
    return x->kind == ND_COLLATE ? x->kid[COLLATE_X] : n;
}

/* Collations are for text. */
static bool holds_number(Rw *rw, const Node *n)
{
    PgType t = rw_type(rw, operand(n));
    return pg_family(t) == FAM_NUMBER || t == PG_BOOL;
}

/* ---- comparisons ---- */

/* A constant is folded here and now. */
static RwArg folded(Rw *rw, const Node *n, Str c)
{
    Str s;
    n = operand(n);
    if (!rw_string(rw, n, &s))
        return RW_NODE(n);
    char *p = arena_alloc(rw_arena(rw), s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = nocase(c) ? ascii_lower(s.p[i]) : s.p[i];
    while (!nocase(c) && s.n && p[s.n - 1] == ' ')
        s.n--;
    return RW_TEXT(rw_literal(rw, (Str){p, s.n}));
}

/* Slot `i` of a template, folded where it is a node. */
static Str slot(Rw *rw, const RwArg *arg, uint32_t i, Str c)
{
    const Node *x = arg->node ? sema_strip(arg->node) : NULL;
    if (!x || (x->kind == ND_LITERAL && x->op == TK_NULL))
        return rw_fmt(rw, "{%u}", i);
    return nocase(c) ? rw_fmt(rw, "lower({%u:text})", i) : rw_fmt(rw, "rtrim({%u:text}, ' ')", i);
}

static bool compare(Rw *rw, const Node *n)
{
    static const struct {
        uint16_t op;
        const char *sign;
    } signs[] = {{TK_EQ, "="}, {TK_NE, "<>"}, {TK_LT, "<"}, {TK_LE, "<="}, {TK_GT, ">"}, {TK_GE, ">="}};
    const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
    Str c = collation_of(rw, l, r);
    if (!folds(c) || holds_number(rw, l) || holds_number(rw, r))
        return false;
    const char *sign = "=";
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].op == n->op)
            sign = signs[i].sign;
    RwArg args[] = {folded(rw, l, c), folded(rw, r, c)};
    rw_exact(rw, n);
    rw_template(rw, n, rw_fmt(rw, "%s %s %s", slot(rw, &args[0], 0, c).p, sign, slot(rw, &args[1], 1, c).p).p,
                PG_BOOL, args, 2);
    return true;
}

static bool between(Rw *rw, const Node *n)
{
    const Node *x = n->kid[BETWEEN_X], *lo = n->kid[BETWEEN_LO], *hi = n->kid[BETWEEN_HI];
    Str a = collation_of(rw, x, lo), b = collation_of(rw, x, hi);
    if (!folds(a) && !folds(b))
        return false;
    if (!str_ieq(a, b))
        return rw_manual(rw, n, WHY, HINT);
    RwArg args[] = {folded(rw, x, a), folded(rw, lo, a), folded(rw, hi, a)};
    rw_exact(rw, n);
    rw_template(rw, n,
                rw_fmt(rw, "%s %sBETWEEN %s AND %s", slot(rw, &args[0], 0, a).p,
                       n->flags & NF_NOT ? "NOT " : "", slot(rw, &args[1], 1, a).p,
                       slot(rw, &args[2], 2, a).p)
                    .p,
                PG_BOOL, args, 3);
    return true;
}

/* IN asks its left side only. */
static bool in(Rw *rw, const Node *n)
{
    const Node *rhs = n->kid[IN_RHS];
    Str c = own_collation(rw, n->kid[IN_X]);
    if (!folds(c))
        return false;
    if (rhs->kind != ND_PAREN_LIST)
        return rw_manual(rw, n, WHY, HINT);
    const Node *items = rhs->kid[PAREN_LIST_ITEMS];
    if (items->nkids == 0)
        return false;
    RwArg *args = ARENA_ARRAY(rw_arena(rw), RwArg, items->nkids + 1);
    args[0] = folded(rw, n->kid[IN_X], c);
    Str t = rw_fmt(rw, "%s %sIN (", slot(rw, &args[0], 0, c).p, n->flags & NF_NOT ? "NOT " : "");
    for (uint32_t i = 1; i <= items->nkids; i++) {
        if (items->kid[i - 1]->kind == ND_HOLE)
            return rw_manual(rw, n, WHY, HINT);
        args[i] = folded(rw, items->kid[i - 1], c);
        t = rw_fmt(rw, "%s%s%s", t.p, i > 1 ? ", " : "", slot(rw, &args[i], i, c).p);
    }
    rw_exact(rw, n);
    rw_template(rw, n, rw_fmt(rw, "%s)", t.p).p, PG_BOOL, args, items->nkids + 1);
    return true;
}

/* ---- places that are not comparisons but compare ---- */

static const Node *meant(const Node *core, Rw *rw, const Node *g)
{
    int64_t v;
    const Node *cols = core->kid[CORE_COLUMNS];
    if (rw_integer(rw, g, &v) && v >= 1 && v <= (int64_t)cols->nkids && cols->kid[v - 1]->kind == ND_RESULT)
        return cols->kid[v - 1]->kid[RESULT_X];
    return g;
}

/* Grouping by a column that is unique by itself meets no two equal values. */
static bool unique_alone(Rw *rw, const Node *core, const Node *g)
{
    const Info *i = rw_info(rw, sema_strip(g));
    const Node *from = core->kid[CORE_FROM];
    if (!i->col || !i->table || !from || from->kind != ND_TABLEREF)
        return false;
    for (uint16_t k = 0; k < i->table->nkeys; k++)
        if (i->table->keys[k].ncols == 1 && !i->table->keys[k].partial &&
            i->table->keys[k].cols[0] != UINT16_MAX && &i->table->cols[i->table->keys[k].cols[0]] == i->col)
            return true;
    return false;
}

static bool any_folds(Rw *rw, const Node *list)
{
    for (uint32_t i = 0; list && i < list->nkids; i++) {
        const Node *x = list->kid[i]->kind == ND_RESULT ? list->kid[i]->kid[RESULT_X] : list->kid[i];
        if (x->kind != ND_STAR && folds(own_collation(rw, x)))
            return true;
    }
    return false;
}

/* The same, but for an explicit COLLATE, which collate() folds where it stands. */
static bool any_columns_fold(Rw *rw, const Node *list)
{
    for (uint32_t i = 0; list && i < list->nkids; i++)
        if (sema_strip(list->kid[i])->kind != ND_COLLATE && folds(own_collation(rw, list->kid[i])))
            return true;
    return false;
}

static bool counts_distinct(Rw *rw, const Node *f)
{
    return (f->flags & NF_DISTINCT) && rw_is_call(rw, f, "count");
}

static bool core_compares(Rw *rw, const Node *n)
{
    const Node *group = n->kid[CORE_GROUP];
    for (uint32_t i = 0; group && i < group->nkids; i++) {
        const Node *g = meant(n, rw, group->kid[i]);
        if (folds(declared(rw, sema_strip(g))) && !unique_alone(rw, n, g))
            return rw_manual(rw, group->kid[i], WHY, HINT);
    }
    bool compound = false;
    for (const Node *p = n->parent; p && p->kind == ND_COMPOUND; p = p->parent)
        compound |= !(p->flags & NF_ALL);
    if (((n->flags & NF_DISTINCT) || compound) && any_folds(rw, n->kid[CORE_COLUMNS]))
        return rw_manual(rw, n, WHY, HINT);
    return false;
}

static bool func_compares(Rw *rw, const Node *n)
{
    bool compares = (n->flags & NF_DISTINCT) || rw_is_call(rw, n, "min") || rw_is_call(rw, n, "max") ||
                    rw_is_call(rw, n, "nullif");
    if (counts_distinct(rw, n))
        return any_columns_fold(rw, n->kid[FUNC_ARGS]) && rw_manual(rw, n, WHY, HINT);
    return compares && any_folds(rw, n->kid[FUNC_ARGS]) && rw_manual(rw, n, WHY, HINT);
}

static bool using_compares(Rw *rw, const Node *n)
{
    const Node *names = n->kid[JOIN_USING], *core = n->parent;
    while (core && core->kind != ND_CORE)
        core = core->parent;
    if (!core || (!names && !(n->op & NJ_NATURAL)))
        return false;
    for (const Source *s = rw_sema(rw)->sources[core->id]; s; s = s->next)
        for (uint32_t i = 0; i < s->ncols; i++) {
            if (!s->cols[i].col || !folds(s->cols[i].col->collation) ||
                rw_options(rw)->nocase == NOCASE_CITEXT)
                continue;
            bool named = !names;
            for (uint32_t k = 0; names && k < names->nkids; k++)
                named |= str_ieq(rw_name(rw, names->kid[k]), s->cols[i].name);
            if (named)
                return rw_manual(rw, n, WHY, HINT);
        }
    return false;
}

/* ---- COLLATE and ORDER BY ---- */

static bool order_term(Rw *rw, const Node *n)
{
    const Node *owner = n->parent && n->parent->kind == ND_LIST ? n->parent->parent : NULL;
    if (!owner || (owner->kind != ND_SELECT && owner->kind != ND_WINDOW))
        return false;
    const Node *x = n->kid[ORDERTERM_X], *body = owner->kind == ND_SELECT ? owner->kid[SELECT_BODY] : NULL;
    int64_t v;
    const Node *m = body && body->kind == ND_CORE ? meant(body, rw, x) : x;
    if (sema_strip(x)->kind == ND_COLLATE || !folds(declared(rw, sema_strip(m))))
        return false;
    bool alias = rw_info(rw, sema_strip(x))->name == NAME_ALIAS;
    if (rw_integer(rw, x, &v) || alias || (body && body->kind != ND_CORE) ||
        (body && (body->flags & NF_DISTINCT)))
        return rw_manual(rw, n, "a column with a collation is sorted by its place or its alias",
                         "order by lower(column)");
    bool lower = nocase(declared(rw, sema_strip(m)));
    rw_exact(rw, n);
    rw_insert(rw, n->tok, lower ? STR("lower(") : STR("rtrim("));
    rw_append(rw, x, lower ? STR(")") : STR(", ' ')"));
    return true;
}

/* Where a COLLATE decides something that no rule above has spelled out. */
static bool decides(Rw *rw, const Node *n, const Node *p)
{
    if (p->kind == ND_CASE)
        return true;
    if (p->kind == ND_WHEN)
        return sema_strip(p->kid[WHEN_COND]) == n && p->parent->parent->kid[CASE_BASE];
    if (p->kind == ND_RESULT) { /* DISTINCT, UNION, or an ORDER BY of its alias */
        const Node *core = p->parent->parent;
        return core->kind == ND_CORE && ((core->flags & NF_DISTINCT) || core->parent->kind == ND_COMPOUND ||
                                         core->parent->kid[SELECT_ORDER]);
    }
    if (p->kind == ND_BINARY && p->op == TK_IS)
        return true;
    const Node *f = p->kind == ND_LIST ? p->parent : NULL;
    if (f && f->kind == ND_WINDOW)
        return p != f->kid[WINDOW_PARTITION] && p != f->kid[WINDOW_ORDER];
    return f && f->kind == ND_FUNC && !counts_distinct(rw, f) &&
           ((f->flags & NF_DISTINCT) || rw_is_call(rw, f, "min") || rw_is_call(rw, f, "max") ||
            rw_is_call(rw, f, "nullif"));
}

static bool collate(Rw *rw, const Node *n)
{
    Str name = rw_info(rw, n)->collation;
    bool number = holds_number(rw, n);
    if (!folds(name) && !str_ieqz(name, "binary"))
        return rw_manual(rw, n, "a collation of the application's own", "create it in PostgreSQL");
    const Node *p = n->parent;
    while (p && p->kind == ND_PAREN)
        p = p->parent;
    const Node *list = p && p->kind == ND_LIST ? p->parent : NULL;
    bool sorts =
        p &&
        ((list && list->kind == ND_WINDOW) || (list && list->kind == ND_FUNC && counts_distinct(rw, list)) ||
         p->kind == ND_ORDERTERM ||
         (p->kind == ND_LIST && p->parent && p->parent->kind == ND_CORE && p == p->parent->kid[CORE_GROUP]));
    if (folds(name) && !number && p && decides(rw, n, p))
        return rw_manual(rw, n, WHY, HINT);
    const Node *x = n->kid[COLLATE_X], *owner = p && p->kind == ND_ORDERTERM ? p->parent->parent : NULL;
    const Node *body = owner && owner->kind == ND_SELECT ? owner->kid[SELECT_BODY] : NULL;
    if (folds(name) && body && body->kind == ND_CORE &&
        meant(body, rw, x) != x) { /* ORDER BY 1 COLLATE NOCASE */
        if (body->flags & NF_DISTINCT)
            return rw_manual(rw, n, WHY, HINT);
        x = meant(body, rw, x);
        number = holds_number(rw, x);
    }
    rw_exact(rw, n);
    if (folds(name) && sorts && !number)
        rw_as(rw, n, nocase(name) ? LOWER : TRIM, PG_TEXT, x, NULL, NULL);
    else
        rw_as(rw, n, ALONE, PG_UNKNOWN, n->kid[COLLATE_X], NULL, NULL); /* what its operand turns out to be */
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    switch (n->kind) {
    case ND_BINARY:
        if (n->op == TK_IS && sema_strip(n->kid[BINARY_R])->kind != ND_LITERAL)
            return folds(collation_of(rw, n->kid[BINARY_L], n->kid[BINARY_R])) &&
                   !holds_number(rw, n->kid[BINARY_L]) && !holds_number(rw, n->kid[BINARY_R]) &&
                   rw_manual(rw, n, WHY, HINT);
        return sema_compares(n) && compare(rw, n);
    case ND_BETWEEN: return between(rw, n);
    case ND_IN: return in(rw, n);
    case ND_CORE: return core_compares(rw, n);
    case ND_FUNC: return func_compares(rw, n);
    case ND_JOIN: return using_compares(rw, n);
    case ND_WINDOW: return any_columns_fold(rw, n->kid[WINDOW_PARTITION]) && rw_manual(rw, n, WHY, HINT);
    case ND_CASE:
        return n->kid[CASE_BASE] && folds(own_collation(rw, n->kid[CASE_BASE])) &&
               rw_manual(rw, n, WHY, HINT);
    case ND_ORDERTERM: return order_term(rw, n);
    default: return collate(rw, n);
    }
}

const Rule rule_collate = {.code = 218,
                           .name = "op/collate",
                           .title = "SQLite's collations are spelled with lower() and rtrim()",
                           .on = KINDS(ND_COLLATE, ND_BINARY, ND_BETWEEN, ND_IN, ND_CASE, ND_FUNC, ND_CORE,
                                       ND_JOIN, ND_WINDOW, ND_ORDERTERM),
                           .templates = SET(LOWER, TRIM, ALONE),
                           .portable = true,
                           .apply = apply};
