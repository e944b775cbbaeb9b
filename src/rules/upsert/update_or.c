/* UPDATE OR x.  Where no unique key is touched, the clause goes.  OR IGNORE on a key skips the rows that
   would collide with others: a NOT EXISTS, where the WHERE pins the rows so that they cannot collide with
   each other; anything else, and OR REPLACE on a key, is left to a person. */
#include "emit/rw.h"
#include "rules/upsert/conflict_key.h"

static const Node *set_of(Rw *rw, const Node *update, Str column)
{
    const Node *sets = update->kid[UPDATE_SETS];
    for (uint32_t i = 0; i < sets->nkids; i++) {
        const Node *cols = sets->kid[i]->kid[SET_COLS];
        if (sets->kid[i]->kind == ND_SET && cols && cols->kind == ND_NAME &&
            str_ieq(rw_name(rw, cols), column))
            return sets->kid[i];
    }
    return NULL;
}

/* Every SET names one column. */
static bool plain_sets(const Node *sets)
{
    for (uint32_t i = 0; i < sets->nkids; i++)
        if (sets->kid[i]->kind != ND_SET || !sets->kid[i]->kid[SET_COLS] ||
            sets->kid[i]->kid[SET_COLS]->kind != ND_NAME || !sets->kid[i]->kid[SET_VALUE])
            return false;
    return true;
}

static bool touches(Rw *rw, const Node *update, const Table *t, const Key *k)
{
    for (uint16_t i = 0; i < k->ncols; i++)
        if (k->cols[i] == UINT16_MAX || set_of(rw, update, t->cols[k->cols[i]].name))
            return true;
    return k->partial;
}

/* Does `where` say column = something that is the same for all rows? */
static bool pins(Rw *rw, const Node *where, Str column)
{
    const Node *n = where ? sema_strip(where) : NULL;
    if (!n || n->kind != ND_BINARY)
        return false;
    if (n->op == TK_AND)
        return pins(rw, n->kid[BINARY_L], column) || pins(rw, n->kid[BINARY_R], column);
    if (n->op != TK_EQ)
        return false;
    const Node *l = sema_strip(n->kid[BINARY_L]), *r = sema_strip(n->kid[BINARY_R]);
    if (l->kind != ND_COLREF) {
        const Node *x = l;
        l = r, r = x;
    }
    bool constant = r->kind == ND_PARAM || r->kind == ND_SUBQUERY || rw_info(rw, r)->constant;
    return constant && l->kind == ND_COLREF && str_ieq(rw_name(rw, l->kid[COLREF_COLUMN]), column);
}

/* The rows that the UPDATE changes cannot collide with each other on key `k`: it is one row, or they differ
   in what is not set, for what is set had one value in all of them. */
static bool apart(Rw *rw, const Node *update, const Table *t, const Key *k)
{
    const Node *where = update->kid[UPDATE_WHERE];
    for (uint16_t i = 0; i < t->nkeys; i++) {
        bool all = !t->keys[i].partial;
        for (uint16_t c = 0; c < t->keys[i].ncols && all; c++)
            all = t->keys[i].cols[c] != UINT16_MAX && pins(rw, where, t->cols[t->keys[i].cols[c]].name);
        if (all)
            return true;
    }
    bool all = true, rest = false;
    for (uint16_t c = 0; c < k->ncols; c++) {
        Str name = t->cols[k->cols[c]].name;
        if (!set_of(rw, update, name))
            rest = true;
        else
            all &= pins(rw, where, name);
    }
    return all && rest;
}

typedef struct Text {
    RwArg args[20];
    uint32_t n;
    Str exists;
} Text;

/* " AND NOT EXISTS (SELECT 1 FROM t AS other WHERE other.a = {value} AND other.b = t.b AND other.id <> t.id)"
 */
static bool not_exists(Rw *rw, const Node *update, const Table *t, const Key *k, Text *x)
{
    const Node *target = update->kid[UPDATE_TARGET], *alias = target->kid[TABLEREF_ALIAS];
    Str table = rw_ident(rw, t->name), me = alias ? rw_spelled(rw, alias) : table, all = STR("");
    for (uint16_t i = 0; i < k->ncols; i++) {
        const Node *set = set_of(rw, update, t->cols[k->cols[i]].name);
        Str c = rw_ident(rw, t->cols[k->cols[i]].name);
        const char *equal =
            rw_key_folds(rw, t, k, i) ? "%.*slower(other.%.*s) = lower(" : "%.*sother.%.*s = ";
        all = rw_fmt(rw, equal, (int)all.n, all.p, (int)c.n, c.p);
        if (set) {
            const Node *v = sema_strip(set->kid[SET_VALUE]);
            if (x->n == 20 || (v->kind != ND_LITERAL && v->kind != ND_PARAM))
                return false;
            x->args[x->n] = RW_NODE(set->kid[SET_VALUE]);
            all = rw_fmt(rw, "%.*s{%u}", (int)all.n, all.p, x->n++);
        } else {
            all = rw_fmt(rw, "%.*s%.*s.%.*s", (int)all.n, all.p, (int)me.n, me.p, (int)c.n, c.p);
        }
        all = rw_fmt(rw, "%.*s%s AND ", (int)all.n, all.p, rw_key_folds(rw, t, k, i) ? ")" : "");
    }
    bool by_id = t->rowid >= 0 && !set_of(rw, update, t->cols[t->rowid].name);
    Str id = by_id ? rw_ident(rw, t->cols[t->rowid].name) : STR("ctid");
    x->exists =
        rw_fmt(rw, "%.*s AND NOT EXISTS (SELECT 1 FROM %.*s AS other WHERE %.*sother.%.*s <> %.*s.%.*s)",
               (int)x->exists.n, x->exists.p, (int)table.n, table.p, (int)all.n, all.p, (int)id.n, id.p,
               (int)me.n, me.p, (int)id.n, id.p);
    return true;
}

static const char WHY_IGNORE[] = "UPDATE OR IGNORE on a unique key: rows that collide with each other are "
                                 "tried one after the other in SQLite";
static const char WHY_REPLACE[] =
    "UPDATE OR REPLACE deletes the rows in the way; PostgreSQL has no such UPDATE";

static bool ignoring(Rw *rw, const Node *n, const Table *t)
{
    Text x = {.n = 3, .exists = STR("")};
    const Node *ret = n->kid[UPDATE_RETURNING], *target = n->kid[UPDATE_TARGET];
    for (uint16_t i = 0; i < t->nkeys; i++) {
        const Key *k = &t->keys[i];
        if (!touches(rw, n, t, k))
            continue;
        bool plain = !k->partial;
        for (uint16_t c = 0; c < k->ncols; c++)
            plain &= k->cols[c] != UINT16_MAX;
        if (!plain || n->kid[UPDATE_WITH] || n->kid[UPDATE_FROM] || n->parent || !apart(rw, n, t, k) ||
            !not_exists(rw, n, t, k, &x))
            return rw_manual(rw, n, WHY_IGNORE, "add a WHERE NOT EXISTS for the rows that would collide");
    }
    x.args[0] = RW_NODE(target);
    x.args[1] = RW_NODE(n->kid[UPDATE_SETS]);
    x.args[2] = RW_NODE(n->kid[UPDATE_WHERE]);
    if (ret)
        x.args[x.n] = RW_NODE(ret);
    rw_exact(rw, n);
    rw_template(rw, n,
                rw_fmt(rw, "UPDATE {0} SET {1} WHERE {2}%.*s%s", (int)x.exists.n, x.exists.p,
                       ret ? rw_fmt(rw, " RETURNING {%u}", x.n).p : "")
                    .p,
                PG_UNKNOWN, x.args, x.n + (ret != NULL));
    return true;
}

/* NOT NULL that the UPDATE might break: OR IGNORE skips the row, OR REPLACE stores the default. */
static void may_be_null(Rw *rw, const Node *n, const Table *t)
{
    const Node *sets = n->kid[UPDATE_SETS];
    for (uint32_t i = 0; i < sets->nkids; i++) {
        const Column *c = table_column(t, rw_name(rw, sets->kid[i]->kid[SET_COLS]));
        if (c && c->not_null && rw_info(rw, sets->kid[i]->kid[SET_VALUE])->nullable)
            rw_near(
                rw, n,
                "a NULL for a NOT NULL column is skipped or replaced in SQLite, and an error in PostgreSQL",
                NULL);
    }
    if (table_has_check(t))
        rw_near(rw, n, "rows that break a CHECK are skipped in SQLite, and an error in PostgreSQL", NULL);
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->op == 0)
        return false;
    const Table *t = rw_table(rw, n->kid[UPDATE_TARGET]);
    uint32_t or = rw_find(rw, n->tok, n->end, TK_OR);
    bool loud = n->op == TK_ABORT || n->op == TK_FAIL || n->op == TK_ROLLBACK, key = false;
    if (!loud && (!t || t->is_view || !plain_sets(n->kid[UPDATE_SETS])))
        return rw_manual(rw, n, "UPDATE OR IGNORE/REPLACE: the keys of this table are not known",
                         "give its CREATE TABLE with --schema");
    for (uint16_t i = 0; !loud && i < t->nkeys; i++)
        key |= touches(rw, n, t, &t->keys[i]);
    if (key && n->op == TK_REPLACE)
        return rw_manual(rw, n, WHY_REPLACE, "DELETE the rows that would collide first");
    if (!loud)
        may_be_null(rw, n, t);
    if (key)
        return ignoring(rw, n, t);
    rw_exact(rw, n);
    if (n->op == TK_FAIL || n->op == TK_ROLLBACK)
        rw_near(rw, n, "what was done before an error is undone otherwise than in SQLite", NULL);
    rw_drop(rw, or, rw_next(rw, or) + 1);
    return true;
}

const Rule rule_update_or = {.code = 308,
                             .name = "upsert/update-or",
                             .title = "UPDATE OR x: the rows in the way are looked for",
                             .on = KINDS(ND_UPDATE),
                             .apply = apply};
