/* Unit tests of lex/: which bytes become which tokens, flags, keywords in and out of company, where
   statements end.  What SQLite's tokenizer does is a fact here; whole statements are the business of
   tests/laws. */
#include "base/buf.h"
#include "lex/lex.h"
#include "unit.h"

static Arena arena;

static void setup(void)
{
    arena_init(&arena, NULL);
}

static void teardown(void)
{
    arena_free(&arena);
}

static const char *const kind_name[TK_COUNT] = {
#define TOKEN(name, text)        [TK_##name] = #name,
#define KEYWORD(name, text, cls) [TK_##name] = #name,
#include "lex/token.def"
#undef TOKEN
#undef KEYWORD
};

/* "ID`a` !BLOB`x'00'` ~MINUS`-`": '!' is TF_MEND, '~' TF_GLUE; single blanks are left out. */
static Str spelled(Str src, bool holes)
{
    Buf b = {0};
    Tokens t = lex_all(&arena, src, (LexOpts){.holes = holes});
    uint32_t at = 0;
    for (uint32_t i = 0; i < t.n; i++) {
        ck_assert_uint_eq(t.at[i].off, at);
        at += t.at[i].len;
        Str text = tok_text(&t, i);
        if (t.at[i].kind == TK_SPACE && str_eqz(text, " "))
            continue;
        buf_fmt(&b, "%s%s%s%s", b.n ? " " : "", t.at[i].flags & TF_MEND ? "!" : "",
                t.at[i].flags & TF_GLUE ? "~" : "", kind_name[t.at[i].kind]);
        buf_putc(&b, '<');
        buf_put(&b, text);
        buf_putc(&b, '>');
    }
    ck_assert_uint_eq(at, src.n);
    ck_assert_int_eq(t.at[t.n].kind, TK_EOF);
    ck_assert_uint_eq(t.at[t.n].off, src.n);
    Str out = arena_dup(&arena, buf_str(&b));
    buf_free(&b);
    return out;
}

#define lexes(text, want)     ck_assert_str_eq(spelled(str_z(text), false).p, want)
#define lexes_str(text, want) ck_assert_str_eq(spelled(STR(text), false).p, want)

START_TEST(numbers)
{
    lexes("0 12 0x1F 1_000", "INTEGER<0> INTEGER<12> !INTEGER<0x1F> !INTEGER<1_000>");
    lexes("1.5 1. .5 1e5 1.e-5 .5E+10",
          "FLOAT<1.5> FLOAT<1.> FLOAT<.5> FLOAT<1e5> FLOAT<1.e-5> FLOAT<.5E+10>");
    lexes("1_0.0_1 1_0e1_0 0xA_B", "!FLOAT<1_0.0_1> !FLOAT<1_0e1_0> !INTEGER<0xA_B>");
    lexes("123abc 1.5x 0xg 0x 1e 1__0 1_ 1_.5 1._5",
          "ILLEGAL<123abc> ILLEGAL<1.5x> ILLEGAL<0xg> ILLEGAL<0x> ILLEGAL<1e> ILLEGAL<1__0> ILLEGAL<1_> "
          "ILLEGAL<1_.5> ILLEGAL<1._5>");
    lexes("1..2", "FLOAT<1.> FLOAT<.2>");
    lexes("0x1e+5", "!INTEGER<0x1e> PLUS<+> INTEGER<5>");
    lexes("1e+", "ILLEGAL<1e> PLUS<+>");
    lexes("1$", "ILLEGAL<1$>");
}
END_TEST

START_TEST(strings_and_blobs)
{
    lexes("'' 'a''b' 'a' 'b'", "STRING<''> STRING<'a''b'> STRING<'a'> STRING<'b'>");
    lexes("'abc", "ILLEGAL<'abc>");
    lexes("'a''", "ILLEGAL<'a''>");
    lexes("x'' X'0aFF'", "!BLOB<x''> !BLOB<X'0aFF'>");
    lexes("x'abc' x'0g' x'00", "ILLEGAL<x'abc'> ILLEGAL<x'0g'> ILLEGAL<x'00>");
    lexes("x'abc''d'", "ILLEGAL<x'abc'> STRING<'d'>");
    lexes("ax'00'", "ID<ax> STRING<'00'>");
}
END_TEST

START_TEST(names)
{
    lexes("a _b c$1 selects", "ID<a> ID<_b> ID<c$1> ID<selects>");
    lexes("\"a\"\"b\" `a``b` [a b] [] \"\"", "ID<\"a\"\"b\"> !ID<`a``b`> !ID<[a b]> !ID<[]> ID<\"\">");
    lexes("\"a", "ILLEGAL<\"a>");
    lexes("[a", "ILLEGAL<[a>");
    lexes("[a]]", "!ID<[a]> ILLEGAL<]>");
    lexes("h\xC3\xA9 \xFF", "ID<h\xC3\xA9> ID<\xFF>");
}
END_TEST

START_TEST(byte_order_mark)
{
    lexes("\xEF\xBB\xBFselect", "!SPACE<\xEF\xBB\xBF> SELECT<select>");
    lexes("a\xEF\xBB\xBF", "ID<a\xEF\xBB\xBF>");
    lexes("\xEF\xBB", "ID<\xEF\xBB>");
    lexes("\xEF\xBC\x81", "ID<\xEF\xBC\x81>");
}
END_TEST

START_TEST(blanks)
{
    lexes("a \t\n\f\rb", "ID<a> SPACE< \t\n\f\r> ID<b>");
    lexes("a \vb", "ID<a> !SPACE< \v> ID<b>");
    lexes("\v", "ILLEGAL<\v>");
}
END_TEST

START_TEST(comments)
{
    lexes("a--b\nc", "ID<a> LINE_COMMENT<--b> SPACE<\n> ID<c>");
    lexes("--b\rc\nd", "!LINE_COMMENT<--b\rc> SPACE<\n> ID<d>");
    lexes("/* a */b/**/", "BLOCK_COMMENT</* a */> ID<b> BLOCK_COMMENT</**/>");
    lexes("/* a /* b */ c", "!BLOCK_COMMENT</* a /* b */> ID<c>");
    lexes("/*/", "!BLOCK_COMMENT</*/>");
    lexes("/* a", "!BLOCK_COMMENT</* a>");
    lexes("/* a **", "!BLOCK_COMMENT</* a **>");
    lexes("/*", "SLASH</> ~STAR<*>");
    lexes("a - -- b", "ID<a> MINUS<-> LINE_COMMENT<-- b>");
}
END_TEST

START_TEST(operators)
{
    lexes("a->b->>c", "ID<a> ARROW<->> ID<b> ARROW2<->>> ID<c>");
    lexes("a=b==c<>d!=e", "ID<a> EQ<=> ID<b> EQ<==> ID<c> NE<<>> ID<d> NE<!=> ID<e>");
    lexes("1<<2>>3<=4>=5<6>7",
          "INTEGER<1> LSHIFT<<<> INTEGER<2> RSHIFT<>>> INTEGER<3> LE<<=> INTEGER<4> GE<>=> INTEGER<5> LT<<> "
          "INTEGER<6> GT<>> INTEGER<7>");
    lexes("( ) , ; .", "LP<(> RP<)> COMMA<,> SEMI<;> DOT<.>");
    lexes("! ^ { } \\", "ILLEGAL<!> ILLEGAL<^> ILLEGAL<{> ILLEGAL<}> ILLEGAL<\\>");
}
END_TEST

START_TEST(glue)
{
    lexes("a||-1", "ID<a> CONCAT<||> ~MINUS<-> INTEGER<1>");
    lexes("7%-2", "INTEGER<7> REM<%> ~MINUS<-> INTEGER<2>");
    lexes("x=~y", "ID<x> EQ<=> ~BITNOT<~> ID<y>");
    lexes("a || -1", "ID<a> CONCAT<||> MINUS<-> INTEGER<1>");
    lexes("a||/**/-1", "ID<a> CONCAT<||> BLOCK_COMMENT</**/> MINUS<-> INTEGER<1>");
}
END_TEST

START_TEST(parameters)
{
    lexes("? ?12 :a @b $c #d", "PARAM<?> PARAM<?12> PARAM<:a> PARAM<@b> PARAM<$c> PARAM<#d>");
    lexes("$a::b $a(b c) $a(b;c)", "PARAM<$a::b> ILLEGAL<$a(b> ID<c> RP<)> PARAM<$a(b;c)>");
    lexes(": $ :1a ?1a", "ILLEGAL<:> ILLEGAL<$> PARAM<:1a> PARAM<?1> ID<a>");
    lexes("::a", "ILLEGAL<:> PARAM<:a>");
    lexes(":::a", "PARAM<:::a>");
}
END_TEST

START_TEST(holes)
{
    ck_assert_str_eq(spelled(STR("a \x1A"
                                 "12\x1A,"),
                             true)
                         .p,
                     "ID<a> HOLE<\x1A"
                     "12\x1A> COMMA<,>");
    ck_assert_str_eq(spelled(STR("\x1A"
                                 "1\x1A"),
                             false)
                         .p,
                     "ILLEGAL<\x1A> INTEGER<1> ILLEGAL<\x1A>");
    ck_assert_str_eq(spelled(STR("'\x1A"
                                 "1\x1A'"),
                             true)
                         .p,
                     "STRING<'\x1A"
                     "1\x1A'>");
    ck_assert_str_eq(spelled(STR("\x1A\x1A"), true).p, "ILLEGAL<\x1A> ILLEGAL<\x1A>");
}
END_TEST

START_TEST(nul_is_illegal)
{
    Tokens t = lex_all(&arena, STR("a\0b"), (LexOpts){0});
    ck_assert_uint_eq(t.n, 3);
    ck_assert_int_eq(t.at[1].kind, TK_ILLEGAL);
    t = lex_all(&arena, STR("'a\0''b;'c"), (LexOpts){0});
    ck_assert_uint_eq(t.n, 2);
    ck_assert_int_eq(t.at[0].kind, TK_ILLEGAL);
    ck_assert_int_eq(t.at[1].kind, TK_ID);
    t = lex_all(&arena, STR("/* \0*/--\0\n"), (LexOpts){0});
    ck_assert_uint_eq(t.n, 3);
    ck_assert_int_eq(t.at[0].kind, TK_ILLEGAL);
    ck_assert_int_eq(t.at[1].kind, TK_ILLEGAL);
    ck_assert_int_eq(t.at[2].kind, TK_SPACE);
}
END_TEST

START_TEST(every_keyword_is_its_token)
{
    for (uint16_t k = 0; k < TK_COUNT; k++) {
        bool contextual = k == TK_WINDOW || k == TK_OVER || k == TK_FILTER;
        if (tok_keyword_class(k) == KW_NONE || contextual)
            continue;
        char mixed[32] = {0};
        for (size_t i = 0; tok_name(k)[i]; i++)
            mixed[i] = i % 2 ? ascii_lower(tok_name(k)[i]) : ascii_upper(tok_name(k)[i]);
        Tokens t = lex_all(&arena, str_z(mixed), (LexOpts){0});
        ck_assert_uint_eq(t.n, 1);
        ck_assert_msg(t.at[0].kind == k, "%s lexes as %s", mixed, kind_name[t.at[0].kind]);
    }
}
END_TEST

START_TEST(window_words)
{
    lexes("f() over (a)", "ID<f> LP<(> RP<)> OVER<over> LP<(> ID<a> RP<)>");
    lexes("f() over w", "ID<f> LP<(> RP<)> OVER<over> ID<w>");
    lexes("f() over, over", "ID<f> LP<(> RP<)> ID<over> COMMA<,> ID<over>");
    lexes("f() filter (", "ID<f> LP<(> RP<)> FILTER<filter> LP<(>");
    lexes("f() filter a", "ID<f> LP<(> RP<)> ID<filter> ID<a>");
    lexes("x filter (", "ID<x> ID<filter> LP<(>");
    lexes("window w as", "WINDOW<window> ID<w> AS<as>");
    lexes("window /* c */ key as", "WINDOW<window> BLOCK_COMMENT</* c */> KEY<key> AS<as>");
    lexes("window select as", "ID<window> SELECT<select> AS<as>");
    lexes("window w", "ID<window> ID<w>");
}
END_TEST

START_TEST(statement_ends)
{
    static const struct {
        const char *text;
        size_t length;
    } ends[] = {
        {"select 1; select 2", 9},
        {" -- a;\n /* ; */ select ';' ;x", 28},
        {"select 1", 0},
        {"select 'a;", 0},
        {"select /* ;", 0},
        {"select \"a;\"\";\"; x", 15},
        {"select [a;]; x", 12},
        {"select x'41;'; x", 14},
        {"select $a(;); x", 13},
        {";", 1},
        {"create table t(a); x", 18},
        {"create trigger t after insert on u begin select 1; end; x", 55},
        {"create temp trigger t after insert on u begin select case when 1 then 2 end; select 2; end ; x",
         92},
        {"explain query plan create temporary trigger t begin select 1; end; x", 66},
        {"create trigger t begin select 1;", 0},
        {"create trigger t begin select 1; end", 0},
        {"create trigger t begin select 1; end x; select 2; end; x", 54},
        {"create trigger t; x", 17},
        {"select create trigger t begin select 1; end; x", 39},
        {"\xEF\xBB\xBF"
         "create trigger t begin a; end; x",
         33},
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        Str s = str_z(ends[i].text);
        ck_assert_msg(lex_statement_length(s, false) == ends[i].length, "%s: %zu", ends[i].text,
                      lex_statement_length(s, false));
        ck_assert_uint_eq(lex_statement_length(s, true), ends[i].length ? ends[i].length : s.n);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("lex");
    TCase *tc = tcase_create("lex");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, numbers);
    tcase_add_test(tc, strings_and_blobs);
    tcase_add_test(tc, names);
    tcase_add_test(tc, byte_order_mark);
    tcase_add_test(tc, blanks);
    tcase_add_test(tc, comments);
    tcase_add_test(tc, operators);
    tcase_add_test(tc, glue);
    tcase_add_test(tc, parameters);
    tcase_add_test(tc, holes);
    tcase_add_test(tc, nul_is_illegal);
    tcase_add_test(tc, every_keyword_is_its_token);
    tcase_add_test(tc, window_words);
    tcase_add_test(tc, statement_ends);
    return unit_run(s, tc, true);
}
