/* `sqlxlate explain` and `sqlxlate rules`: the rule pages, which were embedded when this was built. */
#include "app/cli.h"
#include "app/pages.h"
#include "rules/rules.h"
#include <stdlib.h>

static const CodeInfo *find(const char *what)
{
    size_t n;
    const CodeInfo *all = report_codes(&n);
    const char *digits = str_istarts(str_z(what), "sx") ? what + 2 : what;
    char *end;
    unsigned long code = strtoul(digits, &end, 10);
    for (size_t i = 0; i < n; i++) {
        const char *slug = strrchr(all[i].name, '/') + 1;
        if ((*end == 0 && end != digits && all[i].code == code) || strcmp(all[i].name, what) == 0 ||
            strcmp(slug, what) == 0)
            return &all[i];
    }
    return NULL;
}

int app_explain(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: sqlxlate explain CODE|SLUG\n", stderr);
        return EXIT_USAGE;
    }
    const CodeInfo *c = find(argv[1]);
    if (!c) {
        fprintf(stderr, "sqlxlate: no rule is called %s; see `sqlxlate rules`\n", argv[1]);
        return EXIT_USAGE;
    }
    printf("SX%04u %s\n\n", c->code, c->name);
    const char *page = pages_find(c->name);
    puts(page ? page : c->title);
    const Rule *r = rules_find(c->code);
    if (r)
        puts(r->portable ? "Under --portable: its text is offered where SQLite runs it with the same result."
                         : "Under --portable: no text of it runs on both engines.");
    return EXIT_CLEAN;
}

int app_rules(int argc, char **argv)
{
    if (argc != 1) {
        fprintf(stderr, "sqlxlate: rules takes no arguments (%s)\n", argv[1]);
        return EXIT_USAGE;
    }
    size_t n;
    const CodeInfo *all = report_codes(&n);
    for (size_t i = 0; i < n; i++)
        printf("SX%04u  %-32s %s\n", all[i].code, all[i].name, all[i].title);
    return EXIT_CLEAN;
}
