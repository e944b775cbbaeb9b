/* Parameters: numbered as SQLite numbers them (https://sqlite.org/lang_expr.html#varparam), spelled last, in
   the style of the driver.  It never moves an argument of the host's call: where the style's order would
   differ, it says so. */
#include "pipe/internal.h"

/* $1: PostgreSQL's own spelling, in a text that was moved already.  SQLite takes it for a name. */
static bool is_dollar_number(Str t)
{
    for (size_t i = 1; i < t.n; i++)
        if (!ascii_digit(t.p[i]))
            return false;
    return t.n > 1 && t.p[0] == '$';
}

ParamInfo params_number(Arena *a, const Stmt *s)
{
    ParamInfo pi = {.number = ARENA_ARRAY(a, uint32_t, s->last - s->first + 1)};
    VEC(Str) names = {0};
    VEC(uint32_t) numbers = {0};
    uint32_t max = 0;
    for (uint32_t i = s->first; i < s->last; i++) {
        if (s->toks->at[i].kind != TK_PARAM)
            continue;
        Str t = tok_text(s->toks, i);
        uint32_t n = 0;
        if (t.n == 1) {
            n = ++max;
            pi.question = true;
        } else if (t.p[0] == '?' || is_dollar_number(t)) {
            for (size_t k = 1; k < t.n && n < 100000; k++)
                n = n * 10 + (uint32_t)(t.p[k] - '0');
            max = n > max ? n : max;
            pi.numbered = true;
        } else {
            for (size_t k = 0; k < names.n && !n; k++)
                if (str_eq(names.at[k], t))
                    n = numbers.at[k];
            if (!n) {
                n = ++max;
                VEC_PUSH(a, &names, t);
                VEC_PUSH(a, &numbers, n);
            }
            pi.named = true;
        }
        pi.number[i - s->first] = n;
    }
    pi.count = max;
    return pi;
}

static uint32_t token_at(const Stmt *s, uint32_t off)
{
    uint32_t lo = s->first, hi = s->last;
    while (lo + 1 < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (s->toks->at[mid].off <= off)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

static Str spell(Arena *a, const FragOpts *f, Str source, uint32_t n, bool by_number)
{
    bool dollar = is_dollar_number(source), named = source.p[0] != '?' && !dollar;
    Str name = str_sub(source, 1, source.n);
    switch (f->params) {
    case PARAM_PSYCOPG:
        if (dollar)
            return source;
        if (by_number)
            return arena_fmt(a, "%%(p%u)s", n);
        return named ? arena_fmt(a, "%%(%.*s)s", (int)name.n, name.p) : STR("%s");
    case PARAM_NAMED: return named ? arena_fmt(a, ":%.*s", (int)name.n, name.p) : arena_fmt(a, ":p%u", n);
    case PARAM_JDBC: return STR("?");
    case PARAM_KEEP: return source;
    default: return arena_fmt(a, "$%u", n);
    }
}

/* Each parameter once, in the order of their numbers. */
static bool in_order(const Stmt *s, const ParamInfo *pi, const SegVec *segs)
{
    uint32_t next = 1;
    for (size_t i = 0; i < segs->n; i++)
        if (segs->at[i].kind == SEG_PARAM && pi->number[token_at(s, segs->at[i].off) - s->first] != next++)
            return false;
    return next == pi->count + 1;
}

bool params_spell(Arena *a, const Stmt *s, const ParamInfo *pi, const FragOpts *f, SegVec *segs, int *note)
{
    bool positional = (f->params == PARAM_PSYCOPG && !pi->named) || f->params == PARAM_JDBC;
    bool by_number = positional && f->params == PARAM_PSYCOPG && f->script && !in_order(s, pi, segs);
    uint32_t next = 1;
    positional &= !by_number;
    *note = by_number ? PN_PARAM_ORDER : 0;
    if (f->params == PARAM_PSYCOPG && pi->named && (pi->question || pi->numbered))
        return *note = PN_PARAM_MIXED, false;
    for (size_t i = 0; i < segs->n; i++) {
        Seg *g = &segs->at[i];
        if (g->kind == SEG_HOLE) {
            for (size_t k = 1; k + 1 < g->text.n && ascii_digit(g->text.p[k]); k++)
                g->n = g->n * 10 + (uint32_t)(g->text.p[k] - '0');
            continue;
        }
        if (g->kind != SEG_PARAM)
            continue;
        g->n = pi->number[token_at(s, g->off) - s->first];
        if (positional && g->n != next++)
            return *note = PN_PARAM_ORDER, false;
        g->text = spell(a, f, g->text, g->n, by_number);
    }
    if (positional && next != pi->count + 1)
        return *note = PN_PARAM_ORDER, false;
    return true;
}

SegVec params_double_percent(Arena *a, Str src, const SegVec *in)
{
    SegVec out = {0};
    for (size_t i = 0; i < in->n; i++) {
        Seg g = in->at[i];
        if (g.kind == SEG_PARAM || g.kind == SEG_HOLE) {
            VEC_PUSH(a, &out, g);
            continue;
        }
        Str t = g.kind == SEG_COPY ? str_sub(src, g.off, g.off + g.len) : g.text;
        for (size_t from = 0, k; from <= t.n; from = k + 1) {
            const char *percent = from < t.n ? memchr(t.p + from, '%', t.n - from) : NULL;
            k = percent ? (size_t)(percent - t.p) : t.n;
            Seg part = g;
            if (g.kind == SEG_COPY)
                part.off = g.off + (uint32_t)from, part.len = (uint32_t)(k - from);
            else
                part.text = str_sub(t, from, k);
            if (k > from)
                VEC_PUSH(a, &out, part);
            if (k < t.n)
                VEC_PUSH(a, &out,
                         ((Seg){.kind = SEG_TEXT, .off = g.off + (uint32_t)k, .len = 1, .text = STR("%%")}));
        }
    }
    return out;
}
