/* The two sides of a comparison brought together as SQLite's affinity rules would
   (https://sqlite.org/datatype3.html section 4): one side is asked for the other's type, or it is said why
   none will do.  What the types alone decide is decide.c's business. */
#include "emit/want.h"
#include "base/number.h"
#include "emit/render.h"

/* Are the sides asked whether they are equal (IN, CASE x WHEN, too), not which is larger? */
static bool asks_equal(const Node *op)
{
    return op->kind != ND_BETWEEN &&
           (op->kind != ND_BINARY || op->op == TK_EQ || op->op == TK_NE || op->op == TK_IS);
}

static bool int_literal(Rw *rw, const Node *n)
{
    int64_t v;
    return rw_integer(rw, n, &v);
}

static void compare_bool(Rw *rw, const Node *op, const Node *b, const Node *x, PgType tx)
{
    int64_t v;
    Str s;
    if (rw_integer(rw, x, &v) && (v == 0 || v == 1)) {
        want_wish(rw, x, PG_BOOL);
        if (rw_info(rw, b)->name == NAME_OPAQUE)
            emit_note(rw, op, NOTE_BY_NAME, SX_NEAR,
                      type_is_open_column(rw, b) ? OPEN_COLUMN : "taken for a boolean by the column's name",
                      type_is_open_column(rw, b) ? OPEN_COLUMN_HINT : "give its CREATE TABLE with --schema");
    } else if (tx == PG_PARAM) {
        want_wish(rw, x, PG_BOOL);
    } else if (rw_string(rw, x, &s)) {
        if (rw_info(rw, b)->aff >= AFF_NUMERIC && (str_eqz(s, "0") || str_eqz(s, "1")))
            want_wish(rw, x, PG_BOOL);
        else
            emit_note(rw, op, NOTE_TEXT_NUMBER, SX_MANUAL, "a 0/1 value never equals this text in SQLite",
                      "write 1 or 0");
    } else if (pg_family(tx) == FAM_NUMBER || tx == PG_UNKNOWN) {
        want_wish(rw, b, PG_INT);
    } else if (tx == PG_TEXT) {
        emit_note(rw, op, NOTE_TEXT_NUMBER, SX_MANUAL, "a 0/1 value is compared with text", NULL);
    }
}

/* A number on one side, a quoted literal on the other. */
static void compare_number_string(Rw *rw, const Node *op, const Node *num, const Node *str, Str s)
{
    Number v = number_read(s);
    bool column = compare_affinity(rw, op, num) >= AFF_NUMERIC;
    PgType t = type_of(rw, num);
    if (!column || !v.alone) {
        emit_note(
            rw, op, NOTE_TEXT_NUMBER, SX_MANUAL,
            column ? "a number is compared with text that is no number; SQLite orders every number before it"
                   : "a computed number never equals text in SQLite, PostgreSQL would convert the text",
            "write the number without quotes, if that is what is meant");
        return;
    }
    if (!v.integer && (t == PG_INT || t == PG_BIGINT))
        want_wish(rw, str, PG_NUMERIC);
}

uint8_t compare_affinity(Rw *rw, const Node *op, const Node *n)
{
    return op->kind == ND_IN && n != op->kid[IN_X] ? AFF_NONE : rw_info(rw, n)->aff;
}

static void compare_text_number(Rw *rw, const Node *op, const Node *text, const Node *num)
{
    const Info *it = rw_info(rw, text);
    uint8_t at = compare_affinity(rw, op, text), an = compare_affinity(rw, op, num);
    bool equal = op->kind == ND_BINARY && op->op == TK_EQ && sema_is_where(sema_whole_condition(op));
    if (at == AFF_TEXT && an < AFF_NUMERIC) {
        if (!int_literal(rw, num) && sema_strip(num)->kind != ND_LITERAL)
            emit_note(rw, op, NOTE_TEXT_NUMBER, SX_EXACT, "the number is compared as text, digit by digit",
                      "CAST the text to INTEGER, if numbers are meant");
        want_wish(rw, num, PG_TEXT);
    } else if (at == AFF_NONE && it->meaning == MEAN_DIGITS && an >= AFF_NUMERIC) {
        want_wish(rw, text, PG_BIGINT);
    } else if ((an >= AFF_NUMERIC || (it->col && at >= AFF_NUMERIC)) && rw_repeatable(rw, text)) {
        want_wish(rw, text, PG_RANKED);
    } else if (at == AFF_TEXT || (an >= AFF_NUMERIC && equal)) {
        want_wish(rw, text, PG_WHOLLY);
        emit_note(rw, op, NOTE_TEXT_NUMBER, equal ? SX_EXACT : SX_NEAR,
                  "text that is no number comes after every number in SQLite, and is NULL here", NULL);
    } else if (it->col && it->col->aff < AFF_TEXT && rw_repeatable(rw, text)) { /* a column without a type */
        if (asks_equal(op) && sema_strip(num)->kind == ND_LITERAL)
            want_wish(rw, num, PG_TEXT);
        else
            want_wish(rw, text, PG_RANKED);
        emit_note(
            rw, op, NOTE_TEXT_NUMBER, SX_NEAR,
            "a column without a type is text in PostgreSQL: text that looks like a number is taken for it",
            "declare the column's type");
    } else {
        emit_note(rw, op, NOTE_TEXT_NUMBER, SX_MANUAL, "computed text never equals a number in SQLite",
                  "quote the number, or CAST the text, if that is what is meant");
    }
}

static void compare_time(Rw *rw, const Node *op, const Node *time, PgType tt, const Node *x, PgType tx)
{
    Str s;
    uint8_t mean = rw_info(rw, x)->meaning;
    bool equal = op->kind == ND_BINARY && (op->op == TK_EQ || op->op == TK_NE || op->op == TK_IS);
    bool from = op->kind == ND_BETWEEN && x == op->kid[BETWEEN_LO] && time == op->kid[BETWEEN_X]; /* >= */
    if (rw_string(rw, x, &s)) {
        if (!literal_is_iso(s))
            emit_note(rw, op, NOTE_TIME_TEXT, SX_MANUAL,
                      "a date is compared with text that is no full ISO date",
                      "write YYYY-MM-DD or YYYY-MM-DD HH:MM:SS");
        else if (((tt == PG_TIMESTAMP || tt == PG_TIMESTAMPTZ) && literal_is_day(s) &&
                  !(op->op == TK_GE || op->op == TK_LT || from)) ||
                 (tt == PG_DATE && !literal_is_day(s)))
            emit_note(
                rw, op, NOTE_TIME_TEXT, SX_NEAR,
                "a date without a time sorts before every time of that day in SQLite, and is midnight in "
                "PostgreSQL",
                NULL);
    } else if (mean == MEAN_DATE || mean == MEAN_DATETIME || mean == MEAN_TIME) {
        want_wish(rw, x,
                  tt == PG_DATE && mean == MEAN_DATETIME ? PG_TIMESTAMP
                  : mean == MEAN_DATE                    ? PG_DATE
                                                         : tt);
        bool differs = equal || (op->kind != ND_BINARY && !from) || op->op == TK_GT || op->op == TK_LE;
        if ((mean == MEAN_DATE) != (tt == PG_DATE) && differs)
            emit_note(rw, op, NOTE_TIME_TEXT, SX_NEAR, "a date and a time compare as text in SQLite", NULL);
    } else if (tx == PG_TEXT) {
        want_wish(rw, time, PG_TEXT);
    } else if (pg_family(tx) == FAM_NUMBER) {
        emit_note(rw, op, NOTE_TIME_TEXT, SX_MANUAL, "a date is compared with a number", NULL);
    }
}

/* date() and its kin on both sides, or a date literal or a parameter beside one: dates compare as dates. */
static bool compare_dates(Rw *rw, const Node *l, const Node *r, PgType tr)
{
    const Info *il = rw_info(rw, l), *ir = rw_info(rw, r);
    if (il->meaning != MEAN_DATE || sema_strip(l)->kind != ND_FUNC)
        return false;
    Str s;
    bool both = ir->meaning == MEAN_DATE && sema_strip(r)->kind != ND_COLREF;
    bool date = rw_string(rw, r, &s) && literal_is_day(s) && literal_is_iso(s);
    if (!both && !date && tr != PG_PARAM && tr != PG_DATE)
        return false;
    want_wish(rw, l, PG_DATE);
    if (both)
        want_wish(rw, r, PG_DATE);
    return true;
}

/* A column nothing is known of beside datetime(): its name decides. */
static void compare_unknown(Rw *rw, const Node *op, const Node *unknown, const Node *x)
{
    uint8_t mean = rw_info(rw, x)->meaning;
    const Node *c = sema_strip(unknown);
    Str f;
    if (c->kind == ND_COLREF && rw_is_call(rw, x, "strftime") &&
        rw_string(rw, rw_arg(sema_strip(x), 0), &f) && str_eqz(f, "%s")) {
        want_wish(rw, x, PG_BIGINT);
        emit_note(rw, op, NOTE_BY_NAME, SX_NEAR, "taken for a column of whole seconds",
                  "give its CREATE TABLE with --schema");
        return;
    }
    if (c->kind != ND_COLREF || (mean != MEAN_DATE && mean != MEAN_DATETIME) ||
        sema_strip(x)->kind == ND_COLREF)
        return;
    if (!rw_names_time(rw_name(rw, c->kid[COLREF_COLUMN])))
        return;
    want_wish(rw, x, mean == MEAN_DATE ? PG_DATE : PG_TIMESTAMP);
    emit_note(rw, op, NOTE_BY_NAME, SX_NEAR, "taken for a timestamp column by its name",
              "give its CREATE TABLE with --schema");
}

static bool clock_literal(const Node *n)
{
    n = sema_strip(n);
    return n->kind == ND_LITERAL &&
           (n->op == TK_CURRENT_DATE || n->op == TK_CURRENT_TIME || n->op == TK_CURRENT_TIMESTAMP);
}

static bool json_text(Rw *rw, const Node *n)
{
    n = sema_strip(n);
    return (n->kind == ND_BINARY && n->op == TK_ARROW2) || rw_is_call(rw, n, "json_extract");
}

bool compare_holds_both(const Column *c)
{
    uint32_t numbers = EV_INT_VALUE | EV_REAL_VALUE | EV_EPOCH;
    return c->aff < AFF_TEXT || c->evidence & (c->aff == AFF_NUMERIC ? numbers : (uint32_t)EV_TEXT_VALUE);
}

/* The numbers in such a column come before every text, in PostgreSQL they are text as well. */
static void compare_both(Rw *rw, const Node *op, const Node *col, const Node *x)
{
    const Info *i = rw_info(rw, col);
    Str s;
    if (i->col && i->col->aff >= AFF_NUMERIC && compare_holds_both(i->col) && !asks_equal(op) &&
        rw_string(rw, x, &s))
        emit_note(rw, op, NOTE_TEXT_NUMBER, SX_NEAR,
                  "numbers and text are stored in this column: as text, numbers sort digit by digit", NULL);
}

static bool json_column(Rw *rw, const Node *n, PgType t)
{
    return (t == PG_JSONB || t == PG_JSON) && sema_strip(n)->kind == ND_COLREF && rw_info(rw, n)->col;
}

/* A column declared JSON: text in SQLite, a value in PostgreSQL, which reads what stands beside it as JSON.
 */
static void compare_json(Rw *rw, const Node *op, const Node *json, PgType tj, const Node *x, PgType tx)
{
    Str s;
    bool text = rw_string(rw, x, &s), value = text && s.n && strchr("{[\"-0123456789tfn", s.p[0]);
    if (tx == PG_TEXT || (text && !value) || tj == PG_JSON)
        want_wish(rw, json, PG_TEXT);
    else if (text || tx == PG_PARAM)
        emit_note(rw, op, NOTE_MIXED, SX_NEAR,
                  "JSON is compared by its value in PostgreSQL, by its text in SQLite", NULL);
    else if (pg_family(tx) == FAM_NUMBER || tx == PG_BOOL)
        emit_note(rw, op, NOTE_MIXED, SX_MANUAL, "a JSON column is compared with a number",
                  "compare json_extract(..., '$')");
}

static void compare_one(Rw *rw, const Node *op, const Node *l, PgType tl, const Node *r, PgType tr)
{
    if (json_column(rw, l, tl)) {
        compare_json(rw, op, l, tl, r, tr);
        return;
    }
    if (json_column(rw, r, tr))
        return; /* the other way round */
    Str s;
    if (!rw->infers && sema_strip(r)->kind == ND_PARAM && json_text(rw, l))
        rw_wish_cast(rw, sema_strip(r), PG_TEXT); /* the driver writes a number without quotes */
    if (rw->infers && tr == PG_PARAM && sema_strip(r)->kind != ND_PARAM)
        want_wish(rw, r, tl); /* COALESCE(?, ?) */
    if (tl == PG_BOOL && (tr == PG_BYTEA || pg_family(tr) == FAM_TEMPORAL))
        emit_note(rw, op, NOTE_MIXED, SX_MANUAL, "a truth value is compared with a blob or a date", NULL);
    else if (tl == PG_BOOL && tr != PG_BOOL)
        compare_bool(rw, op, l, r, tr);
    else if (pg_family(tl) == FAM_NUMBER && rw_string(rw, r, &s))
        compare_number_string(rw, op, l, r, s);
    else if (compare_dates(rw, l, r, tr))
        return;
    else if (tl == PG_TEXT && pg_family(tr) == FAM_NUMBER)
        compare_text_number(rw, op, l, r);
    else if (tl == PG_TEXT && tr == PG_LIT)
        compare_both(rw, op, l, r);
    else if (pg_family(tl) == FAM_TEMPORAL && pg_family(tr) != FAM_TEMPORAL)
        compare_time(rw, op, l, tl, r, tr);
    else if (tl == PG_BYTEA && (tr == PG_LIT || tr == PG_TEXT))
        emit_note(rw, op, NOTE_MIXED, SX_MANUAL, "a blob never equals text in SQLite", NULL);
    else if (tl == PG_BYTEA && pg_family(tr) == FAM_NUMBER)
        emit_note(rw, op, NOTE_MIXED, SX_MANUAL, "a blob never equals a number in SQLite", NULL);
    else if (tl == PG_DATE && (tr == PG_TIMESTAMP || tr == PG_TIMESTAMPTZ))
        emit_note(rw, op, NOTE_TIME_TEXT, SX_NEAR, "a date and a time compare as text in SQLite", NULL);
    else if (clock_literal(r) && (tl == PG_TEXT || (rw_string(rw, l, &s) && !literal_is_iso(s))))
        want_wish(rw, r, PG_TEXT);
    else if (tl == PG_UNKNOWN)
        compare_unknown(rw, op, l, r);
}

/* {column} = ?, where the program names the column: 0 and 1 may be passed for a boolean one. */
static void compare_hole(Rw *rw, const Node *op, const Node *l, const Node *r)
{
    if (sema_strip(l)->kind != ND_HOLE || sema_strip(r)->kind != ND_PARAM)
        return;
    for (const Node *p = op; p; p = p->parent)
        for (const Source *s = rw->sema->sources[p->id]; s; s = s->next)
            store_say_booleans(rw, op, s->table, NULL);
}

/* done = 1, where the program names the table and `done` is a boolean in some tables only. */
static void compare_open(Rw *rw, const Node *op, const Node *l, const Node *r)
{
    bool mixed;
    int64_t v;
    if (!type_is_open_column(rw, l) || !rw_integer(rw, r, &v) || (v != 0 && v != 1))
        return;
    Str name = rw_name(rw, sema_strip(l)->kid[COLREF_COLUMN]);
    type_in_any_table(rw, name, &mixed);
    if (mixed && type_some_table(rw, name, PG_BOOL))
        emit_note(rw, op, NOTE_BY_NAME, SX_MANUAL, OPEN_MIXED, OPEN_MIXED_HINT);
}

void compare_sides(Rw *rw, const Node *op, const Node *l, const Node *r)
{
    compare_open(rw, op, l, r);
    compare_open(rw, op, r, l);
    compare_hole(rw, op, l, r);
    PgType tl = type_of(rw, l), tr = type_of(rw, r);
    if (tl == PG_BOOL && tr == PG_BOOL)
        return;
    compare_one(rw, op, l, tl, r, tr);
    if (!rw->manual)
        compare_one(rw, op, r, tr, l, tl);
}
