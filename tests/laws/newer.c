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

enum { NEVER = 9999999 };
static const struct {
    int since; /* SQLite version; NEVER: only in builds with a compile-time option */
    const char *why;
    bool (*has)(const Stmt *s, const Node *n);
} table[] = {
    {3044000, "ORDER BY in the arguments of an aggregate", ordered_arguments},
    {3041000, "LEFT, RIGHT, ... as the name of a function", join_word_call},
    {3046000, "underscores in numbers", underscored_number},
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
