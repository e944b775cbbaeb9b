/* The inventory as one JSON document, for programs: the same figures and findings as the HTML page. */
#include "report/inventory.h"

static void string(FILE *out, const char *name, Str value)
{
    fprintf(out, "\"%s\":", name);
    put_json_string_or_null(out, value);
}

static void tally(FILE *out, const Tally *t)
{
    fprintf(out, "\"findings\":%u,\"exact\":%u,\"near\":%u,\"manual\":%u", t->findings,
            t->by_safety[SX_EXACT], t->by_safety[SX_NEAR], t->by_safety[SX_MANUAL]);
}

static void finding(FILE *out, const Finding *x)
{
    const CodeInfo *c = report_code(x->code);
    fprintf(out, "{\"line\":%u,\"column\":%u,\"code\":\"SX%04u\",", x->from.line, x->from.col, x->code);
    string(out, "rule", str_z(c ? c->name : NULL));
    fputc(',', out);
    string(out, "pattern", str_z(PATTERN_TITLES[inventory_pattern(x->code)]));
    fputc(',', out);
    string(out, "safety", str_z(SAFETY_NAMES[x->safety]));
    fputc(',', out);
    string(out, "message", x->msg);
    fputc(',', out);
    string(out, "help", x->hint.n ? x->hint : STR_NONE);
    fputc(',', out);
    string(out, "before", x->before);
    fputc(',', out);
    string(out, "after", x->after);
    fputc('}', out);
}

static void file(FILE *out, const InventoryFile *f)
{
    fputc('{', out);
    string(out, "path", f->found.file);
    fprintf(out, ",\"connection_layer\":%s,\"effort\":\"%s\",\"lines\":%u,\"statements\":%u,",
            f->connection ? "true" : "false", EFFORT_NAMES[f->effort], f->lines, f->found.nstatements);
    tally(out, &f->all);
    fputs(",\"patterns\":{", out);
    const char *sep = "";
    for (int p = 0; p < NPATTERNS; p++) {
        if (!f->by_pattern[p].findings)
            continue;
        fprintf(out, "%s\"%s\":{", sep, PATTERN_TITLES[p]);
        tally(out, &f->by_pattern[p]);
        fputc('}', out);
        sep = ",";
    }
    fputs("},\"findings_list\":[", out);
    for (size_t i = 0; i < f->found.list.n; i++) {
        if (i)
            fputc(',', out);
        finding(out, &f->found.list.at[i]);
    }
    fputs("]}", out);
}

void inventory_json(FILE *out, const Inventory *inv, bool verbose)
{
    (void)verbose; /* a program wants everything */
    fprintf(
        out,
        "{\"files\":%zu,\"files_to_change\":%u,\"lines_to_change\":%u,\"statements\":%u,\"parameters\":%u,",
        inv->files.n, inv->affected, inv->lines, inv->statements, inv->parameters);
    tally(out, &inv->all);
    fprintf(out, ",\"effort\":{\"class\":\"%s\",", EFFORT_NAMES[inv->effort]);
    string(out, "reason", inv->reason);
    fputs("},\"patterns\":[", out);
    const char *sep = "\n";
    for (int p = 0; p < NPATTERNS; p++) {
        if (!inv->by_pattern[p].findings)
            continue;
        fprintf(out, "%s{\"pattern\":\"%s\",\"files\":%u,", sep, PATTERN_TITLES[p], inv->by_pattern[p].files);
        tally(out, &inv->by_pattern[p]);
        fputc('}', out);
        sep = ",\n";
    }
    fputs("],\"by_file\":[", out);
    for (size_t i = 0; i < inv->files.n; i++) {
        fputs(i ? ",\n" : "\n", out);
        file(out, &inv->files.at[i]);
    }
    fputs("]}\n", out);
}
