/* The tables in which a virtual table keeps its data (docs_data, docs_content, ...), as .dump and .schema
   write them: they go, but for the texts in docs_content, which are the rows of the table itself.  An rtree's
   data is in blobs, which nothing here reads: that is said. */
#include "rules/fts/fts.h"

static const char ROWS[] = "INSERT INTO {0}({1}) {2}";

static Str target_name(Rw *rw, const Node *n)
{
    switch (n->kind) {
    case ND_CREATE_TABLE: return rw_name(rw, n->kid[CREATE_TABLE_NAME]->kid[QNAME_NAME]);
    case ND_CREATE_INDEX: return rw_name(rw, n->kid[CREATE_INDEX_TABLE]);
    default:
        return n->kid[INSERT_TARGET]->kind == ND_TABLEREF
                   ? rw_name(rw, n->kid[INSERT_TARGET]->kid[TABLEREF_NAME])
                   : STR_NONE;
    }
}

/* docs_content's columns are the key and then the table's own. */
static bool rows(Rw *rw, const Node *n, const Table *t)
{
    Str cols = rw_ident(rw, t->cols[t->rowid].name);
    for (uint16_t i = 0; i < t->ncols; i++)
        if (!t->cols[i].hidden)
            cols = rw_joined(rw, cols, rw_ident(rw, t->cols[i].name));
    RwArg args[] = {RW_TEXT(rw_ident(rw, t->name)), RW_TEXT(cols), RW_NODE(n->kid[INSERT_SOURCE])};
    ((Table *)(uintptr_t)t)->ids_ahead = rw_in_script(rw);
    rw_exact(rw, n);
    rw_template(rw, n, ROWS, PG_UNKNOWN, args, 3);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->parent)
        return false;
    Str name = target_name(rw, n);
    const Table *t = catalog_shadowed(rw_catalog(rw), name);
    if (!t)
        return false;
    if (n->kind == ND_INSERT && table_is_fts(t) && str_iends(name, "_content") && !n->kid[INSERT_COLS])
        return rows(rw, n, t);
    if (n->kind == ND_INSERT && str_iends(name, "_node"))
        rw_near(rw, n, "the rows of this rtree are in a blob, and are not here",
                "copy them: SELECT * FROM the rtree");
    else
        rw_exact(rw, n);
    rw_template(rw, n, "", PG_UNKNOWN, NULL, 0); /* nothing looks into it */
    rw_replace_statement(rw, STR_NONE);
    return true;
}

const Rule rule_fts_shadow = {.code = 865,
                              .name = "fts/shadow",
                              .title = "a virtual table's own tables go",
                              .on = KINDS(ND_CREATE_TABLE, ND_CREATE_INDEX, ND_INSERT),
                              .apply = apply};
