/* The look behind portable.h.  It errs on the safe side: text it does not know is not portable.  It does not
   compare meanings; that is the promise of the rules, and a test runs their texts on both engines. */
#include "pipe/portable.h"
#include "lex/lex.h"
#include "parse/parse.h"
#include "sema/sema.h"

typedef struct Look {
    Arena *a;
    const Catalog *c;
    const Stmt *source, *s;
} Look;

/* ---- names and functions ---- */

/* Functions that SQLite has had since a version after 3.40 only: 3.41 to 3.50. */
static bool is_recent(Str name, uint32_t nargs)
{
    static const char *const names[] = {
        "unhex",      "octet_length",    "timediff",       "concat",      "concat_ws",           "string_agg",
        "if",         "unistr",          "unistr_quote",   "json_pretty", "json_error_position", "median",
        "percentile", "percentile_cont", "percentile_disc"};
    if (str_istarts(name, "jsonb") || (str_ieqz(name, "iif") && nargs != 3))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_ieqz(name, names[i]))
            return true;
    return false;
}

static bool known_function(const Look *l, const Node *n)
{
    Str name = node_name(l->a, l->s, n->kid[FUNC_NAME]);
    uint32_t nargs = n->kid[FUNC_ARGS]->nkids;
    return sema_function(name, nargs, (n->flags & NF_STAR) != 0) && !is_recent(name, nargs);
}

static bool in_source(const Look *l, Str name)
{
    const Stmt *s = l->source;
    for (uint32_t i = s->first; i < s->last; i++)
        if (!tok_is_trivia(s->toks->at[i].kind) && str_ieq(token_name(l->a, s->toks, i), name))
            return true;
    return false;
}

static bool in_catalog(const Look *l, Str name)
{
    for (size_t i = 0; i < catalog_tables(l->c); i++)
        if (table_column(catalog_table_at(l->c, i), name))
            return true;
    return false;
}

static bool known_name(const Look *l, Str name)
{
    static const char *const words[] = {"excluded", "true", "false", "sx_hole"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_ieqz(name, words[i]))
            return true;
    return in_source(l, name) || in_catalog(l, name);
}

static bool look(const Look *l, const Node *n)
{
    if (n->kind == ND_FUNC && !known_function(l, n))
        return false;
    if (n->kind == ND_COLREF && !known_name(l, node_name(l->a, l->s, n->kid[COLREF_COLUMN])))
        return false;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && !look(l, n->kid[i]))
            return false;
    return true;
}

/* ---- tables ---- */

static Affinity stored_as(const Column *c) /* INTEGER and NUMERIC store alike */
{
    return c->aff == AFF_INTEGER ? AFF_NUMERIC : c->aff;
}

static bool same_column(const Column *x, const Column *y)
{
    return str_ieq(x->name, y->name) && stored_as(x) == stored_as(y) && x->not_null == y->not_null &&
           x->pk == y->pk && str_ieq(x->collation, y->collation) && x->generated == y->generated;
}

static bool same_table(const Table *x, const Table *y)
{
    bool same = x && y && x->ncols == y->ncols && x->nkeys == y->nkeys && x->nfks == y->nfks &&
                x->rowid == y->rowid && x->autoincrement == y->autoincrement && x->strict == y->strict &&
                x->without_rowid == y->without_rowid && x->temp == y->temp;
    for (uint16_t i = 0; same && i < x->ncols; i++)
        same = same_column(&x->cols[i], &y->cols[i]);
    return same;
}

/* What SQLite would make of both CREATE TABLEs. */
static bool same_creation(const Look *l, const Stmt *out)
{
    Str name = node_name(l->a, l->source, l->source->root->kid[CREATE_TABLE_NAME]->kid[QNAME_NAME]);
    Catalog *before = catalog_new(NULL), *after = catalog_new(NULL);
    catalog_learn(before, l->source, false);
    catalog_learn(after, out, false);
    bool same = same_table(catalog_table(before, name), catalog_table(after, name));
    catalog_free(before);
    catalog_free(after);
    return same;
}

bool portable_text(Arena *a, const Catalog *c, const Stmt *source, Str text)
{
    Tokens t = lex_all(a, text, (LexOpts){0});
    for (uint32_t at = 0; at < t.n;) {
        Stmt *s = parse_statement(a, &t, at);
        Look l = {a, c, source, s};
        if (s->error.n || (s->root && !look(&l, s->root)))
            return false;
        if (s->root && s->root->kind == ND_CREATE_TABLE &&
            (source->root->kind != ND_CREATE_TABLE || !same_creation(&l, s)))
            return false;
        at = s->last;
    }
    return true;
}
