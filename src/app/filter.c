/* The filter: files (or standard input) in, translations out.  Nothing is ever half-written: a file is
   replaced by a rename once its translation is complete. */
#include "app/project.h"
#include "host/host.h"
#include "host/sql.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Job { /* one input */
    const Cli *cli;
    Pipe *pipe;
    const char *name; /* as messages name it */
    FILE *in;
    HostLang lang;
    Buf source; /* the whole input, for languages that are not streamed */
    Report report;
    Buf out;    /* the whole output, where it must be held back; else flushed */
    FILE *sink; /* NULL: hold everything back */
    bool write_error;
    unsigned manual, near;
} Job;

static bool put_text(void *arg, Str s)
{
    Job *j = arg;
    if (!j->sink) {
        buf_put(&j->out, s);
        return true;
    }
    if (fwrite(s.p, 1, s.n, j->sink) == s.n)
        return true;
    j->write_error = true;
    return false;
}

static void put_diags(Job *j, const Diag *d, size_t n, Str source, uint32_t line, uint32_t col)
{
    if (n == 0)
        return;
    Arena a;
    arena_init(&a, NULL);
    Lines lines = lines_of(&a, source);
    for (size_t i = 0; i < n; i++) {
        j->manual += d[i].safety == SX_MANUAL;
        j->near += d[i].safety == SX_NEAR;
        if (!j->cli->quiet)
            report_diag(&j->report, &d[i], &lines, line, col);
    }
    arena_free(&a);
}

static void put_statement(void *arg, const Translation *t, Str s, uint64_t off, uint32_t line, uint32_t col)
{
    (void)off;
    put_diags(arg, t->diags.at, t->diags.n, s, line, col);
}

/* ---- writing ---- */

static int replace_file(const char *file, Str text)
{
    struct stat st;
    size_t n = strlen(file);
    char *tmp = malloc(n + 8);
    if (!tmp || stat(file, &st) != 0) {
        free(tmp);
        return io_error(file, strerror(errno));
    }
    snprintf(tmp, n + 8, "%s.XXXXXX", file);
    int fd = mkstemp(tmp);
    FILE *f = fd >= 0 ? fdopen(fd, "wb") : NULL;
    bool ok = f && fchmod(fd, st.st_mode & 07777) == 0 && fwrite(text.p, 1, text.n, f) == text.n &&
              fflush(f) == 0 && fsync(fd) == 0;
    if (f && fclose(f) != 0)
        ok = false;
    int status = EXIT_CLEAN;
    if (!ok || rename(tmp, file) != 0) {
        status = io_error(file, strerror(errno));
        if (fd >= 0)
            unlink(tmp);
    }
    free(tmp);
    return status;
}

static int deliver(Job *j, Str before)
{
    Str after = buf_str(&j->out);
    bool changed = !str_eq(before, after);
    if (j->cli->list) {
        if (changed)
            puts(j->name);
        return EXIT_CLEAN;
    }
    if (j->cli->diff) {
        report_unified_diff(stdout, j->name, before, after);
        return EXIT_CLEAN;
    }
    return changed ? replace_file(j->name, after) : EXIT_CLEAN;
}

/* ---- one input ---- */

static int translate_sql(Job *j)
{
    const Cli *cli = j->cli;
    FragOpts f = {.params = cli->params >= 0 ? (ParamStyle)cli->params : PARAM_NUMBERED,
                  .percent = PERCENT_IF_PARAMS,
                  .script = true};
    SqlSink sink = {.arg = j, .text = put_text, .statement = put_statement};
    if (sql_translate(j->pipe, j->in, &f, cli->line_from, cli->line_to, &sink))
        return EXIT_CLEAN;
    return j->write_error ? io_error("standard output", strerror(errno)) : io_error(j->name, strerror(errno));
}

static int translate_python(Job *j)
{
    const Cli *cli = j->cli;
    HostOpts o = {.params = cli->params >= 0 ? (ParamStyle)cli->params : PARAM_PSYCOPG,
                  .line_from = cli->line_from,
                  .line_to = cli->line_to};
    Str source = buf_str(&j->source);
    HostResult r;
    host_result_init(&r, NULL);
    host_python_translate(j->pipe, source, &o, &r);
    Buf text = {0};
    host_apply(source, &r, &text);
    put_diags(j, r.diags.at, r.diags.n, source, 1, 0);
    Str rest = pipe_pending(j->pipe);
    if (rest.n)
        put_diags(j,
                  &(Diag){.code = 7,
                          .safety = SX_MANUAL,
                          .msg = STR("a foreign key waits for a table that is made elsewhere"),
                          .hint = rest},
                  1, source, 1, 0);
    bool ok = put_text(j, buf_str(&text));
    buf_free(&text);
    host_result_free(&r);
    return ok ? EXIT_CLEAN : io_error("standard output", strerror(errno));
}

static int translate(Job *j)
{
    const Cli *cli = j->cli;
    bool hold = cli->diff || cli->list || cli->in_place;
    j->sink = hold ? NULL : stdout;
    int status = j->lang == HOST_PYTHON ? translate_python(j) : translate_sql(j);
    if (!hold || status != EXIT_CLEAN)
        return status;
    Buf before = {0};
    rewind(j->in);
    status = read_all(j->in, &before) ? deliver(j, buf_str(&before)) : io_error(j->name, strerror(errno));
    buf_free(&before);
    return status;
}

/* Pass 1 of one input. */
static int learn(Job *j)
{
    if (j->lang == HOST_PYTHON) {
        if (!read_all(j->in, &j->source))
            return io_error(j->name, strerror(errno));
        host_python_learn(j->pipe, buf_str(&j->source));
        return EXIT_CLEAN;
    }
    return sql_learn(j->pipe, j->in) ? EXIT_CLEAN : io_error(j->name, strerror(errno));
}

/* --lang, or what the file's name says; SQL when nothing does. */
static HostLang language(const Cli *cli, const char *name)
{
    HostLang l = cli->lang ? host_by_name(str_z(cli->lang)) : host_by_filename(str_z(name));
    return l == HOST_UNKNOWN ? HOST_SQL : l;
}

static void job_init(Job *j, const Cli *cli, Pipe *pipe, const char *file)
{
    bool color = cli->color == COLOR_ALWAYS || (cli->color == COLOR_AUTO && isatty(2) && !getenv("NO_COLOR"));
    bool standard = strcmp(file, "-") == 0;
    const char *name = !standard ? file : cli->stdin_filename ? cli->stdin_filename : "<stdin>";
    *j = (Job){.cli = cli, .pipe = pipe, .name = name, .lang = language(cli, name)};
    j->report = (Report){stderr, name, cli->format, color,
                         cli->format == REPORT_GOLDEN || cli->verbose ? SX_EXACT : SX_NEAR};
}

static int worse(int a, int b)
{
    return a > b ? a : b;
}

/* Pass 1 over every input, so that a schema in one file helps the queries of another; then pass 2. */
static int run(const Cli *cli, Pipe *pipe, const char *const *files, Job *jobs, size_t n)
{
    int worst = EXIT_CLEAN;
    for (size_t i = 0; i < n; i++) {
        job_init(&jobs[i], cli, pipe, files[i]);
        jobs[i].in = open_input(files[i]);
        worst = worse(worst, jobs[i].in ? learn(&jobs[i]) : EXIT_USAGE);
    }
    if (worst != EXIT_CLEAN)
        return worst; /* nothing is half done */
    for (size_t i = 0; i < n; i++) {
        Job *j = &jobs[i];
        rewind(j->in);
        int status = translate(j);
        if (status == EXIT_CLEAN && !cli->exit_zero && (j->manual || (cli->strict && j->near)))
            status = EXIT_FINDINGS;
        worst = worse(worst, status);
    }
    return worst;
}

int app_filter(const Cli *cli)
{
    static const char *const standard_input[] = {"-"};
    const char *const *files = cli->nfiles ? cli->files : standard_input;
    size_t n = cli->nfiles ? cli->nfiles : 1;
    Project project;
    int status = project_open(&project, cli);
    Job *jobs = calloc(n, sizeof *jobs);
    if (!jobs)
        status = io_error("sqlxlate", "out of memory");
    if (status == EXIT_CLEAN)
        status = run(cli, project.pipe, files, jobs, n);
    for (size_t i = 0; jobs && i < n; i++) {
        buf_free(&jobs[i].out);
        buf_free(&jobs[i].source);
        if (jobs[i].in)
            fclose(jobs[i].in);
    }
    free(jobs);
    project_close(&project);
    if (fflush(stdout) != 0 || ferror(stdout))
        return io_error("standard output", strerror(errno));
    return status;
}
