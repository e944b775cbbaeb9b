/* The inventory that people write by hand before they move a program: which files are touched, by which
   patterns, how much of it is done by the translator and what is left.  It is made of the Findings of each
   file and written by one writer a format.  It counts and judges; it does not look for anything itself. */
#ifndef SQLXLATE_INVENTORY_H
#define SQLXLATE_INVENTORY_H

#include "report/finding.h"
#include "report/format.h"

typedef enum Pattern {
#define PATTERN(id, title, rules) PATTERN_##id,
#include "report/patterns.def"
#undef PATTERN
    NPATTERNS
} Pattern;

extern const char *const PATTERN_TITLES[NPATTERNS];

typedef enum Effort {                   /* of a file, or of everything */
                      EFFORT_NONE,      /* nothing is SQLite's own */
                      EFFORT_AUTOMATIC, /* every translation is exact */
                      EFFORT_REVIEW,    /* some are near: their notes want reading */
                      EFFORT_HAND,      /* a few places are left for a person */
                      EFFORT_MUCH,      /* many are */
} Effort;

extern const char *const EFFORT_NAMES[];

typedef struct Tally { /* what was found under one heading */
    uint32_t findings, files;
    uint32_t by_safety[SX_SAFETIES];
} Tally;

typedef struct InventoryFile {
    Findings found;
    uint32_t lines;  /* that an edit or a note for a person touches */
    bool connection; /* it opens the database, or names the driver's own things */
    Effort effort;
    Tally all, by_pattern[NPATTERNS];
} InventoryFile;

typedef struct Inventory {
    Arena *arena;             /* owns all of it */
    VEC(InventoryFile) files; /* once it is written: connection layer first, then the most work */
    uint32_t statements, parameters, lines, affected, unread;
    Tally all, by_pattern[NPATTERNS];
    Effort effort;
    Str reason; /* of the effort, a sentence or two */
} Inventory;

Pattern inventory_pattern(uint16_t code);

typedef void InventoryWriter(FILE *out, const Inventory *inv, bool verbose);
InventoryWriter inventory_text, inventory_markdown, inventory_json, inventory_html;

#endif
