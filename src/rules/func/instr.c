/* instr(x, y) is strpos(x, y). */
#include "emit/rw.h"

static const char STRPOS[] = "strpos({0:text}, {1:text})";
static const char POSITION[] = "position({1} IN {0})";

static bool apply(Rw *rw, const Node *n)
{
    bool blobs = rw_type(rw, rw_arg(n, 0)) == PG_BYTEA;
    rw_exact(rw, n);
    rw_call(rw, n, blobs ? POSITION : STRPOS, PG_INT);
    return true;
}

const Rule rule_instr = {.code = 114,
                         .name = "func/instr",
                         .title = "instr() is strpos()",
                         .funcs = FUNCS("instr"),
                         .templates = SET(STRPOS, POSITION),
                         .apply = apply};
