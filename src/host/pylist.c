/* Lists of placeholders that the program makes: ",".join("?" * n), ["?"] * n, ("?," * n)[:-1], "(?, ?)" and
   their kin.  The texts are rewritten where they stand; a string that was taken apart letter by letter
   becomes a list, since %s has two letters.  Styles that number their parameters cannot be served: the count
   is not known. */
#include "host/python.h"

static bool op_at(const PyToks *t, uint32_t i, char c)
{
    return i < t->n && t->at[i].kind == PY_OP && t->at[i].sub == (uint8_t)c;
}

/* "?" * n or n * "?": the join takes it apart. */
static bool repeated(const PyExpr *e)
{
    return str_eqz(e->text, "?") && e->parts.n == 1 && e->end - e->tok == 1 &&
           (op_at(e->toks, e->end, '*') || (e->tok > 0 && op_at(e->toks, e->tok - 1, '*')));
}

static void as_list(PyJob *j, PyExpr *e)
{
    const PyTok *t = &e->toks->at[e->tok];
    Str src = py_text(e->toks, e->tok);
    Str text = arena_fmt(j->s->a, "[%.*s%%s%.*s]", (int)t->open, src.p, (int)(src.n - t->open - 1),
                         src.p + t->open + 1);
    VEC_PUSH(j->s->a, &e->edits, ((HostEdit){.off = t->off, .len = t->len, .text = text}));
}

static bool in_place(PyJob *j, PyExpr *e)
{
    for (size_t i = 0; i < e->runs.n; i++) {
        const PyRun *r = &e->runs.at[i];
        for (uint32_t k = 0; k < r->n; k++) {
            if (e->text.p[r->at + k] != '?')
                continue;
            if (r->kind != RUN_SAME)
                return false;
            uint32_t off = r->src + k;
            Str text = py_encode(j->s, e, r, off, off + 1, STR("%s"));
            if (!text.p)
                return false;
            VEC_PUSH(j->s->a, &e->edits, ((HostEdit){.off = off, .len = 1, .text = text}));
        }
    }
    return true;
}

void list_placeholders(PyJob *j, PyExpr *e, bool joined)
{
    if (e->done)
        return;
    e->done = true;
    const PyTok *t = &e->toks->at[e->tok];
    switch (j->o->params) {
    case PARAM_KEEP:
    case PARAM_JDBC: return;
    case PARAM_PSYCOPG: break;
    default:
        group_of(e)->failed = true;
        job_say(j, e, HN_PLACEHOLDERS, SX_MANUAL, t->off, t->len,
                STR("numbered parameters cannot be made from a list of placeholders"),
                STR("use the style psycopg"));
        return;
    }
    bool ok = true;
    if (joined && repeated(e))
        as_list(j, e);
    else
        ok = in_place(j, e);
    if (!ok)
        group_of(e)->failed = true;
    job_say(j, e, HN_PLACEHOLDERS, ok ? SX_EXACT : SX_MANUAL, t->off, t->len,
            ok ? STR("placeholders are made by the program")
               : STR("this list of placeholders cannot be rewritten"),
            ok ? STR_NONE : STR("write %s for ?"));
}
