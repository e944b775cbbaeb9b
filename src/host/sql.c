/* The streaming reader behind sql.h: a window over the file that holds one statement. */
#include "host/sql.h"
#include "base/lines.h"
#include "parse/parse.h"

enum { CHUNK = 1 << 16 };

typedef struct Window {
    FILE *in;
    Buf buf;
    size_t at; /* where the present statement begins */
    bool last; /* the file is read */
} Window;

static bool read_more(Window *w)
{
    if (w->at) { /* forget what is behind */
        memmove(w->buf.p, w->buf.p + w->at, w->buf.n - w->at);
        w->buf.n -= w->at;
        w->at = 0;
    }
    size_t want = w->buf.n > CHUNK ? w->buf.n : CHUNK; /* grows with the statement: linear in all */
    char chunk[CHUNK];
    while (want > 0) {
        size_t n = fread(chunk, 1, want < CHUNK ? want : CHUNK, w->in);
        buf_put(&w->buf, (Str){chunk, n});
        want -= n;
        if (n == 0) {
            w->last = true;
            break;
        }
    }
    return !ferror(w->in);
}

/* The next statement with the blanks before it; empty at the end. */
static bool next_statement(Window *w, Str *s)
{
    for (;;) {
        Str rest = {w->buf.p + w->at, w->buf.n - w->at};
        size_t n = rest.n ? lex_statement_length(rest, w->last) : 0;
        if ((n && (n < rest.n || w->last)) || (w->last && rest.n == 0)) {
            *s = str_sub(rest, 0, n);
            w->at += n;
            return true;
        }
        if (w->last) {
            *s = rest;
            w->at += rest.n;
            return true;
        }
        if (!read_more(w))
            return false;
    }
}

bool sql_takes_back(Str path)
{
    size_t at = path.n;
    while (at > 0 && path.p[at - 1] != '/')
        at--;
    Str name = str_sub(path, at, path.n);
    if (str_ieqz(name, "down.sql") || str_iends(name, ".down.sql") || str_iends(name, "-down.sql") ||
        str_iends(name, "_down.sql"))
        return true;
    size_t digits = 1; /* Flyway's undo */
    while (digits < name.n && (ascii_digit(name.p[digits]) || name.p[digits] == '.' || name.p[digits] == '_'))
        digits++;
    return name.n > 2 && name.p[0] == 'U' && ascii_digit(name.p[1]) && digits > 3 &&
           name.p[digits - 1] == '_' && name.p[digits - 2] == '_';
}

static void new_file(Pipe *p, Str path)
{
    pipe_new_file(p);
    if (sql_takes_back(path))
        pipe_section_down(p);
}

bool sql_learn(Pipe *p, FILE *in, Str path)
{
    Window w = {.in = in};
    Str s;
    bool ok;
    new_file(p, path);
    while ((ok = next_statement(&w, &s)) && s.n)
        pipe_learn(p, s, false);
    buf_free(&w.buf);
    return ok;
}

bool sql_schema(Catalog *c, FILE *in)
{
    Window w = {.in = in};
    Arena a;
    Str s;
    bool ok;
    arena_init(&a, NULL);
    catalog_section_up(c);
    while ((ok = next_statement(&w, &s)) && s.n) {
        arena_reset(&a);
        Tokens t = lex_all(&a, s, (LexOpts){0});
        for (uint32_t at = 0; at < t.n;) {
            Stmt *st = parse_statement(&a, &t, at);
            catalog_learn(c, st, false);
            at = st->last;
        }
    }
    arena_free(&a);
    buf_free(&w.buf);
    return ok;
}

static uint32_t lines_in(Str s)
{
    uint32_t n = 0;
    for (const char *p = s.p, *end = s.p + s.n; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        n++;
    return n;
}

/* Bytes from the start of the line to the end of `s`, which began `col` bytes into one. */
static uint32_t column_after(Str s, uint32_t col)
{
    size_t n = s.n;
    while (n > 0 && s.p[n - 1] != '\n')
        n--;
    return n ? (uint32_t)(s.n - n) : col + (uint32_t)s.n;
}

/* Does the statement (not the blanks before it) touch lines [from, to]? */
static bool touches(Str s, uint32_t line, uint32_t from, uint32_t to)
{
    if (!from)
        return true;
    size_t lead = 0;
    while (lead < s.n && ascii_space(s.p[lead]))
        lead++;
    uint32_t first = line + lines_in(str_sub(s, 0, lead)), last = line + lines_in(s);
    return first <= to && last >= from;
}

/* Nothing but blanks or a comment stands between the present statement and the end of its line. */
static bool ends_line(const Window *w)
{
    size_t i = w->at;
    while (i < w->buf.n && (w->buf.p[i] == ' ' || w->buf.p[i] == '\t' || w->buf.p[i] == '\r'))
        i++;
    if (i == w->buf.n)
        return w->last;
    return w->buf.p[i] == '\n' || (w->buf.p[i] == '-' && i + 1 < w->buf.n && w->buf.p[i + 1] == '-');
}

/* Where the output goes, and whether lines end in CR LF there, as in the source. */
typedef struct Put {
    const SqlSink *sink;
    bool crlf, seen; /* seen: the file's first line end was */
} Put;

static void look_at_lines(Put *p, Str s)
{
    const char *end = p->seen || !s.n ? NULL : memchr(s.p, '\n', s.n);
    if (!end)
        return;
    p->seen = true;
    p->crlf = end > s.p && end[-1] == '\r';
}

/* New text, whose lines end in LF. */
static bool put_new(const Put *p, Str s)
{
    const SqlSink *sink = p->sink;
    for (size_t at = 0, to; p->crlf && at < s.n; at = to + 1) {
        const char *nl = memchr(s.p + at, '\n', s.n - at);
        to = nl ? (size_t)(nl - s.p) : s.n;
        bool has = to > 0 && s.p[to - 1] == '\r';
        if (!sink->text(sink->arg, str_sub(s, at, to)) ||
            (nl && !sink->text(sink->arg, has ? STR("\n") : STR("\r\n"))))
            return false;
    }
    return p->crlf || sink->text(sink->arg, s);
}

/* The last statement, which has no ';', with what is still to be said after it. */
static bool put_last(const Translation *t, Str s, Str rest, const SqlSink *sink)
{
    Buf b = {0};
    pipe_text(t, s, &b);
    Str text = buf_str(&b), trimmed = text;
    while (trimmed.n && ascii_space(trimmed.p[trimmed.n - 1]))
        trimmed.n--;
    size_t line = trimmed.n;
    while (line > 0 && trimmed.p[line - 1] != '\n')
        line--;
    bool comment = str_ihas(str_sub(trimmed, line, trimmed.n), "--"); /* perhaps: a line of its own is safe */
    bool ok = sink->text(sink->arg, trimmed) && sink->text(sink->arg, comment ? STR("\n;\n") : STR(";\n")) &&
              sink->text(sink->arg, rest);
    buf_free(&b);
    return ok;
}

static bool put_translation(const Translation *t, Str s, const Put *p)
{
    for (size_t i = 0; i < t->segs.n; i++) {
        const Seg *g = &t->segs.at[i];
        Str copy = g->kind == SEG_COPY ? str_sub(s, g->off, g->off + g->len) : STR_NONE;
        if (!(g->kind == SEG_COPY ? p->sink->text(p->sink->arg, copy) : put_new(p, g->text)))
            return false;
    }
    return true;
}

typedef struct SkipHere { /* lines of the file for bytes of the statement */
    const FragOpts *opts;
    Lines lines;
    uint32_t line;
} SkipHere;

static bool skip_here(void *arg, uint16_t code, uint32_t off)
{
    const SkipHere *h = arg;
    return h->opts->skip(h->opts->skip_arg, code, h->line + lines_find(&h->lines, off));
}

bool sql_translate(Pipe *p, FILE *in, Str path, const FragOpts *f, uint32_t from, uint32_t to,
                   const SqlSink *sink)
{
    Window w = {.in = in};
    uint32_t line = 1, col = 0;
    uint64_t off = 0;
    Arena lines;
    Put out = {.sink = sink};
    Str s, rest = STR_NONE;
    bool ok;
    arena_init(&lines, NULL);
    new_file(p, path);
    while ((ok = next_statement(&w, &s)) && s.n) {
        look_at_lines(&out, s);
        if (!touches(s, line, from, to)) {
            ok = !sink->text || sink->text(sink->arg, s);
        } else {
            FragOpts opts = *f;
            SkipHere here = {.opts = f, .line = line};
            opts.ends_line = ends_line(&w);
            if (f->skip) {
                arena_reset(&lines);
                here.lines = lines_of(&lines, s);
                opts.skip = skip_here;
                opts.skip_arg = &here;
            }
            const Translation *t = pipe_translate(p, s, &opts);
            if (sink->statement)
                sink->statement(sink->arg, t, s, off, line, col);
            if (t->open_end)
                rest = pipe_pending(p);
            ok = !sink->text || (rest.n ? put_last(t, s, rest, sink) : put_translation(t, s, &out));
        }
        line += lines_in(s);
        col = column_after(s, col);
        off += s.n;
        if (!ok)
            break;
    }
    rest = rest.n ? STR_NONE : pipe_pending(p);
    if (ok && rest.n && sink->text)
        ok = put_new(&out, STR("\n")) && put_new(&out, rest);
    arena_free(&lines);
    buf_free(&w.buf);
    return ok;
}
