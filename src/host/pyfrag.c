/* Fragments: string expressions put together to one text of SQL, holes as markers, with a map back to the
   source; and the edits of a translation taken apart again into the literals they belong to.  It never writes
   outside a literal, and never moves a hole: a translation that would is refused. */
#include "host/python.h"
#include <stdio.h>

/* A hole that is part of a name (f"log_{year}") is written as letters, so that the name stays one token:
   U+E01A number U+E01A.  Elsewhere it is \x1A number \x1A. */
#define GLUE      "\xEE\x80\x9A"
#define GLUE_SIZE 3

/* In new text: hole `number` once more, AGAIN number AGAIN. */
#define AGAIN '\x1B'

void frag_init(PyFrag *f, PySource *s)
{
    *f = (PyFrag){.s = s};
    f->buf.oom = s->a->oom;
}

void frag_free(PyFrag *f)
{
    buf_free(&f->buf);
}

static const PyAlt *bound_to(const PyFrag *f, const PyHole *h)
{
    for (size_t i = 0; i < f->bound.n; i++)
        if (f->bound.at[i].hole == h)
            return f->bound.at[i].alt;
    return NULL;
}

static bool sticks_out(const PyExpr *e, size_t run)
{
    if (run + 1 >= e->runs.n)
        return false;
    const PyRun *next = &e->runs.at[run + 1];
    return next->kind != RUN_HOLE && next->n && ascii_ident(e->text.p[next->at]);
}

/* A hole that is compared or assigned to is a name. */
static bool named(const PyExpr *e, size_t run)
{
    if (run + 1 >= e->runs.n || e->runs.at[run + 1].kind == RUN_HOLE)
        return false;
    const PyRun *next = &e->runs.at[run + 1];
    Str s = str_trim(str_sub(e->text, next->at, e->text.n));
    return s.n && (strchr("=<>!", s.p[0]) || str_istarts(s, "IN ") || str_istarts(s, "IS ") ||
                   str_istarts(s, "LIKE "));
}

static void add_run(PyFrag *f, PyExpr *e, const PyRun *r, Str text, bool mute)
{
    VEC_PUSH(f->s->a, &f->runs, ((PyFragRun){e, r, (uint32_t)f->buf.n, (uint32_t)text.n, mute, 0}));
    buf_put(&f->buf, text);
}

/* The first of the alternatives that is SQL in its own right, and so a better stand-in than a marker. */
static const PyAlt *speaking_alt(PyFrag *f, PyExpr *e, PyHole *h)
{
    const PyAlts *alts = py_alts(f->s, e, h);
    if (py_sorts(f->s, e, h))
        return alts->at[0];
    for (size_t i = 0; i < alts->n; i++) {
        PyExpr *x = alts->at[i]->expr;
        py_decode(f->s, x);
        if (x != e && !x->broken && !py_only_placeholders(x->text) && (!py_inert(x->text) || x->holes.n) &&
            py_shape(x->text) != SHAPE_STRONG)
            return alts->at[i];
    }
    return NULL;
}

/* Does what comes next stand inside '...', a comment, or "..." with something before it? */
static bool in_string(Str s)
{
    char quote = 0;
    size_t opened = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (strchr("'\"`[", c) && c)
            quote = c == '[' ? ']' : c, opened = i + 1;
        else if (c == '-' && i + 1 < s.n && s.p[i + 1] == '-')
            quote = '\n';
        else if (c == '/' && i + 1 < s.n && s.p[i + 1] == '*')
            quote = '/', i++;
    }
    return quote == '\'' || quote == '\n' || quote == '/' || (quote && opened < s.n);
}

/* The name that is known for the hole, of the variant at work; empty when none is, or when the place is none
   for a name of the schema. */
static Str name_of(PyFrag *f, PyExpr *e, const PyRun *r, PyHole *h)
{
    Str before = buf_str(&f->buf);
    if (f->nameless || in_string(before) || str_iends(str_trim(before), "PRAGMA"))
        return STR_NONE;
    const PyNames *names = py_names(f->s, e, r, h);
    if (names->n > f->nvariants)
        f->nvariants = (uint32_t)names->n;
    return names->n ? names->at[f->variant % names->n] : STR_NONE;
}

static void add_hole(PyFrag *f, PyExpr *e, size_t i, bool mute)
{
    const PyRun *r = &e->runs.at[i];
    PyHole *h = &e->holes.at[r->hole];
    const PyAlt *a = f->depth < 4 ? speaking_alt(f, e, h) : NULL;
    PyPlace place = py_place(buf_str(&f->buf));
    char before = f->buf.n ? f->buf.p[f->buf.n - 1] : 0;
    bool glued = ascii_ident(before) || (before && strchr(":@", before)) || sticks_out(e, i);
    if (place == PLACE_CONDITION && named(e, i))
        place = PLACE_NAME;
    bool opens = a && a->expr->text.n && ascii_space(a->expr->text.p[0]); /* f"... t{where}" */
    if (a && f->buf.n && place != PLACE_CLAUSE && !(glued && opens)) {
        f->depth++;
        frag_add_alt(f, a);
        f->depth--;
        return;
    }
    Str name = glued ? STR_NONE : name_of(f, e, r, h);
    char mark[32 + 64];
    int n = snprintf(mark, sizeof mark,
                     glued    ? GLUE "%u" GLUE
                     : name.n ? "\x1A%u:%.*s\x1A"
                              : "\x1A%u\x1A",
                     (unsigned)f->holes.n, (int)name.n, name.p);
    if (a || (f->empty_clauses && place == PLACE_CLAUSE && h->alts->n == 0 && !glued))
        n = 0;
    VEC_PUSH(f->s->a, &f->holes, (uint32_t)f->runs.n);
    add_run(f, e, r, (Str){mark, (size_t)n}, mute);
    f->runs.at[f->runs.n - 1].place = (uint8_t)place;
}

static void add_expr(PyFrag *f, PyExpr *e, bool mute)
{
    py_decode(f->s, e);
    bool seen = false;
    for (size_t i = 0; i < f->exprs.n; i++)
        seen |= f->exprs.at[i] == e;
    if (!seen)
        VEC_PUSH(f->s->a, &f->exprs, e);
    for (size_t i = 0; i < e->runs.n; i++) {
        const PyRun *r = &e->runs.at[i];
        const PyAlt *a = r->kind == RUN_HOLE ? bound_to(f, &e->holes.at[r->hole]) : NULL;
        if (a)
            frag_add_alt(f, a);
        else if (r->kind == RUN_HOLE)
            add_hole(f, e, i, mute);
        else
            add_run(f, e, r, str_sub(e->text, r->at, r->at + r->n), mute);
    }
    for (size_t i = 0; i < e->parts.n; i++)
        for (uint32_t k = e->parts.at[i].tok; !e->parts.at[i].hole && k < e->parts.at[i].end; k++)
            f->one_line |= !(e->toks->at[k].sub & PS_TRIPLE);
}

void frag_add(PyFrag *f, PyExpr *e)
{
    add_expr(f, e, false);
}

void frag_add_next(PyFrag *f, PyExpr *e, char between)
{
    if (f->buf.n && between)
        buf_putc(&f->buf, between);
    add_expr(f, e, false);
}

void frag_add_alt(PyFrag *f, const PyAlt *a)
{
    PyAlts before = {0}, after = {0};
    bool list = a->add && a->add->kind == EV_PUSH;
    int fill = list && f->alone && f->buf.n ? 0 : f->fill;
    bool filled = fill > 0 && a->bases.n;
    size_t first =
        a->bases.n - 1; /* of a list every element counts, from the one that begins the statement */
    while (list && filled && first > 0 && !a->bases.at[first]->root)
        first--;
    for (size_t i = first; filled && i < a->bases.n; i++)
        frag_add_next(f, a->bases.at[i], ' ');
    if (fill > 1 && a->add && !py_added_before(f->s, a, fill == 2, &before))
        before.n = 0;
    for (size_t i = 0; i < before.n; i++)
        frag_add_next(f, before.at[i]->expr, list ? ' ' : 0);
    py_decode(f->s, a->expr);
    if (list && filled)
        buf_putc(&f->buf, ' ');
    add_expr(f, a->expr, py_only_placeholders(a->expr->text));
    if (a == f->lead && a->add && f->after && py_added_after(f->s, a, f->after == 1, &after))
        for (size_t i = 0; i < after.n; i++) {
            frag_add_next(f, after.at[i]->expr, list ? ' ' : 0);
            f->goes_on = true;
        }
}

void frag_finish(PyFrag *f)
{
    f->text = buf_str(&f->buf);
}

void frag_rename(PyFrag *f, uint32_t variant)
{
    Str old = arena_dup(f->s->a, f->text);
    uint32_t done = 0;
    f->buf.n = 0;
    f->variant = variant;
    f->nameless = variant == NAMELESS;
    for (size_t i = 0, hole = 0; i < f->runs.n; i++) {
        PyFragRun *r = &f->runs.at[i];
        Str gap = str_sub(old, done, r->at), text = str_sub(old, r->at, r->at + r->n), name;
        done = r->at + r->n;
        bool is_hole = hole < f->holes.n && f->holes.at[hole] == i;
        if (is_hole && hole_mark(text, &name) && name.n) {
            const PyNames *v = r->expr->holes.at[r->run->hole].names;
            Str now = f->nameless ? STR_NONE : v->at[variant % v->n];
            text =
                arena_fmt(f->s->a, "\x1A%u%s%.*s\x1A", (unsigned)hole, now.n ? ":" : "", (int)now.n, now.p);
        }
        hole += is_hole;
        buf_put(&f->buf, gap);
        r->at = (uint32_t)f->buf.n;
        r->n = (uint32_t)text.n;
        buf_put(&f->buf, text);
    }
    buf_put(&f->buf, str_sub(old, done, old.n));
    f->text = buf_str(&f->buf);
}

/* ---- the way back ---- */

/* The first run that ends behind `at`. */
static size_t run_at(const PyFrag *f, uint32_t at)
{
    size_t lo = 0, hi = f->runs.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (f->runs.at[mid].at + f->runs.at[mid].n <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

uint32_t frag_source(const PyFrag *f, uint32_t at, bool end)
{
    size_t i = run_at(f, end && at ? at - 1 : at);
    if (i == f->runs.n) {
        const PyRun *last = f->runs.n ? f->runs.at[f->runs.n - 1].run : NULL;
        return last ? last->src + last->srclen : 0;
    }
    const PyFragRun *r = &f->runs.at[i];
    if (r->run->kind == RUN_SAME)
        return r->run->src + (at > r->at ? at - r->at : 0);
    return end ? r->run->src + r->run->srclen : r->run->src;
}

typedef struct Taking {
    PyFrag *f;
    HostEditVec *edits; /* one list for each of f->exprs */
    size_t hole;        /* the first hole not passed yet */
    const char *why;
} Taking;

static HostEditVec *edits_of(Taking *t, const PyExpr *e)
{
    size_t i = 0;
    while (t->f->exprs.at[i] != e)
        i++;
    return &t->edits[i];
}

/* Can what run `r` has as a hole be written again in the literal of run `to`?  In an f-string, or by its name
   or number for .format(). */
static bool may_repeat(const PyFragRun *r, const PyFragRun *to)
{
    const PyExpr *e = r->expr;
    if (!to || e != to->expr || r->run->tok == PY_NONE || to->run->tok == PY_NONE ||
        r->run->layer != to->run->layer || r->run->layer == LAYER_PERCENT)
        return false;
    const PyHole *h = &e->holes.at[r->run->hole];
    bool formats = e->toks->at[to->run->tok].sub & PS_FORMAT;
    if (r->run->layer == LAYER_NONE) /* no call, no :=: nothing that would happen twice */
        return formats && h->toks && h->to - h->from > 0 && py_is_reference(h);
    return r->run->srclen > 2;
}

/* New text for a literal; a hole that is written again keeps its source text. */
static Str encode(Taking *t, const PyFragRun *r, uint32_t from, uint32_t to, Str text)
{
    PySource *s = t->f->s;
    Buf b = {.oom = s->a->oom};
    bool failed = false;
    if (!text.n || !memchr(text.p, AGAIN, text.n))
        return py_encode(s, r->expr, r->run, from, to, text);
    for (size_t i = 0; i < text.n && !failed;) {
        const char *mark = memchr(text.p + i, AGAIN, text.n - i);
        size_t n = mark ? (size_t)(mark - text.p) : text.n;
        Str part = n > i ? py_encode(s, r->expr, r->run, from, to, str_sub(text, i, n)) : STR("");
        failed = !part.p;
        if (!failed)
            buf_put(&b, part);
        if (!mark)
            break;
        uint32_t hole = 0;
        for (i = n + 1; text.p[i] != AGAIN; i++)
            hole = hole * 10 + (uint32_t)(text.p[i] - '0');
        i++;
        const PyFragRun *h = &t->f->runs.at[t->f->holes.at[hole]];
        failed |= !may_repeat(h, r);
        buf_put(&b, str_sub(s->text, h->run->src, h->run->src + h->run->srclen));
    }
    Str out = failed ? STR_NONE : arena_dup(s->a, buf_str(&b));
    buf_free(&b);
    return out;
}

static bool write_edit(Taking *t, const PyFragRun *r, uint32_t from, uint32_t to, Str text)
{
    PySource *s = t->f->s;
    if (r->mute)
        return true;
    bool nulls = from == to && str_istarts(text, " NULLS ");
    if (py_inert(r->expr->text) && !py_is_number(r->expr->text) &&
        !memchr(str_trim(r->expr->text).p, ' ', str_trim(r->expr->text).n)) {
        t->why = "the new text would change a word that the program may use elsewhere";
        t->f->nulls_left_out |= nulls;
        t->f->sort_hole = (uint32_t)(r - t->f->runs.at);
        return nulls;
    }
    if (r->run->tok == PY_NONE) {
        t->why = "the new text would stand outside of the literals";
        return false;
    }
    Str coded = encode(t, r, from, to, text);
    if (!coded.p) {
        t->why = "this kind of literal cannot hold the new text";
        return false;
    }
    VEC_PUSH(s->a, edits_of(t, r->expr), ((HostEdit){.off = from, .len = to - from, .text = coded}));
    return true;
}

/* Does only a blank stand between byte `at` and a hole that stands for nothing?  Then nobody knows on which
   side of the hole's text something new belongs. */
static bool at_empty_hole(PyFrag *f, uint32_t at)
{
    for (size_t i = 0; i < f->holes.n; i++) {
        const PyFragRun *r = &f->runs.at[f->holes.at[i]];
        uint32_t p = at;
        while (r->n == 0 && p < r->at && ascii_space(f->text.p[p]))
            p++;
        if (r->n == 0 && p == r->at) {
            f->sort_hole = f->holes.at[i];
            return true;
        }
    }
    return false;
}

/* New text between two bytes: it belongs to the run before, when that is a literal's. */
static bool insert(Taking *t, uint32_t at, Str text)
{
    PyFrag *f = t->f;
    size_t after = run_at(f, at), before = at ? run_at(f, at - 1) : f->runs.n;
    if (!f->runs.n)
        return false;
    if (at_empty_hole(f, at)) {
        t->why = "new text belongs where a hole of the program stands";
        f->nulls_left_out |= str_istarts(text, " NULLS ");
        return str_istarts(text, " NULLS ");
    }
    const PyFragRun *r = before < f->runs.n ? &f->runs.at[before] : NULL;
    if (r && r->at >= at) /* a blank between two elements of a list */
        r = before ? r - 1 : NULL, at = r ? r->at + r->n : at;
    bool opens = text.n && text.p[text.n - 1] == '(' && after < f->runs.n && r &&
                 f->runs.at[after].expr != r->expr && f->runs.at[after].run->tok != PY_NONE;
    if (opens) /* lower( belongs to the piece that begins here */
        return write_edit(t, &f->runs.at[after], f->runs.at[after].run->src, f->runs.at[after].run->src,
                          text);
    if (r && r->run->tok != PY_NONE) {
        if (r->run->kind == RUN_HOLE && str_istarts(text, " NULLS ")) {
            f->nulls_after_hole = true;
            f->sort_hole = (uint32_t)(r - f->runs.at);
        }
        uint32_t src = r->run->kind == RUN_SAME ? r->run->src + (at - r->at) : r->run->src + r->run->srclen;
        if (r->run->kind != RUN_SAME && at != r->at + r->n) {
            t->why = "the new text would stand inside an escape";
            return false;
        }
        return write_edit(t, r, src, src, text);
    }
    for (; after < f->runs.n && f->runs.at[after].run->tok == PY_NONE; after++)
        if (f->runs.at[after].n)
            break;
    bool nulls = str_istarts(text, " NULLS ");
    if (nulls && r)
        f->sort_hole = (uint32_t)(r - f->runs.at);
    if (after == f->runs.n || f->runs.at[after].run->tok == PY_NONE ||
        (r && f->runs.at[after].expr != r->expr)) { /* another piece may not be there */
        t->why = "the new text would stand outside of the literals";
        f->nulls_left_out |= nulls;
        return nulls;
    }
    f->nulls_after_hole |= nulls;
    uint32_t src = f->runs.at[after].run->src;
    return write_edit(t, &f->runs.at[after], src, src, text);
}

/* Fragment bytes [from, to), which hold no hole, become `text`: at the first piece, the others are emptied.
 */
static bool replace(Taking *t, uint32_t from, uint32_t to, Str text)
{
    const PyFrag *f = t->f;
    if (from == to)
        return text.n == 0 || insert(t, from, text);
    if (to - from == text.n && memcmp(f->text.p + from, text.p, text.n) == 0)
        return true;
    for (size_t i = run_at(f, from); i < f->runs.n && f->runs.at[i].at < to;) {
        const PyFragRun *r = &f->runs.at[i], *last = r;
        uint32_t src = r->run->src, end = src;
        if (r->expr != f->runs.at[run_at(f, from)].expr && !f->lines)
            return t->why = "the new text would take the place of several pieces of the program", false;
        if (r->at < from && r->run->kind == RUN_SAME)
            src += from - r->at;
        else if (r->at < from)
            return t->why = "the change would begin inside an escape", false;
        for (; i < f->runs.n && f->runs.at[i].at < to && f->runs.at[i].run->tok == r->run->tok &&
               f->runs.at[i].expr == r->expr;
             i++)
            last = &f->runs.at[i];
        if (last->at + last->n <= to)
            end = last->run->src + last->run->srclen;
        else if (last->run->kind == RUN_SAME)
            end = last->run->src + (to - last->at);
        else
            return t->why = "the change would end inside an escape", false;
        if (!write_edit(t, r, src, end, text))
            return false;
        text = STR_NONE;
    }
    return true;
}

/* ---- from segments to edits ---- */

typedef struct Item { /* new text, or a hole */
    bool hole;
    uint32_t n;
    Str text;
} Item;

typedef VEC(Item) ItemVec;

/* Text that repeats source text may hold holes' markers. */
static void add_text(PyFrag *f, ItemVec *v, Str t)
{
    size_t from = 0, i = 0;
    while (i < t.n) {
        size_t mark = t.p[i] == '\x1A'                                                ? 1
                      : t.n - i >= GLUE_SIZE && memcmp(t.p + i, GLUE, GLUE_SIZE) == 0 ? GLUE_SIZE
                                                                                      : 0;
        size_t k = i + mark;
        uint32_t n = 0;
        while (mark && k < t.n && ascii_digit(t.p[k]))
            n = n * 10 + (uint32_t)(t.p[k++] - '0');
        while (mark == 1 && k < t.n && t.p[k] != '\x1A') /* the hole's name */
            k++;
        if (!mark || k == i + mark) {
            i++;
            continue;
        }
        if (i > from)
            VEC_PUSH(f->s->a, v, ((Item){.text = str_sub(t, from, i)}));
        VEC_PUSH(f->s->a, v, ((Item){.hole = true, .n = n}));
        i = from = k + mark;
    }
    if (t.n > from)
        VEC_PUSH(f->s->a, v, ((Item){.text = str_sub(t, from, t.n)}));
}

static Str joined(PyFrag *f, const Item *at, size_t n)
{
    if (n == 1)
        return at->text;
    Buf b = {.oom = f->s->a->oom};
    for (size_t i = 0; i < n; i++)
        buf_put(&b, at[i].text);
    Str s = arena_dup(f->s->a, buf_str(&b));
    buf_free(&b);
    return s;
}

/* A hole that was passed before comes again: the literal that it goes to will say whether it can. */
static bool again(const Taking *t, Item *x)
{
    const PyFragRun *r = &t->f->runs.at[t->f->holes.at[x->n]];
    if (!may_repeat(r, r))
        return false;
    x->hole = false;
    x->text = arena_fmt(t->f->s->a, "%c%u%c", AGAIN, (unsigned)x->n, AGAIN);
    return true;
}

/* Fragment bytes [from, to) become the items; holes must come as they came, and may come again. */
static bool flush(Taking *t, uint32_t from, uint32_t to, ItemVec *items)
{
    PyFrag *f = t->f;
    size_t at = 0;
    for (; t->hole < f->holes.n; t->hole++) {
        size_t h = t->hole;
        const PyFragRun *r = &f->runs.at[f->holes.at[h]];
        if (r->at + r->n > to)
            break;
        if (r->at < from || r->n == 0)
            continue;
        size_t k = at;
        while (k < items->n && (!items->at[k].hole || (items->at[k].n < h && again(t, &items->at[k]))))
            k++;
        if (k == items->n || items->at[k].n != h) {
            t->why = "a hole would change its place";
            return false;
        }
        if (!replace(t, from, r->at, joined(f, items->at + at, k - at)))
            return false;
        from = r->at + r->n;
        at = k + 1;
    }
    for (size_t k = at; k < items->n; k++)
        if (items->at[k].hole && !again(t, &items->at[k])) {
            t->why = "a hole would have to be written twice";
            return false;
        }
    bool ok = replace(t, from, to, joined(f, items->at + at, items->n - at));
    items->n = 0;
    return ok;
}

static bool take_segments(Taking *t, const SegVec *segs)
{
    PyFrag *f = t->f;
    ItemVec items = {0};
    uint32_t at = 0;
    for (size_t i = 0; i < segs->n; i++) {
        const Seg *g = &segs->at[i];
        if (g->kind == SEG_HOLE) {
            VEC_PUSH(f->s->a, &items, ((Item){.hole = true, .n = g->n}));
        } else if (g->kind != SEG_COPY) {
            add_text(f, &items, g->text);
        } else if (g->len) {
            if ((items.n || g->off > at) && !flush(t, at, g->off, &items))
                return false;
            at = g->off + g->len;
        }
    }
    return (items.n == 0 && at == f->text.n) || flush(t, at, (uint32_t)f->text.n, &items);
}

/* Without the NULLS FIRST or NULLS LAST at its end, which is needed unless a condition that is added in some
   cases says that there are none. */
static Str without_nulls(Str s)
{
    static const char *const ends[] = {" NULLS FIRST", " NULLS LAST"};
    for (int i = 0; i < 2; i++)
        if (str_iends(s, ends[i]))
            return str_sub(s, 0, s.n - strlen(ends[i]));
    return s;
}

/* The edit of the same place that says the same, NULLS aside; or NULL. */
static HostEdit *like_edit(const HostEditVec *v, const HostEdit *x)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->at[i].off == x->off && v->at[i].len == x->len &&
            str_eq(without_nulls(v->at[i].text), without_nulls(x->text)))
            return &v->at[i];
    return NULL;
}

static bool puts_nulls_only(const HostEdit *x)
{
    return x->len == 0 && without_nulls(x->text).n == 0;
}

/* What a literal becomes in another statement is added to what it became before; false when they differ. */
static bool merge_edits(PySource *s, PyExpr *e, const HostEditVec *v)
{
    for (size_t i = 0; i < v->n; i++)
        if (!puts_nulls_only(&v->at[i]) && !like_edit(&e->edits, &v->at[i]))
            return false;
    for (size_t i = 0; i < e->edits.n; i++)
        if (!puts_nulls_only(&e->edits.at[i]) && !like_edit(v, &e->edits.at[i]))
            return false;
    for (size_t i = 0; i < v->n; i++) {
        HostEdit *old = like_edit(&e->edits, &v->at[i]);
        if (!old)
            VEC_PUSH(s->a, &e->edits, v->at[i]);
        else if (v->at[i].text.n > old->text.n)
            old->text = v->at[i].text;
    }
    return true;
}

bool frag_take(PyFrag *f, const SegVec *segs, const char **why)
{
    Taking t = {.f = f, .why = "the new text would stand outside of the literals"};
    t.edits = arena_alloc(f->s->a, sizeof *t.edits * (f->exprs.n + 1));
    if (!take_segments(&t, segs)) {
        *why = t.why;
        return false;
    }
    for (size_t i = 0; i < f->exprs.n; i++) {
        PyExpr *e = f->exprs.at[i];
        HostEditVec *v = &t.edits[i];
        if (py_only_placeholders(e->text))
            continue;
        if (e->done && !merge_edits(f->s, e, v)) {
            *why = "a piece would be written differently in different statements";
            return false;
        }
        if (!e->done)
            e->edits = *v;
        e->done = true;
    }
    return true;
}
