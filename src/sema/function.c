/* Look-up in the table of SQLite's built-in functions (functions.def), by name and arity. */
#include "base/nametable.h"
#include "sema/sema.h"

static const Function FUNCTIONS[] = {
#define FN(name, min, max, kind, classes, meaning, null)                                                     \
    {#name, min, max, FN_##kind, (uint8_t)(classes), MEAN_##meaning, null},
#include "sema/functions.def"
#undef FN
};

static NameTable by_name;

static void build_index(void) __attribute__((constructor));

static void build_index(void)
{
    for (size_t i = 0; i < sizeof FUNCTIONS / sizeof *FUNCTIONS; i++)
        nametable_add(&by_name, FUNCTIONS[i].name, &FUNCTIONS[i]);
}

const Function *sema_function(Str name, uint32_t nargs, bool star)
{
    uint32_t slot = NAMETABLE_START;
    int n = star ? 0 : (int)nargs;
    for (const Function *f; (f = nametable_next(&by_name, name, &slot));)
        if (n >= f->min && (f->max < 0 || n <= f->max))
            return f;
    return NULL;
}
