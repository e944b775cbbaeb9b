/* Statements: which expressions begin one, which pieces belong to it, and their translation together.  A
   statement with pieces is put together once for each piece that may stand in it; every text so made must
   parse, and each literal must come out the same in all of them.  Otherwise nothing of it is changed, and
   that is said. */
#include "host/python.h"

static const char NULLS_LEFT_OUT[] = "NULLs come last where a hole says how to sort";
static const char NULLS_LEFT_OUT_HINT[] = "let the text that fills it say ASC NULLS FIRST or DESC NULLS LAST";

/* ---- groups: converted together or not at all ---- */

PyExpr *group_of(PyExpr *e)
{
    while (e->group != e) {
        e->group = e->group->group;
        e = e->group;
    }
    return e;
}

static void group_join(PyExpr *a, PyExpr *b)
{
    PyExpr *x = group_of(a), *y = group_of(b);
    if (x == y)
        return;
    y->group = x;
    x->failed |= y->failed;
}

void job_say(PyJob *j, PyExpr *e, uint16_t code, Safety safety, uint32_t off, uint32_t len, Str msg, Str hint)
{
    Arena *a = j->s->a;
    if (j->o->skip && j->o->skip(j->o->skip_arg, code, lines_find(&j->lines, off) + 1))
        return;
    VEC_PUSH(a, &j->diags,
             ((Diag){.code = code,
                     .safety = safety,
                     .off = off,
                     .len = len,
                     .msg = arena_dup(a, msg),
                     .hint = arena_dup(a, hint)}));
    VEC_PUSH(a, &j->diag_of, e);
    if (e && safety == SX_MANUAL)
        e->flagged = true;
}

static void fail(PyJob *j, PyExpr *root, PyExpr *at, uint16_t code, const char *msg, const char *hint)
{
    PyExpr *g = group_of(root);
    if (at != root)
        group_join(root, at);
    g = group_of(root);
    if (g->failed)
        return; /* said already */
    g->failed = true;
    const PyTok *t = &at->toks->at[at->tok];
    job_say(j, at, code, SX_MANUAL, t->off, t->len, str_z(msg), str_z(hint));
}

/* ---- what begins a statement ---- */

static bool begins_with_hole(const PyExpr *e)
{
    for (size_t i = 0; i < e->runs.n; i++) {
        const PyRun *r = &e->runs.at[i];
        if (r->kind == RUN_HOLE)
            return true;
        for (uint32_t k = r->at; k < r->at + r->n; k++)
            if (!ascii_space(e->text.p[k]))
                return false;
    }
    return false;
}

static PyHole *first_hole(PyExpr *e)
{
    return e->holes.n ? &e->holes.at[0] : NULL;
}

/* Text that could not be read in its place: does it matter? */
static bool matters(Str s)
{
    static const char *const words[] = {"WHERE",  "AND", "OR",   "ORDER", "LIMIT", "GROUP",
                                        "HAVING", "SET", "JOIN", "LEFT",  "INNER", "UNION",
                                        "VALUES", "ON",  "FROM", "OFFSET"};
    if (py_has_parameter(s) || py_looks_like_piece(s))
        return true;
    Str t = str_trim(s);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_istarts(t, words[i]) && t.n > strlen(words[i]) && ascii_space(t.p[strlen(words[i])]))
            return true;
    return false;
}

/* Does it begin a statement, its first hole seen through? */
static bool begins_statement(PyJob *j, PyExpr *e, int depth)
{
    py_decode(j->s, e);
    if (e->broken || depth > 3)
        return false;
    if (!begins_with_hole(e))
        return py_shape(e->text) == SHAPE_STRONG;
    const PyAlts *alts = py_alts(j->s, e, first_hole(e));
    for (size_t i = 0; i < alts->n; i++)
        if (alts->at[i]->expr != e && begins_statement(j, alts->at[i]->expr, depth + 1))
            return true;
    return false;
}

static void unread(PyJob *j, PyExpr *e, uint16_t code, const char *msg, const char *hint)
{
    const PyTok *t = &e->toks->at[e->tok];
    job_say(j, e, code, SX_MANUAL, t->off, t->len, str_z(msg), str_z(hint));
}

/* Is the list that opens at `up` what "\n".join(...) is given, or " ".join(...)?  Its elements are one text
 *then. between: what stands between them. */
static bool is_joined(const PySource *s, uint32_t up, char *between)
{
    const PyToks *t = &s->toks;
    *between = ' ';
    if (up == PY_NONE || up < 4 || t->at[up - 1].kind != PY_OPEN || t->at[up - 2].sub != PW_JOIN ||
        t->at[up - 4].kind != PY_STRING)
        return false;
    const PyTok *sep = &t->at[up - 4];
    Str text = str_sub(s->text, sep->off + sep->open, sep->off + sep->len - (sep->sub & PS_TRIPLE ? 3 : 1));
    if (memchr(text.p, 'n', text.n) || memchr(text.p, '\n', text.n))
        *between = '\n';
    for (size_t i = 0; i < text.n; i++)
        if (!strchr(" \\nrt\n", text.p[i]))
            return false;
    return text.n > 0;
}

/* " ".join(["SELECT id", ...]): the first of its lines. */
static bool heads_lines(const PySource *s, const PyExpr *e)
{
    uint32_t up = e->toks == &s->toks ? e->toks->at[e->tok].up : PY_NONE;
    char between;
    return up != PY_NONE && e->tok == up + 1 && is_joined(s, up, &between);
}

bool stmt_is_root(PyJob *j, PyExpr *e, PySite *site)
{
    py_decode(j->s, e);
    *site = py_site(j->s, e);
    if (e->broken || site->doc || (site->prose && !site->exec)) {
        if (e->broken && site->exec && j->r && py_shape(e->text) == SHAPE_STRONG)
            unread(j, e, HN_LITERAL, "this literal cannot be read", "write it as a plain literal");
        return false;
    }
    if (begins_with_hole(e)) {
        if (!site->exec && !site->set)
            return false;
        if (begins_statement(j, e, 0))
            return e->text.n > 0;
        if (site->exec && j->r && j->s->driver != PY_NONE && matters(e->text))
            unread(j, e, HN_PIECES, "the statement that this goes on with is made where it cannot be seen",
                   "translate both by hand: %s for ?");
        return false;
    }
    PyShape shape = py_shape(e->text);
    return shape == SHAPE_STRONG || (shape == SHAPE_WEAK && (site->exec || heads_lines(j->s, e)));
}

/* ---- putting together ---- */

typedef struct Whole { /* the statement that alternatives are tried in */
    PyJob *j;
    PyExpr *root;
    const PyAlt *lead; /* name += ...: what it adds, or NULL */
    VEC(PyBinding) bound;
    bool parsed; /* it parsed without alternatives */
    bool again;  /* the root was read as part of more; alone it may be no whole statement */
    Percent percent;
} Whole;

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

static bool psycopg_text(Str s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == '%' && (s.p[i + 1] == 's' || s.p[i + 1] == '('))
            return true;
    return false;
}

/* SQLAlchemy takes :name in text(), and in plain strings where no driver is named: it writes parameters and %
   for the driver itself.  A `?` goes to the driver as it is. */
static bool sqlalchemy_spells(const PyJob *j, const PyExpr *e, const PySite *site)
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

/* ORDER BY {column}: where NULLs come is said, or has to be said by what fills the hole. */
static void say_nulls(const Whole *w, const PyFrag *f)
{
    const PyFragRun *hole = &f->runs.at[f->sort_hole];
    bool out = f->nulls_left_out;
    job_say(w->j, hole->expr, HN_HOLES, SX_NEAR, hole->run->src, hole->run->srclen,
            str_z(out ? NULLS_LEFT_OUT : "NULLs are put in SQLite's place for a plain column"),
            str_z(out ? NULLS_LEFT_OUT_HINT
                      : "where the text that fills ORDER BY says DESC, it must say NULLS LAST, too"));
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
static bool translate(Whole *w, PyFrag *f, bool only_good)
{
    PyJob *j = w->j;
    const PySite *site = w->root->site;
    bool psycopg = j->o->params == PARAM_PSYCOPG;
    FragOpts o = {.params = psycopg && sqlalchemy_spells(j, w->root, site) ? PARAM_KEEP : j->o->params,
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
        fail(j, w->root, w->root, HN_PIECES, "the program changes this text before it runs",
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
        fail(j, w->root, w->root, HN_LITERAL, why,
             "put it into one literal (an f-string), or change it by hand");
    else if (j->o->line_from && nstatements > 1 && f->exprs.n == 1)
        stmt_keep_lines(j, f, w->root, first_diag);
    return true;
}

/* Try the fragment with what may stand around the alternative.  Text that grows is read with what is always
   added to it, before and after: what is added in some cases only proves nothing about the others.  An
   element of a list is read alone first. */
static bool attempt(Whole *w)
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
            bool done = parses && translate(w, &f, k < n && tries > 1);
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

static void explore(Whole *w, PyExpr *e, int depth);

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
        explore(w, x, depth + 1);
        return;
    }
    VEC_PUSH(j->s->a, &w->bound, ((PyBinding){h, a}));
    if (attempt(w))
        w->parsed |= w->bound.n == 1 && !w->lead;
    else if (matters(x->text) && !begins_statement(j, x, 0))
        fail(j, w->root, x, HN_PIECES, "this piece of SQL is not understood in the statement it belongs to",
             "translate the statement and all its pieces by hand: %s for ?");
    explore(w, x, depth + 1);
    w->bound.n--;
}

/* Everything that may stand for the holes of `e`. */
static void explore(Whole *w, PyExpr *e, int depth)
{
    if (depth > 4)
        return;
    for (size_t i = 0; i < e->holes.n; i++) {
        const PyAlts *alts = py_alts(w->j->s, e, &e->holes.at[i]);
        if (e->holes.at[i].many) {
            fail(w->j, w->root, w->root, HN_PIECES, "too many pieces may stand in this statement",
                 "translate the statement and all its pieces by hand: %s for ?");
            return;
        }
        bool sorts = py_sorts(w->j->s, e, &e->holes.at[i]);
        for (size_t k = 0; k < alts->n; k++)
            try_alt(w, &e->holes.at[i], alts->at[k], sorts, depth);
    }
}

/* ---- one root ---- */

static bool any_parameter(PyJob *j, PyExpr *e, int depth)
{
    py_decode(j->s, e);
    if (py_has_parameter(e->text))
        return true;
    for (size_t i = 0; i < e->holes.n && depth < 4; i++) {
        const PyAlts *alts = py_alts(j->s, e, &e->holes.at[i]);
        for (size_t k = 0; k < alts->n; k++)
            if (alts->at[k]->expr != e && any_parameter(j, alts->at[k]->expr, depth + 1))
                return true;
    }
    return false;
}

static Percent percent_of(PyJob *j, PyExpr *e, const PySite *site)
{
    if (sqlalchemy_spells(j, e, site))
        return PERCENT_NEVER;
    if (site->has_args)
        return PERCENT_ALWAYS;
    if (site->no_args)
        return PERCENT_NEVER;
    return e->holes.n && any_parameter(j, e, 0) ? PERCENT_ALWAYS : PERCENT_IF_PARAMS;
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
            fail(j, w->root, w->root, HN_PIECES,
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

/* The statement as it stands, holes as markers or as what they most likely stand for. */
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

static void as_it_stands(Whole *w, bool first)
{
    for (int empty = 0; empty < 2 && !w->parsed; empty++) {
        PyFrag f;
        build(w, &f, 0, 0, false, empty);
        if ((empty == 0 || f.holes.n) && pipe_recognise(w->j->s->pipe, f.text, true) >= 0) {
            bool done = translate(w, &f, first && lacks_pieces(w, &f));
            w->parsed = done;
            if (done)
                open_holes(w, &f);
        }
        frag_free(&f);
        if (empty && !w->parsed && !w->again && py_decode_as_template(w->j->s, w->root, w->root->site->set))
            empty = -1; /* once more, with holes */
    }
}

/* ---- ["SELECT ...", "FROM ...", "WHERE ..."] ---- */

/* The element behind `e` of the list that `e` stands in, when it goes on with the statement; or NULL. */
static PyExpr *next_line(PyJob *j, const PyExpr *e)
{
    PySource *s = j->s;
    const PyToks *t = &s->toks;
    char between;
    uint32_t up = t->at[e->tok].up, i = e->end;
    bool call = up != PY_NONE && up > 0 && t->at[up].sub == '(' && t->at[up - 1].kind == PY_NAME;
    if (up == PY_NONE || t->at[up].sub == '{' || call || t->at[i].kind != PY_OP || t->at[i].sub != ',' ||
        t->at[i + 1].kind != PY_STRING)
        return NULL;
    PyExpr *x = py_expr(s, t, i + 1);
    py_decode(s, x);
    if (x->broken || x->tok != i + 1)
        return NULL;
    return is_joined(s, up, &between) || (matters(x->text) && !begins_statement(j, x, 0)) ? x : NULL;
}

PyExpr *stmt_add_lines(PyJob *j, PyFrag *f, PyExpr *root)
{
    PyExpr *last = NULL, *e = root;
    char between;
    bool joined = e->toks == &j->s->toks && is_joined(j->s, e->toks->at[e->tok].up, &between);
    for (int n = 0; n < (joined ? MOST_LINES : PY_MOST_ALTS) && (e = next_line(j, e)) != NULL; n++)
        frag_add_next(f, last = e, joined ? between : ' ');
    f->lines |= last != NULL;
    return last;
}

static void list_of_lines(PyJob *j, PyExpr *root)
{
    PySource *s = j->s;
    Whole w = {.j = j, .root = root, .percent = percent_of(j, root, root->site)};
    PyFrag f;
    frag_init(&f, s);
    frag_add(&f, root);
    PyExpr *last = stmt_add_lines(j, &f, root);
    for (size_t i = 1; i < f.exprs.n && w.percent == PERCENT_IF_PARAMS; i++)
        if (any_parameter(j, f.exprs.at[i], 0))
            w.percent = PERCENT_ALWAYS;
    frag_finish(&f);
    if (last && pipe_recognise(s->pipe, f.text, true) >= 0) {
        translate(&w, &f, false);
        for (size_t k = 0; k < f.exprs.n; k++)
            explore(&w, f.exprs.at[k], 0);
    } else if (last && (root->site->exec || py_shape(root->text) == SHAPE_STRONG)) {
        fail(j, root, last, HN_PIECES, "this piece of SQL is not understood in the statement it belongs to",
             "translate the statement and all its pieces by hand: %s for ?");
    }
    frag_free(&f);
}

/* Is something added to the name the root is given to, or does it stand first in a list of lines? */
static bool added_to(PyJob *j, PyExpr *e)
{
    const PySource *s = j->s;
    const PyEvent *set = e->site->set;
    const PyEvent *next = set ? set + 1 : NULL;
    if (set && next < s->events.at + s->key_first[set->key + 1] && next->kind != EV_SET &&
        next->set != PY_NONE)
        for (; next < s->events.at + s->key_first[set->key + 1] && next->kind != EV_SET; next++)
            if (next->kind == EV_ADD)
                return true;
    return e->toks == &s->toks && s->toks.at[e->tok].up != PY_NONE && next_line(j, e) != NULL;
}

/* A root that was deferred, by itself. */
static void alone(PyJob *j, PyExpr *e)
{
    Whole w = {.j = j, .root = e, .percent = percent_of(j, e, e->site), .again = e->covered};
    e->walk = ++j->walk;
    bool goes_on = e->covered && e->site->set && py_surely_added(j->s, e->site->set);
    if (!begins_with_hole(e) && !goes_on)
        as_it_stands(&w, true);
    if (e->holes.n)
        explore(&w, e, 0);
    if (!begins_with_hole(e) && e->holes.n && !w.parsed)
        as_it_stands(&w, false);
}

void stmt_translate(PyJob *j, PyExpr *e, const PySite *site)
{
    PySource *s = j->s;
    Whole w = {.j = j, .root = e, .percent = percent_of(j, e, site)};
    py_flow(s);
    e->root = true;
    e->site = ARENA_NEW(s->a, PySite);
    *e->site = *site;
    VEC_PUSH(s->a, &j->roots, e);
    e->walk = ++j->walk;
    e->deferred = added_to(j, e);
    if (e->deferred)
        return;
    if (!begins_with_hole(e))
        as_it_stands(&w, true);
    if (e->holes.n)
        explore(&w, e, 0);
    if (!begins_with_hole(e) && e->holes.n && !w.parsed)
        as_it_stands(&w, false);
}

/* ---- name += ... ---- */

static void added(PyJob *j, const PyAlt *a)
{
    PyExpr *root = NULL, *x = a->expr;
    for (size_t i = 0; i < a->bases.n; i++)
        root = a->bases.at[i]->root ? a->bases.at[i] : root;
    py_decode(j->s, x);
    if (!root || x->broken)
        return;
    for (size_t i = 0; i < a->bases.n; i++)
        if (a->bases.at[i]->root)
            group_join(root, a->bases.at[i]);
    Whole w = {.j = j, .root = root, .lead = a, .percent = percent_of(j, root, root->site)};
    if (w.percent == PERCENT_IF_PARAMS && any_parameter(j, x, 0))
        w.percent = PERCENT_ALWAYS;
    x->walk = ++j->walk;
    group_join(root, x);
    w.parsed = attempt(&w);
    explore(&w, x, 0);
    if (!x->covered && (matters(x->text) || x->holes.n || !py_inert(x->text)))
        fail(j, root, x, HN_PIECES, "this piece of SQL is not understood in the statement it belongs to",
             "translate the statement and all its pieces by hand: %s for ?");
}

static bool holds_string(const PySource *s, const PyEvent *ev)
{
    for (uint32_t i = ev->from; i < ev->to && i < ev->from + 64; i++)
        if (s->toks.at[i].kind == PY_STRING)
            return true;
    return ev->kind == EV_ADD;
}

void stmt_added(PyJob *j)
{
    PySource *s = j->s;
    for (size_t i = 0; i < j->roots.n; i++)
        if (j->roots.at[i]->deferred && !j->roots.at[i]->site->set)
            list_of_lines(j, j->roots.at[i]);
    for (size_t i = 0; i < s->events.n && j->roots.n; i++) {
        const PyEvent *ev = &s->events.at[i];
        if ((ev->kind != EV_ADD && ev->kind != EV_PUSH) || ev->set == PY_NONE || !holds_string(s, ev))
            continue;
        PyAlts alts = {0};
        py_added(s, ev, &alts);
        for (size_t k = 0; k < alts.n; k++)
            added(j, alts.at[k]);
    }
    for (size_t i = 0; i < j->roots.n; i++)
        if (j->roots.at[i]->deferred)
            alone(j, j->roots.at[i]);
}

/* ---- what is left ---- */

static bool already_psycopg(const PyExpr *e)
{
    return psycopg_text(e->text) && !py_has_parameter(e->text);
}

static void leftover_root(PyJob *j, PyExpr *e)
{
    const PySite *site = e->site;
    if (e->covered || already_psycopg(e))
        return;
    if (!e->holes.n && !site->exec) {
        if (j->s->driver != PY_NONE && py_looks_like_piece(e->text))
            fail(j, e, e, HN_HOLES, "this statement cannot be read", "translate it by hand: %s for ?");
        return; /* no SQL after all */
    }
    Whole w = {.j = j, .root = e, .percent = percent_of(j, e, site)};
    PyFrag f;
    build(&w, &f, 0, 0, false, false);
    if (!e->holes.n)
        translate(&w, &f, false); /* the parser says what is wrong */
    else if ((site->exec || py_has_parameter(e->text)) && !pipe_is_postgres(j->s->pipe, f.text))
        fail(j, e, e, HN_HOLES, "this statement cannot be read with its holes",
             "translate it by hand, with the text that fills it: %s for ?");
    frag_free(&f);
}

void stmt_leftovers(PyJob *j)
{
    PySource *s = j->s;
    for (size_t i = 0; i < j->roots.n; i++)
        leftover_root(j, j->roots.at[i]);
    bool sql = s->driver != PY_NONE;
    for (size_t i = 0; i < j->roots.n && !sql; i++)
        sql = j->roots.at[i]->covered;
    for (size_t k = 0; sql && k < s->toks.strings.n; k++) {
        uint32_t i = s->toks.strings.at[k];
        const PyTok *t = &s->toks.at[i];
        bool sorts = t->len > t->open &&
                     str_istarts(str_trim(str_sub(s->text, t->off + t->open, t->off + t->len)), "ORDER BY ");
        if (!sorts && !memchr(s->text.p + t->off, '?', t->len))
            continue;
        PyExpr *e = py_expr(s, &s->toks, i);
        py_decode(s, e);
        if (e->covered || e->root || e->flagged || e->broken || e->site)
            continue;
        PySite site = py_site(s, e);
        e->site = ARENA_NEW(s->a, PySite); /* looked at */
        if (sorts && !site.doc && !site.prose && e->holes.n && !py_has_parameter(e->text))
            job_say(j, e, HN_HOLES, SX_NEAR, t->off, t->len, str_z(NULLS_LEFT_OUT),
                    str_z(NULLS_LEFT_OUT_HINT));
        if (site.doc || site.prose || !py_looks_like_piece(e->text))
            continue;
        job_say(j, e, HN_LOOSE_PIECE, SX_MANUAL, t->off, t->len,
                STR("a piece of SQL that no statement in sight takes"),
                STR("write %s for ? here when its statement is converted"));
    }
}
