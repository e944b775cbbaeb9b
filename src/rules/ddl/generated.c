/* Generated columns: PostgreSQL before 18 has STORED ones only, and wants GENERATED ALWAYS spelled out. */
#include "rules/ddl/ddl.h"

static const char STORED[] = "STORED";
static const char INLINE[] = "({0})";

/* CAST(strftime('%Y', day) AS INTEGER) over a date or a time stamp is EXTRACT, which asks no setting. */
static bool is_extract(Rw *rw, const Node *n)
{
    const Node *f = n->kind == ND_CAST ? sema_strip(n->kid[CAST_X]) : NULL;
    Str format;
    return f && rw_is_call(rw, f, "strftime") && rw_arg(f, 1) && !rw_arg(f, 2) &&
           rw_string(rw, rw_arg(f, 0), &format) && format.n == 2 && strchr("YmdHMj", format.p[1]) &&
           rw_arg(f, 1)->kind == ND_COLREF && pg_family(rw_type(rw, rw_arg(f, 1))) == FAM_TEMPORAL;
}

/* Calls whose PostgreSQL form depends on settings or the clock, which a generated column may not. */
static bool is_stable_only(Rw *rw, const Node *n)
{
    static const char *const NAMES[] = {"date",   "time",   "datetime", "strftime", "julianday", "unixepoch",
                                        "random", "printf", "format",   "concat",   "concat_ws", "timediff"};
    if (is_extract(rw, n))
        return false;
    if (n->kind == ND_FUNC)
        for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
            if (rw_is_call(rw, n, NAMES[i]))
                return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && is_stable_only(rw, n->kid[i]))
            return true;
    return false;
}

/* The expression of a generated column that the same CREATE TABLE defines; NULL when there is none. */
static const Node *expression_of(Rw *rw, const Node *create, const Column *col)
{
    const Node *list = create && create->kind == ND_CREATE_TABLE ? create->kid[CREATE_TABLE_COLS] : NULL;
    for (uint32_t i = 0; i < ddl_count(list); i++) {
        const Node *cons = list->kid[i]->kid[COLDEF_CONS];
        if (!str_ieq(rw_name(rw, list->kid[i]->kid[COLDEF_NAME]), col->name))
            continue;
        for (uint32_t k = 0; k < ddl_count(cons); k++)
            if (cons->kid[k]->op == TK_GENERATED)
                return cons->kid[k]->kid[CCONS_X];
    }
    return NULL;
}

/* A generated column may not use another one in PostgreSQL: its expression takes its place.  False when that
   cannot be had (ALTER TABLE). */
static bool inline_generated(Rw *rw, const Node *create, const Node *n, int depth)
{
    const Info *i = rw_info(rw, n);
    if (n->kind == ND_COLREF && i->col && i->col->generated) {
        const Node *x = depth < 50 ? expression_of(rw, create, i->col) : NULL;
        if (!x || !inline_generated(rw, create, x, depth + 1))
            return false;
        rw_exact(rw, n);
        rw_as(rw, n, INLINE, rw_type(rw, x), x, NULL, NULL);
        return true;
    }
    for (uint32_t k = 0; k < n->nkids; k++)
        if (n->kid[k] && !inline_generated(rw, create, n->kid[k], depth))
            return false;
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    DdlColumn c;
    const Node *cons = n->kid[COLDEF_CONS];
    for (uint32_t i = 0; i < ddl_count(cons); i++) {
        const Node *k = cons->kid[i], *x = k->kid[CCONS_X], *word = k->kid[CCONS_GENERATED];
        if (k->op != TK_GENERATED || !x)
            continue;
        if (!inline_generated(rw, n->parent ? n->parent->parent : NULL, x, 0))
            return rw_manual(rw, k, "a generated column may not use another one in PostgreSQL",
                             "write the other column's expression in its place");
        if (is_stable_only(rw, x))
            return rw_manual(rw, k,
                             "this expression is not immutable in PostgreSQL, as generated columns must be",
                             "compute the column in a view or a trigger");
        if (ddl_column(rw, n, &c))
            rw_wish_assign(rw, x, rw_column_type(rw, c.t, c.col));
        uint32_t as = rw_find(rw, k->tok, k->end, TK_AS);
        if (rw_find(rw, k->tok, k->end, TK_GENERATED) == UINT32_MAX && as != UINT32_MAX)
            rw_insert(rw, as, STR("GENERATED ALWAYS "));
        if (word) /* a word, not a name to be spelled */
            rw_template(rw, word, STORED, PG_UNKNOWN, NULL, 0);
        else
            rw_append(rw, k, STR(" STORED"));
        if (!(k->flags & NF_STORED))
            rw_exact(rw, k);
    }
    return false;
}

const Rule rule_generated = {.code = 507,
                             .name = "ddl/generated",
                             .title = "PostgreSQL stores its generated columns",
                             .on = KINDS(ND_COLDEF),
                             .templates = SET(STORED, INLINE),
                             .apply = apply};
