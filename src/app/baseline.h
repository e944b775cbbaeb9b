/* A baseline: findings that were there before, and are not to stop anybody.  Each is known by its file (seen
   from the baseline's folder), its code and a hash of its statement's text, so that it stays known when lines
   move, and is new again when the statement changes. */
#ifndef SQLXLATE_BASELINE_H
#define SQLXLATE_BASELINE_H

#include "app/config.h"
#include "report/finding.h"

typedef struct Baseline Baseline;

/* NULL after a message when the file cannot be read or is no baseline. */
Baseline *baseline_read(Settings *s, const char *file);
Baseline *baseline_new(Settings *s, const char *file); /* an empty one, to be written there */

unsigned baseline_drop(Baseline *b,
                       Findings *f); /* drops what is known, each as often as it was there: how many */
void baseline_add(Baseline *b, const Findings *f);
unsigned baseline_left(const Baseline *b); /* known ones that were not seen */

bool baseline_write(Baseline *b); /* false after a message */
void baseline_free(Baseline *b);

#endif
