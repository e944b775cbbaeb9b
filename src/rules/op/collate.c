/* COLLATE NOCASE becomes lower(), RTRIM becomes rtrim(), BINARY goes.  A column declared COLLATE NOCASE is compared
   through lower() as well.  Under ORDER BY the same holds. */
#include "emit/rw.h"

static const char LOWER[] = "lower({0:text})";
static const char TRIM[] = "rtrim({0:text}, ' ')";

static bool is_compare(const Node *n)
{
    return n->kind == ND_BINARY && (n->op == TK_EQ || n->op == TK_NE || n->op == TK_LT || n->op == TK_LE ||
                                    n->op == TK_GT || n->op == TK_GE);
}

/* The collation of a comparison: the left side's COLLATE, the right side's, the left column's, the right one's. */
static Str collation_of(Rw *rw, const Node *l, const Node *r)
{
    const Node *sides[] = {sema_strip(l), sema_strip(r)};
    for (int i = 0; i < 2; i++)
        if (sides[i]->kind == ND_COLLATE)
            return rw_info(rw, sides[i])->collation;
    for (int i = 0; i < 2; i++)
        if (rw_info(rw, sides[i])->col && rw_info(rw, sides[i])->aff != AFF_NONE)
            return rw_info(rw, sides[i])->collation;
    return STR_NONE;
}

/* What is to be folded: a COLLATE's operand, or the node itself. */
static const Node *operand(const Node *n)
{
    const Node *x = sema_strip(n);
    return x->kind == ND_COLLATE ? x->kid[COLLATE_X] : n;
}

static RwArg folded(Rw *rw, const Node *n, bool nocase)
{
    Str s;
    n = operand(n);
    if (nocase && rw_string(rw, n, &s)) {
        char *p = arena_alloc(rw_arena(rw), s.n + 1);
        for (size_t i = 0; i < s.n; i++)
            p[i] = ascii_lower(s.p[i]);
        return RW_TEXT(rw_literal(rw, (Str){p, s.n}));
    }
    return RW_NODE(n);
}

static bool compare(Rw *rw, const Node *n)
{
    static const struct {
        uint16_t op;
        const char *sign;
    } signs[] = {{TK_EQ, "="}, {TK_NE, "<>"}, {TK_LT, "<"}, {TK_LE, "<="}, {TK_GT, ">"}, {TK_GE, ">="}};
    const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
    Str c = collation_of(rw, l, r);
    bool nocase = str_ieqz(c, "nocase");
    if (!nocase && !str_ieqz(c, "rtrim"))
        return false;
    const char *sign = "=";
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].op == n->op)
            sign = signs[i].sign;
    RwArg args[] = {folded(rw, l, nocase), folded(rw, r, nocase)};
    Str left = args[0].node ? rw_fmt(rw, nocase ? "lower({0:text})" : "rtrim({0:text}, ' ')") : STR("{0}");
    Str right = args[1].node ? rw_fmt(rw, nocase ? "lower({1:text})" : "rtrim({1:text}, ' ')") : STR("{1}");
    rw_exact(rw, n);
    rw_template(rw, n, rw_fmt(rw, "%s %s %s", left.p, sign, right.p).p, PG_BOOL, args, 2);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (is_compare(n))
        return compare(rw, n);
    if (n->kind == ND_ORDERTERM && n->parent && n->parent->parent &&
        (n->parent->parent->kind == ND_SELECT || n->parent->parent->kind == ND_WINDOW)) {
        const Node *x = sema_strip(n->kid[ORDERTERM_X]);
        if (x->kind == ND_COLLATE || !str_ieqz(rw_info(rw, x)->collation, "nocase") || !rw_info(rw, x)->col)
            return false;
        rw_exact(rw, n);
        rw_insert(rw, n->tok, STR("lower("));
        rw_append(rw, n->kid[ORDERTERM_X], STR(")"));
        return true;
    }
    if (n->kind != ND_COLLATE)
        return false;
    Str name = rw_info(rw, n)->collation;
    bool nocase = str_ieqz(name, "nocase"), rtrim = str_ieqz(name, "rtrim");
    if (!nocase && !rtrim && !str_ieqz(name, "binary"))
        return rw_manual(rw, n, "a collation of the application's own", "create it in PostgreSQL");
    const Node *p = n->parent;
    while (p && p->kind == ND_PAREN)
        p = p->parent;
    bool sorts = p && (p->kind == ND_ORDERTERM || (p->kind == ND_LIST && p->parent && p->parent->kind == ND_CORE &&
                                                   p == p->parent->kid[CORE_GROUP]));
    bool compares = p && (p->kind == ND_IN || p->kind == ND_BETWEEN || p->kind == ND_CASE ||
                          (p->kind == ND_LIST && p->parent && p->parent->kind == ND_FUNC));
    if ((nocase || rtrim) && compares)
        return rw_manual(rw, n, "COLLATE decides a comparison here", "write lower() around both sides");
    rw_exact(rw, n);
    if ((nocase || rtrim) && sorts)
        rw_as(rw, n, nocase ? LOWER : TRIM, PG_TEXT, n->kid[COLLATE_X], NULL, NULL);
    else
        rw_drop_back(rw, n->kid[COLLATE_X]->end, n->end);
    return true;
}

const Rule rule_collate = {.code = 218,
                           .name = "op/collate",
                           .title = "SQLite's collations are spelled with lower() and rtrim()",
                           .on = KINDS(ND_COLLATE, ND_BINARY, ND_ORDERTERM),
                           .templates = SET(LOWER, TRIM),
                           .apply = apply};
