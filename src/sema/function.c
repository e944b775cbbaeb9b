/* Look-up in the table of SQLite's built-in functions (functions.def), by name and arity. */
#include "sema/sema.h"

static const Function FUNCTIONS[] = {
#define FN(name, min, max, kind, classes, meaning, null)                                                     \
    {#name, min, max, FN_##kind, (uint8_t)(classes), MEAN_##meaning, null},
#include "sema/functions.def"
#undef FN
};

enum { NFUNCTIONS = sizeof FUNCTIONS / sizeof *FUNCTIONS, BUCKETS = 512 };

static uint16_t bucket[BUCKETS], chain[NFUNCTIONS]; /* index + 1 */

static void build_index(void) __attribute__((constructor));

static void build_index(void)
{
    for (int i = NFUNCTIONS - 1; i >= 0; i--) {
        uint32_t h = str_ihash(str_z(FUNCTIONS[i].name)) % BUCKETS;
        chain[i] = bucket[h];
        bucket[h] = (uint16_t)(i + 1);
    }
}

const Function *sema_function(Str name, uint32_t nargs, bool star)
{
    if (star)
        nargs = 0;
    for (uint16_t i = bucket[str_ihash(name) % BUCKETS]; i; i = chain[i - 1]) {
        const Function *f = &FUNCTIONS[i - 1];
        if (str_ieqz(name, f->name) && (int)nargs >= f->min && (f->max < 0 || (int)nargs <= f->max))
            return f;
    }
    return NULL;
}
