/* Findings as Checkstyle writes its own, which many build servers read. */
#include "report/format.h"

static void begin(Output *o)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n", o->out);
}

static void file(Output *o, const Findings *f)
{
    static const char *const SEVERITY[] = {"info", "warning", "error", "warning"}; /* by Safety */
    if (f->list.n == 0)
        return;
    fputs("  <file name=\"", o->out);
    put_xml(o->out, f->file);
    fputs("\">\n", o->out);
    for (size_t i = 0; i < f->list.n; i++) {
        const Finding *x = &f->list.at[i];
        const CodeInfo *c = report_code(x->code);
        fprintf(o->out, "    <error line=\"%u\" column=\"%u\" severity=\"%s\" message=\"", x->from.line,
                x->from.character, SEVERITY[x->safety]);
        put_xml(o->out, x->msg);
        fprintf(o->out, "\" source=\"sqlxlate.SX%04u.%s\"/>\n", x->code, c ? c->name : "?");
    }
    fputs("  </file>\n", o->out);
}

static void end(Output *o, const Summary *s)
{
    (void)s;
    fputs("</checkstyle>\n", o->out);
}

const Format FORMAT_CHECKSTYLE = {"checkstyle", false, begin, file, end};
