/* CREATE INDEX: expressions get their parentheses, NOCASE terms become lower(), and a term that is sorted by
   keeps SQLite's place for NULLs, so that the index serves the translated ORDER BY. */
#include "emit/functions.h"
#include "rules/ddl/ddl.h"

static const char DATE[] = "({0}::date)";
static const char NAME[] = "{0}";

/* PostgreSQL names the index of an unnamed UNIQUE t_col_key and that of a primary key t_pkey. */
static bool is_automatic_name(Rw *rw, Str name)
{
    for (size_t i = 0; i < catalog_tables(rw_catalog(rw)); i++) {
        const Table *t = catalog_table_at(rw_catalog(rw), i);
        for (uint16_t k = 0; k < t->nkeys; k++) {
            Str s = t->name;
            for (uint16_t c = 0; c < t->keys[k].ncols && !t->keys[k].primary; c++)
                s = rw_fmt(rw, "%.*s_%.*s", (int)s.n, s.p, (int)t->keys[k].text[c].n, t->keys[k].text[c].p);
            s = rw_fmt(rw, "%.*s%s", (int)s.n, s.p, t->keys[k].primary ? "_pkey" : "_key");
            if (!t->keys[k].name.n && str_ieq(s, name))
                return true;
        }
    }
    return false;
}

/* A call that stays a call needs no parentheses of its own. */
static bool stays_call(Rw *rw, const Node *x)
{
    const PgFunction *f = x->kind == ND_FUNC ? functions_find(rw_name(rw, x->kid[FUNC_NAME])) : NULL;
    return f && f->common;
}

static bool reads_clock_or_text_date(Rw *rw, const Node *n)
{
    static const char *const NAMES[] = {"datetime", "strftime", "julianday", "unixepoch", "time"};
    for (size_t i = 0; n->kind == ND_FUNC && i < sizeof NAMES / sizeof *NAMES; i++)
        if (rw_is_call(rw, n, NAMES[i]))
            return true;
    if (rw_is_call(rw, n, "date") &&
        n->kind == ND_FUNC) { /* a timestamp's date is immutable, a text's is not */
        const Node *x = rw_arg(n, 0);
        if (!x || rw_arg(n, 1) || pg_family(rw_type(rw, x)) != FAM_TEMPORAL)
            return true;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && reads_clock_or_text_date(rw, n->kid[i]))
            return true;
    return false;
}

static void wrap(Rw *rw, const Node *x, const char *before)
{
    rw_insert(rw, x->tok, str_z(before));
    rw_append(rw, x, STR(")"));
}

static void nulls(Rw *rw, const Node *term, const Node *x)
{
    if (!(term->flags & (NF_ASC | NF_DESC)) || term->flags & (NF_NULLS_FIRST | NF_NULLS_LAST) ||
        rw_options(rw)->nulls == NULLS_SKIP || !rw_info(rw, x)->nullable)
        return;
    rw_exact(rw, term);
    rw_append(rw, term, term->flags & NF_DESC ? STR(" NULLS LAST") : STR(" NULLS FIRST"));
}

/* aux.i ON u: in PostgreSQL it is the table that has a schema, and the index goes where the table is. */
static void move_schema(Rw *rw, const Node *n)
{
    const Node *q = n->kid[CREATE_INDEX_NAME], *schema = q->kid[QNAME_SCHEMA];
    Str s = schema ? rw_name(rw, schema) : STR_NONE;
    if (!s.n || str_ieqz(s, "main"))
        return;
    s = str_ieqz(s, "temp") ? STR("pg_temp") : rw_ident(rw, s);
    rw_exact(rw, q);
    rw_drop(rw, q->tok, q->kid[QNAME_NAME]->tok);
    rw_insert(rw, n->kid[CREATE_INDEX_TABLE]->tok, rw_fmt(rw, "%.*s.", (int)s.n, s.p));
}

static bool apply(Rw *rw, const Node *n)
{
    move_schema(rw, n);
    const Node *cols = n->kid[CREATE_INDEX_COLS], *name = n->kid[CREATE_INDEX_NAME]->kid[QNAME_NAME];
    if (is_automatic_name(rw, rw_name(rw, name))) {
        Str s = rw_name(rw, name);
        RwArg arg = RW_TEXT(rw_ident(rw, rw_fmt(rw, "%.*s_1", (int)s.n, s.p)));
        rw_near(rw, name, "PostgreSQL gives a constraint's own index this name: the index is renamed", NULL);
        rw_template(rw, name, NAME, PG_UNKNOWN, &arg, 1);
    }
    for (uint32_t i = 0; i < ddl_count(cols); i++) {
        const Node *x = cols->kid[i]->kid[ORDERTERM_X];
        const Info *info = rw_info(rw, x);
        const Node *stamp =
            x->kind == ND_FUNC && rw_is_call(rw, x, "date") && !rw_arg(x, 1) ? rw_arg(x, 0) : NULL;
        if (stamp &&
            pg_family(rw_type(rw, stamp)) == FAM_TEMPORAL) { /* TO_CHAR() is not immutable, the cast is */
            rw_exact(rw, x);
            rw_as(rw, x, DATE, PG_DATE, stamp, NULL, NULL);
        } else if (reads_clock_or_text_date(rw, x))
            return rw_manual(rw, x, "this expression is not immutable in PostgreSQL, as an index wants it",
                             "index substr() of the text, or the column itself");
        else if (x->kind == ND_LITERAL && x->op == TK_STRING) {
            rw_exact(rw, x);
            RwArg name = RW_TEXT(rw_ident(rw, token_name(rw_arena(rw), rw_stmt(rw)->toks, x->tok)));
            rw_template(rw, x, NAME, PG_UNKNOWN, &name, 1);
        } else if (x->kind == ND_COLREF && info->col && str_ieqz(info->col->collation, "nocase") &&
                   pg_family(rw_type(rw, x)) == FAM_TEXT && rw_options(rw)->nocase == NOCASE_LOWER) {
            rw_exact(rw, x);
            wrap(rw, x, "lower(");
        } else if (x->kind != ND_COLREF && x->kind != ND_COLLATE && x->kind != ND_PAREN &&
                   !stays_call(rw, x)) {
            rw_exact(rw, x);
            wrap(rw, x, "(");
        }
        nulls(rw, cols->kid[i], x);
    }
    return false;
}

const Rule rule_index = {.code = 510,
                         .name = "ddl/index",
                         .title = "an index lists columns and parenthesised expressions",
                         .on = KINDS(ND_CREATE_INDEX),
                         .templates = SET(DATE, NAME),
                         .portable = true,
                         .apply = apply};
