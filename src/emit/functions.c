/* Look-up in functions.def. */
#include "emit/functions.h"
#include "base/nametable.h"

enum { RULE, COMMON, SHARED, SAME = RESULT_SAME, UNIFY = RESULT_UNIFY, AVG = RESULT_AVG, SUM = RESULT_SUM };

static const PgFunction TABLE[] = {
#define PF(name, wishes, result, how) {#name, wishes, result, (how) == COMMON, (how) != RULE},
#include "emit/functions.def"
#undef PF
};

static NameTable by_name;

static void build_index(void) __attribute__((constructor));

static void build_index(void)
{
    for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++)
        nametable_add(&by_name, TABLE[i].name, &TABLE[i]);
}

const PgFunction *functions_find(Str name)
{
    return nametable_find(&by_name, name);
}

bool functions_only_postgres(Str name)
{
    static const char *const NAMES[] = {
#define PGFUNC(name) name,
#include "emit/postgres_functions.def"
#undef PGFUNC
    };
    return str_listed(name, NAMES, sizeof NAMES / sizeof *NAMES);
}
