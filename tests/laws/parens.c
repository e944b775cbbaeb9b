/* A statement with all its expressions in parentheses, made from the tree but copied token by token.  If the
   tree is right, it means the same.  Not put in parentheses: what is no expression to SQLite's grammar though
   it is a node of an expression's kind here (the right side of IN, names, a DEFAULT's literal). */
#include "law.h"

typedef struct Marks {
    const Stmt *s;
    uint32_t *open, *close; /* parentheses before and after each token */
} Marks;

static bool is_expression(uint16_t kind)
{
    switch (kind) {
    case ND_COLREF:
    case ND_LITERAL:
    case ND_PARAM:
    case ND_PAREN:
    case ND_ROW:
    case ND_UNARY:
    case ND_BINARY:
    case ND_LIKE:
    case ND_BETWEEN:
    case ND_IN:
    case ND_ISNULL:
    case ND_EXISTS:
    case ND_SUBQUERY:
    case ND_CASE:
    case ND_CAST:
    case ND_COLLATE:
    case ND_FUNC:
    case ND_RAISE: return true;
    default: return false;
    }
}

/* Where SQLite's grammar wants something else than an expression, or an old one wanted a name. */
static bool may_wrap(const Node *n)
{
    const Node *p = n->parent;
    if (!is_expression(n->kind) || !p)
        return false;
    switch (p->kind) {
    case ND_IN: return n == p->kid[IN_X];
    case ND_PRAGMA:
    case ND_RAISE: return false;
    case ND_CCONS: return p->op != TK_DEFAULT;
    case ND_UNARY: return !p->parent || p->parent->kind != ND_CCONS || p->parent->op != TK_DEFAULT;
    default: return true;
    }
}

static void mark(Marks *m, const Node *n)
{
    bool with =
        m->s->toks->at[n->tok].kind == TK_WITH; /* `(with` begins a query, even where with(x) is a call */
    if (may_wrap(n) && !with) {
        m->open[n->tok]++;
        m->close[n->end - 1]++;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i])
            mark(m, n->kid[i]);
}

Str law_parenthesised(Arena *a, const Stmt *s)
{
    const Tokens *t = s->toks;
    Marks m = {
        .s = s, .open = ARENA_ARRAY(a, uint32_t, t->n + 1), .close = ARENA_ARRAY(a, uint32_t, t->n + 1)};
    mark(&m, s->root);
    Buf b = {0};
    for (uint32_t i = s->first; i < s->last; i++) {
        for (uint32_t k = 0; k < m.open[i]; k++)
            buf_putc(&b, '(');
        buf_put(&b, tok_text(t, i));
        for (uint32_t k = 0; k < m.close[i]; k++)
            buf_putc(&b, ')');
    }
    Str out = arena_dup(a, buf_str(&b));
    buf_free(&b);
    return out;
}
