/* How findings are written: one Format for each --format, in a file of its own.  A format is told of the
   run's beginning, of each file in order, and of the end; it writes to `out` and keeps what it needs in
   `state`. */
#ifndef SQLXLATE_FORMAT_H
#define SQLXLATE_FORMAT_H

#include "report/finding.h"
#include "report/report.h"

typedef struct Summary {
    unsigned files, with_findings, findings, by_safety[SX_SAFETIES];
    unsigned ignored;  /* by comments, --ignore and the like */
    unsigned baseline; /* known before */
    unsigned failed;   /* files that could not be read */
} Summary;

typedef struct Output {
    FILE *out;
    bool color, verbose;
    const char *version;                   /* of this program */
    const char *(*page)(const char *rule); /* the text of a rule's page; may be NULL */
    /* of the format: */
    unsigned written; /* findings so far */
    void *state;
    Arena arena;
} Output;

typedef struct Format {
    const char *name;
    bool all_files;           /* told of files without findings, too */
    void (*begin)(Output *o); /* any of the three may be NULL */
    void (*file)(Output *o, const Findings *f);
    void (*end)(Output *o, const Summary *s);
} Format;

const Format *format_of(ReportFormat f);

extern const Format FORMAT_TEXT, FORMAT_CONCISE, FORMAT_GOLDEN, FORMAT_JSON, FORMAT_JSONL, FORMAT_SARIF,
    FORMAT_GITHUB, FORMAT_GITLAB, FORMAT_CHECKSTYLE, FORMAT_JUNIT;

extern const char *const SAFETY_NAMES[]; /* exact, near, manual */

/* The formats of the inventory (inventory.h): text, markdown, json and html, by number. */
const Format *inventory_format(int number);

/* A string with what JSON or XML needs escaped; bytes that are no UTF-8 become U+FFFD. */
void put_json_string(FILE *f, Str s);         /* with its quotes */
void put_json_string_or_null(FILE *f, Str s); /* null where s.p is NULL */
void put_xml(FILE *f, Str s);

#endif
