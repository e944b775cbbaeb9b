/* `sqlxlate compat-sql`: the functions of the schema sqlite_compat, which were embedded when this was built.
 */
#include "app/cli.h"
#include "app/pages.h"

int app_compat(int argc, char **argv)
{
    if (argc != 1) {
        fprintf(stderr, "sqlxlate: compat-sql takes no arguments (%s)\n", argv[1]);
        return EXIT_USAGE;
    }
    for (const char *const *line = COMPAT_SQL; *line; line++)
        fputs(*line, stdout);
    return EXIT_CLEAN;
}
