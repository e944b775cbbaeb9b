/* The selectors of select.h.  Codes that are off until somebody selects them are named here, in
 * off_by_default. */
#include "app/select.h"
#include "emit/options.h"
#include "report/report.h"

static void put(CodeSet *s, uint16_t code, bool on)
{
    if (code >= 10000)
        return;
    uint8_t bit = (uint8_t)(1u << code % 8);
    s->bits[code / 8] = on ? s->bits[code / 8] | bit : s->bits[code / 8] & (uint8_t)~bit;
}

/* The area that must be asked for and has this code, as a bit; 0: none. */
static unsigned asked_area(const CodeInfo *c)
{
#define AREA(id, prefix)                                                                                     \
    if (str_istarts(str_z(c->name), prefix))                                                                 \
        return ASKED_##id;
#include "emit/asked.def"
#undef AREA
    return 0;
}

/* Advice rather than findings; parameters, which every program has; and what is PostgreSQL's already. */
static bool off_by_default(const CodeInfo *c)
{
    static const char *const OFF[] = {"params/style", "syntax/postgres", "ddl/serial"};
    for (size_t i = 0; i < sizeof OFF / sizeof *OFF; i++)
        if (strcmp(c->name, OFF[i]) == 0)
            return true;
    return asked_area(c) != 0;
}

static bool next_word(Str *list, Str *word)
{
    size_t i = 0, from;
    while (i < list->n && (list->p[i] == ',' || ascii_space(list->p[i])))
        i++;
    for (from = i; i < list->n && list->p[i] != ',' && !ascii_space(list->p[i]);)
        i++;
    *word = str_sub(*list, from, i);
    *list = str_sub(*list, i, list->n);
    return word->n > 0;
}

static bool is_code_prefix(Str word)
{
    if (!str_istarts(word, "sx") || word.n > 6)
        return false;
    for (size_t i = 2; i < word.n; i++)
        if (!ascii_digit(word.p[i]))
            return false;
    return true;
}

static bool names(Str word, const CodeInfo *c)
{
    if (str_ieqz(word, "all"))
        return true;
    if (str_ieqz(word, "default"))
        return !off_by_default(c);
    if (is_code_prefix(word)) {
        char code[16];
        snprintf(code, sizeof code, "SX%04u", c->code);
        return str_ieq(word, str_sub(str_z(code), 0, word.n));
    }
    Str name = str_z(c->name);
    size_t slash = (size_t)(strchr(c->name, '/') - c->name);
    return str_ieq(word, name) || str_ieq(word, str_sub(name, 0, slash)) ||
           str_ieq(word, str_sub(name, slash + 1, name.n));
}

const char *select_wrong(Arena *a, Str list)
{
    size_t n;
    const CodeInfo *all = report_codes(&n);
    Str word;
    if (str_trim(list).n == 0)
        return "names no rule";
    while (next_word(&list, &word)) {
        size_t i = 0;
        while (i < n && !names(word, &all[i]))
            i++;
        if (i == n)
            return arena_fmt(a, "no rule is called %.*s; see `sqlxlate rules`", (int)word.n, word.p).p;
    }
    return NULL;
}

bool select_names(Str list, uint16_t code)
{
    const CodeInfo *c = report_code(code);
    Str word;
    while (c && next_word(&list, &word))
        if (names(word, c))
            return true;
    return false;
}

unsigned select_asks(Str list)
{
    size_t n;
    unsigned asked = 0;
    const CodeInfo *all = report_codes(&n);
    for (size_t i = 0; i < n; i++)
        if (asked_area(&all[i]) && select_names(list, all[i].code))
            asked |= asked_area(&all[i]);
    return asked;
}

void select_apply(CodeSet *s, Str list, bool on)
{
    size_t n;
    const CodeInfo *all = report_codes(&n);
    Str word;
    while (next_word(&list, &word))
        for (size_t i = 0; i < n; i++)
            if (names(word, &all[i]))
                put(s, all[i].code, on);
}
