/* Diagnostics as people and editors read them.  Places are given in lines and columns from 1 (columns count
   bytes), as compilers do. */
#ifndef SQLXLATE_REPORT_H
#define SQLXLATE_REPORT_H

#include "base/diag.h"
#include "base/lines.h"
#include <stdio.h>

typedef enum ReportFormat {
    REPORT_TEXT,    /* with the source line, a caret, the reason, the hint */
    REPORT_CONCISE, /* file:line:col: SX0301 message */
    REPORT_GOLDEN,  /* line:col SX0301 exact|near|manual, for tests */
    REPORT_JSON,    /* one document */
    REPORT_JSONL,   /* one object a line */
    REPORT_SARIF,   /* SARIF 2.1.0 */
    REPORT_GITHUB,  /* workflow commands */
    REPORT_GITLAB,  /* code quality report */
    REPORT_CHECKSTYLE,
    REPORT_JUNIT,
    REPORT_FORMATS
} ReportFormat;

typedef struct Report {
    FILE *out;
    const char *file; /* as messages name it */
    ReportFormat format;
    bool color;
    Safety at_least; /* what is not worth less than this is printed */
} Report;

/* What a code is called; NULL when no rule has it. */
typedef struct CodeInfo {
    uint16_t code;
    const char *name, *title;
} CodeInfo;
const CodeInfo *report_code(uint16_t code);
const CodeInfo *report_codes(size_t *n); /* all, ordered by code */

/* Print one diagnostic about `source`, which begins at line `first_line` (from 1) of the file, `first_col`
   bytes into that line. */
void report_diag(const Report *r, const Diag *d, const Lines *source, uint32_t first_line,
                 uint32_t first_col);

/* The source line with a line of carets below bytes [col, col + len), col from 1; nothing when it is very
 * long. */
void report_caret(FILE *out, Str line, uint32_t col, uint32_t len);

/* Both texts as a unified diff; nothing when they are equal. */
void report_unified_diff(FILE *f, const char *name, Str before, Str after);

#endif
