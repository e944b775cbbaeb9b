/* PRAGMA table_info(t) and its kind: a query on PostgreSQL's catalog with the same columns in the same order,
   so that row[1] and row["name"] still find the name.  Pragmas that describe the library (function_list, ...)
   are not here. */
#include "rules/pragma/catalog.h"
#include "rules/pragma/value.h"

#define NOT_NULL                         "a.attnotnull::int"
#define NOT_NULL_BESIDE_KEY              "(a.attnotnull AND array_position(i.indkey::int2[], a.attnum) IS NULL)::int"
#define CATALOG(name, whose, doubt, sql) {name, doubt, sql, whose},
static const CatalogQuery QUERIES[] = {
#include "rules/pragma/catalog.def"
};
#undef NOT_NULL
#define NOT_NULL NOT_NULL_BESIDE_KEY
static const CatalogQuery KEY_MAY_BE_NULL[] = {
/* the same, for tables whose key columns are not NOT NULL */
#include "rules/pragma/catalog.def"
};
#undef CATALOG

const CatalogQuery *catalog_query(Str pragma)
{
    for (size_t i = 0; i < sizeof QUERIES / sizeof *QUERIES; i++)
        if (str_ieqz(pragma, QUERIES[i].name))
            return &QUERIES[i];
    return NULL;
}

/* Every key column was declared NOT NULL (a rowid alias hardly ever is). */
static bool key_not_null(const Table *t)
{
    if (!t || t->rowid >= 0)
        return false;
    for (uint16_t i = 0; i < t->ncols; i++)
        if (t->cols[i].pk && !t->cols[i].not_null)
            return false;
    return true;
}

const char *catalog_query_text(Rw *rw, const CatalogQuery *q, const Table *t)
{
    const CatalogQuery *variant = key_not_null(t) ? q : &KEY_MAY_BE_NULL[q - QUERIES];
    return rw_layout(rw, variant->sql).p;
}

Str catalog_name_text(Rw *rw, Str name)
{
    const Table *t = catalog_table(rw_catalog(rw), name);
    const Index *i = catalog_index(rw_catalog(rw), name);
    return rw_literal(rw, rw_ident(rw, t ? t->name : i ? i->name : name));
}

/* The name is text that the program fills in when it runs. */
static const char *around_hole(Rw *rw, const char *sql)
{
    const char *at = strstr(sql, "{0}");
    return rw_fmt(rw, "%.*squote_ident('{0}')%s", (int)(at - sql), sql, at + 3).p;
}

static bool apply(Rw *rw, const Node *n)
{
    const CatalogQuery *q = catalog_query(pragma_name(rw, n));
    if (!q)
        return false;
    const Node *v = n->kid[PRAGMA_VALUE];
    Str name = pragma_value(rw, n);
    if (!pragma_of_main(rw, n))
        return rw_manual(rw, n, "the PRAGMA asks about another database",
                         "ask information_schema about that schema");
    if (q->whose != NONE && !v)
        return rw_manual(rw, n, "the PRAGMA names no table", "name it in parentheses");
    if (q->doubt)
        rw_near(rw, n, q->doubt, NULL);
    else
        rw_exact(rw, n);
    const char *sql = catalog_query_text(rw, q, name.n ? catalog_table(rw_catalog(rw), name) : NULL);
    bool hole = q->whose != NONE && v->kind == ND_HOLE;
    RwArg arg = hole ? RW_NODE(v) : RW_TEXT(q->whose != NONE ? catalog_name_text(rw, name) : STR_NONE);
    rw_template(rw, n, hole ? around_hole(rw, sql) : sql, PG_UNKNOWN, &arg, 1);
    return true;
}

const Rule rule_pragma_catalog = {.code = 853,
                                  .name = "pragma/catalog",
                                  .title = "a query on PostgreSQL's catalog with the same columns",
                                  .on = KINDS(ND_PRAGMA),
                                  .apply = apply};
