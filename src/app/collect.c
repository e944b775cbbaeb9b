/* Findings out of translations: see collect.h.  Diagnostics get lines and columns, the segments of a .sql
   file's translation become edits as hosts have them, and for each finding the piece of source is cut out
   that its edits change.  It decides nothing about what is worth a finding. */
#include "app/judge.h"
#include "base/lines.h"
#include "base/sort.h"
#include "host/sql.h"
#include "lex/lex.h"
#include <errno.h>
#include <xxhash.h>

enum {
    LONGEST = 2000,
    LONGEST_LINE = 400
}; /* bytes of before and after, and of an excerpt: a reader wants no more */

typedef struct Cursor { /* where characters were counted last: the next place is near it */
    uint32_t line, off, characters;
} Cursor;

typedef struct Text { /* a statement of a .sql file or the whole of another one */
    Lines lines;
    bool plain;            /* all ASCII: a character is a byte */
    uint64_t off;          /* of its first byte, in the file */
    uint32_t line, column; /* how many lines, and how many bytes of its first line, stand before it */
    Cursor from, to;       /* of beginnings and of ends */
} Text;

static uint32_t characters(Str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (s.p[i] & 0xC0) != 0x80;
    return n;
}

static uint32_t characters_before(const Text *t, Cursor *c, uint32_t line, uint32_t off)
{
    uint32_t to = off < t->lines.text.n ? off : (uint32_t)t->lines.text.n, start = t->lines.start[line];
    if (t->plain)
        return to - start;
    if (line != c->line)
        *c = (Cursor){line, start, 0};
    if (to > c->off)
        c->characters += characters(str_sub(t->lines.text, c->off, to));
    else
        c->characters -= characters(str_sub(t->lines.text, to, c->off));
    c->off = to;
    return c->characters;
}

static TextPlace place(const Text *t, Cursor *c, uint32_t off)
{
    uint32_t line = lines_find(&t->lines, off), start = t->lines.start[line];
    uint32_t more = line == 0 ? t->column : 0;
    return (TextPlace){t->line + line + 1, more + off - start + 1,
                       more + characters_before(t, c, line, off) + 1};
}

/* A statement's text with each run of blanks as one: where it stands and how it is indented do not count. */
static uint64_t hash_of(Arena *scratch, Str s)
{
    s = str_trim(s);
    char *p = arena_raw(scratch, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_space(s.p[i]) || !ascii_space(s.p[i - 1]))
            p[n++] = ascii_space(s.p[i]) ? ' ' : s.p[i];
    return XXH3_64bits(p, n);
}

/* ---- before and after ---- */

/* The first edit of the finding's statement that ends at or behind `off`. */
static const Edit *first_edit(const Findings *out, const Finding *f, uint64_t off)
{
    const Edit *e = out->edits.at + f->first_edit;
    size_t low = 0, high = f->nedits;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (e[mid].off + e[mid].len < off)
            low = mid + 1;
        else
            high = mid;
    }
    return e + low;
}

/* The finding's bytes with the edits that touch them. */
static void local_change(const Findings *out, const Text *t, Finding *f, uint32_t off, uint32_t len)
{
    uint64_t from = t->off + off, to = from + len;
    const Edit *e = first_edit(out, f, from), *end = out->edits.at + f->first_edit + f->nedits, *first = e,
               *behind;
    for (; e < end && e->off <= t->off + off + len && to - from <= LONGEST; e++) {
        from = e->off < from ? e->off : from;
        to = e->off + e->len > to ? e->off + e->len : to;
    }
    behind = e;
    if (first == behind || to - from > LONGEST)
        return;
    Str source = t->lines.text;
    Buf b = {0};
    size_t at = (size_t)(from - t->off);
    for (e = first; e < behind; e++) {
        buf_put(&b, str_sub(source, at, (size_t)(e->off - t->off)));
        buf_put(&b, e->text);
        at = (size_t)(e->off - t->off) + e->len;
    }
    buf_put(&b, str_sub(source, at, (size_t)(to - t->off)));
    if (b.n <= LONGEST) {
        f->before = arena_dup(out->arena, str_sub(source, (size_t)(from - t->off), (size_t)(to - t->off)));
        f->after = arena_dup(out->arena, buf_str(&b));
    }
    buf_free(&b);
}

static void add_finding(Findings *out, Text *t, const Diag *d, Finding f)
{
    uint32_t off = d->off < t->lines.text.n ? d->off : (uint32_t)t->lines.text.n;
    uint32_t len = d->len < t->lines.text.n - off ? d->len : (uint32_t)t->lines.text.n - off;
    f.code = d->code;
    f.safety = d->safety;
    f.off = t->off + off;
    f.len = len;
    f.from = place(t, &t->from, off);
    f.to = place(t, &t->to, off + len);
    f.msg = arena_dup(out->arena, d->msg);
    f.hint = arena_dup(out->arena, d->hint);
    Str line = lines_text(&t->lines, lines_find(&t->lines, off));
    f.excerpt = line.n <= LONGEST_LINE ? arena_dup(out->arena, line) : STR_NONE;
    local_change(out, t, &f, off, len);
    VEC_PUSH(out->arena, &out->list, f);
}

/* ---- comments ---- */

static bool stream_marked(FILE *in)
{
    char chunk[(1 << 16) + 16];
    size_t kept = 0, n;
    while ((n = fread(chunk + kept, 1, 1 << 16, in)) > 0) {
        if (ignore_marked((Str){chunk, kept + n}))
            return true;
        size_t all = kept + n;
        kept = all < 15 ? all : 15; /* the mark may lie across two reads */
        memmove(chunk, chunk + all - kept, kept);
    }
    return false;
}

static void take_ignores(Arena *a, HostLang lang, Str text, Ignores *out)
{
    ignores_find(a, lang, text, out);
    for (size_t i = 0; i < out->n; i++)
        out->at[i].codes = arena_dup(a, out->at[i].codes);
}

bool collect_ignores(Arena *a, HostLang lang, FILE *in, Ignores *out)
{
    if (!stream_marked(in))
        return !ferror(in);
    Buf text = {0};
    rewind(in);
    bool ok = read_all(in, &text);
    if (ok)
        take_ignores(a, lang, buf_str(&text), out);
    buf_free(&text);
    return ok;
}

/* ---- parameters ---- */

/* Once a file, at its first statement that has any: every program has them. */
static void about_parameters(Findings *out, Text *t, uint32_t off, Finding f)
{
    add_finding(out, t,
                &(Diag){.code = CHECK_PARAMS,
                        .off = off,
                        .msg = STR("parameters are spelled for SQLite's driver"),
                        .hint = STR("the translation spells them for PostgreSQL's; see --params")},
                f);
}

/* ---- .sql files ---- */

typedef struct SqlJob {
    Findings *out;
    Arena scratch;   /* a statement's */
    bool parameters; /* were seen, and said */
} SqlJob;

static void add_edit(Findings *out, Text *t, uint32_t off, uint32_t len, uint32_t group, Str text)
{
    VEC_PUSH(out->arena, &out->edits,
             ((Edit){.off = t->off + off,
                     .len = len,
                     .group = group,
                     .from = place(t, &t->from, off),
                     .to = place(t, &t->to, off + len),
                     .text = arena_dup(out->arena, text)}));
}

/* What stands between the segments that were copied. */
static void edits_of(Findings *out, Text *t, const Translation *tr)
{
    Buf text = {0};
    uint32_t at = 0, size = (uint32_t)t->lines.text.n, group = out->nstatements;
    for (size_t i = 0; i <= tr->segs.n; i++) {
        const Seg *s = i < tr->segs.n ? &tr->segs.at[i] : NULL;
        if (s && s->kind != SEG_COPY) {
            buf_put(&text, s->text);
            continue;
        }
        uint32_t next = s ? s->off : size;
        if (next > at || text.n)
            add_edit(out, t, at, next - at, group, buf_str(&text));
        text.n = 0;
        at = s ? s->off + s->len : size;
    }
    buf_free(&text);
}

/* Where a statement begins, behind the blanks and comments before it. */
static size_t where_it_begins(Arena *scratch, Str s)
{
    Tokens t = lex_all(scratch, s, (LexOpts){0});
    uint32_t i = 0;
    while (i < t.n && tok_is_trivia(t.at[i].kind))
        i++;
    return t.at[i].off;
}

static void sql_statement(void *arg, const Translation *tr, Str s, uint64_t off, uint32_t line, uint32_t col)
{
    SqlJob *j = arg;
    Findings *out = j->out;
    out->nstatements++;
    out->nparams += tr->nparams;
    bool parameters = tr->nparams > 0 && !j->parameters;
    if (tr->diags.n == 0 && !parameters && !(out->whole && tr->changed))
        return;
    j->parameters |= parameters;
    arena_reset(&j->scratch);
    Text t = {.lines = lines_of(&j->scratch, s),
              .plain = str_ascii(s) == s.n,
              .off = off,
              .line = line - 1,
              .column = col};
    Finding f = {.first_edit = (uint32_t)out->edits.n};
    if (tr->changed)
        edits_of(out, &t, tr);
    f.nedits = (uint32_t)out->edits.n - f.first_edit;
    size_t lead = where_it_begins(&j->scratch, s), end = s.n;
    while (end > lead && ascii_space(s.p[end - 1]))
        end--;
    f.first_line = place(&t, &t.from, (uint32_t)lead).line;
    f.last_line = place(&t, &t.to, (uint32_t)end).line;
    f.statement = hash_of(&j->scratch, str_sub(s, lead, end));
    if (parameters)
        about_parameters(out, &t, (uint32_t)lead, f);
    for (size_t i = 0; i < tr->diags.n; i++)
        add_finding(out, &t, &tr->diags.at[i], f);
}

static bool collect_sql(const Source *s, FILE *in, Findings *out, Ignores *ignores)
{
    SqlJob j = {.out = out};
    FragOpts f = {
        .params = profile_params(s->profile, PARAM_NUMBERED), .percent = PERCENT_IF_PARAMS, .script = true};
    SqlSink sink = {.arg = &j, .statement = sql_statement};
    arena_init(&j.scratch, NULL);
    bool ok = collect_ignores(out->arena, s->lang, in, ignores);
    rewind(in);
    ok = ok && sql_translate(s->project->pipe, in, s->path, &f, 0, 0, &sink);
    out->nfragments = out->nstatements > 0;
    arena_free(&j.scratch);
    return ok;
}

/* ---- other languages ---- */

static int by_group(const void *x, const void *y)
{
    const HostEdit *a = x, *b = y;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return a->off < b->off ? -1 : a->off > b->off;
}

static void group_edits(const Findings *out, uint32_t group, Finding *f)
{
    uint32_t low = 0, high = (uint32_t)out->edits.n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (out->edits.at[mid].group < group)
            low = mid + 1;
        else
            high = mid;
    }
    f->first_edit = low;
    for (high = low; high < out->edits.n && out->edits.at[high].group == group; high++)
        ;
    f->nedits = high - low;
}

static void host_findings(Findings *out, Arena *scratch, Str source, HostResult *r)
{
    Text t = {.lines = lines_of(scratch, source), .plain = str_ascii(source) == source.n};
    sort(r->edits.at, r->edits.n, sizeof *r->edits.at, by_group);
    for (size_t i = 0; i < r->edits.n; i++)
        add_edit(out, &t, r->edits.at[i].off, r->edits.at[i].len, r->edits.at[i].group, r->edits.at[i].text);
    uint32_t known = UINT32_MAX;
    Finding f = {0};
    if (r->nparams) {
        f.first_line = f.last_line = place(&t, &t.from, r->first_param).line;
        f.statement = hash_of(scratch, lines_text(&t.lines, f.first_line - 1));
        about_parameters(out, &t, r->first_param, f);
    }
    for (size_t i = 0; i < r->diags.n; i++) {
        const HostPlace *h = &r->places.at[i];
        if (h->off != known) { /* a hash for each statement, not for each finding in it */
            f.statement = hash_of(scratch, str_sub(source, h->off, h->off + h->len));
            f.first_line = place(&t, &t.from, h->off).line;
            f.last_line = place(&t, &t.to, h->off + h->len).line;
            known = h->off;
        }
        group_edits(out, h->group, &f);
        add_finding(out, &t, &r->diags.at[i], f);
    }
}

static bool collect_host(Source *s, Findings *out, Ignores *ignores)
{
    if (!run_text(s))
        return false;
    Str text = buf_str(&s->text);
    HostOpts o = {.params = profile_params(s->profile, PARAM_PSYCOPG)};
    HostResult r;
    host_result_init(&r, NULL);
    host_python_translate(s->project->pipe, text, &o, &r);
    pipe_pending(s->project->pipe); /* what this file leaves to say is not the next one's */
    out->nfragments = r.nfragments;
    out->nstatements = r.nstatements;
    out->nparams = r.nparams;
    if (r.diags.n || r.nparams)
        host_findings(out, &r.arena, text, &r);
    if (ignore_marked(text))
        take_ignores(out->arena, s->lang, text, ignores);
    host_result_free(&r);
    run_forget(s);
    return true;
}

/* A file that was found in a folder, but only looks like source by its name. */
static bool is_binary(FILE *in)
{
    char head[512];
    size_t n = fread(head, 1, sizeof head, in);
    rewind(in);
    return n > 0 && memchr(head, 0, n) != NULL;
}

bool collect(Source *s, Findings *out, Ignores *ignores)
{
    if (s->silent)
        return true;
    run_use(s);
    if (s->lang == HOST_PYTHON)
        return collect_host(s, out, ignores);
    FILE *in = open_input(s->path.p);
    if (!in)
        return false;
    bool ok = true;
    if (s->named || !is_binary(in))
        ok = collect_sql(s, in, out, ignores);
    int saved = errno;
    if (!ok)
        io_error(s->shown.p, strerror(saved));
    fclose(in);
    return ok;
}
