/* Parameters beside or for columns: SQLite takes any value and lets the column's affinity have its way;
   PostgreSQL takes values of the column's type.  One note a statement, with the columns; BOOLEAN columns have
   one of their own (types/boolean). */
#include "emit/want.h"
#include "rules/habit/habit.h"

enum { WORDS, NUMBERS, WHOLE, TIMES, IDS, NKINDS };
static const char *const KIND_NAMES[] = {"text", "numbers", "whole numbers", "dates and times", "UUIDs"};

typedef struct Found {
    Rw *rw;
    Str columns[NKINDS]; /* names, with commas between */
    const Node *first;   /* the first parameter */
} Found;

static int kind_of(PgType t)
{
    switch (pg_family(t)) {
    case FAM_TEXT: return WORDS;
    case FAM_NUMBER: return t == PG_INT || t == PG_BIGINT ? WHOLE : NUMBERS;
    case FAM_TEMPORAL: return TIMES;
    case FAM_UUID: return IDS;
    default: return NKINDS;
    }
}

static bool listed(Str list, Str name)
{
    for (size_t i = 0; i + name.n <= list.n; i++)
        if (str_eq(str_sub(list, i, i + name.n), name) && (i == 0 || list.p[i - 1] == ' ') &&
            (i + name.n == list.n || list.p[i + name.n] == ','))
            return true;
    return false;
}

/* `stored`: text columns take numbers then, as SQLite's do. */
static void meets(Found *f, const Node *param, const Table *t, const Column *c, bool stored)
{
    param = param ? sema_strip(param) : NULL;
    if (!param || param->kind != ND_PARAM || !t || !c || t->is_virtual)
        return;
    int k = kind_of(rw_column_type(f->rw, t, c));
    if (k == NKINDS || (k == WORDS && stored) || listed(f->columns[k], c->name))
        return;
    f->first = f->first ? f->first : param;
    Str list = f->columns[k];
    f->columns[k] = rw_fmt(f->rw, "%.*s%s%.*s", (int)list.n, list.n ? list.p : "", list.n ? ", " : "",
                           (int)c->name.n, c->name.p);
}

/* A parameter compared with `x`. */
static void beside(Found *f, const Node *x, const Node *param)
{
    x = x ? sema_strip(x) : NULL;
    if (x && x->kind == ND_COLREF && rw_info(f->rw, x)->table)
        meets(f, param, rw_info(f->rw, x)->table, rw_info(f->rw, x)->col, false);
}

static void set(Found *f, const Node *s)
{
    const Node *target = store_target(s), *col = s->kid[SET_COLS];
    const Table *t = target ? rw_table(f->rw, target) : NULL;
    if (t && col->kind == ND_NAME)
        meets(f, s->kid[SET_VALUE], t, table_column(t, rw_name(f->rw, col)), true);
}

/* INSERT ... VALUES: by the list of columns, or by their order. */
static void values(Found *f, const Node *ins)
{
    const Table *t = rw_table(f->rw, ins->kid[INSERT_TARGET]);
    const Node *cols = ins->kid[INSERT_COLS], *source = ins->kid[INSERT_SOURCE];
    const Node *rows = source ? source->kid[SELECT_BODY] : NULL;
    for (uint32_t r = 0; t && rows && rows->kind == ND_VALUES && r < rows->nkids; r++) {
        const Node *items = rows->kid[r]->kid[PAREN_LIST_ITEMS];
        uint16_t at = 0;
        for (uint32_t i = 0; items && i < items->nkids; i++, at++) {
            while (!cols && at < t->ncols && t->cols[at].generated)
                at++;
            if (cols && i < cols->nkids)
                meets(f, items->kid[i], t, table_column(t, rw_name(f->rw, cols->kid[i])), true);
            else if (!cols && at < t->ncols)
                meets(f, items->kid[i], t, &t->cols[at], true);
        }
    }
}

static void look(Found *f, const Node *n)
{
    switch (n->kind) {
    case ND_BINARY:
        if (sema_compares(n) || n->op == TK_IS) {
            beside(f, n->kid[BINARY_L], n->kid[BINARY_R]);
            beside(f, n->kid[BINARY_R], n->kid[BINARY_L]);
        }
        break;
    case ND_BETWEEN:
        beside(f, n->kid[BETWEEN_X], n->kid[BETWEEN_LO]);
        beside(f, n->kid[BETWEEN_X], n->kid[BETWEEN_HI]);
        break;
    case ND_IN: {
        const Node *rhs = n->kid[IN_RHS];
        const Node *items = rhs->kind == ND_PAREN_LIST ? rhs->kid[PAREN_LIST_ITEMS] : NULL;
        for (uint32_t i = 0; items && i < items->nkids; i++)
            beside(f, n->kid[IN_X], items->kid[i]);
        break;
    }
    case ND_SET: set(f, n); break;
    case ND_INSERT: values(f, n); break;
    default: break;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i])
            look(f, n->kid[i]);
}

static bool apply(Rw *rw, const Node *n)
{
    if (!habit_asked(rw) || n->parent)
        return false;
    Found f = {.rw = rw};
    Str all = STR_NONE;
    look(&f, n);
    for (int k = 0; k < NKINDS; k++)
        if (f.columns[k].n)
            all = rw_fmt(rw, "%.*s%s%s (%.*s)", (int)all.n, all.n ? all.p : "", all.n ? ", " : "",
                         KIND_NAMES[k], (int)f.columns[k].n, f.columns[k].p);
    if (f.first)
        rw_near(rw, f.first,
                rw_fmt(rw,
                       "SQLite takes any value for a parameter; PostgreSQL takes %.*s, or reports an error",
                       (int)all.n, all.p)
                    .p,
                "convert the values in the program, or put a CAST around the parameter");
    return false;
}

const Rule rule_habit_parameter_type = {.code = 1105,
                                        .name = "habit/parameter-type",
                                        .title = "parameters must be of their columns' types",
                                        .on = KINDS(ND_SELECT, ND_INSERT, ND_UPDATE, ND_DELETE),
                                        .portable = true,
                                        .apply = apply};
