/* Parsing of the command line, driven by options.def; messages name what was wrong and nothing is guessed. */
#include "app/cli.h"
#include "host/host.h"
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum OptId {
#define OPT(verbs, id, c, name, arg, help) OPT_##id,
#define CHOICE(name, field, words, help)
#include "app/options.def"
#undef OPT
#undef CHOICE
    OPT_COUNT
};

enum { F = VERB_FILTER, C = VERB_CHECK, P = 1 << 8 }; /* what options.def calls them */

static const struct {
    int id, verbs;
    char letter;
    const char *name, *arg, *help;
} OPTS[] = {
#define OPT(verbs, id, c, name, arg, help) {OPT_##id, verbs, c, name, arg, help},
#define CHOICE(name, field, words, help)
#include "app/options.def"
#undef OPT
#undef CHOICE
};

static const struct {
    const char *name;
    size_t offset; /* of an enum in Options */
    const char *words, *help;
} CHOICES[] = {
#define OPT(verbs, id, c, name, arg, help)
#define CHOICE(name, field, words, help) {name, offsetof(Options, field), words, help},
#include "app/options.def"
#undef OPT
#undef CHOICE
};

enum { NOPTS = sizeof OPTS / sizeof *OPTS, NCHOICES = sizeof CHOICES / sizeof *CHOICES, FIRST_CHOICE = 1000 };

static void help(Verb verb)
{
    if (verb == VERB_CHECK)
        puts("usage: sqlxlate check [OPTIONS] [PATH...|-]\n\n"
             "Names what in .sql and source files runs on SQLite only, with the PostgreSQL text for it.  "
             "Folders are\n"
             "walked; without a PATH, the present one.\n");
    else
        puts("usage: sqlxlate [OPTIONS] [FILE...|-]      translate to standard output\n"
             "       sqlxlate check [OPTIONS] [PATH...]  what runs on SQLite only\n"
             "       sqlxlate explain CODE|SLUG          what a rule does and why\n"
             "       sqlxlate rules                      all rules\n\n"
             "Turns SQL written for SQLite into SQL that gives the same rows on PostgreSQL.\n");
    for (int i = 0; i < NOPTS; i++) {
        if (!(OPTS[i].verbs & (int)verb))
            continue;
        char left[64];
        snprintf(left, sizeof left, "%s%c%s--%s%s%s", OPTS[i].letter ? "-" : " ",
                 OPTS[i].letter ? OPTS[i].letter : ' ', OPTS[i].letter ? ", " : "  ", OPTS[i].name,
                 OPTS[i].arg ? "=" : "", OPTS[i].arg ? OPTS[i].arg : "");
        printf("  %-30s %s\n", left, OPTS[i].help);
    }
    puts("\nChoices (the first is the default):");
    for (int i = 0; i < NCHOICES; i++)
        printf("  --%s=%s\n        %s\n", CHOICES[i].name, CHOICES[i].words, CHOICES[i].help);
    puts(verb == VERB_CHECK
             ? "\nExit status: 0 nothing found, 1 findings, 2 usage or I/O."
             : "\nExit status: 0 all translated, 1 something is left for a person, 2 usage or I/O.");
}

/* The position of `word` among "a|b|c", -1 when it is none of them. */
static int word_index(const char *words, const char *word)
{
    size_t n = strlen(word);
    int at = 0;
    for (const char *w = words;; at++) {
        const char *bar = strchr(w, '|');
        size_t len = bar ? (size_t)(bar - w) : strlen(w);
        if (len == n && memcmp(w, word, n) == 0)
            return at;
        if (!bar)
            return -1;
        w = bar + 1;
    }
}

static int bad(const char *option, const char *value, const char *words)
{
    fprintf(stderr, "sqlxlate: --%s=%s: must be one of %s\n", option, value, words);
    return EXIT_USAGE;
}

static int choose(const char *option, const char *words, const char *value, int *out)
{
    *out = word_index(words, value);
    return *out < 0 ? bad(option, value, words) : EXIT_CLEAN;
}

static const char **append(const char **list, size_t *n, const char *item)
{
    const char **more = realloc(list, (*n + 1) * sizeof *list);
    if (!more) {
        fputs("sqlxlate: out of memory\n", stderr);
        exit(EXIT_USAGE);
    }
    more[(*n)++] = item;
    return more;
}

static int parse_lines(const char *arg, Cli *c)
{
    unsigned a = 0, b = 0;
    char extra;
    if (sscanf(arg, "%u:%u%c", &a, &b, &extra) != 2 || a < 1 || b < a) {
        fprintf(stderr, "sqlxlate: --lines=%s: must be FIRST:LAST, counted from 1\n", arg);
        return EXIT_USAGE;
    }
    c->line_from = a;
    c->line_to = b;
    return EXIT_CLEAN;
}

static void append_str(const Str **list, size_t *n, const char *arg)
{
    Str *more = realloc((void *)*list, (*n + 1) * sizeof *more);
    if (!more) {
        fputs("sqlxlate: out of memory\n", stderr);
        exit(EXIT_USAGE);
    }
    more[(*n)++] = str_z(arg);
    *list = more;
}

static int set_format(Cli *c, const char *arg)
{
    static const char *const filter = "text|concise|golden",
                             *const check =
                                 "text|concise|golden|json|jsonl|sarif|github|gitlab|checkstyle|junit";
    int v = 0, status = choose("format", c->verb == VERB_CHECK ? check : filter, arg, &v);
    c->format = (ReportFormat)v;
    return status;
}

static int set_option(Cli *c, int id, const char *arg, bool *done)
{
    static const char *const params = "numbered|psycopg|named|jdbc|keep", *const colors = "auto|always|never";
    int v = 0, status = EXIT_CLEAN;
    switch (id) {
    case OPT_SCHEMA: c->schemas = append((const char **)c->schemas, &c->nschemas, arg); break;
    case OPT_LANG:
        c->lang = arg;
        if (host_by_name(str_z(arg)) == HOST_UNKNOWN)
            status = bad("lang", arg, "sql|python");
        break;
    case OPT_STDIN_FILENAME: c->stdin_filename = arg; break;
    case OPT_PARAMS: status = choose("params", params, arg, &c->params); break;
    case OPT_LINES: status = parse_lines(arg, c); break;
    case OPT_DIFF: c->diff = true; break;
    case OPT_IN_PLACE: c->in_place = true; break;
    case OPT_LIST: c->list = true; break;
    case OPT_OUTPUT: c->output = arg; break;
    case OPT_FORMAT: status = set_format(c, arg); break;
    case OPT_COLOR:
        status = choose("color", colors, arg, &v);
        c->color = v == 1 ? COLOR_ALWAYS : v == 2 ? COLOR_NEVER : COLOR_AUTO;
        break;
    case OPT_QUIET: c->quiet = true; break;
    case OPT_VERBOSE: c->verbose = true; break;
    case OPT_STRICT: c->strict = true; break;
    case OPT_EXIT_ZERO: c->exit_zero = true; break;
    case OPT_EXCLUDE: append_str(&c->exclude, &c->nexclude, arg); break;
    case OPT_FORCE_EXCLUDE: c->force_exclude = true; break;
    case OPT_NO_GITIGNORE: c->no_gitignore = true; break;
    case OPT_BOOLEAN_COLUMN: append_str(&c->opts.boolean_columns, &c->opts.nboolean_columns, arg); break;
    case OPT_EXACT_MONTHS: c->opts.exact_months = true; break;
    case OPT_COMPAT: c->opts.compat = true; break;
    case OPT_HELP: help(c->verb), *done = true; break;
    case OPT_VERSION: puts("sqlxlate " SX_VERSION), *done = true; break;
    default: break;
    }
    return status;
}

static void long_options(Verb verb, struct option *lo, char *letters)
{
    int n = 0;
    for (int i = 0; i < NOPTS; i++) {
        if (!(OPTS[i].verbs & (int)verb))
            continue;
        lo[n++] = (struct option){OPTS[i].name, OPTS[i].arg ? required_argument : no_argument, NULL,
                                  OPTS[i].id + 256};
        if (OPTS[i].letter) {
            *letters++ = OPTS[i].letter;
            if (OPTS[i].arg)
                *letters++ = ':';
        }
    }
    for (int i = 0; i < NCHOICES; i++)
        lo[n++] = (struct option){CHOICES[i].name, required_argument, NULL, FIRST_CHOICE + i};
    *letters = 0;
}

static int letter_id(int c)
{
    for (int i = 0; i < NOPTS; i++)
        if (OPTS[i].letter && OPTS[i].letter == c)
            return OPTS[i].id;
    return -1;
}

void cli_free(Cli *c)
{
    free((void *)c->schemas);
    free((void *)c->opts.boolean_columns);
    free((void *)c->exclude);
}

int cli_parse(Verb verb, int argc, char **argv, Cli *c, bool *done)
{
    struct option lo[NOPTS + NCHOICES + 1] = {0};
    char letters[NOPTS * 2 + 2];
    *c = (Cli){.verb = verb, .params = -1};
    *done = false;
    long_options(verb, lo, letters);
    int got;
    while ((got = getopt_long(argc, argv, letters, lo, NULL)) != -1) {
        int status = EXIT_CLEAN, v = 0;
        if (got == '?')
            return EXIT_USAGE; /* getopt has said what is wrong */
        if (got >= FIRST_CHOICE) {
            status = choose(CHOICES[got - FIRST_CHOICE].name, CHOICES[got - FIRST_CHOICE].words, optarg, &v);
            memcpy((char *)&c->opts + CHOICES[got - FIRST_CHOICE].offset, &v, sizeof v);
        } else {
            status = set_option(c, got >= 256 ? got - 256 : letter_id(got), optarg, done);
        }
        if (status != EXIT_CLEAN || *done)
            return status;
    }
    c->files = (const char *const *)(argv + optind);
    c->nfiles = (size_t)(argc - optind);
    if (c->in_place && c->nfiles == 0) {
        fputs("sqlxlate: --in-place needs the names of files\n", stderr);
        return EXIT_USAGE;
    }
    return EXIT_CLEAN;
}
