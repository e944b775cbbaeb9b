/* Findings as JSON: one document, or one object a line (for pipes: what was written stays when the run is cut
 * short). */
#include "report/format.h"

static void place(FILE *f, const char *name, const TextPlace *p)
{
    fprintf(f, "\"%s\":{\"line\":%u,\"column\":%u,\"character\":%u}", name, p->line, p->col, p->character);
}

static void member(FILE *f, const char *name, Str value)
{
    fprintf(f, ",\"%s\":", name);
    put_json_string_or_null(f, value);
}

static void edits(FILE *f, const Findings *all, const Finding *x)
{
    fputs(",\"edits\":[", f);
    for (uint32_t i = 0; i < x->nedits; i++) {
        const Edit *e = &all->edits.at[x->first_edit + i];
        fprintf(f, "%s{\"offset\":%llu,\"length\":%u", i ? "," : "", (unsigned long long)e->off, e->len);
        member(f, "text", e->text);
        fputc('}', f);
    }
    fputc(']', f);
}

static void finding(Output *o, const Findings *all, size_t i)
{
    FILE *f = o->out;
    const Finding *x = &all->list.at[i];
    const CodeInfo *c = report_code(x->code);
    fputs("{\"file\":", f);
    put_json_string(f, all->file);
    fprintf(f, ",\"code\":\"SX%04u\"", x->code);
    member(f, "rule", str_z(c ? c->name : NULL));
    member(f, "safety", str_z(SAFETY_NAMES[x->safety]));
    member(f, "message", x->msg);
    member(f, "help", x->hint.n ? x->hint : STR_NONE);
    fputc(',', f);
    place(f, "start", &x->from);
    fputc(',', f);
    place(f, "end", &x->to);
    fprintf(f, ",\"offset\":%llu,\"length\":%u", (unsigned long long)x->off, x->len);
    member(f, "before", x->before);
    member(f, "after", x->after);
    fprintf(f, ",\"statement\":{\"lines\":[%u,%u],\"hash\":\"%016llx\"}", x->first_line, x->last_line,
            (unsigned long long)x->statement);
    bool told =
        i > 0 && all->list.at[i - 1].first_edit == x->first_edit && all->list.at[i - 1].nedits == x->nedits;
    if (x->nedits && !told) /* once a statement */
        edits(f, all, x);
    fputc('}', f);
}

static void begin(Output *o)
{
    fprintf(o->out, "{\"version\":1,\"tool\":\"sqlxlate %s\",\"findings\":[", o->version);
}

static void file(Output *o, const Findings *f)
{
    for (size_t i = 0; i < f->list.n; i++) {
        fputs(o->written++ ? ",\n" : "\n", o->out);
        finding(o, f, i);
    }
}

static void end(Output *o, const Summary *s)
{
    fprintf(o->out,
            "%s],\"summary\":{\"files\":%u,\"findings\":%u,\"exact\":%u,\"near\":%u,\"manual\":%u,\"risk\":%"
            "u,\"ignored\":%u,"
            "\"baseline\":%u,\"failed\":%u}}\n",
            o->written ? "\n" : "", s->files, s->findings, s->by_safety[SX_EXACT], s->by_safety[SX_NEAR],
            s->by_safety[SX_MANUAL], s->by_safety[SX_RISK], s->ignored, s->baseline, s->failed);
}

static void lines(Output *o, const Findings *f)
{
    for (size_t i = 0; i < f->list.n; i++) {
        finding(o, f, i);
        fputc('\n', o->out);
    }
    fflush(o->out);
}

const Format FORMAT_JSON = {"json", false, begin, file, end},
             FORMAT_JSONL = {"jsonl", false, NULL, lines, NULL};
