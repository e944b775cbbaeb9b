/* A Python file as lines, blocks and events: which names are given which values, where, and in which order.
   It knows indentation and assignment, not the language: what an expression means is for others. */
#include "host/python.h"

struct PyKey {
    uint32_t scope, hash, id;
    Str name; /* p NULL: free slot */
};

/* ---- walking ---- */

uint32_t py_dotted_start(const PyToks *t, uint32_t tok)
{
    while (tok >= 2 && t->at[tok - 1].kind == PY_OP && t->at[tok - 1].sub == '.' &&
           t->at[tok - 2].kind == PY_NAME)
        tok -= 2;
    return tok;
}

uint32_t py_primary_end(const PyToks *t, uint32_t tok)
{
    uint32_t i = tok;
    const PyTok *k = &t->at[i];
    if (k->kind == PY_NAME && k->sub == PW_AWAIT)
        k = &t->at[++i];
    if (k->kind == PY_NAME && (k->sub == PW_NONE || k->sub > PW_LAST_KEYWORD || k->sub == PW_NONE_ ||
                               k->sub == PW_TRUE || k->sub == PW_FALSE))
        i++;
    else if (k->kind == PY_NUMBER)
        i++;
    else if (k->kind == PY_STRING)
        while (t->at[i].kind == PY_STRING)
            i++;
    else if (k->kind == PY_OPEN && k->mate != PY_NONE)
        i = k->mate + 1;
    else
        return tok;
    for (;;) {
        k = &t->at[i];
        if (k->kind == PY_OP && k->sub == '.' && t->at[i + 1].kind == PY_NAME)
            i += 2;
        else if (k->kind == PY_OPEN && k->sub != '{' && k->mate != PY_NONE)
            i = k->mate + 1;
        else
            return i;
    }
}

Str py_span(const PyToks *t, uint32_t from, uint32_t to)
{
    if (to <= from)
        return STR_NONE;
    return str_sub(t->src, t->at[from].off, t->at[to - 1].off + t->at[to - 1].len);
}

uint32_t py_line_of(const PySource *s, uint32_t tok)
{
    uint32_t lo = 0, hi = (uint32_t)s->lines.n;
    while (lo + 1 < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (s->lines.at[mid].tok <= tok)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

bool py_block_within(const PySource *s, uint32_t inner, uint32_t outer)
{
    while (inner != outer && inner != 0)
        inner = s->blocks.at[inner].parent;
    return inner == outer;
}

/* ---- lines and blocks ---- */

static uint32_t indent_of(Str text, uint32_t off)
{
    uint32_t from = off, col = 0;
    bool tabs = false;
    while (from >= 4 && memcmp(text.p + from - 4, "    ", 4) == 0)
        from -= 4;
    for (; from > 0 && (text.p[from - 1] == ' ' || text.p[from - 1] == '\t' || text.p[from - 1] == '\f');
         from--)
        tabs |= text.p[from - 1] == '\t';
    if (!tabs)
        return off - from;
    for (; from < off; from++)
        col = text.p[from] == '\t' ? (col / 8 + 1) * 8 : col + 1;
    return col;
}

static bool opens_block(uint8_t word)
{
    switch (word) {
    case PW_CLASS:
    case PW_DEF:
    case PW_ASYNC:
    case PW_ELIF:
    case PW_ELSE:
    case PW_EXCEPT:
    case PW_FINALLY:
    case PW_FOR:
    case PW_IF:
    case PW_TRY:
    case PW_WHILE:
    case PW_WITH: return true;
    default: return false;
    }
}

static uint32_t new_block(PySource *s, uint32_t parent, uint32_t indent, uint32_t header)
{
    const PyTok *h = &s->toks.at[s->lines.at[header].tok];
    uint8_t head = h->kind == PY_NAME ? h->sub : 0;
    if (head == PW_ASYNC)
        head = h[1].sub;
    uint32_t id = (uint32_t)s->blocks.n;
    bool scope = head == PW_DEF || head == PW_CLASS;
    VEC_PUSH(s->a, &s->blocks,
             ((PyBlock){parent, indent, scope ? id : s->blocks.at[parent].scope, header, head}));
    return id;
}

static void add_line(PySource *s, uint32_t tok)
{
    const PyTok *t = &s->toks.at[tok];
    uint32_t indent = indent_of(s->text, t->off), block = 0;
    if (s->lines.n) {
        uint32_t last = (uint32_t)s->lines.n - 1;
        block = s->lines.at[last].block;
        if (indent > s->blocks.at[block].indent)
            block = new_block(s, block, indent, last);
        while (block && indent < s->blocks.at[block].indent)
            block = s->blocks.at[block].parent;
    }
    VEC_PUSH(s->a, &s->lines, ((PyLine){tok, block, t->kind == PY_NAME && opens_block(t->sub)}));
}

/* ---- events ---- */

static uint32_t hash_of(uint32_t scope, Str name)
{
    uint32_t h = scope * 2654435761u + 97;
    for (size_t i = 0; i < name.n; i++)
        h = (h ^ (uint8_t)name.p[i]) * 16777619u;
    return h ^ (h >> 15);
}

static struct PyKey *find_key(const PySource *s, uint32_t scope, Str name)
{
    uint32_t h = hash_of(scope, name);
    for (uint32_t i = h & (s->keys_cap - 1);; i = (i + 1) & (s->keys_cap - 1)) {
        struct PyKey *k = &s->keys[i];
        if (!k->name.p || (k->hash == h && k->scope == scope && str_eq(k->name, name)))
            return k;
    }
}

static void grow_keys(PySource *s)
{
    struct PyKey *old = s->keys;
    uint32_t cap = s->keys_cap;
    s->keys_cap = cap ? cap * 2 : 64;
    s->keys = ARENA_ARRAY(s->a, struct PyKey, s->keys_cap);
    for (uint32_t i = 0; i < cap; i++)
        if (old[i].name.p)
            *find_key(s, old[i].scope, old[i].name) = old[i];
}

static uint32_t key_of(PySource *s, uint32_t scope, Str name)
{
    if (s->nkeys * 2 >= s->keys_cap)
        grow_keys(s);
    struct PyKey *k = find_key(s, scope, name);
    if (!k->name.p)
        *k = (struct PyKey){scope, hash_of(scope, name), s->nkeys++, name};
    return k->id;
}

static void add_event(PySource *s, PyEventKind kind, uint32_t scope, Str name, uint32_t tok, uint32_t from,
                      uint32_t to)
{
    uint32_t line = (uint32_t)s->lines.n - 1;
    const PyLine *l = &s->lines.at[line];
    uint32_t key = key_of(s, scope, name);
    VEC_PUSH(s->a, &s->events, ((PyEvent){(uint8_t)kind, l->header, tok, from, to, line, key, PY_NONE}));
}

static uint32_t line_end(const PyToks *t, uint32_t i)
{
    while (t->at[i].kind != PY_NEWLINE && t->at[i].kind != PY_EOF &&
           !(t->at[i].kind == PY_OP && t->at[i].sub == ';'))
        i = t->at[i].kind == PY_OPEN && t->at[i].mate != PY_NONE ? t->at[i].mate + 1 : i + 1;
    return i;
}

/* A name, or self.name, that is given the value [from, to). */
static void add_target(PySource *s, PyEventKind kind, uint32_t tok, uint32_t from, uint32_t to)
{
    const PyToks *t = &s->toks;
    uint32_t scope = py_scope(s, (uint32_t)s->lines.n - 1);
    for (size_t i = 0; i < s->globals.n; i++)
        if (s->globals.at[i].scope == scope && str_eq(s->globals.at[i].name, py_text(t, tok)))
            scope = 0;
    bool attribute = tok > 0 && t->at[tok - 1].kind == PY_OP && t->at[tok - 1].sub == '.';
    if (attribute || s->blocks.at[scope].head == PW_CLASS)
        add_event(s, kind, SCOPE_ATTRIBUTE, py_text(t, tok), tok, from, to);
    if (!attribute)
        add_event(s, kind, scope, py_text(t, tok), tok, from, to);
}

/* Commas of [from, to) that stand in no brackets. */
static uint32_t commas(const PyToks *t, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++)
        n += t->at[i].up == PY_NONE && t->at[i].kind == PY_OP && t->at[i].sub == ',';
    return n;
}

/* Where the last of the values in [from, to) begins. */
static uint32_t last_part(const PyToks *t, uint32_t from, uint32_t to)
{
    while (to > from &&
           !(t->at[to - 1].up == PY_NONE && t->at[to - 1].kind == PY_OP && t->at[to - 1].sub == ','))
        to--;
    return to;
}

static void assignment(PySource *s, uint32_t eq, PyEventKind kind)
{
    const PyToks *t = &s->toks;
    uint32_t first = s->lines.at[s->lines.n - 1].tok, to = line_end(t, eq + 1);
    if (eq == first)
        return;
    if (t->at[first].kind == PY_NAME && eq > first + 1 && t->at[first + 1].kind == PY_OP &&
        t->at[first + 1].sub == ':') {
        add_target(s, kind, first, eq + 1, to); /* name: type = ... */
        return;
    }
    bool paired = kind == EV_SET && commas(t, first, eq) > 0 && commas(t, first, eq) == commas(t, eq + 1, to);
    uint32_t end = to;
    for (uint32_t i = eq; i > first && t->at[i - 1].kind == PY_NAME;) { /* a, b = ... */
        uint32_t from = paired ? last_part(t, eq + 1, end) : eq + 1;    /* a, b = x, y */
        add_target(s, kind, i - 1, from, paired ? end : to);
        end = from - 1;
        i = py_dotted_start(t, i - 1);
        if (i <= first || !(t->at[i - 1].kind == PY_OP && t->at[i - 1].sub == ','))
            break;
        i--;
    }
}

/* for name in values: */
static void loop(PySource *s, uint32_t tok)
{
    const PyToks *t = &s->toks;
    uint32_t first = s->lines.at[s->lines.n - 1].tok, to = tok + 3;
    if (first != tok && !(first + 1 == tok && t->at[first].sub == PW_ASYNC))
        return;
    if (t->at[tok + 1].kind != PY_NAME || t->at[tok + 2].kind != PY_NAME || t->at[tok + 2].sub != PW_IN)
        return;
    while (t->at[to].kind != PY_NEWLINE && t->at[to].kind != PY_EOF &&
           !(t->at[to].kind == PY_OP && t->at[to].sub == ':'))
        to = t->at[to].kind == PY_OPEN && t->at[to].mate != PY_NONE ? t->at[to].mate + 1 : to + 1;
    add_target(s, EV_SET, tok + 1, tok + 3, to);
    s->events.at[s->events.n - 1].maybe = false;
}

/* with value as name: */
static void with_as(PySource *s, uint32_t tok)
{
    const PyToks *t = &s->toks;
    uint32_t first = s->lines.at[s->lines.n - 1].tok, from;
    first += t->at[first].sub == PW_ASYNC;
    if (t->at[first].sub != PW_WITH || t->at[tok].up != PY_NONE || t->at[tok + 1].kind != PY_NAME)
        return;
    from = last_part(t, first + 1, tok);
    add_target(s, EV_SET, tok + 1, from, tok);
    s->events.at[s->events.n - 1].maybe = false;
}

/* global name, name */
static void global(PySource *s, uint32_t tok)
{
    uint32_t scope = py_scope(s, (uint32_t)s->lines.n - 1);
    for (uint32_t i = tok + 1; s->toks.at[i].kind == PY_NAME; i += 2) {
        VEC_PUSH(s->a, &s->globals, ((PyGlobal){scope, py_text(&s->toks, i)}));
        if (!(s->toks.at[i + 1].kind == PY_OP && s->toks.at[i + 1].sub == ','))
            break;
    }
}

static void method(PySource *s, uint32_t tok)
{
    const PyToks *t = &s->toks;
    bool dotted = tok >= 2 && t->at[tok - 1].kind == PY_OP && t->at[tok - 1].sub == '.';
    const PyTok *open = &t->at[tok + 1];
    if (t->at[tok].sub == PW_LASTROWID && dotted) {
        VEC_PUSH(s->a, &s->calls, tok);
        return;
    }
    if (!dotted || open->kind != PY_OPEN || open->sub != '(' || open->mate == PY_NONE)
        return;
    uint32_t from = tok + 2, to = open->mate;
    if (t->at[tok].sub == PW_APPEND || t->at[tok].sub == PW_EXTEND || t->at[tok].sub == PW_INSERT) {
        if (t->at[tok - 2].kind == PY_NAME)
            add_target(s, EV_PUSH, tok - 2, from, to);
        return;
    }
    if (t->at[tok].sub != PW_EXECUTE && t->at[tok].sub != PW_EXECUTEMANY &&
        t->at[tok].sub != PW_EXECUTESCRIPT)
        return;
    VEC_PUSH(s->a, &s->calls, tok);
    uint32_t scope = py_scope(s, (uint32_t)s->lines.n - 1);
    if (t->at[tok - 2].kind == PY_NAME) {
        uint32_t r = py_dotted_start(t, tok - 2);
        add_event(s, EV_RUN, scope + RUN_SCOPE, py_span(t, r, tok - 1), tok, from, to);
    }
    uint32_t end = from; /* execute(name), execute(self.name, ...) */
    while (t->at[end].kind == PY_NAME && t->at[end + 1].kind == PY_OP && t->at[end + 1].sub == '.')
        end += 2;
    const PyTok *after = &t->at[end + 1];
    if (t->at[end].kind == PY_NAME && (end + 1 == to || (after->kind == PY_OP && after->sub == ',')))
        add_target(s, EV_USE, end, from, to);
}

static void returned(PySource *s, uint32_t tok)
{
    const PyBlock *f = &s->blocks.at[py_scope(s, (uint32_t)s->lines.n - 1)];
    if (f->head != PW_DEF)
        return;
    uint32_t def = s->lines.at[f->header].tok;
    def += s->toks.at[def].sub == PW_ASYNC ? 2 : 1;
    if (s->toks.at[def].kind == PY_NAME)
        add_event(s, EV_RETURN, SCOPE_RETURN, py_text(&s->toks, def), def, tok + 1,
                  line_end(&s->toks, tok + 1));
}

bool py_is_parameter(const PySource *s, uint32_t scope, Str name)
{
    const PyBlock *b = &s->blocks.at[scope];
    if (scope == 0 || b->head != PW_DEF)
        return false;
    uint32_t open = s->lines.at[b->header].tok;
    while (s->toks.at[open].kind != PY_OPEN && s->toks.at[open].kind != PY_NEWLINE &&
           s->toks.at[open].kind != PY_EOF)
        open++;
    if (s->toks.at[open].kind != PY_OPEN || s->toks.at[open].mate == PY_NONE)
        return false;
    for (uint32_t i = open + 1; i < s->toks.at[open].mate; i++) {
        const PyTok *before = &s->toks.at[i - 1];
        bool first = before->kind == PY_OPEN || (before->kind == PY_OP && strchr(",*", (char)before->sub));
        if (s->toks.at[i].up == open && s->toks.at[i].kind == PY_NAME && first &&
            str_eq(py_text(&s->toks, i), name))
            return true;
    }
    return false;
}

/* execute(NAME) in a function that gives NAME no value means the module's NAME. */
static void uses_of_the_module(PySource *s)
{
    bool *given = ARENA_ARRAY(s->a, bool, s->nkeys + 1);
    const struct PyKey **keys = ARENA_ARRAY(s->a, const struct PyKey *, s->nkeys + 1);
    for (uint32_t i = 0; i < s->keys_cap; i++)
        if (s->keys[i].name.p)
            keys[s->keys[i].id] = &s->keys[i];
    for (size_t i = 0; i < s->events.n; i++)
        given[s->events.at[i].key] |= s->events.at[i].kind <= EV_PUSH;
    for (size_t i = 0; i < s->events.n; i++) {
        PyEvent *ev = &s->events.at[i];
        const struct PyKey *k = keys[ev->key];
        if (ev->kind != EV_USE || given[ev->key] || k->scope == 0 || k->scope >= s->blocks.n ||
            py_is_parameter(s, k->scope, k->name))
            continue;
        const struct PyKey *module = find_key(s, 0, k->name);
        if (module->name.p && given[module->id])
            ev->key = module->id;
    }
}

static void group_events(PySource *s)
{
    uses_of_the_module(s);
    PyEvent *old = s->events.at;
    uint32_t n = (uint32_t)s->events.n;
    s->key_first = ARENA_ARRAY(s->a, uint32_t, s->nkeys + 2);
    for (uint32_t i = 0; i < n; i++)
        s->key_first[old[i].key + 2]++;
    for (uint32_t k = 0; k < s->nkeys; k++)
        s->key_first[k + 2] += s->key_first[k + 1];
    s->events.at = ARENA_ARRAY(s->a, PyEvent, n + 1);
    for (uint32_t i = 0; i < n; i++)
        s->events.at[s->key_first[old[i].key + 1]++] = old[i];
    for (uint32_t i = 1; i < n; i++) {
        PyEvent *ev = &s->events.at[i];
        if (ev->key == ev[-1].key)
            ev->set = ev[-1].kind == EV_SET ? i - 1 : ev[-1].set;
    }
}

bool py_events(const PySource *s, uint32_t scope, Str name, uint32_t *from, uint32_t *to)
{
    if (!s->keys_cap)
        return false;
    const struct PyKey *k = find_key(s, scope, name);
    if (!k->name.p)
        return false;
    *from = s->key_first[k->id];
    *to = s->key_first[k->id + 1];
    return *from < *to;
}

static void add_word(PySource *s, uint32_t tok, uint8_t word)
{
    if (word == PW_SQLITE3 || word == PW_AIOSQLITE)
        s->driver = s->driver == PY_NONE ? tok : s->driver;
    s->postgres |= word == PW_POSTGRES;
    s->sqlalchemy |= word == PW_SQLALCHEMY;
    s->runs |=
        word == PW_EXECUTE || word == PW_EXECUTEMANY || word == PW_EXECUTESCRIPT || word == PW_LASTROWID;
}

void py_source(PySource *s, Arena *a, Str text)
{
    s->a = a;
    s->text = text;
    s->driver = PY_NONE;
    const char *nl = text.n ? memchr(text.p, '\n', text.n) : NULL;
    s->crlf = nl && nl > text.p && nl[-1] == '\r';
    s->toks = py_tokens(a, text, 0, (uint32_t)text.n, false);
    for (size_t i = 0; i < s->toks.words.n; i++)
        add_word(s, s->toks.words.at[i], s->toks.at[s->toks.words.at[i]].sub);
}

void py_flow(PySource *s)
{
    Arena *a = s->a;
    bool start = true;
    if (s->lines.n)
        return;
    VEC_PUSH(a, &s->blocks, ((PyBlock){0, 0, 0, PY_NONE, 0}));
    for (uint32_t i = 0; i < s->toks.n; i++) {
        const PyTok *t = &s->toks.at[i];
        if (start) {
            add_line(s, i);
            start = false;
            if (t->kind == PY_NAME && str_eqz(py_text(&s->toks, i), "global"))
                global(s, i);
        }
        switch (t->kind) {
        case PY_NEWLINE: start = true; break;
        case PY_OP:
            if (t->up == PY_NONE && (t->sub == '=' || t->sub == PY_AUG))
                assignment(s, i, t->sub == '=' ? EV_SET : EV_ADD);
            break;
        case PY_NAME:
            if (t->sub == PW_RETURN)
                returned(s, i);
            else if (t->sub == PW_FOR)
                loop(s, i);
            else if (t->sub == PW_NONE && t->len == 2 && str_eqz(py_text(&s->toks, i), "as"))
                with_as(s, i);
            else if (t->sub > PW_LAST_KEYWORD && t->sub < PW_SQLITE3)
                method(s, i);
            break;
        default: break;
        }
    }
    if (s->lines.n == 0)
        VEC_PUSH(a, &s->lines, ((PyLine){0, 0, false}));
    group_events(s);
}
