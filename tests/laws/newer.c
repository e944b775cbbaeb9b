/* What our grammar has and an older SQLite has not, as a table of tree patterns: the law cannot be asked of
   these.  Everything is here for a reason that SQLite's release notes give. */
#include "law.h"

static bool ordered_arguments(const Stmt *s, const Node *n)
{
    (void)s;
    return n->kind == ND_FUNC && n->kid[FUNC_ORDER];
}

static bool join_word_call(const Stmt *s, const Node *n)
{
    return n->kind == ND_FUNC && tok_keyword_class(s->toks->at[n->kid[FUNC_NAME]->tok].kind) == KW_JOIN;
}

static bool underscored_number(const Stmt *s, const Node *n)
{
    Str text = node_text(s, n);
    return n->kind == ND_LITERAL && (n->op == TK_INTEGER || n->op == TK_FLOAT) && memchr(text.p, '_', text.n);
}

static bool computed_message(const Stmt *s, const Node *n)
{
    (void)s;
    if (n->kind != ND_RAISE || !n->kid[RAISE_MESSAGE])
        return false;
    const Node *m = n->kid[RAISE_MESSAGE];
    return m->kind != ND_LITERAL || m->op != TK_STRING;
}

static bool limited_change(const Stmt *s, const Node *n)
{
    (void)s;
    return (n->kind == ND_UPDATE && (n->kid[UPDATE_ORDER] || n->kid[UPDATE_LIMIT])) ||
           (n->kind == ND_DELETE && (n->kid[DELETE_ORDER] || n->kid[DELETE_LIMIT]));
}

/* The arguments of a virtual table are no expressions, but made of tokens all the same. */
static bool underscored_argument(const Stmt *s, const Node *n)
{
    if (n->kind != ND_CREATE_VTABLE)
        return false;
    for (uint32_t i = n->tok; i < n->end; i++)
        if (ascii_digit(tok_text(s->toks, i).p[0]) && s->toks->at[i].flags & TF_MEND)
            return true;
    return false;
}

enum { NEVER = 9999999 };
static const struct {
    int since; /* SQLite version; NEVER: only in builds with a compile-time option */
    const char *why;
    bool (*has)(const Stmt *s, const Node *n);
} table[] = {
    {3044000, "ORDER BY in the arguments of an aggregate", ordered_arguments},
    {3041000, "LEFT, RIGHT, ... as the name of a function", join_word_call},
    {3046000, "underscores in numbers", underscored_number},
    {3046000, "underscores in numbers", underscored_argument},
    {3047000, "any expression as the message of RAISE", computed_message},
    {NEVER, "LIMIT on UPDATE and DELETE", limited_change},
};

static const char *search(const Stmt *s, const Node *n, int version)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (version < table[i].since && table[i].has(s, n))
            return table[i].why;
    for (uint32_t i = 0; i < n->nkids; i++) {
        const char *why = n->kid[i] ? search(s, n->kid[i], version) : NULL;
        if (why)
            return why;
    }
    return NULL;
}

const char *law_newer_syntax(const Stmt *s, int version)
{
    return s->root ? search(s, s->root, version) : NULL;
}

/* ---- without a tree ---- */

/* The token before or after i that is no trivia; the TK_EOF when there is none. */
static const Token *neighbour(const Tokens *t, uint32_t i, int step)
{
    for (;;) {
        if (i == 0 && step < 0)
            return &t->at[t->n];
        i += (uint32_t)step;
        if (i >= t->n || !tok_is_trivia(t->at[i].kind))
            return &t->at[i < t->n ? i : t->n];
    }
}

static bool join_word_paren(const Tokens *t, uint32_t i)
{
    return tok_keyword_class(t->at[i].kind) == KW_JOIN && neighbour(t, i, 1)->kind == TK_LP;
}

static bool underscored_token(const Tokens *t, uint32_t i)
{
    Str text = tok_text(t, i);
    return ascii_digit(text.p[0]) && memchr(text.p, '_', text.n);
}

/* Before 3.47 the message was a name, and RAISE(ABORT, raise) was fine. */
static bool raise_paren(const Tokens *t, uint32_t i)
{
    return t->at[i].kind == TK_RAISE && neighbour(t, i, 1)->kind == TK_LP;
}

/* ORDER inside parentheses that follow a name. */
static bool order_in_call(const Tokens *t, uint32_t i)
{
    if (t->at[i].kind != TK_ORDER)
        return false;
    for (int depth = 0; i-- > 0;) {
        depth += t->at[i].kind == TK_RP;
        depth -= t->at[i].kind == TK_LP;
        if (depth < 0) {
            uint16_t before = neighbour(t, i, -1)->kind;
            return before == TK_ID || tok_keyword_class(before) > KW_RESERVED;
        }
    }
    return false;
}

static const struct {
    int since;
    const char *why;
    bool (*at)(const Tokens *t, uint32_t i);
} token_table[] = {
    {3041000, "LEFT, RIGHT, ... as the name of a function", join_word_paren},
    {3044000, "ORDER BY in the arguments of an aggregate", order_in_call},
    {3046000, "underscores in numbers", underscored_token},
    {3047000, "any expression as the message of RAISE", raise_paren},
};

const char *law_newer_tokens(const Tokens *t, uint32_t end, int version)
{
    for (uint32_t i = 0; i <= end && i < t->n; i++)
        for (size_t k = 0; k < sizeof token_table / sizeof *token_table; k++)
            if (version < token_table[k].since && token_table[k].at(t, i))
                return token_table[k].why;
    return NULL;
}
