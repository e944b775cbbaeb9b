/* Expressions: one Pratt loop over a table of binding powers, which are those of SQLite's grammar.  Chains of
   operators of one level iterate, so their length is bounded by memory only; what nests (parentheses, prefix
   operators, rising levels) recurses and is bounded by SX_MAX_DEPTH.  Functions and windows are in
   function.c.

   Three places where the table alone would not do as SQLite does:
   - prefix NOT takes everything down to its own level even as a right operand: a + NOT b = c;
   - after BETWEEN the first AND that is not inside an OR belongs to BETWEEN: a BETWEEN b = c AND d;
   - COLLATE binds less tightly than prefix minus: -a COLLATE c is (-a) COLLATE c. */
#include "parse/internal.h"

enum Level {
    L_NONE,
    L_OR,
    L_AND,
    L_NOT,
    L_EQUAL,
    L_COMPARE,
    L_ESCAPE,
    L_BIT,
    L_ADD,
    L_MUL,
    L_CONCAT,
    L_COLLATE,
    L_PREFIX
};

/* clang-format off */
/* Of infix and postfix operators.  NOT stands here for NOT NULL, NOT IN, NOT LIKE, NOT BETWEEN. */
static const uint8_t infix_level[TK_COUNT] = {
    [TK_OR] = L_OR,           [TK_AND] = L_AND,

    [TK_NOT] = L_EQUAL,       [TK_IS] = L_EQUAL,        [TK_EQ] = L_EQUAL,      [TK_NE] = L_EQUAL,
    [TK_LIKE] = L_EQUAL,      [TK_GLOB] = L_EQUAL,      [TK_REGEXP] = L_EQUAL,  [TK_MATCH] = L_EQUAL,
    [TK_BETWEEN] = L_EQUAL,   [TK_IN] = L_EQUAL,        [TK_ISNULL] = L_EQUAL,  [TK_NOTNULL] = L_EQUAL,

    [TK_LT] = L_COMPARE,      [TK_LE] = L_COMPARE,      [TK_GT] = L_COMPARE,    [TK_GE] = L_COMPARE,
    [TK_BITAND] = L_BIT,      [TK_BITOR] = L_BIT,       [TK_LSHIFT] = L_BIT,    [TK_RSHIFT] = L_BIT,
    [TK_PLUS] = L_ADD,        [TK_MINUS] = L_ADD,
    [TK_STAR] = L_MUL,        [TK_SLASH] = L_MUL,       [TK_REM] = L_MUL,
    [TK_CONCAT] = L_CONCAT,   [TK_ARROW] = L_CONCAT,    [TK_ARROW2] = L_CONCAT,
    [TK_COLLATE] = L_COLLATE,
};
/* clang-format on */

int parse_precedence(uint16_t op)
{
    return op >= TK_COUNT ? L_NONE : op == TK_NOT ? L_NOT : infix_level[op];
}

static Node *operand(Parser *p, int min);

/* ---- operators behind their first operand ---- */

static Node *binary(Parser *p, Node *left, uint16_t op, int level, uint32_t flags)
{
    Node *n = node_open(p, ND_BINARY, left->tok);
    n->op = op;
    n->flags = flags;
    n->kid[BINARY_L] = left;
    n->kid[BINARY_R] = operand(p, level + 1);
    return node_close(p, n);
}

/* After IS: [NOT] [DISTINCT FROM] operand. */
static Node *is_operator(Parser *p, Node *left)
{
    bool negated = accept(p, TK_NOT);
    if (accept(p, TK_DISTINCT)) {
        parse_expect(p, TK_FROM);
        negated = !negated;
    }
    return binary(p, left, TK_IS, L_EQUAL, negated ? NF_NOT : 0);
}

static Node *like(Parser *p, Node *left, uint16_t op)
{
    Node *n = node_open(p, ND_LIKE, left->tok);
    n->op = op;
    n->kid[LIKE_X] = left;
    n->kid[LIKE_PATTERN] = operand(p, L_EQUAL + 1);
    if (accept(p, TK_ESCAPE))
        n->kid[LIKE_ESCAPE] = operand(p, L_EQUAL + 1);
    return node_close(p, n);
}

static Node *infix(Parser *p, Node *left, int level);

/* The first bound of BETWEEN: any expression, up to the AND that is not inside it. */
static Node *low_bound(Parser *p)
{
    Node *low = operand(p, L_AND + 1);
    while (p->kind != TK_AND && infix_level[p->kind] != L_NONE)
        low = infix(p, low, infix_level[p->kind]);
    return low;
}

static Node *between(Parser *p, Node *left)
{
    Node *n = node_open(p, ND_BETWEEN, left->tok);
    n->kid[BETWEEN_X] = left;
    n->kid[BETWEEN_LO] = low_bound(p);
    parse_expect(p, TK_AND);
    n->kid[BETWEEN_HI] = operand(p, L_EQUAL + 1);
    return node_close(p, n);
}

/* ( select ), as an expression or right of IN. */
static Node *subquery(Parser *p)
{
    Node *n = node_open(p, ND_SUBQUERY, p->pos);
    parse_expect(p, TK_LP);
    n->kid[SUBQUERY_SELECT] = parse_select(p);
    parse_expect(p, TK_RP);
    return node_close(p, n);
}

/* A table, or a function that answers one, right of IN. */
static Node *in_table(Parser *p)
{
    uint32_t tok = p->pos;
    Node *schema = NULL, *name = parse_nm(p);
    if (accept(p, TK_DOT)) {
        schema = name;
        name = parse_nm(p);
    }
    if (!schema && name->kind == ND_HOLE && p->kind != TK_LP)
        return name;
    bool call = accept(p, TK_LP);
    Node *n = node_open(p, call ? ND_TABLEFUNC : ND_TABLEREF, tok);
    n->kid[call ? (int)TABLEFUNC_SCHEMA : (int)TABLEREF_SCHEMA] = schema;
    n->kid[call ? (int)TABLEFUNC_NAME : (int)TABLEREF_NAME] = name;
    if (call)
        n->kid[TABLEFUNC_ARGS] = parse_exprs_to_rp(p);
    return node_close(p, n);
}

static Node *in(Parser *p, Node *left)
{
    Node *n = node_open(p, ND_IN, left->tok);
    n->kid[IN_X] = left;
    if (p->kind != TK_LP) {
        n->kid[IN_RHS] = in_table(p);
    } else if (starts_select(peek(p))) {
        n->kid[IN_RHS] = subquery(p);
    } else {
        Node *list = node_open(p, ND_PAREN_LIST, p->pos);
        advance(p);
        list->kid[PAREN_LIST_ITEMS] = parse_exprs_to_rp(p);
        n->kid[IN_RHS] = node_close(p, list);
    }
    return node_close(p, n);
}

static Node *is_null(Parser *p, Node *left, bool negated)
{
    Node *n = node_open(p, ND_ISNULL, left->tok);
    n->kid[ISNULL_X] = left;
    return with_flags(node_close(p, n), negated ? NF_NOT : 0);
}

static Node *collate(Parser *p, Node *left)
{
    Node *n = node_open(p, ND_COLLATE, left->tok);
    n->kid[COLLATE_X] = left;
    n->kid[COLLATE_NAME] = parse_name(p, NC_ids | NC_HOLE);
    return node_close(p, n);
}

/* NOT behind an operand: the second half of one of the operators that it negates. */
static Node *negated(Parser *p, Node *left)
{
    uint16_t op = p->kind;
    switch (op) {
    case TK_NULL: advance(p); return is_null(p, left, true);
    case TK_IN: advance(p); return with_flags(in(p, left), NF_NOT);
    case TK_BETWEEN: advance(p); return with_flags(between(p, left), NF_NOT);
    case TK_LIKE:
    case TK_GLOB:
    case TK_REGEXP:
    case TK_MATCH: advance(p); return with_flags(like(p, left, op), NF_NOT);
    default: parse_fail(p, "NULL, IN, LIKE or BETWEEN after NOT");
    }
}

/* The current token is an infix or postfix operator; `level` is its own. */
static Node *infix(Parser *p, Node *left, int level)
{
    uint16_t op = p->kind;
    advance(p);
    switch (op) {
    case TK_NOT: return negated(p, left);
    case TK_IS: return is_operator(p, left);
    case TK_IN: return in(p, left);
    case TK_BETWEEN: return between(p, left);
    case TK_LIKE:
    case TK_GLOB:
    case TK_REGEXP:
    case TK_MATCH: return like(p, left, op);
    case TK_ISNULL: return is_null(p, left, false);
    case TK_NOTNULL: return is_null(p, left, true);
    case TK_COLLATE: return collate(p, left);
    default: return binary(p, left, op, level, 0);
    }
}

/* ---- operands ---- */

static Node *prefix(Parser *p, int min)
{
    Node *n = node_open(p, ND_UNARY, p->pos);
    n->op = p->kind;
    advance(p);
    n->kid[UNARY_X] = operand(p, min);
    return node_close(p, n);
}

/* '(': an expression, a row or a subquery. */
static Node *parenthesised(Parser *p)
{
    if (starts_select(peek(p)))
        return subquery(p);
    uint32_t tok = p->pos;
    advance(p);
    uint32_t first = p->pos;
    Node *x = parse_expr(p);
    if (p->kind != TK_COMMA) {
        Node *n = node_open(p, ND_PAREN, tok);
        n->kid[PAREN_X] = x;
        parse_expect(p, TK_RP);
        return node_close(p, n);
    }
    size_t mark = p->items.n;
    list_add(p, x);
    while (accept(p, TK_COMMA))
        list_add(p, parse_expr(p));
    Node *n = node_open(p, ND_ROW, tok);
    n->kid[ROW_ITEMS] = list_close(p, ND_LIST, mark, first);
    parse_expect(p, TK_RP);
    return node_close(p, n);
}

static Node *exists(Parser *p)
{
    Node *n = node_open(p, ND_EXISTS, p->pos);
    advance(p);
    parse_expect(p, TK_LP);
    n->kid[EXISTS_SELECT] = parse_select(p);
    parse_expect(p, TK_RP);
    return node_close(p, n);
}

static Node *when(Parser *p)
{
    Node *n = node_open(p, ND_WHEN, p->pos);
    parse_expect(p, TK_WHEN);
    n->kid[WHEN_COND] = parse_expr(p);
    parse_expect(p, TK_THEN);
    n->kid[WHEN_THEN] = parse_expr(p);
    return node_close(p, n);
}

static Node *case_of(Parser *p)
{
    Node *n = node_open(p, ND_CASE, p->pos);
    advance(p);
    if (p->kind != TK_WHEN)
        n->kid[CASE_BASE] = parse_expr(p);
    uint32_t tok = p->pos;
    size_t mark = p->items.n;
    do {
        list_add(p, when(p));
    } while (p->kind == TK_WHEN);
    n->kid[CASE_WHENS] = list_close(p, ND_LIST, mark, tok);
    if (accept(p, TK_ELSE))
        n->kid[CASE_ELSE] = parse_expr(p);
    parse_expect(p, TK_END);
    return node_close(p, n);
}

static Node *cast(Parser *p)
{
    Node *n = node_open(p, ND_CAST, p->pos);
    advance(p);
    parse_expect(p, TK_LP);
    n->kid[CAST_X] = parse_expr(p);
    parse_expect(p, TK_AS);
    n->kid[CAST_TYPE] = parse_type(p);
    parse_expect(p, TK_RP);
    return node_close(p, n);
}

/* RAISE(IGNORE), RAISE(ABORT, message): the parser takes it anywhere, as SQLite's does. */
static Node *raise(Parser *p)
{
    Node *n = node_open(p, ND_RAISE, p->pos);
    advance(p);
    parse_expect(p, TK_LP);
    n->op = p->kind;
    if (accept(p, TK_IGNORE)) {
        parse_expect(p, TK_RP);
        return node_close(p, n);
    }
    if (p->kind != TK_ROLLBACK && p->kind != TK_ABORT && p->kind != TK_FAIL)
        parse_fail(p, "IGNORE, ROLLBACK, ABORT or FAIL");
    advance(p);
    parse_expect(p, TK_COMMA);
    n->kid[RAISE_MESSAGE] = parse_expr(p);
    parse_expect(p, TK_RP);
    return node_close(p, n);
}

/* A hole that the host knows to be a column's name. */
static bool named_hole(const Parser *p)
{
    Str name;
    return hole_mark(tok_text(p->toks, p->pos), &name) && name.n;
}

/* [[schema.]table.]column, a function call, or a hole alone. */
static Node *name_or_call(Parser *p)
{
    uint16_t next = peek(p);
    if (next == TK_LP && is_name(p->kind, NC_idj))
        return parse_function(p);
    if (next != TK_DOT && p->kind == TK_HOLE && !named_hole(p))
        return parse_hole(p);
    Node *n = node_open(p, ND_COLREF, p->pos);
    if (next != TK_DOT) {
        n->kid[COLREF_COLUMN] = parse_name(p, NC_idj | NC_HOLE);
        return node_close(p, n);
    }
    Node *first = parse_nm(p);
    advance(p);
    Node *second = parse_nm(p);
    if (!accept(p, TK_DOT)) {
        n->kid[COLREF_TABLE] = first;
        n->kid[COLREF_COLUMN] = second;
        return node_close(p, n);
    }
    n->kid[COLREF_SCHEMA] = first;
    n->kid[COLREF_TABLE] = second;
    n->kid[COLREF_COLUMN] = parse_nm(p);
    return node_close(p, n);
}

static Node *parameter(Parser *p)
{
    Str text = tok_text(p->toks, p->pos);
    if (text.p[0] == '#' && ascii_digit(text.p[1])) /* SQLite's own way to name a register */
        parse_fail(p, NULL);
    uint16_t op = p->kind;
    Node *n = node_token(p, ND_PARAM);
    n->op = op;
    return n;
}

Node *parse_literal(Parser *p)
{
    uint16_t op = p->kind;
    Node *n = node_token(p, ND_LITERAL);
    n->op = op;
    return n;
}

static Node *primary(Parser *p)
{
    switch (p->kind) {
    case TK_STRING:
        if (peek(p) == TK_DOT)
            return name_or_call(p);
        return parse_literal(p);
    case TK_INTEGER:
    case TK_FLOAT:
    case TK_BLOB:
    case TK_NULL:
    case TK_CURRENT_DATE:
    case TK_CURRENT_TIME:
    case TK_CURRENT_TIMESTAMP: return parse_literal(p);
    case TK_PARAM: return parameter(p);
    case TK_LP: return parenthesised(p);
    case TK_CASE: return case_of(p);
    case TK_CAST: return cast(p);
    case TK_EXISTS: return exists(p);
    case TK_RAISE: return raise(p);
    case TK_NOT: return prefix(p, L_NOT + 1);
    case TK_MINUS:
    case TK_PLUS:
    case TK_BITNOT: return prefix(p, L_PREFIX);
    default:
        if (is_name(p->kind, NC_nm))
            return name_or_call(p);
        parse_fail(p, "an expression");
    }
}

/* An expression of operators of level `min` and up. */
static Node *operand(Parser *p, int min)
{
    parse_enter(p);
    Node *left = primary(p);
    for (int level; (level = infix_level[p->kind]) >= min && level != L_NONE;)
        left = infix(p, left, level);
    parse_leave(p);
    return left;
}

Node *parse_expr(Parser *p)
{
    return operand(p, L_OR);
}
