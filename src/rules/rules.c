/* The index over rules.def, built once. */
#include "rules/rules.h"
#include "base/nametable.h"
#include <stdlib.h>

#define RULE(id) extern const Rule rule_##id;
#include "rules/rules.def"
#undef RULE

static const Rule *const ALL[] = {
#define RULE(id) &rule_##id,
#include "rules/rules.def"
#undef RULE
};

enum { NALL = sizeof ALL / sizeof *ALL, PER_KIND = 24 };

static const Rule *by_kind[ND_COUNT][PER_KIND + 1];

static NameTable functions;

static const Rule *function_rule(Str name)
{
    return nametable_find(&functions, name);
}

static RuleSet set = {.by_function = function_rule};

static void build_index(void) __attribute__((constructor));

static void build_index(void)
{
    for (size_t i = 0; i < NALL; i++) {
        for (const uint16_t *k = ALL[i]->on; k && *k != UINT16_MAX; k++) {
            size_t n = 0;
            while (by_kind[*k][n])
                n++;
            if (n == PER_KIND)
                abort(); /* raise PER_KIND */
            by_kind[*k][n] = ALL[i];
            set.by_kind[*k] = by_kind[*k];
        }
        for (const char *const *f = ALL[i]->funcs; f && *f; f++)
            nametable_add(&functions, *f, ALL[i]);
    }
}

const RuleSet *rules_set(void)
{
    return &set;
}

const Rule *rules_find(uint16_t code)
{
    for (size_t i = 0; i < NALL; i++)
        if (ALL[i]->code == code)
            return ALL[i];
    return NULL;
}

const Rule *const *rules_all(size_t *n)
{
    *n = NALL;
    return ALL;
}
