/* What is said about a place in the source: a rule's code, how sure we are, a sentence, a hint.  Used by all
   layers; printed by report/ only. */
#ifndef SQLXLATE_DIAG_H
#define SQLXLATE_DIAG_H

#include "base/arena.h"

typedef enum Safety {
    SX_EXACT,  /* same rows on PostgreSQL, proven by a test that runs both engines */
    SX_NEAR,   /* same rows but for the cases named on the rule's page */
    SX_MANUAL, /* left as it was; a person has to look */
    SX_RISK,   /* about the source alone: what it loses or breaks on any database; only when asked for */
    SX_SAFETIES,
} Safety;

typedef struct Diag {
    uint16_t code; /* 301 prints as SX0301 */
    Safety safety;
    uint32_t off; /* bytes from the start of the fragment */
    uint32_t len; /* bytes; 0 is a point */
    Str msg;      /* one sentence, lower case, no full stop */
    Str hint;     /* what the user can do; may be empty */
} Diag;

typedef VEC(Diag) DiagVec;

#endif
