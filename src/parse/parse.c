/* The entry points of the parser: one statement, or one expression, in a tree or with an error.  Which
   function parses which statement is a table.  What comes after a statement is the caller's to ask for. */
#include "parse/internal.h"

/* ---- which statement ---- */

static Node *with_statement(Parser *p)
{
    uint32_t tok = p->pos;
    Node *with = parse_with(p);
    switch (p->kind) {
    case TK_SELECT:
    case TK_VALUES: return parse_select_after(p, with, tok);
    case TK_INSERT:
    case TK_REPLACE: return parse_insert(p, with, tok);
    case TK_UPDATE: return parse_update(p, with, tok);
    case TK_DELETE: return parse_delete(p, with, tok);
    default: parse_fail(p, "SELECT, VALUES, INSERT, UPDATE or DELETE");
    }
}

static Node *insert_statement(Parser *p)
{
    return parse_insert(p, NULL, p->pos);
}

static Node *update_statement(Parser *p)
{
    return parse_update(p, NULL, p->pos);
}

static Node *delete_statement(Parser *p)
{
    return parse_delete(p, NULL, p->pos);
}

static Node *(*const commands[TK_COUNT])(Parser *p) = {
    [TK_SELECT] = parse_select,       [TK_VALUES] = parse_select,      [TK_WITH] = with_statement,
    [TK_INSERT] = insert_statement,   [TK_REPLACE] = insert_statement, [TK_UPDATE] = update_statement,
    [TK_DELETE] = delete_statement,   [TK_CREATE] = parse_create,      [TK_ALTER] = parse_alter,
    [TK_DROP] = parse_drop,           [TK_PRAGMA] = parse_pragma,      [TK_BEGIN] = parse_begin,
    [TK_COMMIT] = parse_commit,       [TK_END] = parse_commit,         [TK_ROLLBACK] = parse_rollback,
    [TK_SAVEPOINT] = parse_savepoint, [TK_RELEASE] = parse_release,    [TK_ATTACH] = parse_attach,
    [TK_DETACH] = parse_detach,       [TK_VACUUM] = parse_vacuum,      [TK_ANALYZE] = parse_analyze,
    [TK_REINDEX] = parse_reindex,
};

Node *parse_command(Parser *p)
{
    if (!commands[p->kind])
        parse_fail(p, NULL);
    return commands[p->kind](p);
}

static Node *statement(Parser *p)
{
    Node *root = NULL;
    if (p->kind != TK_SEMI && p->kind != TK_EOF)
        root = p->kind == TK_EXPLAIN ? parse_explain(p) : parse_command(p);
    if (p->kind != TK_SEMI && p->kind != TK_EOF)
        parse_fail(p, NULL);
    return root;
}

static Node *expression(Parser *p)
{
    Node *root = parse_expr(p);
    if (p->kind != TK_EOF)
        parse_fail(p, NULL);
    return root;
}

/* ---- entry points ---- */

/* Run `what` from token `first`; on an error the answer has no root, and the error. */
static Stmt *run(Arena *a, const Tokens *t, uint32_t first, Node *(*what)(Parser *), Parser *p)
{
    Stmt *s = ARENA_NEW(a, Stmt);
    *p = (Parser){.arena = a, .toks = t, .tok = t->at, .pos = after_trivia(t->at, first)};
    p->kind = p->tok[p->pos].kind;
    p->end = p->pos;
    s->toks = t;
    s->first = first;
    if (setjmp(p->failed) == 0) {
        s->root = what(p);
        s->nnodes = p->nnodes;
    } else {
        s->error = p->error;
        s->error_tok = p->error_tok;
    }
    return s;
}

/* The token after the statement that begins at token `first`, its ';' included. */
static uint32_t statement_end(const Tokens *t, uint32_t first)
{
    uint32_t off = t->at[first].off;
    size_t end = off + lex_statement_length(str_sub(t->src, off, t->src.n), true);
    uint32_t lo = first, hi = t->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (t->at[mid].off < end)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

Stmt *parse_statement(Arena *a, const Tokens *t, uint32_t first)
{
    Parser p;
    Stmt *s = run(a, t, first, statement, &p);
    if (s->error.n) {
        s->last = statement_end(t, first);
        uint32_t end = s->last;
        s->semi = end > first && t->at[end - 1].kind == TK_SEMI ? end - 1 : end;
    } else if (p.kind == TK_SEMI) {
        s->semi = p.pos;
        s->last = p.pos + 1;
    } else {
        s->semi = s->last = t->n;
    }
    return s;
}

Stmt *parse_expression(Arena *a, const Tokens *t, uint32_t first)
{
    Parser p;
    Stmt *s = run(a, t, first, expression, &p);
    s->semi = s->last = t->n;
    return s;
}
