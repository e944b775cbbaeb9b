/* What ast.h promises of every tree, checked node by node: ids dense, parents right, spans inside the
   parent's and one after another, no trivia at their ends. */
#include "law.h"
#include <stdlib.h>

typedef struct Check {
    const Stmt *s;
    bool *seen;
    uint32_t count;
    const char *wrong;
    const Node *where;
} Check;

static bool wrong(Check *c, const Node *n, const char *what)
{
    c->wrong = what;
    c->where = n;
    return false;
}

static bool span_is_sound(Check *c, const Node *n)
{
    const Token *at = c->s->toks->at;
    if (n->tok > n->end || n->end > c->s->toks->n)
        return wrong(c, n, "a span runs backwards or out of the tokens");
    if (n->tok == n->end)
        return n->kind == ND_LIST || n->kind == ND_TYPE || wrong(c, n, "an empty span");
    if (tok_is_trivia(at[n->tok].kind) || tok_is_trivia(at[n->end - 1].kind))
        return wrong(c, n, "a span begins or ends with trivia");
    return true;
}

static bool node_is_sound(Check *c, const Node *n)
{
    if (n->id >= c->s->nnodes || c->seen[n->id])
        return wrong(c, n, "an id is too large or used twice");
    c->seen[n->id] = true;
    c->count++;
    if (!span_is_sound(c, n))
        return false;
    uint32_t at = n->tok;
    for (uint32_t i = 0; i < n->nkids; i++) {
        const Node *k = n->kid[i];
        if (!k)
            continue;
        if (k->parent != n)
            return wrong(c, k, "a wrong parent");
        if (k->tok < at || k->end > n->end)
            return wrong(c, k, "a kid outside its parent or before its elder");
        at = k->end;
        if (!node_is_sound(c, k))
            return false;
    }
    return true;
}

bool law_tree(Str text, const Stmt *s)
{
    if (!s->root)
        return true;
    Check c = {.s = s, .seen = calloc(s->nnodes, sizeof(bool))};
    bool ok = node_is_sound(&c, s->root);
    if (ok && s->root->parent)
        ok = wrong(&c, s->root, "the root has a parent");
    if (ok && c.count != s->nnodes)
        ok = wrong(&c, s->root, "ids are not dense");
    free(c.seen);
    if (ok)
        return true;
    Str part = node_text(s, c.where);
    return law_broken(text, "%s: %s in \"%.*s\"", node_kind_name(c.where->kind), c.wrong, (int)part.n,
                      part.p);
}
