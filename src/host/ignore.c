/* The reader behind ignore.h.  It looks for the mark, makes sure with the language's own tokens that it
   stands in a comment, and works out the lines it holds for.  What the codes mean it does not know. */
#include "host/ignore.h"
#include "base/lines.h"
#include "host/python.h"
#include "lex/lex.h"

static const Str MARK = {"sqlxlate:", 9};

/* The next mark at or behind `at`; SIZE_MAX.  Looks for its x, which is rarer than its other letters. */
static size_t next_mark(Str s, size_t at)
{
    for (const char *p = s.p + at, *end = s.p + s.n; p < end && (p = memchr(p, 'x', (size_t)(end - p)));
         p++) {
        size_t x = (size_t)(p - s.p);
        if (x >= at + 3 && s.n - x >= MARK.n - 3 && memcmp(p - 3, MARK.p, MARK.n) == 0)
            return x - 3;
    }
    return SIZE_MAX;
}

bool ignore_marked(Str s)
{
    return s.n && next_mark(s, 0) != SIZE_MAX;
}

/* ---- the words ---- */

typedef enum Form { FORM_NONE, FORM_HERE, FORM_START, FORM_END, FORM_FILE } Form;

static bool code_byte(char c)
{
    return ascii_ident(c) || c == '/' || c == '-' || c == ',' || c == ' ' || c == '\t';
}

/* The comment's words from behind the mark to the end of the line or of the comment. */
static Form read_words(Str s, Ignore *g)
{
    static const struct {
        const char *word;
        Form form;
    } FORMS[] = {{"ignore-start", FORM_START},
                 {"ignore-end", FORM_END},
                 {"ignore-file", FORM_FILE},
                 {"ignore", FORM_HERE}};
    Str all = s;
    size_t at = 0, end = 0;
    while (end < s.n && s.p[end] != '\n' && s.p[end] != '\r' &&
           !(s.p[end] == '*' && end + 1 < s.n && s.p[end + 1] == '/'))
        end++;
    s = str_trim(str_sub(s, 0, end));
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        size_t n = strlen(FORMS[i].word);
        if (!str_istarts(s, FORMS[i].word) || (s.n > n && (ascii_ident(s.p[n]) || s.p[n] == '-')))
            continue;
        for (at = n; at < s.n && code_byte(s.p[at]); at++)
            ;
        g->codes = str_trim(str_sub(s, n, at));
        g->len = (uint32_t)(s.p + s.n - (all.p - MARK.n));
        if (at < s.n && s.p[at] != ':')
            g->wrong = "the codes end with a colon before the reason";
        return FORMS[i].form;
    }
    g->len = (uint32_t)MARK.n;
    g->wrong = "the word behind it is ignore, ignore-start, ignore-end or ignore-file";
    return FORM_NONE;
}

/* ---- what surrounds a mark ---- */

static size_t skip_back(Str s, size_t at, const char *bytes)
{
    while (at > 0 && strchr(bytes, s.p[at - 1]) && s.p[at - 1])
        at--;
    return at;
}

/* The comment's opening right before the mark, by one of these; its offset or SIZE_MAX. */
static size_t opening(Str s, size_t mark, bool sql, bool hash, bool slashes)
{
    size_t at = skip_back(s, mark, " \t");
    if (hash && at > 0 && s.p[at - 1] == '#')
        return skip_back(s, at, "#");
    if (sql && at > 1 && s.p[at - 1] == '-' && s.p[at - 2] == '-')
        return skip_back(s, at, "-");
    if (sql && at > 1 && s.p[at - 1] == '*' && skip_back(s, at, "*") > 0 &&
        s.p[skip_back(s, at, "*") - 1] == '/')
        return skip_back(s, at, "*") - 1;
    if (slashes && at > 1 && s.p[at - 1] == '/' && s.p[at - 2] == '/')
        return skip_back(s, at, "/");
    return SIZE_MAX;
}

static bool first_on_line(Str s, size_t at)
{
    at = skip_back(s, at, " \t");
    return at == 0 || s.p[at - 1] == '\n' || s.p[at - 1] == '\r';
}

/* ---- SQL ---- */

typedef struct Span {
    size_t from, to; /* without the blanks and comments around it */
} Span;

typedef struct Scan { /* one source */
    Arena *a;
    Str source;
    Lines lines;
    VEC(Span) statements;
    VEC(Span) comments; /* of SQL */
    PySource *py;
} Scan;

static void scan_sql(Scan *c)
{
    for (size_t at = 0; at < c->source.n;) {
        Str rest = str_sub(c->source, at, c->source.n);
        size_t n = lex_statement_length(rest, true);
        n = n ? n : rest.n;
        Tokens t = lex_all(c->a, str_sub(rest, 0, n), (LexOpts){0});
        Span s = {SIZE_MAX, 0};
        for (uint32_t i = 0; i < t.n; i++) {
            size_t from = at + t.at[i].off, to = from + t.at[i].len;
            if (t.at[i].kind == TK_LINE_COMMENT || t.at[i].kind == TK_BLOCK_COMMENT) {
                VEC_PUSH(c->a, &c->comments, ((Span){from, to}));
            } else if (t.at[i].kind != TK_SPACE) {
                s.from = s.from == SIZE_MAX ? from : s.from;
                s.to = to;
            }
        }
        if (s.to)
            VEC_PUSH(c->a, &c->statements, s);
        at += n;
    }
}

static bool in_spans(const Span *s, size_t n, size_t at)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (s[mid].to <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && s[low].from <= at;
}

static bool comment_of_sql(const Scan *c, size_t mark, size_t *open)
{
    *open = opening(c->source, mark, true, false, false);
    return *open != SIZE_MAX && in_spans(c->comments.at, c->comments.n, mark);
}

/* ---- Python ---- */

static void scan_python(Scan *c)
{
    c->py = ARENA_NEW(c->a, PySource);
    py_source(c->py, c->a, arena_dup(c->a, c->source));
    py_flow(c->py);
    const PyToks *t = &c->py->toks;
    for (size_t i = 0; i < c->py->lines.n; i++) {
        uint32_t first = c->py->lines.at[i].tok;
        uint32_t last = i + 1 < c->py->lines.n ? c->py->lines.at[i + 1].tok : t->n;
        while (last > first + 1 && t->at[last - 1].kind == PY_NEWLINE)
            last--;
        if (last > first)
            VEC_PUSH(c->a, &c->statements,
                     ((Span){t->at[first].off, t->at[last - 1].off + t->at[last - 1].len}));
    }
}

static bool comment_of_python(const Scan *c, size_t mark, size_t *open)
{
    const PyToks *t = &c->py->toks;
    for (uint32_t low = 0, high = t->n; low < high;) {
        uint32_t mid = low + (high - low) / 2;
        if (t->at[mid].off + t->at[mid].len <= mark) {
            low = mid + 1;
        } else if (t->at[mid].off > mark) {
            high = mid;
        } else { /* in a token: a comment of the SQL in a string */
            *open = opening(c->source, mark, true, false, false);
            return t->at[mid].kind == PY_STRING && *open != SIZE_MAX;
        }
    }
    *open = opening(c->source, mark, false, true, false);
    return *open != SIZE_MAX;
}

/* ---- the lines it holds for ---- */

/* The statement that ends at or behind `at`: an index, statements.n when none does. */
static size_t statement_at(const Scan *c, size_t at)
{
    size_t low = 0, high = c->statements.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (c->statements.at[mid].to <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static uint32_t line_of(const Scan *c, size_t at)
{
    return lines_find(&c->lines, (uint32_t)at) + 1;
}

/* The next line that holds something, up to `last`. */
static uint32_t next_line(const Scan *c, uint32_t line, uint32_t last)
{
    while (line < last && str_trim(lines_text(&c->lines, line)).n == 0)
        line++;
    return line + 1;
}

static void alone(const Scan *c, size_t open, Ignore *g)
{
    size_t i = statement_at(c, open);
    if (i == c->statements.n) { /* nothing follows */
        g->first = g->last = g->line;
        return;
    }
    const Span *s = &c->statements.at[i];
    uint32_t first = line_of(c, s->from), last = line_of(c, s->to - 1);
    if (s->from < open) /* in the middle of it */
        first = last = next_line(c, g->line, last);
    g->first = first;
    g->last = last;
}

static void behind_code(const Scan *c, size_t open, Ignore *g)
{
    g->first = g->last = g->line;
    size_t i = statement_at(c, open);
    i -= i == c->statements.n || c->statements.at[i].from > open; /* it stands behind one */
    for (; i < c->statements.n; i--) {                            /* all that touch the line */
        const Span *s = &c->statements.at[i];
        uint32_t first = line_of(c, s->from), last = line_of(c, s->to - 1);
        if (last < g->line)
            return;
        if (first == g->line || last == g->line) {
            g->first = first < g->first ? first : g->first;
            g->last = last > g->last ? last : g->last;
        }
    }
}

/* Every ignore-start gets the line of its ignore-end, or of the file's end. */
static void close_ranges(Arena *a, Ignores *out, const Form *forms, uint32_t last_line)
{
    VEC(size_t) open = {0};
    for (size_t i = 0; i < out->n; i++) {
        if (forms[i] == FORM_START) {
            out->at[i].last = last_line;
            VEC_PUSH(a, &open, i);
        } else if (forms[i] == FORM_END && open.n) {
            out->at[open.at[--open.n]].last = out->at[i].line;
        } else if (forms[i] == FORM_END) {
            out->at[i].wrong = "no ignore-start stands before it";
        }
    }
}

void ignores_find(Arena *a, HostLang lang, Str source, Ignores *out)
{
    Scan c = {.a = a, .source = source, .lines = lines_of(a, source)};
    VEC(Form) forms = {0};
    if (!ignore_marked(source))
        return;
    if (lang == HOST_PYTHON)
        scan_python(&c);
    else
        scan_sql(&c);
    for (size_t mark = 0, open; (mark = next_mark(source, mark)) != SIZE_MAX; mark += MARK.n) {
        if (lang == HOST_PYTHON ? !comment_of_python(&c, mark, &open) : !comment_of_sql(&c, mark, &open))
            continue;
        Ignore g = {.off = (uint32_t)mark, .line = line_of(&c, mark)};
        Str before = str_sub(source, c.lines.start[g.line - 1], mark);
        g.col = (uint32_t)before.n + 1;
        g.character = 1;
        for (size_t i = 0; i < before.n; i++)
            g.character += (before.p[i] & 0xC0) != 0x80;
        Form form = read_words(str_sub(source, mark + MARK.n, source.n), &g);
        if (form == FORM_FILE)
            g.first = 1, g.last = UINT32_MAX;
        else if (form == FORM_START)
            g.first = g.line;
        else if (form == FORM_HERE && first_on_line(source, open))
            alone(&c, open, &g);
        else if (form == FORM_HERE)
            behind_code(&c, open, &g);
        g.used = form == FORM_END || form == FORM_NONE;
        VEC_PUSH(a, out, g);
        VEC_PUSH(a, &forms, form);
    }
    close_ranges(a, out, forms.at, c.lines.n);
}
