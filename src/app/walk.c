/* The walk of walk.h.  Folders are read in the order of their names' bytes, so that output never depends on
   the file system.  Symbolic links found in a folder are not followed (git does not, either), special files
   are never opened, and folders that hold other people's code or a tool's own files are left out unless an
   argument names them. */
#include "app/walk.h"
#include "app/project.h"
#include "app/glob.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct Ignores { /* the patterns of one folder's .gitignore */
    const struct Ignores *outer;
    Str folder; /* with its slash, or empty: what paths of this walk begin with */
    Str above;  /* of a folder above the walk's start: the way from it down to the start, with a slash */
    VEC(Pattern) list;
} Ignores;

static void complain(Walk *w, Str path, const char *what)
{
    fprintf(stderr, "sqlxlate: %s: %s\n", path.p, what);
    w->failed = true;
}

static void note(const Walk *w, Str path, const char *what)
{
    if (w->verbose)
        fprintf(stderr, "sqlxlate: %s: %s\n", path.p, what);
}

/* ---- what is left out ---- */

static bool left_out_by_name(Str name)
{
    static const char *const NAMES[] = {
        ".git", ".hg",  ".svn",  "node_modules", "__pycache__",   ".venv",       "venv",
        ".tox", ".nox", ".eggs", ".mypy_cache",  ".pytest_cache", ".ruff_cache", "site-packages"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (str_eqz(name, NAMES[i]))
            return true;
    return false;
}

static bool ignored(Arena *a, const Ignores *g, Str path, bool is_folder)
{
    for (; g; g = g->outer) {
        Str rel = str_sub(path, g->folder.n, path.n);
        if (g->above.n)
            rel = arena_fmt(a, "%s%.*s", g->above.p, (int)rel.n, rel.p);
        for (size_t i = g->list.n; i > 0; i--)
            if (pattern_match(&g->list.at[i - 1], rel, is_folder))
                return !g->list.at[i - 1].keep;
    }
    return false;
}

/* ---- .gitignore ---- */

static void read_ignores(Arena *a, const char *file, Ignores *g)
{
    FILE *f = fopen(file, "rb");
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    while (f && (n = getline(&line, &cap, f)) > 0) {
        Pattern p;
        if (pattern_read(arena_dup(a, (Str){line, (size_t)n}), &p))
            VEC_PUSH(a, &g->list, p);
    }
    free(line);
    if (f)
        fclose(f);
}

static const Ignores *with_ignores(Walk *w, const Ignores *outer, Str folder, Str above, const char *file)
{
    Ignores *g = ARENA_NEW(w->arena, Ignores);
    *g = (Ignores){.outer = outer, .folder = folder, .above = above};
    read_ignores(w->arena, file, g);
    return g->list.n ? g : outer;
}

/* The .gitignore files above `folder`, up to the one that holds .git; none outside a repository. */
static const Ignores *ignores_above(Walk *w, Str folder)
{
    char *real = realpath(folder.n ? folder.p : ".", NULL);
    if (!real)
        return NULL;
    Str here = arena_dup(w->arena, str_z(real));
    free(real);
    size_t root = here.n + 1;
    struct stat st;
    for (size_t i = here.n; i > 0 && root > here.n; i--)
        if ((i == here.n || here.p[i] == '/') &&
            stat(arena_fmt(w->arena, "%.*s/.git", (int)i, here.p).p, &st) == 0)
            root = i;
    if (root > here.n)
        return NULL;
    Str above = root < here.n ? arena_fmt(w->arena, "%s/", here.p + root + 1) : STR_NONE;
    const Ignores *g = with_ignores(w, NULL, folder, above,
                                    arena_fmt(w->arena, "%.*s/.git/info/exclude", (int)root, here.p).p);
    for (size_t i = root; i < here.n; i++)
        if (here.p[i] == '/')
            g = with_ignores(w, g, folder, arena_fmt(w->arena, "%s/", here.p + i + 1),
                             arena_fmt(w->arena, "%.*s/.gitignore", (int)i, here.p).p);
    return g;
}

/* ---- languages ---- */

/* "#!/usr/bin/env python3" and the like, for a file whose name has no ending. */
static HostLang by_first_line(const char *path)
{
    char line[128] = {0};
    FILE *f = fopen(path, "rb");
    HostLang lang = HOST_UNKNOWN;
    if (f && fgets(line, sizeof line, f) && line[0] == '#' && line[1] == '!' && strstr(line, "python"))
        lang = HOST_PYTHON;
    if (f)
        fclose(f);
    return lang;
}

static HostLang language(const Walk *w, Str path, bool named)
{
    if (named && w->lang != HOST_UNKNOWN)
        return w->lang;
    HostLang lang = host_by_filename(path);
    size_t slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    if (lang == HOST_UNKNOWN && !memchr(path.p + slash, '.', path.n - slash))
        lang = by_first_line(path.p);
    return lang;
}

static void add_file(Walk *w, Str path, bool named)
{
    HostLang lang = language(w, path, named);
    if (lang == HOST_UNKNOWN) {
        if (named)
            complain(w, path, "which language is this? say it with --lang");
        return;
    }
    VEC_PUSH(w->arena, &w->files, ((File){path, lang, named}));
}

/* ---- folders ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(((const Str *)a)->p, ((const Str *)b)->p);
}

typedef VEC(Str) Names;

static bool read_folder(Walk *w, Str path, Names *names)
{
    DIR *d = opendir(path.n ? path.p : ".");
    if (!d) {
        complain(w, path.n ? path : STR("."), strerror(errno));
        return false;
    }
    for (struct dirent *e; (errno = 0, e = readdir(d));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            VEC_PUSH(w->arena, names, arena_dup(w->arena, str_z(e->d_name)));
    if (errno)
        complain(w, path, strerror(errno));
    closedir(d);
    if (names->n)
        qsort(names->at, names->n, sizeof *names->at, by_name);
    return true;
}

static void walk_folder(Walk *w, Str folder, const Ignores *g)
{
    Names names = {0};
    if (!read_folder(w, folder, &names))
        return;
    if (!w->no_ignore)
        g = with_ignores(w, g, folder, STR_NONE,
                         arena_fmt(w->arena, "%s.gitignore", folder.n ? folder.p : "").p);
    for (size_t i = 0; i < names.n; i++) {
        Str path = arena_fmt(w->arena, "%s%s", folder.n ? folder.p : "", names.at[i].p);
        struct stat st;
        if (lstat(path.p, &st) != 0) {
            complain(w, path, strerror(errno));
            continue;
        }
        bool is_folder = S_ISDIR(st.st_mode);
        if (!is_folder && !S_ISREG(st.st_mode))
            continue;
        if ((is_folder && left_out_by_name(names.at[i])) ||
            (is_folder && w->excluded && w->excluded(w->arg, path)) ||
            (!w->no_ignore && ignored(w->arena, g, path, is_folder))) {
            note(w, path, "left out");
            continue;
        }
        if (is_folder)
            walk_folder(w, arena_fmt(w->arena, "%s/", path.p), g);
        else
            add_file(w, path, false);
    }
}

void walk_add(Walk *w, const char *arg)
{
    Str path = arena_dup(w->arena, str_z(arg));
    struct stat st;
    if (str_eqz(path, "-")) {
        HostLang lang = w->lang != HOST_UNKNOWN ? w->lang : input_language(w->stdin_name, arg);
        VEC_PUSH(w->arena, &w->files, ((File){path, lang, true}));
        return;
    }
    if (stat(arg, &st) != 0) {
        complain(w, path, strerror(errno));
        return;
    }
    if (!S_ISDIR(st.st_mode)) {
        add_file(w, path, true);
        return;
    }
    Str folder = str_eqz(path, ".")          ? STR_NONE
                 : path.p[path.n - 1] == '/' ? path
                                             : arena_fmt(w->arena, "%s/", path.p);
    walk_folder(w, folder, w->no_ignore ? NULL : ignores_above(w, folder));
}

static int by_path(const void *x, const void *y)
{
    const File *a = x, *b = y;
    int order = strcmp(a->path.p, b->path.p);
    return order ? order : (int)b->named - (int)a->named;
}

void walk_finish(Walk *w)
{
    size_t n = 0;
    if (w->files.n)
        qsort(w->files.at, w->files.n, sizeof *w->files.at, by_path);
    for (size_t i = 0; i < w->files.n; i++)
        if (i == 0 || !str_eq(w->files.at[i].path, w->files.at[n - 1].path))
            w->files.at[n++] = w->files.at[i];
    w->files.n = n;
}
