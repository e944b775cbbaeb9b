/* Parsing of the command line, driven by options.def; messages name what was wrong and nothing is guessed. */
#include "app/cli.h"
#include "host/host.h"
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_CHOICE = 1000 };

static void help(Verb verb)
{
    if (verb == VERB_REPORT)
        puts(
            "usage: sqlxlate report [OPTIONS] [PATH...|-]\n\n"
            "The inventory before a move to PostgreSQL: files, lines to change, findings by pattern, what is "
            "left for a\nperson.  Folders are walked; without a PATH, the present one.\n");
    else if (verb == VERB_CHECK)
        puts("usage: sqlxlate check [OPTIONS] [PATH...|-]\n\n"
             "Names what in .sql and source files runs on SQLite only, with the PostgreSQL text for it.  "
             "Folders are\n"
             "walked; without a PATH, the present one.\n");
    else
        puts("usage: sqlxlate [OPTIONS] [FILE...|-]      translate to standard output\n"
             "       sqlxlate check [OPTIONS] [PATH...]  what runs on SQLite only\n"
             "       sqlxlate report [OPTIONS] [PATH...] what a move to PostgreSQL takes\n"
             "       sqlxlate explain CODE|SLUG          what a rule does and why\n"
             "       sqlxlate rules                      all rules\n"
             "       sqlxlate compat-sql                 the functions that --compat calls\n\n"
             "Turns SQL written for SQLite into SQL that gives the same rows on PostgreSQL.\n");
    for (int i = 0; i < OPT_COUNT; i++) {
        if (!(OPTIONS[i].verbs & (int)verb))
            continue;
        char left[80];
        snprintf(left, sizeof left, "%s%c%s--%s%s%s", OPTIONS[i].letter ? "-" : " ",
                 OPTIONS[i].letter ? OPTIONS[i].letter : ' ', OPTIONS[i].letter ? ", " : "  ",
                 OPTIONS[i].name, OPTIONS[i].arg ? "=" : "", OPTIONS[i].arg ? OPTIONS[i].arg : "");
        printf("  %-30s %s%s%s\n", left, OPTIONS[i].help, i == OPT_FORMAT ? ": " : "",
               i == OPT_FORMAT ? option_formats(verb) : "");
    }
    puts("\nChoices (the first is the default):");
    for (int i = 0; i < NCHOICES; i++)
        printf("  --%s=%s\n        %s\n", CHOICES[i].name, CHOICES[i].words, CHOICES[i].help);
    puts(verb == VERB_REPORT ? "\nExit status: 0, or 2 for usage or I/O."
         : verb == VERB_CHECK
             ? "\nExit status: 0 nothing found, 1 findings, 2 usage or I/O."
             : "\nExit status: 0 all translated, 1 something is left for a person, 2 usage or I/O.");
}

static int bad(const char *option, const char *value, const char *words)
{
    fprintf(stderr, "sqlxlate: --%s=%s: must be one of %s\n", option, value, words);
    return EXIT_USAGE;
}

static int choose(const char *option, const char *words, const char *value, int *out)
{
    *out = option_word(words, value);
    return *out < 0 ? bad(option, value, words) : EXIT_CLEAN;
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

static int parse_jobs(const char *arg, Cli *c)
{
    char extra;
    if (sscanf(arg, "%u%c", &c->jobs, &extra) == 1 && ascii_digit(arg[0]) && c->jobs <= 256)
        return EXIT_CLEAN;
    fprintf(stderr, "sqlxlate: --jobs=%s: must be a number up to 256\n", arg);
    return EXIT_USAGE;
}

static int set_format(Cli *c, const char *arg)
{
    int v = 0, status = choose("format", option_formats(c->verb), arg, &v);
    c->format = (ReportFormat)v;
    return status;
}

static int set_color(Cli *c, const char *arg)
{
    int v = 0, status = choose("color", "auto|always|never", arg, &v);
    c->color = v == 1 ? COLOR_ALWAYS : v == 2 ? COLOR_NEVER : COLOR_AUTO;
    return status;
}

static int set_profile(Cli *c, const Given *g)
{
    Origin from = {.arena = &c->arena};
    const char *wrong = g->choice ? profile_choose(&c->profile, &from, g->id, g->arg)
                                  : profile_set(&c->profile, &from, g->id, g->arg);
    if (wrong)
        fprintf(stderr, "sqlxlate: --%s=%s: %s\n", g->choice ? CHOICES[g->id].name : OPTIONS[g->id].name,
                g->arg ? g->arg : "", wrong);
    VEC_PUSH(&c->arena, &c->given, *g);
    return wrong ? EXIT_USAGE : EXIT_CLEAN;
}

static int set_option(Cli *c, int id, const char *arg, bool *done)
{
    if (OPTIONS[id].verbs & IN_CONFIG)
        return set_profile(c, &(Given){false, id, arg});
    switch (id) {
    case OPT_LANG:
        c->lang = arg;
        return host_by_name(str_z(arg)) == HOST_UNKNOWN ? bad("lang", arg, "sql|python") : EXIT_CLEAN;
    case OPT_STDIN_FILENAME: c->stdin_filename = arg; break;
    case OPT_LINES: return parse_lines(arg, c);
    case OPT_DIFF: c->diff = true; break;
    case OPT_IN_PLACE: c->in_place = true; break;
    case OPT_LIST: c->list = true; break;
    case OPT_OUTPUT: c->output = arg; break;
    case OPT_FORMAT: return set_format(c, arg);
    case OPT_COLOR: return set_color(c, arg);
    case OPT_QUIET: c->quiet = true; break;
    case OPT_VERBOSE: c->verbose = true; break;
    case OPT_EXIT_ZERO: c->exit_zero = true; break;
    case OPT_JOBS: return parse_jobs(arg, c);
    case OPT_CONFIG: c->config = arg; break;
    case OPT_ISOLATED: c->isolated = true; break;
    case OPT_SHOW_SETTINGS: c->show_settings = true; break;
    case OPT_NO_GITIGNORE: c->no_gitignore = true; break;
    case OPT_STATISTICS: c->statistics = true; break;
    case OPT_BASELINE: c->baseline = arg; break;
    case OPT_WRITE_BASELINE: c->write_baseline = arg; break;
    case OPT_HELP: help(c->verb), *done = true; break;
    case OPT_VERSION: puts("sqlxlate " SX_VERSION), *done = true; break;
    default: break;
    }
    return EXIT_CLEAN;
}

bool cli_color(const Cli *cli, FILE *f)
{
    return cli->color == COLOR_ALWAYS ||
           (cli->color == COLOR_AUTO && isatty(fileno(f)) && !getenv("NO_COLOR"));
}

static void long_options(Verb verb, struct option *lo, char *letters)
{
    int n = 0;
    for (int i = 0; i < OPT_COUNT; i++) {
        if (!(OPTIONS[i].verbs & (int)verb))
            continue;
        lo[n++] = (struct option){OPTIONS[i].name, OPTIONS[i].arg ? required_argument : no_argument, NULL,
                                  OPTIONS[i].id + 256};
        if (OPTIONS[i].letter) {
            *letters++ = OPTIONS[i].letter;
            if (OPTIONS[i].arg)
                *letters++ = ':';
        }
    }
    for (int i = 0; i < NCHOICES; i++)
        lo[n++] = (struct option){CHOICES[i].name, required_argument, NULL, FIRST_CHOICE + i};
    *letters = 0;
}

static int letter_id(int c)
{
    for (int i = 0; i < OPT_COUNT; i++)
        if (OPTIONS[i].letter && OPTIONS[i].letter == c)
            return OPTIONS[i].id;
    return -1;
}

void cli_free(Cli *c)
{
    arena_free(&c->arena);
}

int cli_parse(Verb verb, int argc, char **argv, Cli *c, bool *done)
{
    struct option lo[OPT_COUNT + NCHOICES + 1] = {0};
    char letters[OPT_COUNT * 2 + 2];
    *c = (Cli){.verb = verb};
    arena_init(&c->arena, NULL);
    profile_init(&c->profile);
    *done = false;
    long_options(verb, lo, letters);
    int got;
    while ((got = getopt_long(argc, argv, letters, lo, NULL)) != -1) {
        if (got == '?')
            return EXIT_USAGE; /* getopt has said what is wrong */
        int status = got >= FIRST_CHOICE
                         ? set_profile(c, &(Given){true, got - FIRST_CHOICE, optarg})
                         : set_option(c, got >= 256 ? got - 256 : letter_id(got), optarg, done);
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
