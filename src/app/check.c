/* `sqlxlate check`: every construct that runs on SQLite only, file by file.  Nothing is written but the
   answer: all files are learnt, then each is translated in memory, and what the translation says is what is
   found. */
#include "app/collect.h"
#include "app/pages.h"
#include "report/format.h"
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int worse(int a, int b)
{
    return a > b ? a : b;
}

static void find_files(const Cli *cli, Walk *w)
{
    *w = (Walk){.arena = w->arena,
                .exclude = cli->exclude,
                .nexclude = cli->nexclude,
                .force_exclude = cli->force_exclude,
                .no_ignore = cli->no_gitignore,
                .lang = cli->lang ? host_by_name(str_z(cli->lang)) : HOST_UNKNOWN,
                .stdin_name = cli->stdin_filename,
                .verbose = cli->verbose};
    if (cli->nfiles == 0)
        walk_add(w, ".");
    for (size_t i = 0; i < cli->nfiles; i++)
        walk_add(w, cli->files[i]);
    walk_finish(w);
}

/* The name that messages use. */
static Str shown(const Cli *cli, const File *f)
{
    if (!str_eqz(f->path, "-"))
        return f->path;
    return cli->stdin_filename ? str_z(cli->stdin_filename) : STR("<stdin>");
}

static int check_file(Project *p, const File *file, const Format *format, Output *o, Summary *sum)
{
    Arena arena;
    arena_init(&arena, NULL);
    Findings f = {.arena = &arena, .file = shown(p->cli, file)};
    bool ok = collect(p, file, &f);
    sum->files++;
    sum->failed += !ok;
    sum->findings += (unsigned)f.list.n;
    for (size_t i = 0; i < f.list.n; i++)
        sum->by_safety[f.list.at[i].safety]++;
    if (format->file && !p->cli->quiet)
        format->file(o, &f);
    arena_free(&arena);
    return !ok ? EXIT_USAGE : f.list.n && !p->cli->exit_zero ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int check_all(Project *p, const Walk *w, Output *o)
{
    const Format *format = format_of(p->cli->format);
    int status = project_learn(p, w->files.at, w->files.n);
    Summary sum = {0};
    if (format->begin)
        format->begin(o);
    for (size_t i = 0; i < w->files.n; i++)
        status = worse(status, check_file(p, &w->files.at[i], format, o, &sum));
    if (format->end && !p->cli->quiet)
        format->end(o, &sum);
    return status;
}

int app_check(const Cli *cli)
{
    Arena arena;
    Project project;
    arena_init(&arena, NULL);
    Walk walk = {.arena = &arena};
    find_files(cli, &walk);
    int status = worse(walk.failed ? EXIT_USAGE : EXIT_CLEAN, project_open(&project, cli));
    Output o = {
        .out = cli->output ? fopen(cli->output, "wb") : stdout, .version = SX_VERSION, .page = pages_find};
    o.color = cli->color == COLOR_ALWAYS ||
              (cli->color == COLOR_AUTO && o.out && isatty(fileno(o.out)) && !getenv("NO_COLOR"));
    arena_init(&o.arena, NULL);
    if (!o.out)
        status = io_error(cli->output, strerror(errno));
    else
        status = worse(status, check_all(&project, &walk, &o));
    if (o.out && (fflush(o.out) != 0 || ferror(o.out)))
        status = io_error(cli->output ? cli->output : "standard output", strerror(errno));
    if (o.out && cli->output && fclose(o.out) != 0)
        status = io_error(cli->output, strerror(errno));
    project_close(&project);
    arena_free(&o.arena);
    arena_free(&arena);
    return status;
}
