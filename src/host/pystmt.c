/* Statements: which expressions begin one, which pieces belong to it, which are left over.  What belongs
   together is converted together or not at all, and that is said; pywhole.c tries the texts. */
#include "host/pywhole.h"

/* ---- groups: converted together or not at all ---- */

PyExpr *group_of(PyExpr *e)
{
    while (e->group != e) {
        e->group = e->group->group;
        e = e->group;
    }
    return e;
}

void group_join(PyExpr *a, PyExpr *b)
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

void stmt_fail(PyJob *j, PyExpr *root, PyExpr *at, uint16_t code, const char *msg, const char *hint)
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
bool stmt_matters(Str s)
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
bool stmt_begins(PyJob *j, PyExpr *e, int depth)
{
    py_decode(j->s, e);
    if (e->broken || depth > 3)
        return false;
    if (!begins_with_hole(e))
        return py_shape(e->text) == SHAPE_STRONG;
    const PyAlts *alts = py_alts(j->s, e, first_hole(e));
    for (size_t i = 0; i < alts->n; i++)
        if (alts->at[i]->expr != e && stmt_begins(j, alts->at[i]->expr, depth + 1))
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
        if (stmt_begins(j, e, 0))
            return e->text.n > 0;
        if (site->exec && j->r && j->s->driver != PY_NONE && stmt_matters(e->text))
            unread(j, e, HN_PIECES, "the statement that this goes on with is made where it cannot be seen",
                   "translate both by hand: %s for ?");
        return false;
    }
    PyShape shape = py_shape(e->text);
    return shape == SHAPE_STRONG || (shape == SHAPE_WEAK && (site->exec || heads_lines(j->s, e)));
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
    if (whole_spelled_by_sqlalchemy(j, e, site))
        return PERCENT_NEVER;
    if (site->has_args)
        return PERCENT_ALWAYS;
    if (site->no_args)
        return PERCENT_NEVER;
    return e->holes.n && any_parameter(j, e, 0) ? PERCENT_ALWAYS : PERCENT_IF_PARAMS;
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
    return is_joined(s, up, &between) || (stmt_matters(x->text) && !stmt_begins(j, x, 0)) ? x : NULL;
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
        whole_translate(&w, &f, false);
        for (size_t k = 0; k < f.exprs.n; k++)
            whole_explore(&w, f.exprs.at[k], 0);
    } else if (last && (root->site->exec || py_shape(root->text) == SHAPE_STRONG)) {
        stmt_fail(j, root, last, HN_PIECES,
                  "this piece of SQL is not understood in the statement it belongs to",
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
        whole_as_it_stands(&w, true);
    if (e->holes.n)
        whole_explore(&w, e, 0);
    if (!begins_with_hole(e) && e->holes.n && !w.parsed)
        whole_as_it_stands(&w, false);
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
        whole_as_it_stands(&w, true);
    if (e->holes.n)
        whole_explore(&w, e, 0);
    if (!begins_with_hole(e) && e->holes.n && !w.parsed)
        whole_as_it_stands(&w, false);
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
    w.parsed = whole_attempt(&w);
    whole_explore(&w, x, 0);
    if (!x->covered && (stmt_matters(x->text) || x->holes.n || !py_inert(x->text)))
        stmt_fail(j, root, x, HN_PIECES, "this piece of SQL is not understood in the statement it belongs to",
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

static bool psycopg_text(Str s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == '%' && (s.p[i + 1] == 's' || s.p[i + 1] == '('))
            return true;
    return false;
}

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
            stmt_fail(j, e, e, HN_HOLES, "this statement cannot be read", "translate it by hand: %s for ?");
        return; /* no SQL after all */
    }
    Whole w = {.j = j, .root = e, .percent = percent_of(j, e, site)};
    PyFrag f;
    whole_plain(&w, &f);
    if (!e->holes.n)
        whole_translate(&w, &f, false); /* the parser says what is wrong */
    else if ((site->exec || py_has_parameter(e->text)) && !pipe_is_postgres(j->s->pipe, f.text))
        stmt_fail(j, e, e, HN_HOLES, "this statement cannot be read with its holes",
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
            whole_say_nulls_left_out(j, e, t->off, t->len);
        if (site.doc || site.prose || !py_looks_like_piece(e->text))
            continue;
        job_say(j, e, HN_LOOSE_PIECE, SX_MANUAL, t->off, t->len,
                STR("a piece of SQL that no statement in sight takes"),
                STR("write %s for ? here when its statement is converted"));
    }
}
