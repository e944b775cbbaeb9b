/* Unit tests of base/: numbers read from text, as SQLite's CAST and affinity read them; UTF-8; entries by
 * name. */
#include "base/nametable.h"
#include "base/number.h"
#include "unit.h"

START_TEST(numbers)
{
    static const struct {
        const char *s, *text, *digits;
        bool integer, alone;
    } reads[] = {
        {"12", "12", "12", true, true},      {" -7 ", "-7", "-7", true, true},
        {"+3", "3", "3", true, true},        {"1.5", "1.5", "1", false, true},
        {"5.", "5.", "5", false, true},      {".5", ".5", "", false, true},
        {"-.5e1", "-.5e1", "", false, true}, {"1e3", "1e3", "1", false, true},
        {"1e", "1", "1", true, false},       {"1e+", "1", "1", true, false},
        {"12 kg", "12", "12", true, false},  {"1.2.3", "1.2", "1", false, false},
        {"0x10", "0", "0", true, false},     {"1_000", "1", "1", true, false},
        {"", "", "", false, false},          {".", "", "", false, false},
        {"-", "", "", false, false},         {"e5", "", "", false, false},
        {"inf", "", "", false, false},
    };
    for (size_t i = 0; i < sizeof reads / sizeof *reads; i++) {
        Number n = number_read(str_z(reads[i].s));
        ck_assert_msg(str_eqz(n.text, reads[i].text) && str_eqz(n.digits, reads[i].digits), "'%s' is '%.*s'",
                      reads[i].s, (int)n.text.n, n.text.p);
        ck_assert_msg(n.integer == reads[i].integer && n.alone == reads[i].alone, "'%s'", reads[i].s);
    }
}
END_TEST

START_TEST(utf8)
{
    static const struct {
        const char *s;
        size_t bytes;
    } reads[] = {
        {"a", 1},
        {"\xC3\xA9", 2},
        {"\xE2\x82\xAC", 3},
        {"\xF0\x9F\x98\x80", 4},
        {"\xF4\x8F\xBF\xBF", 4},
        {"\x80", 0},             /* no beginning */
        {"\xC3", 0},             /* no end */
        {"\xC3(", 0},            /* cut short */
        {"\xC0\xAF", 0},         /* overlong */
        {"\xE0\x80\xAF", 0},     /* likewise */
        {"\xF0\x80\x80\xAF", 0}, /* likewise */
        {"\xED\xA0\x80", 0},     /* a surrogate */
        {"\xF4\x90\x80\x80", 0}, /* beyond U+10FFFF */
        {"\xFF", 0},
    };
    for (size_t i = 0; i < sizeof reads / sizeof *reads; i++)
        ck_assert_msg(str_utf8(str_z(reads[i].s), 0) == reads[i].bytes, "the %zuth", i);
}
END_TEST

START_TEST(entries_by_name)
{
    static NameTable t;
    static const char first[] = "1", second[] = "2", other[] = "3";
    uint32_t slot = NAMETABLE_START;
    ck_assert_ptr_null(nametable_find(&t, STR("log")));
    nametable_add(&t, "log", first);
    nametable_add(&t, "sin", other);
    nametable_add(&t, "LOG", second);
    ck_assert_ptr_eq(nametable_find(&t, STR("Sin")), other);
    ck_assert_ptr_eq(nametable_next(&t, STR("log"), &slot), first);
    ck_assert_ptr_eq(nametable_next(&t, STR("log"), &slot), second);
    ck_assert_ptr_null(nametable_next(&t, STR("log"), &slot));
    ck_assert_ptr_null(nametable_find(&t, STR("cos")));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("base");
    TCase *tc = tcase_create("base");
    tcase_add_test(tc, numbers);
    tcase_add_test(tc, utf8);
    tcase_add_test(tc, entries_by_name);
    return unit_run(s, tc, true);
}
