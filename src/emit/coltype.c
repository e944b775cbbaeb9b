/* Declared types to PostgreSQL types (first version: the families; spelling is still to come). */
#include "emit/coltype.h"

bool coltype_name_is_boolean(Str c)
{
    static const char *const starts[] = {"is", "has", "can"};
    if (str_ieqz(c, "active") || str_ieqz(c, "enabled"))
        return true;
    for (int i = 0; i < 3; i++) {
        size_t n = strlen(starts[i]);
        if (c.n > n + 1 && str_istarts(c, starts[i]) &&
            (c.p[n] == '_' || (i < 2 && c.p[n] >= 'A' && c.p[n] <= 'Z' && c.p[0] >= 'a')))
            return true;
    }
    return false;
}

PgType coltype_of(const Options *o, const Table *t, const Column *c)
{
    for (size_t i = 0; i < o->nboolean_columns; i++) {
        Str s = o->boolean_columns[i];
        if (s.n == t->name.n + c->name.n + 1 && str_ieq(str_sub(s, 0, t->name.n), t->name) &&
            str_ieq(str_sub(s, t->name.n + 1, s.n), c->name))
            return PG_BOOL;
    }
    if (o->boolean != BOOL_OFF && !(c->evidence & EV_NOT_01)) {
        if (str_istarts(c->type, "bool"))
            return PG_BOOL;
        if (c->aff == AFF_INTEGER && o->boolean == BOOL_NAMES && c->pk == 0 &&
            (coltype_name_is_boolean(c->name) || (c->evidence & EV_CHECK_01)))
            return PG_BOOL;
    }
    if (str_istarts(c->type, "datetime") || str_istarts(c->type, "timestamp"))
        return PG_TIMESTAMP;
    if (str_ieqz(c->type, "date"))
        return PG_DATE;
    if (str_ieqz(c->type, "time"))
        return PG_TIME;
    switch (c->aff) {
    case AFF_INTEGER:
        return o->integers == INT_BIGINT || str_ihas(c->type, "big") || (c->evidence & EV_BIG_INT) ? PG_BIGINT : PG_INT;
    case AFF_REAL: return PG_FLOAT8;
    case AFF_TEXT: return PG_TEXT;
    case AFF_NUMERIC: return PG_NUMERIC;
    default: return c->type.n ? PG_BYTEA : PG_UNKNOWN;
    }
}
