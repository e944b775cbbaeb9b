/* Queries: SELECT, VALUES, compounds, WITH, FROM with its joins.  A compound of any length iterates; nested
   queries and parenthesised FROMs recurse, bounded by SX_MAX_DEPTH.  Names are not looked up. */
#include "parse/internal.h"

/* ---- the FROM clause ---- */

/* [INDEXED BY name | NOT INDEXED] */
static void indexed(Parser *p, Node *table)
{
    if (accept(p, TK_INDEXED)) {
        parse_expect(p, TK_BY);
        table->kid[TABLEREF_INDEXED] = parse_nm(p);
    } else if (accept(p, TK_NOT)) {
        parse_expect(p, TK_INDEXED);
        table->flags |= NF_NOT;
    }
}

Node *parse_target(Parser *p, enum TargetForm form)
{
    Node *n = node_open(p, ND_TABLEREF, p->pos);
    n->kid[TABLEREF_NAME] = parse_nm(p);
    if (accept(p, TK_DOT)) {
        n->kid[TABLEREF_SCHEMA] = n->kid[TABLEREF_NAME];
        n->kid[TABLEREF_NAME] = parse_nm(p);
    }
    bool in_trigger = form == TARGET_IN_TRIGGER || form == TARGET_INSERT_IN_TRIGGER;
    if (in_trigger && n->kid[TABLEREF_SCHEMA])
        parse_fail_at(p, n->tok,
                      "qualified table names are not allowed on INSERT, UPDATE, and DELETE "
                      "statements within triggers");
    if (p->kind == TK_AS && !in_trigger)
        n->kid[TABLEREF_ALIAS] = parse_alias(p, n);
    uint32_t index = p->pos;
    if (form == TARGET_INDEXED || form == TARGET_IN_TRIGGER)
        indexed(p, n);
    if (form == TARGET_IN_TRIGGER && p->pos != index)
        parse_fail_at(p, index, "the %s clause is not allowed on UPDATE or DELETE statements within triggers",
                      p->tok[index].kind == TK_NOT ? "NOT INDEXED" : "INDEXED BY");
    return node_close(p, n);
}

static Node *from_table(Parser *p)
{
    uint32_t tok = p->pos;
    Node *schema = NULL, *name = parse_nm(p);
    if (accept(p, TK_DOT)) {
        schema = name;
        name = parse_nm(p);
    }
    if (accept(p, TK_LP)) {
        Node *f = node_open(p, ND_TABLEFUNC, tok);
        f->kid[TABLEFUNC_SCHEMA] = schema;
        f->kid[TABLEFUNC_NAME] = name;
        f->kid[TABLEFUNC_ARGS] = parse_exprs_to_rp(p);
        f->kid[TABLEFUNC_ALIAS] = parse_alias(p, f);
        return node_close(p, f);
    }
    Node *t = node_open(p, ND_TABLEREF, tok);
    t->kid[TABLEREF_SCHEMA] = schema;
    t->kid[TABLEREF_NAME] = name;
    t->kid[TABLEREF_ALIAS] = parse_alias(p, t);
    indexed(p, t);
    return node_close(p, t);
}

static Node *from_item(Parser *p)
{
    if (p->kind != TK_LP)
        return from_table(p);
    uint32_t tok = p->pos;
    advance(p);
    Node *n;
    if (starts_select(p->kind)) {
        n = node_open(p, ND_FROMSUB, tok);
        n->kid[FROMSUB_SELECT] = parse_select(p);
    } else {
        n = node_open(p, ND_FROMPAREN, tok);
        n->kid[FROMPAREN_FROM] = parse_from(p);
    }
    parse_expect(p, TK_RP);
    _Static_assert((int)FROMSUB_ALIAS == (int)FROMPAREN_ALIAS, "one line sets both");
    n->kid[FROMSUB_ALIAS] = parse_alias(p, n);
    return node_close(p, n);
}

/* The words before JOIN and what they mean (sqlite3JoinType; they count only when not quoted). */
static const struct {
    uint16_t kind, bits;
} join_words[] = {
    {TK_NATURAL, NJ_NATURAL},      {TK_LEFT, NJ_LEFT},   {TK_OUTER, NJ_OUTER}, {TK_RIGHT, NJ_RIGHT},
    {TK_FULL, NJ_LEFT | NJ_RIGHT}, {TK_INNER, NJ_INNER}, {TK_CROSS, NJ_CROSS},
};

static uint16_t join_word(uint16_t kind)
{
    for (size_t i = 0; i < sizeof join_words / sizeof *join_words; i++)
        if (join_words[i].kind == kind)
            return join_words[i].bits;
    return 0;
}

/* Up to three words, then JOIN; or JOIN alone; or a comma.  0 when there is no join here. */
static uint16_t join_operator(Parser *p)
{
    if (accept(p, TK_COMMA))
        return NJ_COMMA;
    if (accept(p, TK_JOIN))
        return NJ_JOIN;
    if (!is_name(p->kind, NC_JOIN))
        return 0;
    uint32_t first = p->pos, last = 0;
    uint16_t bits = 0;
    bool known = true;
    for (int words = 0; words < 3 && is_name(p->kind, NC_nm & ~NC_HOLE); words++) {
        known = known && join_word(p->kind) != 0;
        bits |= join_word(p->kind);
        last = p->pos;
        advance(p);
    }
    parse_expect(p, TK_JOIN);
    bool outer = bits & (NJ_LEFT | NJ_RIGHT | NJ_OUTER);
    bool sided = bits & (NJ_LEFT | NJ_RIGHT);
    if (!known || (outer && !sided) || (outer && bits & (NJ_INNER | NJ_CROSS))) {
        Str src = p->toks->src;
        uint32_t from = p->tok[first].off, to = p->tok[last].off + p->tok[last].len;
        parse_fail_at(p, first, "unknown join type: %.*s", (int)(to - from), src.p + from);
    }
    return bits | NJ_JOIN;
}

/* [ON expr | USING (names)] */
static void join_condition(Parser *p, Node *join)
{
    if (accept(p, TK_ON)) {
        join->kid[JOIN_ON] = parse_expr(p);
    } else if (accept(p, TK_USING)) {
        parse_expect(p, TK_LP);
        join->kid[JOIN_USING] = parse_name_list(p);
        parse_expect(p, TK_RP);
    }
}

Node *parse_from(Parser *p)
{
    parse_enter(p);
    Node *left = from_item(p);
    if (p->kind == TK_ON || p->kind == TK_USING)
        parse_fail_at(p, p->pos, "a JOIN clause is required before %s", tok_name(p->kind));
    for (uint16_t op; (op = join_operator(p)) != 0;) {
        Node *join = node_open(p, ND_JOIN, left->tok);
        join->op = op;
        join->kid[JOIN_L] = left;
        join->kid[JOIN_R] = from_item(p);
        join_condition(p, join);
        left = node_close(p, join);
    }
    parse_leave(p);
    return left;
}

/* ---- one SELECT ---- */

static bool at_table_star(const Parser *p)
{
    /* SQLite's parser commits itself to CAST(...), RAISE(...) and the times before it sees the dot. */
    if (!is_name(p->kind, NC_nm) || p->kind == TK_CAST || p->kind == TK_RAISE ||
        (p->kind >= TK_CURRENT_DATE && p->kind <= TK_CURRENT_TIMESTAMP))
        return false;
    uint32_t dot = next_pos(p);
    return p->tok[dot].kind == TK_DOT && p->tok[after_trivia(p->tok, dot + 1)].kind == TK_STAR;
}

static Node *result_column(Parser *p)
{
    if (p->kind == TK_STAR || at_table_star(p)) {
        Node *star = node_open(p, ND_STAR, p->pos);
        if (p->kind != TK_STAR) {
            star->kid[STAR_TABLE] = parse_nm(p);
            advance(p);
        }
        advance(p);
        return node_close(p, star);
    }
    Node *n = node_open(p, ND_RESULT, p->pos);
    n->kid[RESULT_X] = parse_expr(p);
    n->kid[RESULT_ALIAS] = parse_alias(p, n);
    return node_close(p, n);
}

Node *parse_result_columns(Parser *p)
{
    return parse_list(p, result_column);
}

Node *parse_where(Parser *p)
{
    return accept(p, TK_WHERE) ? parse_expr(p) : NULL;
}

Node *parse_limit(Parser *p)
{
    if (p->kind != TK_LIMIT)
        return NULL;
    Node *n = node_open(p, ND_LIMIT, p->pos);
    advance(p);
    n->kid[LIMIT_A] = parse_expr(p);
    if (p->kind == TK_OFFSET || p->kind == TK_COMMA) {
        n->op = p->kind;
        advance(p);
        n->kid[LIMIT_B] = parse_expr(p);
    }
    return node_close(p, n);
}

/* SELECT ... up to its windows; ORDER BY and LIMIT belong to the whole. */
static Node *core(Parser *p)
{
    Node *n = node_open(p, ND_CORE, p->pos);
    parse_expect(p, TK_SELECT);
    if (accept(p, TK_DISTINCT))
        n->flags |= NF_DISTINCT;
    else if (accept(p, TK_ALL))
        n->flags |= NF_ALL;
    n->kid[CORE_COLUMNS] = parse_result_columns(p);
    if (accept(p, TK_FROM))
        n->kid[CORE_FROM] = parse_from(p);
    n->kid[CORE_WHERE] = parse_where(p);
    if (accept(p, TK_GROUP)) {
        parse_expect(p, TK_BY);
        n->kid[CORE_GROUP] = parse_expr_list(p);
    }
    if (accept(p, TK_HAVING))
        n->kid[CORE_HAVING] = parse_expr(p);
    if (accept(p, TK_WINDOW))
        n->kid[CORE_WINDOWS] = parse_list(p, parse_window_def);
    return node_close(p, n);
}

static Node *values(Parser *p)
{
    uint32_t tok = p->pos;
    parse_expect(p, TK_VALUES);
    size_t mark = p->items.n;
    do {
        list_add(p, parse_paren_list(p));
    } while (accept(p, TK_COMMA));
    return list_close(p, ND_VALUES, mark, tok);
}

/* ---- compounds and WITH ---- */

/* One member of a compound; ORDER BY and LIMIT go to `select`, and only the last member may have them. */
static Node *member(Parser *p, Node *select)
{
    if (p->kind == TK_VALUES)
        return values(p);
    Node *n = core(p);
    select->kid[SELECT_ORDER] = parse_order_by(p);
    select->kid[SELECT_LIMIT] = parse_limit(p);
    return n;
}

static bool is_compound(uint16_t kind)
{
    return kind == TK_UNION || kind == TK_INTERSECT || kind == TK_EXCEPT;
}

static Node *compound(Parser *p, Node *left, Node *select)
{
    const char *early = select->kid[SELECT_ORDER] ? "ORDER BY" : select->kid[SELECT_LIMIT] ? "LIMIT" : NULL;
    uint16_t op = p->kind;
    bool all = op == TK_UNION && peek(p) == TK_ALL;
    if (early)
        parse_fail_at(p, p->pos, "%s clause should come after %s not before", early,
                      all ? "UNION ALL" : tok_name(op));
    Node *n = node_open(p, ND_COMPOUND, left->tok);
    n->op = op;
    n->flags = all ? NF_ALL : 0;
    advance(p);
    if (all)
        advance(p);
    n->kid[COMPOUND_L] = left;
    n->kid[COMPOUND_R] = member(p, select);
    node_close(p, n);
    n->end = n->kid[COMPOUND_R]->end; /* without the ORDER BY and LIMIT of the whole */
    return n;
}

Node *parse_select_after(Parser *p, Node *with, uint32_t tok)
{
    parse_enter(p);
    Node *n = node_open(p, ND_SELECT, tok);
    n->kid[SELECT_WITH] = with;
    Node *body = member(p, n);
    while (is_compound(p->kind))
        body = compound(p, body, n);
    n->kid[SELECT_BODY] = body;
    parse_leave(p);
    return node_close(p, n);
}

Node *parse_select(Parser *p)
{
    uint32_t tok = p->pos;
    return parse_select_after(p, p->kind == TK_WITH ? parse_with(p) : NULL, tok);
}

static Node *cte(Parser *p)
{
    Node *n = node_open(p, ND_CTE, p->pos);
    n->kid[CTE_NAME] = parse_nm(p);
    if (accept(p, TK_LP)) {
        n->kid[CTE_COLS] = parse_eidlist(p);
        parse_expect(p, TK_RP);
    }
    parse_expect(p, TK_AS);
    if (accept(p, TK_NOT)) {
        n->flags |= NF_NOT;
        n->op = TK_MATERIALIZED;
        parse_expect(p, TK_MATERIALIZED);
    } else if (accept(p, TK_MATERIALIZED)) {
        n->op = TK_MATERIALIZED;
    }
    parse_expect(p, TK_LP);
    n->kid[CTE_SELECT] = parse_select(p);
    parse_expect(p, TK_RP);
    return node_close(p, n);
}

Node *parse_with(Parser *p)
{
    Node *n = node_open(p, ND_WITH, p->pos);
    parse_expect(p, TK_WITH);
    if (accept(p, TK_RECURSIVE))
        n->flags |= NF_RECURSIVE;
    n->kid[WITH_CTES] = parse_list(p, cte);
    return node_close(p, n);
}
