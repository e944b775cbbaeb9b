/* The parser's cursor, errors, nodes, lists and names: what every construct is made with.  It knows no
   statement. */
#include "parse/internal.h"

const uint8_t parse_name_class[TK_COUNT] = {
#define CLASS_KW_RESERVED 0
#define CLASS_KW_FALLBACK NC_ID
#define CLASS_KW_JOIN     NC_JOIN
#define CLASS_KW_ID       NC_INDEXED
#define TOKEN(name, text)
#define KEYWORD(name, text, cls) [TK_##name] = CLASS_##cls,
#include "lex/token.def"
#undef TOKEN
#undef KEYWORD
    [TK_ID] = NC_ID,
    [TK_STRING] = NC_STRING,
    [TK_HOLE] = NC_HOLE,
};

/* ---- errors ---- */

void parse_fail_at(Parser *p, uint32_t tok, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    p->error = arena_vfmt(p->arena, fmt, ap);
    va_end(ap);
    p->error_tok = tok;
    longjmp(p->failed, 1);
}

void parse_fail(Parser *p, const char *expected)
{
    enum { SHOWN = 200 }; /* bytes of the token: one may be a megabyte */
    Str text = tok_text(p->toks, p->pos);
    int n = (int)(text.n < SHOWN ? text.n : SHOWN);
    const char *comma = expected ? ", expected " : "";
    if (!expected)
        expected = "";
    if (p->kind == TK_ILLEGAL)
        parse_fail_at(p, p->pos, "unrecognized token: \"%.*s\"", n, text.p);
    if (p->kind == TK_EOF)
        parse_fail_at(p, p->pos, "incomplete input%s%s", comma, expected);
    parse_fail_at(p, p->pos, "near \"%.*s\": syntax error%s%s", n, text.p, comma, expected);
}

void parse_expect(Parser *p, uint16_t kind)
{
    if (!accept(p, kind))
        parse_fail(p, tok_name(kind));
}

void parse_expect2(Parser *p, uint16_t first, uint16_t second)
{
    parse_expect(p, first);
    parse_expect(p, second);
}

/* ---- nodes ---- */

static const uint8_t slots[ND_COUNT] = {
#define N0(k)      [ND_##k] = 0,
#define N1(k, ...) [ND_##k] = 1,
#define N2(k, ...) [ND_##k] = 2,
#define N3(k, ...) [ND_##k] = 3,
#define N4(k, ...) [ND_##k] = 4,
#define N5(k, ...) [ND_##k] = 5,
#define N6(k, ...) [ND_##k] = 6,
#define N8(k, ...) [ND_##k] = 8,
#define L          N0
#include "ast/ast.def"
#undef N0
#undef N1
#undef N2
#undef N3
#undef N4
#undef N5
#undef N6
#undef N8
#undef L
};

/* A node and its kids are one allocation. */
static Node *node_new(Parser *p, uint16_t kind, uint32_t tok, uint32_t nkids)
{
    Node *n = arena_alloc(p->arena, sizeof(Node) + nkids * sizeof(Node *));
    n->kind = kind;
    n->id = p->nnodes++;
    n->tok = tok;
    n->nkids = nkids;
    n->kid = (Node **)(n + 1);
    return n;
}

Node *node_open(Parser *p, uint16_t kind, uint32_t tok)
{
    return node_new(p, kind, tok, slots[kind]);
}

Node *node_close(Parser *p, Node *n)
{
    n->end = p->end;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i])
            n->kid[i]->parent = n;
    return n;
}

Node *node_token(Parser *p, uint16_t kind)
{
    Node *n = node_new(p, kind, p->pos, 0);
    advance(p);
    n->end = p->end;
    return n;
}

Node *list_close(Parser *p, uint16_t kind, size_t mark, uint32_t tok)
{
    uint32_t count = (uint32_t)(p->items.n - mark);
    Node *list = node_new(p, kind, count ? tok : p->pos, count);
    for (uint32_t i = 0; i < count; i++)
        list->kid[i] = p->items.at[mark + i];
    p->items.n = mark;
    node_close(p, list);
    if (count == 0)
        list->end = list->tok;
    return list;
}

Node *parse_list(Parser *p, Node *(*item)(Parser *p))
{
    uint32_t tok = p->pos;
    size_t mark = p->items.n;
    do {
        list_add(p, item(p));
    } while (accept(p, TK_COMMA));
    return list_close(p, ND_LIST, mark, tok);
}

/* ---- names ---- */

/* A token that a hole may touch: `({a}, {b})`, but not `log_{year}`. */
static bool may_touch_hole(uint16_t kind)
{
    return tok_is_trivia(kind) || (kind >= TK_LP && kind <= TK_RSHIFT) || kind == TK_EOF;
}

Node *parse_hole(Parser *p)
{
    if ((p->pos > 0 && !may_touch_hole(p->tok[p->pos - 1].kind)) || !may_touch_hole(p->tok[p->pos + 1].kind))
        parse_fail_at(p, p->pos, "a word that is filled in only in part");
    return node_token(p, ND_HOLE);
}

Node *parse_name(Parser *p, int classes)
{
    if (!is_name(p->kind, classes))
        parse_fail(p, "a name");
    return p->kind == TK_HOLE ? parse_hole(p) : node_token(p, ND_NAME);
}

Node *parse_nm(Parser *p)
{
    return parse_name(p, NC_nm);
}

Node *parse_qname(Parser *p)
{
    Node *q = node_open(p, ND_QNAME, p->pos);
    q->kid[QNAME_NAME] = parse_nm(p);
    if (accept(p, TK_DOT)) {
        q->kid[QNAME_SCHEMA] = q->kid[QNAME_NAME];
        q->kid[QNAME_NAME] = parse_nm(p);
    }
    return node_close(p, q);
}

Node *parse_name_list(Parser *p)
{
    return parse_list(p, parse_nm);
}

static Node *eid(Parser *p)
{
    Node *name = parse_nm(p);
    if (p->kind == TK_COLLATE || p->kind == TK_ASC || p->kind == TK_DESC) {
        Str text = tok_text(p->toks, name->tok);
        parse_fail_at(p, p->pos, "syntax error after column name \"%.*s\"", (int)text.n, text.p);
    }
    return name;
}

Node *parse_eidlist(Parser *p)
{
    return parse_list(p, eid);
}

Node *parse_alias(Parser *p, Node *owner)
{
    if (accept(p, TK_AS)) {
        owner->flags |= NF_AS;
        return parse_nm(p);
    }
    /* A hole is no alias without AS: in `FROM t {where}` it may be a whole clause. */
    return is_name(p->kind, NC_ids) ? parse_name(p, NC_ids) : NULL;
}
