/* IS and IS NOT between values.  `x IS NULL`, `x IS TRUE` and IS [NOT] DISTINCT FROM are PostgreSQL already.
 */
#include "emit/rw.h"

static const char SAME[] = "{0} IS NOT DISTINCT FROM {1}";
static const char OTHER[] = "{0} IS DISTINCT FROM {1}";
static const char EQUAL[] = "{0} = {1}";
static const char IS_TRUE[] = "{0:boolean} IS TRUE";
static const char IS_FALSE[] = "{0:boolean} IS FALSE";
static const char NOT_TRUE[] = "{0:boolean} IS NOT TRUE";
static const char NOT_FALSE[] = "{0:boolean} IS NOT FALSE";

/* Where false and NULL lead to the same rows: under nothing but AND, OR and parentheses in a WHERE or HAVING.
 */
static bool positive_condition(const Node *n)
{
    const Node *c = sema_whole_condition(n);
    return sema_is_where(c) || (c->parent && c->parent->kind == ND_CORE && c == c->parent->kid[CORE_HAVING]);
}

static bool boolean_literal(Rw *rw, const Node *n, bool *yes)
{
    int64_t v;
    const Node *x = sema_strip(n);
    if (x->kind == ND_COLREF && (rw_info(rw, x)->name == NAME_TRUE || rw_info(rw, x)->name == NAME_FALSE)) {
        *yes = rw_info(rw, x)->name == NAME_TRUE;
        return true;
    }
    if (!rw_integer(rw, n, &v) || (v != 0 && v != 1))
        return false;
    *yes = v == 1;
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_IS)
        return false;
    const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
    uint32_t tok = rw_next(rw, l->end - 1);
    bool distinct = rw_find(rw, tok, r->tok, TK_DISTINCT) != UINT32_MAX;
    bool not = (n->flags & NF_NOT) != 0, yes;
    if (sema_is_null(r) && !distinct)
        return false;
    const Node *x = sema_strip(r);
    bool written_true = x->kind == ND_COLREF && boolean_literal(rw, r, &yes);
    if (written_true && !distinct) {
        if (rw_type(rw, l) == PG_BOOL)
            return false; /* PostgreSQL's own */
        rw_exact(rw, n);
        rw_as(rw, n, yes ? (not ? NOT_TRUE : IS_TRUE) : (not ? NOT_FALSE : IS_FALSE), PG_BOOL, l, NULL, NULL);
        return true;
    }
    if (distinct)
        return false;
    rw_exact(rw, n);
    if (rw_type(rw, l) == PG_BOOL && boolean_literal(rw, r, &yes)) {
        rw_as(rw, n, yes ? (not ? NOT_TRUE : IS_TRUE) : (not ? NOT_FALSE : IS_FALSE), PG_BOOL, l, NULL, NULL);
        return true;
    }
    bool one_known = !rw_info(rw, l)->nullable || !rw_info(rw, r)->nullable;
    bool both_known = !rw_info(rw, l)->nullable && !rw_info(rw, r)->nullable;
    bool equal = !not &&(both_known || (one_known && positive_condition(n)));
    rw_as(rw, n, equal ? EQUAL : not ? OTHER : SAME, PG_BOOL, l, r, NULL);
    return true;
}

const Rule rule_is = {.code = 211,
                      .name = "op/is",
                      .title = "IS compares values, NULL included",
                      .on = KINDS(ND_BINARY),
                      .templates = SET(SAME, OTHER, EQUAL, IS_TRUE, IS_FALSE, NOT_TRUE, NOT_FALSE),
                      .portable = true,
                      .apply = apply};
