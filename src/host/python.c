/* The Python host: finds SQL in a module's literals, has it translated, and answers with edits.  It refuses
   files that are not UTF-8, does not run or import anything, and leaves every byte outside the literals it
   names alone, but for placeholders made by the program and lastrowid. */
#include "host/python.h"
#include "base/sort.h"

/* ---- encoding ---- */

/* The first byte that is no UTF-8, or NUL, at or after `from`; s.n when there is none.  *plain: all is ASCII.
 */
static size_t first_bad(Str s, bool *plain)
{
    bool holds_nul = s.n && memchr(s.p, 0, s.n);
    size_t i = 0;
    *plain = true;
    while (i < s.n) {
        size_t ascii = holds_nul ? 0 : str_ascii(str_sub(s, i, s.n));
        if (ascii) {
            i += ascii;
            continue;
        }
        size_t n = s.p[i] ? str_utf8(s, i) : 0;
        if (!n)
            return i;
        *plain &= n == 1;
        i += n;
    }
    return i;
}

/* The name in a coding comment (PEP 263) of the first two lines; empty when there is none. */
static Str coding(Str s)
{
    size_t lines = 0;
    for (size_t i = 0; i < s.n && lines < 2; i++) {
        if (s.p[i] == '\n') {
            lines++;
        } else if (s.n - i > 7 && memcmp(s.p + i, "coding", 6) == 0 &&
                   (s.p[i + 6] == ':' || s.p[i + 6] == '=')) {
            size_t from = i + 7, to;
            while (from < s.n && s.p[from] == ' ')
                from++;
            for (to = from; to < s.n && (ascii_ident(s.p[to]) || s.p[to] == '-' || s.p[to] == '.'); to++)
                ;
            return str_sub(s, from, to);
        } else if (s.p[i] != '#' && lines == 0 && i == 0 && s.p[0] != '\xEF') {
            while (i + 1 < s.n && s.p[i + 1] != '\n') /* no comment line */
                i++;
        }
    }
    return STR_NONE;
}

static bool readable(Str s, size_t *at)
{
    bool plain;
    *at = first_bad(s, &plain);
    if (*at < s.n)
        return false;
    Str c = coding(s);
    *at = c.n ? (size_t)(c.p - s.p) : 0;
    return plain || !c.n || str_istarts(c, "utf-8") || str_istarts(c, "utf8") || str_istarts(c, "utf_8");
}

/* ---- the literals worth a look ---- */

enum { LONGEST_WORD = 12 }; /* bytes: a statement's first word with its quote */

static bool worth_a_look(const PySource *s, uint32_t i)
{
    const PyTok *t = &s->toks.at[i];
    if ((t->sub & (PS_BYTES | PS_BROKEN)) || t->len < t->open + 2u)
        return false;
    const char *text = s->text.p + t->off + t->open;
    if (py_shape_starts(text, t->len - t->open))
        return true;
    size_t n = t->len - t->open, k = 0;
    bool goes_on = t[1].kind == PY_STRING || (t[1].kind == PY_OP && t[1].sub == '+');
    if ((goes_on && n < LONGEST_WORD) || memchr(text, '\\', n < LONGEST_WORD ? n : LONGEST_WORD))
        return true; /* the first word may be in several pieces */
    const PyTok *before = t;
    while (before > s->toks.at && before[-1].kind == PY_OPEN)
        before--;
    if (before < t && before > s->toks.at && before[-1].kind == PY_NAME && before[-1].sub >= PW_EXECUTE &&
        before[-1].sub <= PW_EXECUTESCRIPT)
        return true;
    while (k + 1 < n && ascii_space(text[k]))
        k++;
    return text[k] == '{' || (i && t[-1].kind == PY_OP && t[-1].sub == '+');
}

typedef void RootFn(PyJob *j, PyExpr *e, const PySite *site);

static void each_root(PyJob *j, RootFn *fn)
{
    PySource *s = j->s;
    uint32_t next = 0; /* the first string behind a literal in several pieces */
    for (size_t k = 0; k < s->toks.strings.n; k++) {
        uint32_t i = s->toks.strings.at[k];
        if (i < next)
            continue;
        if (worth_a_look(s, i)) {
            PySite site;
            PyExpr *e = py_expr(s, &s->toks, i);
            if (!e->looked && stmt_is_root(j, e, &site))
                fn(j, e, &site);
            e->looked = true;
        }
        for (next = i + 1; s->toks.at[next].kind == PY_STRING; next++)
            ;
    }
}

/* The statement as it most likely runs; `empty`: holes in a clause's place stand for nothing. */
static void put_together(PyJob *j, PyExpr *e, const PySite *site, bool empty, PyFrag *f)
{
    frag_init(f, j->s);
    f->empty_clauses = empty;
    frag_add(f, e);
    if (e->toks == &j->s->toks && !site->exec)
        stmt_add_lines(j, f, e);
    frag_finish(f);
}

static void learn(PyJob *j, PyExpr *e, const PySite *site)
{
    PyFrag f;
    e->root = j->found = true;
    put_together(j, e, site, false, &f);
    bool parses = pipe_recognise(j->s->pipe, f.text, true) >= 0;
    if (!parses && f.holes.n) {
        frag_free(&f);
        put_together(j, e, site, true, &f);
        parses = pipe_recognise(j->s->pipe, f.text, true) >= 0;
    }
    for (uint32_t i = 0; (site->exec || parses) && (i == 0 || i < f.nvariants); i++) {
        if (i)
            frag_rename(&f, i);
        pipe_learn(j->s->pipe, f.text, true);
    }
    frag_free(&f);
}

/* Does it name the driver or SQLAlchemy, or run statements that it does not hold? */
static bool talks(const PySource *s)
{
    return s->driver != PY_NONE || s->runs || s->sqlalchemy;
}

/* A program that names a driver of PostgreSQL's and none of SQLite's, and has no `?` in its SQL. */
static bool is_moved(const PySource *s)
{
    bool moved = s->postgres && s->driver == PY_NONE;
    for (size_t k = 0; moved && k < s->toks.strings.n; k++) {
        const PyTok *t = &s->toks.at[s->toks.strings.at[k]];
        const char *text = s->text.p + t->off + t->open;
        moved = !memchr(text, '?', t->len - t->open) || !py_shape_starts(text, t->len - t->open);
    }
    return moved;
}

static PySource *open_source(Arena *a, Pipe *p, Str text)
{
    PySource *s = ARENA_NEW(a, PySource);
    s->pipe = p;
    py_source(s, a, arena_dup(a, text));
    return s;
}

bool host_python_learn(Pipe *p, Str source)
{
    Arena a;
    size_t at;
    if (!readable(source, &at))
        return true;
    arena_init(&a, NULL);
    PyJob j = {.s = open_source(&a, p, source)};
    each_root(&j, learn);
    bool found = j.found || talks(j.s);
    arena_free(&a);
    return found;
}

/* ---- the answer ---- */

static void find_lines(PyJob *j)
{
    Str text = j->s->text;
    uint32_t from = j->o->line_from, to = j->o->line_to, line = 1, at = 0;
    j->last = (uint32_t)text.n;
    if (!from)
        return;
    while (line < from && at < text.n)
        line += text.p[at++] == '\n';
    for (j->first = at; line <= to && at < text.n;)
        line += text.p[at++] == '\n';
    j->last = at;
}

/* Groups that touch no line of the range are treated as failed: left alone, and nothing is said. */
static void keep_lines(PyJob *j)
{
    PySource *s = j->s;
    if (!j->o->line_from)
        return;
    bool *touched = arena_alloc(s->a, s->exprs.n + 1);
    for (size_t i = 0; i < s->exprs.n; i++) {
        const PyExpr *e = s->exprs.at[i];
        if (e->toks->where != PY_NONE || e->end <= e->tok)
            continue;
        uint32_t a = e->toks->at[e->tok].off, b = e->toks->at[e->end - 1].off + e->toks->at[e->end - 1].len;
        touched[group_of(s->exprs.at[i])->id] |= a < j->last && b > j->first;
    }
    for (size_t i = 0; i < s->exprs.n; i++)
        if (!touched[group_of(s->exprs.at[i])->id])
            group_of(s->exprs.at[i])->failed = s->exprs.at[i]->outside = true;
}

static int by_edit(const void *x, const void *y)
{
    const HostEdit *a = x, *b = y;
    return a->off != b->off ? (a->off < b->off ? -1 : 1) : a->len < b->len ? -1 : a->len > b->len;
}

static void collect_edits(PyJob *j)
{
    HostResult *r = j->r;
    for (size_t i = 0; i < j->s->exprs.n; i++) {
        PyExpr *e = j->s->exprs.at[i];
        if (group_of(e)->failed) {
            r->nmanual += e->root && !e->outside;
            continue;
        }
        r->nmanual += e->flagged;
        for (size_t k = 0; k < e->edits.n; k++) {
            HostEdit h = e->edits.at[k];
            h.text = arena_dup(&r->arena, h.text);
            h.group = group_of(e)->id;
            VEC_PUSH(&r->arena, &r->edits, h);
        }
    }
    sort(r->edits.at, r->edits.n, sizeof *r->edits.at, by_edit);
}

/* The token that holds byte `off`, or the one before it. */
static uint32_t token_at(const PyToks *t, uint32_t off)
{
    uint32_t low = 0, high = t->n;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (t->at[mid].off <= off)
            low = mid;
        else
            high = mid;
    }
    return low;
}

static HostPlace place_of(const PySource *s, uint32_t off, PyExpr *e)
{
    HostPlace p = {.off = off, .group = e ? group_of(e)->id : UINT32_MAX};
    if (s->toks.n == 0 || s->lines.n == 0)
        return p;
    uint32_t line = py_line_of(s, token_at(&s->toks, off)), first = s->lines.at[line].tok, last = first;
    while (last + 1 < s->toks.n && s->toks.at[last].kind != PY_NEWLINE)
        last++;
    if (last > first && s->toks.at[last].kind == PY_NEWLINE)
        last--;
    p.off = s->toks.at[first].off;
    p.len = s->toks.at[last].off + s->toks.at[last].len - p.off;
    return p;
}

typedef struct Said {
    Diag d;
    PyExpr *e;
} Said;

static int by_diag(const void *x, const void *y)
{
    const Diag *a = &((const Said *)x)->d, *b = &((const Said *)y)->d;
    if (a->off != b->off)
        return a->off < b->off ? -1 : 1;
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    return (int)b->safety - (int)a->safety;
}

/* What is said about statements that were left alone after all is only what a person has to do. */
static void collect_diags(PyJob *j)
{
    HostResult *r = j->r;
    VEC(Said) v = {0};
    for (size_t i = 0; i < j->diags.n; i++) {
        const Diag *d = &j->diags.at[i];
        PyExpr *e = j->diag_of.at[i];
        if (e && (e->outside || (group_of(e)->failed && d->safety < SX_MANUAL)))
            continue;
        if (e && d->safety == SX_RISK && risk_takes_back(j->s, py_where(e)))
            continue;
        VEC_PUSH(j->s->a, &v, ((Said){*d, e}));
    }
    sort(v.at, v.n, sizeof *v.at, by_diag);
    for (size_t i = 0; i < v.n; i++) {
        const Diag *last = r->diags.n ? &r->diags.at[r->diags.n - 1] : NULL;
        Diag d = v.at[i].d;
        if (last && last->off == d.off && last->code == d.code)
            continue;
        d.msg = arena_dup(&r->arena, d.msg);
        d.hint = arena_dup(&r->arena, d.hint);
        VEC_PUSH(&r->arena, &r->diags, d);
        VEC_PUSH(&r->arena, &r->places, place_of(j->s, d.off, v.at[i].e));
    }
}

/* What is said and done once every statement is known. */
static void finish(PyJob *j)
{
    py_flow(j->s);
    stmt_added(j);
    stmt_leftovers(j);
    text_expressions(j);
    last_write(j);
    keep_lines(j);
    conn_notes(j);
    if (pipe_asked(j->s->pipe, ASKED_RISK))
        risk_notes(j);
    collect_edits(j);
    collect_diags(j);
}

void host_python_translate(Pipe *p, Str source, const HostOpts *o, HostResult *out)
{
    Arena a;
    size_t at;
    if (!readable(source, &at)) {
        if (!str_ihas(source, "sqlite") && !str_ihas(source, ".execute"))
            return; /* nothing here to translate */
        VEC_PUSH(
            &out->arena, &out->diags,
            ((Diag){HN_ENCODING, SX_MANUAL, (uint32_t)at, 0,
                    STR("the file is not UTF-8, and was left as it is"), STR("convert it to UTF-8 first")}));
        VEC_PUSH(&out->arena, &out->places, ((HostPlace){.off = (uint32_t)at, .group = UINT32_MAX}));
        return;
    }
    arena_init(&a, out->arena.oom);
    PyJob j = {.s = open_source(&a, p, source), .o = o, .r = out};
    if (o->skip)
        j.lines = lines_of(&a, j.s->text);
    j.moved = is_moved(j.s);
    find_lines(&j);
    if (talks(j.s))
        py_flow(j.s);
    last_find(&j);
    each_root(&j, stmt_translate);
    if (talks(j.s) || j.roots.n || pipe_asked(p, ASKED_RISK))
        finish(&j);
    arena_free(&a);
}
