/* CREATE TABLE: columns, types, constraints of both kinds, options.  It takes what SQLite's grammar takes,
   such as table constraints without commas between them and a CONSTRAINT name without a constraint; an option
   or a kind of generated column that SQLite does not know is an error here too. */
#include "parse/internal.h"

/* ---- types ---- */

/* SQLite takes a number with underscores for an expression only. */
bool parse_is_number(const Parser *p, uint32_t tok)
{
    uint16_t kind = p->tok[tok].kind;
    Str text = tok_text(p->toks, tok);
    return (kind == TK_INTEGER || kind == TK_FLOAT) && !memchr(text.p, '_', text.n);
}

/* [+|-] number */
static void signed_number(Parser *p)
{
    if (p->kind == TK_PLUS || p->kind == TK_MINUS)
        advance(p);
    if (!parse_is_number(p, p->pos))
        parse_fail(p, "a number");
    advance(p);
}

/* At GENERATED ALWAYS AS, which begins a constraint; without the AS its words belong to a type. */
static bool at_generated(const Parser *p)
{
    if (p->kind != TK_GENERATED)
        return false;
    uint32_t always = next_pos(p);
    return p->tok[always].kind == TK_ALWAYS && p->tok[after_trivia(p->tok, always + 1)].kind == TK_AS;
}

/* A run of names, then (n) or (n, m). */
Node *parse_type(Parser *p)
{
    if (!is_name(p->kind, NC_ids) || at_generated(p))
        return NULL;
    Node *n = node_open(p, ND_TYPE, p->pos);
    do {
        advance(p);
    } while (is_name(p->kind, NC_ids) && !at_generated(p));
    if (accept(p, TK_LP)) {
        signed_number(p);
        if (accept(p, TK_COMMA))
            signed_number(p);
        parse_expect(p, TK_RP);
    }
    return node_close(p, n);
}

/* ---- clauses of constraints ---- */

/* [ON CONFLICT x]: the clause, or NULL. */
static Node *on_conflict(Parser *p)
{
    if (p->kind != TK_ON)
        return NULL;
    Node *n = node_open(p, ND_CONFLICT, p->pos);
    parse_expect2(p, TK_ON, TK_CONFLICT);
    n->op = parse_conflict_word(p);
    return node_close(p, n);
}

static bool at_deferrable(const Parser *p)
{
    return p->kind == TK_DEFERRABLE || (p->kind == TK_NOT && peek(p) == TK_DEFERRABLE);
}

/* [NOT] DEFERRABLE [INITIALLY DEFERRED | INITIALLY IMMEDIATE]: NFK_ bits. */
static uint16_t deferrable(Parser *p)
{
    uint16_t bits = accept(p, TK_NOT) ? NFK_NOT_DEFERRABLE : NFK_DEFERRABLE;
    parse_expect(p, TK_DEFERRABLE);
    if (accept(p, TK_INITIALLY)) {
        if (p->kind != TK_DEFERRED && p->kind != TK_IMMEDIATE)
            parse_fail(p, "DEFERRED or IMMEDIATE");
        bits |= p->kind == TK_DEFERRED ? NFK_INITIALLY_DEFERRED : 0;
        advance(p);
    }
    return bits;
}

static uint16_t fk_action(Parser *p)
{
    uint16_t word = p->kind;
    switch (word) {
    case TK_CASCADE: advance(p); return NFK_CASCADE;
    case TK_RESTRICT: advance(p); return NFK_RESTRICT;
    case TK_NO: parse_expect2(p, TK_NO, TK_ACTION); return NFK_NO_ACTION;
    case TK_SET:
        advance(p);
        if (accept(p, TK_NULL))
            return NFK_SET_NULL;
        parse_expect(p, TK_DEFAULT);
        return NFK_SET_DEFAULT;
    default: parse_fail(p, "CASCADE, RESTRICT, SET NULL, SET DEFAULT or NO ACTION");
    }
}

/* After ON: DELETE, UPDATE or (without effect) INSERT, and its action; the last of each kind counts. */
static uint16_t fk_event(Parser *p, uint16_t op)
{
    uint16_t event = p->kind;
    if (event != TK_DELETE && event != TK_UPDATE && event != TK_INSERT)
        parse_fail(p, "DELETE or UPDATE");
    advance(p);
    uint16_t action = fk_action(p);
    if (event == TK_INSERT)
        return op;
    int shift = event == TK_UPDATE ? NFK_UPDATE_SHIFT : 0;
    return (uint16_t)((op & ~(NFK_ACTION_MASK << shift)) | (action << shift));
}

/* REFERENCES table [(columns)] and what follows, deferrability included. */
static Node *references(Parser *p)
{
    Node *n = node_open(p, ND_FK, p->pos);
    parse_expect(p, TK_REFERENCES);
    n->kid[FK_TABLE] = parse_nm(p);
    if (accept(p, TK_LP)) {
        n->kid[FK_COLS] = parse_eidlist(p);
        parse_expect(p, TK_RP);
    }
    for (;;) {
        if (accept(p, TK_MATCH)) {
            parse_nm(p);
            p->nnodes--; /* its tokens are enough */
            n->op |= NFK_MATCH;
        } else if (accept(p, TK_ON)) {
            n->op = fk_event(p, n->op);
        } else {
            break;
        }
    }
    if (at_deferrable(p))
        n->op |= deferrable(p);
    return node_close(p, n);
}

/* ---- constraints of a column ---- */

/* A literal (SQLite's `term`) or a hole; NULL when there is none here. */
static Node *term(Parser *p)
{
    switch (p->kind) {
    case TK_NULL:
    case TK_INTEGER:
    case TK_FLOAT:
    case TK_STRING:
    case TK_BLOB:
    case TK_CURRENT_DATE:
    case TK_CURRENT_TIME:
    case TK_CURRENT_TIMESTAMP: return parse_literal(p);
    case TK_HOLE: return parse_hole(p);
    default: return NULL;
    }
}

/* After DEFAULT: a literal, a signed literal, a name, or an expression in parentheses. */
static Node *default_value(Parser *p)
{
    if (p->kind == TK_LP) {
        Node *n = node_open(p, ND_PAREN, p->pos);
        n->kid[PAREN_X] = parse_paren_expr(p);
        return node_close(p, n);
    }
    if (p->kind == TK_PLUS || p->kind == TK_MINUS) {
        Node *n = node_open(p, ND_UNARY, p->pos);
        n->op = p->kind;
        advance(p);
        if (!(n->kid[UNARY_X] = term(p)))
            parse_fail(p, "a literal");
        return node_close(p, n);
    }
    Node *literal = term(p);
    if (literal)
        return literal;
    if (!is_name(p->kind, NC_ID | NC_INDEXED))
        parse_fail(p, "a default value");
    Node *n = node_open(p, ND_COLREF, p->pos);
    n->kid[COLREF_COLUMN] = parse_nm(p);
    return node_close(p, n);
}

/* ( expr ) [STORED | VIRTUAL] */
static void generated(Parser *p, Node *n)
{
    n->kid[CCONS_X] = parse_paren_expr(p);
    if (!is_name(p->kind, NC_ID))
        return;
    Str word = tok_text(p->toks, p->pos);
    if (str_ieqz(word, "stored"))
        n->flags |= NF_STORED;
    else if (!str_ieqz(word, "virtual"))
        parse_fail_at(p, p->pos, "error in generated column: expected STORED or VIRTUAL, not \"%.*s\"",
                      (int)word.n, word.p);
    n->kid[CCONS_GENERATED] = parse_nm(p);
}

static void column_primary_key(Parser *p, Node *n)
{
    parse_expect(p, TK_KEY);
    if (accept(p, TK_ASC))
        n->flags |= NF_ASC;
    else if (accept(p, TK_DESC))
        n->flags |= NF_DESC;
    n->kid[CCONS_CONFLICT] = on_conflict(p);
    if (accept(p, TK_AUTOINCREMENT))
        n->flags |= NF_AUTOINCREMENT;
}

static bool starts_column_constraint(uint16_t kind)
{
    switch (kind) {
    case TK_CONSTRAINT:
    case TK_PRIMARY:
    case TK_NOT:
    case TK_NULL:
    case TK_UNIQUE:
    case TK_CHECK:
    case TK_DEFAULT:
    case TK_COLLATE:
    case TK_REFERENCES:
    case TK_DEFERRABLE:
    case TK_GENERATED:
    case TK_AS: return true;
    default: return false;
    }
}

static void not_something(Parser *p, Node *n)
{
    if (at_deferrable(p)) {
        n->op = TK_DEFERRABLE;
        deferrable(p);
    } else {
        parse_expect2(p, TK_NOT, TK_NULL);
        n->kid[CCONS_CONFLICT] = on_conflict(p);
    }
}

static Node *column_constraint(Parser *p)
{
    Node *n = node_open(p, ND_CCONS, p->pos);
    if (accept(p, TK_CONSTRAINT))
        n->kid[CCONS_NAME] = parse_nm(p);
    n->op = p->kind;
    switch (p->kind) {
    case TK_PRIMARY:
        advance(p);
        column_primary_key(p, n);
        break;
    case TK_NOT: not_something(p, n); break;
    case TK_NULL:
    case TK_UNIQUE:
        advance(p);
        n->kid[CCONS_CONFLICT] = on_conflict(p);
        break;
    case TK_CHECK:
        advance(p);
        n->kid[CCONS_X] = parse_paren_expr(p);
        break;
    case TK_DEFAULT:
        advance(p);
        n->kid[CCONS_X] = default_value(p);
        break;
    case TK_COLLATE:
        advance(p);
        n->kid[CCONS_COLLATION] = parse_name(p, NC_ids | NC_HOLE);
        break;
    case TK_REFERENCES: n->kid[CCONS_FK] = references(p); break;
    case TK_DEFERRABLE: deferrable(p); break;
    case TK_GENERATED: parse_expect2(p, TK_GENERATED, TK_ALWAYS); /* fall through */
    case TK_AS:
        n->op = TK_GENERATED;
        parse_expect(p, TK_AS);
        generated(p, n);
        break;
    default: n->op = TK_CONSTRAINT; break; /* a name and no more */
    }
    return node_close(p, n);
}

Node *parse_column_def(Parser *p)
{
    Node *n = node_open(p, ND_COLDEF, p->pos);
    n->kid[COLDEF_NAME] = parse_nm(p);
    n->kid[COLDEF_TYPE] = parse_type(p);
    uint32_t tok = p->pos;
    size_t mark = p->items.n;
    while (starts_column_constraint(p->kind))
        list_add(p, column_constraint(p));
    if (p->items.n > mark)
        n->kid[COLDEF_CONS] = list_close(p, ND_LIST, mark, tok);
    return node_close(p, n);
}

/* ---- constraints of the table ---- */

static bool starts_table_constraint(uint16_t kind)
{
    return kind == TK_CONSTRAINT || kind == TK_PRIMARY || kind == TK_UNIQUE || kind == TK_CHECK ||
           kind == TK_FOREIGN;
}

static void key_columns(Parser *p, Node *n)
{
    parse_expect(p, TK_LP);
    n->kid[TCONS_COLS] = parse_order_list(p);
    if (n->op == TK_PRIMARY && accept(p, TK_AUTOINCREMENT))
        n->flags |= NF_AUTOINCREMENT;
    parse_expect(p, TK_RP);
    n->kid[TCONS_CONFLICT] = on_conflict(p);
}

static Node *table_constraint(Parser *p)
{
    Node *n = node_open(p, ND_TCONS, p->pos);
    if (accept(p, TK_CONSTRAINT))
        n->kid[TCONS_NAME] = parse_nm(p);
    n->op = p->kind;
    switch (p->kind) {
    case TK_PRIMARY:
        parse_expect2(p, TK_PRIMARY, TK_KEY);
        key_columns(p, n);
        break;
    case TK_UNIQUE:
        advance(p);
        key_columns(p, n);
        break;
    case TK_CHECK:
        advance(p);
        n->kid[TCONS_X] = parse_paren_expr(p);
        n->kid[TCONS_CONFLICT] = on_conflict(p);
        break;
    case TK_FOREIGN:
        parse_expect2(p, TK_FOREIGN, TK_KEY);
        parse_expect(p, TK_LP);
        n->kid[TCONS_FKCOLS] = parse_eidlist(p);
        parse_expect(p, TK_RP);
        n->kid[TCONS_FK] = references(p);
        /* Only DEFERRABLE could follow a NOT here, and it does not: the error is behind it. */
        if (p->kind == TK_NOT && !(n->kid[TCONS_FK]->op & (NFK_DEFERRABLE | NFK_NOT_DEFERRABLE)))
            parse_expect2(p, TK_NOT, TK_DEFERRABLE);
        break;
    default: n->op = TK_CONSTRAINT; break; /* a name and no more */
    }
    return node_close(p, n);
}

/* ---- the statement ---- */

/* ( columns [, constraints] ): a comma between constraints may be left out. */
static void table_body(Parser *p, Node *n)
{
    uint32_t tok = p->pos;
    size_t mark = p->items.n;
    bool comma = false;
    do {
        list_add(p, parse_column_def(p));
        comma = accept(p, TK_COMMA);
    } while (comma && !starts_table_constraint(p->kind));
    n->kid[CREATE_TABLE_COLS] = list_close(p, ND_LIST, mark, tok);
    /* The list ends before the comma that led to the constraints. */
    n->kid[CREATE_TABLE_COLS]->end =
        n->kid[CREATE_TABLE_COLS]->kid[n->kid[CREATE_TABLE_COLS]->nkids - 1]->end;
    if (!comma)
        return;
    tok = p->pos;
    for (;;) {
        list_add(p, table_constraint(p));
        if (accept(p, TK_COMMA)) {
            if (!starts_table_constraint(p->kind))
                parse_fail(p, "a table constraint");
        } else if (!starts_table_constraint(p->kind)) {
            break;
        }
    }
    n->kid[CREATE_TABLE_CONS] = list_close(p, ND_LIST, mark, tok);
}

/* STRICT or WITHOUT ROWID; `table` learns which. */
static Node *table_option(Parser *p, Node *table)
{
    bool without = p->kind == TK_WITHOUT;
    Node *n = node_open(p, ND_NAME, p->pos);
    if (without)
        advance(p);
    Str word = tok_text(p->toks, p->pos);
    if (!is_name(p->kind, NC_nm))
        parse_fail(p, "STRICT or WITHOUT ROWID");
    if (!str_ieqz(word, without ? "rowid" : "strict"))
        parse_fail_at(p, p->pos, "unknown table option: %.*s", (int)word.n, word.p);
    advance(p);
    table->flags |= without ? NF_WITHOUT_ROWID : NF_STRICT;
    return node_close(p, n);
}

/* SQLite's grammar also takes a comma before the first one. */
static Node *table_options(Parser *p, Node *table)
{
    accept(p, TK_COMMA);
    uint32_t tok = p->pos;
    size_t mark = p->items.n;
    do {
        list_add(p, table_option(p, table));
    } while (accept(p, TK_COMMA));
    return list_close(p, ND_LIST, mark, tok);
}

Node *parse_create_table(Parser *p, uint32_t tok, uint32_t flags)
{
    Node *n = node_open(p, ND_CREATE_TABLE, tok);
    n->flags = flags;
    parse_if_exists(p, n, true);
    n->kid[CREATE_TABLE_NAME] = parse_qname(p);
    if (accept(p, TK_AS)) {
        n->kid[CREATE_TABLE_SELECT] = parse_select(p);
        return node_close(p, n);
    }
    parse_expect(p, TK_LP);
    table_body(p, n);
    parse_expect(p, TK_RP);
    if (is_name(p->kind, NC_nm) || p->kind == TK_COMMA)
        n->kid[CREATE_TABLE_OPTIONS] = table_options(p, n);
    return node_close(p, n);
}
