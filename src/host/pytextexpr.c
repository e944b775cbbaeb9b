/* Expressions in SQLAlchemy's text() that are no statements: server_default=text("(datetime('now'))"), in
   models and in Alembic's migrations.  Which column they are for is said in Python, so they are pointed at
   and not rewritten. */
#include "host/python.h"

static bool in_text(const PyToks *t, uint32_t i)
{
    return i >= 2 && t->at[i - 1].kind == PY_OPEN && t->at[i - 1].sub == '(' &&
           t->at[i - 2].kind == PY_NAME && str_eqz(py_text(t, i - 2), "text");
}

void text_expressions(PyJob *j)
{
    PySource *s = j->s;
    for (size_t k = 0; s->sqlalchemy && k < s->toks.strings.n; k++) {
        uint32_t i = s->toks.strings.at[k];
        const PyTok *t = &s->toks.at[i];
        if (!in_text(&s->toks, i) || !memchr(s->text.p + t->off, '(', t->len))
            continue;
        PyExpr *e = py_expr(s, &s->toks, i);
        py_decode(s, e);
        Str postgres;
        if (e->root || e->broken || e->holes.n || !pipe_is_sqlite_expression(s->pipe, e->text, &postgres))
            continue;
        job_say(j, e, HN_EXPRESSION, SX_MANUAL, t->off, t->len,
                STR("this expression calls a function that only SQLite has"),
                postgres.n ? arena_fmt(s->a, "in PostgreSQL: %.*s", (int)postgres.n, postgres.p) : STR_NONE);
    }
}
