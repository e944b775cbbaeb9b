/* CREATE VIRTUAL TABLE: a full-text table becomes an ordinary one with a generated tsvector and a GIN index,
   an rtree an ordinary one with a GiST index over its box.  .dump writes both as rows of sqlite_schema. Other
   modules, and tokenizers that no text search configuration comes close to, are left to a person. */
#include "rules/ddl/ddl.h"
#include "rules/fts/fts.h"

static Str list_columns(Rw *rw, const Table *t)
{
    Str s = STR_NONE;
    for (uint16_t i = 0; i < t->ncols; i++) {
        Str c = rw_ident(rw, t->cols[i].name);
        const char *type = (int)i == t->rowid              ? "SERIAL PRIMARY KEY"
                           : t->cols[i].aff == AFF_REAL    ? "DOUBLE PRECISION"
                           : t->cols[i].aff == AFF_INTEGER ? "INTEGER"
                                                           : "TEXT";
        s = rw_fmt(rw, "%.*s%s%.*s %s", (int)s.n, s.n ? s.p : "", i ? ", " : "", (int)c.n, c.p, type);
    }
    return s;
}

static Str index_of(Rw *rw, const Node *n, const Table *t, const char *end, const char *on)
{
    Str name = rw_ident(rw, rw_fmt(rw, "%.*s_%s", (int)t->name.n, t->name.p, end)),
        table = rw_ident(rw, t->name);
    return rw_fmt(rw, "CREATE INDEX %s%.*s ON %.*s USING %s", n->flags & NF_IFEXISTS ? "IF NOT EXISTS " : "",
                  (int)name.n, name.p, (int)table.n, table.p, on);
}

static void put_table(Rw *rw, const Node *n, const Table *t, Str more)
{
    Str cols = list_columns(rw, t);
    RwArg args[] = {n->kind == ND_CREATE_VTABLE ? RW_NODE(n->kid[CREATE_VTABLE_NAME])
                                                : RW_TEXT(rw_ident(rw, t->name)),
                    RW_TEXT(rw_fmt(rw, "%.*s%.*s", (int)cols.n, cols.p, (int)more.n, more.n ? more.p : ""))};
    rw_template(rw, n,
                n->flags & NF_IFEXISTS ? "CREATE TABLE IF NOT EXISTS {0}({1})" : "CREATE TABLE {0}({1})",
                PG_UNKNOWN, args, 2);
}

static bool full_text(Rw *rw, const Node *n, const Table *t)
{
    const char *config = fts_config(t);
    Str vector = rw_ident(rw, fts_vector(t)), text = fts_text(rw, t, -1);
    if (!config || !text.n)
        return rw_manual(rw, n,
                         config ? "the columns of this full-text table are those of another table"
                                : "no text search configuration comes close to this tokenizer",
                         config ? "name them" : "for trigrams, the extension pg_trgm and its GIN index");
    rw_near(rw, n, "words are cut and compared by PostgreSQL's text search",
            t->content.n ? "the text is kept here, too: its triggers go on feeding it" : NULL);
    put_table(rw, n, t,
              rw_fmt(rw, "%s%.*s tsvector GENERATED ALWAYS AS (to_tsvector('%s', %.*s)) STORED",
                     rw_layout(rw, ",\n  ").p, (int)vector.n, vector.p, config, (int)text.n, text.p));
    rw_after_statement(rw, index_of(rw, n, t, "tsv", rw_fmt(rw, "gin (%.*s)", (int)vector.n, vector.p).p));
    return true;
}

static bool rtree(Rw *rw, const Node *n, const Table *t)
{
    uint16_t coords = 0;
    while (coords + 1 < t->ncols && t->cols[coords + 1].aff != AFF_TEXT &&
           t->cols[coords + 1].aff != AFF_NONE)
        coords++;
    rw_near(rw, n, "an rtree keeps 4-byte floats, rounded outwards",
            "box(point(x0, y0), point(x1, y1)) && ... uses the index");
    put_table(rw, n, t, STR_NONE);
    if (coords < 4)
        return true;
    Str c[4];
    for (int i = 0; i < 4; i++)
        c[i] = rw_ident(rw, t->cols[i + 1].name);
    rw_after_statement(rw,
                       index_of(rw, n, t, "box",
                                rw_fmt(rw, "gist (box(point(%.*s, %.*s), point(%.*s, %.*s)))", (int)c[0].n,
                                       c[0].p, (int)c[2].n, c[2].p, (int)c[1].n, c[1].p, (int)c[3].n, c[3].p)
                                    .p));
    return true;
}

/* .dump fills a table that keeps no text of its own with blobs: its rows are copied at the end instead. */
static void fill_at_end(Rw *rw, const Table *t)
{
    Str sql = fts_refill(rw, t);
    if (sql.n)
        rw_at_end(rw, sql);
}

static bool apply(Rw *rw, const Node *n)
{
    const Table *t =
        n->kind == ND_INSERT
            ? catalog_dumped_vtable(rw_catalog(rw), rw_arena(rw), rw_stmt(rw))
            : catalog_table(rw_catalog(rw), rw_name(rw, n->kid[CREATE_VTABLE_NAME]->kid[QNAME_NAME]));
    if (!t && n->kind == ND_INSERT)
        return false;
    if (n->kind == ND_INSERT && table_is_fts(t))
        fill_at_end(rw, t);
    if (table_is_fts(t))
        return full_text(rw, n, t);
    if (t && t->is_virtual && str_istarts(t->module, "rtree") && t->ncols > 2)
        return rtree(rw, n, t);
    return rw_manual(rw, n, "PostgreSQL has no virtual tables", "a foreign data wrapper, or a plain table");
}

const Rule rule_virtual_table = {.code = 514,
                                 .name = "ddl/virtual-table",
                                 .title = "a full-text table is one with a tsvector",
                                 .on = KINDS(ND_CREATE_VTABLE, ND_INSERT),
                                 .apply = apply};
