/* The judge of judge.h.  A comment is unused when none of its codes was found where it holds; when one of its
   codes is not selected in this run, that cannot be known, and nothing is said. */
#include "app/judge.h"
#include <stdlib.h>

bool ignores_hold(Ignores *g, uint16_t code, uint32_t line)
{
    bool held = false;
    for (size_t i = 0; i < g->n; i++) {
        Ignore *x = &g->at[i];
        if (x->wrong || line < x->first || line > x->last || (x->codes.n && !select_names(x->codes, code)))
            continue;
        x->used = held = true;
    }
    return held;
}

/* Are all the codes that it names selected? */
static bool all_selected(const Ignore *x, const CodeSet *codes)
{
    size_t n;
    const CodeInfo *all = report_codes(&n);
    for (size_t i = 0; i < n; i++)
        if (x->codes.n && select_names(x->codes, all[i].code) && !codes_have(codes, all[i].code))
            return false;
    return true;
}

static void about_comment(Findings *f, const Ignore *x, uint16_t code, const char *what)
{
    Finding d = {.code = code,
                 .safety = SX_EXACT,
                 .off = x->off,
                 .len = x->len,
                 .first_line = x->line,
                 .last_line = x->line};
    d.from = (TextPlace){x->line, x->col, x->character};
    d.to = (TextPlace){x->line, x->col + x->len, x->character + x->len};
    d.msg = what ? arena_dup(f->arena, str_z(what))
                 : arena_fmt(f->arena, "nothing here needs to be ignored%s%.*s", x->codes.n ? ": " : "",
                             (int)x->codes.n, x->codes.p);
    VEC_PUSH(f->arena, &f->list, d);
}

static int by_place(const void *x, const void *y)
{
    const Finding *a = x, *b = y;
    if (a->off != b->off)
        return a->off < b->off ? -1 : 1;
    return (int)a->code - (int)b->code;
}

static void comments(Findings *f, const CodeSet *codes, const Ignores *g)
{
    for (size_t i = 0; i < g->n; i++) {
        const Ignore *x = &g->at[i];
        const char *wrong = x->wrong;
        if (!wrong && x->codes.n)
            wrong = select_wrong(f->arena, x->codes);
        if (wrong && codes_have(codes, CHECK_BAD_IGNORE))
            about_comment(f, x, CHECK_BAD_IGNORE, wrong);
        else if (!wrong && !x->used && codes_have(codes, CHECK_UNUSED_IGNORE) && all_selected(x, codes))
            about_comment(f, x, CHECK_UNUSED_IGNORE, NULL);
    }
}

unsigned judge(Findings *f, const CodeSet *codes, Ignores *g)
{
    size_t kept = 0;
    unsigned ignored = 0;
    for (size_t i = 0; i < f->list.n; i++) {
        const Finding *x = &f->list.at[i];
        if (!codes_have(codes, x->code))
            continue;
        if (g->n && ignores_hold(g, x->code, x->from.line))
            ignored++;
        else
            f->list.at[kept++] = *x;
    }
    f->list.n = kept;
    if (g->n)
        comments(f, codes, g);
    if (f->list.n && (g->n || codes_have(codes, CHECK_PARAMS)))
        qsort(f->list.at, f->list.n, sizeof *f->list.at, by_place);
    return ignored;
}
