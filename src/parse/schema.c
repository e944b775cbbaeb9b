/* The rest of the schema: CREATE INDEX, VIEW, TRIGGER and VIRTUAL TABLE, ALTER, DROP.  A virtual table's
   arguments are kept as raw spans: what they mean is the module's affair. */
#include "parse/internal.h"

void parse_if_exists(Parser *p, Node *owner, bool negated)
{
    if (!accept(p, TK_IF))
        return;
    if (negated)
        parse_expect(p, TK_NOT);
    parse_expect(p, TK_EXISTS);
    owner->flags |= NF_IFEXISTS;
}

/* ---- indexes, views ---- */

static Node *create_index(Parser *p, uint32_t tok, uint32_t flags)
{
    Node *n = node_open(p, ND_CREATE_INDEX, tok);
    n->flags = flags;
    parse_expect(p, TK_INDEX);
    parse_if_exists(p, n, true);
    n->kid[CREATE_INDEX_NAME] = parse_qname(p);
    parse_expect(p, TK_ON);
    n->kid[CREATE_INDEX_TABLE] = parse_nm(p);
    parse_expect(p, TK_LP);
    n->kid[CREATE_INDEX_COLS] = parse_order_list(p);
    parse_expect(p, TK_RP);
    n->kid[CREATE_INDEX_WHERE] = parse_where(p);
    return node_close(p, n);
}

static Node *create_view(Parser *p, uint32_t tok, uint32_t flags)
{
    Node *n = node_open(p, ND_CREATE_VIEW, tok);
    n->flags = flags;
    parse_if_exists(p, n, true);
    n->kid[CREATE_VIEW_NAME] = parse_qname(p);
    if (accept(p, TK_LP)) {
        n->kid[CREATE_VIEW_COLS] = parse_eidlist(p);
        parse_expect(p, TK_RP);
    }
    parse_expect(p, TK_AS);
    n->kid[CREATE_VIEW_SELECT] = parse_select(p);
    return node_close(p, n);
}

/* ---- triggers ---- */

static void trigger_event(Parser *p, Node *n)
{
    if (accept(p, TK_BEFORE)) {
        n->op |= NT_BEFORE;
    } else if (accept(p, TK_AFTER)) {
        n->op |= NT_AFTER;
    } else if (accept(p, TK_INSTEAD)) {
        parse_expect(p, TK_OF);
        n->op |= NT_INSTEAD;
    }
    switch (p->kind) {
    case TK_DELETE: n->op |= NT_DELETE; break;
    case TK_INSERT: n->op |= NT_INSERT; break;
    case TK_UPDATE: n->op |= NT_UPDATE; break;
    default: parse_fail(p, "DELETE, INSERT or UPDATE");
    }
    advance(p);
    if (n->op & NT_UPDATE && accept(p, TK_OF))
        n->kid[CREATE_TRIGGER_UPDATE_OF] = parse_name_list(p);
}

static Node *trigger_body(Parser *p)
{
    uint32_t tok = p->pos;
    size_t mark = p->items.n;
    do {
        list_add(p, parse_trigger_step(p));
        parse_expect(p, TK_SEMI);
    } while (p->kind != TK_END);
    Node *body = list_close(p, ND_LIST, mark, tok);
    body->end = body->kid[body->nkids - 1]->end;
    return body;
}

static Node *create_trigger(Parser *p, uint32_t tok, uint32_t flags)
{
    Node *n = node_open(p, ND_CREATE_TRIGGER, tok);
    n->flags = flags;
    parse_if_exists(p, n, true);
    n->kid[CREATE_TRIGGER_NAME] = parse_qname(p);
    trigger_event(p, n);
    parse_expect(p, TK_ON);
    n->kid[CREATE_TRIGGER_TABLE] = parse_qname(p);
    if (accept(p, TK_FOR)) {
        parse_expect2(p, TK_EACH, TK_ROW);
        n->op |= NT_FOR_EACH_ROW;
    }
    if (accept(p, TK_WHEN))
        n->kid[CREATE_TRIGGER_WHEN] = parse_expr(p);
    parse_expect(p, TK_BEGIN);
    n->kid[CREATE_TRIGGER_BODY] = trigger_body(p);
    parse_expect(p, TK_END);
    return node_close(p, n);
}

/* ---- virtual tables ---- */

/* One argument: any tokens up to a ',' or ')' of its own level.  An empty one stands right after its comma,
   so that it is inside the list's span. */
static Node *raw_argument(Parser *p)
{
    bool empty = p->kind == TK_COMMA || p->kind == TK_RP;
    bool follows_comma = p->tok[p->end - 1].kind == TK_COMMA;
    Node *n = node_open(p, ND_TYPE, empty && follows_comma ? p->end : p->pos);
    n->end = n->tok;
    if (empty)
        return n;
    for (uint32_t level = 0; level > 0 || (p->kind != TK_COMMA && p->kind != TK_RP);) {
        if (p->kind == TK_EOF || p->kind == TK_SEMI || p->kind == TK_ILLEGAL)
            parse_fail(p, ")");
        level += p->kind == TK_LP;
        level -= p->kind == TK_RP;
        advance(p);
    }
    n->end = p->end;
    return n;
}

static Node *create_vtable(Parser *p, uint32_t tok)
{
    Node *n = node_open(p, ND_CREATE_VTABLE, tok);
    parse_if_exists(p, n, true);
    n->kid[CREATE_VTABLE_NAME] = parse_qname(p);
    parse_expect(p, TK_USING);
    n->kid[CREATE_VTABLE_MODULE] = parse_nm(p);
    if (accept(p, TK_LP)) {
        n->kid[CREATE_VTABLE_ARGS] =
            p->kind == TK_RP ? list_close(p, ND_LIST, p->items.n, p->pos) : parse_list(p, raw_argument);
        parse_expect(p, TK_RP);
    }
    return node_close(p, n);
}

/* ---- CREATE, ALTER, DROP ---- */

Node *parse_create(Parser *p)
{
    uint32_t tok = p->pos;
    parse_expect(p, TK_CREATE);
    if (accept(p, TK_UNIQUE))
        return create_index(p, tok, NF_UNIQUE);
    if (p->kind == TK_INDEX)
        return create_index(p, tok, 0);
    if (accept(p, TK_VIRTUAL)) {
        parse_expect(p, TK_TABLE);
        return create_vtable(p, tok);
    }
    uint32_t flags = accept(p, TK_TEMP) || accept(p, TK_TEMPORARY) ? NF_TEMP : 0;
    if (accept(p, TK_TABLE))
        return parse_create_table(p, tok, flags);
    if (accept(p, TK_VIEW))
        return create_view(p, tok, flags);
    if (accept(p, TK_TRIGGER))
        return create_trigger(p, tok, flags);
    parse_fail(p, "TABLE, INDEX, VIEW or TRIGGER");
}

/* After RENAME: TO name, or [COLUMN] old TO new. */
static void alter_rename(Parser *p, Node *n)
{
    n->op = TK_TO;
    if (p->kind != TK_TO) {
        n->op = TK_COLUMN;
        accept(p, TK_COLUMN);
        n->kid[ALTER_OLD] = parse_nm(p);
    }
    parse_expect(p, TK_TO);
    n->kid[ALTER_NEW] = parse_nm(p);
}

Node *parse_alter(Parser *p)
{
    Node *n = node_open(p, ND_ALTER, p->pos);
    parse_expect2(p, TK_ALTER, TK_TABLE);
    n->kid[ALTER_TABLE] = parse_qname(p);
    n->op = p->kind;
    switch (p->kind) {
    case TK_RENAME:
        advance(p);
        alter_rename(p, n);
        break;
    case TK_ADD:
        advance(p);
        accept(p, TK_COLUMN);
        n->kid[ALTER_COLDEF] = parse_column_def(p);
        break;
    case TK_DROP:
        advance(p);
        accept(p, TK_COLUMN);
        n->kid[ALTER_OLD] = parse_nm(p);
        break;
    default: parse_fail(p, "RENAME, ADD or DROP");
    }
    return node_close(p, n);
}

Node *parse_drop(Parser *p)
{
    Node *n = node_open(p, ND_DROP, p->pos);
    parse_expect(p, TK_DROP);
    n->op = p->kind;
    if (p->kind != TK_TABLE && p->kind != TK_INDEX && p->kind != TK_VIEW && p->kind != TK_TRIGGER)
        parse_fail(p, "TABLE, INDEX, VIEW or TRIGGER");
    advance(p);
    parse_if_exists(p, n, false);
    n->kid[DROP_NAME] = parse_qname(p);
    return node_close(p, n);
}
