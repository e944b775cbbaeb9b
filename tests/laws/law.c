/* The frame that every law runs in: arguments, seeds, the report of a break. */
#include "law.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

bool law_broken(Str text, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("broken: ", stdout);
    vprintf(fmt, ap);
    va_end(ap);
    printf("\n---\n%.*s\n---\n", (int)text.n, text.p);
    return false;
}

sqlite3 *law_database(void)
{
    sqlite3 *db;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_exec(db, gen_schema, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(db));
        exit(2);
    }
    return db;
}

int law_main(int argc, char **argv, const char *name, long count, LawFn *law, bool (*finish)(long count))
{
    uint64_t seed = 1;
    if (argc > 1)
        count = strtol(argv[1], NULL, 10);
    if (argc > 2)
        seed = strtoull(argv[2], NULL, 10);
    Arena a;
    arena_init(&a, NULL);
    for (long i = 0; i < count; i++, seed++) {
        Gen g;
        arena_reset(&a);
        gen_start(&g, &a, seed);
        if (!law(&g)) {
            printf("again with: %s 1 %" PRIu64 "\n", argv[0], seed);
            return 1;
        }
    }
    arena_free(&a);
    printf("%s: held for %ld seeds\n", name, count);
    return !finish || count < 100 || finish(count) ? 0 : 2;
}
