/* substr() counts from the end when the start is negative; PostgreSQL does not.  Constant positions are
   decided here; positions that are not constant are `near`, for SQLite's meaning of zero and negative ones is
   lost. */
#include "emit/rw.h"

static const char RIGHT[] = "right({0:text}, {1})";
static const char MIDDLE[] = "substr(right({0:text}, {1}), 1, {2})";
static const char SAME2[] = "substr({0:text}, {1:int})";
static const char SAME3[] = "substr({0:text}, {1:int}, {2:int})";
static const char FIXED[] = "substr({0:text}, {1}, {2})";
static const char NO_NEGATIVE[] = "substr({0:text}, {1:int}, GREATEST({2:int}, 0))";

static const char NULL_STAYS[] =
    "substr({0:text}, {1:int}, CASE WHEN {2:int} < 0 THEN 0 ELSE {2:int} END)"; /* GREATEST skips NULL */

static bool not_negative(Rw *rw, const Node *n)
{
    int64_t v;
    if (rw_integer(rw, n, &v))
        return v >= 0;
    n = sema_strip(n);
    if (n->kind == ND_BINARY && (n->op == TK_PLUS || n->op == TK_STAR))
        return not_negative(rw, n->kid[BINARY_L]) && not_negative(rw, n->kid[BINARY_R]);
    return rw_is_call(rw, n, "instr") || rw_is_call(rw, n, "length") || rw_is_call(rw, n, "abs");
}

/* Is `len` NULL only where `x` is, which makes all of it NULL anyway?  substr(x, 1, instr(x, ' ') - 1) */
static bool null_with(Rw *rw, const Node *len, const Node *x)
{
    len = sema_strip(len), x = sema_strip(x);
    if (!rw_info(rw, len)->nullable)
        return true;
    if (len->kind == ND_COLREF)
        return x->kind == ND_COLREF && rw_info(rw, len)->source == rw_info(rw, x)->source &&
               str_ieq(rw_name(rw, len->kid[COLREF_COLUMN]), rw_name(rw, x->kid[COLREF_COLUMN]));
    if (len->kind == ND_BINARY && (len->op == TK_PLUS || len->op == TK_MINUS || len->op == TK_STAR))
        return null_with(rw, len->kid[BINARY_L], x) && null_with(rw, len->kid[BINARY_R], x);
    if (!rw_is_call(rw, len, "instr") && !rw_is_call(rw, len, "length") && !rw_is_call(rw, len, "abs"))
        return false;
    for (uint32_t k = 0; rw_arg(len, k); k++)
        if (!null_with(rw, rw_arg(len, k), x))
            return false;
    return true;
}

static bool blob(Rw *rw, const Node *n, bool plain)
{
    if (!plain)
        return rw_manual(rw, n, "substr() of a blob from its end", NULL);
    rw_near(rw, n, "SQLite gives NULL for an empty blob", NULL);
    return true; /* the same in PostgreSQL */
}

/* What stands before the start: substr(x, 5, -2) is substr(x, 3, 2). */
static bool backwards(Rw *rw, const Node *n, const Node *x, int64_t from, int64_t count)
{
    int64_t first = from + count > 1 ? from + count : 1;
    RwArg args[] = {RW_NODE(x), RW_TEXT(rw_fmt(rw, "%lld", (long long)first)),
                    RW_TEXT(rw_fmt(rw, "%lld", (long long)(from > first ? from - first : 0)))};
    rw_exact(rw, n);
    rw_template(rw, n, FIXED, PG_TEXT, args, 3);
    return true;
}

static bool by_compat(Rw *rw, const Node *n, const char *why)
{
    static const char two[] = "sqlite_compat.substr({0:text}, {1})";
    static const char three[] = "sqlite_compat.substr({0:text}, {1}, {2})";
    RwArg args[3];
    for (uint32_t i = 0; i < 3 && rw_arg(n, i); i++)
        args[i] = RW_NODE(rw_arg(n, i));
    uint32_t count = n->kid[FUNC_ARGS]->nkids;
    return rw_compat(rw, n, why, NULL, count == 2 ? two : three, PG_TEXT, args, count);
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *x = rw_arg(n, 0), *start = rw_arg(n, 1), *len = rw_arg(n, 2);
    PgType t = rw_type(rw, x);
    int64_t from = 0, count = 0;
    bool start_known = rw_integer(rw, start, &from), len_known = len && rw_integer(rw, len, &count);
    bool plain = t == PG_TEXT || t == PG_LIT || t == PG_PARAM || t == PG_UNKNOWN;
    if (t == PG_BYTEA)
        return blob(rw, n, start_known && from > 0 && (!len || (len_known && count >= 0)));
    if (start_known && from < 0) {
        Str k = rw_fmt(rw, "%lld", (long long)-from);
        RwArg args[] = {RW_NODE(x), RW_TEXT(k), len ? RW_NODE(len) : RW_TEXT(k)};
        if (len && (!len_known || count < 0))
            return by_compat(rw, n, "substr() from the end with a length that is not constant");
        rw_exact(rw, n);
        if (len && count < -from)
            rw_near(rw, n,
                    "where the text is shorter than the start, SQLite counts from before its beginning",
                    NULL);
        rw_template(rw, n, len && count < -from ? MIDDLE : RIGHT, PG_TEXT, args, 3);
        return true;
    }
    if (len_known && count < 0 && start_known && from > 0)
        return backwards(rw, n, x, from, count);
    if (len_known && count < 0)
        return by_compat(rw, n, "substr() with a negative length reads backwards");
    if (start_known && (!len || len_known) && plain)
        return true;                            /* the same in PostgreSQL */
    bool from_first = start_known && from == 1; /* then a negative length is as good as none: '' */
    bool safe = from_first ||
                ((start_known || not_negative(rw, start)) && (!len || len_known || not_negative(rw, len)));
    bool numbers = rw_type(rw, start) == PG_INT || start_known;
    bool same = plain && numbers && (!len || len_known || not_negative(rw, len));
    PgType ts = rw_type(rw, start);
    if (!safe && rw_options(rw)->compat && (ts == PG_INT || ts == PG_BIGINT || ts == PG_PARAM))
        return by_compat(rw, n, "");
    if (!safe)
        rw_near(rw, n, "a negative position counts from the end in SQLite", "use right() if that can happen");
    else if (!same)
        rw_exact(rw, n);
    if (same)
        return true;
    bool counted = !len || len_known || not_negative(rw, len);
    bool null = !counted && rw_type(rw, len) != PG_PARAM && !null_with(rw, len, x);
    if (null && !rw_repeatable(rw, len))
        rw_near(rw, n, "a length that is NULL gives NULL in SQLite and an empty text here", NULL);
    const char *three = counted ? SAME3 : null && rw_repeatable(rw, len) ? NULL_STAYS : NO_NEGATIVE;
    rw_call(rw, n, !len ? SAME2 : three, PG_TEXT);
    return true;
}

const Rule rule_substr = {.code = 113,
                          .name = "func/substr",
                          .title = "substr() counts from the end when the start is negative",
                          .funcs = FUNCS("substr", "substring"),
                          .templates = SET(FIXED, RIGHT, MIDDLE, SAME2, SAME3, NO_NEGATIVE, NULL_STAYS),
                          .apply = apply};
