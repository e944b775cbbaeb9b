/* Reading of .sqlxlate.ini by inih.  A file is read whole before it means anything, and one mistake in it (an
   unknown setting, a value that is none, a line that inih would cut) refuses it: nothing is guessed. */
#include "app/config.h"
#include "app/glob.h"
#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    LONGEST_LINE = 199,
    LONGEST_NAME = 48,
    MOST_SECTIONS = 64
}; /* what inih takes, and the bits of a mask */

typedef struct Entry {
    uint32_t section; /* 0: of all files */
    const char *name, *value;
} Entry;

typedef struct Made {
    uint64_t sections;
    Profile profile;
} Made;

struct Config {
    Str path, folder;
    VEC(Str) sections; /* their patterns; sections.at[0] is nothing */
    VEC(Entry) entries;
    VEC(Made *) made;
};

typedef struct Known {
    Str folder;
    Config *config;
} Known;

/* ---- reading ---- */

typedef struct Reader {
    Settings *settings;
    Config *config;
    const char *wrong; /* the first mistake */
} Reader;

static uint32_t section_of(Reader *r, const char *name)
{
    if (!name[0] || strcmp(name, "sqlxlate") == 0)
        return 0;
    for (uint32_t i = 1; i < r->config->sections.n; i++)
        if (str_eqz(r->config->sections.at[i], name))
            return i;
    if (r->config->sections.n == MOST_SECTIONS || strlen(name) >= LONGEST_NAME)
        r->wrong =
            r->config->sections.n == MOST_SECTIONS ? "too many sections" : "the section's name is too long";
    else
        VEC_PUSH(&r->settings->arena, &r->config->sections, arena_dup(&r->settings->arena, str_z(name)));
    return (uint32_t)r->config->sections.n - 1;
}

/* Sets one entry in a profile; answers with what is wrong with it. */
static const char *set_entry(Profile *p, Origin *from, const Entry *e)
{
    for (int i = 0; i < OPT_COUNT; i++)
        if ((OPTIONS[i].verbs & IN_CONFIG) && strcmp(OPTIONS[i].name, e->name) == 0)
            return profile_set(p, from, OPTIONS[i].id, e->value);
    for (int i = 0; i < NCHOICES; i++)
        if (strcmp(CHOICES[i].name, e->name) == 0)
            return profile_choose(p, from, i, e->value);
    return "there is no such setting";
}

static bool of_the_run(const char *name) /* cannot differ from file to file */
{
    return strcmp(name, "schema") == 0 || strcmp(name, "exclude") == 0 ||
           strcmp(name, "force-exclude") == 0 || strcmp(name, "per-file-ignores") == 0;
}

static int on_entry(void *user, const char *section, const char *name, const char *value)
{
    Reader *r = user;
    if (r->wrong)
        return 0;
    if (!value[0])
        return 1; /* what it is comes in the lines after it */
    Arena *a = &r->settings->arena;
    Entry e = {section_of(r, section), arena_dup(a, str_z(name)).p, arena_dup(a, str_z(value)).p};
    Profile trial;
    profile_init(&trial);
    Origin from = {.arena = a, .folder = r->config->folder};
    const char *wrong = r->wrong;
    if (!wrong && e.section && of_the_run(name))
        wrong = "belongs before the first section";
    if (!wrong)
        wrong = set_entry(&trial, &from, &e);
    if (wrong)
        r->wrong = arena_fmt(a, "%s: %s", name, wrong).p;
    VEC_PUSH(a, &r->config->entries, e);
    return wrong == NULL;
}

static uint32_t long_line(FILE *f) /* the number of the first one that inih would cut; 0 */
{
    uint32_t line = 1, length = 0;
    for (int c; (c = getc(f)) != EOF;) {
        if (c == '\n')
            line++, length = 0;
        else if (++length > LONGEST_LINE)
            return line;
    }
    rewind(f);
    return 0;
}

static void read_config(Settings *s, Config *c)
{
    Reader r = {s, c, NULL};
    FILE *f = fopen(c->path.p, "rb");
    uint32_t line = f ? long_line(f) : 0;
    if (!f || ferror(f)) {
        fprintf(stderr, "sqlxlate: %s: %s\n", c->path.p, strerror(errno));
        s->failed = true;
    } else if (line) {
        fprintf(stderr, "sqlxlate: %s:%u: longer than %d bytes; go on in the next line, indented\n",
                c->path.p, line, LONGEST_LINE);
        s->failed = true;
    } else {
        int wrong = ini_parse_file(f, on_entry, &r);
        if (wrong) {
            fprintf(stderr, "sqlxlate: %s:%d: %s\n", c->path.p, wrong,
                    r.wrong ? r.wrong : "this is no setting");
            s->failed = true;
        }
    }
    if (f)
        fclose(f);
}

static Config *new_config(Settings *s, Str path)
{
    Config *c = ARENA_NEW(&s->arena, Config);
    VEC_PUSH(&s->arena, &c->sections, STR_NONE);
    VEC_PUSH(&s->arena, &s->configs, c);
    if (path.n) {
        size_t n = path.n;
        while (n > 0 && path.p[n - 1] != '/')
            n--;
        c->path = path;
        c->folder = arena_dup(&s->arena, str_sub(path, 0, n));
        read_config(s, c);
    }
    return c;
}

const char *config_path(const Config *c)
{
    return c->path.p;
}

/* ---- paths ---- */

Str settings_absolute(Settings *s, Arena *a, Str path)
{
    Str all = path.n && path.p[0] == '/' ? path : arena_fmt(a, "%s%.*s", s->here.p, (int)path.n, path.p);
    char *p = arena_alloc(a, all.n + 2);
    size_t n = 0;
    for (size_t i = 0; i < all.n;) {
        size_t end = i;
        while (end < all.n && all.p[end] != '/')
            end++;
        Str part = str_sub(all, i, end);
        if (str_eqz(part, "..")) {
            while (n > 0 && p[--n] != '/')
                ;
        } else if (part.n && !str_eqz(part, ".")) {
            p[n++] = '/';
            memcpy(p + n, part.p, part.n);
            n += part.n;
        }
        i = end + 1;
    }
    if (n == 0)
        p[n++] = '/';
    p[n] = 0;
    return (Str){p, n};
}

/* The path as seen from a folder; n is 0 when it is not below it. */
static Str below(Settings *s, Str folder, Str absolute)
{
    folder = folder.n ? folder : s->here;
    bool in = absolute.n > folder.n && memcmp(absolute.p, folder.p, folder.n) == 0;
    return in ? str_sub(absolute, folder.n, absolute.n) : STR_NONE;
}

static bool glob_names(Settings *s, const Glob *g, Str absolute, bool is_folder)
{
    Pattern p;
    Str rel = below(s, g->folder, absolute);
    return rel.n && pattern_read(g->pattern, &p) && pattern_match(&p, rel, is_folder);
}

/* ---- finding ---- */

void settings_open(Settings *s, const Cli *cli)
{
    *s = (Settings){.cli = cli};
    arena_init(&s->arena, NULL);
    char *here = getcwd(NULL, 0);
    s->here = arena_fmt(&s->arena, "%s/", here && here[1] ? here : "");
    free(here);
}

void settings_close(Settings *s)
{
    arena_free(&s->arena);
}

static Config *of_folder(Settings *s, Str folder)
{
    for (size_t i = s->known.n; i > 0; i--)
        if (str_eq(s->known.at[i - 1]->folder, folder))
            return s->known.at[i - 1]->config;
    Config *c = NULL;
    Str file = arena_fmt(&s->arena, "%.*s.sqlxlate.ini", (int)folder.n, folder.p);
    if (access(file.p, F_OK) == 0) {
        c = new_config(s, file);
    } else {
        size_t n = folder.n - 1;
        while (n > 0 && folder.p[n - 1] != '/')
            n--;
        c = n ? of_folder(s, str_sub(folder, 0, n)) : new_config(s, STR_NONE);
    }
    Known *k = ARENA_NEW(&s->arena, Known);
    *k = (Known){arena_dup(&s->arena, folder), c};
    VEC_PUSH(&s->arena, &s->known, k);
    return c;
}

Config *settings_config(Settings *s, Str path)
{
    if (s->cli->config || s->cli->isolated) {
        if (s->configs.n == 0)
            new_config(s,
                       s->cli->isolated ? STR_NONE : settings_absolute(s, &s->arena, str_z(s->cli->config)));
        return s->configs.at[0];
    }
    Arena a;
    arena_init(&a, NULL);
    Str absolute = settings_absolute(s, &a, path);
    size_t n = absolute.n;
    while (n > 1 && absolute.p[n - 1] != '/')
        n--;
    Config *c = of_folder(s, str_sub(absolute, 0, n));
    arena_free(&a);
    return c;
}

/* ---- profiles ---- */

static Made *make(Settings *s, Config *c, uint64_t sections)
{
    Made *m = ARENA_NEW(&s->arena, Made);
    m->sections = sections;
    profile_init(&m->profile);
    for (uint32_t k = 0; k < c->sections.n; k++) {
        Origin from = {.arena = &s->arena, .folder = c->folder, .replace = true};
        for (size_t i = 0; i < c->entries.n; i++)
            if (c->entries.at[i].section == k && (k == 0 || (sections >> k & 1)))
                set_entry(&m->profile, &from, &c->entries.at[i]);
    }
    Origin from = {.arena = &s->arena, .replace = true};
    for (size_t i = 0; i < s->cli->given.n; i++) {
        const Given *g = &s->cli->given.at[i];
        if (g->choice)
            profile_choose(&m->profile, &from, g->id, g->arg);
        else
            profile_set(&m->profile, &from, g->id, g->arg);
    }
    VEC_PUSH(&s->arena, &c->made, m);
    return m;
}

const Profile *settings_profile(Settings *s, Config *c, Str path)
{
    uint64_t sections = 0;
    Arena a;
    arena_init(&a, NULL);
    Str absolute = c->sections.n > 1 ? settings_absolute(s, &a, path) : STR_NONE;
    for (uint32_t k = 1; k < c->sections.n; k++)
        if (glob_names(s, &(Glob){c->folder, c->sections.at[k]}, absolute, false))
            sections |= (uint64_t)1 << k;
    arena_free(&a);
    for (size_t i = 0; i < c->made.n; i++)
        if (c->made.at[i]->sections == sections)
            return &c->made.at[i]->profile;
    return &make(s, c, sections)->profile;
}

bool settings_excluded(Settings *s, const Profile *p, Str path, bool is_folder)
{
    if (p->exclude.n == 0)
        return false;
    Arena a;
    arena_init(&a, NULL);
    Str absolute = settings_absolute(s, &a, path);
    bool out = false;
    for (size_t i = 1; i <= absolute.n && !out; i++) {
        if (i < absolute.n && absolute.p[i] != '/')
            continue;
        for (size_t k = 0; k < p->exclude.n; k++) {
            const Glob *g = &p->exclude.at[k];
            Pattern pattern;
            if (pattern_read(g->pattern, &pattern) &&
                glob_names(s, g, str_sub(absolute, 0, i), is_folder || i < absolute.n))
                out = !pattern.keep;
        }
    }
    arena_free(&a);
    return out;
}

static void profile_codes(const Profile *p, CodeSet *codes)
{
    memset(codes, 0, sizeof *codes);
    for (size_t i = 0; i < p->select.n; i++)
        select_apply(codes, p->select.at[i], true);
    if (p->select.n == 0)
        select_apply(codes, STR("default"), true);
    for (size_t i = 0; i < p->ignore.n; i++)
        select_apply(codes, p->ignore.at[i], false);
}

void settings_codes(Settings *s, const Profile *p, Str path, CodeSet *codes)
{
    if (s->codes_of != p)
        profile_codes(p, &s->codes);
    s->codes_of = p;
    *codes = s->codes;
    if (p->per_file.n == 0)
        return;
    Arena a;
    arena_init(&a, NULL);
    Str absolute = settings_absolute(s, &a, path);
    for (size_t i = 0; i < p->per_file.n; i++)
        if (glob_names(s, &p->per_file.at[i].glob, absolute, false))
            select_apply(codes, p->per_file.at[i].codes, false);
    arena_free(&a);
}
