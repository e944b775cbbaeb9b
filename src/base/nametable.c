/* The hash table of nametable.h. */
#include "base/nametable.h"
#include <stdlib.h>

static uint32_t after(uint32_t slot)
{
    return (slot + 1) % NAMETABLE_SLOTS;
}

void nametable_add(NameTable *t, const char *name, const void *entry)
{
    uint32_t at = str_ihash(str_z(name)) % NAMETABLE_SLOTS;
    if (++t->n == NAMETABLE_SLOTS)
        abort(); /* raise NAMETABLE_SLOTS */
    while (t->slot[at].entry)
        at = after(at);
    t->slot[at].name = str_z(name);
    t->slot[at].entry = entry;
}

const void *nametable_next(const NameTable *t, Str name, uint32_t *slot)
{
    uint32_t at = *slot == NAMETABLE_START ? str_ihash(name) % NAMETABLE_SLOTS : after(*slot);
    while (t->slot[at].entry && !str_ieq(t->slot[at].name, name))
        at = after(at);
    *slot = at;
    return t->slot[at].entry;
}

const void *nametable_find(const NameTable *t, Str name)
{
    uint32_t slot = NAMETABLE_START;
    return nametable_next(t, name, &slot);
}
