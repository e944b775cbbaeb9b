/* iif(c, a, b) and if(...) are CASE; SQLite 3.49 takes more pairs of condition and value. */
#include "emit/rw.h"

static const char WITH_ELSE[] = "CASE WHEN {0:boolean} THEN {1} ELSE {2} END";
static const char NO_ELSE[] = "CASE WHEN {0:boolean} THEN {1} END";

static bool apply(Rw *rw, const Node *n)
{
    uint32_t count = n->kid[FUNC_ARGS]->nkids;
    PgType type = rw_type(rw, n);
    rw_exact(rw, n);
    if (count <= 3) {
        rw_call(rw, n, count == 3 ? WITH_ELSE : NO_ELSE, type);
        return true;
    }
    Str t = STR("CASE");
    uint32_t i = 0;
    for (; i + 1 < count; i += 2)
        t = rw_fmt(rw, "%.*s WHEN {%u:boolean} THEN {%u}", (int)t.n, t.p, i, i + 1);
    if (i < count)
        t = rw_fmt(rw, "%.*s ELSE {%u}", (int)t.n, t.p, i);
    rw_call(rw, n, rw_fmt(rw, "%.*s END", (int)t.n, t.p).p, type);
    return true;
}

const Rule rule_iif = {.code = 111,
                       .name = "func/iif",
                       .title = "iif() is CASE WHEN",
                       .funcs = FUNCS("iif", "if"),
                       .templates = SET(WITH_ELSE, NO_ELSE),
                       .portable = true,
                       .apply = apply};
