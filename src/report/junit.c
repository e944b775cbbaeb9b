/* Findings as JUnit's XML: a suite for each file, a failed case for each finding, one passed case for a file
 * without any. */
#include "report/format.h"

static void begin(Output *o)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sqlxlate\">\n", o->out);
}

static void put_case(Output *o, const Findings *f, const Finding *x)
{
    const CodeInfo *c = report_code(x->code);
    fprintf(o->out, "    <testcase name=\"SX%04u %s, line %u, column %u\" classname=\"", x->code,
            c ? c->name : "?", x->from.line, x->from.character);
    put_xml(o->out, f->file);
    fprintf(o->out, "\" line=\"%u\">\n      <failure type=\"%s\" message=\"", x->from.line,
            SAFETY_NAMES[x->safety]);
    put_xml(o->out, x->msg);
    fputs("\">", o->out);
    put_xml(o->out, x->excerpt);
    if (x->after.p) {
        fputs("\nPostgreSQL: ", o->out);
        put_xml(o->out, x->after);
    }
    if (x->hint.n) {
        fputs("\n", o->out);
        put_xml(o->out, x->hint);
    }
    fputs("</failure>\n    </testcase>\n", o->out);
}

static void file(Output *o, const Findings *f)
{
    fputs("  <testsuite name=\"", o->out);
    put_xml(o->out, f->file);
    fprintf(o->out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", f->list.n ? f->list.n : 1,
            f->list.n);
    for (size_t i = 0; i < f->list.n; i++)
        put_case(o, f, &f->list.at[i]);
    if (f->list.n == 0) {
        fputs("    <testcase name=\"sqlxlate\" classname=\"", o->out);
        put_xml(o->out, f->file);
        fputs("\"/>\n", o->out);
    }
    fputs("  </testsuite>\n", o->out);
}

static void end(Output *o, const Summary *s)
{
    (void)s;
    fputs("</testsuites>\n", o->out);
}

const Format FORMAT_JUNIT = {"junit", true, begin, file, end};
