/* What is to be found in one file. */
#ifndef SQLXLATE_COLLECT_H
#define SQLXLATE_COLLECT_H

#include "app/project.h"
#include "report/finding.h"

/* Pass 2 of `file`, nothing of which is written: all its diagnostics, exact ones too, with the edits that the
   filter would make.  `out` has its arena.  False on a read error, with errno set. */
bool collect(Project *p, const File *file, Findings *out);

#endif
