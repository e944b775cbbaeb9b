/* The value of a pragma.  It knows how SQLite reads one, not what any pragma does.
   https://sqlite.org/pragma.html: on, yes, true and numbers other than 0 switch on. */
#include "rules/pragma/value.h"

Str pragma_name(Rw *rw, const Node *n)
{
    return rw_name(rw, n->kid[PRAGMA_NAME]->kid[QNAME_NAME]);
}

Str pragma_value(Rw *rw, const Node *n)
{
    const Node *v = n->kid[PRAGMA_VALUE];
    Str s;
    if (!v || v->kind == ND_HOLE)
        return STR_NONE;
    if (v->kind == ND_NAME)
        return rw_name(rw, v);
    return rw_string(rw, v, &s) ? s : rw_text(rw, v);
}

Switch pragma_switch(Rw *rw, const Node *n)
{
    static const char *const on[] = {"on", "yes", "true", "extra", "full"};
    Str v = pragma_value(rw, n);
    if (!v.n)
        return SWITCH_UNKNOWN;
    for (size_t i = 0; i < sizeof on / sizeof *on; i++)
        if (str_ieqz(v, on[i]))
            return SWITCH_ON;
    for (size_t i = 0; i < v.n; i++)
        if (v.p[i] >= '1' && v.p[i] <= '9')
            return SWITCH_ON;
    return SWITCH_OFF;
}

bool pragma_of_main(Rw *rw, const Node *n)
{
    const Node *schema = n->kid[PRAGMA_NAME]->kid[QNAME_SCHEMA];
    return !schema || str_ieqz(rw_name(rw, schema), "main");
}

void pragma_drop(Rw *rw, const Node *n)
{
    rw_template(rw, n, "", PG_UNKNOWN, NULL, 0); /* its names are looked at by no rule */
    rw_replace_statement(rw, STR_NONE);
}
