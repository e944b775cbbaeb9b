/* The inventory as one HTML page that needs nothing else: figures, bar charts (SVG), tables to sort and to
   filter, each finding with its text before and after.  Everything is in the page without the script, which
   only sorts and hides rows. */
#include "report/inventory.h"

/* inventory.css and inventory.js, made into C by tools/embed-text when this was built */
extern const char TEXT_inventory_css[], TEXT_inventory_js[];

static void text(FILE *out, const char *z)
{
    put_xml(out, str_z(z));
}

static void card(FILE *out, uint32_t n, const char *what)
{
    fprintf(out, "<div class=\"card\"><b>%u</b><span>%s</span></div>\n", n, what);
}

static void tag(FILE *out, Safety s)
{
    fprintf(out, "<span class=\"tag %s\">%s</span>", SAFETY_NAMES[s], SAFETY_NAMES[s]);
}

static void head(FILE *out, const Inventory *inv)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<title>From SQLite to PostgreSQL</title>\n<style>\n",
          out);
    fputs(TEXT_inventory_css, out);
    fputs("</style>\n</head>\n<body>\n<h1>From SQLite to PostgreSQL</h1>\n"
          "<p class=\"lead\">What stands in the way, file by file, as sqlxlate sees it.</p>\n"
          "<div class=\"cards\">\n",
          out);
    card(out, inv->affected, "files to change");
    card(out, inv->lines, "lines to change");
    card(out, inv->statements, "statements");
    card(out, inv->parameters, "parameters");
    card(out, inv->all.by_safety[SX_EXACT], "exact");
    card(out, inv->all.by_safety[SX_NEAR], "near");
    card(out, inv->all.by_safety[SX_MANUAL], "for a person");
    fprintf(out, "</div>\n<p class=\"effort\"><b>Effort: %s.</b> ", EFFORT_NAMES[inv->effort]);
    put_xml(out, inv->reason);
    fputs(".</p>\n", out);
    if (inv->unread)
        fprintf(out, "<p><b>%u files could not be read.</b></p>\n", inv->unread);
}

/* ---- the chart ---- */

enum { ROW = 24, LABEL = 190, WIDTH = 700 };

static void bars(FILE *out, const char *title, const Tally *t, uint32_t most, int row)
{
    double x = LABEL;
    fprintf(out, "<text x=\"0\" y=\"%d\">", row * ROW + 16);
    text(out, title);
    fputs("</text>", out);
    for (int s = SX_EXACT; s <= SX_MANUAL; s++) {
        double w = (double)t->by_safety[s] * WIDTH / most;
        if (t->by_safety[s])
            fprintf(out,
                    "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"16\"><title>%s: "
                    "%u</title></rect>",
                    SAFETY_NAMES[s], x, row * ROW + 4, w, SAFETY_NAMES[s], t->by_safety[s]);
        x += w;
    }
    fprintf(out, "<text x=\"%.1f\" y=\"%d\">%u</text>\n", x + 6, row * ROW + 16, t->findings);
}

static void chart(FILE *out, const Inventory *inv)
{
    uint32_t most = 1;
    int rows = 0;
    for (int p = 0; p < NPATTERNS; p++) {
        most = inv->by_pattern[p].findings > most ? inv->by_pattern[p].findings : most;
        rows += inv->by_pattern[p].findings > 0;
    }
    fputs("<h2>Patterns</h2>\n<div class=\"legend\">", out);
    for (int s = SX_EXACT; s <= SX_MANUAL; s++)
        tag(out, (Safety)s);
    fprintf(out,
            "</div>\n<div class=\"scroll\"><svg role=\"img\" aria-label=\"findings by pattern\" width=\"%d\" "
            "height=\"%d\">\n",
            LABEL + WIDTH + 60, rows * ROW + 4);
    rows = 0;
    for (int p = 0; p < NPATTERNS; p++)
        if (inv->by_pattern[p].findings)
            bars(out, PATTERN_TITLES[p], &inv->by_pattern[p], most, rows++);
    fputs("</svg></div>\n", out);
}

/* ---- tables ---- */

static void column(FILE *out, const char *title, bool number)
{
    fprintf(out, "<th%s><button type=\"button\">", number ? " class=\"n\"" : "");
    text(out, title);
    fputs("</button></th>", out);
}

static void number(FILE *out, uint32_t n)
{
    fprintf(out, "<td class=\"n%s\">%u</td>", n ? "" : " zero", n);
}

static void matrix(FILE *out, const Inventory *inv)
{
    fputs("<h2>Files</h2>\n<div class=\"scroll\"><table id=\"matrix\" class=\"sortable\">\n<thead><tr>", out);
    column(out, "file", false);
    column(out, "effort", false);
    column(out, "lines", true);
    for (int s = SX_EXACT; s <= SX_MANUAL; s++)
        column(out, SAFETY_NAMES[s], true);
    for (int p = 0; p < NPATTERNS; p++)
        if (inv->by_pattern[p].findings)
            column(out, PATTERN_TITLES[p], true);
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t i = 0; i < inv->files.n; i++) {
        const InventoryFile *f = &inv->files.at[i];
        if (f->effort == EFFORT_NONE)
            continue;
        fputs("<tr><td>", out);
        put_xml(out, f->found.file);
        fputs(f->connection ? " <span class=\"layer\">connection layer</span></td>" : "</td>", out);
        fprintf(out, "<td data-key=\"%d\">%s</td>", (int)f->effort, EFFORT_NAMES[f->effort]);
        number(out, f->lines);
        for (int s = SX_EXACT; s <= SX_MANUAL; s++)
            number(out, f->all.by_safety[s]);
        for (int p = 0; p < NPATTERNS; p++)
            if (inv->by_pattern[p].findings)
                number(out, f->by_pattern[p].findings);
        fputs("</tr>\n", out);
    }
    fputs("</tbody>\n</table></div>\n", out);
}

static void option(FILE *out, Str value)
{
    fputs("<option>", out);
    put_xml(out, value);
    fputs("</option>", out);
}

static void filters(FILE *out, const Inventory *inv)
{
    fputs("<form id=\"filters\" class=\"filters\" hidden><input name=\"text\" type=\"search\" "
          "placeholder=\"text\" "
          "aria-label=\"text\"><select name=\"safety\" aria-label=\"safety\"><option value=\"\">every "
          "safety</option>",
          out);
    for (int s = SX_EXACT; s <= SX_MANUAL; s++)
        option(out, str_z(SAFETY_NAMES[s]));
    fputs(
        "</select><select name=\"pattern\" aria-label=\"pattern\"><option value=\"\">every pattern</option>",
        out);
    for (int p = 0; p < NPATTERNS; p++)
        if (inv->by_pattern[p].findings)
            option(out, str_z(PATTERN_TITLES[p]));
    fputs("</select><select name=\"file\" aria-label=\"file\"><option value=\"\">every file</option>", out);
    for (size_t i = 0; i < inv->files.n; i++)
        if (inv->files.at[i].found.list.n)
            option(out, inv->files.at[i].found.file);
    fputs("</select><output name=\"shown\"></output></form>\n", out);
}

static void sql(FILE *out, const char *class, Str s)
{
    if (!s.p)
        return;
    fprintf(out, "<pre class=\"%s\">", class);
    put_xml(out, s);
    fputs("</pre>", out);
}

static void finding(FILE *out, const InventoryFile *f, const Finding *x)
{
    const CodeInfo *c = report_code(x->code);
    const char *pattern = PATTERN_TITLES[inventory_pattern(x->code)];
    fprintf(out, "<tr data-safety=\"%s\" data-pattern=\"", SAFETY_NAMES[x->safety]);
    text(out, pattern);
    fputs("\" data-file=\"", out);
    put_xml(out, f->found.file);
    fputs("\"><td>", out);
    put_xml(out, f->found.file);
    fprintf(out, ":%u</td><td data-key=\"%d\">", x->from.line, (int)x->safety);
    tag(out, x->safety);
    fputs("</td><td>", out);
    text(out, pattern);
    fprintf(out, "</td><td>SX%04u<br>%s</td><td>", x->code, c ? c->name : "");
    put_xml(out, x->msg);
    if (x->hint.n) {
        fputs("<div class=\"help\">", out);
        put_xml(out, x->hint);
        fputs("</div>", out);
    }
    sql(out, "before", x->before.p ? x->before : x->excerpt);
    sql(out, "after", x->after);
    fputs("</td></tr>\n", out);
}

static void findings(FILE *out, const Inventory *inv)
{
    fputs("<h2>Findings</h2>\n", out);
    filters(out, inv);
    fputs("<div class=\"scroll\"><table id=\"findings\" class=\"sortable\">\n<thead><tr>", out);
    static const char *const columns[] = {"place", "safety", "pattern", "rule", "before and after"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        column(out, columns[i], false);
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t i = 0; i < inv->files.n; i++)
        for (size_t k = 0; k < inv->files.at[i].found.list.n; k++)
            finding(out, &inv->files.at[i], &inv->files.at[i].found.list.at[k]);
    fputs("</tbody>\n</table></div>\n", out);
}

void inventory_html(FILE *out, const Inventory *inv, bool verbose)
{
    (void)verbose; /* the page has filters */
    head(out, inv);
    chart(out, inv);
    matrix(out, inv);
    findings(out, inv);
    fputs("<script>\n", out);
    fputs(TEXT_inventory_js, out);
    fputs("</script>\n</body>\n</html>\n", out);
}
