/* Literals decoded and encoded
   (https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals): a map between a
   literal's value and its source bytes, kept as runs.  Fields of f-strings, of .format and of % become holes.
   \N{...} is not looked up: it stands for one unknown letter. */
#include "host/python.h"

typedef struct Decoder {
    PySource *s;
    PyExpr *e;
    char *out; /* NULL while the text is a plain slice */
    uint32_t n;
    uint32_t tok;
    uint8_t layer;
    const PyPart *part;
    uint32_t field; /* fields of the part seen */
} Decoder;

static void add_run(Decoder *d, PyRunKind kind, uint32_t n, uint32_t src, uint32_t srclen)
{
    PyRun *last = d->e->runs.n ? &d->e->runs.at[d->e->runs.n - 1] : NULL;
    if (kind == RUN_SAME && last && last->kind == RUN_SAME && last->tok == d->tok &&
        last->src + last->srclen == src) {
        last->n += n;
        last->srclen += n;
    } else {
        VEC_PUSH(d->s->a, &d->e->runs,
                 ((PyRun){.kind = (uint8_t)kind,
                          .at = d->n,
                          .n = n,
                          .src = src,
                          .srclen = srclen,
                          .tok = d->tok,
                          .layer = d->layer}));
    }
    d->n += n;
}

static void same(Decoder *d, uint32_t src, uint32_t n)
{
    if (!n)
        return;
    memcpy(d->out + d->n, d->s->text.p + src, n);
    add_run(d, RUN_SAME, n, src, n);
}

static uint32_t put_utf8(char *p, uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        c = 0xFFFD;
    if (c < 0x80)
        return p[0] = (char)c, 1;
    if (c < 0x800)
        return p[0] = (char)(0xC0 | c >> 6), p[1] = (char)(0x80 | (c & 63)), 2;
    if (c < 0x10000)
        return p[0] = (char)(0xE0 | c >> 12), p[1] = (char)(0x80 | (c >> 6 & 63)),
               p[2] = (char)(0x80 | (c & 63)), 3;
    p[0] = (char)(0xF0 | c >> 18), p[1] = (char)(0x80 | (c >> 12 & 63)), p[2] = (char)(0x80 | (c >> 6 & 63));
    p[3] = (char)(0x80 | (c & 63));
    return 4;
}

static int hex(char c)
{
    c = ascii_lower(c);
    return ascii_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The escape at src (a backslash), of a literal that ends at `end`; returns its source bytes. */
static uint32_t escape(Decoder *d, uint32_t src, uint32_t end)
{
    static const char from[] = "abfnrtv\\'\"", to[] = "\a\b\f\n\r\t\v\\'\"";
    const char *p = d->s->text.p;
    char c = src + 1 < end ? p[src + 1] : 0;
    uint32_t n = 2, value = 0, digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    const char *simple = c ? strchr(from, c) : NULL;
    if (c == '\n' || c == '\r') {
        n = c == '\r' && src + 2 < end && p[src + 2] == '\n' ? 3 : 2;
        add_run(d, RUN_ESCAPE, 0, src, n);
        return n;
    }
    if (simple) {
        value = (unsigned char)to[simple - from];
    } else if (c >= '0' && c <= '7') {
        for (n = 1; n < 4 && src + n < end && p[src + n] >= '0' && p[src + n] <= '7'; n++)
            value = value * 8 + (uint32_t)(p[src + n] - '0');
    } else if (digits) {
        for (n = 2; n < 2 + digits && src + n < end && hex(p[src + n]) >= 0; n++)
            value = value * 16 + (uint32_t)hex(p[src + n]);
    } else if (c == 'N' && src + 2 < end && p[src + 2] == '{') {
        for (n = 3; src + n < end && p[src + n - 1] != '}'; n++)
            ;
        value = 0xFFFD;
    } else { /* no escape: the backslash stays */
        add_run(d, RUN_SAME, 1, src, 1);
        d->out[d->n - 1] = '\\';
        return 1;
    }
    if (d->layer != LAYER_NONE && (value == '{' || value == '}' || value == '%'))
        d->e->broken = true; /* a field that begins with an escape: nobody writes that */
    add_run(d, RUN_ESCAPE, put_utf8(d->out + d->n, value), src, n);
    return n;
}

static PyHole *add_hole(Decoder *d, uint32_t src, uint32_t srclen)
{
    PyExpr *e = d->e;
    VEC_PUSH(d->s->a, &e->holes, ((PyHole){.toks = NULL}));
    add_run(d, RUN_HOLE, 0, src, srclen);
    e->runs.at[e->runs.n - 1].hole = (uint32_t)e->holes.n - 1;
    return &e->holes.at[e->holes.n - 1];
}

/* A replacement field {expr!r:spec} of an f-string at src; returns its source bytes. */
static uint32_t format_field(Decoder *d, uint32_t src, uint32_t end)
{
    const char *p = d->s->text.p;
    uint32_t i = src + 1, stop = 0;
    int depth = 1;
    for (; i < end && depth > 0; i++) {
        char c = p[i];
        if (c == '\'' || c == '"') {
            uint32_t k = i + 1;
            while (k < end && p[k] != c)
                k += p[k] == '\\' ? 2 : 1;
            i = k < end && !stop ? k : i;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            depth--;
        } else if (depth == 1 && !stop && (c == ':' || (c == '!' && i + 1 < end && p[i + 1] != '='))) {
            stop = i;
        }
    }
    if (depth > 0)
        d->e->broken = true;
    PyHole *h = add_hole(d, src, i - src);
    h->src = src + 1;
    h->srclen = (stop ? stop : i - 1) - h->src;
    return i - src;
}

/* The n-th positional argument, or the one of this name, of a call's arguments [from, to). */
static void find_argument(PyHole *h, const PyToks *t, uint32_t from, uint32_t to, uint32_t n, Str name)
{
    uint32_t arg = from, seen = 0;
    for (uint32_t i = from; from < to && i <= to; i++) {
        bool comma = i == to || (t->at[i].kind == PY_OP && t->at[i].sub == ',');
        if (!comma) {
            if (t->at[i].kind == PY_OPEN && t->at[i].mate != PY_NONE)
                i = t->at[i].mate;
            continue;
        }
        bool keyword = i > arg + 1 && t->at[arg].kind == PY_NAME && t->at[arg + 1].kind == PY_OP &&
                       t->at[arg + 1].sub == '=';
        bool star = i > arg && t->at[arg].kind == PY_OP && t->at[arg].sub == '*';
        if (star && !name.n)
            return;
        if (name.n ? keyword && str_eq(py_text(t, arg), name) : !keyword && seen == n) {
            h->toks = t;
            h->from = arg + (keyword ? 2 : 0);
            h->to = i;
            return;
        }
        seen++;
        arg = i + 1;
    }
}

/* {}, {0}, {name:spec} of .format at src. */
static uint32_t method_field(Decoder *d, uint32_t src, uint32_t end)
{
    const char *p = d->s->text.p;
    uint32_t i = src + 1, name = i, number = 0;
    int depth = 1;
    for (; i < end && depth > 0; i++)
        depth += p[i] == '{' ? 1 : p[i] == '}' ? -1 : 0;
    uint32_t stop = name;
    while (stop < i - 1 && (ascii_ident(p[stop])))
        stop++;
    if (depth > 0)
        d->e->broken = true;
    PyHole *h = add_hole(d, src, i - src);
    bool positional = stop == name || ascii_digit(p[name]);
    for (uint32_t k = name; k < stop; k++)
        number = number * 10 + (uint32_t)(p[k] - '0');
    if (stop == name)
        number = d->field++;
    h->key = positional ? STR_NONE : (Str){p + name, stop - name};
    h->number = number;
    if (p[stop] == '}' || p[stop] == ':' || p[stop] == '!')
        find_argument(h, d->e->toks, d->part->args, d->part->args_end, number,
                      positional ? STR_NONE : (Str){p + name, stop - name});
    return i - src;
}

/* %s, %(name)s, %5.2f at src. */
static uint32_t percent_field(Decoder *d, uint32_t src, uint32_t end)
{
    const char *p = d->s->text.p;
    const PyToks *t = d->e->toks;
    uint32_t i = src + 1;
    bool named = i < end && p[i] == '(';
    if (named)
        while (i < end && p[i++] != ')')
            ;
    while (i < end && strchr("-+ #0123456789.*lhL", p[i]) && p[i])
        i++;
    if (i >= end || !strchr("sdirfFeEgGxXocau", p[i])) {
        d->e->broken = true;
        return end - src;
    }
    PyHole *h = add_hole(d, src, i + 1 - src);
    if (d->part->args == d->part->args_end) { /* a template */
        const char *close = named ? memchr(p + src, ')', i - src) : NULL;
        h->key = close ? (Str){p + src + 2, (size_t)(close - p) - src - 2} : STR_NONE;
        h->number = d->field++;
        return i + 1 - src;
    }
    const PyTok *a = &t->at[d->part->args];
    bool tuple = a->kind == PY_OPEN && a->sub == '(' && a->mate + 1 == d->part->args_end;
    if (!named && tuple)
        find_argument(h, t, d->part->args + 1, a->mate, d->field++, STR_NONE);
    else if (!named && d->field++ == 0 && !(a->kind == PY_OPEN && a->sub == '{'))
        h->toks = t, h->from = d->part->args, h->to = d->part->args_end;
    return i + 1 - src;
}

static const bool MARKS[256] = {
    ['\\'] = true, ['{'] = true, ['}'] = true, ['%'] = true, ['\x1A'] = true, ['\r'] = true,
}; /* bytes that may be more than themselves */

static void decode_string(Decoder *d, uint32_t tok)
{
    const PyTok *t = &d->e->toks->at[tok];
    uint32_t close = t->sub & PS_BROKEN ? 0 : t->sub & PS_TRIPLE ? 3 : 1;
    uint32_t i = t->off + t->open, end = t->off + t->len - close, from = i;
    bool fields = t->sub & PS_FORMAT, braces = fields || d->layer == LAYER_FORMAT;
    const char *p = d->s->text.p;
    if (t->sub & (PS_BYTES | PS_BROKEN) || (fields && d->layer == LAYER_FORMAT))
        d->e->broken = true;
    d->tok = tok;
    if (from == end) /* an empty literal has a run all the same: text can be put into it */
        add_run(d, RUN_SAME, 0, from, 0);
    while (i < end) {
        char c = p[i];
        if (!MARKS[(unsigned char)c]) {
            i++;
            continue;
        }
        bool special = (c == '\\' && !(t->sub & PS_RAW)) || (braces && (c == '{' || c == '}')) ||
                       (c == '%' && d->layer == LAYER_PERCENT) || c == '\x1A' || c == '\r';
        if (!special) {
            i++;
            continue;
        }
        same(d, from, i - from);
        if (c == '\\') {
            i += escape(d, i, end);
        } else if (c == '\r') { /* however a line ends, Python reads \n */
            uint32_t n = i + 1 < end && p[i + 1] == '\n' ? 2 : 1;
            d->out[d->n] = '\n';
            add_run(d, RUN_ESCAPE, 1, i, n);
            i += n;
        } else if (c == '\x1A') {
            d->e->broken = true;
            i++;
        } else if (i + 1 < end && p[i + 1] == c) {
            d->out[d->n] = c;
            add_run(d, RUN_ESCAPE, 1, i, 2);
            i += 2;
        } else if (c == '}') {
            d->e->broken = true;
            i++;
        } else {
            i += c == '%' ? percent_field(d, i, end)
                 : fields ? format_field(d, i, end)
                          : method_field(d, i, end);
        }
        from = i;
    }
    same(d, from, end > from ? end - from : 0);
}

/* Does the name at `tok` mean the one that `set` gives a value to?  In the same function, or, of the module
   and of classes, anywhere but where a function has a name of its own like that. */
static bool means_it(const PySource *s, const PyEvent *set, uint32_t tok)
{
    uint32_t from, to, own = py_scope(s, set->line), there = py_scope(s, py_line_of(s, tok));
    if (own == there || s->blocks.at[own].head == PW_CLASS)
        return true;
    return own == 0 && !py_events(s, there, py_text(&s->toks, set->name), &from, &to);
}

/* Where the text that `set` gives to a name is filled in: NAME.format(...), or NAME % .... */
static void find_uses(PySource *s, PyExpr *e, const PyEvent *set, uint8_t layer)
{
    const PyToks *t = &s->toks;
    Str name = set ? py_text(t, set->name) : STR_NONE;
    for (uint32_t i = 0; name.n && i + 3 < t->n; i++) {
        if (t->at[i].kind != PY_NAME || t->at[i].len != name.n || !str_eq(py_text(t, i), name))
            continue;
        if (!means_it(s, set, i))
            continue;
        bool format = t->at[i + 1].kind == PY_OP && t->at[i + 1].sub == '.' &&
                      t->at[i + 2].sub == PW_FORMAT && t->at[i + 3].kind == PY_OPEN &&
                      t->at[i + 3].mate != PY_NONE;
        bool percent = t->at[i + 1].kind == PY_OP && t->at[i + 1].sub == '%';
        if (format && layer == LAYER_FORMAT)
            VEC_PUSH(s->a, &e->uses, ((PyUse){i + 4, t->at[i + 3].mate}));
        else if (percent && layer == LAYER_PERCENT && py_primary_end(t, i + 2) > i + 2)
            VEC_PUSH(s->a, &e->uses, ((PyUse){i + 2, py_primary_end(t, i + 2)}));
    }
}

void py_argument(const PyToks *t, const PyUse *use, PyHole *h)
{
    const PyTok *a = &t->at[use->from];
    bool percent = use->from > 0 && t->at[use->from - 1].kind == PY_OP && t->at[use->from - 1].sub == '%';
    bool tuple = percent && a->kind == PY_OPEN && a->sub == '(' && a->mate + 1 == use->to;
    if (tuple)
        find_argument(h, t, use->from + 1, a->mate, h->number, h->key);
    else if (!percent)
        find_argument(h, t, use->from, use->to, h->number, h->key);
    else if (!h->key.n && h->number == 0 && !(a->kind == PY_OPEN && a->sub == '{'))
        h->toks = t, h->from = use->from, h->to = use->to;
}

bool py_decode_as_template(PySource *s, PyExpr *e, const PyEvent *set)
{
    if (e->parts.n != 1 || e->holes.n || e->parts.at[0].layer != LAYER_NONE || e->edits.n)
        return false;
    bool format = memchr(e->text.p, '{', e->text.n) != NULL;
    if (format)
        find_uses(s, e, set, LAYER_FORMAT);
    else if (memchr(e->text.p, '%', e->text.n))
        find_uses(s, e, set, LAYER_PERCENT);
    if (!format && !e->uses.n)
        return false;
    e->parts.at[0].layer = format ? LAYER_FORMAT : LAYER_PERCENT;
    e->runs.n = 0;
    e->decoded = false;
    py_decode(s, e);
    return !e->broken && e->holes.n;
}

void py_decode(PySource *s, PyExpr *e)
{
    if (e->decoded)
        return;
    e->decoded = true;
    const PyToks *t = e->toks;
    Decoder d = {.s = s, .e = e};
    size_t room = 4;
    for (size_t i = 0; i < e->parts.n; i++)
        for (uint32_t k = e->parts.at[i].tok; !e->parts.at[i].hole && k < e->parts.at[i].end; k++)
            room += t->at[k].len + 4;
    d.out = arena_alloc(s->a, room);
    for (size_t i = 0; i < e->parts.n; i++) {
        const PyPart *p = &e->parts.at[i];
        d.part = p;
        d.layer = p->layer;
        if (i == 0 || e->parts.at[i - 1].args != p->args || p->layer == LAYER_NONE)
            d.field = 0;
        if (p->hole) {
            d.tok = PY_NONE;
            Str src = py_span(t, p->tok, p->end);
            PyHole *h = add_hole(&d, (uint32_t)(src.p - s->text.p), (uint32_t)src.n);
            h->toks = t, h->from = p->tok, h->to = p->end;
        } else {
            for (uint32_t k = p->tok; k < p->end; k++)
                decode_string(&d, k);
        }
    }
    e->text = (Str){d.out, d.n};
}

/* ---- encoding ---- */

typedef struct Encoder {
    PySource *s;
    const PyTok *lit;
    uint32_t from, to; /* source bytes replaced */
    char *out;
    size_t n;
    bool failed;
    bool crlf; /* the file's lines end in two bytes */
} Encoder;

/* A quote inside a triple-quoted literal must be escaped when it would touch another one. */
static bool quote_touches(const Encoder *x, Str text, size_t i)
{
    char q = (char)x->lit->quote;
    char before = i ? text.p[i - 1] : x->from ? x->s->text.p[x->from - 1] : 0;
    char after = i + 1 < text.n ? text.p[i + 1] : x->to < x->s->text.n ? x->s->text.p[x->to] : 0;
    return before == q || after == q;
}

static void put_char(Encoder *x, Str text, size_t i)
{
    char c = text.p[i];
    bool raw = x->lit->sub & PS_RAW, triple = x->lit->sub & PS_TRIPLE;
    char escaped = c == '\\'                                               ? '\\'
                   : c == (char)x->lit->quote && !triple                   ? c
                   : c == (char)x->lit->quote && quote_touches(x, text, i) ? c
                   : c == '\n' && !triple                                  ? 'n'
                   : c == '\r'                                             ? 'r'
                                                                           : 0;
    if (escaped &&
        raw) /* a raw literal has no escapes: a backslash is itself, the others cannot be written */
        x->failed |= c != '\\' || i + 1 == text.n;
    else if (escaped)
        x->out[x->n++] = '\\', c = escaped;
    if (c == '\n' && x->crlf)
        x->out[x->n++] = '\r';
    x->out[x->n++] = c;
}

Str py_encode(PySource *s, const PyExpr *e, const PyRun *run, uint32_t from, uint32_t to, Str text)
{
    const PyTok *lit = &e->toks->at[run->tok];
    bool braces = lit->sub & PS_FORMAT || run->layer == LAYER_FORMAT;
    Encoder x = {.s = s,
                 .lit = lit,
                 .from = from,
                 .to = to,
                 .crlf = s->crlf,
                 .out = arena_alloc(s->a, text.n * 4 + 2)};
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if ((braces && (c == '{' || c == '}')) || (run->layer == LAYER_PERCENT && c == '%'))
            x.out[x.n++] = c;
        put_char(&x, text, i);
    }
    Str out = {x.out, x.n};
    if (e->toks->outer && x.n && (memchr(x.out, e->toks->outer, x.n) || memchr(x.out, '\\', x.n)))
        x.failed = true; /* before Python 3.12 a field holds neither */
    return x.failed ? STR_NONE : out;
}
