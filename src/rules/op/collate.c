/* COLLATE NOCASE becomes lower(), RTRIM becomes rtrim(), BINARY goes.  A column declared COLLATE NOCASE is
   compared, sorted and grouped through lower() as well.  Where a collation would decide what UNION, USING or
   a DISTINCT beside aggregates takes for equal, the statement is left to a person.  Under --nocase=citext
   declared columns need nothing. */
#include "rules/query/grouping.h"

static const char LOWER[] = "lower({0:text})";
static const char TRIM[] = "rtrim({0:text}, ' ')";
static const char ALONE[] = "{0}";
static const char AROUND_LOWER[] = "lower({0})";
static const char AROUND_TRIM[] = "rtrim({0}, ' ')";
static const char LEAST[] = "(array_agg({0} ORDER BY lower({0})){over})[1]";
static const char MOST[] = "(array_agg({0} ORDER BY lower({0}) DESC NULLS LAST){over})[1]";
static const char LEAST_FIRST[] = "(array_agg({0} ORDER BY lower({0}), {1}){over})[1]";
static const char MOST_FIRST[] = "(array_agg({0} ORDER BY lower({0}) DESC NULLS LAST, {1}){over})[1]";
static const char UNLESS[] = "CASE WHEN lower({0:text}) = {1} THEN NULL ELSE {0} END";
static const char UNLESS_FOLDED[] = "CASE WHEN lower({0:text}) = lower({1:text}) THEN NULL ELSE {0} END";
static const char WHY[] = "a collation that is not BINARY decides what is equal here";
static const char HINT[] = "write lower() where equal means equal without case";

/* ---- which collation ---- */

static Str declared(Rw *rw, const Node *n)
{
    const Info *i = rw_info(rw, n);
    bool citext = rw_options(rw)->nocase == NOCASE_CITEXT && str_ieqz(i->collation, "nocase");
    return i->col && !citext ? i->collation : STR_NONE;
}

/* A COLLATE somewhere in an expression is the collation of all of it: a || b COLLATE NOCASE sorts, and is
   compared, by NOCASE (sqlite3ExprCollSeq: to the left first).  Truth values and subqueries carry none on. */
static Str explicit_collation(Rw *rw, const Node *n)
{
    Str c = STR_NONE;
    if (!n)
        return c;
    switch (n->kind) {
    case ND_COLLATE: return rw_info(rw, n)->collation;
    case ND_PAREN:
    case ND_BINARY:
    case ND_UNARY:
    case ND_CAST:
    case ND_CASE:
    case ND_WHEN:
    case ND_LIST: break;
    case ND_FUNC: return explicit_collation(rw, n->kid[FUNC_ARGS]);
    default: return c;
    }
    for (uint32_t i = 0; i < n->nkids && !c.n; i++)
        c = explicit_collation(rw, n->kid[i]);
    return c;
}

static Str own_collation(Rw *rw, const Node *n)
{
    Str c = explicit_collation(rw, n);
    return c.n ? c : declared(rw, sema_strip(n));
}

/* The collation of a comparison: the left side's COLLATE, the right side's, the left column's, the right
 * one's. */
static Str collation_of(Rw *rw, const Node *l, const Node *r)
{
    const Node *sides[] = {sema_strip(l), sema_strip(r)};
    for (int i = 0; i < 2; i++) {
        Str c = explicit_collation(rw, sides[i]);
        if (c.n)
            return c;
    }
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

/* Collations are for text with letters in it. */
static bool holds_number(Rw *rw, const Node *n)
{
    PgType t = rw_type(rw, operand(n));
    return pg_family(t) == FAM_NUMBER || t == PG_BOOL || pg_family(t) == FAM_TEMPORAL;
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

/* A constant that NOCASE takes for equal to nothing but itself. */
static bool only_itself(Rw *rw, const Node *n, Str c)
{
    Str s;
    if (!nocase(c) || !rw_string(rw, operand(n), &s))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (ascii_lower(s.p[i]) != ascii_upper(s.p[i]))
            return false;
    return true;
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
    bool equality = n->op == TK_EQ || n->op == TK_NE;
    if (!folds(c) || holds_number(rw, l) || holds_number(rw, r) ||
        (equality && (only_itself(rw, l, c) || only_itself(rw, r, c))))
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

/* IS between values: `name IS 'x'` */
static bool is(Rw *rw, const Node *n)
{
    const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
    bool other = (n->flags & NF_NOT) != 0, known = !rw_info(rw, l)->nullable || !rw_info(rw, r)->nullable;
    Str c = collation_of(rw, l, r);
    if (!folds(c) || sema_is_null(r) || holds_number(rw, l) || holds_number(rw, r) || only_itself(rw, l, c) ||
        only_itself(rw, r, c))
        return false;
    const char *sign = other                                             ? "IS DISTINCT FROM"
                       : known && sema_is_where(sema_whole_condition(n)) ? "="
                                                                         : "IS NOT DISTINCT FROM";
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

/* lower() around what a node becomes where it stands. */
static void fold(Rw *rw, const Node *n, Str c)
{
    rw_around(rw, n, nocase(c) ? AROUND_LOWER : AROUND_TRIM, NULL, 0);
}

/* The column that a subquery gives as it is, row by row; else NULL. */
static const Node *only_column(Rw *rw, const Node *select)
{
    const Node *core = select->kind == ND_SUBQUERY ? select->kid[SUBQUERY_SELECT]->kid[SELECT_BODY] : NULL;
    if (!core || core->kind != ND_CORE || core->kid[CORE_COLUMNS]->nkids != 1 || core->kid[CORE_GROUP])
        return NULL;
    const Node *r = core->kid[CORE_COLUMNS]->kid[0], *x = r->kind == ND_RESULT ? r->kid[RESULT_X] : NULL;
    bool column = x && sema_strip(x)->kind == ND_COLREF;
    return column && !((core->flags & NF_DISTINCT) && grouping_collation(rw, x).n) ? x : NULL;
}

static bool in_subquery(Rw *rw, const Node *n, Str c)
{
    const Node *x = only_column(rw, n->kid[IN_RHS]);
    if (!x || holds_number(rw, x))
        return rw_manual(rw, n, WHY, HINT);
    rw_exact(rw, n);
    fold(rw, x, c);
    fold(rw, n->kid[IN_X], c);
    return false;
}

/* IN asks its left side only. */
static bool in(Rw *rw, const Node *n)
{
    const Node *rhs = n->kid[IN_RHS];
    Str c = own_collation(rw, n->kid[IN_X]);
    if (!folds(c) || holds_number(rw, n->kid[IN_X]))
        return false;
    if (rhs->kind != ND_PAREN_LIST)
        return in_subquery(rw, n, c);
    const Node *items = rhs->kid[PAREN_LIST_ITEMS];
    bool themselves = true;
    for (uint32_t i = 0; i < items->nkids; i++)
        themselves &= only_itself(rw, items->kid[i], c);
    if (themselves)
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

static bool any_folds(Rw *rw, const Node *list)
{
    for (uint32_t i = 0; list && i < list->nkids; i++) {
        const Node *x = list->kid[i]->kind == ND_RESULT ? list->kid[i]->kid[RESULT_X] : list->kid[i];
        if (x->kind != ND_STAR && folds(own_collation(rw, x)))
            return true;
    }
    return false;
}

/* The same with what a * stands for, and without columns in which no two values are equal. */
static bool any_is_several(Rw *rw, const Node *core)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    for (uint32_t i = 0; i < cols->nkids; i++)
        if (cols->kid[i]->kind == ND_RESULT && grouping_collation(rw, cols->kid[i]->kid[RESULT_X]).n)
            return true;
    return false;
}

static bool any_says_collation(Rw *rw, const Node *core)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    for (uint32_t i = 0; i < cols->nkids; i++) {
        const Node *x = cols->kid[i]->kind == ND_RESULT ? cols->kid[i]->kid[RESULT_X] : NULL;
        if (x && folds(explicit_collation(rw, x)) && !holds_number(rw, x))
            return true;
    }
    return false;
}

/* Columns in a list; an explicit COLLATE is folded by collate() where it stands. */
static void fold_columns(Rw *rw, const Node *list)
{
    for (uint32_t i = 0; list && i < list->nkids; i++) {
        const Node *x = list->kid[i];
        Str c = own_collation(rw, x);
        if (sema_strip(x)->kind == ND_COLLATE || !folds(c))
            continue;
        rw_exact(rw, x);
        fold(rw, x, c);
    }
}

static bool counts_distinct(Rw *rw, const Node *f)
{
    return (f->flags & NF_DISTINCT) && rw_is_call(rw, f, "count");
}

/* A term that is a place or an alias is written as what it means: a column by its name, whatever becomes of
   it where it is selected. */
static void fold_meant(Rw *rw, const Node *term, const Node *m, Str c)
{
    const Node *x = sema_strip(operand(m));
    RwArg arg = x->kind == ND_COLREF && rw_info(rw, x)->name == NAME_COLUMN ? RW_TEXT(grouping_column(rw, x))
                                                                            : RW_NODE(x);
    rw_template(rw, term, nocase(c) ? LOWER : TRIM, PG_TEXT, &arg, 1);
}

/* GROUP BY name is GROUP BY lower(name); the column itself is then one that is not grouped
   (query/bare-column). */
static void group_term(Rw *rw, const Node *core, const Node *g)
{
    const Node *x = sema_strip(g), *m = grouping_term(rw, core, g);
    Str c = grouping_collation(rw, m);
    if (!c.n || x->kind == ND_COLLATE || holds_number(rw, m))
        return;
    rw_exact(rw, g);
    if (m == x)
        fold(rw, g, c);
    else
        fold_meant(rw, g, m, c);
}

static bool core_compares(Rw *rw, const Node *n)
{
    const Node *group = n->kid[CORE_GROUP];
    for (uint32_t i = 0; group && i < group->nkids; i++)
        group_term(rw, n, group->kid[i]);
    bool compound = false;
    for (const Node *p = n->parent; p && p->kind == ND_COMPOUND; p = p->parent)
        compound |= !(p->flags & NF_ALL);
    if (compound && any_folds(rw, n->kid[CORE_COLUMNS]))
        return rw_manual(rw, n, WHY, HINT);
    if ((n->flags & NF_DISTINCT) && any_says_collation(rw, n))
        return rw_manual(rw, n, WHY, HINT);
    if ((n->flags & NF_DISTINCT) && any_is_several(rw, n) &&
        (n->parent->kind != ND_SELECT || !grouping_for_distinct(rw, n, NULL))) /* query/distinct-order */
        return rw_manual(rw, n, WHY, HINT);
    return false;
}

/* min(name): of the values that are least by their lower() one is taken. */
static bool min_or_max(Rw *rw, const Node *n)
{
    const Node *x = operand(rw_arg(n, 0));
    if (n->kid[FUNC_ARGS]->nkids != 1 || n->kid[FUNC_OVER] || !rw_pure(rw, x))
        return rw_manual(rw, n, WHY, HINT);
    Str c = own_collation(rw, rw_arg(n, 0));
    if (!nocase(c))
        return rw_manual(rw, n, WHY, HINT);
    Str by = STR_NONE;
    bool several = grouping_collation(rw, rw_arg(n, 0)).n > 0, least = rw_is_call(rw, n, "min");
    const Node *core = n->parent;
    while (core && core->kind != ND_CORE)
        core = core->parent;
    if (several && core)
        by = grouping_walk(rw, rw_sema(rw)->sources[core->id], false);
    const char *t = by.n ? (least ? LEAST_FIRST : MOST_FIRST) : least ? LEAST : MOST;
    if (several)
        rw_near(
            rw, n,
            "of the values that differ in case only, SQLite takes the first it meets: here the first by key",
            HINT);
    else
        rw_exact(rw, n);
    RwArg args[] = {RW_NODE(x), RW_TEXT(by)};
    rw_template(rw, n, t, PG_TEXT, args, 2);
    return true;
}

/* Functions take the collation of the first argument that has one, and every column has one. */
static bool nullif_compares(Rw *rw, const Node *n)
{
    const Node *l = rw_arg(n, 0), *r = rw_arg(n, 1), *first = sema_strip(l);
    bool decides = first->kind == ND_COLLATE || rw_info(rw, first)->col;
    Str c = own_collation(rw, decides ? l : r);
    if (!folds(c) || holds_number(rw, l) || holds_number(rw, r) || only_itself(rw, l, c) ||
        only_itself(rw, r, c))
        return false;
    if (!nocase(c) || !rw_pure(rw, operand(l)))
        return rw_manual(rw, n, WHY, HINT);
    RwArg args[] = {RW_NODE(operand(l)), folded(rw, r, c)};
    rw_exact(rw, n);
    rw_template(rw, n, args[1].node ? UNLESS_FOLDED : UNLESS, PG_TEXT, args, 2);
    return true;
}

static bool func_compares(Rw *rw, const Node *n)
{
    const Node *args = n->kid[FUNC_ARGS];
    if (counts_distinct(rw, n)) {
        fold_columns(rw, args);
        return false;
    }
    if (rw_is_call(rw, n, "nullif") && args->nkids == 2)
        return nullif_compares(rw, n);
    if (!any_folds(rw, args))
        return false;
    if (rw_is_call(rw, n, "min") || rw_is_call(rw, n, "max"))
        return min_or_max(rw, n);
    return (n->flags & NF_DISTINCT) && rw_manual(rw, n, WHY, HINT);
}

/* CASE name WHEN 'x': the base's collation decides each comparison. */
static bool case_compares(Rw *rw, const Node *n)
{
    const Node *base = n->kid[CASE_BASE], *whens = n->kid[CASE_WHENS];
    Str c = base ? own_collation(rw, base) : STR_NONE;
    bool themselves = true;
    if (!folds(c) || holds_number(rw, base))
        return false;
    for (uint32_t i = 0; i < whens->nkids; i++) {
        const Node *x = whens->kid[i]->kid[WHEN_COND];
        themselves &= only_itself(rw, x, c);
        if (sema_strip(x)->kind == ND_COLLATE || holds_number(rw, x))
            return rw_manual(rw, n, WHY, HINT);
    }
    if (themselves)
        return false;
    rw_exact(rw, n);
    fold(rw, base, c);
    for (uint32_t i = 0; i < whens->nkids; i++) {
        const Node *x = whens->kid[i]->kid[WHEN_COND];
        RwArg arg = folded(rw, x, c);
        if (arg.node)
            fold(rw, x, c);
        else
            rw_template(rw, x, ALONE, PG_LIT, &arg, 1);
    }
    return false;
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
    if (!owner || (owner->kind != ND_SELECT && owner->kind != ND_WINDOW && owner->kind != ND_FUNC))
        return false;
    const Node *t = n->kid[ORDERTERM_X], *x = sema_strip(t);
    const Node *body = owner->kind == ND_SELECT ? owner->kid[SELECT_BODY] : NULL;
    bool core = body && body->kind == ND_CORE;
    const Node *m = core ? grouping_term(rw, body, t) : x;
    Str c = own_collation(rw, m);
    if (x->kind == ND_COLLATE || !folds(c) || holds_number(rw, m))
        return false;
    bool distinct = core ? (body->flags & NF_DISTINCT) && !grouping_for_distinct(rw, body, NULL)
                         : owner->kind == ND_FUNC && (owner->flags & NF_DISTINCT);
    if (body && !core) /* query/distinct-order */
        return false;
    if (distinct)
        return rw_manual(rw, n, "a column with a collation is sorted by its place or its alias",
                         "order by lower(column)");
    rw_exact(rw, n);
    if (m != x) {
        fold_meant(rw, t, m, c);
        return false;
    }
    rw_insert(rw, n->tok, nocase(c) ? STR("lower(") : STR("rtrim("));
    rw_append(rw, t, nocase(c) ? STR(")") : STR(", ' ')"));
    return false;
}

/* Where a COLLATE decides something that no rule above has spelled out. */
static bool decides(Rw *rw, const Node *n, const Node *p)
{
    if (p->kind == ND_WHEN)
        return sema_strip(p->kid[WHEN_COND]) == n && p->parent->parent->kid[CASE_BASE];
    if (p->kind == ND_RESULT) { /* DISTINCT, UNION */
        const Node *core = p->parent->parent;
        return core->kind == ND_CORE && ((core->flags & NF_DISTINCT) || core->parent->kind == ND_COMPOUND);
    }
    const Node *f = p->kind == ND_LIST ? p->parent : NULL;
    if (f && f->kind == ND_WINDOW)
        return p != f->kid[WINDOW_PARTITION] && p != f->kid[WINDOW_ORDER];
    return f && f->kind == ND_FUNC && !counts_distinct(rw, f) && (f->flags & NF_DISTINCT) &&
           !rw_is_call(rw, f, "min") && !rw_is_call(rw, f, "max");
}

static bool collate(Rw *rw, const Node *n)
{
    Str name = rw_info(rw, n)->collation;
    bool number = holds_number(rw, n);
    if (!folds(name) && !str_ieqz(name, "binary"))
        return rw_foreign_collation(rw, n, name);
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
        grouping_term(rw, body, x) != sema_strip(x)) { /* ORDER BY 1 COLLATE NOCASE */
        if (body->flags & NF_DISTINCT)
            return rw_manual(rw, n, WHY, HINT);
        x = grouping_term(rw, body, x);
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
    case ND_BINARY: return n->op == TK_IS ? is(rw, n) : sema_compares(n) && compare(rw, n);
    case ND_BETWEEN: return between(rw, n);
    case ND_IN: return in(rw, n);
    case ND_CORE: return core_compares(rw, n);
    case ND_FUNC: return func_compares(rw, n);
    case ND_JOIN: return using_compares(rw, n);
    case ND_WINDOW: fold_columns(rw, n->kid[WINDOW_PARTITION]); return false;
    case ND_CASE: return case_compares(rw, n);
    case ND_ORDERTERM: return order_term(rw, n);
    default: return collate(rw, n);
    }
}

const Rule rule_collate = {.code = 218,
                           .name = "op/collate",
                           .title = "SQLite's collations are spelled with lower() and rtrim()",
                           .on = KINDS(ND_COLLATE, ND_BINARY, ND_BETWEEN, ND_IN, ND_CASE, ND_FUNC, ND_CORE,
                                       ND_JOIN, ND_WINDOW, ND_ORDERTERM),
                           .templates = SET(LOWER, TRIM, ALONE, AROUND_LOWER, AROUND_TRIM, LEAST, MOST,
                                            LEAST_FIRST, MOST_FIRST, UNLESS, UNLESS_FOLDED),
                           .portable = true,
                           .apply = apply};
