/* Comparisons that the types alone decide: SQLite orders every number before every text and converts only
   what affinity asks it to (https://sqlite.org/datatype3.html section 4).  PostgreSQL would convert the
   literal, or refuse. The comparison becomes FALSE, or what is left of it: whether a side is NULL.  Decides
   nothing where a side may hold both numbers and text, nor about booleans and blobs, whose columns often hold
   text in old databases. */
#include "base/number.h"
#include "emit/render.h"

enum { RANK_UNKNOWN, RANK_NUMBER, RANK_TEXT };

static const char WHY[] =
    "every number sorts before every text in SQLite: the types alone decide this comparison";
static const char HINT[] = "compare with a number, or with text, if that is what is meant";

static const char IF_NUMERIC[] = "CASE WHEN {0} ~* " NUMBER_REGEX " THEN {0}::numeric END = {1}";

static bool date_text(uint8_t meaning)
{
    return meaning == MEAN_DATE || meaning == MEAN_DATETIME || meaning == MEAN_TIME;
}

/* What `n` holds once the affinity of the other side has been applied to it. */
static int rank(Rw *rw, const Node *op, const Node *n, const Node *other)
{
    const Info *i = rw_info(rw, n);
    uint8_t mine = compare_affinity(rw, op, n), theirs = compare_affinity(rw, op, other);
    PgType t = type_of(rw, n);
    Str s;
    if (rw_string(rw, n, &s))
        return theirs >= AFF_NUMERIC && number_read(s).alone ? RANK_UNKNOWN : RANK_TEXT;
    if (pg_family(t) == FAM_NUMBER)
        return theirs == AFF_TEXT && mine < AFF_NUMERIC ? RANK_UNKNOWN : RANK_NUMBER;
    if (t == PG_TEXT && theirs >= AFF_NUMERIC && !date_text(i->meaning))
        return RANK_UNKNOWN; /* text that looks like a number becomes one */
    bool text =
        !(i->classes & CLS_NUMBER) || (i->col && i->col->aff == AFF_TEXT); /* j ->> 'a' may be a number */
    return t == PG_TEXT && text ? RANK_TEXT : RANK_UNKNOWN;
}

/* A date beside a number: the column holds text in SQLite.  '2024' beside a column of numeric affinity is a
 * number. */
static int temporal_rank(Rw *rw, const Node *n, const Node *other)
{
    Str s;
    if (pg_family(type_of(rw, n)) == FAM_TEMPORAL)
        return rw_info(rw, n)->aff != AFF_TEXT ? RANK_TEXT : RANK_UNKNOWN;
    if (rw_string(rw, n, &s))
        return rw_info(rw, other)->aff >= AFF_NUMERIC && number_read(s).alone ? RANK_NUMBER : RANK_UNKNOWN;
    return pg_family(type_of(rw, n)) == FAM_NUMBER ? RANK_NUMBER : RANK_UNKNOWN;
}

/* What may not vanish: a parameter is counted by the program, an aggregate makes one row of many, and a
   function that nobody knows may do anything. */
static bool must_stay(Rw *rw, const Node *n)
{
    if (n->kind == ND_PARAM || n->kind == ND_HOLE)
        return true;
    if (n->kind == ND_FUNC && n->kid[FUNC_ARGS]) {
        const Function *f = rw_function(rw, n);
        if (!f || f->kind != FN_SCALAR)
            return true;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && must_stay(rw, n->kid[i]))
            return true;
    return false;
}

static void becomes(Rw *rw, const Node *op, const char *tmpl, const Node *a, const Node *b)
{
    rw_as(rw, op, tmpl, PG_BOOL, a, b, NULL);
    emit_note(rw, op, NOTE_TEXT_NUMBER, SX_EXACT, WHY, HINT);
}

/* The comparison is true, or false, wherever neither side is NULL. */
static void decided(Rw *rw, const Node *op, const Node *l, const Node *r, bool yes)
{
    bool a = rw_info(rw, l)->nullable || must_stay(rw, l), b = rw_info(rw, r)->nullable || must_stay(rw, r);
    bool stays = must_stay(rw, l) || must_stay(rw, r),
         where = sema_is_where(sema_whole_condition(op)) && !stays;
    const Node *x = a ? l : r;
    if (!a && !b)
        becomes(rw, op, yes ? "TRUE" : "FALSE", NULL, NULL);
    else if (where && !yes)
        becomes(rw, op, "FALSE", NULL, NULL);
    else if (a && b && where)
        becomes(rw, op, "{0} IS NOT NULL AND {1} IS NOT NULL", l, r);
    else if (a && b)
        becomes(rw, op,
                yes ? "{0} IS NOT NULL AND {1} IS NOT NULL OR NULL" : "({0} IS NULL OR {1} IS NULL) AND NULL",
                l, r);
    else if (where)
        becomes(rw, op, "{0} IS NOT NULL", x, NULL);
    else
        becomes(rw, op, yes ? "{0} IS NOT NULL OR NULL" : "{0} IS NULL AND NULL", x, NULL);
}

static bool holds(uint16_t op, int order) /* order: -1 l < r, 1 l > r */
{
    return op == TK_NE || (order < 0 ? op == TK_LT || op == TK_LE : op == TK_GT || op == TK_GE);
}

static int order_of(Rw *rw, const Node *op, const Node *l, const Node *r)
{
    int a = rank(rw, op, l, r), b = rank(rw, op, r, l);
    if (!a || !b || a == b)
        a = temporal_rank(rw, l, r), b = temporal_rank(rw, r, l);
    return !a || !b || a == b ? 0 : a < b ? -1 : 1;
}

/* ---- a TIMESTAMP or DATE column beside the beginning of one ---- */

static bool digits(Str s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (i >= s.n || !ascii_digit(s.p[i]))
            return false;
    return true;
}

static bool is_month(Str s)
{
    return s.n == 7 && digits(s, 0, 4) && s.p[4] == '-' && digits(s, 5, 7) && memcmp(s.p + 5, "00", 2) > 0 &&
           memcmp(s.p + 5, "12", 2) <= 0;
}

static bool is_day(Str s)
{
    return s.n == 10 && is_month(str_sub(s, 0, 7)) && s.p[7] == '-' && digits(s, 8, 10);
}

static const char BARE_DAY[] =
    "a date without a time sorts before every time of that day: a value stored without its time differs";

/* `at > '2024-02'` and `at > '2024-02-01'`: the column's text is longer, so that > is >= and <= is <. */
static bool beginning(Rw *rw, const Node *op, const Node *col, const Node *lit, uint16_t cmp)
{
    PgType t = type_of(rw, col);
    Str s;
    if (pg_family(t) != FAM_TEMPORAL || t == PG_TIME)
        return false;
    bool day_call = rw_is_call(rw, lit, "date");
    if (t != PG_DATE && (cmp == TK_GT || cmp == TK_LE) && (day_call || type_of(rw, lit) == PG_DATE)) {
        const char *later = day_call ? "{0} >= {1:date}" : "{0} >= {1}",
                   *before = day_call ? "{0} < {1:date}" : "{0} < {1}";
        rw_as(rw, op, cmp == TK_GT ? later : before, PG_BOOL, col, lit, NULL);
        emit_note(rw, op, NOTE_TIME_TEXT, SX_NEAR, BARE_DAY, NULL);
        return true;
    }
    if (!rw_string(rw, lit, &s))
        return false;
    bool month = is_month(s), day = t != PG_DATE && is_day(s), equal = cmp == TK_EQ || cmp == TK_NE;
    if (s.n == 0 || (month && equal)) {
        decided(rw, op, col, lit, holds(cmp, 1));
        return true;
    }
    if ((!month && !day) || equal || (day && (cmp == TK_GE || cmp == TK_LT)))
        return false;
    RwArg args[] = {RW_NODE(col), RW_TEXT(rw_literal(rw, month ? rw_fmt(rw, "%.7s-01", s.p) : s))};
    rw_template(rw, op, cmp == TK_GE || cmp == TK_GT ? "{0} >= {1}" : "{0} < {1}", PG_BOOL, args, 2);
    if (day)
        emit_note(rw, op, NOTE_TIME_TEXT, SX_NEAR, BARE_DAY, NULL);
    else
        emit_note(rw, op, NOTE_TIME_TEXT, SX_EXACT, "a month sorts before every day of it", NULL);
    return true;
}

/* `at BETWEEN '2024-01-01' AND '2024-01-31'`: nothing of the last day is in it. */
bool decide_between(Rw *rw, const Node *n)
{
    const Node *x = n->kid[BETWEEN_X], *lo = n->kid[BETWEEN_LO], *hi = n->kid[BETWEEN_HI];
    PgType t = type_of(rw, x);
    Str from, to;
    bool day = rw_string(rw, hi, &to) && is_day(to) && rw_string(rw, lo, &from) && from.n >= 10 &&
               is_day(str_sub(from, 0, 10));
    if ((t != PG_TIMESTAMP && t != PG_TIMESTAMPTZ) || !day || !rw_repeatable(rw, x))
        return false;
    rw_as(rw, n, n->flags & NF_NOT ? "{0} < {1} OR {0} >= {2}" : "{0} >= {1} AND {0} < {2}", PG_BOOL, x, lo,
          hi);
    emit_note(rw, n, NOTE_TIME_TEXT, SX_NEAR, BARE_DAY, NULL);
    return true;
}

/* `s = n`, a column of text and one of numbers, where NULL is as good as FALSE: text that is no number equals
 * none. */
static bool looks_numeric(Rw *rw, const Node *op, const Node *text, const Node *num)
{
    bool columns = type_of(rw, text) == PG_TEXT && rw_info(rw, text)->col &&
                   sema_strip(text)->kind == ND_COLREF && rw_info(rw, text)->meaning != MEAN_DIGITS &&
                   pg_family(type_of(rw, num)) == FAM_NUMBER && rw_info(rw, num)->aff >= AFF_NUMERIC;
    const Node *p = op->parent, *under = op;
    for (; p && (p->kind == ND_PAREN || (p->kind == ND_BINARY && p->op == TK_AND)); under = p, p = p->parent)
        ;
    bool on = p && p->kind == ND_JOIN && under == p->kid[JOIN_ON];
    if (!columns || op->op != TK_EQ || !(on || sema_is_where(sema_whole_condition(op))))
        return false;
    rw_as(rw, op, IF_NUMERIC, PG_BOOL, text, num, NULL);
    emit_note(rw, op, NOTE_TEXT_NUMBER, SX_EXACT, "text that looks like a number equals that number", NULL);
    return true;
}

/* day < CURRENT_DATE - 1, with a column of dates: SQLite would reckon with the year alone, and decide that
   every row is or is not meant.  Nobody wrote that for SQLite. */
static bool days_before_now(Rw *rw, const Node *op, const Node *col, const Node *sum)
{
    const Node *x = sema_strip(sum);
    if (x->kind != ND_BINARY || (x->op != TK_PLUS && x->op != TK_MINUS) ||
        pg_family(type_of(rw, col)) != FAM_TEMPORAL)
        return false;
    const Node *now = sema_strip(x->kid[BINARY_L]);
    if (now->kind != ND_LITERAL || (now->op != TK_CURRENT_DATE && now->op != TK_CURRENT_TIMESTAMP))
        return false;
    rw_postgres(rw, node_text(rw->stmt, x));
    emit_note(rw, op, NOTE_TIME_TEXT, SX_MANUAL,
              "SQLite reckons with the year of the clock alone, PostgreSQL with days",
              "write date('now', '-1 day') for SQLite");
    return true;
}

/* A collation says nothing of a number beside a text. */
static const Node *without_collation(const Node *n)
{
    while (sema_strip(n)->kind == ND_COLLATE)
        n = sema_strip(n)->kid[COLLATE_X];
    return n;
}

bool decide_compare(Rw *rw, const Node *op)
{
    const Node *l = op->kid[BINARY_L], *r = op->kid[BINARY_R];
    if (!sema_compares(op))
        return false;
    if (looks_numeric(rw, op, l, r) || looks_numeric(rw, op, r, l))
        return true;
    const Node *a = without_collation(l), *b = without_collation(r);
    int order = order_of(rw, op, a, b);
    if (order && (days_before_now(rw, op, l, r) || days_before_now(rw, op, r, l)))
        return true;
    if (order)
        decided(rw, op, a, b, holds(op->op, order));
    return order || beginning(rw, op, l, r, op->op) || beginning(rw, op, r, l, sema_mirrored(op->op));
}

/* Members of a list that are never equal to the left side go. */
bool decide_in(Rw *rw, const Node *in)
{
    const Node *x = in->kid[IN_X], *items = in->kid[IN_RHS]->kid[PAREN_LIST_ITEMS];
    RwArg *args = ARENA_ARRAY(rw->a, RwArg, items->nkids + 1);
    uint32_t n = 1;
    Str list = STR("");
    args[0] = RW_NODE(x);
    for (uint32_t i = 0; i < items->nkids; i++) {
        const Node *k = items->kid[i];
        if (order_of(rw, in, x, k) && !rw_info(rw, k)->nullable && !must_stay(rw, k))
            continue;
        list = rw_fmt(rw, "%.*s%s{%u}", (int)list.n, list.p, n > 1 ? ", " : "", n);
        args[n++] = RW_NODE(k);
    }
    bool negated = (in->flags & NF_NOT) != 0;
    if (n == items->nkids + 1)
        return false;
    if (n == 1) {
        decided(rw, in, x, items->kid[0], negated);
        return true;
    }
    for (uint32_t i = 1; i < n; i++)
        compare_sides(rw, in, x, args[i].node);
    rw_template(rw, in, rw_fmt(rw, "{0} %sIN (%.*s)", negated ? "NOT " : "", (int)list.n, list.p).p, PG_BOOL,
                args, n);
    emit_note(rw, in, NOTE_TEXT_NUMBER, SX_EXACT, WHY, HINT);
    return true;
}
