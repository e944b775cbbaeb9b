/* The command line: one table of options, from which parsing and --help are made. */
#ifndef SQLXLATE_CLI_H
#define SQLXLATE_CLI_H

#include "emit/options.h"
#include "pipe/pipe.h"
#include "report/report.h"

enum {
    EXIT_CLEAN = 0,
    EXIT_FINDINGS = 1,
    EXIT_USAGE = 2
}; /* CONVENTIONS: usage, configuration or I/O is 2 */

typedef enum Verb { VERB_FILTER = 1, VERB_CHECK = 2 } Verb; /* bits: options.def says which take an option */

typedef struct Cli {
    Verb verb;
    Options opts;
    const char *const *schemas;
    size_t nschemas;
    const char *const *files;
    size_t nfiles;
    const char *stdin_filename, *lang, *output;
    int params;                  /* ParamStyle, -1: by the language */
    uint32_t line_from, line_to; /* --lines A:B, 0: all */
    ReportFormat format;
    enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color;
    const Str *exclude; /* patterns as in .gitignore */
    size_t nexclude;
    bool force_exclude, no_gitignore;
    bool diff, in_place, list, quiet, verbose, strict, exit_zero;
} Cli;

/* Read the arguments; on a mistake prints a message and returns EXIT_USAGE, on --help and --version
 *EXIT_CLEAN with done set.  The Cli points into argv and into memory that lives as long as the program. */
int cli_parse(Verb verb, int argc, char **argv, Cli *cli, bool *done);

void cli_free(Cli *cli); /* the lists that cli_parse made */

/* Verbs. */
int app_filter(const Cli *cli);
int app_check(const Cli *cli);
int app_explain(int argc, char **argv);
int app_rules(int argc, char **argv);

#endif
