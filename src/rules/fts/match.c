/* docs MATCH 'text' is tsv @@ to_tsquery(...).  A constant text is read here; a text that the program gives
   goes through websearch_to_tsquery(), which never fails.  Where rank or highlight() need that text once
   more, it is bound in FROM. */
#include "rules/fts/fts.h"

static const char TABLE_NAME[] = "a full-text table's own name is a column that only MATCH reads";
static const char READS_LESS[] =
    "the text given is read as words and \"phrases\": a * for prefixes, NOT and column "
    "filters in it are not understood";
static const char CUTS[] =
    "both cut text into words in their own way: accents, hyphens, mail addresses and urls differ";

static bool bind(Rw *rw, const Node *core)
{
    for (const Source *s = rw_sema(rw)->sources[core->id]; s; s = s->next) {
        Search search;
        RwArg arg;
        Str name;
        if (!table_is_fts(s->table) || !fts_config(s->table) || !fts_search_of(rw, s, &search) ||
            !(name = fts_bound(rw, &search)).n)
            continue;
        Str q = fts_query(rw, &search, 0, &arg);
        rw_append_template(rw, core->kid[CORE_FROM],
                           rw_fmt(rw, ", %.*s AS %.*s", (int)q.n, q.p, (int)name.n, name.p).p, &arg, 1);
        return false; /* one search a SELECT is bound */
    }
    return false;
}

/* Text that is no template, as one; the parentheses around all of it are the renderer's to write. */
static Str as_template(Rw *rw, Str s)
{
    if (s.n && s.p[0] == '(')
        s = str_sub(s, 1, s.n - 1);
    char *p = arena_alloc(rw_arena(rw), s.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        p[n++] = s.p[i];
        if (s.p[i] == '{')
            p[n++] = '{';
    }
    p[n] = 0;
    return (Str){p, n};
}

static bool match(Rw *rw, const Node *n, const Search *s)
{
    Str text, sql;
    const char *why;
    if (n->flags & NF_NOT || !fts_config(s->source->table))
        return rw_manual(rw, n,
                         n->flags & NF_NOT ? "NOT MATCH asks SQLite for what it cannot answer"
                                           : "no text search configuration comes close to this tokenizer",
                         "write it with to_tsvector() and to_tsquery()");
    if (rw_string(rw, s->text, &text)) {
        if (!fts_condition(rw, s, text, &sql, &why))
            return rw_manual(rw, n, why, "write it with to_tsquery()");
        rw_near(rw, n, CUTS, NULL);
        rw_template(rw, n, as_template(rw, sql).p, PG_BOOL, NULL, 0);
        return true;
    }
    const Table *t = s->source->table;
    RwArg args[2];
    Str q = fts_bound(rw, s);
    if (!q.n)
        q = fts_query(rw, s, 1, &args[1]);
    Str vector = s->column < 0 ? fts_column(rw, s->source, fts_vector(t))
                               : rw_fmt(rw, "to_tsvector('%s', %.*s)", fts_config(t),
                                        (int)fts_column(rw, s->source, t->cols[s->column].name).n,
                                        fts_column(rw, s->source, t->cols[s->column].name).p);
    args[0] = RW_TEXT(vector);
    rw_near(rw, n, READS_LESS,
            "for a last word that may go on: (websearch_to_tsquery('simple', x)::text || ':*')::tsquery");
    rw_template(rw, n, rw_fmt(rw, "{0} @@ %.*s", (int)q.n, q.p).p, PG_BOOL, args, 2);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    Search s;
    if (n->kind == ND_CORE)
        return bind(rw, n);
    if (n->kind == ND_COLREF)
        return rw_info(rw, n)->name == NAME_FTS && rw_manual(rw, n, TABLE_NAME, "name its columns");
    return fts_search(rw, n, &s) && match(rw, n, &s);
}

const Rule rule_fts_match = {.code = 860,
                             .name = "fts/match",
                             .title = "a search is tsvector @@ tsquery",
                             .on = KINDS(ND_CORE, ND_COLREF, ND_LIKE, ND_BINARY),
                             .apply = apply};
