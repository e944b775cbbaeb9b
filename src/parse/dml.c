/* INSERT, REPLACE, UPDATE and DELETE with all their clauses, and the shorter forms of them that trigger
   bodies allow.  ORDER BY and LIMIT on UPDATE and DELETE are taken, as by an SQLite that was built with them.
 */
#include "parse/internal.h"

uint16_t parse_conflict_word(Parser *p)
{
    uint16_t word = p->kind;
    switch (word) {
    case TK_ROLLBACK:
    case TK_ABORT:
    case TK_FAIL:
    case TK_IGNORE:
    case TK_REPLACE: advance(p); return word;
    default: parse_fail(p, "ROLLBACK, ABORT, FAIL, IGNORE or REPLACE");
    }
}

/* [OR x]: 0 when absent. */
static uint16_t or_conflict(Parser *p)
{
    return accept(p, TK_OR) ? parse_conflict_word(p) : 0;
}

static Node *returning(Parser *p)
{
    return accept(p, TK_RETURNING) ? parse_result_columns(p) : NULL;
}

/* name = expr, or (a, b) = expr */
static Node *set_clause(Parser *p)
{
    Node *n = node_open(p, ND_SET, p->pos);
    if (accept(p, TK_LP)) {
        n->kid[SET_COLS] = parse_name_list(p);
        parse_expect(p, TK_RP);
    } else {
        n->kid[SET_COLS] = parse_nm(p);
        if (p->kind != TK_EQ && n->kid[SET_COLS]->kind == ND_HOLE)
            return node_close(p, n); /* an assignment, or several, that the host makes */
    }
    parse_expect(p, TK_EQ);
    n->kid[SET_VALUE] = parse_expr(p);
    return node_close(p, n);
}

static Node *set_list(Parser *p)
{
    parse_expect(p, TK_SET);
    return parse_list(p, set_clause);
}

/* ---- INSERT ---- */

/* ON CONFLICT [(columns) [WHERE expr]] DO NOTHING | DO UPDATE SET ... [WHERE expr] */
static Node *upsert(Parser *p)
{
    Node *n = node_open(p, ND_UPSERT, p->pos);
    parse_expect2(p, TK_ON, TK_CONFLICT);
    if (accept(p, TK_LP)) {
        n->kid[UPSERT_TARGET] = parse_order_list(p);
        parse_expect(p, TK_RP);
        n->kid[UPSERT_TARGET_WHERE] = parse_where(p);
    }
    parse_expect(p, TK_DO);
    if (accept(p, TK_NOTHING)) {
        n->flags |= NF_NOTHING;
        return node_close(p, n);
    }
    parse_expect(p, TK_UPDATE);
    n->kid[UPSERT_SETS] = set_list(p);
    n->kid[UPSERT_WHERE] = parse_where(p);
    return node_close(p, n);
}

/* Any number of ON CONFLICT clauses; only the last may be without a target. */
static Node *upserts(Parser *p)
{
    if (p->kind != TK_ON)
        return NULL;
    uint32_t tok = p->pos;
    size_t mark = p->items.n;
    Node *last;
    do {
        last = upsert(p);
        list_add(p, last);
    } while (p->kind == TK_ON && last->kid[UPSERT_TARGET]);
    return list_close(p, ND_LIST, mark, tok);
}

/* INSERT or REPLACE up to its columns. */
static Node *insert_head(Parser *p, uint32_t tok, enum TargetForm form)
{
    Node *n = node_open(p, ND_INSERT, tok);
    if (accept(p, TK_REPLACE)) {
        n->op = TK_REPLACE;
        n->flags |= NF_REPLACE_INTO;
    } else {
        parse_expect(p, TK_INSERT);
        n->op = or_conflict(p);
    }
    parse_expect(p, TK_INTO);
    n->kid[INSERT_TARGET] = parse_target(p, form);
    if (accept(p, TK_LP)) {
        n->kid[INSERT_COLS] = parse_name_list(p);
        parse_expect(p, TK_RP);
    }
    return n;
}

static void insert_source(Parser *p, Node *n)
{
    if (!starts_select(p->kind))
        parse_fail(p, n->kid[INSERT_COLS] ? "VALUES or SELECT" : "columns, VALUES or SELECT");
    n->kid[INSERT_SOURCE] = parse_select(p);
    n->kid[INSERT_UPSERTS] = upserts(p);
}

Node *parse_insert(Parser *p, Node *with, uint32_t tok)
{
    Node *n = insert_head(p, tok, TARGET_PLAIN);
    n->kid[INSERT_WITH] = with;
    if (accept(p, TK_DEFAULT)) {
        parse_expect(p, TK_VALUES);
        n->flags |= NF_DEFAULT_VALUES;
    } else {
        insert_source(p, n);
    }
    n->kid[INSERT_RETURNING] = returning(p);
    return node_close(p, n);
}

/* ---- UPDATE, DELETE ---- */

static Node *update_head(Parser *p, uint32_t tok, enum TargetForm form)
{
    Node *n = node_open(p, ND_UPDATE, tok);
    parse_expect(p, TK_UPDATE);
    n->op = or_conflict(p);
    n->kid[UPDATE_TARGET] = parse_target(p, form);
    n->kid[UPDATE_SETS] = set_list(p);
    if (accept(p, TK_FROM))
        n->kid[UPDATE_FROM] = parse_from(p);
    n->kid[UPDATE_WHERE] = parse_where(p);
    return n;
}

Node *parse_update(Parser *p, Node *with, uint32_t tok)
{
    Node *n = update_head(p, tok, TARGET_INDEXED);
    n->kid[UPDATE_WITH] = with;
    n->kid[UPDATE_RETURNING] = returning(p);
    n->kid[UPDATE_ORDER] = parse_order_by(p);
    n->kid[UPDATE_LIMIT] = parse_limit(p);
    return node_close(p, n);
}

static Node *delete_head(Parser *p, uint32_t tok, enum TargetForm form)
{
    Node *n = node_open(p, ND_DELETE, tok);
    parse_expect2(p, TK_DELETE, TK_FROM);
    n->kid[DELETE_TARGET] = parse_target(p, form);
    n->kid[DELETE_WHERE] = parse_where(p);
    return n;
}

Node *parse_delete(Parser *p, Node *with, uint32_t tok)
{
    Node *n = delete_head(p, tok, TARGET_INDEXED);
    n->kid[DELETE_WITH] = with;
    n->kid[DELETE_RETURNING] = returning(p);
    n->kid[DELETE_ORDER] = parse_order_by(p);
    n->kid[DELETE_LIMIT] = parse_limit(p);
    return node_close(p, n);
}

/* ---- in a trigger ---- */

Node *parse_trigger_step(Parser *p)
{
    uint32_t tok = p->pos;
    switch (p->kind) {
    case TK_UPDATE: return node_close(p, update_head(p, tok, TARGET_IN_TRIGGER));
    case TK_DELETE: return node_close(p, delete_head(p, tok, TARGET_IN_TRIGGER));
    case TK_INSERT:
    case TK_REPLACE: {
        Node *n = insert_head(p, tok, TARGET_INSERT_IN_TRIGGER);
        insert_source(p, n);
        n->kid[INSERT_RETURNING] = returning(p);
        return node_close(p, n);
    }
    default:
        if (starts_select(p->kind))
            return parse_select(p);
        parse_fail(p, "INSERT, UPDATE, DELETE or SELECT");
    }
}
