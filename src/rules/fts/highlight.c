/* highlight() and snippet() of a full-text table: ts_headline(), whose marks and lengths are options in a
   string. Marks that are no constants are left to a person. */
#include "rules/fts/fts.h"

static const char HEADLINE[] = "ts_headline({0}, {1}, {2}, {3})";

/* StartSel="..." */
static Str option(Rw *rw, Str options, const char *name, Str value)
{
    return rw_fmt(rw, "%.*s%s%s=\"%.*s\"", (int)options.n, options.n ? options.p : "", options.n ? ", " : "",
                  name, (int)value.n, value.p);
}

static bool constant(Rw *rw, const Node *call, uint32_t at, Str *s)
{
    const Node *x = rw_arg(call, at);
    return x && rw_string(rw, x, s) && !memchr(s->p, '"', s->n);
}

/* The text of column `at`, or of all for -1. */
static Str text_of(Rw *rw, const Source *s, int64_t at)
{
    const Table *t = s->table;
    if (at >= 0 && at < t->ncols && !t->cols[at].hidden)
        return fts_column(rw, s, t->cols[at].name);
    Str all = STR_NONE;
    for (uint16_t i = 0; at == -1 && i < t->ncols; i++)
        if (!t->cols[i].hidden && !t->cols[i].unindexed)
            all = rw_joined(rw, all, fts_column(rw, s, t->cols[i].name));
    return all.n ? rw_fmt(rw, "concat_ws(' ', %.*s)", (int)all.n, all.p) : all;
}

typedef struct Marks { /* the arguments, by number */
    uint32_t column, start, end, more, words;
} Marks;

static bool options_of(Rw *rw, const Node *n, const Marks *m, bool snippet, Str *options)
{
    Str start = STR("<b>"), end = STR("</b>"), more = STR("...");
    int64_t words = 15;
    uint32_t count = n->kid[FUNC_ARGS]->nkids;
    if ((m->start < count && !constant(rw, n, m->start, &start)) ||
        (m->end < count && !constant(rw, n, m->end, &end)))
        return false;
    *options = option(rw, option(rw, STR_NONE, "StartSel", start), "StopSel", end);
    if (!snippet) {
        *options = rw_fmt(rw, "%.*s, HighlightAll=true", (int)options->n, options->p);
        return true;
    }
    if ((m->more < count && !constant(rw, n, m->more, &more)) ||
        (m->words < count && !rw_integer(rw, rw_arg(n, m->words), &words)))
        return false;
    words = words < 0 ? -words : words;
    words = words < 2 ? 2 : words;
    *options = option(rw, *options, "FragmentDelimiter", more);
    *options = rw_fmt(rw, "%.*s, MaxFragments=1, MaxWords=%d, MinWords=%d", (int)options->n, options->p,
                      (int)words, (int)(words + 1) / 2);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *x = rw_arg(n, 0) ? sema_strip(rw_arg(n, 0)) : NULL;
    const Info *i = x && x->kind == ND_COLREF ? rw_info(rw, x) : NULL;
    bool snippet = rw_is_call(rw, n, "snippet");
    if (!i || i->name != NAME_FTS)
        return rw_manual(rw, n, "this function belongs to a full-text table", "use ts_headline()");
    bool old = !str_ieqz(i->table->module, "fts5");
    Marks m = old ? (Marks){4, 1, 2, 3, 5} : (Marks){1, 2, 3, 4, 5};
    int64_t column = -1;
    Search s;
    Str options, text;
    if (!fts_config(i->table) || !fts_search_of(rw, i->source, &s) ||
        (rw_arg(n, m.column) && !rw_integer(rw, rw_arg(n, m.column), &column)) ||
        !options_of(rw, n, &m, snippet, &options) || !(text = text_of(rw, i->source, column)).n)
        return rw_manual(rw, n,
                         "only constant marks and columns, and rows that a MATCH has found, are understood",
                         "write it with ts_headline()");
    rw_near(rw, n, "ts_headline() marks and cuts in its own way", NULL);
    RwArg args[5] = {RW_TEXT(rw_literal(rw, str_z(fts_config(i->table)))), RW_TEXT(text), RW_TEXT(STR_NONE),
                     RW_TEXT(rw_literal(rw, options))};
    Str q = fts_bound(rw, &s);
    if (!q.n)
        q = fts_query(rw, &s, 4, &args[4]);
    rw_template(rw, n, rw_fmt(rw, "ts_headline({0}, {1}, %.*s, {3})", (int)q.n, q.p).p, PG_TEXT, args, 5);
    return true;
}

const Rule rule_fts_highlight = {.code = 862,
                                 .name = "fts/highlight",
                                 .title = "found words are marked by ts_headline()",
                                 .funcs = FUNCS("highlight", "snippet"),
                                 .templates = SET(HEADLINE),
                                 .apply = apply};
