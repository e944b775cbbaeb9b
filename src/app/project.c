/* The project of project.h, and how inputs are opened.  Standard input is spooled to an unlinked file,
   because it is read twice. */
#include "app/project.h"
#include "host/sql.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int io_error(const char *name, const char *what)
{
    fprintf(stderr, "sqlxlate: %s: %s\n", name, what);
    return EXIT_USAGE;
}

static FILE *spool(FILE *in)
{
    FILE *tmp = tmpfile();
    char chunk[1 << 16];
    size_t n;
    while (tmp && (n = fread(chunk, 1, sizeof chunk, in)) > 0)
        if (fwrite(chunk, 1, n, tmp) != n) {
            fclose(tmp);
            return NULL;
        }
    if (!tmp || ferror(in) || fflush(tmp) != 0) {
        if (tmp)
            fclose(tmp);
        return NULL;
    }
    rewind(tmp);
    return tmp;
}

static FILE *standard_input(void) /* read once, handed out as often as it is asked for */
{
    static FILE *spooled;
    if (!spooled && !(spooled = spool(stdin)))
        return NULL;
    int fd = dup(fileno(spooled));
    FILE *f = fd < 0 ? NULL : fdopen(fd, "rb");
    if (f)
        rewind(f);
    return f;
}

FILE *open_input(const char *file)
{
    if (strcmp(file, "-") == 0) {
        FILE *f = standard_input();
        if (!f)
            io_error("standard input", strerror(errno));
        return f;
    }
    struct stat st;
    if (stat(file, &st) == 0 && S_ISDIR(st.st_mode)) {
        io_error(file, "is a directory; name the files in it");
        return NULL;
    }
    FILE *f = fopen(file, "rb");
    if (!f)
        io_error(file, strerror(errno));
    return f;
}

bool read_all(FILE *f, Buf *b)
{
    char chunk[1 << 16];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_put(b, (Str){chunk, n});
    return !ferror(f);
}

/* ---- schemas ---- */

static bool is_database(FILE *f)
{
    char magic[16] = {0};
    size_t n = fread(magic, 1, sizeof magic, f);
    rewind(f);
    return n == sizeof magic && memcmp(magic, "SQLite format 3", 16) == 0;
}

static int load_schema(Catalog *c, const char *file)
{
    int status = EXIT_CLEAN;
    FILE *f = open_input(file);
    if (!f)
        return EXIT_USAGE;
    bool db = is_database(f) || str_iends(str_z(file), ".db") || str_iends(str_z(file), ".sqlite") ||
              str_iends(str_z(file), ".sqlite3");
    if (db) {
        Str error = STR_NONE;
        if (!catalog_load_db(c, file, 0, &error))
            status = io_error(file, error.p);
    } else if (!sql_schema(c, f)) {
        status = io_error(file, strerror(errno));
    }
    fclose(f);
    return status;
}

int project_open(Project *p, const Cli *cli)
{
    int status = EXIT_CLEAN;
    *p = (Project){.cli = cli, .catalog = catalog_new(NULL)};
    p->pipe = pipe_new(&cli->opts, p->catalog);
    if (!p->pipe)
        return io_error("sqlxlate", "out of memory");
    for (size_t i = 0; i < cli->nschemas && status == EXIT_CLEAN; i++)
        status = load_schema(p->catalog, cli->schemas[i]);
    catalog_seal(p->catalog);
    return status;
}

void project_close(Project *p)
{
    pipe_free(p->pipe);
    catalog_free(p->catalog);
}

/* Pass 1 of one file; with `declares` only of files that may declare something, *declares says whether it
 * did. */
static int learn(Project *p, const File *file, bool *declares)
{
    FILE *f = open_input(file->path.p);
    Buf text = {0};
    bool ok = f != NULL;
    if (ok && file->lang == HOST_PYTHON) {
        ok = read_all(f, &text);
        bool wanted = ok && (!declares || (*declares = host_declares(buf_str(&text))));
        if (wanted)
            host_python_learn(p->pipe, buf_str(&text));
    } else if (ok) {
        ok = sql_learn(p->pipe, f);
    }
    if (!ok && f)
        io_error(file->path.p, strerror(errno));
    buf_free(&text);
    if (f)
        fclose(f);
    return ok ? EXIT_CLEAN : EXIT_USAGE;
}

int project_learn(Project *p, const File *files, size_t n)
{
    int worst = EXIT_CLEAN;
    bool *declares = calloc(n + 1, sizeof *declares);
    if (!declares)
        return io_error("sqlxlate", "out of memory");
    for (size_t i = 0; i < n; i++) {
        declares[i] = true;
        int status = learn(p, &files[i], &declares[i]);
        worst = status > worst ? status : worst;
    }
    for (size_t i = 0; i < n && catalog_is_open(p->catalog); i++)
        if (!declares[i] && learn(p, &files[i], NULL) > worst)
            worst = EXIT_USAGE;
    free(declares);
    return worst;
}
