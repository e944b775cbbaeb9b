/* Makes the man page (as scdoc source) and the completions of bash, zsh and fish out of the option table,
   when this is built: usage: docs man|bash|zsh|fish.  It knows the verbs and what kind of word an option
   takes; all else is in options.def. */
#include "app/option.h"
#include <stdio.h>

static const struct {
    Verb verb;
    const char *name, *what;
} VERBS[] = {{VERB_FILTER, "", "translate to standard output"},
             {VERB_CHECK, "check", "name what runs on SQLite only"},
             {VERB_REPORT, "report", "what a move to PostgreSQL takes"},
             {0, "explain", "what a rule does and why"},
             {0, "rules", "list all rules"},
             {0, "compat-sql", "print the functions that --compat calls"}};

enum { NVERBS = sizeof VERBS / sizeof *VERBS };

/* The words an option takes; NULL when they are no list. */
static const char *words_of(const Option *o, Verb verb)
{
    if (o->id == OPT_FORMAT)
        return option_formats(verb);
    return o->arg && strchr(o->arg, '|') ? o->arg : NULL;
}

static bool takes_file(const Option *o)
{
    return o->arg && (strcmp(o->arg, "FILE") == 0 || strcmp(o->arg, "PATH") == 0);
}

/* The text with each of these bytes behind a backslash, and | as `bar`. */
static void put(const char *s, const char *escape, char bar)
{
    for (; *s; s++) {
        if (*s == '|' && bar) {
            putchar(bar);
            continue;
        }
        if (strchr(escape, *s))
            putchar('\\');
        putchar(*s);
    }
}

/* ---- man ---- */

static const char SCDOC[] = "\\*_#[]<>~`";

static void man_option(char letter, const char *name, const char *arg, const char *help)
{
    if (letter)
        printf("*-%c*, ", letter);
    printf("*--");
    put(name, "", 0);
    putchar('*');
    if (arg) {
        printf("=_");
        put(arg, "\\*[]<>~`", 0);
        putchar('_');
    }
    printf("\n\t");
    put(help, SCDOC, 0);
    printf("\n\n");
}

static void man_verbs(const Option *o)
{
    printf("\t(");
    int n = 0;
    for (int i = 0; i < NVERBS; i++)
        if (VERBS[i].verb && (o->verbs & (int)VERBS[i].verb))
            printf("%s%s", n++ ? ", " : "", VERBS[i].name[0] ? VERBS[i].name : "filter");
    printf("%s)\n\n", o->verbs & IN_CONFIG ? "; settings" : "");
}

static void man(void)
{
    puts(
        "sqlxlate(1)\n\n# NAME\n\nsqlxlate - SQL written for SQLite as SQL that gives the same rows on "
        "PostgreSQL\n\n"
        "# SYNOPSIS\n\n*sqlxlate* [_OPTIONS_] [_FILE_...|-]++\n*sqlxlate check* [_OPTIONS_] [_PATH_...|-]++\n"
        "*sqlxlate report* [_OPTIONS_] [_PATH_...|-]++\n*sqlxlate explain* _CODE_|_SLUG_++\n*sqlxlate "
        "rules*++\n"
        "*sqlxlate compat-sql*\n\n"
        "# DESCRIPTION\n\nThe filter reads SQL, or a program with SQL in it, and writes it for PostgreSQL. "
        "What is not "
        "SQLite's own stays byte for byte. What cannot be translated is left as it was, and said.\n\n"
        "*check* names such constructs without changing anything; folders are walked as git sees them.\n\n"
        "# OPTIONS\n\nIn brackets: the verbs that take the option; _settings_ may be set in _.sqlxlate.ini_, "
        "too.\n");
    for (int i = 0; i < OPT_COUNT; i++) {
        man_option(OPTIONS[i].letter, OPTIONS[i].name, OPTIONS[i].arg, OPTIONS[i].help);
        for (int v = 0; i == OPT_FORMAT && v < NVERBS; v++)
            if (VERBS[v].verb)
                printf("\t%s: %s\n\n", VERBS[v].name[0] ? VERBS[v].name : "filter",
                       option_formats(VERBS[v].verb));
        man_verbs(&OPTIONS[i]);
    }
    puts("# CHOICES\n\nFor all verbs, and settings; the first word is the default.\n");
    for (int i = 0; i < NCHOICES; i++)
        man_option(0, CHOICES[i].name, CHOICES[i].words, CHOICES[i].help);
    puts("# FILES\n\n_.sqlxlate.ini_ in the file's folder or the nearest above it: a line _option = value_ "
         "for each setting. "
         "Behind a section _\\[\\*.py\\]_ they hold for the files that match, as in _.gitignore_. Lists may "
         "go on in "
         "indented lines.\n\n"
         "# COMMENTS\n\n_-- sqlxlate: ignore CODES: reason_ leaves what stands on the line, or the statement "
         "that begins or "
         "ends there, or on a line of its own what follows; without codes, all of it. _ignore-start_ and "
         "_ignore-end_ "
         "enclose lines, _ignore-file_ holds for the file. In Python also behind _\\#_.\n\n"
         "# EXIT STATUS\n\n0\n\tnothing found, or all translated\n\n1\n\tfindings, or something was left for "
         "a person\n\n"
         "2\n\tusage, configuration, input or output\n");
}

/* ---- bash ---- */

static void bash_values(Verb verb)
{
    for (int i = 0; i < OPT_COUNT; i++) {
        const char *words = words_of(&OPTIONS[i], verb);
        if (!(OPTIONS[i].verbs & (int)verb) || (!words && !takes_file(&OPTIONS[i])))
            continue;
        printf("        --%s", OPTIONS[i].name);
        if (OPTIONS[i].letter)
            printf("|-%c", OPTIONS[i].letter);
        printf(") words=\"");
        put(words ? words : "", "", ' ');
        printf("\" files=%s ;;\n", words ? "" : "yes");
    }
    for (int i = 0; i < NCHOICES; i++) {
        printf("        --%s) words=\"", CHOICES[i].name);
        put(CHOICES[i].words, "", ' ');
        puts("\" files= ;;");
    }
}

static void bash_options(Verb verb)
{
    for (int i = 0; i < OPT_COUNT; i++)
        if (OPTIONS[i].verbs & (int)verb)
            printf(" --%s%s", OPTIONS[i].name, OPTIONS[i].arg ? "=" : "");
    for (int i = 0; i < NCHOICES; i++)
        printf(" --%s=", CHOICES[i].name);
}

static void bash(void)
{
    puts(
        "# Completion of sqlxlate for bash; made from its option table.\n_sqlxlate() {\n"
        "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words= files=none options\n"
        "    COMPREPLY=()\n"
        "    if [ \"$cur\" = = ]; then cur=; elif [ \"$prev\" = = ]; then prev=${COMP_WORDS[COMP_CWORD-2]}; "
        "fi\n"
        "    case ${COMP_WORDS[1]} in");
    for (int v = NVERBS - 1; v >= 0; v--) {
        if (!VERBS[v].verb)
            continue;
        printf("    %s)\n        options=\"", VERBS[v].name[0] ? VERBS[v].name : "*");
        bash_options(VERBS[v].verb);
        puts("\"\n        case $prev in");
        bash_values(VERBS[v].verb);
        puts("        esac ;;");
        if (VERBS[v].verb == VERB_CHECK)
            puts("    explain)\n        [ \"$COMP_CWORD\" = 2 ] && words=$(sqlxlate rules 2>/dev/null | awk "
                 "'{print $1, $2}') ;;\n"
                 "    rules|compat-sql) return ;;");
    }
    printf("    esac\n    if [ \"$COMP_CWORD\" = 1 ] && [[ $cur != -* ]]; then\n        COMPREPLY=($(compgen "
           "-W \"");
    for (int v = 1; v < NVERBS; v++)
        printf("%s%s", v > 1 ? " " : "", VERBS[v].name);
    puts("\" -- \"$cur\"))\n        compopt -o default\n    elif [ -n \"$words\" ]; then\n"
         "        COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
         "    elif [ \"$files\" = none ] && [[ $cur == -* ]]; then\n"
         "        COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
         "        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n    else\n        compopt -o default\n  "
         "  fi\n}\n"
         "complete -F _sqlxlate sqlxlate");
}

/* ---- zsh ---- */

static void zsh_option(char letter, const char *name, const char *arg, const char *words, bool file,
                       const char *help)
{
    if (letter)
        printf("        '(-%c --%s)'{-%c%s,--%s%s}'[", letter, name, letter, arg ? "+" : "", name,
               arg ? "=" : "");
    else
        printf("        '*--%s%s[", name, arg ? "=" : "");
    for (const char *s = help; *s; s++) {
        if (*s == '[' || *s == ']' || *s == ':')
            putchar('\\');
        if (*s == '\'')
            printf("'\\'"); /* closes the quotes, a quote, opens them */
        putchar(*s);
    }
    putchar(']');
    if (arg) {
        printf(":%s:", words ? name : file ? "file" : "value");
        if (words) {
            putchar('(');
            put(words, "", ' ');
            putchar(')');
        } else if (file) {
            printf("_files");
        }
    }
    puts("' \\");
}

static void zsh(void)
{
    puts("#compdef sqlxlate\n# Completion of sqlxlate for zsh; made from its option table.\nlocal -a "
         "verbs\nverbs=(");
    for (int v = 1; v < NVERBS; v++)
        printf("    '%s:%s'\n", VERBS[v].name, VERBS[v].what);
    puts(")\nif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n    _describe verb verbs\n    _files\n    "
         "return\nfi\n"
         "case $words[2] in");
    for (int v = NVERBS - 1; v >= 0; v--) {
        if (!VERBS[v].verb)
            continue;
        bool filter = VERBS[v].verb == VERB_FILTER;
        printf("%s)\n%s    _arguments -s \\\n", filter ? "*" : VERBS[v].name,
               filter ? "" : "    shift words; (( CURRENT-- ))\n");
        for (int i = 0; i < OPT_COUNT; i++)
            if (OPTIONS[i].verbs & (int)VERBS[v].verb)
                zsh_option(OPTIONS[i].letter, OPTIONS[i].name, OPTIONS[i].arg,
                           words_of(&OPTIONS[i], VERBS[v].verb), takes_file(&OPTIONS[i]), OPTIONS[i].help);
        for (int i = 0; i < NCHOICES; i++)
            zsh_option(0, CHOICES[i].name, "WORD", CHOICES[i].words, false, CHOICES[i].help);
        puts("        '*:file:_files' ;;");
        if (VERBS[v].verb == VERB_CHECK)
            puts("explain)\n    compadd -- ${(f)\"$(sqlxlate rules 2>/dev/null | awk '{print $1; print "
                 "$2}')\"} ;;\n"
                 "rules|compat-sql) ;;");
    }
    puts("esac");
}

/* ---- fish ---- */

static void fish_option(const char *when, char letter, const char *name, const char *arg, const char *words,
                        bool file, const char *help)
{
    printf("complete -c sqlxlate -n '%s' -l %s", when, name);
    if (letter)
        printf(" -s %c", letter);
    if (arg)
        printf(" -%c", file ? 'r' : 'x');
    if (words) {
        printf(" -a '");
        put(words, "", ' ');
        putchar('\'');
    }
    printf(" -d '");
    put(help, "'\\", 0);
    puts("'");
}

static void fish(void)
{
    puts("# Completion of sqlxlate for fish; made from its option table.");
    for (int v = 1; v < NVERBS; v++)
        printf("complete -c sqlxlate -n '__fish_is_nth_token 1' -a %s -d '%s'\n", VERBS[v].name,
               VERBS[v].what);
    puts(
        "complete -c sqlxlate -n '__fish_seen_subcommand_from explain' -x -a "
        "'(sqlxlate rules 2>/dev/null | string replace -r \"^(\\\\S+)\\\\s+(\\\\S+).*\" \"\\$1\\\\t\\$2\")'");
    for (int v = 0; v < NVERBS; v++) {
        if (!VERBS[v].verb)
            continue;
        char when[160];
        if (VERBS[v].verb == VERB_FILTER)
            snprintf(when, sizeof when,
                     "not __fish_seen_subcommand_from check report explain rules compat-sql");
        else
            snprintf(when, sizeof when, "__fish_seen_subcommand_from %s", VERBS[v].name);
        for (int i = 0; i < OPT_COUNT; i++)
            if (OPTIONS[i].verbs & (int)VERBS[v].verb)
                fish_option(when, OPTIONS[i].letter, OPTIONS[i].name, OPTIONS[i].arg,
                            words_of(&OPTIONS[i], VERBS[v].verb), takes_file(&OPTIONS[i]), OPTIONS[i].help);
        for (int i = 0; i < NCHOICES; i++)
            fish_option(when, 0, CHOICES[i].name, "WORD", CHOICES[i].words, false, CHOICES[i].help);
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*make)(void);
    } KINDS[] = {{"man", man}, {"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    for (size_t i = 0; argc == 2 && i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(argv[1], KINDS[i].name) == 0) {
            KINDS[i].make();
            return ferror(stdout) || fflush(stdout) ? 2 : 0;
        }
    fputs("usage: docs man|bash|zsh|fish\n", stderr);
    return 2;
}
