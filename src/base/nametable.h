/* Entries by name, ASCII case ignored, for tables that are filled once and live as long as the program.
   Several entries may have one name: they come in the order in which they were added.  It does not grow: one
   that is full ends the program. */
#ifndef SQLXLATE_NAMETABLE_H
#define SQLXLATE_NAMETABLE_H

#include "base/str.h"

enum { NAMETABLE_SLOTS = 1024, NAMETABLE_START = NAMETABLE_SLOTS };

typedef struct NameTable {
    uint32_t n;
    struct {
        Str name;
        const void *entry;   /* NULL: the slot is free */
    } slot[NAMETABLE_SLOTS]; /* open addressing */
} NameTable;

void nametable_add(NameTable *t, const char *name, const void *entry);
const void *nametable_find(const NameTable *t,
                           Str name); /* the first of that name; NULL when there is none */
/* One after the other: *slot is NAMETABLE_START before the first. */
const void *nametable_next(const NameTable *t, Str name, uint32_t *slot);

#endif
