/* What may stand for a hole: the strings in its expression, and those that reach it through names, lists that
   are appended to, attributes and functions of the same file.  An approximation that errs towards more: a
   value counts unless a later assignment surely comes between.  It follows nothing through parameters of
   functions, containers or other files; then the hole is open. */
#include "host/python.h"

enum { DEEPEST = 5 };

typedef struct Walk {
    PySource *s;
    PyAlts *out;
    uint32_t where; /* the token of the file at which names are read */
    int depth;
    bool joined, open, many;
    bool loose; /* some value is an attribute of what may be any object: args.table */
    Str key;    /* NAME["key"]: of dictionaries the value of this key; empty: all values */
} Walk;

static void values(Walk *w, const PyToks *t, uint32_t from, uint32_t to);

static bool op_at(const PyToks *t, uint32_t i, char c)
{
    return i < t->n && t->at[i].kind == PY_OP && t->at[i].sub == (uint8_t)c;
}

static PyAlt *add_alt(Walk *w, PyExpr *e)
{
    if (w->out->n >= PY_MOST_ALTS) {
        w->open = w->many = true;
        return NULL;
    }
    PyAlt *a = ARENA_NEW(w->s->a, PyAlt);
    a->expr = e;
    a->joined = w->joined;
    VEC_PUSH(w->s->a, w->out, a);
    return a;
}

/* ---- names ---- */

static bool self_referring(const PySource *s, const PyEvent *ev)
{
    Str name = py_text(&s->toks, ev->name);
    for (uint32_t i = ev->from; i < ev->to && i < ev->from + 2; i++) {
        if (s->toks.at[i].kind == PY_NAME && str_eq(py_text(&s->toks, i), name))
            return true;
        if (s->toks.at[i].kind == PY_STRING && s->toks.at[i].sub & PS_FORMAT) {
            Str text = py_text(&s->toks, i);
            size_t from = s->toks.at[i].open + 1u; /* f"{name} ..." */
            return from + name.n < text.n && text.p[from - 1] == '{' &&
                   memcmp(text.p + from, name.p, name.n) == 0 && !ascii_ident(text.p[from + name.n]);
        }
    }
    return false;
}

bool py_reaching(PySource *s, uint32_t scope, Str name, uint32_t where, PyEventVec *out)
{
    uint32_t from, to;
    if (!py_events(s, scope, name, &from, &to))
        return true;
    uint32_t lo = from, hi = to; /* the first event that does not come before `where` */
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (s->events.at[mid].name < where && s->events.at[mid].to <= where)
            lo = mid + 1;
        else
            hi = mid;
    }
    uint32_t block = s->lines.at[py_line_of(s, where)].block, line = py_line_of(s, where);
    for (uint32_t i = lo; i > from; i--) {
        const PyEvent *ev = &s->events.at[i - 1];
        if (ev->kind == EV_USE || ev->kind == EV_RETURN)
            continue;
        if (out->n >= PY_MOST_ALTS)
            return false;
        VEC_PUSH(s->a, out, ev);
        bool surely =
            (!ev->maybe || ev->line == line) && py_block_within(s, block, s->lines.at[ev->line].block);
        if ((ev->kind == EV_SET || ev->kind == EV_RUN) && surely && !self_referring(s, ev))
            break;
    }
    return true;
}

/* What the name of an EV_ADD may have held before: the values it was set to. */
static void bases_of(Walk *w, const PyEvent *add, PyAlt *a)
{
    PySource *s = w->s;
    PyAlts found = {0};
    Walk b = {.s = s, .out = &found, .depth = w->depth + 1};
    uint32_t block = s->lines.at[add->line].block;
    for (uint32_t i = add->set, n = 0; i != PY_NONE && n < 8; i = s->events.at[i].set, n++) {
        const PyEvent *ev = &s->events.at[i];
        b.where = ev->from;
        values(&b, &s->toks, ev->from, ev->to);
        if (!ev->maybe && py_block_within(s, block, s->lines.at[ev->line].block) && !self_referring(s, ev))
            break;
    }
    for (size_t i = 0; i < found.n; i++)
        VEC_PUSH(s->a, &a->bases, found.at[i]->expr);
}

/* What the string literal at `tok` holds, when it is a plain one. */
static Str plain_string(const PyToks *t, uint32_t tok)
{
    const PyTok *k = &t->at[tok];
    if (k->kind != PY_STRING || (k->sub & (PS_BYTES | PS_FORMAT | PS_TRIPLE | PS_ESCAPE | PS_BROKEN)))
        return STR_NONE;
    return str_sub(t->src, k->off + k->open, k->off + k->len - 1);
}

/* {"key": value, ...} or dict(key=value, ...) at [*from, *to): the tokens of the value of `key`; left as it
 * is when there is none. */
static void entry_of(const PyToks *t, Str key, uint32_t *from, uint32_t *to)
{
    bool call = t->at[*from].kind == PY_NAME && str_eqz(py_text(t, *from), "dict");
    uint32_t open = *from + call, close = t->at[open].mate;
    if (t->at[open].kind != PY_OPEN || t->at[open].sub != (call ? '(' : '{') || close == PY_NONE ||
        close + 1 != *to)
        return;
    for (uint32_t i = open + 1; i < close; i++) {
        if (t->at[i].up != open || !op_at(t, i + 1, call ? '=' : ':') ||
            !str_eq(call ? py_text(t, i) : plain_string(t, i), key))
            continue;
        *from = i + 2;
        for (*to = *from; *to < close && !(op_at(t, *to, ',') && t->at[*to].up == open);)
            ++*to;
        return;
    }
}

/* The values of an event as alternatives. */
static void event_values(Walk *w, const PyEvent *ev)
{
    uint32_t where = w->where;
    size_t first = w->out->n;
    w->where = ev->from;
    uint32_t from = ev->from, to = ev->to;
    if (w->key.n)
        entry_of(&w->s->toks, w->key, &from, &to);
    Str key = w->key;
    w->key = STR_NONE;
    values(w, &w->s->toks, from, to);
    w->key = key;
    w->where = where;
    for (size_t k = first; (ev->kind == EV_ADD || ev->kind == EV_PUSH) && k < w->out->n; k++) {
        PyAlt *a = w->out->at[k];
        if (a->add && a->add->key == ev->key)
            continue;
        a->add = ev;
        if (k == first || w->out->at[first]->add != ev)
            bases_of(w, ev, a);
        else
            a->bases.at = w->out->at[first]->bases.at, a->bases.n = a->bases.cap = w->out->at[first]->bases.n;
    }
}

/* Does some class of the file name `base` among its own bases? */
static bool has_subclass(const PySource *s, Str base)
{
    for (size_t i = 1; i < s->blocks.n; i++) {
        if (s->blocks.at[i].head != PW_CLASS)
            continue;
        for (uint32_t k = s->lines.at[s->blocks.at[i].header].tok + 2;
             s->toks.at[k].kind != PY_NEWLINE && k < s->toks.n; k++)
            if (s->toks.at[k].kind == PY_NAME && str_eq(py_text(&s->toks, k), base))
                return true;
    }
    return false;
}

/* self.name in a class that sets it, and nothing else does: the scope of that class.  0: look at all of that
 * name. */
static uint32_t own_class(const PySource *s, uint32_t where, Str name)
{
    uint32_t block = s->lines.at[py_line_of(s, where)].block, from, to;
    while (block != 0 && s->blocks.at[block].head != PW_CLASS)
        block = s->blocks.at[block].parent;
    if (block == 0 || !py_events(s, block, name, &from, &to) ||
        has_subclass(s, py_text(&s->toks, s->lines.at[s->blocks.at[block].header].tok + 1)) ||
        !py_events(s, SCOPE_ATTRIBUTE, name, &from, &to))
        return 0;
    for (uint32_t i = from; i < to; i++) {
        uint32_t tok = s->events.at[i].name;
        if (tok > 0 && s->toks.at[tok - 1].kind == PY_OP && s->toks.at[tok - 1].sub == '.')
            return 0;
    }
    return block;
}

static void name_values(Walk *w, Str name, bool attribute, bool own)
{
    PySource *s = w->s;
    PyEventVec evs = {0};
    uint32_t line = py_line_of(s, w->where), scope = attribute ? SCOPE_ATTRIBUTE : py_scope(s, line), from,
             to;
    uint32_t class = own ? own_class(s, w->where, name) : 0;
    if (class)
        scope = class;
    if (w->depth >= DEEPEST) {
        w->open = true;
        return;
    }
    bool local = !attribute;
    while (!attribute && !py_events(s, scope, name, &from, &to) &&
           scope != 0) { /* outer functions, the module */
        if (py_is_parameter(s, scope, name)) {
            w->open = true;
            return;
        }
        scope = s->blocks.at[s->blocks.at[scope].parent].scope;
        while (scope != 0 && s->blocks.at[scope].head == PW_CLASS)
            scope = s->blocks.at[s->blocks.at[scope].parent].scope;
        local = false;
    }
    if (!py_events(s, scope, name, &from, &to)) {
        w->open = true;
        return;
    }
    if (local && !py_reaching(s, scope, name, w->where, &evs))
        w->open = w->many = true;
    for (uint32_t i = to; !local && i > from; i--)
        if (s->events.at[i - 1].kind <= EV_PUSH && evs.n < PY_MOST_ALTS)
            VEC_PUSH(s->a, &evs, &s->events.at[i - 1]);
    w->open |= evs.n == 0 || (!attribute && py_is_parameter(s, scope, name));
    w->depth++;
    for (size_t i = evs.n; i > 0; i--)
        event_values(w, evs.at[i - 1]);
    w->depth--;
}

/* What functions of this name in this file return. */
static bool returned_values(Walk *w, Str name)
{
    PySource *s = w->s;
    uint32_t from, to;
    if (w->depth >= DEEPEST || !py_events(s, SCOPE_RETURN, name, &from, &to))
        return false;
    uint32_t where = w->where;
    w->depth++;
    for (uint32_t i = from; i < to && i < from + 8; i++) {
        w->where = s->events.at[i].from;
        values(w, &s->toks, s->events.at[i].from, s->events.at[i].to);
    }
    w->depth--;
    w->where = where;
    return true;
}

/* ---- expressions ---- */

/* Calls whose value is made of their arguments' text. */
static bool passes_through(Str name)
{
    static const char *const names[] = {"join", "list",  "tuple",  "dedent", "cleandoc", "sorted", "filter",
                                        "map",  "strip", "repeat", "chain",  "set",      "text",   "dict"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eqz(name, names[i]))
            return true;
    return false;
}

/* Calls that make plain values, never SQL with parameters. */
static bool makes_value(Str name)
{
    static const char *const names[] = {"str", "int", "float", "len",  "repr", "round",
                                        "abs", "min", "max",   "keys", "hex"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eqz(name, names[i]))
            return true;
    return false;
}

static bool compared(const PyToks *t, uint32_t from, uint32_t to)
{
    for (int side = 0; side < 2; side++) {
        const PyTok *k = side ? &t->at[to] : from ? &t->at[from - 1] : &t->at[t->n];
        if (k->kind == PY_OP && k->sub == PY_COMPARE)
            return true;
        if (k->kind == PY_NAME && k->sub == PW_IN)
            return !(side == 0 && t->at[from].kind == PY_OPEN);
    }
    return false;
}

static uint32_t string_value(Walk *w, const PyToks *t, uint32_t i, uint32_t to)
{
    uint32_t end = i;
    while (t->at[end].kind == PY_STRING)
        end++;
    if (op_at(t, end, '.') && t->at[end + 1].kind == PY_NAME && t->at[end + 1].sub == PW_JOIN)
        return end + 2; /* the separator; what is joined comes next */
    bool key = op_at(t, end, ':') && t->at[i].up != PY_NONE && t->at[t->at[i].up].sub == '{';
    if (key || compared(t, i, end) || (t->at[i].sub & PS_BYTES))
        return end;
    PyExpr *e = py_expr(w->s, t, i);
    add_alt(w, e);
    return e->end > end && e->end <= to ? e->end : end;
}

/* NAME.get(key, default), of a dictionary in sight: its values, and the default. */
static uint32_t got_value(Walk *w, const PyToks *t, uint32_t i, uint32_t last)
{
    uint32_t close = t->at[last + 1].mate, comma = last + 2;
    size_t before = w->out->n;
    name_values(w, py_text(t, last - 2), last > i + 2, false);
    w->open |= w->out->n == before;
    while (comma < close && !(op_at(t, comma, ',') && t->at[comma].up == last + 1))
        comma++;
    if (comma < close)
        values(w, t, comma + 1, close);
    return close + 1;
}

static uint32_t name_value(Walk *w, const PyToks *t, uint32_t i)
{
    const PyTok *k = &t->at[i];
    if (k->sub && k->sub <= PW_LAST_KEYWORD)
        return i + 1;
    uint32_t last = i;
    while (op_at(t, last + 1, '.') && t->at[last + 2].kind == PY_NAME)
        last += 2;
    const PyTok *after = &t->at[last + 1];
    Str name = py_text(t, last);
    bool own = last == i + 2 && (str_eqz(py_text(t, i), "self") || str_eqz(py_text(t, i), "cls"));
    Str first = py_text(t, i);
    w->loose |= last > i && !own && !(first.p[0] >= 'A' && first.p[0] <= 'Z') && !str_eqz(first, "self");
    if (after->kind == PY_OPEN && after->sub == '(' && after->mate != PY_NONE) {
        if (last > i && str_eqz(name, "get"))
            return got_value(w, t, i, last);
        if (makes_value(name) || (str_eqz(name, "map") && makes_value(py_text(t, last + 2))))
            return after->mate + 1;
        if (passes_through(name))
            return last + 1; /* go on with the arguments */
        if (!returned_values(w, name))
            w->open = true;
        return after->mate + 1;
    }
    if (after->kind == PY_OPEN && after->sub == '[' && after->mate != PY_NONE) {
        w->key = after->mate == last + 3 ? plain_string(t, last + 2) : STR_NONE;
        name_values(w, name, last > i, own);
        w->key = STR_NONE;
        return after->mate + 1;
    }
    if (op_at(t, last + 1, '=')) /* a keyword argument's name */
        return last + 1;
    name_values(w, name, last > i, own);
    return last + 1;
}

/* Are the brackets that open at `next` those of a .join( ? */
static bool joins(const PyToks *t, uint32_t next)
{
    return next > 0 && t->at[next].kind == PY_OPEN && t->at[next - 1].kind == PY_NAME &&
           t->at[next - 1].sub == PW_JOIN;
}

/* x if condition else y, [x for x in y if condition]: where the condition that begins at `i` is over. */
static uint32_t behind_condition(const PyToks *t, uint32_t i, uint32_t to)
{
    uint32_t up = t->at[i].up;
    for (i++; i < to; i++) {
        if (t->at[i].kind == PY_CLOSE && t->at[i].mate == up)
            return i;
        if (t->at[i].up == up && t->at[i].kind == PY_NAME &&
            (t->at[i].sub == PW_ELSE || t->at[i].sub == PW_FOR))
            return t->at[i].sub == PW_ELSE ? i + 1 : i;
    }
    return to;
}

static void values(Walk *w, const PyToks *t, uint32_t from, uint32_t to)
{
    bool joined = w->joined;
    uint32_t join_end = PY_NONE;
    for (uint32_t i = from; i < to;) {
        const PyTok *k = &t->at[i];
        if (i >= join_end && join_end != PY_NONE) {
            w->joined = joined;
            join_end = PY_NONE;
        }
        if (joins(t, i) && !w->joined) {
            w->joined = true;
            join_end = k->mate;
        }
        if (k->kind == PY_STRING) {
            i = string_value(w, t, i, to);
        } else if (k->kind == PY_NAME && k->sub == PW_FOR && k->up != PY_NONE) {
            while (i < to && !(t->at[i].kind == PY_NAME && t->at[i].sub == PW_IN)) /* loop variables */
                i++;
            i = py_primary_end(t, i + 1) > i + 1 ? py_primary_end(t, i + 1)
                                                 : i + 1; /* and what is looped over */
        } else if (k->kind == PY_NAME && k->sub == PW_IF && i > from) {
            i = behind_condition(t, i, to);
        } else if (k->kind == PY_NAME && k->sub == PW_LAMBDA) {
            while (i < to && !op_at(t, i, ':'))
                i++;
        } else if (k->kind == PY_NAME) {
            i = name_value(w, t, i);
        } else if (op_at(t, i, '*') || op_at(t, i, '%')) { /* a count, or arguments */
            uint32_t end = t->at[i + 1].kind == PY_STRING ? i + 1 : py_primary_end(t, i + 1);
            i = end > i + 1 ? end : i + 1;
        } else {
            i++;
        }
    }
    w->joined = joined;
}

bool py_values(PySource *s, const PyToks *t, uint32_t from, uint32_t to, PyAlts *out)
{
    Walk w = {.s = s, .out = out, .where = t->where == PY_NONE ? from : t->where};
    py_flow(s);
    values(&w, t, from, to);
    return !w.open;
}

void py_added(PySource *s, const PyEvent *ev, PyAlts *out)
{
    Walk w = {.s = s, .out = out, .where = ev->name};
    event_values(&w, ev);
}

/* Events [from, to) of the kind of `add`: what each adds, by the first text that it may be. */
static void added_by(PySource *s, const PyEvent *from, const PyEvent *to, const PyEvent *add, bool sure,
                     PyAlts *out)
{
    uint32_t block = s->lines.at[add->line].block;
    for (const PyEvent *ev = from; ev < to; ev++) {
        Walk w = {.s = s, .out = out, .where = ev->name};
        size_t n = out->n;
        if (ev->kind != add->kind ||
            (sure && (ev->maybe || !py_block_within(s, block, s->lines.at[ev->line].block))))
            continue;
        values(&w, &s->toks, ev->from, ev->to);
        out->n = out->n > n ? n + 1 : n;
    }
}

bool py_added_before(PySource *s, const PyAlt *a, bool sure, PyAlts *out)
{
    const PyEvent *first = a->add->set == PY_NONE ? a->add : &s->events.at[a->add->set];
    if (a->add - first > PY_MOST_ALTS)
        return false;
    added_by(s, first, a->add, a->add, sure, out);
    return true;
}

bool py_added_after(PySource *s, const PyAlt *a, bool sure, PyAlts *out)
{
    const PyEvent *first = a->add + 1, *end = &s->events.at[s->key_first[a->add->key + 1]], *last = first;
    while (last < end && last->kind != EV_SET)
        last++;
    if (last - first > PY_MOST_ALTS)
        return false;
    added_by(s, first, last, a->add, sure, out);
    return true;
}

bool py_surely_added(const PySource *s, const PyEvent *set)
{
    uint32_t block = s->lines.at[set->line].block;
    const PyEvent *end = &s->events.at[s->key_first[set->key + 1]];
    for (const PyEvent *ev = set + 1; ev < end && ev->kind != EV_SET && ev->kind != EV_USE; ev++)
        if (ev->kind == EV_ADD && !ev->maybe && py_block_within(s, block, s->lines.at[ev->line].block))
            return true;
    return false;
}

const PyAlts *py_alts(PySource *s, PyExpr *e, PyHole *h)
{
    if (h->asked)
        return h->alts;
    h->asked = true;
    h->alts = ARENA_NEW(s->a, PyAlts);
    if (!h->toks && h->srclen) { /* a field: its tokens are made now */
        PyToks *t = ARENA_NEW(s->a, PyToks);
        *t = py_tokens(s->a, s->text, h->src, h->src + h->srclen, true);
        t->where = py_where(e);
        for (size_t i = 0; i < e->runs.n; i++)
            if (e->runs.at[i].kind == RUN_HOLE && &e->holes.at[e->runs.at[i].hole] == h &&
                e->runs.at[i].tok != PY_NONE)
                t->outer = e->toks->outer ? e->toks->outer : e->toks->at[e->runs.at[i].tok].quote;
        h->toks = t;
        h->from = 0;
        h->to = t->n;
    }
    for (size_t i = 0; !h->toks && i < e->uses.n; i++) {
        PyHole use = {.key = h->key, .number = h->number};
        Walk u = {.s = s, .out = h->alts, .where = e->uses.at[i].from};
        py_argument(&s->toks, &e->uses.at[i], &use);
        if (use.toks)
            values(&u, use.toks, use.from, use.to);
        h->open |= u.open || !use.toks;
        h->loose |= u.loose;
        h->many |= u.many;
    }
    if (!h->toks) {
        h->open |= e->uses.n == 0;
        return h->alts;
    }
    Walk w = {.s = s, .out = h->alts, .where = py_where(e)};
    py_flow(s);
    values(&w, h->toks, h->from, h->to);
    h->open = w.open;
    h->loose = w.loose;
    h->many = w.many;
    return h->alts;
}
