/* Names of node kinds, a node's text, and what quoted tokens stand for.  The tree is only read here. */
#include "ast/ast.h"

const char *node_kind_name(uint16_t kind)
{
    static const char *const names[ND_COUNT] = {
#define N0(k)      [ND_##k] = #k,
#define N1(k, ...) [ND_##k] = #k,
#define N2         N1
#define N3         N1
#define N4         N1
#define N5         N1
#define N6         N1
#define N8         N1
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
    return kind < ND_COUNT ? names[kind] : "?";
}

uint32_t node_off(const Stmt *s, const Node *n)
{
    return s->toks->at[n->tok].off;
}

Str node_text(const Stmt *s, const Node *n)
{
    if (n->tok == n->end)
        return STR_NONE;
    const Token *last = &s->toks->at[n->end - 1];
    return str_sub(s->toks->src, node_off(s, n), last->off + last->len);
}

/* The text between the quotes, doubled quotes undone; `text` as it is when it is not quoted. */
static Str unquote(Arena *a, Str text)
{
    if (text.n < 2 || !memchr("'\"`[", text.p[0], 4))
        return text;
    char quote = text.p[0];
    Str in = str_sub(text, 1, text.n - 1);
    if (quote == '[' || in.n == 0 || !memchr(in.p, quote, in.n))
        return in;
    char *out = arena_alloc(a, in.n);
    size_t n = 0;
    for (size_t i = 0; i < in.n; i++) {
        out[n++] = in.p[i];
        if (in.p[i] == quote) /* the lexer saw to it that they come in pairs */
            i++;
    }
    return (Str){out, n};
}

Str token_name(Arena *a, const Tokens *t, uint32_t tok)
{
    return unquote(a, tok_text(t, tok));
}

Str token_string(Arena *a, const Tokens *t, uint32_t tok)
{
    return unquote(a, tok_text(t, tok));
}

Str node_name(Arena *a, const Stmt *s, const Node *name)
{
    return token_name(a, s->toks, name->tok);
}
