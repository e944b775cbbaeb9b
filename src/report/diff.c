/* A unified diff of two texts, by lines.  Translations change few lines, so a plain greedy search for the
   next common line is enough; the result is always correct, not always the shortest. */
#include "report/report.h"

typedef struct Texts {
    Str *at;
    size_t n;
} Texts;

enum { CONTEXT = 3, LOOK = 400 };

static Texts split(Arena *a, Str s)
{
    VEC(Str) v = {0};
    for (size_t from = 0; from < s.n;) {
        const char *nl = memchr(s.p + from, '\n', s.n - from);
        size_t to = nl ? (size_t)(nl - s.p) + 1 : s.n;
        VEC_PUSH(a, &v, str_sub(s, from, to));
        from = to;
    }
    return (Texts){v.at, v.n};
}

static void line(FILE *f, char mark, Str s)
{
    fprintf(f, "%c%.*s", mark, (int)s.n, s.p);
    if (s.n == 0 || s.p[s.n - 1] != '\n')
        fputs("\n\\ No newline at end of file\n", f);
}

typedef struct Change {
    size_t a0, a1, b0, b1; /* lines [a0, a1) became [b0, b1) */
} Change;

typedef VEC(Change) Changes;

/* From a difference at (i, j), the nearest place where two lines in a row agree again. */
static void resync(const Texts *a, const Texts *b, size_t *i, size_t *j)
{
    for (size_t d = 1; d < LOOK; d++)
        for (size_t k = 0; k <= d; k++) {
            size_t x = *i + k, y = *j + d - k;
            if (x > a->n || y > b->n)
                continue;
            bool end = x == a->n && y == b->n;
            bool one = x < a->n && y < b->n && str_eq(a->at[x], b->at[y]);
            bool aligned = one && x - *i == y - *j && a->at[x].n > 2; /* a changed line in its place */
            bool two = one && (x + 1 >= a->n || y + 1 >= b->n || str_eq(a->at[x + 1], b->at[y + 1]));
            if (end || two || aligned) {
                *i = x;
                *j = y;
                return;
            }
        }
    *i = a->n;
    *j = b->n;
}

static void hunk(FILE *f, const Texts *a, const Texts *b, const Change *c, size_t n)
{
    size_t a0 = c[0].a0 > CONTEXT ? c[0].a0 - CONTEXT : 0, b0 = c[0].b0 - (c[0].a0 - a0);
    size_t a1 = c[n - 1].a1 + CONTEXT < a->n ? c[n - 1].a1 + CONTEXT : a->n,
           b1 = c[n - 1].b1 + (a1 - c[n - 1].a1);
    fprintf(f, "@@ -%zu,%zu +%zu,%zu @@\n", a1 > a0 ? a0 + 1 : a0, a1 - a0, b1 > b0 ? b0 + 1 : b0, b1 - b0);
    size_t i = a0;
    for (size_t k = 0; k < n; k++) {
        for (; i < c[k].a0; i++)
            line(f, ' ', a->at[i]);
        for (; i < c[k].a1; i++)
            line(f, '-', a->at[i]);
        for (size_t j = c[k].b0; j < c[k].b1; j++)
            line(f, '+', b->at[j]);
    }
    for (; i < a1; i++)
        line(f, ' ', a->at[i]);
}

void report_unified_diff(FILE *f, const char *name, Str before, Str after)
{
    if (str_eq(before, after))
        return;
    Arena arena;
    arena_init(&arena, NULL);
    Texts a = split(&arena, before), b = split(&arena, after);
    Changes v = {0};
    for (size_t i = 0, j = 0; i < a.n || j < b.n;) {
        if (i < a.n && j < b.n && str_eq(a.at[i], b.at[j])) {
            i++, j++;
            continue;
        }
        Change c = {.a0 = i, .b0 = j};
        resync(&a, &b, &i, &j);
        c.a1 = i;
        c.b1 = j;
        VEC_PUSH(&arena, &v, c);
    }
    name += name[0] == '/';
    fprintf(f, "--- a/%s\n+++ b/%s\n", name, name);
    for (size_t k = 0; k < v.n;) {
        size_t e = k + 1;
        while (e < v.n && v.at[e].a0 - v.at[e - 1].a1 <= 2 * CONTEXT)
            e++;
        hunk(f, &a, &b, &v.at[k], e - k);
        k = e;
    }
    arena_free(&arena);
}
