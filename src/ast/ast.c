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

static bool quoted(Str s)
{
    char c = s.n < 2 ? 0 : s.p[0];
    return c == '\'' || c == '"' || c == '`' || c == '[';
}

/* The text between the quotes, doubled quotes undone; `text` as it is when it is not quoted. */
static Str unquote(Arena *a, Str text)
{
    if (!quoted(text))
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

size_t hole_mark(Str s, Str *name)
{
    size_t i = 1, colon;
    *name = STR_NONE;
    if (s.n < 3 || s.p[0] != 0x1A || !ascii_digit(s.p[1]))
        return 0;
    while (i < s.n && ascii_digit(s.p[i]))
        i++;
    if (i < s.n && s.p[i] == ':') {
        for (colon = i++; i < s.n && s.p[i] != 0x1A;)
            i++;
        *name = str_sub(s, colon + 1, i);
    }
    return i < s.n && s.p[i] == 0x1A ? i + 1 : 0;
}

/* A name that is a hole, or has one between its quotes: the hole's own name, where the host knows it. */
static Str hole_name(Arena *a, Str s)
{
    const char *at = memchr(s.p, 0x1A, s.n);
    Str in, before = str_sub(s, 0, at ? (size_t)(at - s.p) : 0);
    size_t n = at ? hole_mark(str_sub(s, before.n, s.n), &in) : 0;
    if (!n || !in.n)
        return s;
    Str after = str_sub(s, before.n + n, s.n), name = unquote(a, in);
    if (!before.n && !after.n)
        return name;
    return arena_fmt(a, "%.*s%.*s%.*s", (int)before.n, before.p, (int)name.n, name.p, (int)after.n, after.p);
}

Str token_name(Arena *a, const Tokens *t, uint32_t tok)
{
    Str s = tok_text(t, tok);
    if (t->at[tok].kind == TK_ID && !quoted(s))
        return s; /* as nearly all are */
    s = unquote(a, s);
    return s.n && memchr(s.p, 0x1A, s.n) ? hole_name(a, s) : s;
}

/* Is the name, or a part of it, put in by the program that holds the statement (i.{column}, {kind}_id)?  A
   part stands as U+E01A digits U+E01A, or as a mark between quotes. */
bool name_is_open(Str text)
{
    for (size_t i = 0; i + 3 <= text.n; i++)
        if (memcmp(text.p + i, "\xEE\x80\x9A", 3) == 0)
            return true;
    return text.n && memchr(text.p, 0x1A, text.n);
}

bool node_is_open(const Stmt *s, const Node *n)
{
    Str name;
    return n->kind == ND_HOLE && (!hole_mark(tok_text(s->toks, n->tok), &name) || !name.n);
}

Str token_string(Arena *a, const Tokens *t, uint32_t tok)
{
    return unquote(a, tok_text(t, tok));
}

Str node_name(Arena *a, const Stmt *s, const Node *name)
{
    return token_name(a, s->toks, name->tok);
}
