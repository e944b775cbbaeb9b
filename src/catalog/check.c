/* What a CHECK says when it confines one column to 0 and 1.  It looks at the tree alone: the names in it may
   be anything. */
#include "catalog/catalog.h"

static bool plain_column(const Node *n, const Node **column)
{
    while (n && n->kind == ND_PAREN)
        n = n->kid[PAREN_X];
    if (!n || n->kind != ND_COLREF || n->kid[COLREF_TABLE])
        return false;
    *column = n->kid[COLREF_COLUMN];
    return true;
}

static bool zero_or_one(const Stmt *s, const Node *n, int *which)
{
    while (n && n->kind == ND_PAREN)
        n = n->kid[PAREN_X];
    if (!n)
        return false;
    Str text = node_text(s, n);
    bool word = n->kind == ND_COLREF;
    if (!word && (n->kind != ND_LITERAL || n->op != TK_INTEGER))
        return false;
    *which = str_eqz(text, "1") || (word && str_ieqz(text, "true"))    ? 1
             : str_eqz(text, "0") || (word && str_ieqz(text, "false")) ? 0
                                                                       : -1;
    return *which >= 0;
}

static bool same_column(const Stmt *s, const Node *a, const Node *b)
{
    /* both from one CHECK: spelled alike but for case */
    return str_ieq(node_text(s, a), node_text(s, b));
}

static bool null_test(const Node *n, const Node **column)
{
    while (n->kind == ND_PAREN)
        n = n->kid[PAREN_X];
    if (n->flags & NF_NOT)
        return false;
    if (n->kind == ND_BINARY && n->op == TK_IS && n->kid[BINARY_R]->kind == ND_LITERAL &&
        n->kid[BINARY_R]->op == TK_NULL)
        return plain_column(n->kid[BINARY_L], column);
    return n->kind == ND_ISNULL && plain_column(n->kid[ISNULL_X], column);
}

/* The set of the values 0 (bit 0), 1 (bit 1) that `x` lets its one column have; 0 when it says anything else.
 */
static unsigned allowed_01(const Stmt *s, const Node *x, const Node **column)
{
    const Node *other = NULL;
    int v, w;
    while (x && x->kind == ND_PAREN)
        x = x->kid[PAREN_X];
    if (!x || x->flags & NF_NOT)
        return 0;
    if (x->kind == ND_IN && x->kid[IN_RHS]->kind == ND_PAREN_LIST && plain_column(x->kid[IN_X], column)) {
        const Node *items = x->kid[IN_RHS]->kid[PAREN_LIST_ITEMS];
        unsigned set = 0;
        for (uint32_t i = 0; i < items->nkids; i++) {
            if (!zero_or_one(s, items->kid[i], &v))
                return 0;
            set |= 1u << v;
        }
        return set;
    }
    if (x->kind == ND_BETWEEN && plain_column(x->kid[BETWEEN_X], column))
        return zero_or_one(s, x->kid[BETWEEN_LO], &v) && zero_or_one(s, x->kid[BETWEEN_HI], &w) && v == 0 &&
                       w == 1
                   ? 3
                   : 0;
    if (x->kind == ND_BINARY && x->op == TK_EQ && plain_column(x->kid[BINARY_L], column))
        return zero_or_one(s, x->kid[BINARY_R], &v) ? 1u << v : 0;
    if (x->kind == ND_BINARY && x->op == TK_OR) {
        const Node *l = x->kid[BINARY_L], *r = x->kid[BINARY_R];
        if (null_test(r, &other)) {
            unsigned set = allowed_01(s, l, column);
            return set && same_column(s, *column, other) ? set : 0;
        }
        if (null_test(l, &other)) {
            unsigned set = allowed_01(s, r, column);
            return set && same_column(s, *column, other) ? set : 0;
        }
        unsigned a = allowed_01(s, l, column), b = a ? allowed_01(s, r, &other) : 0;
        return b && same_column(s, *column, other) ? a | b : 0;
    }
    return 0;
}

const Node *catalog_check_01(const Stmt *s, const Node *check)
{
    const Node *column = NULL;
    return allowed_01(s, check, &column) == 3 ? column : NULL;
}
