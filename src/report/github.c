/* Findings as workflow commands of GitHub Actions, which show them beside the lines of a change
   (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).  A value must not end its
   command:
   %, line ends and, in properties, : and , are written as % and two digits. */
#include "report/format.h"

static void put_value(FILE *f, Str s, bool property)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%' || c == '\n' || c == '\r' || (property && (c == ':' || c == ',')))
            fprintf(f, "%%%02X", (unsigned char)c);
        else
            fputc(c, f);
    }
}

static void file(Output *o, const Findings *f)
{
    for (size_t i = 0; i < f->list.n; i++) {
        const Finding *x = &f->list.at[i];
        const CodeInfo *c = report_code(x->code);
        fprintf(o->out, "::%s file=", x->safety == SX_MANUAL ? "error" : "warning");
        put_value(o->out, f->file, true);
        fprintf(o->out, ",line=%u,endLine=%u", x->from.line, x->to.line);
        if (x->to.line == x->from.line) /* columns go with one line only */
            fprintf(o->out, ",col=%u,endColumn=%u", x->from.character, x->to.character);
        fprintf(o->out, ",title=SX%04u %s::", x->code, c ? c->name : "?");
        put_value(o->out, x->msg, false);
        if (x->after.p) {
            fputs("%0APostgreSQL: ", o->out);
            put_value(o->out, x->after, false);
        }
        if (x->hint.n) {
            fputs("%0A", o->out);
            put_value(o->out, x->hint, false);
        }
        fputc('\n', o->out);
    }
}

const Format FORMAT_GITHUB = {"github", false, NULL, file, NULL};
