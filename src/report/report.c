/* The text formats of report.h. */
#include "report/report.h"

static const char *const SAFETY[] = {"exact", "near", "manual"};

typedef struct Place {
    uint32_t line, col; /* from 1 */
    Str text;           /* the line, without its end */
} Place;

static Place place_of(Str src, uint32_t off)
{
    Place p = {.line = 1};
    size_t start = 0, end;
    if (off > src.n)
        off = (uint32_t)src.n;
    for (size_t i = 0; i < off; i++)
        if (src.p[i] == '\n') {
            p.line++;
            start = i + 1;
        }
    for (end = off; end < src.n && src.p[end] != '\n' && src.p[end] != '\r'; end++)
        ;
    p.col = (uint32_t)(off - start) + 1;
    p.text = str_sub(src, start, end);
    return p;
}

/* The source line and a caret line under [col, col+len), tabs kept so that the caret stands below its byte.
 */
static void caret(const Report *r, const Place *p, uint32_t len)
{
    if (p->text.n > 400)
        return;
    fprintf(r->out, "  %.*s\n  ", (int)p->text.n, p->text.p);
    for (uint32_t i = 0; i + 1 < p->col; i++)
        if ((p->text.p[i] & 0xC0) != 0x80)
            fputc(p->text.p[i] == '\t' ? '\t' : ' ', r->out);
    uint32_t room = (uint32_t)p->text.n + 1 - p->col;
    uint32_t marks = 0;
    for (uint32_t i = 0; i < (len < room ? len : room); i++)
        marks += (p->text.p[p->col - 1 + i] & 0xC0) != 0x80;
    for (uint32_t i = 0; i < (marks ? marks : 1); i++)
        fputc('^', r->out);
    fputc('\n', r->out);
}

void report_diag(const Report *r, const Diag *d, Str source, uint32_t first_line, uint32_t first_col)
{
    if (d->safety < r->at_least)
        return;
    Place p = place_of(source, d->off);
    uint32_t line = p.line + first_line - 1, col = p.col + (p.line == 1 ? first_col : 0);
    if (r->format == REPORT_GOLDEN) {
        fprintf(r->out, "%u:%u SX%04u %s\n", line, col, d->code, SAFETY[d->safety]);
        return;
    }
    const char *on = r->color ? (d->safety == SX_MANUAL ? "\033[31m" : "\033[33m") : "",
               *off = r->color ? "\033[0m" : "";
    if (r->format == REPORT_CONCISE) {
        fprintf(r->out, "%s:%u:%u: SX%04u %.*s\n", r->file, line, col, d->code, (int)d->msg.n, d->msg.p);
        return;
    }
    const CodeInfo *c = report_code(d->code);
    fprintf(r->out, "%s:%u:%u: %s%s%s: SX%04u %.*s [%s]\n", r->file, line, col, on, SAFETY[d->safety], off,
            d->code, (int)d->msg.n, d->msg.p, c ? c->name : "?");
    caret(r, &p, d->len);
    if (d->hint.n)
        fprintf(r->out, "  help: %.*s\n", (int)d->hint.n, d->hint.p);
}
