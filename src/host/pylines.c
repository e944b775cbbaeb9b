/* A range of lines: of several statements in one literal, only those that touch it are kept translated.  It
   takes back what was done to the others; it decides nothing about pieces, which go together or not at all.
 */
#include "host/python.h"
#include "lex/lex.h"

typedef struct Span {
    uint32_t from, to; /* source bytes */
} Span;

static bool inside(Span s, uint32_t off)
{
    return off >= s.from && off < s.to;
}

static void take_back(PyJob *j, PyExpr *e, Span s, size_t first_diag)
{
    size_t n = 0;
    for (size_t i = 0; i < e->edits.n; i++)
        if (!inside(s, e->edits.at[i].off))
            e->edits.at[n++] = e->edits.at[i];
    e->edits.n = n;
    n = first_diag;
    for (size_t i = first_diag; i < j->diags.n; i++) {
        if (inside(s, j->diags.at[i].off))
            continue;
        j->diags.at[n] = j->diags.at[i];
        j->diag_of.at[n++] = j->diag_of.at[i];
    }
    j->diags.n = j->diag_of.n = n;
}

void stmt_keep_lines(PyJob *j, const PyFrag *f, PyExpr *e, size_t first_diag)
{
    for (size_t at = 0; at < f->text.n;) {
        Str rest = str_sub(f->text, at, f->text.n);
        size_t n = lex_statement_length(rest, true), lead = 0;
        if (n == 0)
            break;
        while (lead < n && ascii_space(rest.p[lead]))
            lead++;
        Span s = {frag_source(f, (uint32_t)(at + lead), false), frag_source(f, (uint32_t)(at + n), true)};
        if (s.to <= j->first || s.from >= j->last)
            take_back(j, e, s, first_diag);
        at += n;
    }
}
