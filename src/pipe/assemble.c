/* Segments put in finished order (see base/seg.h): glue between tokens, newlines owed after line comments,
   and COPY spans that never go backwards.  It changes no SQL beyond blanks and the form of comments. */
#include "pipe/internal.h"

static bool op_char(char c)
{
    return c && strchr("+-*/<>=~!@#%^&|?:", c) != NULL;
}

/* Would PostgreSQL's lexer join (or misread) two tokens that end in `a` and begin with `b`? */
static bool sticks(char a, char b)
{
    if (ascii_ident(a) && (ascii_ident(b) || b == '\'' || b == '"'))
        return true;
    if ((a == '\'' || a == '"') && (b == a || (ascii_ident(b))))
        return true;
    return op_char(a) && op_char(b) && a != ':' && b != ':';
}

typedef struct Out {
    Arena *a;
    Str src;
    SegVec v;
    uint32_t consumed; /* source bytes up to here are behind us */
    char last;         /* last byte written, 0 at the start */
    bool owes_newline; /* a line comment is open */
    bool at_start;     /* nothing but blanks stands on the present line so far */
    uint32_t indent;   /* how many of them it begins with */
    bool one_line;
    bool in_literal;    /* a hole stands between quotes that a rule wrote */
    uint32_t copied_to; /* end of the COPY written last, when nothing came after it */
} Out;

/* A parameter's value may begin with a minus when psycopg puts it into the text: `a - -1`, `a || -1`. */
static bool sticks_to_value(char a)
{
    return ascii_ident(a) || (a && strchr("-~!@#%^&|?", a));
}

static Str seg_text(const Out *o, const Seg *s)
{
    if (s->kind == SEG_COPY)
        return str_sub(o->src, s->off, s->off + s->len);
    if (s->kind == SEG_HOLE)
        return STR("x");
    return s->text;
}

/* The blanks that the present line begins with. */
static void look_at_line(Out *o, Str t)
{
    size_t from = t.n;
    while (from > 0 && t.p[from - 1] != '\n')
        from--;
    if (from) {
        o->at_start = true;
        o->indent = 0;
    }
    for (; o->at_start && from < t.n; from++)
        if (t.p[from] == ' ')
            o->indent++;
        else
            o->at_start = false;
}

static void push_text(Out *o, Str s)
{
    VEC_PUSH(o->a, &o->v, ((Seg){.kind = SEG_TEXT, .text = s}));
    o->last = s.p[s.n - 1];
    o->copied_to = UINT32_MAX;
    look_at_line(o, s);
}

/* In a one-line literal a line comment would swallow what follows: it becomes a block comment. */
static Str block_comment(Out *o, Str line)
{
    char *p = arena_alloc(o->a, line.n * 2 + 8);
    size_t n = 0;
    p[n++] = '/', p[n++] = '*';
    for (size_t i = 2; i < line.n; i++) {
        if ((line.p[i] == '/' && p[n - 1] == '*') || (line.p[i] == '*' && p[n - 1] == '/'))
            p[n++] = ' ';
        p[n++] = line.p[i];
    }
    p[n++] = ' ', p[n++] = '*', p[n++] = '/';
    return (Str){p, n};
}

static void close_comment(Out *o, char next)
{
    if (!o->owes_newline || next == '\n')
        goto done;
    if (o->one_line && o->v.n) {
        Seg *c = &o->v.at[o->v.n - 1];
        Str line = seg_text(o, c);
        *c = (Seg){.kind = SEG_TEXT, .text = block_comment(o, line)};
        o->last = '/';
    } else {
        char *line = arena_alloc(o->a, o->indent + 2u);
        memset(line, ' ', o->indent + 1u);
        line[0] = '\n';
        push_text(o, (Str){line, o->indent + 1u});
    }
    o->copied_to = UINT32_MAX;
done:
    o->owes_newline = false;
}

/* The text so far ends with a quote that a rule has opened, for the hole that comes next. */
static bool opens_quote(const Out *o)
{
    const Seg *last = o->v.n ? &o->v.at[o->v.n - 1] : NULL;
    if (o->last == '\'')
        return true;
    if (o->last != '"' || !last || last->kind != SEG_TEXT)
        return false;
    return last->text.n == 1 || !ascii_ident(last->text.p[last->text.n - 2]);
}

static void put(Out *o, const Seg *s)
{
    Str t = seg_text(o, s);
    if (t.n == 0)
        return;
    bool contiguous = s->kind == SEG_COPY && s->off == o->copied_to;
    if (!contiguous || o->owes_newline)
        close_comment(o, t.p[0]);
    bool quoted = s->kind == SEG_HOLE && opens_quote(o);
    bool glue = s->kind == SEG_PARAM ? sticks_to_value(o->last) : sticks(o->last, t.p[0]);
    if (!contiguous && o->last && !quoted && !o->in_literal && glue)
        push_text(o, STR(" "));
    o->in_literal = quoted;
    bool line_comment = s->n && (s->kind == SEG_COPY || s->kind == SEG_TEXT);
    if (s->kind == SEG_COPY && s->off < o->consumed) {
        VEC_PUSH(o->a, &o->v, ((Seg){.kind = SEG_TEXT, .text = t}));
        o->copied_to = UINT32_MAX;
    } else if (s->kind == SEG_COPY) {
        Seg *prev = o->v.n ? &o->v.at[o->v.n - 1] : NULL;
        if (contiguous && prev && prev->kind == SEG_COPY && !line_comment)
            prev->len += s->len;
        else
            VEC_PUSH(o->a, &o->v, ((Seg){.kind = SEG_COPY, .off = s->off, .len = s->len}));
        o->consumed = o->copied_to = s->off + s->len;
    } else {
        VEC_PUSH(o->a, &o->v, *s);
        o->copied_to = UINT32_MAX;
    }
    o->last = t.p[t.n - 1];
    look_at_line(o, t);
    o->owes_newline = line_comment;
}

SegVec assemble(Arena *a, Str src, const SegVec *in, bool one_line)
{
    Out o = {.a = a, .src = src, .one_line = one_line, .copied_to = UINT32_MAX, .at_start = true};
    for (size_t i = 0; i < in->n; i++)
        put(&o, &in->at[i]);
    return o.v;
}

Str assemble_verify_text(Arena *a, Str src, const SegVec *segs)
{
    size_t n = 1;
    for (size_t i = 0; i < segs->n; i++)
        n += segs->at[i].kind == SEG_COPY ? segs->at[i].len : segs->at[i].text.n + 24;
    char *p = arena_alloc(a, n);
    size_t at = 0;
    for (size_t i = 0; i < segs->n; i++) {
        const Seg *s = &segs->at[i];
        Str t = s->kind == SEG_COPY    ? str_sub(src, s->off, s->off + s->len)
                : s->kind == SEG_PARAM ? arena_fmt(a, "$%u", s->n)
                : s->kind == SEG_HOLE  ? (s->judged ? str_z(s->judged) : STR("sx_hole"))
                                       : s->text;
        if (t.n)
            memcpy(p + at, t.p, t.n);
        at += t.n;
    }
    bool bom = at >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0; /* psql skips it, libpg_query does not */
    return (Str){p + (bom ? 3 : 0), at - (bom ? 3 : 0)};
}
