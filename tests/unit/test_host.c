/* Small facts of the hosts that no file under tests/hosts shows.  It translates nothing. */
#include "host/host.h"
#include "unit.h"
#include <stdio.h>

/* The same question, asked at every byte. */
static bool declares_slowly(const char *s)
{
    static const char *const words[] = {"alter", "create"};
    for (; *s; s++)
        for (int w = 0; w < 2; w++) {
            size_t n = strlen(words[w]);
            if (str_istarts(str_z(s), words[w]) && s[n] && strchr(" \t\n\v\f\r\\/-", s[n]))
                return true;
        }
    return false;
}

START_TEST(words_that_declare_are_found_wherever_they_stand)
{
    static const char letters[] = "creatlCREATL cr\n_";
    unsigned seed = 20261128;
    char text[64];
    for (int i = 0; i < 200000; i++) {
        size_t n = 0, want = (size_t)(i % 24);
        while (n < want) {
            seed = seed * 1103515245u + 12345u;
            unsigned pick = seed >> 16;
            if (pick % 5 == 0)
                n += (size_t)sprintf(text + n, "%s", pick % 2 ? "CREATE " : pick % 3 ? "aLter" : "create");
            else
                text[n++] = letters[pick % (sizeof letters - 1)];
        }
        text[n] = 0;
        ck_assert_msg(host_declares((Str){text, n}) == declares_slowly(text), "\"%s\"", text);
    }
}
END_TEST

START_TEST(a_text_without_a_name_tells_its_language)
{
    static const char *const python[] = {"import sqlite3\n",     "#!/usr/bin/env python3\n",
                                         "# a note\nx = 1\n",    "\n\n\"\"\"Doc.\"\"\"\nimport os\n",
                                         "from a import b\n",    "app = Flask(__name__)\n",
                                         "def f():\n    pass\n", "@app.route('/')\n",
                                         "self.con.x = 1\n",     "try:\n    import x\n"};
    static const char *const sql[] = {"SELECT 1 = 1;",
                                      "-- import\nSELECT 1",
                                      "  select a\nfrom t",
                                      "/* x */ CREATE TABLE t(a)",
                                      "PRAGMA user_version=3",
                                      "WITH a AS (SELECT 1)",
                                      "VALUES(1)",
                                      "\xEF\xBB\xBFINSERT INTO t VALUES (1)"};
    for (size_t i = 0; i < sizeof python / sizeof *python; i++)
        ck_assert_msg(host_by_text(str_z(python[i])) == HOST_PYTHON, "%s", python[i]);
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++)
        ck_assert_msg(host_by_text(str_z(sql[i])) == HOST_SQL, "%s", sql[i]);
    ck_assert_int_eq(host_by_text(str_z(" \n\n")), HOST_UNKNOWN);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("host");
    TCase *c = tcase_create("texts");
    tcase_add_test(c, a_text_without_a_name_tells_its_language);
    tcase_add_test(c, words_that_declare_are_found_wherever_they_stand);
    return unit_run(s, c, true);
}
