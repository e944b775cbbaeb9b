/* Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).  Columns are counted in
   characters; paths are URIs relative to the folder that the check ran in; each rule's page is its help.  The
   edits of a statement are the fix of its first finding: they go together. */
#include "report/format.h"

static void put_uri(FILE *f, Str path)
{
    bool colon = memchr(path.p, ':', path.n) != NULL && path.p[0] != '/' && path.p[0] != '.';
    fputs(path.n && path.p[0] == '/' ? "\"file://" : colon ? "\"./" : "\"", f);
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        if ((ascii_ident(c) && (unsigned char)c < 0x80 && c != '$') || strchr("/-.~:@", c))
            fputc(c, f);
        else
            fprintf(f, "%%%02X", (unsigned char)c);
    }
    fputc('"', f);
}

static void begin(Output *o)
{
    size_t n;
    const CodeInfo *all = report_codes(&n);
    fprintf(
        o->out,
        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\n"
        "\"tool\":{\"driver\":{\"name\":\"sqlxlate\",\"version\":\"%s\",\"semanticVersion\":\"%s\",\"rules\":"
        "[",
        o->version, o->version);
    for (size_t i = 0; i < n; i++) {
        fprintf(o->out,
                "%s\n{\"id\":\"SX%04u\",\"name\":\"%s\",\"shortDescription\":{\"text\":", i ? "," : "",
                all[i].code, all[i].name);
        put_json_string(o->out, str_z(all[i].title));
        const char *page = o->page ? o->page(all[i].name) : NULL;
        if (page) {
            fputs("},\"help\":{\"text\":", o->out);
            put_json_string(o->out, str_z(page));
            fputs(",\"markdown\":", o->out);
            put_json_string(o->out, str_z(page));
        }
        fputs("}}", o->out);
    }
    fputs("]}},\n\"columnKind\":\"unicodeCodePoints\",\n\"results\":[", o->out);
}

static void region(FILE *f, const char *name, const TextPlace *from, const TextPlace *to, uint64_t off,
                   uint32_t len)
{
    fprintf(f,
            "\"%s\":{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u,\"byteOffset\":%llu,"
            "\"byteLength\":%u}",
            name, from->line, from->character, to->line, to->character, (unsigned long long)off, len);
}

static void fix(FILE *f, const Findings *all, const Finding *x)
{
    fputs(",\"fixes\":[{\"description\":{\"text\":\"the statement for PostgreSQL\"},\"artifactChanges\":[{"
          "\"artifactLocation\":{\"uri\":",
          f);
    put_uri(f, all->file);
    fputs("},\"replacements\":[", f);
    for (uint32_t i = 0; i < x->nedits; i++) {
        const Edit *e = &all->edits.at[x->first_edit + i];
        fputs(i ? ",{" : "{", f);
        region(f, "deletedRegion", &e->from, &e->to, e->off, e->len);
        fputs(",\"insertedContent\":{\"text\":", f);
        put_json_string(f, e->text);
        fputs("}}", f);
    }
    fputs("]}]}]", f);
}

static uint32_t rule_index(uint16_t code)
{
    size_t n;
    const CodeInfo *all = report_codes(&n), *c = report_code(code);
    return c ? (uint32_t)(c - all) : 0;
}

static void result(Output *o, const Findings *all, size_t i)
{
    static const char *const LEVEL[] = {"note", "warning", "error", "warning"}; /* by Safety */
    FILE *f = o->out;
    const Finding *x = &all->list.at[i];
    fprintf(f, "%s\n{\"ruleId\":\"SX%04u\",\"ruleIndex\":%u,\"level\":\"%s\",\"message\":{\"text\":",
            o->written++ ? "," : "", x->code, rule_index(x->code), LEVEL[x->safety]);
    put_json_string(f, x->msg);
    fputs("},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":", f);
    put_uri(f, all->file);
    fputs("},", f);
    region(f, "region", &x->from, &x->to, x->off, x->len);
    fprintf(f, "}}],\"partialFingerprints\":{\"statement/v1\":\"%016llx\"}",
            (unsigned long long)x->statement);
    fprintf(f, ",\"properties\":{\"safety\":\"%s\"", SAFETY_NAMES[x->safety]);
    if (x->after.p) {
        fputs(",\"before\":", f);
        put_json_string(f, x->before);
        fputs(",\"after\":", f);
        put_json_string(f, x->after);
    }
    if (x->hint.n) {
        fputs(",\"help\":", f);
        put_json_string(f, x->hint);
    }
    fputc('}', f);
    bool told =
        i > 0 && all->list.at[i - 1].first_edit == x->first_edit && all->list.at[i - 1].nedits == x->nedits;
    if (x->nedits && !told)
        fix(f, all, x);
    fputc('}', f);
}

static void file(Output *o, const Findings *f)
{
    for (size_t i = 0; i < f->list.n; i++)
        result(o, f, i);
}

static void end(Output *o, const Summary *s)
{
    fprintf(o->out, "],\n\"invocations\":[{\"executionSuccessful\":%s}]}]}\n", s->failed ? "false" : "true");
}

const Format FORMAT_SARIF = {"sarif", false, begin, file, end};
