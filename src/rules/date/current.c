/* CURRENT_TIMESTAMP, CURRENT_DATE and CURRENT_TIME are text in SQLite and times in PostgreSQL. */
#include "emit/rw.h"

static const char SAME[] = "{0}";

static bool apply(Rw *rw, const Node *n)
{
    static const struct {
        uint16_t op;
        PgType type;
        const char *text;
    } clocks[] = {
        {TK_CURRENT_TIMESTAMP, PG_TIMESTAMPTZ, "TO_CHAR(CURRENT_TIMESTAMP, 'YYYY-MM-DD HH24:MI:SS')"},
        {TK_CURRENT_DATE, PG_DATE, "TO_CHAR(CURRENT_DATE, 'YYYY-MM-DD')"},
        {TK_CURRENT_TIME, PG_TIME, "TO_CHAR(CURRENT_TIMESTAMP, 'HH24:MI:SS')"},
    };
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        if (clocks[i].op != n->op)
            continue;
        PgType want = rw_want(rw);
        bool value = pg_family(want) == FAM_TEMPORAL ||
                     (want == PG_UNKNOWN && n->parent && n->parent->kind != ND_ORDERTERM);
        if (!value) {
            rw_exact(rw, n);
            rw_template(rw, n, clocks[i].text, PG_TEXT, NULL, 0);
            return true;
        }
        RwArg arg = RW_TEXT(rw_text(rw, n));
        rw_template(rw, n, SAME, clocks[i].type, &arg, 1);
        return true;
    }
    return false;
}

const Rule rule_current = {.code = 603,
                           .name = "date/current",
                           .title = "CURRENT_TIMESTAMP is text in SQLite",
                           .on = KINDS(ND_LITERAL),
                           .templates = SET(SAME),
                           .apply = apply};
