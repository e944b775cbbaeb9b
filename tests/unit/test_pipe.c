/* The pipe and the library's interface: segments put together are the output and never go backwards, nothing
   to rewrite gives the input byte for byte, comments in are comments out, misuse gets a code. */
#include "pipe/pipe.h"
#include "sqlxlate.h"
#include "unit.h"

static Options opts;
static Catalog *cat;
static Pipe *pipe;

static void setup(void)
{
    cat = catalog_new(NULL);
    pipe = pipe_new(&opts, cat);
    pipe_learn(pipe,
               str_z("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT NOT NULL, is_on INTEGER, at DATETIME);"),
               false);
    catalog_seal(cat);
}

static void teardown(void)
{
    pipe_free(pipe);
    catalog_free(cat);
}

static Str translate(const char *sql, const FragOpts *f, Buf *out)
{
    const Translation *t = pipe_translate(pipe, str_z(sql), f);
    uint32_t at = 0;
    for (size_t i = 0; i < t->segs.n; i++)
        if (t->segs.at[i].kind == SEG_COPY) {
            ck_assert_uint_ge(t->segs.at[i].off, at);
            at = t->segs.at[i].off + t->segs.at[i].len;
        }
    out->n = 0;
    pipe_text(t, str_z(sql), out);
    return buf_str(out);
}

static void gives(const char *sql, const FragOpts *f, const char *want)
{
    Buf b = {0};
    Str got = translate(sql, f, &b);
    ck_assert_msg(str_eqz(got, want), "%s\n  gives %.*s\n  not   %s", sql, (int)got.n, got.p, want);
    buf_free(&b);
}

START_TEST(untouched)
{
    static const char *const texts[] = {
        "",
        ";",
        "  \n",
        "-- only a comment",
        "SELECT id\r\n\tFROM t -- x\n WHERE a = 'b' ;\n\n/* end */",
        "select a from t where a in ('x', 'y') and id between 1 and 3 order by id desc;",
        "UPDATE t SET a = 'x' WHERE id = 1;DELETE FROM t WHERE id = 2",
    };
    FragOpts f = {.params = PARAM_NUMBERED};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        gives(texts[i], &f, texts[i]);
        ck_assert(!pipe_translate(pipe, str_z(texts[i]), &f)->changed);
    }
}
END_TEST

START_TEST(bytes_that_change_their_meaning)
{
    FragOpts f = {.params = PARAM_NUMBERED};
    gives("select 1 -- x\r + 1", &f, "select 1 -- x  + 1");
    gives("select ~1 + 1", &f, "select (~1) + 1");
    gives("select a||-1 from t", &f, "select a|| -1 from t");
    gives("select cast('1' || 2 as numeric) + 3 from t", &f,
          "select regexp_replace('1' || 2, '^\\s*([-+]?)([0-9]*\\.?[0-9]*(e[-+]?[0-9]+)?).*$', '\\10\\2', "
          "'i')::numeric + 3 from t");
    gives("select id from t where 1 < 2 = 1", &f, "select id from t where (1 < 2) = TRUE");
    gives("select 0x1F, 1_000, x'41'", &f, "select 31, 1000, '\\x41'::bytea");
    gives("select 7%-2", &f, "select 7% -2");
    gives("select 1 /* a /* b */", &f, "select 1 /* a / * b */");
    gives("select 1 /* open", &f, "select 1 /* open*/");
}
END_TEST

START_TEST(comments_travel)
{
    FragOpts f = {.params = PARAM_NUMBERED}, one = {.params = PARAM_NUMBERED, .one_line = true};
    gives("select ifnull(/* a */ a /* b */, -- c\n 'x' /* d */) /* e */ from t", &f,
          "select COALESCE(/* a */ a /* b */, -- c\n 'x' /* d */) /* e */ from t");
    gives("INSERT OR /* why */ IGNORE INTO t(id, a) VALUES (1, 'x') -- end", &f,
          "INSERT /* why */ INTO t(id, a) VALUES (1, 'x') ON CONFLICT DO NOTHING -- end");
    gives("SELECT id FROM t WHERE a GLOB 'x*' -- end", &one, "SELECT id FROM t WHERE a LIKE 'x%' -- end");
}
END_TEST

START_TEST(parameters)
{
    FragOpts n = {.params = PARAM_NUMBERED}, p = {.params = PARAM_PSYCOPG, .percent = PERCENT_IF_PARAMS},
             named = {.params = PARAM_NAMED}, jdbc = {.params = PARAM_JDBC}, keep = {.params = PARAM_KEEP};
    const char *q = "SELECT id FROM t WHERE a = ? AND id = ?",
               *m = "SELECT id FROM t WHERE a = :a AND a <> :a";
    gives(q, &n, "SELECT id FROM t WHERE a = $1 AND id = $2");
    gives(q, &p, "SELECT id FROM t WHERE a = %s AND id = %s");
    gives(q, &named, "SELECT id FROM t WHERE a = :p1 AND id = :p2");
    gives(q, &jdbc, q);
    gives(q, &keep, q);
    gives(m, &n, "SELECT id FROM t WHERE a = $1 AND a <> $1");
    gives(m, &p, "SELECT id FROM t WHERE a = %(a)s AND a <> %(a)s");
    gives("SELECT id % 2 FROM t WHERE a = '5%' AND id = ?", &p,
          "SELECT id %% 2 FROM t WHERE a = '5%%' AND id = %s");
    gives("SELECT id FROM t ORDER BY id LIMIT ?, ?", &p, "SELECT id FROM t ORDER BY id OFFSET %s LIMIT %s");
    gives("SELECT id FROM t WHERE a = ?1 OR a = ?1", &p,
          "SELECT id FROM t WHERE a = ?1 OR a = ?1"); /* manual */
    ck_assert(pipe_translate(pipe, str_z("SELECT id FROM t WHERE a = ?1 OR a = ?1"), &p)->manual);
}
END_TEST

START_TEST(what_does_not_parse_is_left)
{
    FragOpts f = {.params = PARAM_NUMBERED};
    const char *sql = "SELEC 1; SELECT id FROM t WHERE is_on == 1; SELECT (";
    gives(sql, &f, "SELEC 1; SELECT id FROM t WHERE is_on = TRUE; SELECT (");
    const Translation *t = pipe_translate(pipe, str_z(sql), &f);
    ck_assert(t->manual);
    ck_assert_uint_ge(t->diags.n, 2);
    ck_assert_uint_eq(t->diags.at[0].off, 0);
    ck_assert_int_eq(t->diags.at[0].safety, SX_MANUAL);
}
END_TEST

static bool says(const Translation *t, uint16_t code)
{
    for (size_t i = 0; i < t->diags.n; i++)
        if (t->diags.at[i].code == code)
            return true;
    return false;
}

START_TEST(what_cannot_stand_is_left)
{
    FragOpts f = {.params = PARAM_NUMBERED}, one = {.params = PARAM_NUMBERED, .one_statement = true};
    const char *empty = "SELECT id == 1 AS \"\" FROM t"; /* PostgreSQL has no empty names */
    gives(empty, &f, empty);
    ck_assert(says(pipe_translate(pipe, str_z(empty), &f), 2));
    const char *several = "INSERT INTO two(a, b) VALUES (1, 2), (1, 3) ON CONFLICT (a) DO UPDATE SET b = 0";
    pipe_learn(pipe, str_z("CREATE TABLE two(a INTEGER UNIQUE NOT NULL, b INTEGER UNIQUE NOT NULL)"), false);
    gives(several, &one, several);
    ck_assert(says(pipe_translate(pipe, str_z(several), &one), 5));
    ck_assert(pipe_translate(pipe, str_z(several), &f)->changed);
}
END_TEST

START_TEST(last_id)
{
    FragOpts f = {.params = PARAM_PSYCOPG, .want_last_id = true};
    gives("INSERT INTO t(a) VALUES (?)", &f, "INSERT INTO t(a) VALUES (%s) RETURNING id");
    const Translation *t = pipe_translate(pipe, str_z("INSERT INTO t(a) VALUES (?)"), &f);
    ck_assert(t->returning_id && str_eqz(t->id_column, "id") && t->answers);
    ck_assert(!pipe_translate(pipe, str_z("INSERT INTO unknown(a) VALUES (?)"), &f)->returning_id);
}
END_TEST

START_TEST(library)
{
    SxTranslator *t = sx_new();
    SxResult r;
    const char *schema = "CREATE TABLE kv(k TEXT PRIMARY KEY, v TEXT);",
               *sql = "REPLACE INTO kv VALUES (?, 'x')";
    ck_assert_int_eq(sx_schema(t, schema, strlen(schema)), SX_OK);
    ck_assert_int_eq(sx_translate(t, sql, strlen(sql), SX_PARAMS_NUMBERED, &r), SX_OK);
    const char *want = "INSERT INTO kv VALUES ($1, 'x') ON CONFLICT (k) DO UPDATE SET v = EXCLUDED.v";
    ck_assert_uint_eq(r.size, strlen(want));
    ck_assert_int_eq(memcmp(r.text, want, r.size), 0);
    ck_assert_uint_eq(r.count, 1);
    ck_assert_int_eq(r.diagnostics[0].code, 301);
    ck_assert_int_eq(sx_translate(t, NULL, 5, SX_PARAMS_KEEP, &r), SX_EMISUSE);
    ck_assert_int_eq(sx_translate(NULL, sql, 5, SX_PARAMS_KEEP, &r), SX_EMISUSE);
    sx_free(t);
    sx_free(NULL);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("pipe");
    TCase *t = tcase_create("all");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, untouched);
    tcase_add_test(t, bytes_that_change_their_meaning);
    tcase_add_test(t, comments_travel);
    tcase_add_test(t, parameters);
    tcase_add_test(t, what_does_not_parse_is_left);
    tcase_add_test(t, what_cannot_stand_is_left);
    tcase_add_test(t, last_id);
    tcase_add_test(t, library);
    return unit_run(s, t, false);
}
