/* "text" in double quotes that is no column is a string in SQLite. */
#include "emit/rw.h"

static const char STRING[] = "{0}";

static bool apply(Rw *rw, const Node *n)
{
    const Info *i = rw_info(rw, n);
    if (i->name == NAME_OPAQUE && rw_text(rw, n).p[0] == '"' && !n->kid[COLREF_TABLE]) {
        rw_near(rw, n, "taken for a column; SQLite reads \"text\" as a string where no such column exists",
                "write 'text' for a string, or give the CREATE TABLE with --schema");
        return false;
    }
    if (i->name != NAME_STRING)
        return false;
    rw_exact(rw, n);
    RwArg arg = RW_TEXT(rw_literal(rw, rw_name(rw, n->kid[COLREF_COLUMN])));
    rw_template(rw, n, STRING, PG_LIT, &arg, 1);
    return true;
}

const Rule rule_string = {.code = 702,
                          .name = "names/double-quoted-string",
                          .title = "\"text\" that names no column is a string",
                          .on = KINDS(ND_COLREF),
                          .templates = SET(STRING),
                          .apply = apply};
