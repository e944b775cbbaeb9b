/* The table of options.def, for all who ask it: the command line, the configuration file, --help,
   --show-settings, the man page and the shells' completions. */
#ifndef SQLXLATE_OPTION_H
#define SQLXLATE_OPTION_H

#include "emit/options.h"

typedef enum Verb {
    VERB_FILTER = 1,
    VERB_CHECK = 2,
    VERB_REPORT = 4
} Verb; /* bits: options.def says which take an option */
enum { IN_CONFIG = 1 << 8 };

enum OptId {
#define OPT(verbs, id, c, name, arg, help) OPT_##id,
#define CHOICE(name, field, words, help)
#include "app/options.def"
#undef OPT
#undef CHOICE
    OPT_COUNT
};

typedef struct Option {
    int id, verbs; /* Verb bits and IN_CONFIG */
    char letter;   /* 0: none */
    const char *name, *arg, *help;
} Option;

typedef struct Choice {
    const char *name;
    size_t offset;     /* of an enum in Options */
    const char *words; /* a|b|c, in the order of the enum; the first is the default */
    const char *help;
} Choice;

extern const Option OPTIONS[];
extern const Choice CHOICES[];
enum {
    NCHOICES = 0
#define OPT(verbs, id, c, name, arg, help)
#define CHOICE(name, field, words, help) +1
#include "app/options.def"
#undef OPT
#undef CHOICE
};

const char *option_formats(Verb verb); /* the words of --format, in the order of ReportFormat */
int option_word(const char *words, const char *word); /* its position in a|b|c, -1: none of them */
Str option_nth(const char *words, int n);             /* the other way round */

#endif
