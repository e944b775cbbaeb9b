/* UPDATE and DELETE with ORDER BY and LIMIT, which PostgreSQL does not have: the rows are chosen by a
   subquery on their key, or on ctid where there is none of one column.  An UPDATE whose subquery reads the
   column that it sets, in the same table, is said: SQLite's sees the rows changed so far. */
#include "emit/rw.h"

static const char WHY_MANUAL[] = "PostgreSQL has no ORDER BY or LIMIT on UPDATE and DELETE";

typedef struct Parts { /* of an UPDATE or DELETE */
    const Node *target, *where, *returning, *order, *limit;
} Parts;

static Parts parts_of(const Node *n)
{
    if (n->kind == ND_UPDATE)
        return (Parts){n->kid[UPDATE_TARGET], n->kid[UPDATE_WHERE], n->kid[UPDATE_RETURNING],
                       n->kid[UPDATE_ORDER], n->kid[UPDATE_LIMIT]};
    return (Parts){n->kid[DELETE_TARGET], n->kid[DELETE_WHERE], n->kid[DELETE_RETURNING],
                   n->kid[DELETE_ORDER], n->kid[DELETE_LIMIT]};
}

/* The column that tells the rows apart; NULL: none, ctid does. */
static const Column *key_column(const Table *t)
{
    if (!t || t->is_view)
        return NULL;
    if (t->rowid >= 0)
        return &t->cols[t->rowid];
    bool one = t->nkeys && t->keys[0].primary && t->keys[0].ncols == 1 && t->keys[0].cols[0] != UINT16_MAX;
    return one && t->cols[t->keys[0].cols[0]].not_null ? &t->cols[t->keys[0].cols[0]] : NULL;
}

/* "id IN (SELECT id FROM t AS x", and what closes it. */
static Str choice(Rw *rw, const Node *target, const Column *key, Str *close)
{
    const Table *t = rw_table(rw, target);
    const Node *alias = target->kid[TABLEREF_ALIAS];
    Str table = rw_ident(rw, t ? t->name : rw_name(rw, target->kid[TABLEREF_NAME]));
    Str name = alias ? rw_spelled(rw, alias) : STR_NONE;
    Str as = alias ? rw_fmt(rw, " AS %.*s", (int)name.n, name.p) : STR("");
    Str id = key ? rw_ident(rw, key->name) : STR("ctid");
    *close = key ? STR(")") : STR("))");
    return rw_fmt(rw,
                  key ? "%.*s IN (SELECT %.*s FROM %.*s%.*s" : "%.*s = ANY (ARRAY(SELECT %.*s FROM %.*s%.*s",
                  (int)id.n, id.p, (int)id.n, id.p, (int)table.n, table.p, (int)as.n, as.p);
}

static bool limited(Rw *rw, const Node *n, Parts p)
{
    bool update = n->kind == ND_UPDATE;
    if (!p.limit || p.returning || (update && n->kid[UPDATE_FROM]))
        return rw_manual(rw, n, WHY_MANUAL, "write WHERE key IN (SELECT key ... ORDER BY ... LIMIT n)");
    const Table *t = rw_table(rw, p.target);
    const Column *key = key_column(t);
    Str close, head = choice(rw, p.target, key, &close);
    uint32_t after = p.order ? rw_prev(rw, rw_prev(rw, p.order->tok)) : p.limit->tok; /* ORDER BY, or LIMIT */
    if (p.where)
        rw_insert(rw, p.where->tok, rw_fmt(rw, "%.*s WHERE ", (int)head.n, head.p));
    else
        rw_insert(rw, after, rw_fmt(rw, "WHERE %.*s ", (int)head.n, head.p));
    if (!p.order && t && t->rowid >= 0) {
        Str id = rw_ident(rw, t->cols[t->rowid].name);
        rw_insert(rw, p.limit->tok, rw_fmt(rw, "ORDER BY %.*s ", (int)id.n, id.p));
    }
    rw_append(rw, p.limit, close);
    rw_exact(rw, n);
    if (!p.order)
        rw_near(rw, n, "without ORDER BY it is open which rows are changed", "add an ORDER BY");
    return true;
}

/* Is `name` among the columns that the UPDATE sets? */
static bool is_set(Rw *rw, const Node *sets, Str name)
{
    for (uint32_t i = 0; i < sets->nkids; i++) {
        const Node *cols = sets->kid[i]->kind == ND_SET ? sets->kid[i]->kid[SET_COLS] : NULL;
        if (cols && cols->kind == ND_NAME && str_ieq(rw_name(rw, cols), name))
            return true;
        for (uint32_t k = 0; cols && cols->kind == ND_LIST && k < cols->nkids; k++)
            if (str_ieq(rw_name(rw, cols->kid[k]), name))
                return true;
    }
    return false;
}

/* Does a subquery in `n` read one of these columns from a row of the same table that is not the one being
 * changed? */
static bool reads_itself(Rw *rw, const Node *update, const Table *t, const Node *n)
{
    const Info *i = n->kind == ND_COLREF ? rw_info(rw, n) : NULL;
    if (i && i->name == NAME_COLUMN && i->table == t && i->col && i->source &&
        i->source->node != update->kid[UPDATE_TARGET])
        return is_set(rw, update->kid[UPDATE_SETS], i->col->name);
    for (uint32_t k = 0; k < n->nkids; k++)
        if (n->kid[k] && reads_itself(rw, update, t, n->kid[k]))
            return true;
    return false;
}

static void self_reading(Rw *rw, const Node *n)
{
    const Table *t = rw_table(rw, n->kid[UPDATE_TARGET]);
    const Node *sets = n->kid[UPDATE_SETS];
    for (uint32_t i = 0; t && !n->kid[UPDATE_FROM] && i < sets->nkids; i++)
        if (sets->kid[i]->kind == ND_SET && sets->kid[i]->kid[SET_VALUE] &&
            reads_itself(rw, n, t, sets->kid[i]->kid[SET_VALUE]))
            rw_near(rw, sets->kid[i],
                    "a subquery on the table being updated sees rows that are changed already in SQLite, and "
                    "the rows as "
                    "they were in PostgreSQL",
                    NULL);
}

static bool apply(Rw *rw, const Node *n)
{
    Parts p = parts_of(n);
    if (n->kind == ND_UPDATE)
        self_reading(rw, n);
    return (p.order || p.limit) && limited(rw, n, p);
}

const Rule rule_change_limit = {.code = 328,
                                .name = "query/change-limit",
                                .title = "the rows that ORDER BY and LIMIT choose, by their key",
                                .on = KINDS(ND_UPDATE, ND_DELETE),
                                .portable = true,
                                .apply = apply};
