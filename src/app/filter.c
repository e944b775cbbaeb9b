/* The filter: files (or standard input) in, translations out.  Nothing is ever half-written: a file is
   replaced by a rename once its translation is complete. */
#include "app/judge.h"
#include "host/host.h"
#include "host/sql.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Job { /* one input */
    const Cli *cli;
    Source from;
    const char *name; /* as messages name it */
    FILE *in, *output;
    SkipFn *skip; /* NULL: everything is wanted */
    CodeSet codes;
    Ignores ignores;
    Buf source; /* the whole input, for languages that are not streamed */
    Report report;
    Buf out;    /* the whole output, where it must be held back; else flushed */
    FILE *sink; /* NULL: hold everything back */
    bool write_error;
    bool excluded; /* left as it is */
    unsigned manual, near;
} Job;

static const char *output_name(const Cli *cli)
{
    return cli->output ? cli->output : "standard output";
}

static bool put_text(void *arg, Str s)
{
    Job *j = arg;
    if (!j->sink) {
        buf_put(&j->out, s);
        return true;
    }
    if (s.n == 0 || fwrite(s.p, 1, s.n, j->sink) == s.n)
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
            fprintf(j->output, "%s\n", j->name);
        return EXIT_CLEAN;
    }
    if (j->cli->diff) {
        report_unified_diff(j->output, j->name, before, after);
        return EXIT_CLEAN;
    }
    return changed ? replace_file(j->name, after) : EXIT_CLEAN;
}

/* ---- one input ---- */

static int translate_sql(Job *j)
{
    const Cli *cli = j->cli;
    FragOpts f = {.params = profile_params(j->from.profile, PARAM_NUMBERED),
                  .percent = PERCENT_IF_PARAMS,
                  .script = true,
                  .skip = j->skip,
                  .skip_arg = j};
    SqlSink sink = {.arg = j, .text = put_text, .statement = put_statement};
    if (sql_translate(j->from.project->pipe, j->in, str_z(j->name), &f, cli->line_from, cli->line_to, &sink))
        return EXIT_CLEAN;
    return j->write_error ? io_error(output_name(j->cli), strerror(errno))
                          : io_error(j->name, strerror(errno));
}

static int translate_python(Job *j)
{
    const Cli *cli = j->cli;
    HostOpts o = {.params = profile_params(j->from.profile, PARAM_PSYCOPG),
                  .skip = j->skip,
                  .skip_arg = j,
                  .line_from = cli->line_from,
                  .line_to = cli->line_to};
    Str source = buf_str(&j->source);
    HostResult r;
    host_result_init(&r, NULL);
    host_python_translate(j->from.project->pipe, source, &o, &r);
    Buf text = {0};
    host_apply(source, &r, &text);
    put_diags(j, r.diags.at, r.diags.n, source, 1, 0);
    Str rest = pipe_pending(j->from.project->pipe);
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
    return ok ? EXIT_CLEAN : io_error(output_name(j->cli), strerror(errno));
}

static int translate(Job *j)
{
    const Cli *cli = j->cli;
    bool hold = cli->diff || cli->list || cli->in_place;
    j->sink = hold ? NULL : j->output;
    run_use(&j->from);
    int status = j->from.lang == HOST_PYTHON ? translate_python(j) : translate_sql(j);
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
    if (j->from.lang != HOST_PYTHON)
        return sql_learn(j->from.project->pipe, j->in, str_z(j->name)) ? EXIT_CLEAN
                                                                       : io_error(j->name, strerror(errno));
    if (!read_all(j->in, &j->source))
        return io_error(j->name, strerror(errno));
    host_python_learn(j->from.project->pipe, buf_str(&j->source));
    return EXIT_CLEAN;
}

/* ---- what is not wanted ---- */

static bool skip(void *arg, uint16_t code, uint32_t line)
{
    Job *j = arg;
    if (code == 0) {
        for (size_t i = 0; i < j->ignores.n; i++) {
            const Ignore *x = &j->ignores.at[i];
            if (!x->codes.n && !x->wrong && line >= x->first && line <= x->last)
                return true;
        }
        return false;
    }
    return !codes_have(&j->codes, code) || ignores_hold(&j->ignores, code, line);
}

/* What the settings and the input's own comments leave out; j->skip stays NULL when that is nothing. */
static int find_unwanted(Run *run, Job *j)
{
    const Profile *p = j->from.profile;
    rewind(j->in);
    if (!collect_ignores(&run->settings.arena, j->from.lang, j->in, &j->ignores))
        return io_error(j->name, strerror(errno));
    settings_codes(&run->settings, p, j->from.shown, &j->codes);
    if (j->ignores.n || p->select.n || p->ignore.n || p->per_file.n)
        j->skip = skip;
    return EXIT_CLEAN;
}

/* ---- all inputs ---- */

static int job_init(Run *run, Job *j, const char *file)
{
    const Cli *cli = run->cli;
    const char *name = strcmp(file, "-") != 0 ? file : cli->stdin_filename ? cli->stdin_filename : "<stdin>";
    HostLang lang = cli->lang ? host_by_name(str_z(cli->lang)) : input_language(name, file);
    File f = {str_z(file), lang, true};
    *j = (Job){.cli = cli, .name = name, .from = run_source(run, &f)};
    j->report = (Report){stderr, name, cli->format, cli_color(cli, stderr),
                         cli->format == REPORT_GOLDEN || cli->verbose ? SX_EXACT : SX_NEAR};
    if (run->status != EXIT_CLEAN)
        return run->status;
    j->in = open_input(file);
    const Profile *set = j->from.profile;
    j->excluded = j->in && set->force_exclude && settings_excluded(&run->settings, set, j->from.shown, false);
    if (j->excluded)
        return EXIT_CLEAN;
    int status = j->in ? learn(j) : EXIT_USAGE;
    return status == EXIT_CLEAN ? find_unwanted(run, j) : status;
}

/* An excluded input comes out as it went in. */
static int pass_through(Job *j)
{
    Buf text = {0};
    bool hold = j->cli->diff || j->cli->list || j->cli->in_place || j->cli->show_settings;
    bool ok = hold || read_all(j->in, &text);
    if (ok && !hold)
        fwrite(text.p, 1, text.n, j->output); /* a fault shows when it is flushed */
    buf_free(&text);
    return ok ? EXIT_CLEAN : io_error(j->name, strerror(errno));
}

static int finish(const Job *j, int status)
{
    bool left = j->manual || (j->from.profile->strict && j->near);
    return status == EXIT_CLEAN && left && !j->cli->exit_zero ? EXIT_FINDINGS : status;
}

/* Pass 1 over every input, so that a schema in one file helps the queries of another; then pass 2. */
static int run_all(Run *run, const char *const *files, Job *jobs, size_t n)
{
    int worst = EXIT_CLEAN;
    for (size_t i = 0; i < n; i++)
        worst = worse(worst, job_init(run, &jobs[i], files[i]));
    if (worst != EXIT_CLEAN)
        return worst; /* nothing is half done */
    FILE *out = run->cli->output ? fopen(run->cli->output, "wb") : stdout;
    if (!out)
        return io_error(run->cli->output, strerror(errno));
    for (size_t i = 0; i < n; i++) {
        jobs[i].output = out;
        rewind(jobs[i].in);
        if (jobs[i].excluded)
            worst = worse(worst, pass_through(&jobs[i]));
        else if (run->cli->show_settings)
            profile_show(out, jobs[i].from.profile);
        else
            worst = worse(worst, finish(&jobs[i], translate(&jobs[i])));
    }
    bool bad = fflush(out) != 0 || ferror(out);
    if (run->cli->output && fclose(out) != 0)
        bad = true;
    return bad ? io_error(output_name(run->cli), strerror(errno)) : worst;
}

int app_filter(const Cli *cli)
{
    static const char *const standard_input[] = {"-"};
    const char *const *files = cli->nfiles ? cli->files : standard_input;
    size_t n = cli->nfiles ? cli->nfiles : 1;
    Run run;
    run_open(&run, cli);
    Job *jobs = calloc(n, sizeof *jobs);
    int status = jobs ? run_all(&run, files, jobs, n) : io_error("sqlxlate", "out of memory");
    for (size_t i = 0; jobs && i < n; i++) {
        buf_free(&jobs[i].out);
        buf_free(&jobs[i].source);
        if (jobs[i].in)
            fclose(jobs[i].in);
    }
    free(jobs);
    run_close(&run);
    return status;
}
