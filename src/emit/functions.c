/* Look-up in functions.def. */
#include "emit/functions.h"

enum { COMMON = 1, RULE = 0, SAME = RESULT_SAME, UNIFY = RESULT_UNIFY, AVG = RESULT_AVG, SUM = RESULT_SUM };

static const PgFunction TABLE[] = {
#define PF(name, wishes, result, how) {#name, wishes, result, how},
#include "emit/functions.def"
#undef PF
};

enum { NTABLE = sizeof TABLE / sizeof *TABLE, BUCKETS = 512 };

static uint16_t bucket[BUCKETS]; /* index + 1, open addressing */

static void build_index(void) __attribute__((constructor));

static void build_index(void)
{
    for (uint16_t i = 0; i < NTABLE; i++) {
        uint32_t h = str_ihash(str_z(TABLE[i].name)) % BUCKETS;
        while (bucket[h])
            h = (h + 1) % BUCKETS;
        bucket[h] = (uint16_t)(i + 1);
    }
}

const PgFunction *functions_find(Str name)
{
    for (uint32_t h = str_ihash(name) % BUCKETS; bucket[h]; h = (h + 1) % BUCKETS)
        if (str_ieqz(name, TABLE[bucket[h] - 1].name))
            return &TABLE[bucket[h] - 1];
    return NULL;
}
