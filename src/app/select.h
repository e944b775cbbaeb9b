/* Which codes count: --select, --ignore and --per-file-ignores, by code or its beginning (SX03), area
   (upsert), name (upsert/insert-or-replace) or slug (insert-or-replace); `all` is every code, `default` those
   that are on without being asked for. */
#ifndef SQLXLATE_SELECT_H
#define SQLXLATE_SELECT_H

#include "base/arena.h"

typedef struct CodeSet {
    uint8_t bits[10000 / 8];
} CodeSet;

static inline bool codes_have(const CodeSet *s, uint16_t code)
{
    return code < 10000 && (s->bits[code / 8] >> code % 8 & 1);
}

/* What is wrong with a list of selectors (separated by commas or blanks); NULL when each names some code. */
const char *select_wrong(Arena *a, Str list);
/* Does the list name this code?  An empty list names none. */
bool select_names(Str list, uint16_t code);
/* The areas of asked.def of which it names some code (ASKED_* of options.h). */
unsigned select_asks(Str list);
/* Put the codes that the list names in, or take them out. */
void select_apply(CodeSet *s, Str list, bool on);

#endif
