/* substr() counts from the end when the start is negative; PostgreSQL does not.  Constant positions are
   decided here; positions that are not constant are `near`, for SQLite's meaning of zero and negative ones is
   lost. */
#include "emit/rw.h"

static const char RIGHT[] = "right({0:text}, {1})";
static const char MIDDLE[] = "substr(right({0:text}, {1}), 1, {2})";
static const char SAME2[] = "substr({0:text}, {1:int})";
static const char SAME3[] = "substr({0:text}, {1:int}, {2:int})";
static const char NO_NEGATIVE[] = "substr({0:text}, {1:int}, GREATEST({2:int}, 0))";

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

static bool apply(Rw *rw, const Node *n)
{
    const Node *x = rw_arg(n, 0), *start = rw_arg(n, 1), *len = rw_arg(n, 2);
    PgType t = rw_type(rw, x);
    int64_t from = 0, count = 0;
    bool start_known = rw_integer(rw, start, &from), len_known = len && rw_integer(rw, len, &count);
    bool plain = t == PG_TEXT || t == PG_LIT || t == PG_PARAM || t == PG_UNKNOWN;
    if (t == PG_BYTEA)
        return start_known && from > 0 && (!len || (len_known && count >= 0))
                   ? false
                   : rw_manual(rw, n, "substr() of a blob from its end", NULL);
    if (start_known && from < 0) {
        Str k = rw_fmt(rw, "%lld", (long long)-from);
        RwArg args[] = {RW_NODE(x), RW_TEXT(k), len ? RW_NODE(len) : RW_TEXT(k)};
        if (len && (!len_known || count < 0))
            return rw_manual(rw, n, "substr() from the end with a length that is not constant", NULL);
        rw_exact(rw, n);
        if (len && count < -from)
            rw_near(rw, n,
                    "where the text is shorter than the start, SQLite counts from before its beginning",
                    NULL);
        rw_template(rw, n, len && count < -from ? MIDDLE : RIGHT, PG_TEXT, args, 3);
        return true;
    }
    if (len_known && count < 0)
        return rw_manual(rw, n, "substr() with a negative length reads backwards", NULL);
    if (start_known && (!len || len_known) && plain)
        return true;                            /* the same in PostgreSQL */
    bool from_first = start_known && from == 1; /* then a negative length is as good as none: '' */
    bool safe = from_first ||
                ((start_known || not_negative(rw, start)) && (!len || len_known || not_negative(rw, len)));
    bool numbers = rw_type(rw, start) == PG_INT || start_known;
    bool same = plain && numbers && (!len || len_known || not_negative(rw, len));
    if (!safe)
        rw_near(rw, n, "a negative position counts from the end in SQLite", "use right() if that can happen");
    else if (!same)
        rw_exact(rw, n);
    if (same)
        return true;
    rw_call(rw, n, !len ? SAME2 : len_known || not_negative(rw, len) ? SAME3 : NO_NEGATIVE, PG_TEXT);
    return true;
}

const Rule rule_substr = {.code = 113,
                          .name = "func/substr",
                          .title = "substr() counts from the end when the start is negative",
                          .funcs = FUNCS("substr", "substring"),
                          .templates = SET(RIGHT, MIDDLE, SAME2, SAME3, NO_NEGATIVE),
                          .apply = apply};
