/* What is to be found in one file. */
#ifndef SQLXLATE_COLLECT_H
#define SQLXLATE_COLLECT_H

#include "app/project.h"
#include "host/ignore.h"
#include "report/finding.h"

/* Pass 2 of a file, nothing of which is written: all its diagnostics, exact ones too, with the edits that the
   filter would make, and the comments that ask for something to be ignored (which is not done here).  `out`
   has its arena, which owns the answer.  False on a read error, which was said. */
bool collect(Source *s, Findings *out, Ignores *ignores);

/* The comments of a stream, read from here to its end; nothing is kept in memory unless it holds any.  Their
   texts are copied. */
bool collect_ignores(Arena *a, HostLang lang, FILE *in, Ignores *out);

#endif
