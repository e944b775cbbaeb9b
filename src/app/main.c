/* sqlxlate: the filter, and the verbs beside it. */
#include "app/cli.h"
#include <string.h>

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "explain") == 0)
        return app_explain(argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "rules") == 0)
        return app_rules(argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "compat-sql") == 0)
        return app_compat(argc - 1, argv + 1);
    Verb verb = argc > 1 && strcmp(argv[1], "check") == 0    ? VERB_CHECK
                : argc > 1 && strcmp(argv[1], "report") == 0 ? VERB_REPORT
                                                             : VERB_FILTER;
    int named = verb != VERB_FILTER;
    Cli cli;
    bool done;
    int status = cli_parse(verb, argc - named, argv + named, &cli, &done);
    if (status == EXIT_CLEAN && !done)
        status = named ? app_check(&cli) : app_filter(&cli);
    cli_free(&cli);
    return status;
}
