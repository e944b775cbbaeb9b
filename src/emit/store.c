/* What a column asks of the values that are stored in it: INSERT, UPDATE, and DO UPDATE.  The column's type
   where the table is known; where it is not, its name may tell, and that is said. */
#include "emit/coltype.h"
#include "emit/want.h"

/* A fraction is written with more digits than the scale: 9.999 for NUMERIC(p,2). */
static bool literal_digits(Rw *rw, const Node *x, unsigned scale)
{
    Str text = arena_fmt(rw->a, "%.15g", rw_double(rw, rw_text(rw, x))); /* .dump writes 20 digits */
    size_t n = 0;
    for (size_t i = 0; i < text.n && text.p[i] != '.'; i++)
        n++;
    size_t end = n + 1;
    while (end < text.n && ascii_digit(text.p[end]))
        end++;
    while (end > n + 1 && end <= text.n && text.p[end - 1] == '0')
        end--;
    return n < text.n && end - n - 1 > scale;
}

/* A quotient, a mean, a product of fractions or a long literal: more digits than NUMERIC(p,s) keeps. */
static bool many_digits(Rw *rw, const Node *x, unsigned scale)
{
    x = sema_strip(x);
    if (rw_is_call(rw, x, "avg"))
        return true;
    if (x->kind == ND_LITERAL)
        return x->op == TK_FLOAT && literal_digits(rw, x, scale);
    if (x->kind == ND_UNARY && x->op == TK_MINUS)
        return many_digits(rw, x->kid[0], scale);
    if (x->kind != ND_BINARY ||
        (x->op != TK_SLASH && x->op != TK_STAR && x->op != TK_PLUS && x->op != TK_MINUS))
        return false;
    const Node *l = x->kid[BINARY_L], *r = x->kid[BINARY_R];
    bool lf = type_of(rw, l) == PG_NUMERIC || type_of(rw, l) == PG_FLOAT8;
    bool rf = type_of(rw, r) == PG_NUMERIC || type_of(rw, r) == PG_FLOAT8;
    return many_digits(rw, l, scale) || many_digits(rw, r, scale) || (x->op == TK_SLASH && (lf || rf)) ||
           (x->op == TK_STAR && lf && rf);
}

static unsigned declared_scale(Str type)
{
    size_t i = 0;
    unsigned scale = 0;
    while (i < type.n && type.p[i] != ',')
        i++;
    for (i++; i < type.n; i++)
        if (ascii_digit(type.p[i]) && scale < 1000)
            scale = scale * 10 + (unsigned)(type.p[i] - '0');
    return scale;
}

static void store_column(Rw *rw, const Node *value, const Table *t, const Column *col)
{
    if (!col || !value)
        return;
    PgType want = coltype_of(rw->opts, t, col);
    rw_wish_assign(rw, value, want);
    if (want == PG_NUMERIC && rw->opts->numeric == NUM_DECLARED && memchr(col->type.p, ',', col->type.n) &&
        !(col->evidence & EV_NUMERIC_SCALE) && many_digits(rw, value, declared_scale(col->type)))
        emit_note(rw, value, NOTE_CONVERT, SX_NEAR,
                  "the column rounds to its declared digits in PostgreSQL, SQLite keeps them all", NULL);
}

/* A column of a table that the program names: what columns of that name are in all tables of the schema. */
static bool store_by_schema(Rw *rw, const Node *value, Str column, const Node *target)
{
    bool mixed;
    int64_t v;
    if (!node_is_open(rw->stmt, target->kid[TABLEREF_NAME]) || !column.n)
        return false;
    PgType t = type_in_any_table(rw, column, &mixed), have = type_of(rw, value);
    bool flag = rw_integer(rw, value, &v) && (v == 0 || v == 1);
    if (mixed && flag && type_some_table(rw, column, PG_BOOL))
        emit_note(rw, value, NOTE_BY_NAME, SX_MANUAL, OPEN_MIXED, OPEN_MIXED_HINT);
    if (t == PG_UNKNOWN)
        return mixed;
    rw_wish_assign(rw, value, t);
    if (t == PG_BOOL && (flag || have == PG_PARAM))
        emit_note(rw, value, NOTE_BY_NAME, SX_NEAR, OPEN_COLUMN, OPEN_COLUMN_HINT);
    return true;
}

/* A column of a table that nobody described: its name may tell. */
static void store_by_name(Rw *rw, const Node *value, Str column, const Node *target)
{
    uint8_t mean = rw_info(rw, value)->meaning;
    int64_t v;
    if (store_by_schema(rw, value, column, target))
        return;
    if (rw_names_boolean(rw, column) && (type_of(rw, value) == PG_BOOL || type_of(rw, value) == PG_PARAM ||
                                         (rw_integer(rw, value, &v) && (v == 0 || v == 1))))
        rw_wish_assign(rw, value, PG_BOOL);
    else if ((mean == MEAN_DATE || mean == MEAN_DATETIME) && rw_names_time(column))
        rw_wish_assign(rw, value, mean == MEAN_DATE ? PG_DATE : PG_TIMESTAMP);
    else
        return;
    emit_note(rw, value, NOTE_BY_NAME, SX_NEAR, "the column's type was read from its name",
              "give its CREATE TABLE with --schema");
}

static const Column *insert_column(Rw *rw, const Node *ins, const Table *t, uint32_t i)
{
    const Node *cols = ins->kid[INSERT_COLS];
    if (!cols) { /* generated columns take no value */
        for (uint16_t c = 0; c < t->ncols; c++)
            if (!t->cols[c].generated && i-- == 0)
                return &t->cols[c];
        return NULL;
    }
    return i < cols->nkids ? table_column(t, rw_name(rw, cols->kid[i])) : NULL;
}

static void store_row(Rw *rw, const Node *ins, const Table *t, const Node *items)
{
    for (uint32_t i = 0; i < items->nkids; i++)
        store_column(rw, items->kid[i]->kind == ND_RESULT ? items->kid[i]->kid[RESULT_X] : items->kid[i], t,
                     insert_column(rw, ins, t, i));
}

/* In a compound or under DISTINCT a bare literal would become text: it gets the cast its column wants. */
static void cast_row(Rw *rw, const Node *list)
{
    for (uint32_t i = 0; i < list->nkids; i++) {
        const Node *x = list->kid[i]->kind == ND_RESULT ? list->kid[i]->kid[RESULT_X] : list->kid[i];
        if (rw->wish[x->id] && rw->wish[x->id] != PG_TEXT && (type_of(rw, x) != PG_PARAM || rw->infers))
            rw_wish_cast(rw, x, (PgType)rw->wish[x->id]);
    }
}

/* INSERT ... SELECT * FROM (VALUES ...): a NULL in its first row would be text. */
static void values_of(Rw *rw, const Node *ins, const Table *t, const Node *core)
{
    const Node *from = core->kid[CORE_FROM];
    const Node *values =
        from && from->kind == ND_FROMSUB ? from->kid[FROMSUB_SELECT]->kid[SELECT_BODY] : NULL;
    if (!values || values->kind != ND_VALUES || core->kid[CORE_COLUMNS]->nkids != 1)
        return;
    for (uint32_t i = 0; i < values->nkids; i++)
        if (values->kid[i]->kind == ND_PAREN_LIST)
            store_row(rw, ins, t, values->kid[i]->kid[PAREN_LIST_ITEMS]);
    if (values->kid[0]->kind == ND_PAREN_LIST)
        cast_row(rw, values->kid[0]->kid[PAREN_LIST_ITEMS]);
}

static void store_source(Rw *rw, const Node *ins, const Table *t, const Node *body)
{
    if (body->kind == ND_COMPOUND) {
        store_source(rw, ins, t, body->kid[COMPOUND_L]);
        store_source(rw, ins, t, body->kid[COMPOUND_R]);
    } else if (body->kind == ND_CORE) {
        const Node *list = body->kid[CORE_COLUMNS];
        for (uint32_t i = 0; i < list->nkids; i++)
            if (list->kid[i]->kind != ND_RESULT) {
                values_of(rw, ins, t, body);
                return; /* a * shifts the rest */
            }
        store_row(rw, ins, t, list);
        if ((body->flags & NF_DISTINCT) || body->parent->kind == ND_COMPOUND)
            cast_row(rw, list);
    } else {
        for (uint32_t i = 0; i < body->nkids; i++)
            if (body->kid[i]->kind == ND_PAREN_LIST)
                store_row(rw, ins, t, body->kid[i]->kid[PAREN_LIST_ITEMS]);
    }
}

/* The program puts in names or values that cannot be seen: 0 and 1 among them would need to be converted. */
void store_say_booleans(Rw *rw, const Node *n, const Table *t, const Node *names)
{
    for (uint16_t i = 0; t && i < t->ncols; i++) {
        bool given = !names;
        for (uint32_t k = 0; names && k < names->nkids; k++)
            given |=
                node_is_open(rw->stmt, names->kid[k]) || str_ieq(rw_name(rw, names->kid[k]), t->cols[i].name);
        if (!given || rw_column_type(rw, t, &t->cols[i]) != PG_BOOL)
            continue;
        Str name = t->cols[i].name;
        emit_note(rw, n, NOTE_BOOLEAN, SX_NEAR,
                  rw_fmt(rw, "column %.*s is boolean: 0 and 1 that the program passes for it are refused",
                         (int)name.n, name.p)
                      .p,
                  "pass True or False; or keep it an INTEGER with --boolean=off");
        return;
    }
}

static bool holds_hole(const Rw *rw, const Node *list)
{
    for (uint32_t i = 0; list && i < list->nkids; i++)
        if (node_is_open(rw->stmt, list->kid[i]))
            return true;
    return false;
}

/* The table, or, where the program names it, one of the schema that has a boolean column. */
static const Table *with_booleans(Rw *rw, const Node *target)
{
    if (!rw_table_is_open(rw, target))
        return rw_table(rw, target);
    for (size_t i = 0; i < catalog_tables(rw->cat); i++) {
        const Table *t = catalog_table_at(rw->cat, i);
        for (uint16_t k = 0; !t->is_view && !t->is_virtual && k < t->ncols; k++)
            if (rw_column_type(rw, t, &t->cols[k]) == PG_BOOL)
                return t;
    }
    return NULL;
}

static void open_insert(Rw *rw, const Node *n, const Table *t)
{
    const Node *cols = n->kid[INSERT_COLS], *body = n->kid[INSERT_SOURCE]->kid[SELECT_BODY];
    const Node *row = body->kind == ND_VALUES ? body->kid[0] : NULL;
    if (row && row->kind == ND_PAREN_LIST)
        row = row->kid[PAREN_LIST_ITEMS];
    if (holds_hole(rw, row) || (row && holds_hole(rw, cols)))
        store_say_booleans(rw, cols ? cols : row, t, cols);
}

void store_insert(Rw *rw, const Node *n)
{
    const Table *t = rw_table(rw, n->kid[INSERT_TARGET]);
    const Node *cols = n->kid[INSERT_COLS], *src = n->kid[INSERT_SOURCE];
    if (src)
        open_insert(rw, n, with_booleans(rw, n->kid[INSERT_TARGET]));
    if (t && src) {
        store_source(rw, n, t, src->kid[SELECT_BODY]);
    } else if (cols && src && src->kid[SELECT_BODY]->kind == ND_VALUES) {
        const Node *body = src->kid[SELECT_BODY];
        for (uint32_t r = 0; r < body->nkids; r++)
            for (uint32_t i = 0; body->kid[r]->kind == ND_PAREN_LIST && i < cols->nkids &&
                                 i < body->kid[r]->kid[PAREN_LIST_ITEMS]->nkids;
                 i++)
                store_by_name(rw, body->kid[r]->kid[PAREN_LIST_ITEMS]->kid[i], rw_name(rw, cols->kid[i]),
                              n->kid[INSERT_TARGET]);
    }
}

const Node *store_target(const Node *set)
{
    const Node *st = set;
    while (st && st->kind != ND_UPDATE && st->kind != ND_INSERT)
        st = st->parent;
    return st ? st->kid[st->kind == ND_UPDATE ? UPDATE_TARGET : INSERT_TARGET] : NULL;
}

void store_set(Rw *rw, const Node *n)
{
    const Node *target = store_target(n), *col = n->kid[SET_COLS];
    if (target && node_is_open(rw->stmt, col))
        store_say_booleans(rw, n, with_booleans(rw, target), NULL);
    if (!target || (col->kind != ND_NAME && col->kind != ND_HOLE) || node_is_open(rw->stmt, col) ||
        !n->kid[SET_VALUE])
        return;
    const Table *t = rw_table(rw, target);
    Str name = rw_name(rw, col);
    if (t)
        store_column(rw, n->kid[SET_VALUE], t, table_column(t, name));
    else
        store_by_name(rw, n->kid[SET_VALUE], name, target);
}
