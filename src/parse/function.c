/* Function calls with all that may hang on them (DISTINCT, ORDER BY, FILTER, OVER), windows and frames, and
   the lists of expressions that stand between parentheses.  Which functions exist is not known here. */
#include "parse/internal.h"

Node *parse_paren_expr(Parser *p)
{
    parse_expect(p, TK_LP);
    Node *x = parse_expr(p);
    parse_expect(p, TK_RP);
    return x;
}

Node *parse_expr_list(Parser *p)
{
    return parse_list(p, parse_expr);
}

/* An argument list: empty before ')' and before ORDER BY. */
static Node *arguments(Parser *p)
{
    if (p->kind == TK_RP || p->kind == TK_ORDER)
        return list_close(p, ND_LIST, p->items.n, p->pos);
    return parse_expr_list(p);
}

Node *parse_exprs_to_rp(Parser *p)
{
    Node *list = p->kind == TK_RP ? list_close(p, ND_LIST, p->items.n, p->pos) : parse_expr_list(p);
    parse_expect(p, TK_RP);
    return list;
}

Node *parse_paren_list(Parser *p)
{
    Node *n = node_open(p, ND_PAREN_LIST, p->pos);
    parse_expect(p, TK_LP);
    n->kid[PAREN_LIST_ITEMS] = parse_expr_list(p);
    parse_expect(p, TK_RP);
    return node_close(p, n);
}

static Node *order_term(Parser *p)
{
    Node *n = node_open(p, ND_ORDERTERM, p->pos);
    n->kid[ORDERTERM_X] = parse_expr(p);
    if (accept(p, TK_ASC))
        n->flags |= NF_ASC;
    else if (accept(p, TK_DESC))
        n->flags |= NF_DESC;
    if (accept(p, TK_NULLS)) {
        if (p->kind != TK_FIRST && p->kind != TK_LAST)
            parse_fail(p, "FIRST or LAST");
        n->flags |= p->kind == TK_FIRST ? NF_NULLS_FIRST : NF_NULLS_LAST;
        advance(p);
    }
    return node_close(p, n);
}

Node *parse_order_list(Parser *p)
{
    return parse_list(p, order_term);
}

Node *parse_order_by(Parser *p)
{
    if (!accept(p, TK_ORDER))
        return NULL;
    parse_expect(p, TK_BY);
    return parse_order_list(p);
}

/* ---- windows ---- */

/* One bound of a frame.  `unbounded` is the direction that UNBOUNDED may have at this end. */
static Node *bound(Parser *p, uint16_t unbounded)
{
    Node *n = node_open(p, ND_BOUND, p->pos);
    n->op = p->kind;
    if (accept(p, TK_CURRENT)) {
        parse_expect(p, TK_ROW);
        return node_close(p, n);
    }
    if (accept(p, TK_UNBOUNDED)) {
        n->op = unbounded;
        parse_expect(p, unbounded);
        return node_close(p, n);
    }
    n->kid[BOUND_X] = parse_expr(p);
    n->op = p->kind;
    if (p->kind != TK_PRECEDING && p->kind != TK_FOLLOWING)
        parse_fail(p, "PRECEDING or FOLLOWING");
    advance(p);
    return node_close(p, n);
}

static void frame_exclusion(Parser *p)
{
    switch (p->kind) {
    case TK_NO: parse_expect2(p, TK_NO, TK_OTHERS); return;
    case TK_CURRENT: parse_expect2(p, TK_CURRENT, TK_ROW); return;
    case TK_GROUP:
    case TK_TIES: advance(p); return;
    default: parse_fail(p, "NO OTHERS, CURRENT ROW, GROUP or TIES");
    }
}

static bool starts_frame(uint16_t kind)
{
    return kind == TK_ROWS || kind == TK_RANGE || kind == TK_GROUPS;
}

static Node *frame(Parser *p)
{
    Node *n = node_open(p, ND_FRAME, p->pos);
    n->op = p->kind;
    advance(p);
    bool both = accept(p, TK_BETWEEN);
    n->kid[FRAME_LO] = bound(p, TK_PRECEDING);
    if (both) {
        parse_expect(p, TK_AND);
        n->kid[FRAME_HI] = bound(p, TK_FOLLOWING);
    }
    if (accept(p, TK_EXCLUDE))
        frame_exclusion(p);
    return node_close(p, n);
}

/* ( [base] [PARTITION BY ...] [ORDER BY ...] [frame] ) */
static Node *window(Parser *p)
{
    Node *n = node_open(p, ND_WINDOW, p->pos);
    parse_expect(p, TK_LP);
    if (p->kind != TK_PARTITION && !starts_frame(p->kind) && is_name(p->kind, NC_nm))
        n->kid[WINDOW_BASE] = parse_nm(p);
    if (accept(p, TK_PARTITION)) {
        parse_expect(p, TK_BY);
        n->kid[WINDOW_PARTITION] = parse_expr_list(p);
    }
    n->kid[WINDOW_ORDER] = parse_order_by(p);
    if (starts_frame(p->kind))
        n->kid[WINDOW_FRAME] = frame(p);
    parse_expect(p, TK_RP);
    return node_close(p, n);
}

Node *parse_window_def(Parser *p)
{
    Node *n = node_open(p, ND_WINDOWDEF, p->pos);
    n->kid[WINDOWDEF_NAME] = parse_nm(p);
    parse_expect(p, TK_AS);
    n->kid[WINDOWDEF_WINDOW] = window(p);
    return node_close(p, n);
}

/* ---- calls ---- */

Node *parse_function(Parser *p)
{
    Node *n = node_open(p, ND_FUNC, p->pos);
    n->kid[FUNC_NAME] = parse_name(p, NC_idj);
    parse_expect(p, TK_LP);
    if (accept(p, TK_STAR)) {
        n->flags |= NF_STAR;
        n->kid[FUNC_ARGS] = list_close(p, ND_LIST, p->items.n, p->pos);
    } else {
        if (accept(p, TK_DISTINCT))
            n->flags |= NF_DISTINCT;
        else if (accept(p, TK_ALL))
            n->flags |= NF_ALL;
        n->kid[FUNC_ARGS] = arguments(p);
        n->kid[FUNC_ORDER] = parse_order_by(p);
    }
    parse_expect(p, TK_RP);
    if (accept(p, TK_FILTER)) {
        parse_expect2(p, TK_LP, TK_WHERE);
        n->kid[FUNC_FILTER] = parse_expr(p);
        parse_expect(p, TK_RP);
    }
    if (accept(p, TK_OVER))
        n->kid[FUNC_OVER] = p->kind == TK_LP ? window(p) : parse_nm(p);
    return node_close(p, n);
}
