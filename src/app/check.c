/* `sqlxlate check`: every construct that runs on SQLite only, file by file; and `sqlxlate report`, which is
   the same with another kind of answer.  Nothing is written but the answer: all files are learnt, then each
   is translated in memory, and what the translation says is what is found. */
#include "app/baseline.h"
#include "app/jobs.h"
#include "app/judge.h"
#include "app/pages.h"
#include "report/format.h"
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct Check {
    const Cli *cli;
    Run run;
    VEC(Source) sources;
    size_t in_order; /* the first so many go on where the one before ended */
    const Format *format;
    Output out;
    Summary sum;
    Baseline *baseline, *new_baseline;
    unsigned *counts;      /* by code, for --statistics */
    bool counted;          /* some finding decides the exit status */
    struct timespec shown; /* when progress was last shown */
    bool showing;
} Check;

/* ---- progress ---- */

enum { MANY = 200 }; /* files: fewer are done before anybody wonders */

static void progress(Check *c, const char *what, size_t i)
{
    struct timespec now;
    if (c->sources.n < MANY || c->cli->quiet || i % 16 || !isatty(2))
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if ((now.tv_sec - c->shown.tv_sec) * 10 + (now.tv_nsec - c->shown.tv_nsec) / 100000000 < 1)
        return;
    c->shown = now;
    c->showing = true;
    fprintf(stderr, "\r\033[K%s %zu of %zu files", what, i, c->sources.n);
}

static void end_progress(Check *c)
{
    if (c->showing)
        fputs("\r\033[K", stderr);
    c->showing = false;
}

/* ---- one file ---- */

static void work(void *arg, size_t i, Answer *a)
{
    Check *c = arg;
    Source *s = &c->sources.at[i];
    Ignores ignores = {0};
    CodeSet codes;
    a->findings.file = s->shown;
    a->findings.whole = c->cli->verb == VERB_REPORT;
    a->failed = !collect(s, &a->findings, &ignores);
    if (a->findings.list.n == 0 && ignores.n == 0)
        return;
    settings_codes(&c->run.settings, s->profile, s->shown, &codes);
    a->ignored = judge(&a->findings, &codes, &ignores);
}

static void take(void *arg, size_t i, Answer *a)
{
    Check *c = arg;
    Findings *f = &a->findings;
    f->file = c->sources.at[i].shown;
    run_forget(&c->sources.at[i]);
    if (c->new_baseline)
        baseline_add(c->new_baseline, f);
    if (c->baseline)
        c->sum.baseline += baseline_drop(c->baseline, f);
    c->sum.files++;
    c->sum.with_findings += f->list.n > 0;
    c->sum.failed += a->failed;
    c->sum.ignored += a->ignored;
    c->sum.findings += (unsigned)f->list.n;
    for (size_t k = 0; k < f->list.n; k++) {
        const Finding *x = &f->list.at[k];
        c->sum.by_safety[x->safety]++;
        c->counts[x->code]++;
        c->counted |= !is_note(x->code) || c->sources.at[i].profile->strict;
    }
    if (c->format->file && !c->cli->quiet && !c->cli->statistics && (f->list.n || c->format->all_files))
        c->format->file(&c->out, f);
    progress(c, "checked", i);
}

static void lost(void *arg, size_t i, const char *what)
{
    Check *c = arg;
    io_error(c->sources.at[i].shown.p, what);
    c->sum.files++;
    c->sum.failed++;
}

/* ---- all of them ---- */

static bool excluded(void *arg, Str folder)
{
    Settings *s = &((Check *)arg)->run.settings;
    return settings_excluded(s, settings_profile(s, settings_config(s, folder), folder), folder, true);
}

static bool find_sources(Check *c)
{
    const Cli *cli = c->cli;
    Walk w = {.arena = &c->run.settings.arena,
              .no_ignore = cli->no_gitignore,
              .excluded = excluded,
              .arg = c,
              .lang = cli->lang ? host_by_name(str_z(cli->lang)) : HOST_UNKNOWN,
              .stdin_name = cli->stdin_filename,
              .verbose = cli->verbose};
    if (cli->nfiles == 0)
        walk_add(&w, ".");
    for (size_t i = 0; i < cli->nfiles; i++)
        walk_add(&w, cli->files[i]);
    walk_finish(&w);
    for (size_t i = 0; i < w.files.n; i++) {
        Source s = run_source(&c->run, &w.files.at[i]);
        if ((!w.files.at[i].named || s.profile->force_exclude) &&
            settings_excluded(&c->run.settings, s.profile, s.shown, false)) {
            if (cli->verbose)
                fprintf(stderr, "sqlxlate: %s: excluded\n", s.shown.p);
            continue;
        }
        VEC_PUSH(&c->run.settings.arena, &c->sources, s);
    }
    if (w.failed)
        c->run.status = EXIT_USAGE;
    return !c->run.settings.failed;
}

/* Scripts stand first, in their order, for each goes on where the one before it ended; then programs that
   declare tables, likewise; then all others, which can be checked in any order. */
static int by_turn(const void *x, const void *y)
{
    const Source *a = x, *b = y;
    int turn_a = a->lang == HOST_SQL ? 0
                 : a->declares       ? 1
                                     : 2,
        turn_b = b->lang == HOST_SQL ? 0
                 : b->declares       ? 1
                                     : 2;
    return turn_a != turn_b ? turn_a - turn_b : strcmp(a->path.p, b->path.p);
}

static void learn(Check *c, bool scripts)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->sources.n; i++) {
        Source *s = &c->sources.at[i];
        progress(c, "learnt", i);
        bool failed = false;
        if ((s->lang == HOST_SQL) == scripts) {
            s->declares = true;
            failed = !run_learn(s, &s->declares);
        }
        c->sum.failed += failed;
        if (!failed)
            c->sources.at[kept++] = *s;
    }
    c->sources.n = kept;
}

/* First scripts, because a program alters what they have made; last the files that declare nothing, once all
   tables are known. */
static void learn_all(Check *c)
{
    learn(c, true);
    learn(c, false);
    if (c->sources.n)
        qsort(c->sources.at, c->sources.n, sizeof *c->sources.at, by_turn);
    for (size_t i = 0; i < c->sources.n; i++) {
        Source *s = &c->sources.at[i];
        c->in_order += s->declares;
        if (!s->declares)
            run_learn(s, NULL);
    }
}

static unsigned processes(const Check *c)
{
    if (c->cli->jobs)
        return c->cli->jobs;
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    size_t worth = c->sources.n / 16; /* fewer files than that are done before a process has begun */
    return n < 1 ? 1 : (size_t)n < worth ? (unsigned)n : (unsigned)worth;
}

static void statistics(const Check *c)
{
    size_t n;
    const CodeInfo *all = report_codes(&n);
    for (size_t i = 0; i < n; i++)
        if (c->counts[all[i].code])
            fprintf(c->out.out, "%6u  SX%04u  %s\n", c->counts[all[i].code], all[i].code, all[i].name);
}

static void check_all(Check *c)
{
    const Jobs jobs = {c->sources.n, c->in_order, c, work, take, lost};
    bool formatted = !c->cli->quiet && !c->cli->statistics;
    if (c->format->begin && formatted)
        c->format->begin(&c->out);
    jobs_run(&jobs, processes(c));
    end_progress(c);
    if (c->cli->statistics)
        statistics(c);
    else if (c->format->end && formatted)
        c->format->end(&c->out, &c->sum);
    if (c->baseline && c->cli->verbose && baseline_left(c->baseline))
        fprintf(stderr, "sqlxlate: %u findings of the baseline are gone\n", baseline_left(c->baseline));
}

static void show_settings(Check *c)
{
    const Profile *last = NULL;
    for (size_t i = 0; i < c->sources.n; i++) {
        const Source *s = &c->sources.at[i];
        const char *file = config_path(s->project->config);
        fprintf(c->out.out, "# %s: %s\n", s->shown.p, file ? file : "no configuration file");
        if (s->profile != last)
            profile_show(c->out.out, s->profile);
        last = s->profile;
    }
}

static int run_check(Check *c)
{
    const Cli *cli = c->cli;
    if (!find_sources(c))
        return EXIT_USAGE;
    if (cli->baseline && !(c->baseline = baseline_read(&c->run.settings, cli->baseline)))
        return EXIT_USAGE;
    if (cli->write_baseline)
        c->new_baseline = baseline_new(&c->run.settings, cli->write_baseline);
    if (cli->show_settings) {
        show_settings(c);
        return c->run.status;
    }
    learn_all(c);
    check_all(c);
    bool judged = cli->verb == VERB_CHECK && !cli->exit_zero && !c->new_baseline;
    int status = c->counted && judged ? EXIT_FINDINGS : EXIT_CLEAN;
    if (c->sum.failed || (c->new_baseline && !baseline_write(c->new_baseline)))
        status = EXIT_USAGE;
    return worse(status, c->run.status);
}

static int close_output(Check *c)
{
    FILE *f = c->out.out;
    const char *name = c->cli->output ? c->cli->output : "standard output";
    bool bad = fflush(f) != 0 || ferror(f);
    int saved = errno;
    if (c->cli->output && fclose(f) != 0)
        bad = true;
    return bad ? io_error(name, strerror(saved)) : EXIT_CLEAN;
}

int app_check(const Cli *cli)
{
    Check c = {.cli = cli,
               .format =
                   cli->verb == VERB_REPORT ? inventory_format((int)cli->format) : format_of(cli->format)};
    c.out = (Output){
        .out = cli->output ? fopen(cli->output, "wb") : stdout, .version = SX_VERSION, .page = pages_find};
    if (!c.out.out)
        return io_error(cli->output, strerror(errno));
    c.out.color = cli_color(cli, c.out.out);
    c.out.verbose = cli->verbose;
    run_open(&c.run, cli);
    c.counts = ARENA_ARRAY(&c.run.settings.arena, unsigned, UINT16_MAX + 1);
    arena_init(&c.out.arena, NULL);
    int status = run_check(&c);
    status = worse(status, close_output(&c));
    arena_free(&c.out.arena);
    baseline_free(c.baseline);
    baseline_free(c.new_baseline);
    run_close(&c.run);
    return status;
}
