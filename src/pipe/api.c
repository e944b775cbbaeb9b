/* The library's functions (include/sqlxlate.h) over the pipe.  Misuse gets an error code; exhaustion of
   memory unwinds to the call and gets SX_ENOMEM. */
#include "pipe/internal.h"
#include "sqlxlate.h"
#include <stdlib.h>

struct SxTranslator {
    jmp_buf oom;
    Options opts;
    Catalog *cat;
    Pipe *pipe;
    Buf text;
    SxDiagnostic *diags; /* in the pipe's arena */
};

static bool set_up(SxTranslator *t)
{
    if (setjmp(t->oom))
        return false;
    t->text.oom = &t->oom;
    t->cat = catalog_new(&t->oom);
    t->pipe = pipe_new(&t->opts, t->cat);
    if (t->pipe)
        t->pipe->arena.oom = t->pipe->keep.oom = &t->oom;
    return t->pipe != NULL;
}

SxTranslator *sx_new(void)
{
    SxTranslator *t = calloc(1, sizeof *t);
    if (t && !set_up(t)) {
        sx_free(t);
        return NULL;
    }
    return t;
}

void sx_free(SxTranslator *t)
{
    if (!t)
        return;
    pipe_free(t->pipe);
    if (t->cat)
        catalog_free(t->cat);
    buf_free(&t->text);
    free(t);
}

SxStatus sx_schema(SxTranslator *t, const char *sql, size_t size)
{
    if (!t || (!sql && size))
        return SX_EMISUSE;
    if (setjmp(t->oom))
        return SX_ENOMEM;
    pipe_learn(t->pipe, (Str){sql, size}, false);
    catalog_seal(t->cat);
    return SX_OK;
}

SxStatus sx_translate(SxTranslator *t, const char *sql, size_t size, SxParams params, SxResult *out)
{
    if (!t || (!sql && size) || !out)
        return SX_EMISUSE;
    if (setjmp(t->oom))
        return SX_ENOMEM;
    Str src = {sql, size};
    FragOpts f = {.params = (ParamStyle)params};
    pipe_learn(t->pipe, src, false);
    const Translation *tr = pipe_translate(t->pipe, src, &f);
    t->text.n = 0;
    pipe_text(tr, src, &t->text);
    buf_put(&t->text, pipe_pending(t->pipe));
    SxDiagnostic *d = ARENA_ARRAY(&t->pipe->arena, SxDiagnostic, tr->diags.n + 1);
    for (size_t i = 0; i < tr->diags.n; i++) {
        const Diag *g = &tr->diags.at[i];
        d[i] = (SxDiagnostic){g->code, (int)g->safety, g->off, g->len, g->msg.p, g->hint.n ? g->hint.p : ""};
    }
    *out = (SxResult){t->text.p, t->text.n, d, tr->diags.n};
    return SX_OK;
}

const char *sx_version(void)
{
    return SX_VERSION;
}
