/* Files checked several at a time, by processes: each has its own copy of all that was learnt, and a fault in
   one file takes no other with it. */
#ifndef SQLXLATE_JOBS_H
#define SQLXLATE_JOBS_H

#include "report/finding.h"

typedef struct Answer { /* about one file */
    Findings findings;
    unsigned ignored;
    bool failed; /* it could not be read, which was said */
} Answer;

typedef struct Jobs {
    size_t n;        /* files */
    size_t in_order; /* the first so many are done here, one after the other, before any process begins */
    void *arg;
    void (*work)(void *arg, size_t i, Answer *out); /* fills `out`, whose arena is ready; in some process */
    void (*take)(void *arg, size_t i, Answer *answer);   /* here, in order */
    void (*lost)(void *arg, size_t i, const char *what); /* the process died over this file; in order, too */
} Jobs;

/* `processes` of them; 0 or 1: none but this one. */
void jobs_run(const Jobs *j, unsigned processes);

#endif
