/* The inventory as Markdown, for a wiki or a pull request: totals, patterns, the matrix of files and
   patterns, and what is left for a person. */
#include "report/inventory.h"

/* Text inside a table's cell. */
static void cell(FILE *out, Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '|' || c == '\\' || c == '`' || c == '*' || c == '_' || c == '<' || c == '[')
            fputc('\\', out);
        fputc(c == '\n' || c == '\r' ? ' ' : c, out);
    }
}

/* SQL in a fence that is longer than any run of backticks in it. */
static void fence(FILE *out, const char *lang, Str s)
{
    size_t run = 0, longest = 2;
    for (size_t i = 0; i < s.n; i++) {
        run = s.p[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    for (size_t i = 0; i <= longest; i++)
        fputc('`', out);
    fprintf(out, "%s\n%.*s\n", lang, (int)s.n, s.p);
    for (size_t i = 0; i <= longest; i++)
        fputc('`', out);
    fputc('\n', out);
}

static void patterns(FILE *out, const Inventory *inv)
{
    fputs("\n## Patterns\n\n| pattern | findings | files | exact | near | manual "
          "|\n|---|--:|--:|--:|--:|--:|\n",
          out);
    for (int p = 0; p < NPATTERNS; p++) {
        const Tally *t = &inv->by_pattern[p];
        if (t->findings)
            fprintf(out, "| %s | %u | %u | %u | %u | %u |\n", PATTERN_TITLES[p], t->findings, t->files,
                    t->by_safety[SX_EXACT], t->by_safety[SX_NEAR], t->by_safety[SX_MANUAL]);
    }
}

static void matrix(FILE *out, const Inventory *inv)
{
    fputs("\n## Files and patterns\n\nFiles of the connection layer (**c**) come first.\n\n| file | effort | "
          "lines |",
          out);
    for (int p = 0; p < NPATTERNS; p++)
        if (inv->by_pattern[p].findings)
            fprintf(out, " %s |", PATTERN_TITLES[p]);
    fputs("\n|---|---|--:|", out);
    for (int p = 0; p < NPATTERNS; p++)
        if (inv->by_pattern[p].findings)
            fputs("--:|", out);
    fputc('\n', out);
    for (size_t i = 0; i < inv->files.n; i++) {
        const InventoryFile *f = &inv->files.at[i];
        if (f->effort == EFFORT_NONE)
            continue;
        fputs("| ", out);
        cell(out, f->found.file);
        fprintf(out, "%s | %s | %u |", f->connection ? " **c**" : "", EFFORT_NAMES[f->effort], f->lines);
        for (int p = 0; p < NPATTERNS; p++) {
            if (!inv->by_pattern[p].findings)
                continue;
            if (f->by_pattern[p].findings)
                fprintf(out, " %u |", f->by_pattern[p].findings);
            else
                fputs("  |", out);
        }
        fputc('\n', out);
    }
}

static void finding(FILE *out, const InventoryFile *f, const Finding *x)
{
    const CodeInfo *c = report_code(x->code);
    fputs("\n### ", out);
    cell(out, f->found.file);
    fprintf(out, ":%u: SX%04u %s\n\n%s: ", x->from.line, x->code, c ? c->name : "", SAFETY_NAMES[x->safety]);
    cell(out, x->msg);
    fputs(".", out);
    if (x->hint.n) {
        fputs(" Help: ", out);
        cell(out, x->hint);
        fputs(".", out);
    }
    fputs("\n\n", out);
    fence(out, "sql", x->before.p ? x->before : x->excerpt);
    if (x->after.p) {
        fputc('\n', out);
        fence(out, "sql", x->after);
    }
}

void inventory_markdown(FILE *out, const Inventory *inv, bool verbose)
{
    fprintf(out,
            "# From SQLite to PostgreSQL\n\n%u of %zu files to change, %u lines; %u statements, %u "
            "parameters.\n\n"
            "Effort: **%s**: %.*s.\n\n| | findings |\n|---|--:|\n",
            inv->affected, inv->files.n, inv->lines, inv->statements, inv->parameters,
            EFFORT_NAMES[inv->effort], (int)inv->reason.n, inv->reason.p);
    for (int s = SX_EXACT; s <= SX_MANUAL; s++)
        fprintf(out, "| %s | %u |\n", SAFETY_NAMES[s], inv->all.by_safety[s]);
    patterns(out, inv);
    matrix(out, inv);
    fputs(verbose ? "\n## Findings\n" : "\n## Left for a person\n", out);
    for (size_t i = 0; i < inv->files.n; i++)
        for (size_t k = 0; k < inv->files.at[i].found.list.n; k++)
            if (verbose || inv->files.at[i].found.list.at[k].safety == SX_MANUAL)
                finding(out, &inv->files.at[i], &inv->files.at[i].found.list.at[k]);
    if (!verbose && !inv->all.by_safety[SX_MANUAL])
        fputs("\nNothing.\n", out);
}
