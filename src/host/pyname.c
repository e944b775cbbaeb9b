/* Names that stand in holes: TABLE = "notes" and f"SELECT * FROM {TABLE}".  A hole has names when its
   expression is a plain name (TABLE, self.table, Config.TABLE) and everything that may be its value is a
   literal of this file that holds one SQL name and nothing else.  Whatever could come from elsewhere (a
   parameter, another file, a call) leaves the hole open, and so do words that SQL has a meaning for (DESC,
   NULL). */
#include "host/python.h"
#include "lex/lex.h"

enum { MOST_NAMES = 16 };

/* TABLE, self.table: nothing called, joined or looked up. */
bool py_is_reference(const PyHole *h)
{
    if (!h->toks || h->from >= h->to)
        return false;
    uint32_t to = h->to; /* TABLES["notes"], TABLES[kind] */
    if (to >= h->from + 4 && h->toks->at[to - 1].mate == to - 3 && h->toks->at[to - 3].sub == '[' &&
        (h->toks->at[to - 2].kind == PY_STRING || h->toks->at[to - 2].kind == PY_NAME))
        to -= 3;
    for (uint32_t i = h->from; i < to; i++) {
        const PyTok *t = &h->toks->at[i];
        bool dot = (i - h->from) % 2;
        if (dot ? !(t->kind == PY_OP && t->sub == '.' && t->len == 1)
                : t->kind != PY_NAME || (t->sub && t->sub <= PW_LAST_KEYWORD))
            return false;
    }
    return (to - h->from) % 2;
}

/* {TABLE}, %s: the value as it is, and not {TABLE!r} or %5s. */
static bool plain_field(const PySource *s, const PyRun *r, const PyHole *h)
{
    if (r->tok == PY_NONE) /* an operand of + */
        return true;
    Str field = str_sub(s->text, r->src, r->src + r->srclen);
    if (h->srclen)
        return str_trim(str_sub(field, 1, field.n - 1)).n ==
               str_trim(str_sub(s->text, h->src, h->src + h->srclen)).n;
    if (field.n && field.p[0] == '{')
        return !memchr(field.p, '!', field.n) && !memchr(field.p, ':', field.n);
    return field.n >= 2 && field.p[field.n - 1] == 's' && (field.n == 2 || field.p[1] == '(');
}

/* One name of SQL, bare or in double quotes. */
static bool is_name(Arena *a, Str s)
{
    if (s.n == 0 || s.n > 63)
        return false;
    bool quoted = s.n > 2 && s.p[0] == '"';
    for (size_t i = quoted; i < s.n - quoted; i++)
        if (!ascii_ident(s.p[i]) && !(quoted && s.p[i] == ' '))
            return false;
    Tokens t = lex_all(a, s, (LexOpts){.holes = false});
    return t.n == 1 && t.at[0].kind == TK_ID;
}

static bool known(const PyNames *v, Str name)
{
    for (size_t i = 0; i < v->n; i++)
        if (str_eq(v->at[i], name))
            return true;
    return false;
}

bool py_sorts(PySource *s, PyExpr *e, PyHole *h)
{
    const PyAlts *alts = py_alts(s, e, h);
    bool behind = false, several = false;
    for (size_t i = 0; i < e->runs.n; i++)
        if (e->runs.at[i].kind == RUN_HOLE && &e->holes.at[e->runs.at[i].hole] == h)
            behind = str_iends(str_trim(str_sub(e->text, 0, e->runs.at[i].at)), "ORDER BY");
    for (size_t i = 0; behind && !h->open && i < alts->n; i++) {
        PyExpr *x = alts->at[i]->expr;
        py_decode(s, x);
        several |= memchr(str_trim(x->text).p, ' ', str_trim(x->text).n) != NULL;
    }
    return several;
}

const PyNames *py_names(PySource *s, PyExpr *e, const PyRun *r, PyHole *h)
{
    if (h->names)
        return h->names;
    PyNames *v = h->names = ARENA_NEW(s->a, PyNames);
    const PyAlts *alts = py_alts(s, e, h);
    if (h->open || h->many || h->loose || (!e->uses.n && !py_is_reference(h)) || !plain_field(s, r, h))
        return v;
    for (size_t i = 0; i < alts->n; i++) {
        PyExpr *x = alts->at[i]->expr;
        py_decode(s, x);
        if (x != e && !x->text.n && !x->holes.n) /* table = "": a class below says which */
            continue;
        bool plain = x != e && !x->broken && !x->holes.n && !alts->at[i]->joined && !alts->at[i]->add &&
                     is_name(s->a, x->text);
        if (!plain || (!known(v, x->text) && v->n == MOST_NAMES)) {
            v->n = 0;
            return v;
        }
        if (!known(v, x->text))
            VEC_PUSH(s->a, v, x->text);
    }
    return v;
}
