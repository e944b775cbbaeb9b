/* PRAGMA name and PRAGMA name = value, for the settings of setting.def.  One that says nothing to PostgreSQL
   stays as a comment; one whose answer is asked for becomes a constant under SQLite's column name.  Pragmas
   that nobody knows are left to a person: SQLite ignores them, but a fork of it may not. */
#include "rules/pragma/value.h"

typedef enum WhenSet { IGNORED, ECHOED, COMMAND, IF_ON, IF_OFF, NEAR, NEAR_ON, REFUSED, OTHER } WhenSet;

static const struct Setting {
    const char *name, *answer, *doubt;
    WhenSet set;
    const char *why, *hint;
} SETTINGS[] = {
#define SETTING(name, answer, doubt, set, why, hint) {name, answer, doubt, set, why, hint},
#define USER_VERSION                                 PRAGMA_USER_VERSION
#include "rules/pragma/setting.def"
#undef SETTING
};

static const char READ_ONLY[] = "SET default_transaction_read_only = {0}";
static const char NUMBER[] = "SELECT {0} AS {1}";
static const char WORD[] = "SELECT '{0}' AS {1}";

static const struct Setting *find(Str name)
{
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++)
        if (str_ieqz(name, SETTINGS[i].name))
            return &SETTINGS[i];
    return NULL;
}

const char *pragma_answer(Str name, const char **doubt)
{
    const struct Setting *s = find(name);
    *doubt = s ? s->doubt : NULL;
    return s ? s->answer : NULL;
}

static bool answer(Rw *rw, const Node *n, const struct Setting *s)
{
    if (s->doubt)
        rw_near(rw, n, s->doubt, NULL);
    else
        rw_exact(rw, n);
    rw_template(rw, n, s->answer, PG_UNKNOWN, NULL, 0);
    return true;
}

static Str column_of(const struct Setting *s)
{
    return str_eqz(str_z(s->name), "busy_timeout") ? STR("timeout") : str_z(s->name);
}

static bool is_mode(const struct Setting *s)
{
    return str_iends(str_z(s->name), "_mode");
}

/* A program fills the value in: it stays in the text, or it would be asked for in vain. */
static bool keep_hole(Rw *rw, const Node *n, const struct Setting *s)
{
    RwArg args[] = {RW_NODE(n->kid[PRAGMA_VALUE]), RW_TEXT(column_of(s))};
    rw_near(rw, n, "PostgreSQL has no such setting: the answer is the value that was set", NULL);
    rw_template(rw, n, s->set == ECHOED && !is_mode(s) ? NUMBER : WORD, PG_UNKNOWN, args, 2);
    return true;
}

static bool ignore(Rw *rw, const Node *n, const struct Setting *s)
{
    if (n->kid[PRAGMA_VALUE] && n->kid[PRAGMA_VALUE]->kind == ND_HOLE)
        return keep_hole(rw, n, s);
    rw_exact(rw, n);
    pragma_drop(rw, n);
    return true;
}

/* A program reads what PRAGMA journal_mode = WAL answers: the value itself. */
static bool echo(Rw *rw, const Node *n, const struct Setting *s)
{
    Str v = pragma_value(rw, n);
    int64_t number;
    bool check = str_iends(str_z(s->name), "_check");
    if (!check && (!rw_answer_read(rw) || (n->kid[PRAGMA_VALUE] && n->kid[PRAGMA_VALUE]->kind == ND_HOLE)))
        return ignore(rw, n, s);
    bool numeric =
        v.n && n->kid[PRAGMA_VALUE]->kind != ND_NAME && rw_integer(rw, n->kid[PRAGMA_VALUE], &number);
    bool word = !numeric && v.n && is_mode(s);
    if (check || (!numeric && !word))
        return answer(rw, n, s);
    char *lower = arena_alloc(rw_arena(rw), v.n + 1);
    for (size_t i = 0; i < v.n; i++)
        lower[i] = ascii_lower(v.p[i]);
    RwArg args[] = {RW_TEXT(numeric ? v : rw_literal(rw, (Str){lower, v.n})), RW_TEXT(column_of(s))};
    rw_near(rw, n, "PostgreSQL has no such setting: the answer is the value that was set", NULL);
    rw_template(rw, n, NUMBER, PG_UNKNOWN, args, 2);
    return true;
}

static bool read_only(Rw *rw, const Node *n)
{
    Switch on = pragma_switch(rw, n);
    if (on == SWITCH_UNKNOWN)
        return rw_manual(rw, n, "the value of query_only is not known",
                         "write SET default_transaction_read_only");
    rw_near(rw, n, "PostgreSQL heeds it from the next transaction on", NULL);
    RwArg arg = RW_TEXT(on == SWITCH_ON ? STR("on") : STR("off"));
    rw_template(rw, n, READ_ONLY, PG_UNKNOWN, &arg, 1);
    return true;
}

static bool set(Rw *rw, const Node *n, const struct Setting *s)
{
    Switch on = pragma_switch(rw, n);
    switch (s->set) {
    case IGNORED: return ignore(rw, n, s);
    case ECHOED:
    case COMMAND: return echo(rw, n, s);
    case IF_ON:
    case IF_OFF:
        if (on == (s->set == IF_ON ? SWITCH_ON : SWITCH_OFF))
            return ignore(rw, n, s);
        return rw_manual(rw, n, s->why, s->hint);
    case NEAR_ON:
        if (on == SWITCH_OFF)
            return ignore(rw, n, s);
        /* fall through */
    case NEAR:
        rw_near(rw, n, s->why, s->hint);
        pragma_drop(rw, n);
        return true;
    case REFUSED: return rw_manual(rw, n, s->why, s->hint);
    case OTHER: return str_ieqz(str_z(s->name), "query_only") && read_only(rw, n);
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    Str name = pragma_name(rw, n);
    const struct Setting *s = find(name);
    if (!s)
        return rw_manual(rw, n, rw_fmt(rw, "no counterpart of PRAGMA %.*s is known", (int)name.n, name.p).p,
                         "take it out, if PostgreSQL needs nothing in its place");
    if (n->kid[PRAGMA_VALUE] || s->set == REFUSED)
        return set(rw, n, s);
    if (!s->answer || (s->set == COMMAND && !rw_answer_read(rw)))
        return s->set != OTHER && ignore(rw, n, s);
    return answer(rw, n, s);
}

const Rule rule_pragma_setting = {.code = 850,
                                  .name = "pragma/setting",
                                  .title = "a setting of the SQLite library",
                                  .on = KINDS(ND_PRAGMA),
                                  .templates = SET(READ_ONLY, NUMBER),
                                  .apply = apply};
