/* The generator of gen.h: it interprets the strings of grammar.def, one random alternative at a time. */
#include "gen.h"
#include <stdio.h>
#include <stdlib.h>

const char gen_schema[] = "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT COLLATE nocase, c);"
                          "CREATE TABLE u(a UNIQUE, d REAL, e);"
                          "CREATE TABLE onecol(x);"
                          "CREATE INDEX ib ON t(b);"
                          "CREATE VIEW v AS SELECT a, b FROM t;";

static const struct {
    const char *name, *body;
} rules[] = {
#define RULE(name, body) {#name, body},
#include "grammar.def"
#undef RULE
};
enum { RULES = sizeof rules / sizeof *rules };

void gen_start(Gen *g, Arena *a, uint64_t seed)
{
    *g = (Gen){.a = a, .state = seed * 0x9E3779B97F4A7C15u + 1};
    g->limit = 4 + (int)gen_below(g, 9);
}

uint32_t gen_below(Gen *g, uint32_t n) /* splitmix64 */
{
    uint64_t z = g->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) >> 11) % n;
}

bool gen_chance(Gen *g, uint32_t percent)
{
    return gen_below(g, 100) < percent;
}

/* ---- the grammar ---- */

static const char *rule_body(Str name)
{
    for (size_t i = 0; i < RULES; i++)
        if (str_eqz(name, rules[i].name))
            return rules[i].body;
    fprintf(stderr, "grammar.def has no rule %.*s\n", (int)name.n, name.p);
    exit(2);
}

/* The next word of a rule, from *at on; quoted words may hold blanks. */
static Str next_word(const char **at)
{
    const char *p = *at;
    while (*p == ' ')
        p++;
    const char *from = p;
    if (*p && strchr("'\"`[", *p)) {
        char close = *p == '[' ? ']' : *p;
        do {
            p++;
        } while (*p != close);
    }
    while (*p && *p != ' ')
        p++;
    *at = p;
    return (Str){from, (size_t)(p - from)};
}

static const char *alternative(Gen *g, const char *body)
{
    const char *starts[64];
    uint32_t n = 0;
    starts[n++] = body;
    for (const char *at = body; *at && n < 64;) {
        Str w = next_word(&at);
        if (g->no_new && n > 1 && str_istarts(w, "<new_"))
            n--;
        if (str_eqz(w, "|"))
            starts[n++] = at;
    }
    return starts[g->depth >= g->limit ? 0 : gen_below(g, n)];
}

static void put_word(Gen *g, Str w)
{
    char *p = arena_alloc(g->a, w.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i] != '\\')
            p[n++] = w.p[i];
    VEC_PUSH(g->a, &g->words, ((Str){p, n}));
}

static void expand(Gen *g, Str name);

/* <x>, <x>? or <x,> */
static void put_reference(Gen *g, Str w)
{
    bool maybe = w.p[w.n - 1] == '?', list = w.p[w.n - 2] == ',';
    Str name = str_sub(w, 1, w.n - (maybe || list ? 2 : 1));
    if (maybe && (g->depth >= g->limit || gen_chance(g, 55)))
        return;
    expand(g, name);
    for (int more = 2; list && more > 0 && g->depth < g->limit && gen_chance(g, 40); more--) {
        put_word(g, STR(","));
        expand(g, name);
    }
}

static void expand(Gen *g, Str name)
{
    const char *at = alternative(g, rule_body(name));
    g->depth++;
    for (;;) {
        Str w = next_word(&at);
        if (w.n == 0 || str_eqz(w, "|"))
            break;
        if (w.n > 2 && w.p[0] == '<' && w.p[1] >= 'a')
            put_reference(g, w);
        else
            put_word(g, w);
    }
    g->depth--;
}

void gen_rule(Gen *g, const char *rule)
{
    expand(g, str_z(rule));
}

/* ---- words without a grammar ---- */

static Str random_word(Gen *g)
{
    for (;;) {
        const char *at = alternative(g, rules[gen_below(g, RULES)].body);
        Str w = next_word(&at);
        for (uint32_t skip = gen_below(g, 4); skip > 0 && *at; skip--)
            w = next_word(&at);
        if (w.n && w.p[0] != '<' && w.p[0] != '\\' && !str_eqz(w, "|"))
            return w;
    }
}

void gen_soup(Gen *g, uint32_t words)
{
    static const char *const marks[] = {"(", "(",      ")",    ")",   ",",    ";",
                                        ".", "SELECT", "FROM", "NOT", "CASE", "||"};
    while (words-- > 0)
        put_word(g, gen_chance(g, 35) ? str_z(marks[gen_below(g, sizeof marks / sizeof *marks)])
                                      : random_word(g));
}

void gen_mutate(Gen *g)
{
    if (g->words.n == 0)
        return;
    uint32_t n = (uint32_t)g->words.n, i = gen_below(g, n), j = gen_below(g, n);
    Str *w = g->words.at, keep = w[i];
    switch (gen_below(g, 5)) {
    case 0:
        memmove(w + i, w + i + 1, (n - i - 1) * sizeof *w);
        g->words.n--;
        break;
    case 1:
        VEC_PUSH(g->a, &g->words, STR_NONE);
        w = g->words.at;
        memmove(w + i + 1, w + i, (n - i) * sizeof *w);
        break;
    case 2:
        w[i] = w[j];
        w[j] = keep;
        break;
    case 3: w[i] = w[j]; break;
    default: w[i] = random_word(g); break;
    }
}

/* ---- text ---- */

static void put_gap(Gen *g, Buf *b, char before, char after)
{
    static const char *const gaps[] = {" ",  " ",  " ",    " ",         " ",    " ",      "  ",
                                       "\n", "\t", "\r\n", " /* c */ ", "/**/", " -- c\n"};
    bool touch = ascii_ident(before) && ascii_ident(after);
    bool quotes = strchr("'\"`[xX", after) != NULL || before == '\'';
    bool comment = (before == '-' && after == '-') || (before == '/' && after == '*');
    if (!touch && !quotes && !comment && gen_chance(g, 30))
        return;
    buf_puts(b, gaps[gen_below(g, sizeof gaps / sizeof *gaps)]);
}

static void put_cased(Gen *g, Buf *b, Str w)
{
    uint32_t how = strchr("'\"`[$@:#", w.p[0]) ? 0 : gen_below(g, 4);
    for (size_t i = 0; i < w.n; i++) {
        char c = w.p[i];
        if (c == '\'')
            how = 0; /* x'00' */
        buf_putc(b, how == 1                        ? ascii_lower(c)
                    : how == 2                      ? ascii_upper(c)
                    : how == 3 && gen_chance(g, 50) ? ascii_lower(c)
                                                    : c);
    }
}

Str gen_text(Gen *g)
{
    Buf b = {0};
    for (size_t i = 0; i < g->words.n; i++) {
        if (i > 0)
            put_gap(g, &b, b.p[b.n - 1], g->words.at[i].p[0]);
        put_cased(g, &b, g->words.at[i]);
    }
    Str text = arena_dup(g->a, buf_str(&b));
    buf_free(&b);
    return text;
}

Str gen_bytes(Gen *g, uint32_t max)
{
    static const char pieces[][12] = {"'",
                                      "\"",
                                      "`",
                                      "[",
                                      "]",
                                      "--",
                                      "/*",
                                      "*/",
                                      "\n",
                                      "\r",
                                      "\v",
                                      "\f",
                                      " ",
                                      "$",
                                      ":",
                                      "::",
                                      "@",
                                      "#",
                                      "?",
                                      "(",
                                      ")",
                                      ".",
                                      "0x",
                                      "1",
                                      "_",
                                      "e",
                                      "E+",
                                      "x'",
                                      "a",
                                      "\xEF\xBB\xBF",
                                      "\xEF",
                                      "\xBB",
                                      "\x1A",
                                      "\x1A"
                                      "1\x1A",
                                      ";",
                                      "-",
                                      ">",
                                      "<",
                                      "=",
                                      "|",
                                      "!",
                                      "create",
                                      "trigger",
                                      "begin",
                                      "end",
                                      ";end;",
                                      "over",
                                      "(window"};
    enum { PIECES = sizeof pieces / sizeof *pieces, FEW = 8 };
    const char *few[FEW]; /* so that the same ones meet again and again */
    for (int i = 0; i < FEW; i++)
        few[i] = pieces[gen_below(g, PIECES)];
    Buf b = {0};
    for (uint32_t n = gen_below(g, max), kinds = 1 + gen_below(g, FEW); n > 0; n--) {
        if (gen_chance(g, 70))
            buf_puts(&b, few[gen_below(g, kinds)]);
        else if (gen_chance(g, 60))
            buf_puts(&b, pieces[gen_below(g, PIECES)]);
        else
            buf_putc(&b, (char)gen_below(g, 256));
    }
    Str text = arena_dup(g->a, buf_str(&b));
    buf_free(&b);
    return text;
}
