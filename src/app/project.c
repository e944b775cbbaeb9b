/* The run of project.h, and how inputs are opened.  Standard input is spooled to an unlinked file,
   because it is read twice. */
#include "app/project.h"
#include "host/ignore.h"
#include "host/sql.h"
#include <errno.h>
#include <fcntl.h>
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

HostLang input_language(const char *name, const char *file)
{
    HostLang lang = host_by_filename(str_z(name));
    FILE *f = lang != HOST_UNKNOWN ? NULL
              : strcmp(file, "-") == 0
                  ? standard_input()
                  : fopen(file, "rb"); /* what is wrong with it is said when it is read */
    if (f) {
        char beginning[8192];
        lang = host_by_text((Str){beginning, fread(beginning, 1, sizeof beginning, f)});
        fclose(f);
    }
    return lang == HOST_UNKNOWN ? HOST_SQL : lang;
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

static int load_schema(const Cli *cli, Catalog *c, const char *file)
{
    int status = EXIT_CLEAN;
    FILE *f = open_input(file);
    uint64_t before = catalog_learnt(c);
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
    if (status == EXIT_CLEAN && catalog_learnt(c) == before && !cli->quiet && cli->format == REPORT_TEXT)
        fprintf(stderr, "sqlxlate: %s: no table, view or index is declared in this schema\n", file);
    return status;
}

static Project *new_project(Run *r, Config *c, const Profile *profile)
{
    Project *p = ARENA_NEW(&r->settings.arena, Project);
    *p = (Project){.config = c, .catalog = catalog_new(NULL)};
    p->pipe = pipe_new(&profile->opts, p->catalog);
    if (!p->pipe) {
        io_error("sqlxlate", "out of memory");
        exit(EXIT_USAGE);
    }
    for (size_t i = 0; i < profile->schemas.n; i++)
        r->status = worse(r->status, load_schema(r->cli, p->catalog, profile->schemas.at[i].p));
    catalog_seal(p->catalog);
    VEC_PUSH(&r->settings.arena, &r->projects, p);
    return p;
}

/* ---- the run ---- */

void run_open(Run *r, const Cli *cli)
{
    *r = (Run){.cli = cli};
    settings_open(&r->settings, cli);
}

void run_close(Run *r)
{
    for (size_t i = 0; i < r->projects.n; i++) {
        pipe_free(r->projects.at[i]->pipe);
        catalog_free(r->projects.at[i]->catalog);
    }
    settings_close(&r->settings);
}

Source run_source(Run *r, const File *file)
{
    const char *named = r->cli->stdin_filename;
    bool standard = str_eqz(file->path, "-");
    Source s = {.path = file->path,
                .shown = !standard ? file->path
                         : named   ? str_z(named)
                                   : STR("<stdin>"),
                .lang = file->lang,
                .named = file->named};
    Config *c = settings_config(&r->settings, s.shown);
    s.profile = settings_profile(&r->settings, c, s.shown);
    for (size_t i = 0; i < r->projects.n && !s.project; i++)
        if (r->projects.at[i]->config == c)
            s.project = r->projects.at[i];
    if (!s.project)
        s.project = new_project(r, c, s.profile);
    if (r->settings.failed)
        r->status = EXIT_USAGE;
    return s;
}

void run_use(const Source *s)
{
    pipe_options(s->project->pipe, &s->profile->opts);
}

/* One look at the file's size, one read. */
static bool read_path(const char *path, Buf *b)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fstat(fd, &st) == 0;
    while (ok) {
        size_t want = st.st_size > (off_t)b->n ? (size_t)st.st_size - b->n + 1 : 1 << 16;
        ssize_t n = read(fd, buf_room(b, want), want);
        if (n < 0 && errno == EINTR)
            continue;
        ok = n >= 0;
        b->n += n > 0 ? (size_t)n : 0;
        if (n == 0 || (n > 0 && (size_t)n < want && b->n == (size_t)st.st_size))
            break;
    }
    int saved = errno;
    if (fd >= 0)
        close(fd);
    errno = saved;
    return ok;
}

bool run_text(Source *s)
{
    if (s->text.p)
        return true;
    bool ok;
    if (str_eqz(s->path, "-")) {
        FILE *f = open_input("-");
        ok = f && read_all(f, &s->text);
        if (f)
            fclose(f);
    } else {
        ok = read_path(s->path.p, &s->text);
    }
    if (!ok)
        io_error(s->shown.p, strerror(errno));
    s->project->kept += s->text.n;
    return ok;
}

void run_forget(Source *s)
{
    s->project->kept -= s->text.n;
    buf_free(&s->text);
    s->text = (Buf){0};
}

enum { MOST_KEPT = 256 << 20 }; /* bytes */

bool run_learn(Source *s, bool *declares)
{
    if (s->lang == HOST_PYTHON) {
        if (!run_text(s)) {
            run_forget(s);
            return false;
        }
        Str text = buf_str(&s->text);
        if (!declares || (*declares = host_declares(text)))
            s->silent =
                !host_python_learn(s->project->pipe, text) && !s->profile->opts.asked && !ignore_marked(text);
        if (s->silent || s->project->kept > MOST_KEPT)
            run_forget(s);
        return true;
    }
    FILE *f = open_input(s->path.p);
    bool ok = f && sql_learn(s->project->pipe, f, s->path);
    if (!ok && f)
        io_error(s->shown.p, strerror(errno));
    if (f)
        fclose(f);
    return ok;
}
