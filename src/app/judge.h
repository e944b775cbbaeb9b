/* Which of a file's diagnostics count: codes that are selected, comments that ignore some, a baseline of
 * known ones. */
#ifndef SQLXLATE_JUDGE_H
#define SQLXLATE_JUDGE_H

#include "app/collect.h"

enum CheckNote {
#define NOTE(id, code, name, title) CHECK_##id = code,
#include "app/notes.def"
#undef NOTE
};

static inline bool is_note(uint16_t code) /* about comments, not about SQL: counts with --strict only */
{
    return code == CHECK_UNUSED_IGNORE || code == CHECK_BAD_IGNORE;
}

/* Does some comment ignore this code on this line?  Marks it as used. */
bool ignores_hold(Ignores *g, uint16_t code, uint32_t line);

/* Keeps the findings that count, and adds those about the comments.  Answers how many were ignored. */
unsigned judge(Findings *f, const CodeSet *codes, Ignores *g);

#endif
