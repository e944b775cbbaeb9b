/* Functions that nothing in PostgreSQL does: --compat has one of that name in the schema sqlite_compat. */
#include "emit/rw.h"

static const char SOUNDEX[] = "sqlite_compat.soundex({0:text})";
static const char TIMEDIFF[] = "sqlite_compat.timediff({0:text}, {1:text})";

static bool apply(Rw *rw, const Node *n)
{
    RwArg args[2];
    uint32_t count = n->kid[FUNC_ARGS]->nkids;
    for (uint32_t i = 0; i < count && i < 2; i++)
        args[i] = RW_NODE(rw_arg(n, i));
    if (rw_is_call(rw, n, "soundex") && count == 1)
        return rw_compat(rw, n, "PostgreSQL has no soundex()",
                         "the extension fuzzystrmatch has one that differs for text without letters", SOUNDEX,
                         PG_TEXT, args, 1);
    if (rw_is_call(rw, n, "timediff") && count == 2)
        return rw_compat(rw, n, "timediff() has no counterpart", "age() gives the difference as an interval",
                         TIMEDIFF, PG_TEXT, args, 2);
    return false;
}

const Rule rule_compat = {.code = 122,
                          .name = "func/compat",
                          .title = "a function of the schema sqlite_compat does this",
                          .funcs = FUNCS("soundex", "timediff"),
                          .templates = SET(SOUNDEX, TIMEDIFF),
                          .apply = apply};
