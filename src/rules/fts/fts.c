/* See fts.h: what a full-text table looks like in PostgreSQL, and where a statement searches it. */
#include "rules/fts/fts.h"

const char *fts_config(const Table *t)
{
    static const char *const PLAIN[] = {"", "simple", "unicode61", "ascii", "icu"};
    Str first = t->tokenizer;
    for (size_t i = 0; i < first.n; i++)
        if (ascii_space(first.p[i]))
            first = str_sub(first, 0, i);
    if (str_eqz(first, "porter"))
        return "english";
    for (size_t i = 0; i < sizeof PLAIN / sizeof *PLAIN; i++)
        if (str_eqz(first, PLAIN[i]))
            return "simple";
    return NULL;
}

Str fts_vector(const Table *t)
{
    return table_column_index(t, STR("tsv")) < 0 ? STR("tsv") : STR("search_tsv");
}

Str fts_text(Rw *rw, const Table *t, int only)
{
    Str s = STR_NONE;
    for (uint16_t i = 0; i < t->ncols; i++) {
        if (t->cols[i].hidden || t->cols[i].unindexed || (only >= 0 && only != i))
            continue;
        Str c = rw_ident(rw, t->cols[i].name);
        s = rw_fmt(rw, "%.*s%sCOALESCE(%.*s, '')", (int)s.n, s.n ? s.p : "", s.n ? " || ' ' || " : "",
                   (int)c.n, c.p);
    }
    return s;
}

/* The first of the sources among which this one stands. */
static const Source *first_of(Rw *rw, const Source *s)
{
    for (const Node *p = s->node; p; p = p->parent)
        for (const Source *f = rw_sema(rw)->sources[p->id], *i = f; i; i = i->next)
            if (i == s)
                return f;
    return s;
}

Str fts_column(Rw *rw, const Source *s, Str column)
{
    Str c = rw_ident(rw, column);
    if (!first_of(rw, s)->next)
        return c;
    return rw_dotted(rw, rw_source_name(rw, s), c);
}

Str fts_refill(Rw *rw, const Table *t)
{
    const Table *from = t->content.n ? catalog_table(rw_catalog(rw), t->content) : NULL;
    Str key = t->content_key, cols = STR_NONE, name = rw_ident(rw, t->name);
    if (!key.n && from && from->rowid >= 0)
        key = from->cols[from->rowid].name;
    if (!t->content.n || !key.n)
        return STR_NONE;
    for (uint16_t i = 0; i < t->ncols; i++)
        if (!t->cols[i].hidden)
            cols = rw_joined(rw, cols, rw_ident(rw, t->cols[i].name));
    Str id = rw_ident(rw, t->cols[t->rowid].name), source = rw_ident(rw, from ? from->name : t->content);
    key = rw_ident(rw, key);
    return rw_fmt(rw, "INSERT INTO %.*s(%.*s, %.*s) SELECT %.*s, %.*s FROM %.*s", (int)name.n, name.p,
                  (int)id.n, id.p, (int)cols.n, cols.p, (int)key.n, key.p, (int)cols.n, cols.p, (int)source.n,
                  source.p);
}

/* ---- searches ---- */

bool fts_search(Rw *rw, const Node *n, Search *s)
{
    bool equals = n->kind == ND_BINARY && n->op == TK_EQ;
    if (!equals && !(n->kind == ND_LIKE && n->op == TK_MATCH && !n->kid[LIKE_ESCAPE]))
        return false;
    const Node *x = sema_strip(n->kid[equals ? BINARY_L : LIKE_X]);
    const Info *i = x->kind == ND_COLREF ? rw_info(rw, x) : NULL;
    if (!i || !i->source || !table_is_fts(i->table) || i->table != i->source->table)
        return false;
    if (i->name != NAME_FTS && (equals || i->name != NAME_COLUMN))
        return false;
    *s = (Search){n, n->kid[equals ? BINARY_R : LIKE_PATTERN], i->source, -1};
    if (i->name == NAME_COLUMN)
        s->column = table_column_index(i->table, i->col->name);
    return true;
}

static bool find_search(Rw *rw, const Node *n, const Source *source, Search *s)
{
    if (!n || n->kind == ND_SELECT)
        return false;
    if (fts_search(rw, n, s) && s->source == source)
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (find_search(rw, n->kid[i], source, s))
            return true;
    return false;
}

/* The SELECT's core (or UPDATE, DELETE) whose source this is. */
static const Node *home_of(Rw *rw, const Source *source)
{
    for (const Node *p = source->node; p; p = p->parent)
        for (const Source *i = rw_sema(rw)->sources[p->id]; i; i = i->next)
            if (i == source)
                return p;
    return NULL;
}

bool fts_search_of(Rw *rw, const Source *source, Search *s)
{
    const Node *home = home_of(rw, source);
    return home && home->kind == ND_CORE &&
           (find_search(rw, home->kid[CORE_WHERE], source, s) ||
            find_search(rw, home->kid[CORE_FROM], source, s));
}

static bool asks_again(Rw *rw, const Node *n, const Source *source)
{
    if (!n)
        return false;
    if (n->kind == ND_COLREF)
        return rw_info(rw, n)->name == NAME_FTS_RANK && rw_info(rw, n)->source == source;
    if (n->kind == ND_FUNC && n->kid[FUNC_ARGS]->nkids) {
        const Node *x = sema_strip(rw_arg(n, 0));
        if (x->kind == ND_COLREF && rw_info(rw, x)->name == NAME_FTS && rw_info(rw, x)->source == source)
            return true;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (asks_again(rw, n->kid[i], source))
            return true;
    return false;
}

Str fts_bound(Rw *rw, const Search *s)
{
    Str text;
    const Node *home = home_of(rw, s->source);
    if (!home || home->kind != ND_CORE || rw_string(rw, s->text, &text) || rw_repeatable(rw, s->text))
        return STR_NONE;
    const Node *select = home->parent && home->parent->kind == ND_SELECT ? home->parent : NULL;
    if (!asks_again(rw, home->kid[CORE_COLUMNS], s->source) &&
        !(select && asks_again(rw, select->kid[SELECT_ORDER], s->source)))
        return STR_NONE;
    for (const Source *i = rw_sema(rw)->sources[home->id]; i; i = i->next)
        for (uint32_t c = 0; c < i->ncols; c++)
            if (str_ieqz(i->cols[c].name, "query"))
                return STR("search_query");
    return STR("query");
}

/* '"' || x || '"*': the literals around the value, and the value. */
static const Node *between_literals(Rw *rw, const Node *x, Str *before, Str *after)
{
    *before = *after = STR_NONE;
    x = sema_strip(x);
    if (x->kind == ND_BINARY && x->op == TK_CONCAT && rw_string(rw, x->kid[BINARY_R], after))
        x = sema_strip(x->kid[BINARY_L]);
    if (x->kind == ND_BINARY && x->op == TK_CONCAT && rw_string(rw, x->kid[BINARY_L], before))
        x = sema_strip(x->kid[BINARY_R]);
    return x;
}

Str fts_query(Rw *rw, const Search *s, unsigned slot, RwArg *arg)
{
    const char *config = fts_config(s->source->table);
    Str text, before, after;
    *arg = RW_TEXT(STR_NONE);
    if (rw_string(rw, s->text, &text)) {
        text = fts_tsquery(rw, s, text);
        return rw_fmt(rw, "to_tsquery('%s', '%.*s')", config, (int)text.n, text.p);
    }
    *arg = RW_NODE(between_literals(rw, s->text, &before, &after));
    bool phrase = str_eqz(before, "\"") && after.n && after.p[0] == '"';
    bool prefix = after.n && after.p[after.n - 1] == '*' && after.n == (phrase ? 2u : 1u);
    if ((before.n || after.n) && !phrase &&
        !(prefix && !before.n)) { /* literals of another kind: all of it */
        *arg = RW_NODE(s->text);
        phrase = prefix = false;
    }
    const char *f = phrase ? "phraseto_tsquery" : "websearch_to_tsquery";
    return prefix ? rw_fmt(rw, "(%s('%s', {%u:text})::text || ':*')::tsquery", f, config, slot)
                  : rw_fmt(rw, "%s('%s', {%u:text})", f, config, slot);
}
