/* The inventory for a terminal: totals, patterns with bars, files with what was found in each; with `verbose`
   every finding too. */
#include "report/inventory.h"

enum { BAR = 30 }; /* characters of the longest bar */

static void bar(FILE *out, uint32_t n, uint32_t most)
{
    uint32_t width = most ? (uint32_t)(((uint64_t)n * BAR + most - 1) / most) : 0;
    for (uint32_t i = 0; i < width; i++)
        fputc('#', out);
    fputc('\n', out);
}

static void patterns(FILE *out, const Inventory *inv)
{
    uint32_t most = 0;
    for (int p = 0; p < NPATTERNS; p++)
        most = inv->by_pattern[p].findings > most ? inv->by_pattern[p].findings : most;
    fprintf(out, "\n%-24s %8s %6s %6s %6s %6s\n", "pattern", "findings", "files", "exact", "near", "manual");
    for (int p = 0; p < NPATTERNS; p++) {
        const Tally *t = &inv->by_pattern[p];
        if (!t->findings)
            continue;
        fprintf(out, "%-24s %8u %6u %6u %6u %6u  ", PATTERN_TITLES[p], t->findings, t->files,
                t->by_safety[SX_EXACT], t->by_safety[SX_NEAR], t->by_safety[SX_MANUAL]);
        bar(out, t->findings, most);
    }
}

static void file_patterns(FILE *out, const InventoryFile *f)
{
    const char *sep = "      ";
    for (int p = 0; p < NPATTERNS; p++) {
        const Tally *t = &f->by_pattern[p];
        if (!t->findings)
            continue;
        fprintf(out, "%s%s %u", sep, PATTERN_TITLES[p], t->findings);
        if (t->by_safety[SX_MANUAL])
            fprintf(out, " (%u manual)", t->by_safety[SX_MANUAL]);
        sep = ", ";
    }
    if (*sep == ',')
        fputc('\n', out);
}

static void findings(FILE *out, const InventoryFile *f)
{
    for (size_t i = 0; i < f->found.list.n; i++) {
        const Finding *x = &f->found.list.at[i];
        fprintf(out, "      %u:%u: %s: SX%04u %.*s\n", x->from.line, x->from.col, SAFETY_NAMES[x->safety],
                x->code, (int)x->msg.n, x->msg.p);
    }
}

static void files(FILE *out, const Inventory *inv, bool verbose)
{
    size_t quiet = 0;
    fprintf(out, "\nfiles, those of the connection layer first\n%8s %6s %6s %6s %6s  %s\n", "lines", "stmts",
            "exact", "near", "manual", "file: effort");
    for (size_t i = 0; i < inv->files.n; i++) {
        const InventoryFile *f = &inv->files.at[i];
        if (f->effort == EFFORT_NONE) {
            quiet++;
            continue;
        }
        fprintf(out, "%8u %6u %6u %6u %6u  %s: %s%s\n", f->lines, f->found.nstatements,
                f->all.by_safety[SX_EXACT], f->all.by_safety[SX_NEAR], f->all.by_safety[SX_MANUAL],
                f->found.file.p, EFFORT_NAMES[f->effort], f->connection ? " (connection layer)" : "");
        file_patterns(out, f);
        if (verbose)
            findings(out, f);
    }
    if (quiet)
        fprintf(out, "%zu more hold nothing that is SQLite's own\n", quiet);
}

void inventory_text(FILE *out, const Inventory *inv, bool verbose)
{
    fprintf(out, "%u of %zu files to change, %u lines; %u statements, %u parameters\n", inv->affected,
            inv->files.n, inv->lines, inv->statements, inv->parameters);
    fprintf(out, "effort: %s: %.*s\n", EFFORT_NAMES[inv->effort], (int)inv->reason.n, inv->reason.p);
    if (inv->unread)
        fprintf(out, "%u files could not be read\n", inv->unread);
    fputc('\n', out);
    uint32_t most = 0;
    for (int s = SX_EXACT; s <= SX_MANUAL; s++)
        most = inv->all.by_safety[s] > most ? inv->all.by_safety[s] : most;
    for (int s = SX_EXACT; s <= SX_MANUAL; s++) {
        fprintf(out, "%-8s %6u  ", SAFETY_NAMES[s], inv->all.by_safety[s]);
        bar(out, inv->all.by_safety[s], most);
    }
    patterns(out, inv);
    files(out, inv, verbose);
}
