/* The text formats of report.h. */
#include "report/format.h"

const char *const SAFETY_NAMES[] = {"exact", "near", "manual", "risk"};

/* The caret line under bytes [col, col + len) of the line; tabs are kept so that the caret stands below its
 * byte. */
void report_caret(FILE *out, Str line, uint32_t col, uint32_t len)
{
    if (!line.p || line.n > 400 || col > line.n + 1)
        return;
    fprintf(out, "  %.*s\n  ", (int)line.n, line.p);
    for (uint32_t i = 0; i + 1 < col; i++)
        if ((line.p[i] & 0xC0) != 0x80)
            fputc(line.p[i] == '\t' ? '\t' : ' ', out);
    uint32_t room = (uint32_t)line.n + 1 - col, marks = 0;
    for (uint32_t i = 0; i < (len < room ? len : room); i++)
        marks += (line.p[col - 1 + i] & 0xC0) != 0x80;
    for (uint32_t i = 0; i < (marks ? marks : 1); i++)
        fputc('^', out);
    fputc('\n', out);
}

void report_diag(const Report *r, const Diag *d, const Lines *source, uint32_t first_line, uint32_t first_col)
{
    if (d->safety < r->at_least)
        return;
    uint32_t pos = d->off < source->text.n ? d->off : (uint32_t)source->text.n, at = lines_find(source, pos);
    uint32_t own = pos - source->start[at] + 1; /* the column in what is known of the line */
    uint32_t line = at + first_line, col = own + (at == 0 ? first_col : 0);
    if (r->format == REPORT_GOLDEN) {
        fprintf(r->out, "%u:%u SX%04u %s\n", line, col, d->code, SAFETY_NAMES[d->safety]);
        return;
    }
    const char *on = r->color ? (d->safety == SX_MANUAL ? "\033[31m" : "\033[33m") : "",
               *off = r->color ? "\033[0m" : "";
    if (r->format == REPORT_CONCISE) {
        fprintf(r->out, "%s:%u:%u: SX%04u %.*s\n", r->file, line, col, d->code, (int)d->msg.n, d->msg.p);
        return;
    }
    const CodeInfo *c = report_code(d->code);
    fprintf(r->out, "%s:%u:%u: %s%s%s: SX%04u %.*s [%s]\n", r->file, line, col, on, SAFETY_NAMES[d->safety],
            off, d->code, (int)d->msg.n, d->msg.p, c ? c->name : "?");
    report_caret(r->out, lines_text(source, at), own, d->len);
    if (d->hint.n)
        fprintf(r->out, "  help: %.*s\n", (int)d->hint.n, d->hint.p);
}
