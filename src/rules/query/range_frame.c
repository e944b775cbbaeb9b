/* RANGE n PRECEDING is arithmetic on the sort key.  Over integers with a fraction the key is cast; over text
   and dates, where SQLite takes the row's peers whatever n is, nobody means that, and a person is asked. */
#include "emit/rw.h"

static bool has_offset(const Node *bound)
{
    return bound && bound->kid[BOUND_X];
}

static bool fraction(Rw *rw, const Node *bound)
{
    PgType t = has_offset(bound) ? rw_type(rw, bound->kid[BOUND_X]) : PG_UNKNOWN;
    return t == PG_NUMERIC || t == PG_FLOAT8;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *frame = n->kid[WINDOW_FRAME], *order = n->kid[WINDOW_ORDER];
    if (!frame || frame->op != TK_RANGE || !order || order->nkids != 1 ||
        !(has_offset(frame->kid[FRAME_LO]) || has_offset(frame->kid[FRAME_HI])))
        return false;
    const Node *key = order->kid[0]->kid[ORDERTERM_X];
    PgType t = rw_type(rw, key);
    if (pg_family(t) == FAM_TEXT || pg_family(t) == FAM_TEMPORAL || t == PG_BYTEA)
        return rw_manual(rw, frame,
                         "RANGE with a number over text or dates: SQLite takes the row's peers only",
                         "over a date say RANGE BETWEEN INTERVAL '7 days' PRECEDING AND CURRENT ROW");
    if (t == PG_BOOL) {
        rw_exact(rw, n);
        rw_wish(rw, key, PG_INT);
    } else if ((t == PG_INT || t == PG_BIGINT) &&
               (fraction(rw, frame->kid[FRAME_LO]) || fraction(rw, frame->kid[FRAME_HI]))) {
        rw_exact(rw, n);
        rw_wish_cast(rw, key, PG_NUMERIC);
    }
    return false; /* the window stays */
}

const Rule rule_range_frame = {.code = 338,
                               .name = "query/range-frame",
                               .title = "RANGE with an offset is arithmetic on the sort key",
                               .on = KINDS(ND_WINDOW),
                               .apply = apply};
