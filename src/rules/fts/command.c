/* INSERT INTO docs(docs, ...) VALUES ('command', ...): what a full-text table is told to do.  `delete` takes
   a row out of it, `delete-all` all, `rebuild` fills it anew from the table its rows come from; the others
   look after SQLite's own index and say nothing here. */
#include "rules/fts/fts.h"

static const char DELETE[] = "DELETE FROM {0} WHERE {1} = {2}";
static const char DELETE_ALL[] = "DELETE FROM {0}";

static int place_of(Rw *rw, const Node *cols, Str name)
{
    for (uint32_t i = 0; cols && i < cols->nkids; i++)
        if (str_ieq(rw_name(rw, cols->kid[i]), name))
            return (int)i;
    return -1;
}

static bool rebuild(Rw *rw, const Node *n, const Table *t)
{
    if (!t->content.n) { /* its rows are its own */
        rw_near(rw, n, "PostgreSQL keeps its index by itself", NULL);
        rw_replace_statement(rw, STR_NONE);
        return true;
    }
    Str refill = fts_refill(rw, t);
    if (!refill.n || n->parent)
        return rw_manual(rw, n, "the key of the table its rows come from is not known",
                         "write DELETE and INSERT ... SELECT");
    ((Table *)(uintptr_t)t)->ids_ahead = rw_in_script(rw);
    rw_near(rw, n, "the rows are copied anew", NULL);
    RwArg arg = RW_TEXT(rw_ident(rw, t->name));
    rw_template(rw, n, DELETE_ALL, PG_UNKNOWN, &arg, 1);
    rw_after_statement(rw, refill);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    const Table *t = rw_table(rw, n->kid[INSERT_TARGET]);
    int at = table_is_fts(t) ? place_of(rw, n->kid[INSERT_COLS], t->name) : -1;
    if (at < 0)
        return false;
    const Node *src = n->kid[INSERT_SOURCE], *body = src ? src->kid[SELECT_BODY] : NULL, *row = NULL;
    if (body && body->kind == ND_VALUES && body->nkids == 1 && body->kid[0]->kind == ND_PAREN_LIST)
        row = body->kid[0]->kid[PAREN_LIST_ITEMS];
    Str command;
    if (!row || (uint32_t)at >= row->nkids || !rw_string(rw, row->kid[at], &command))
        return rw_manual(rw, n, "a command to a full-text table that is no constant", "write it out");
    int id = place_of(rw, n->kid[INSERT_COLS], STR("rowid"));
    id = id < 0 ? place_of(rw, n->kid[INSERT_COLS], STR("docid")) : id;
    if (str_ieqz(command, "rebuild"))
        return rebuild(rw, n, t);
    if (str_ieqz(command, "delete") && id >= 0 && (uint32_t)id < row->nkids) {
        RwArg args[] = {RW_TEXT(rw_ident(rw, t->name)), RW_TEXT(rw_ident(rw, t->cols[t->rowid].name)),
                        RW_NODE(row->kid[id])};
        rw_near(rw, n, "the row goes as it is: SQLite trusts the old values given", NULL);
        rw_template(rw, n, DELETE, PG_UNKNOWN, args, 3);
        return true;
    }
    if (str_ieqz(command, "delete-all")) {
        RwArg arg = RW_TEXT(rw_ident(rw, t->name));
        rw_near(rw, n, "all rows go", NULL);
        rw_template(rw, n, DELETE_ALL, PG_UNKNOWN, &arg, 1);
        return true;
    }
    if (n->parent || str_ieqz(command, "rank"))
        return rw_manual(rw, n, "this command to a full-text table has no counterpart", "take it out");
    rw_near(rw, n, "PostgreSQL keeps its index by itself", NULL);
    rw_replace_statement(rw, STR_NONE);
    return true;
}

const Rule rule_fts_command = {.code = 863,
                               .name = "fts/command",
                               .title = "what a full-text table is told to do",
                               .on = KINDS(ND_INSERT),
                               .templates = SET(DELETE, DELETE_ALL),
                               .apply = apply};
