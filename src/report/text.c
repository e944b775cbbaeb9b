/* Findings as people and editors read them: text with the source line, a caret line and both texts; concise
   with one line a finding; golden for tests. */
#include "report/format.h"

/* A text of several lines as one, for a line of output: blanks in a row become one. */
static void put_flat(FILE *f, Str s)
{
    bool blank = false;
    for (size_t i = 0; i < s.n; i++) {
        if (!ascii_space(s.p[i])) {
            if (blank)
                fputc(' ', f);
            fputc(s.p[i], f);
        }
        blank = ascii_space(s.p[i]);
    }
}

static void text_file(Output *o, const Findings *f)
{
    for (size_t i = 0; i < f->list.n; i++) {
        const Finding *x = &f->list.at[i];
        const char *on = !o->color                ? ""
                         : x->safety == SX_MANUAL ? "\033[31m"
                         : x->safety == SX_NEAR   ? "\033[33m"
                                                  : "\033[36m",
                   *off = o->color ? "\033[0m" : "";
        const CodeInfo *c = report_code(x->code);
        fprintf(o->out, "%s:%u:%u: %s%s%s: SX%04u %.*s [%s]\n", f->file.p, x->from.line, x->from.col, on,
                SAFETY_NAMES[x->safety], off, x->code, (int)x->msg.n, x->msg.p, c ? c->name : "?");
        report_caret(o->out, x->excerpt, x->from.col, x->len);
        if (x->after.p) {
            fputs("  postgres: ", o->out);
            put_flat(o->out, x->after);
            fputc('\n', o->out);
        }
        if (x->hint.n)
            fprintf(o->out, "  help: %.*s\n", (int)x->hint.n, x->hint.p);
    }
    o->written += (unsigned)f->list.n;
}

static void concise_file(Output *o, const Findings *f)
{
    for (size_t i = 0; i < f->list.n; i++) {
        const Finding *x = &f->list.at[i];
        fprintf(o->out, "%s:%u:%u: SX%04u %.*s\n", f->file.p, x->from.line, x->from.col, x->code,
                (int)x->msg.n, x->msg.p);
    }
}

static void golden_file(Output *o, const Findings *f)
{
    for (size_t i = 0; i < f->list.n; i++) {
        const Finding *x = &f->list.at[i];
        fprintf(o->out, "%s:%u:%u SX%04u %s\n", f->file.p, x->from.line, x->from.col, x->code,
                SAFETY_NAMES[x->safety]);
    }
}

static void text_end(Output *o, const Summary *s)
{
    if (s->findings == 0)
        return;
    fprintf(o->out, "%u finding%s in %u file%s: %u exact, %u near, %u for a person", s->findings,
            s->findings == 1 ? "" : "s", s->with_findings, s->with_findings == 1 ? "" : "s",
            s->by_safety[SX_EXACT], s->by_safety[SX_NEAR], s->by_safety[SX_MANUAL]);
    if (s->by_safety[SX_RISK])
        fprintf(o->out, ", %u at risk", s->by_safety[SX_RISK]);
    fputc('\n', o->out);
}

const Format FORMAT_TEXT = {"text", false, NULL, text_file, text_end},
             FORMAT_CONCISE = {"concise", false, NULL, concise_file, NULL},
             FORMAT_GOLDEN = {"golden", false, NULL, golden_file, NULL};

const Format *format_of(ReportFormat f)
{
    static const Format *const ALL[REPORT_FORMATS] = {
        [REPORT_TEXT] = &FORMAT_TEXT,
        [REPORT_CONCISE] = &FORMAT_CONCISE,
        [REPORT_GOLDEN] = &FORMAT_GOLDEN,
        [REPORT_JSON] = &FORMAT_JSON,
        [REPORT_JSONL] = &FORMAT_JSONL,
        [REPORT_SARIF] = &FORMAT_SARIF,
        [REPORT_GITHUB] = &FORMAT_GITHUB,
        [REPORT_GITLAB] = &FORMAT_GITLAB,
        [REPORT_CHECKSTYLE] = &FORMAT_CHECKSTYLE,
        [REPORT_JUNIT] = &FORMAT_JUNIT,
    };
    return ALL[f];
}
