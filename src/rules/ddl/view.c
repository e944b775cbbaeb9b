/* CREATE VIEW and CREATE TABLE AS: columns that SQLite names after their expression get that name, and IF NOT
   EXISTS of a view becomes OR REPLACE. */
#include "emit/names.h"
#include "rules/ddl/ddl.h"

/* The name that SQLite gives a result column; empty for a *. */
static Str natural_name(Rw *rw, const Node *r)
{
    if (r->kind != ND_RESULT)
        return STR_NONE;
    const Node *x = r->kid[RESULT_X];
    if (r->kid[RESULT_ALIAS])
        return rw_name(rw, r->kid[RESULT_ALIAS]);
    if (x->kind == ND_COLREF && rw_info(rw, x)->name != NAME_STRING)
        return rw_name(rw, x->kid[COLREF_COLUMN]);
    return rw_text(rw, x);
}

/* SQLite tells columns of one name apart with :1, :2. */
static Str unlike_before(Rw *rw, const Node *list, uint32_t at, Str name)
{
    uint32_t same = 0;
    for (uint32_t i = 0; i < at; i++)
        same += str_ieq(natural_name(rw, list->kid[i]), name);
    return same ? rw_fmt(rw, "%.*s:%u", (int)name.n, name.p, same) : name;
}

static void name_columns(Rw *rw, const Node *select)
{
    const Node *body = select->kid[SELECT_BODY];
    while (body->kind == ND_COMPOUND)
        body = body->kid[COMPOUND_L];
    if (body->kind != ND_CORE)
        return;
    const Node *list = body->kid[CORE_COLUMNS];
    for (uint32_t i = 0; i < list->nkids; i++) {
        const Node *r = list->kid[i];
        if (r->kind == ND_RESULT && sema_is_null(r->kid[RESULT_X]))
            rw_near(rw, r, "a column that is NULL is TEXT in PostgreSQL", "write CAST(NULL AS INTEGER)");
        if (r->kind != ND_RESULT || r->kid[RESULT_ALIAS])
            continue;
        Str natural = natural_name(rw, r), name = unlike_before(rw, list, i, natural);
        if (r->kid[RESULT_X]->kind == ND_COLREF && name.p == natural.p)
            continue;
        rw_exact(rw, r);
        name = names_quote(rw_arena(rw), name);
        rw_append(rw, r, rw_fmt(rw, " AS %.*s", (int)name.n, name.p));
    }
}

/* A table of the FROM that a later statement makes: SQLite looks for it when the view is used. */
static const Table *comes_later(Rw *rw, const Node *n, const Table *view)
{
    const Table *t = n->kind == ND_TABLEREF ? rw_table(rw, n) : NULL;
    if (t && t->from_input && !t->dropped && view->from_input && !view->dropped && t->order > view->order &&
        !(rw_in_script(rw) && catalog_table(catalog_now(rw_catalog(rw)), t->name)))
        return t;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && (t = comes_later(rw, n->kid[i], view)))
            return t;
    return NULL;
}

/* CREATE VIEW IF NOT EXISTS of a view that an earlier statement made with another text. */
static bool made_before(Rw *rw, const Node *n, const Table *view)
{
    return rw_in_script(rw) && view && view->is_view && view->from_input && !view->dropped &&
           n->flags & NF_IFEXISTS && view->sql.n && !str_eq(view->sql, rw_text(rw, n));
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind == ND_CREATE_TABLE) {
        if (n->kid[CREATE_TABLE_SELECT])
            name_columns(rw, n->kid[CREATE_TABLE_SELECT]);
        return false;
    }
    const Table *view = catalog_table(rw_catalog(rw), rw_name(rw, n->kid[CREATE_VIEW_NAME]->kid[QNAME_NAME]));
    if (made_before(rw, n, view)) {
        rw_exact(rw, n);
        rw_replace_statement(rw, STR_NONE);
        return true;
    }
    const Table *later = view ? comes_later(rw, n->kid[CREATE_VIEW_SELECT], view) : NULL;
    if (later)
        return rw_manual(rw, n,
                         rw_fmt(rw,
                                "the view reads %.*s, which is made later: PostgreSQL looks for it at once",
                                (int)later->name.n, later->name.p)
                             .p,
                         "move the view behind it");
    if (!n->kid[CREATE_VIEW_COLS])
        name_columns(rw, n->kid[CREATE_VIEW_SELECT]);
    if (n->flags & NF_IFEXISTS) {
        uint32_t from = rw_find(rw, n->tok, n->end, TK_IF), to = rw_find(rw, from, n->end, TK_EXISTS);
        rw_near(rw, n, "a view of this name that is there already is replaced, not kept", NULL);
        rw_insert(rw, rw_next(rw, n->tok), STR("OR REPLACE "));
        rw_drop(rw, from, to + 1);
    }
    return false;
}

const Rule rule_view = {.code = 511,
                        .name = "ddl/view",
                        .title = "SQLite names a column without alias after its expression",
                        .on = KINDS(ND_CREATE_VIEW, ND_CREATE_TABLE),
                        .portable = true,
                        .apply = apply};
