/* One statement put together: once for each piece that may stand in it.  Every text so made must parse, and
   each literal must come out the same in all of them; otherwise nothing of it is changed, and that is said.
 */
#include "host/pywhole.h"

static void build(const Whole *w, PyFrag *f, int fill, int after, bool alone, bool empty)
{
    frag_init(f, w->j->s);
    f->fill = fill;
    f->after = after;
    f->lead = w->lead;
    f->alone = alone;
    f->empty_clauses = empty;
    f->bound.at = w->bound.at;
    f->bound.n = w->bound.n;
    if (w->lead)
        frag_add_alt(f, w->lead);
    else
        frag_add(f, w->root);
    frag_finish(f);
}

void whole_plain(const Whole *w, PyFrag *f)
{
    build(w, f, 0, 0, false, false);
}

static bool nothing_but_comments(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (ascii_space(s.p[i]) || s.p[i] == ';')
            continue;
        if (i + 1 < s.n && s.p[i] == '-' && s.p[i + 1] == '-') {
            while (i < s.n && s.p[i] != '\n')
                i++;
        } else if (i + 1 < s.n && s.p[i] == '/' && s.p[i + 1] == '*') {
            for (i += 3; i < s.n && !(s.p[i - 1] == '*' && s.p[i] == '/'); i++)
                ;
        } else {
            return false;
        }
    }
    return true;
}

/* psycopg2 refuses to execute a text that is nothing but a comment ("can't execute an empty query"). */
static SegVec runnable(const Whole *w, const Translation *t, Str text)
{
    PySource *s = w->j->s;
    if (!t->changed || t->answers || w->j->o->comment_only || (w->root->site && w->root->site->script))
        return t->segs;
    Buf b = {.oom = s->a->oom};
    pipe_text(t, text, &b);
    bool empty = nothing_but_comments(buf_str(&b));
    buf_free(&b);
    if (!empty)
        return t->segs;
    SegVec v = {0};
    VEC_PUSH(s->a, &v, ((Seg){.kind = SEG_TEXT, .text = STR("SELECT 1 ")}));
    for (size_t i = 0; i < t->segs.n; i++)
        VEC_PUSH(s->a, &v, t->segs.at[i]);
    return v;
}

static void take_diags(const Whole *w, const PyFrag *f, const Translation *t)
{
    for (size_t i = 0; i < t->diags.n; i++) {
        const Diag *d = &t->diags.at[i];
        uint32_t from = frag_source(f, d->off, false), to = frag_source(f, d->off + d->len, true);
        job_say(w->j, w->root, d->code, d->safety, from, d->len && to > from ? to - from : 0, d->msg,
                d->hint);
    }
}

/* SQLAlchemy takes :name in text(), and in plain strings where no driver is named: it writes parameters and %
   for the driver itself.  A `?` goes to the driver as it is. */
bool whole_spelled_by_sqlalchemy(const PyJob *j, const PyExpr *e, const PySite *site)
{
    const PySource *s = j->s;
    return site && !memchr(e->text.p, '?', e->text.n) &&
           (site->text ||
            ((site->exec || site->set) && s->sqlalchemy && s->driver == PY_NONE && !s->postgres));
}

typedef struct SkipHere { /* lines of the file for bytes of the fragment */
    const PyJob *j;
    const PyFrag *f;
} SkipHere;

static bool skip_here(void *arg, uint16_t code, uint32_t off)
{
    const SkipHere *h = arg;
    const HostOpts *o = h->j->o;
    return o->skip(o->skip_arg, code, lines_find(&h->j->lines, frag_source(h->f, off, false)) + 1);
}

enum { NO_SUCH_COLUMN = 703 }; /* names/rowid */

/* What comes out, with the marks of holes but without their names; and the worst that is said of it.  Nothing
   where SQLite would refuse the statement: the table does not have its columns. */
static Str outcome(const PyJob *j, const PyFrag *f, const FragOpts *o, Safety *worst)
{
    Translation *t = pipe_translate(j->s->pipe, f->text, o);
    for (size_t i = 0; i < t->diags.n; i++)
        if (t->diags.at[i].safety == SX_MANUAL && t->diags.at[i].code == NO_SUCH_COLUMN)
            return STR_NONE;
    Buf b = {.oom = j->s->a->oom};
    pipe_text(t, f->text, &b);
    char *out = arena_alloc(j->s->a, b.n + 1);
    size_t n = 0;
    *worst = t->manual ? SX_MANUAL : SX_EXACT;
    for (size_t i = 0; i < t->diags.n; i++)
        *worst = t->diags.at[i].safety > *worst ? t->diags.at[i].safety : *worst;
    for (size_t i = 0; i < b.n;) {
        Str name, rest = str_sub(buf_str(&b), i, b.n);
        size_t mark = b.p[i] == '\x1A' ? hole_mark(rest, &name) : 0, copy = mark - (name.n ? name.n + 2 : 1);
        if (!mark) {
            out[n++] = b.p[i++];
            continue;
        }
        memcpy(out + n, b.p + i, copy);
        n += copy;
        i += mark;
    }
    buf_free(&b);
    return (Str){out, n};
}

/* A hole that stands for several tables: the statement must come out the same for each of them, and then the
   one of which most is to be said speaks for all.  Otherwise nothing is taken for known. */
static void settle_names(const PyJob *j, PyFrag *f, const FragOpts *o)
{
    Safety worst = SX_EXACT, w;
    uint32_t speaks = 0;
    Str first = STR_NONE;
    for (uint32_t i = 0; i < f->nvariants; i++) {
        if (i)
            frag_rename(f, i);
        Str s = outcome(j, f, o, &w);
        if (!s.p)
            continue;
        if (first.p && !str_eq(s, first)) {
            frag_rename(f, NAMELESS);
            return;
        }
        if (!first.p || w > worst)
            worst = w, speaks = i;
        first = s;
    }
    frag_rename(f, speaks);
}

void whole_say_nulls_left_out(PyJob *j, PyExpr *e, uint32_t off, uint32_t len)
{
    job_say(j, e, HN_HOLES, SX_NEAR, off, len, STR("NULLs come last where a hole says how to sort"),
            STR("let the text that fills it say ASC NULLS FIRST or DESC NULLS LAST"));
}

/* ORDER BY {column}: where NULLs come is said, or has to be said by what fills the hole. */
static void say_nulls(const Whole *w, const PyFrag *f)
{
    const PyFragRun *hole = &f->runs.at[f->sort_hole];
    if (f->nulls_left_out)
        whole_say_nulls_left_out(w->j, hole->expr, hole->run->src, hole->run->srclen);
    else
        job_say(w->j, hole->expr, HN_HOLES, SX_NEAR, hole->run->src, hole->run->srclen,
                STR("NULLs are put in SQLite's place for a plain column"),
                STR("where the text that fills ORDER BY says DESC, it must say NULLS LAST, too"));
}

/* "...".replace(...) */
static bool is_replaced(const PyExpr *e)
{
    const PyToks *t = e->toks;
    return t->at[e->end].kind == PY_OP && t->at[e->end].sub == '.' && t->at[e->end + 1].kind == PY_NAME &&
           str_eqz(py_text(t, e->end + 1), "replace");
}

/* Translate the fragment; its literals get their edits.  With `only_good` a statement that a rule gives up is
   left for another attempt, and the answer is false. */
bool whole_translate(Whole *w, PyFrag *f, bool only_good)
{
    PyJob *j = w->j;
    const PySite *site = w->root->site;
    bool psycopg = j->o->params == PARAM_PSYCOPG;
    FragOpts o = {.params =
                      psycopg && whole_spelled_by_sqlalchemy(j, w->root, site) ? PARAM_KEEP : j->o->params,
                  .percent = w->percent,
                  .holes = true,
                  .one_line = f->one_line,
                  .want_last_id = w->root->want_id,
                  .answer_unread = site && site->statement,
                  .program = j->s->text,
                  .moved = j->moved,
                  .need_statement = true};
    SkipHere here = {j, f};
    if (j->o->skip) {
        o.skip = skip_here;
        o.skip_arg = &here;
    }
    if (f->nvariants > 1)
        settle_names(j, f, &o);
    Translation *t = pipe_translate(j->s->pipe, f->text, &o);
    if ((w->again || only_good) && t->manual)
        return !only_good;
    for (size_t i = 0; i < f->exprs.n; i++) {
        group_join(w->root, f->exprs.at[i]);
        f->exprs.at[i]->covered = true;
        if (f->exprs.at[i] != w->root && py_only_placeholders(f->exprs.at[i]->text))
            list_placeholders(j, f->exprs.at[i], false);
    }
    size_t first_diag = j->diags.n;
    uint32_t nstatements = t->nstatements;
    j->r->nfragments++;
    j->r->nstatements += nstatements;
    uint32_t start = t->nparams ? frag_source(f, 0, false) : 0;
    if (t->nparams && (j->r->nparams == 0 || start < j->r->first_param))
        j->r->first_param = start;
    j->r->nparams += t->nparams;
    take_diags(w, f, t);
    if (t->manual && f->exprs.n > 1) {
        group_of(w->root)->failed = true;
        return true;
    }
    if (t->changed && is_replaced(w->root)) {
        stmt_fail(j, w->root, w->root, HN_PIECES, "the program changes this text before it runs",
                  "translate what it becomes by hand");
        return true;
    }
    if (t->returning_id) {
        w->root->has_id = true;
        w->root->id_column = arena_dup(j->s->a, t->id_column);
    }
    const char *why = NULL;
    SegVec segs = runnable(w, t, f->text);
    bool taken = frag_take(f, &segs, &why);
    if (taken && (f->nulls_left_out || f->nulls_after_hole))
        say_nulls(w, f);
    if (!taken)
        stmt_fail(j, w->root, w->root, HN_LITERAL, why,
                  "put it into one literal (an f-string), or change it by hand");
    else if (j->o->line_from && nstatements > 1 && f->exprs.n == 1)
        stmt_keep_lines(j, f, w->root, first_diag);
    return true;
}

/* Try the fragment with what may stand around the alternative.  Text that grows is read with what is always
   added to it, before and after: what is added in some cases only proves nothing about the others.  An
   element of a list is read alone first. */
bool whole_attempt(Whole *w)
{
    typedef struct Order {
        int fill, after;
    } Order;
    static const Order orders[][6] = {{{0, 0}},
                                      {{2, 1}, {3, 1}, {3, 2}, {2, 0}, {3, 0}, {1, 0}},
                                      {{0, 0}, {3, 0}, {1, 0}},
                                      {{3, 0}, {1, 0}, {0, 0}}};
    int order = w->lead ? 1 : 0, tries = w->lead ? 6 : 1;
    bool element = false; /* of a list that is joined in what is added to the statement */
    for (size_t i = 0; i < w->bound.n; i++)
        if (w->bound.at[i].alt->bases.n) {
            order = w->lead ? 1 : w->bound.at[i].alt->add->kind == EV_ADD ? 3 : order == 3 ? 3 : 2;
            tries = w->lead ? 6 : 3;
            element |= w->lead && w->bound.at[i].alt->add->kind == EV_PUSH;
        }
    int alone = element ? tries : 0, n = alone + tries, given_up = -1;
    for (int empty = 0; empty < 2; empty++)
        for (int k = 0; k <= n; k++) { /* at last, and if need be, the first one that was given up */
            int i = k < n ? k : given_up;
            PyFrag f;
            if (i < 0)
                continue;
            const Order *o = &orders[order][i % tries];
            build(w, &f, o->fill, o->after, i < alone, empty);
            bool holes = f.holes.n > 0;
            bool fresh = !o->after || f.goes_on; /* otherwise a later try is the same */
            bool parses = (!empty || holes) && fresh && pipe_recognise(w->j->s->pipe, f.text, true) >= 0;
            bool done = parses && whole_translate(w, &f, k < n && tries > 1);
            frag_free(&f);
            if (done)
                return true;
            if (parses && given_up < 0)
                given_up = i;
            if (!holes && tries == 1)
                return false;
        }
    return false;
}

static void try_alt(Whole *w, const PyHole *h, const PyAlt *a, bool sorts, int depth)
{
    PyJob *j = w->j;
    PyExpr *x = a->expr;
    py_decode(j->s, x);
    if (x->broken || x->walk == j->walk || x == w->root)
        return;
    x->walk = j->walk;
    bool list = py_only_placeholders(x->text);
    if (list) {
        group_join(w->root, x);
        x->covered = true;
        list_placeholders(j, x, a->joined);
    }
    if (w->parsed && (list || (py_inert(x->text) && !x->holes.n && !sorts && !py_is_number(x->text)))) {
        whole_explore(w, x, depth + 1);
        return;
    }
    VEC_PUSH(j->s->a, &w->bound, ((PyBinding){h, a}));
    if (whole_attempt(w))
        w->parsed |= w->bound.n == 1 && !w->lead;
    else if (stmt_matters(x->text) && !stmt_begins(j, x, 0))
        stmt_fail(j, w->root, x, HN_PIECES,
                  "this piece of SQL is not understood in the statement it belongs to",
                  "translate the statement and all its pieces by hand: %s for ?");
    whole_explore(w, x, depth + 1);
    w->bound.n--;
}

/* Everything that may stand for the holes of `e`. */
void whole_explore(Whole *w, PyExpr *e, int depth)
{
    if (depth > 4)
        return;
    for (size_t i = 0; i < e->holes.n; i++) {
        const PyAlts *alts = py_alts(w->j->s, e, &e->holes.at[i]);
        if (e->holes.at[i].many) {
            stmt_fail(w->j, w->root, w->root, HN_PIECES, "too many pieces may stand in this statement",
                      "translate the statement and all its pieces by hand: %s for ?");
            return;
        }
        bool sorts = py_sorts(w->j->s, e, &e->holes.at[i]);
        for (size_t k = 0; k < alts->n; k++)
            try_alt(w, &e->holes.at[i], alts->at[k], sorts, depth);
    }
}

/* Holes whose text is made where nobody looks, and may bring parameters. */
static void open_holes(Whole *w, const PyFrag *f)
{
    PyJob *j = w->j;
    const PySite *site = w->root->site;
    for (uint32_t i = 0; i < f->holes.n; i++) {
        const PyFragRun *r = &f->runs.at[f->holes.at[i]];
        PyHole *h = &r->expr->holes.at[r->run->hole];
        const PyAlts *alts = py_alts(j->s, r->expr, h);
        if (!h->open || alts->n || r->place == PLACE_NAME)
            continue;
        if (py_has_parameter(w->root->text))
            stmt_fail(j, w->root, w->root, HN_PIECES,
                      "a part of this statement is made where it cannot be seen: its parameters must change "
                      "together",
                      "write %s for ? here and in that part");
        else if (!site->no_args && site->exec)
            job_say(j, w->root, HN_PIECES, SX_MANUAL, r->run->src, r->run->srclen,
                    STR("the text that stands here is made where it cannot be seen"),
                    STR("write %s for each ? in it"));
        return;
    }
}

/* A piece may stand in some hole: without it the statement may be none. */
static bool lacks_pieces(Whole *w, const PyFrag *f)
{
    bool lacks = false;
    for (size_t i = 0; i < f->holes.n; i++) {
        const PyFragRun *r = &f->runs.at[f->holes.at[i]];
        lacks |= r->n == 0 && py_alts(w->j->s, r->expr, &r->expr->holes.at[r->run->hole])->n > 0;
    }
    return lacks;
}

void whole_as_it_stands(Whole *w, bool first)
{
    for (int empty = 0; empty < 2 && !w->parsed; empty++) {
        PyFrag f;
        build(w, &f, 0, 0, false, empty);
        if ((empty == 0 || f.holes.n) && pipe_recognise(w->j->s->pipe, f.text, true) >= 0) {
            bool done = whole_translate(w, &f, first && lacks_pieces(w, &f));
            w->parsed = done;
            if (done)
                open_holes(w, &f);
        }
        frag_free(&f);
        if (empty && !w->parsed && !w->again && py_decode_as_template(w->j->s, w->root, w->root->site->set))
            empty = -1; /* once more, with holes */
    }
}
