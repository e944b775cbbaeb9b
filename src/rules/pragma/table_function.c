/* pragma_table_info('t') and its kind as a table, with or without parentheses: the query that stands for the
   PRAGMA, as a derived table.  A query that asks for names only gets a shorter one on
   information_schema.columns. */
#include "rules/pragma/catalog.h"
#include "rules/pragma/source.h"
#include "rules/pragma/value.h"

static const char LATERAL[] = "LATERAL (%s) AS {1}";
static const char DERIVED[] = "(%s) AS {1}";

static const char COLUMN_NAMES[] =
    "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = "
    "current_schema() AND table_name = {0} ORDER BY ordinal_position";

static bool names_only(Rw *rw, const Source *s, const CatalogQuery *q, const Table *t)
{
    static const char *const others[] = {"cid", "type", "notnull", "dflt_value", "pk"};
    if (!str_eqz(str_z(q->name), "table_info"))
        return false;
    for (uint16_t i = 0; t && i < t->ncols; i++)
        if (t->cols[i].generated)
            return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (source_use(rw, s, others[i]).uses)
            return false;
    return true;
}

/* The argument's slot of `sql` becomes `wrap`, itself with {0}. */
static const char *in_slot(Rw *rw, const char *sql, const char *wrap)
{
    const char *at = strstr(sql, "{0}");
    return at ? rw_fmt(rw, "%.*s%s%s", (int)(at - sql), sql, wrap, at + 3).p : sql;
}

static bool use_query(Rw *rw, const Node *n, const Source *s, const CatalogQuery *q)
{
    const Node *args = n->kind == ND_TABLEFUNC ? n->kid[TABLEFUNC_ARGS] : NULL;
    const Node *arg = args && args->nkids ? args->kid[0] : NULL;
    Str name = STR_NONE;
    if (args && args->nkids > 1)
        return rw_manual(rw, n, "the function asks about another database",
                         "ask information_schema about that schema");
    if (!arg && q->whose != NONE)
        return rw_manual(rw, n, "the function names no table", "name it in parentheses");
    bool known = arg && rw_string(rw, arg, &name);
    const Table *t = known ? catalog_table(rw_catalog(rw), name) : NULL;
    bool names = names_only(rw, s, q, t), literal = !arg || known;
    const char *sql = names ? COLUMN_NAMES : catalog_query_text(rw, q, t);
    if (!names && !literal)
        sql = in_slot(rw, sql, "quote_ident({0})");
    if (names && t)
        rw_exact(rw, n);
    else if (names)
        rw_near(rw, n, "generated columns are listed too", "give the CREATE TABLE with --schema");
    else if (q->doubt)
        rw_near(rw, n, q->doubt, NULL);
    else
        rw_exact(rw, n);
    Str text = names && known ? rw_literal(rw, t ? t->name : name)
               : known        ? catalog_name_text(rw, name)
                              : STR_NONE;
    RwArg a[] = {literal ? RW_TEXT(text) : RW_NODE(arg), RW_TEXT(source_alias(rw, s))};
    bool lateral = arg && !rw_info(rw, arg)->constant && sema_strip(arg)->kind != ND_PARAM;
    rw_template(rw, n, rw_fmt(rw, lateral ? LATERAL : DERIVED, sql).p, PG_UNKNOWN, a, 2);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    Str name = rw_name(rw, n->kid[n->kind == ND_TABLEFUNC ? TABLEFUNC_NAME : TABLEREF_NAME]);
    if (!str_istarts(name, "pragma_") || (n->kind == ND_TABLEREF && rw_table(rw, n)))
        return false;
    Str pragma = str_sub(name, 7, name.n);
    const Source *s = source_of(rw, n);
    const CatalogQuery *q = catalog_query(pragma);
    const char *doubt = NULL, *answer = s && !q ? pragma_answer(pragma, &doubt) : NULL;
    if (!s && n->kind == ND_TABLEREF)
        return false; /* a CTE's name, or a table that is written to */
    if (!s || (!q && !answer))
        return rw_manual(rw, n, rw_fmt(rw, "no counterpart of %.*s is known", (int)name.n, name.p).p, NULL);
    if (q)
        return use_query(rw, n, s, q);
    if (doubt)
        rw_near(rw, n, doubt, NULL);
    else
        rw_exact(rw, n);
    RwArg a[] = {RW_TEXT(STR_NONE), RW_TEXT(source_alias(rw, s))};
    rw_template(rw, n, rw_fmt(rw, DERIVED, answer).p, PG_UNKNOWN, a, 2);
    return true;
}

const Rule rule_pragma_table_function = {.code = 856,
                                         .name = "pragma/table-function",
                                         .title = "the query that stands for the PRAGMA, as a derived table",
                                         .on = KINDS(ND_TABLEFUNC, ND_TABLEREF),
                                         .apply = apply};
