/* Statements that are PostgreSQL's already, in a script or a program that was moved in part, or that went
   through an earlier run: SQLite's grammar refuses them and PostgreSQL's takes them, or they call a function
   that only PostgreSQL has.  It refuses to guess from the names of columns and types, and a `?` is SQLite's.
 */
#include "emit/functions.h"
#include "pipe/internal.h"
#include "verify/verify.h"

/* The statement for the judge: names for holes, $1 for :name. */
static Str judged_text(Arena *a, const Stmt *s)
{
    Str src = s->toks->src;
    SegVec v = {0};
    for (uint32_t i = s->first; i < s->last; i++) {
        const Token *t = &s->toks->at[i];
        bool name = t->kind == TK_PARAM && src.p[t->off] == ':' && (t->off == 0 || src.p[t->off - 1] != ':');
        SegKind kind = t->kind == TK_HOLE ? SEG_HOLE : name ? SEG_PARAM : SEG_COPY;
        VEC_PUSH(a, &v, ((Seg){.kind = kind, .off = t->off, .len = t->len, .n = 1}));
    }
    return assemble_verify_text(a, src, &v);
}

static bool calls_sqlite(Arena *a, const Stmt *s, const Node *n)
{
    if (n->kind == ND_FUNC) {
        Str name = node_name(a, s, n->kid[FUNC_NAME]);
        const PgFunction *f = functions_find(name);
        if (sema_function(name, n->kid[FUNC_ARGS]->nkids, n->flags & NF_STAR) && !(f && f->shared) &&
            !str_istarts(name, "jsonb_"))
            return true;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && calls_sqlite(a, s, n->kid[i]))
            return true;
    return false;
}

bool postgres_already(Pipe *p, const Stmt *s)
{
    Arena *a = &p->arena;
    Str why;
    size_t at;
    return !(s->root && calls_sqlite(a, s, s->root)) &&
           verify_sql(a, &p->verified, judged_text(a, s), &why, &at);
}

bool pipe_is_postgres(Pipe *p, Str sql)
{
    pipe_recognise(p, sql, true);
    return p->reading.stmts.n == 1 && postgres_already(p, p->reading.stmts.at[0]);
}

bool pipe_is_sqlite_expression(Pipe *p, Str sql, Str *postgres)
{
    static const char SELECT[] = "SELECT ";
    Buf b = {0}, out = {0};
    buf_puts(&b, SELECT);
    buf_put(&b, sql);
    bool yes = pipe_recognise(p, buf_str(&b), false) == ND_SELECT && p->reading.stmts.n == 1;
    const Stmt *s = yes ? p->reading.stmts.at[0] : NULL;
    yes = yes && calls_sqlite(&p->arena, s, s->root);
    *postgres = STR_NONE;
    if (yes) {
        const Translation *done = pipe_translate(p, buf_str(&b), &(FragOpts){.params = PARAM_KEEP});
        pipe_text(done, buf_str(&b), &out);
        if (!done->manual && out.n > sizeof SELECT - 1)
            *postgres = arena_dup(&p->arena, str_sub(buf_str(&out), sizeof SELECT - 1, out.n));
    }
    buf_free(&b);
    buf_free(&out);
    return yes;
}
