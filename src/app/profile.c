/* The profile of profile.h: one switch over its options, and one over how they are shown. */
#include "app/profile.h"
#include "app/select.h"
#include "pipe/pipe.h"

static const char PARAM_WORDS[] = "numbered|psycopg|named|jdbc|keep";

void profile_init(Profile *p)
{
    *p = (Profile){.params = -1};
}

static Str path_from(const Origin *from, const char *path)
{
    if (path[0] == '/' || from->folder.n == 0)
        return arena_dup(from->arena, str_z(path));
    return arena_fmt(from->arena, "%s%s", from->folder.p, path);
}

static const char *set_flag(bool *flag, const char *arg)
{
    static const char WORDS[] = "true|yes|on|1|false|no|off|0";
    int at = arg ? option_word(WORDS, arg) : 0; /* on the command line it has no value */
    if (at < 0)
        return "must be true or false";
    *flag = at < 4;
    return NULL;
}

static const char *add_codes(Profile *p, Origin *from, const char *arg, bool select)
{
    Str codes = arena_dup(from->arena, str_z(arg));
    const char *wrong = select_wrong(from->arena, codes);
    if (wrong)
        return wrong;
    if (select && from->replace)
        p->select.n = 0;
    from->replace &= !select;
    if (select)
        VEC_PUSH(from->arena, &p->select, codes);
    else
        VEC_PUSH(from->arena, &p->ignore, codes);
    p->opts.asked = 0;
    for (size_t i = 0; i < p->select.n; i++)
        p->opts.asked |= select_asks(p->select.at[i]);
    return NULL;
}

static const char *add_per_file(Profile *p, const Origin *from, const char *arg)
{
    const char *colon = strrchr(arg, ':');
    if (!colon || colon == arg)
        return "must be GLOB:CODES";
    PerFile f = {.codes = arena_dup(from->arena, str_z(colon + 1))};
    f.glob = (Glob){from->folder, arena_dup(from->arena, (Str){arg, (size_t)(colon - arg)})};
    VEC_PUSH(from->arena, &p->per_file, f);
    return select_wrong(from->arena, f.codes);
}

static void add_boolean_column(Profile *p, const Origin *from, const char *arg)
{
    size_t n = p->opts.nboolean_columns;
    Str *more = ARENA_ARRAY(from->arena, Str, n + 1);
    if (n)
        memcpy(more, p->opts.boolean_columns, n * sizeof *more);
    more[n] = arena_dup(from->arena, str_z(arg));
    p->opts.boolean_columns = more;
    p->opts.nboolean_columns = n + 1;
}

const char *profile_set(Profile *p, Origin *from, int id, const char *arg)
{
    switch (id) {
    case OPT_SCHEMA: VEC_PUSH(from->arena, &p->schemas, path_from(from, arg)); break;
    case OPT_PARAMS:
        p->params = option_word(PARAM_WORDS, arg);
        return p->params < 0 ? "must be one of numbered|psycopg|named|jdbc|keep" : NULL;
    case OPT_STRICT: return set_flag(&p->strict, arg);
    case OPT_SELECT: return add_codes(p, from, arg, true);
    case OPT_IGNORE: return add_codes(p, from, arg, false);
    case OPT_PER_FILE_IGNORES: return add_per_file(p, from, arg);
    case OPT_EXCLUDE:
        VEC_PUSH(from->arena, &p->exclude, ((Glob){from->folder, arena_dup(from->arena, str_z(arg))}));
        break;
    case OPT_FORCE_EXCLUDE: return set_flag(&p->force_exclude, arg);
    case OPT_BOOLEAN_COLUMN: add_boolean_column(p, from, arg); break;
    case OPT_EXACT_MONTHS: return set_flag(&p->opts.exact_months, arg);
    case OPT_PORTABLE: return set_flag(&p->opts.portable, arg);
    case OPT_COMPAT: return set_flag(&p->opts.compat, arg);
    default: return "cannot be set here";
    }
    return NULL;
}

const char *profile_choose(Profile *p, Origin *from, int choice, const char *arg)
{
    int v = option_word(CHOICES[choice].words, arg);
    if (v < 0)
        return arena_fmt(from->arena, "must be one of %s", CHOICES[choice].words).p;
    memcpy((char *)&p->opts + CHOICES[choice].offset, &v, sizeof v);
    return NULL;
}

ParamStyle profile_params(const Profile *p, ParamStyle usual)
{
    return p->params >= 0 ? (ParamStyle)p->params : p->opts.portable ? PARAM_KEEP : usual;
}

/* ---- showing ---- */

static void show_list(FILE *f, const char *name, const Str *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fprintf(f, "%s = %s\n", name, s[i].p);
}

static void show_flag(FILE *f, const char *name, bool flag)
{
    fprintf(f, "%s = %s\n", name, flag ? "true" : "false");
}

void profile_show(FILE *f, const Profile *p)
{
    show_list(f, "schema", p->schemas.at, p->schemas.n);
    if (p->params >= 0) {
        Str s = option_nth(PARAM_WORDS, p->params);
        fprintf(f, "params = %.*s\n", (int)s.n, s.p);
    }
    show_list(f, "select", p->select.at, p->select.n);
    show_list(f, "ignore", p->ignore.at, p->ignore.n);
    for (size_t i = 0; i < p->per_file.n; i++)
        fprintf(f, "per-file-ignores = %s:%s\n", p->per_file.at[i].glob.pattern.p, p->per_file.at[i].codes.p);
    for (size_t i = 0; i < p->exclude.n; i++)
        fprintf(f, "exclude = %s\n", p->exclude.at[i].pattern.p);
    show_flag(f, "force-exclude", p->force_exclude);
    show_flag(f, "strict", p->strict);
    show_list(f, "boolean-column", p->opts.boolean_columns, p->opts.nboolean_columns);
    show_flag(f, "exact-months", p->opts.exact_months);
    show_flag(f, "portable", p->opts.portable);
    show_flag(f, "compat", p->opts.compat);
    for (int i = 0; i < NCHOICES; i++) {
        int v;
        memcpy(&v, (const char *)&p->opts + CHOICES[i].offset, sizeof v);
        Str s = option_nth(CHOICES[i].words, v);
        fprintf(f, "%s = %.*s\n", CHOICES[i].name, (int)s.n, s.p);
    }
}
