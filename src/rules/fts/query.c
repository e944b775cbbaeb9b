/* The language that MATCH reads (https://sqlite.org/fts5.html#full_text_query_syntax), for a constant text:
   words, "phrases", prefixes*, a + b, column : x, AND, OR, NOT, parentheses.  Words become those of a
   tsquery; a filter on columns becomes a condition of its own.  NEAR() and ^ are not understood. */
#include "rules/fts/fts.h"

typedef enum Op { Q_PHRASE, Q_AND, Q_OR, Q_NOT } Op;

typedef struct Query Query;
struct Query {
    Op op;
    Str phrase; /* as tsquery text: a <-> b:* */
    uint64_t cols;
    Query *l, *r;
};

typedef struct Reader {
    Rw *rw;
    const Table *t;
    Str s;
    size_t at;
    uint64_t cols; /* the filter in force */
    bool fts5;
    const char *why;
} Reader;

static const char SYNTAX[] = "SQLite would refuse this text for MATCH";

static Query *either(Reader *r);

static Query *fail(Reader *r, const char *why)
{
    if (!r->why)
        r->why = why;
    return NULL;
}

static bool word_char(char c)
{
    return ascii_digit(c) || ascii_lower(c) != ascii_upper(c) || (unsigned char)c >= 0x80;
}

static char look(Reader *r)
{
    while (r->at < r->s.n && ascii_space(r->s.p[r->at]))
        r->at++;
    return r->at < r->s.n ? r->s.p[r->at] : 0;
}

static bool accept(Reader *r, char c)
{
    if (look(r) != c)
        return false;
    r->at++;
    return true;
}

/* A word in capitals that is no operand; nothing is read when another one stands here. */
static bool keyword(Reader *r, const char *word)
{
    look(r);
    Str w = str_z(word), here = str_sub(r->s, r->at, r->s.n);
    if (here.n < w.n || memcmp(here.p, w.p, w.n) ||
        (here.n > w.n && (word_char(here.p[w.n]) || here.p[w.n] == '_')))
        return false;
    r->at += w.n;
    return true;
}

static bool keyword_ahead(Reader *r)
{
    size_t at = r->at;
    bool yes = keyword(r, "AND") || keyword(r, "OR") || keyword(r, "NOT");
    r->at = at;
    return yes;
}

static Str bare_word(Reader *r)
{
    look(r);
    size_t from = r->at;
    while (r->at < r->s.n && (word_char(r->s.p[r->at]) || r->s.p[r->at] == '_'))
        r->at++;
    return str_sub(r->s, from, r->at);
}

/* The words of a text, each followed by the next one. */
static Str words(Reader *r, Str text, Str phrase)
{
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && word_char(text.p[i]))
            i++;
        if (i > from)
            phrase = rw_fmt(r->rw, "%.*s%s%.*s", (int)phrase.n, phrase.n ? phrase.p : "",
                            phrase.n ? " <-> " : "", (int)(i - from), text.p + from);
        while (i < text.n && !word_char(text.p[i]))
            i++;
    }
    return phrase;
}

static bool operand(Reader *r, Str *phrase)
{
    if (!accept(r, '"')) {
        Str w = bare_word(r);
        *phrase = words(r, w, *phrase);
        return w.n > 0;
    }
    size_t from = r->at;
    while (r->at < r->s.n && (r->s.p[r->at] != '"' || (r->at + 1 < r->s.n && r->s.p[r->at + 1] == '"')))
        r->at += r->s.p[r->at] == '"' ? 2 : 1;
    if (r->at >= r->s.n)
        return false;
    *phrase = words(r, str_sub(r->s, from, r->at++), *phrase);
    return true;
}

static Query *phrase(Reader *r)
{
    Query *q = ARENA_NEW(rw_arena(r->rw), Query);
    do {
        if (!operand(r, &q->phrase))
            return fail(r, SYNTAX);
        if (accept(r, '*') && q->phrase.n)
            q->phrase = rw_fmt(r->rw, "%.*s:*", (int)q->phrase.n, q->phrase.p);
    } while (accept(r, '+'));
    if (!q->phrase.n)
        return fail(r, "a search without a word finds nothing");
    q->cols = r->cols;
    return q;
}

/* column :   {a b} :   - column : */
static bool filter(Reader *r, uint64_t *cols)
{
    size_t start = r->at;
    bool without = accept(r, '-'), several = accept(r, '{');
    *cols = 0;
    do {
        Str name = bare_word(r);
        int at = name.n ? table_column_index(r->t, name) : -1;
        if (at < 0 || at > 63)
            break;
        *cols |= 1ull << at;
    } while (several && look(r) != '}');
    if (!*cols || (several && !accept(r, '}')) || !accept(r, ':')) {
        r->at = start;
        return false;
    }
    if (without)
        *cols = ~*cols & (r->t->ncols < 64 ? (1ull << r->t->ncols) - 1 : ~0ull);
    return true;
}

static Query *primary(Reader *r)
{
    uint64_t cols, outer = r->cols;
    if (filter(r, &cols)) {
        r->cols = cols;
        Query *q = primary(r);
        r->cols = outer;
        return q;
    }
    if (accept(r, '(')) {
        Query *q = either(r);
        return q && accept(r, ')') ? q : fail(r, SYNTAX);
    }
    if (keyword_ahead(r))
        return fail(r, SYNTAX);
    if (look(r) == '^')
        return fail(r, "a word that must stand first (^) has no counterpart");
    if (look(r) == '-' && !r->fts5)
        return fail(r, "- has to stand behind a word");
    size_t start = r->at;
    if (str_ieqz(bare_word(r), "near") && (look(r) == '(' || look(r) == '/'))
        return fail(r, "NEAR has no counterpart; <2> between two words asks for a distance");
    r->at = start;
    return phrase(r);
}

static Query *join(Reader *r, Op op, Query *l, Query *right)
{
    if (!l || !right)
        return NULL;
    Query *q = ARENA_NEW(rw_arena(r->rw), Query);
    *q = (Query){.op = op, .l = l, .r = right};
    return q;
}

static Query *adjacent(Reader *r)
{
    Query *q = primary(r);
    for (char c; q && (c = look(r)) != 0 && c != ')' && !keyword_ahead(r);) {
        bool minus = c == '-' && !r->fts5 && accept(r, '-');
        q = join(r, minus ? Q_NOT : Q_AND, q, primary(r));
    }
    return q;
}

static Query *but(Reader *r)
{
    Query *q = adjacent(r);
    while (q && keyword(r, "NOT"))
        q = join(r, Q_NOT, q, adjacent(r));
    return q;
}

static Query *both(Reader *r)
{
    Query *q = but(r);
    while (q && keyword(r, "AND"))
        q = join(r, Q_AND, q, but(r));
    return q;
}

static Query *either(Reader *r)
{
    Query *q = both(r);
    while (q && keyword(r, "OR"))
        q = join(r, Q_OR, q, both(r));
    return q;
}

static Query *read_query(Rw *rw, const Search *s, Str text, const char **why)
{
    Reader r = {.rw = rw, .t = s->source->table, .s = text};
    r.fts5 = str_ieqz(r.t->module, "fts5");
    r.cols = s->column >= 0 && s->column < 64 ? 1ull << s->column : 0;
    Query *q = look(&r) ? either(&r) : fail(&r, "a search without a word finds nothing");
    if (q && look(&r))
        q = fail(&r, SYNTAX);
    *why = r.why;
    return q;
}

/* ---- as a tsquery ---- */

static Str tsquery(Rw *rw, const Query *q, int level)
{
    if (q->op == Q_PHRASE)
        return q->phrase;
    int own = q->op == Q_OR ? 1 : 2;
    Str l = tsquery(rw, q->l, own), r = tsquery(rw, q->r, q->op == Q_NOT ? 3 : own);
    const char *op = q->op == Q_OR ? " | " : q->op == Q_AND ? " & " : " & !";
    bool phrase = q->op == Q_NOT && q->r->op == Q_PHRASE && str_ihas(q->r->phrase, "<->");
    return rw_fmt(rw, "%s%.*s%s%s%.*s%s%s", own < level ? "(" : "", (int)l.n, l.p, op, phrase ? "(" : "",
                  (int)r.n, r.p, phrase ? ")" : "", own < level ? ")" : "");
}

static bool one_filter(const Query *q, uint64_t *cols)
{
    if (q->op == Q_PHRASE) {
        *cols = q->cols;
        return true;
    }
    uint64_t r;
    return one_filter(q->l, cols) && one_filter(q->r, &r) && *cols == r;
}

static Str vector_of(Rw *rw, const Search *s, uint64_t cols)
{
    const Table *t = s->source->table;
    Str text = STR_NONE;
    if (!cols)
        return fts_column(rw, s->source, fts_vector(t));
    for (uint16_t i = 0; i < t->ncols && i < 64; i++) {
        if (!(cols & 1ull << i) || t->cols[i].unindexed || t->cols[i].hidden)
            continue;
        Str c = fts_column(rw, s->source, t->cols[i].name);
        text = text.n ? rw_fmt(rw, "concat_ws(' ', %.*s, %.*s)", (int)text.n, text.p, (int)c.n, c.p) : c;
    }
    return rw_fmt(rw, "to_tsvector('%s', %.*s)", fts_config(t), (int)text.n, text.p);
}

static Str condition(Rw *rw, const Search *s, const Query *q)
{
    uint64_t cols;
    if (one_filter(q, &cols)) {
        Str v = vector_of(rw, s, cols), text = tsquery(rw, q, 0);
        return rw_fmt(rw, "%.*s @@ to_tsquery('%s', '%.*s')", (int)v.n, v.p, fts_config(s->source->table),
                      (int)text.n, text.p);
    }
    Str l = condition(rw, s, q->l), r = condition(rw, s, q->r);
    const char *f = q->op == Q_OR    ? "(%.*s OR %.*s)"
                    : q->op == Q_AND ? "(%.*s AND %.*s)"
                                     : "(%.*s AND NOT (%.*s))";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return rw_fmt(rw, f, (int)l.n, l.p, (int)r.n, r.p);
#pragma GCC diagnostic pop
}

bool fts_condition(Rw *rw, const Search *s, Str text, Str *sql, const char **why)
{
    Query *q = read_query(rw, s, text, why);
    if (q)
        *sql = condition(rw, s, q);
    return q != NULL;
}

Str fts_tsquery(Rw *rw, const Search *s, Str text)
{
    const char *why;
    Query *q = read_query(rw, s, text, &why);
    return q ? tsquery(rw, q, 0) : STR_NONE;
}
