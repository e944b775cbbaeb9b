/* The counting behind inventory.h: patterns, lines, effort.  Classes of effort come from what was counted, by
   rules that stand here in full; it never guesses hours. */
#include "report/inventory.h"
#include <stdlib.h>

const char *const PATTERN_TITLES[NPATTERNS] = {
#define PATTERN(id, title, rules) title,
#include "report/patterns.def"
#undef PATTERN
};

static const char *const PATTERN_RULES[NPATTERNS] = {
#define PATTERN(id, title, rules) rules,
#include "report/patterns.def"
#undef PATTERN
};

const char *const EFFORT_NAMES[] = {"none", "automatic", "review", "some hand work", "much hand work"};

/* ---- patterns ---- */

static bool names_rule(const char *list, Str rule)
{
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, " ");
        bool area = p[n - 1] == '/';
        if (rule.n >= n && memcmp(rule.p, p, n) == 0 && (area || rule.n == n))
            return true;
        p += n + (p[n] == ' ');
    }
    return false;
}

Pattern inventory_pattern(uint16_t code)
{
    const CodeInfo *c = report_code(code);
    for (int p = 0; c && p < PATTERN_OTHER; p++)
        if (names_rule(PATTERN_RULES[p], str_z(c->name)))
            return (Pattern)p;
    return PATTERN_OTHER;
}

/* ---- lines ---- */

typedef struct Range {
    uint32_t from, to; /* lines, both included */
} Range;

static int by_line(const void *x, const void *y)
{
    const Range *a = x, *b = y;
    return a->from != b->from ? (a->from < b->from ? -1 : 1) : a->to < b->to ? -1 : a->to > b->to;
}

/* How many lines the edits and the notes for a person touch. */
static uint32_t touched_lines(Arena *a, const Findings *f)
{
    Range *r = ARENA_ARRAY(a, Range, f->edits.n + f->list.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < f->edits.n; i++)
        r[n++] = (Range){f->edits.at[i].from.line, f->edits.at[i].to.line};
    for (size_t i = 0; i < f->list.n; i++)
        if (f->list.at[i].safety == SX_MANUAL)
            r[n++] = (Range){f->list.at[i].from.line, f->list.at[i].to.line};
    if (n)
        qsort(r, n, sizeof *r, by_line);
    uint32_t lines = 0, done = 0; /* lines up to `done` are counted */
    for (size_t i = 0; i < n; i++) {
        uint32_t from = r[i].from > done ? r[i].from : done + 1;
        if (r[i].to >= from)
            lines += r[i].to - from + 1;
        done = r[i].to > done ? r[i].to : done;
    }
    return lines;
}

/* ---- effort ---- */

enum {
    FEW = 10,
    FEW_PERCENT = 5
}; /* places for a person that are still "some": of a run, and of its statements */

static Effort effort_of(const Tally *t, uint32_t lines, uint32_t statements)
{
    uint32_t manual = t->by_safety[SX_MANUAL];
    if (manual > FEW && manual * 100 > statements * FEW_PERCENT)
        return EFFORT_MUCH;
    if (manual)
        return EFFORT_HAND;
    if (t->by_safety[SX_NEAR])
        return EFFORT_REVIEW;
    return lines ? EFFORT_AUTOMATIC : EFFORT_NONE;
}

static const char *plural(uint32_t n, const char *one, const char *more)
{
    return n == 1 ? one : more;
}

static Str reason_of(const Inventory *inv)
{
    uint32_t exact = inv->all.by_safety[SX_EXACT], near = inv->all.by_safety[SX_NEAR],
             manual = inv->all.by_safety[SX_MANUAL], connection = 0;
    for (size_t i = 0; i < inv->files.n; i++)
        connection += inv->files.at[i].connection;
    Str s = manual ? arena_fmt(inv->arena, "%u of %u %s left for a person", manual, inv->all.findings,
                               plural(inv->all.findings, "finding is", "findings are"))
            : near
                ? arena_fmt(inv->arena, "nothing is left for a person; %u of %u %s near, and worth reading",
                            near, inv->all.findings, plural(near, "translations is", "translations are"))
            : exact || inv->lines ? STR("everything is translated exactly")
                                  : STR("nothing here is SQLite's own");
    if (connection)
        s = arena_fmt(inv->arena, "%.*s; the connection layer stands in %u %s and is the program's own",
                      (int)s.n, s.p, connection, plural(connection, "file", "files"));
    return s;
}

/* ---- the inventory ---- */

/* Said once a file, for `check`; here each parameter counts. */
static bool is_style(const Finding *f)
{
    const CodeInfo *c = report_code(f->code);
    return c && strcmp(c->name, "params/style") == 0;
}

static void count(Tally *t, Safety safety)
{
    t->findings++;
    t->by_safety[safety]++;
}

/* The findings, without the edits, which are counted and no more. */
static Findings copy(Arena *a, const Findings *f)
{
    Findings to = *f;
    to.arena = a;
    to.file = arena_dup(a, f->file);
    to.list.at = NULL;
    to.list.n = to.list.cap = 0;
    to.edits.at = NULL;
    to.edits.n = to.edits.cap = 0;
    for (size_t i = 0; i < f->list.n; i++) {
        Finding x = f->list.at[i];
        if (is_style(&x))
            continue;
        x.msg = arena_dup(a, x.msg);
        x.hint = arena_dup(a, x.hint);
        x.excerpt = arena_dup(a, x.excerpt);
        x.before = x.before.p ? arena_dup(a, x.before) : STR_NONE;
        x.after = x.after.p ? arena_dup(a, x.after) : STR_NONE;
        VEC_PUSH(a, &to.list, x);
    }
    return to;
}

/* Adds a copy of a file's findings. */
static void add(Inventory *inv, const Findings *f)
{
    InventoryFile x = {.found = copy(inv->arena, f)};
    for (size_t i = 0; i < x.found.list.n; i++) {
        const Finding *d = &x.found.list.at[i];
        Pattern p = inventory_pattern(d->code);
        count(&x.all, d->safety);
        count(&x.by_pattern[p], d->safety);
    }
    x.by_pattern[PATTERN_PARAMETERS].findings += f->nparams;
    x.by_pattern[PATTERN_PARAMETERS].by_safety[SX_EXACT] += f->nparams;
    x.connection = x.by_pattern[PATTERN_CONNECTION].findings > 0;
    x.lines = touched_lines(inv->arena, f);
    x.effort = effort_of(&x.all, x.lines, f->nstatements);
    inv->statements += f->nstatements;
    inv->parameters += f->nparams;
    inv->lines += x.lines;
    inv->affected += x.lines > 0;
    VEC_PUSH(inv->arena, &inv->files, x);
}

static void add_tally(Tally *sum, const Tally *t)
{
    sum->findings += t->findings;
    sum->files += t->findings > 0;
    for (int s = 0; s < 3; s++)
        sum->by_safety[s] += t->by_safety[s];
}

static int by_work(const void *x, const void *y)
{
    const InventoryFile *a = x, *b = y;
    if (a->connection != b->connection)
        return a->connection ? -1 : 1;
    for (int s = SX_MANUAL; s >= SX_EXACT; s--)
        if (a->all.by_safety[s] != b->all.by_safety[s])
            return a->all.by_safety[s] > b->all.by_safety[s] ? -1 : 1;
    return strcmp(a->found.file.p, b->found.file.p);
}

static void finish(Inventory *inv)
{
    for (size_t i = 0; i < inv->files.n; i++) {
        const InventoryFile *f = &inv->files.at[i];
        add_tally(&inv->all, &f->all);
        for (int p = 0; p < NPATTERNS; p++)
            add_tally(&inv->by_pattern[p], &f->by_pattern[p]);
    }
    if (inv->files.n)
        qsort(inv->files.at, inv->files.n, sizeof *inv->files.at, by_work);
    inv->effort = effort_of(&inv->all, inv->lines, inv->statements);
    inv->reason = reason_of(inv);
}

/* ---- as formats ---- */

static void begin(Output *o)
{
    Inventory *inv = ARENA_NEW(&o->arena, Inventory);
    inv->arena = &o->arena;
    o->state = inv;
}

static void file(Output *o, const Findings *f)
{
    add(o->state, f);
}

static void write_with(Output *o, const Summary *s, InventoryWriter *writer)
{
    Inventory *inv = o->state;
    inv->unread = s->failed;
    finish(inv);
    writer(o->out, inv, o->verbose);
}

static void end_text(Output *o, const Summary *s)
{
    write_with(o, s, inventory_text);
}

static void end_markdown(Output *o, const Summary *s)
{
    write_with(o, s, inventory_markdown);
}

static void end_json(Output *o, const Summary *s)
{
    write_with(o, s, inventory_json);
}

static void end_html(Output *o, const Summary *s)
{
    write_with(o, s, inventory_html);
}

const Format *inventory_format(int number)
{
    static const Format FORMATS[] = {
        {"text", true, begin, file, end_text},
        {"markdown", true, begin, file, end_markdown},
        {"json", true, begin, file, end_json},
        {"html", true, begin, file, end_html},
    };
    return &FORMATS[number];
}
