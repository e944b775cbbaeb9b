/* What must hold for every rule and every note: a code and a name of its own, a page, and templates that
   PostgreSQL's grammar takes once their slots are filled.  It knows no rule by name. */
#include "app/pages.h"
#include "base/buf.h"
#include "report/report.h"
#include "rules/rules.h"
#include "verify/verify.h"
#include "unit.h"

/* The template with each slot filled by `x`, {*} by two of them; a call's {over} by nothing. */
static void fill(const char *t, const char *x, Buf *out)
{
    for (; *t; t++) {
        if (t[0] == '{' && t[1] == '{') {
            buf_putc(out, '{');
            t++;
        } else if (*t == '{') {
            if (strncmp(t, "{over}", 6) != 0 && strncmp(t, "{order}", 7) != 0)
                buf_puts(out, x);
            if (t[1] == '*')
                buf_fmt(out, ", %s", x);
            t = strchr(t, '}');
            ck_assert_ptr_nonnull(t);
        } else {
            buf_putc(out, *t);
        }
    }
}

/* Where a template may stand: as an expression, a statement, the end of a query, an item of FROM, a column's
 * type. */
static const char *const PLACES[][2] = {
    {"SELECT ", ""},
    {"", ""},
    {"SELECT 1 FROM t ", ""},
    {"SELECT 1 FROM ", ""},
    {"INSERT INTO t VALUES (", ")"},
    {"INSERT INTO t VALUES (1) ", ""},
    {"CREATE TABLE t (a int ", ")"},
    {"CREATE TABLE t (a ", ")"},
    {"ALTER TABLE t ", ""},
    {"CREATE INDEX i ON t (", ")"},
};

static Verified seen;

static bool grammatical(Arena *a, const char *text)
{
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        Str why, sql = arena_fmt(a, "%s%s%s", PLACES[i][0], text, PLACES[i][1]);
        size_t at;
        if (verify_sql(a, &seen, sql, &why, &at))
            return true;
    }
    return false;
}

/* What `sqlxlate compat-sql` prints. */
START_TEST(compat_functions_are_postgresql)
{
    Arena a;
    arena_init(&a, NULL);
    Buf b = {0};
    for (const char *const *line = COMPAT_SQL; *line; line++)
        buf_puts(&b, *line);
    buf_putc(&b, 0);
    Str why;
    size_t at;
    ck_assert_ptr_nonnull(strstr(b.p, "CREATE SCHEMA IF NOT EXISTS sqlite_compat;"));
    ck_assert_msg(verify_sql(&a, &seen, str_z(b.p), &why, &at), "%.*s", (int)why.n, why.p);
    buf_free(&b);
    arena_free(&a);
}
END_TEST

START_TEST(templates_are_postgresql)
{
    size_t n, seen = 0;
    Arena a;
    arena_init(&a, NULL);
    const Rule *const *r = rules_all(&n);
    for (size_t i = 0; i < n; i++)
        for (const char *const *t = r[i]->templates; t && *t; t++, seen++) {
            static const char *const fillings[] = {"x", "DEFERRED", "1", "'x'"};
            bool ok = false;
            for (size_t f = 0; f < sizeof fillings / sizeof *fillings && !ok; f++) {
                Buf b = {0};
                fill(*t, fillings[f], &b);
                buf_putc(&b, 0);
                ok = grammatical(&a, b.p);
                buf_free(&b);
            }
            ck_assert_msg(ok, "%s: PostgreSQL refuses the template %s", r[i]->name, *t);
        }
    ck_assert_uint_gt(seen, 50);
    arena_free(&a);
}
END_TEST

START_TEST(codes_and_names_are_unique)
{
    size_t n;
    const CodeInfo *c = report_codes(&n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            ck_assert_msg(c[i].code != c[k].code, "SX%04u is %s and %s", c[i].code, c[i].name, c[k].name);
            ck_assert_msg(strcmp(c[i].name, c[k].name) != 0, "%s has two codes", c[i].name);
        }
}
END_TEST

START_TEST(every_code_has_a_page)
{
    static const char *const headings[] = {"## What SQLite does", "## What we write", "## Exact when",
                                           "## Differs when",     "## Examples",      "## See"};
    size_t n;
    const CodeInfo *c = report_codes(&n);
    for (size_t i = 0; i < n; i++) {
        const char *page = pages_find(c[i].name);
        ck_assert_msg(page != NULL, "%s (SX%04u) has no page", c[i].name, c[i].code);
        for (size_t h = 0; h < sizeof headings / sizeof *headings; h++)
            ck_assert_msg(strstr(page, headings[h]) != NULL, "%s: no heading %s", c[i].name, headings[h]);
    }
}
END_TEST

START_TEST(titles_are_sentences)
{
    size_t n;
    const CodeInfo *c = report_codes(&n);
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(c[i].title);
        ck_assert_msg(len > 8 && c[i].title[len - 1] != '.', "%s: title \"%s\"", c[i].name, c[i].title);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("rules");
    TCase *t = tcase_create("all");
    tcase_add_test(t, templates_are_postgresql);
    tcase_add_test(t, compat_functions_are_postgresql);
    tcase_add_test(t, codes_and_names_are_unique);
    tcase_add_test(t, every_code_has_a_page);
    tcase_add_test(t, titles_are_sentences);
    return unit_run(s, t, false);
}
