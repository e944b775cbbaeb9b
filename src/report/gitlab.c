/* Findings as a code quality report of GitLab (https://docs.gitlab.com/ci/testing/code_quality/).  The
   fingerprint is made of file, code and statement, so that a finding keeps it when lines move; two of one
   kind in one statement are numbered. */
#include "report/format.h"
#include <xxhash.h>

static void fingerprint(FILE *f, const Findings *all, size_t i)
{
    const Finding *x = &all->list.at[i];
    uint64_t nth = 0;
    for (size_t k = i; k > 0 && all->list.at[k - 1].statement == x->statement; k--)
        nth += all->list.at[k - 1].code == x->code;
    uint64_t parts[] = {x->code, x->statement, nth, XXH3_64bits(all->file.p, all->file.n)};
    fprintf(f, "%016llx", (unsigned long long)XXH3_64bits(parts, sizeof parts));
}

static void file(Output *o, const Findings *f)
{
    static const char *const SEVERITY[] = {"minor", "major", "critical", "major"}; /* by Safety */
    for (size_t i = 0; i < f->list.n; i++) {
        const Finding *x = &f->list.at[i];
        const CodeInfo *c = report_code(x->code);
        fprintf(o->out, "%s\n{\"description\":", o->written++ ? "," : "");
        put_json_string(o->out, x->msg);
        fprintf(o->out, ",\"check_name\":\"SX%04u %s\",\"fingerprint\":\"", x->code, c ? c->name : "?");
        fingerprint(o->out, f, i);
        fprintf(o->out, "\",\"severity\":\"%s\",\"location\":{\"path\":", SEVERITY[x->safety]);
        put_json_string(o->out, f->file);
        fprintf(o->out, ",\"lines\":{\"begin\":%u,\"end\":%u}}}", x->from.line, x->to.line);
    }
}

static void begin(Output *o)
{
    fputc('[', o->out);
}

static void end(Output *o, const Summary *s)
{
    (void)s;
    fputs("\n]\n", o->out);
}

const Format FORMAT_GITLAB = {"gitlab", false, begin, file, end};
