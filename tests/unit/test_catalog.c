/* Unit tests of catalog/: what is learnt from statements, from literals and from database files.  Facts about
   SQLite in here (which key is the rowid, which key may be NULL) were read off SQLite's answers. */
#include "catalog/catalog.h"
#include "parse/parse.h"
#include "unit.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static Catalog *c;
static Arena arena;

static void setup(void)
{
    c = catalog_new(NULL);
    arena_init(&arena, NULL);
}

static void teardown(void)
{
    catalog_free(c);
    arena_free(&arena);
}

static void learn(const char *script)
{
    Tokens t = lex_all(&arena, str_z(script), (LexOpts){0});
    for (uint32_t at = 0; at < t.n;) {
        Stmt *s = parse_statement(&arena, &t, at);
        ck_assert_msg(s->error.n == 0, "%.*s in %s", (int)s->error.n, s->error.p, script);
        catalog_learn(c, s, true);
        at = s->last;
    }
    catalog_finish(c);
}

static const Table *table(const char *name)
{
    const Table *t = catalog_table(c, str_z(name));
    ck_assert_msg(t != NULL, "no table %s", name);
    return t;
}

static const Column *column(const char *t, const char *name)
{
    const Column *col = table_column(table(t), str_z(name));
    ck_assert_msg(col != NULL, "no column %s.%s", t, name);
    return col;
}

static bool has(const char *t, const char *name, uint32_t evidence)
{
    return (column(t, name)->evidence & evidence) == evidence;
}

#define ck_str(s, z) ck_assert_msg(str_eqz((s), (z)), "%.*s, not %s", (int)(s).n, (s).p, (z))

START_TEST(types_and_affinity)
{
    static const struct {
        const char *type;
        Affinity aff;
    } CASES[] = {{"INTEGER", AFF_INTEGER},
                 {"UNSIGNED BIG INT", AFF_INTEGER},
                 {"VARCHAR(20)", AFF_TEXT},
                 {"CHARINT", AFF_INTEGER},
                 {"FLOATING POINT", AFF_INTEGER},
                 {"STRING", AFF_NUMERIC},
                 {"DOUBLE PRECISION", AFF_REAL},
                 {"BLOB", AFF_NONE},
                 {"", AFF_NONE},
                 {"DECIMAL(10,2)", AFF_NUMERIC},
                 {"TEXTBLOB", AFF_TEXT},
                 {"BLOBREAL", AFF_NONE}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        ck_assert_msg(catalog_affinity(str_z(CASES[i].type)) == CASES[i].aff, "%s", CASES[i].type);
    learn("CREATE TABLE t(a unsigned  big /* c */ int, b VARCHAR ( 20 ), c DECIMAL( 10 , 2 ) NOT NULL, d, e "
          "\"INTEGER\")");
    ck_str(column("T", "A")->type, "unsigned big int");
    ck_str(column("t", "b")->type, "VARCHAR(20)");
    ck_str(column("t", "c")->type, "DECIMAL(10,2)");
    ck_assert(column("t", "c")->not_null);
    ck_str(column("t", "d")->type, "");
    ck_str(column("t", "e")->type, "INTEGER");
}
END_TEST

/* Each row was asked of SQLite: does INSERT of NULL give a number? */
START_TEST(rowid_alias)
{
    static const struct {
        const char *sql;
        bool alias, not_null;
    } CASES[] = {
        {"CREATE TABLE t(id INTEGER PRIMARY KEY)", true, true},
        {"CREATE TABLE t(id integer primary key autoincrement)", true, true},
        {"CREATE TABLE t(id [INTEGER] PRIMARY KEY ASC)", true, true},
        {"CREATE TABLE t(id INTEGER PRIMARY KEY DESC)", false, false},
        {"CREATE TABLE t(id INTEGER, PRIMARY KEY(id DESC))", true, true},
        {"CREATE TABLE t(id INTEGER, PRIMARY KEY(id COLLATE NOCASE))", true, true},
        {"CREATE TABLE t(id INT PRIMARY KEY)", false, false},
        {"CREATE TABLE t(id INTEGER(5) PRIMARY KEY)", false, false},
        {"CREATE TABLE t(id INTEGER, b, PRIMARY KEY(id, b))", false, false},
        {"CREATE TABLE t(id INTEGER PRIMARY KEY) WITHOUT ROWID", false, true},
        {"CREATE TABLE t(id TEXT PRIMARY KEY)", false, false},
        {"CREATE TABLE t(id TEXT PRIMARY KEY) STRICT", false, true},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        learn(CASES[i].sql);
        ck_assert_msg((table("t")->rowid == 0) == CASES[i].alias, "%s", CASES[i].sql);
        ck_assert_msg(column("t", "id")->not_null == CASES[i].not_null, "%s", CASES[i].sql);
        ck_assert_msg(column("t", "id")->pk == 1, "%s", CASES[i].sql);
    }
    learn("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)");
    ck_assert(table("t")->autoincrement);
}
END_TEST

START_TEST(keys)
{
    learn("CREATE UNIQUE INDEX early ON t(b);"
          "CREATE TABLE t(a INT UNIQUE ON CONFLICT REPLACE, b TEXT COLLATE NOCASE, c, CONSTRAINT two "
          "UNIQUE(b, c),"
          " PRIMARY KEY(c));"
          "CREATE UNIQUE INDEX ux ON t(lower(b), a COLLATE NOCASE) WHERE c > 0;"
          "CREATE UNIQUE INDEX IF NOT EXISTS ux ON t(lower(b), a COLLATE NOCASE) WHERE c > 0;"
          "CREATE INDEX plain ON t(a)");
    const Table *t = table("t");
    ck_assert_int_eq(t->nkeys, 5);
    ck_assert(t->keys[0].primary && t->keys[0].cols[0] == 2);
    ck_assert_int_eq(t->keys[1].conflict, TK_REPLACE);
    ck_str(t->keys[2].name, "two");
    ck_assert(t->keys[2].nocase && t->keys[2].ncols == 2);
    const Key *ux = &t->keys[3];
    ck_str(ux->name, "ux");
    ck_assert(ux->partial && ux->nocase && ux->cols[0] == UINT16_MAX && ux->cols[1] == 0);
    ck_str(ux->text[0], "lower(b)");
    ck_str(ux->where, "c > 0");
    ck_str(t->keys[4].name, "early");
    ck_assert(catalog_index(c, STR("PLAIN")) != NULL);
}
END_TEST

START_TEST(references)
{
    learn("CREATE TABLE child(p INTEGER REFERENCES parent ON DELETE CASCADE, q TEXT REFERENCES parent(code),"
          " r REFERENCES missing(x), FOREIGN KEY(p, q) REFERENCES parent(id, code));"
          "CREATE TABLE parent(id INTEGER PRIMARY KEY, code TEXT UNIQUE);"
          "CREATE TABLE alone(x)");
    ck_assert(table("parent")->referenced && table("parent")->cascades);
    ck_assert(!table("alone")->referenced && !table("child")->cascades);
    ck_assert_ptr_eq(column("child", "p")->ref, table("parent"));
    ck_assert_int_eq(column("child", "p")->ref_column, 0);
    ck_assert_int_eq(column("child", "q")->ref_column, 1);
    ck_assert_ptr_null(column("child", "r")->ref);
    ck_str(column("child", "r")->ref_name, "missing");
    ck_assert_int_eq(table("child")->nfks, 4);
    ck_assert_int_eq(table("child")->fks[0].op & NFK_ACTION_MASK, NFK_CASCADE);
    ck_assert(table("child")->order < table("parent")->order);
}
END_TEST

START_TEST(created_again)
{
    learn("CREATE TABLE t(a); CREATE TABLE IF NOT EXISTS t(b)");
    ck_assert_int_eq(table_column_index(table("t"), STR("a")), 0);
    const Table *before = table("t");
    learn("DROP TABLE t; CREATE TABLE t(b INT, c)");
    ck_assert_ptr_eq(table("t"), before);
    ck_assert_int_eq(table("t")->ncols, 2);
    ck_assert_uint_eq(catalog_tables(c), 1);
}
END_TEST

START_TEST(alter_table)
{
    learn("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b TEXT UNIQUE, c INT);"
          "ALTER TABLE t ADD COLUMN is_new INTEGER NOT NULL DEFAULT 0;"
          "ALTER TABLE t RENAME COLUMN b TO bb; ALTER TABLE t DROP COLUMN a;"
          "ALTER TABLE t ADD COLUMN is_new INTEGER");
    const Table *t = table("t");
    ck_assert_int_eq(t->ncols, 4);
    ck_str(t->cols[1].name, "bb");
    ck_assert_int_eq(t->keys[1].cols[0], 1);
    ck_str(t->keys[1].text[0], "bb");
    ck_str(t->cols[3].deflt, "0");
    ck_assert(t->cols[3].not_null && !t->cols[3].default_null);
    learn(
        "CREATE TABLE t_new(id INTEGER PRIMARY KEY, z); INSERT INTO t_new SELECT id, bb FROM t; DROP TABLE t;"
        "ALTER TABLE t_new RENAME TO t");
    ck_assert_int_eq(table("t")->ncols, 2);
    ck_str(column("t", "z")->name, "z");
    ck_assert_int_eq(table("t_new")->ncols, 2); /* the INSERT above still needs it */
}
END_TEST

/* Statements that stand before an ALTER use the names of their time. */
START_TEST(former_columns)
{
    learn("CREATE TABLE t(id INTEGER PRIMARY KEY, is_a INTEGER, gone REAL); INSERT INTO t(is_a) VALUES (1);"
          "ALTER TABLE t RENAME COLUMN is_a TO b; ALTER TABLE t DROP COLUMN gone; UPDATE t SET b = 7");
    ck_assert_int_eq(table("t")->ncols, 2);
    ck_assert_int_eq(table_column_index(table("t"), STR("is_a")), -1);
    ck_str(column("t", "IS_A")->name, "is_a");
    ck_assert(column("t", "gone")->aff == AFF_REAL);
    ck_assert_ptr_eq(column("t", "b")->was, column("t", "is_a"));
    ck_assert(has("t", "is_a", EV_NOT_01) && has("t", "b", EV_NOT_01)); /* one column, one type */
    learn("DROP TABLE t; CREATE TABLE t(c)");
    ck_assert(table_column(table("t"), STR("b")) && table_column(table("t"), STR("gone")));
}
END_TEST

START_TEST(described_alone)
{
    learn("CREATE TABLE p(id BIGINT PRIMARY KEY); CREATE TABLE t(a TEXT); INSERT INTO t(n) VALUES "
          "(3000000000)");
    Tokens t =
        lex_all(&arena, STR("CREATE TABLE IF NOT EXISTS t(n INTEGER, p_id REFERENCES p(id))"), (LexOpts){0});
    const Table *alone = catalog_describe(c, &arena, parse_statement(&arena, &t, 0));
    ck_assert(alone && alone->ncols == 2 && alone != table("t"));
    ck_assert(alone->cols[0].evidence & EV_BIG_INT);
    ck_assert_ptr_eq(alone->cols[1].ref, table("p"));
    t = lex_all(&arena, STR("ALTER TABLE t ADD COLUMN x DATETIME"), (LexOpts){0});
    alone = catalog_describe(c, &arena, parse_statement(&arena, &t, 0));
    ck_assert(alone && alone->ncols == 1 && str_eqz(alone->cols[0].type, "DATETIME"));
    t = lex_all(&arena, STR("DROP TABLE t"), (LexOpts){0});
    ck_assert_ptr_null(catalog_describe(c, &arena, parse_statement(&arena, &t, 0)));
    ck_assert_int_eq(table("t")->ncols, 1);
}
END_TEST

START_TEST(other_objects)
{
    learn("CREATE TABLE t(a INT, b TEXT); CREATE TABLE copy AS SELECT * FROM t; CREATE TABLE two AS SELECT a "
          "x, 1 AS y "
          "FROM t; CREATE TABLE cannot AS SELECT count(*) FROM t;"
          "CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;"
          "CREATE VIRTUAL TABLE f USING fts5(title, body, content='t')");
    ck_assert_int_eq(table("copy")->ncols, 2);
    ck_assert_int_eq(column("copy", "a")->aff, AFF_INTEGER);
    ck_assert_int_eq(table_column_index(table("two"), STR("y")), 1);
    ck_assert_int_eq(table("cannot")->ncols, 0);
    ck_assert(table("v")->is_view && table("v")->ncols == 0);
    ck_str(table("v")->sql, "CREATE VIEW v AS SELECT a FROM t");
    ck_assert(table("t")->has_triggers);
    ck_str(catalog_trigger(c, STR("G"))->table, "t");
    ck_assert(table("f")->is_virtual && table("f")->ncols == 3 && table("f")->cols[2].hidden);
    ck_str(table("f")->module, "fts5");
}
END_TEST

START_TEST(checks_of_zero_and_one)
{
    learn("CREATE TABLE t(a INTEGER CHECK (a IN (0, 1)), b INT CHECK (b BETWEEN 0 AND 1), c INT CHECK (c = 0 "
          "OR c = 1),"
          " d INT CHECK (d IN (1, 0) OR d IS NULL), e INT CHECK (e IN (0, 1, 2)), f INT CHECK (f IN (1)),"
          " g INT CHECK (g NOT IN (0, 1)), h INT, i INT CHECK (i = 0 OR h = 1), CHECK (h IN (FALSE, TRUE)))");
    static const char *const YES[] = {"a", "b", "c", "d", "h"}, *const NO[] = {"e", "f", "g", "i"};
    for (size_t i = 0; i < 5; i++)
        ck_assert_msg(has("t", YES[i], EV_CHECK_01) && !has("t", YES[i], EV_NOT_01), "%s", YES[i]);
    for (size_t i = 0; i < 4; i++)
        ck_assert_msg(!has("t", NO[i], EV_CHECK_01), "%s", NO[i]);
    ck_assert(has("t", "e", EV_NOT_01));
}
END_TEST

/* Does the statement say that is_x is no 0/1 column? */
START_TEST(contradictions)
{
    static const struct {
        const char *sql;
        bool not_01;
    } CASES[] = {
        {"INSERT INTO t(id, is_x) VALUES (7, 1), (8, 0), (9, NULL)", false},
        {"INSERT INTO t(id, is_x) VALUES (7, 1), (8, 2)", true},
        {"INSERT INTO t VALUES (5, '1', 'x')", false},
        {"INSERT INTO t VALUES (5, 'yes', 'x')", true},
        {"INSERT INTO t(is_x) SELECT 3", true},
        {"INSERT INTO t(is_x) SELECT -1 UNION ALL SELECT 0", true},
        {"INSERT INTO t(is_x) VALUES (?)", false},
        {"INSERT INTO t(id, is_x) VALUES (1, 1) ON CONFLICT(id) DO UPDATE SET is_x = 2", true},
        {"UPDATE t SET is_x = 0", false},
        {"UPDATE t SET is_x = 1 - is_x", false},
        {"UPDATE t SET is_x = is_x + 1", true},
        {"UPDATE t SET is_x = CASE WHEN id > 3 THEN 1 ELSE 0 END", false},
        {"UPDATE t SET is_x = CASE WHEN id > 3 THEN 1 ELSE -1 END", true},
        {"UPDATE t SET (id, is_x) = (1, 4)", true},
        {"SELECT * FROM t WHERE is_x = 1 AND id = 5", false},
        {"SELECT * FROM t WHERE is_x = 2", true},
        {"SELECT * FROM t AS a, u WHERE 3 < a.is_x", true},
        {"SELECT * FROM t AS a, u WHERE 3 < u.is_x", false},
        {"SELECT * FROM t WHERE is_x IN (0, 1)", false},
        {"SELECT * FROM t WHERE is_x IN (1, 2)", true},
        {"SELECT * FROM t WHERE is_x BETWEEN 0 AND 5", true},
        {"SELECT is_x * 4 FROM t", true},
        {"SELECT sum(is_x), is_x + is_x FROM t", false},
        {"SELECT CASE is_x WHEN 5 THEN 'a' END FROM t", true},
        {"CREATE TRIGGER g AFTER UPDATE ON t WHEN NEW.is_x > 3 BEGIN SELECT 1; END", true},
        {"WITH t AS (SELECT 9 AS is_x) SELECT * FROM t WHERE is_x = 9", false},
        {"DELETE FROM t WHERE EXISTS (SELECT 1 FROM u WHERE is_x = 7)", true},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        teardown();
        setup();
        learn(CASES[i].sql); /* before the table is known, as in a program's source */
        learn("CREATE TABLE t(id INTEGER, is_x INTEGER, s TEXT); CREATE TABLE u(id INTEGER)");
        ck_assert_msg(has("t", "is_x", EV_NOT_01) == CASES[i].not_01, "before: %s", CASES[i].sql);
        teardown();
        setup();
        learn("CREATE TABLE t(id INTEGER, is_x INTEGER, s TEXT); CREATE TABLE u(id INTEGER)");
        learn(CASES[i].sql);
        ck_assert_msg(has("t", "is_x", EV_NOT_01) == CASES[i].not_01, "after: %s", CASES[i].sql);
    }
}
END_TEST

START_TEST(values_against_types)
{
    static const struct {
        const char *type, *value;
        uint32_t yes, no;
    } CASES[] = {
        {"INTEGER", "3000000000", EV_BIG_INT, EV_REAL_VALUE},
        {"INTEGER", "-2147483648", 0, EV_BIG_INT},
        {"INTEGER", "9223372036854775807", EV_BIG_INT, EV_REAL_VALUE},
        {"INTEGER", "0xFFFFFFFF", EV_BIG_INT, 0},
        {"INTEGER", "1.5", EV_REAL_VALUE, EV_BIG_INT},
        {"SMALLINT", "40000", EV_WIDE_INT, EV_BIG_INT},
        {"INTEGER", "''", 0, EV_TEXT_VALUE}, /* the rules make a NULL of it */
        {"INTEGER", "CURRENT_TIMESTAMP", EV_TEXT_VALUE, 0},
        {"DATE", "datetime('now')", EV_NOT_DATE, 0},
        {"DATETIME", "(CURRENT_TIMESTAMP)", 0, EV_NOT_DATE},
        {"INTEGER", "2.0", 0, EV_REAL_VALUE},
        {"INTEGER", "'abc'", EV_TEXT_VALUE, 0},
        {"INTEGER", "' 12 '", 0, EV_TEXT_VALUE},
        {"INTEGER", "x'00'", EV_BLOB_VALUE, 0},
        {"VARCHAR(3)", "'abcd'", EV_TOO_LONG, 0},
        {"VARCHAR(3)", "'\xc3\xa4\xc3\xa4\xc3\xa4'", 0, EV_TOO_LONG},
        {"NUMERIC(5,2)", "123.45", 0, EV_NUMERIC_SCALE},
        {"NUMERIC(5,2)", "1.234", EV_NUMERIC_SCALE, 0},
        {"DECIMAL(5,2)", "12345", EV_NUMERIC_SCALE, 0},
        {"DATE", "'2024-02-29'", 0, EV_NOT_DATE | EV_EPOCH},
        {"DATE", "'2023-02-29'", EV_NOT_DATE, 0},
        {"DATE", "'2024-01-01 10:00'", EV_NOT_DATE, 0},
        {"DATETIME", "'2024-01-01T10:00:00Z'", EV_NOT_DATE, 0},
        {"DATETIME", "'2024-01-01 10:00:00.25'", 0, EV_NOT_DATE},
        {"DATETIME", "'2024-01-01'", 0, EV_NOT_DATE},
        {"DATETIME", "'2024-01-01 10:00:00+02:00'", EV_NOT_DATE, 0},
        {"TIMESTAMPTZ", "'2024-01-01 10:00:00+02:00'", 0, EV_NOT_DATE},
        {"DATETIME", "'x'", EV_NOT_DATE, 0},
        {"DATETIME", "1700000000", EV_EPOCH, EV_NOT_DATE},
        {"TIMESTAMP", "'0000-00-00 00:00:00'", EV_NOT_DATE, 0},
        {"JSON", "'{\"a\": [1, 2.5e3, null, \"\\u00e4\"]}'", 0, EV_NOT_JSON},
        {"JSON", "'{a: 1}'", EV_NOT_JSON, 0},
        {"JSON", "'[1,]'", EV_NOT_JSON, 0},
        {"UUID", "'123e4567-e89b-12d3-a456-426614174000'", 0, EV_NOT_UUID},
        {"UUID", "'123E4567-e89b-12d3-a456-426614174000'", EV_NOT_UUID, 0},
        {"", "5", EV_INT_VALUE, EV_PLAIN_TEXT},
        {"", "'x'", EV_PLAIN_TEXT, EV_INT_VALUE},
        {"", "5.5", EV_REAL_VALUE, EV_INT_VALUE},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char sql[300];
        teardown();
        setup();
        snprintf(sql, sizeof sql, "CREATE TABLE t(v %s); INSERT INTO t VALUES (%s)", CASES[i].type,
                 CASES[i].value);
        learn(sql);
        uint32_t ev = column("t", "v")->evidence;
        ck_assert_msg((ev & CASES[i].yes) == CASES[i].yes && !(ev & CASES[i].no), "%s: %x", sql, ev);
    }
}
END_TEST

/* ---- database files ---- */

static char dir[] = "/tmp/sx_catalog_XXXXXX";
static char path[sizeof dir + 20];

static void database(const char *sql)
{
    sqlite3 *db;
    char *err = NULL;
    snprintf(path, sizeof path, "%s/t.db", dir);
    unlink(path);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, &err) == SQLITE_OK, "%s", err);
    sqlite3_close(db);
}

START_TEST(load_database)
{
    Str error = STR_NONE;
    database(
        "CREATE TABLE p(id INTEGER PRIMARY KEY, is_ok INTEGER, active INTEGER, big INTEGER, none TEXT, at "
        "DATETIME,"
        " v VARCHAR(2), \"odd \"\"name\" TEXT);"
        "CREATE TABLE empty(a INT); CREATE INDEX i ON p(big); CREATE VIEW w AS SELECT 1;"
        "CREATE TRIGGER g AFTER INSERT ON empty BEGIN SELECT 1; END; CREATE VIRTUAL TABLE f USING fts5(x);"
        "INSERT INTO p VALUES (1, 1, 5, 1e10, NULL, '2024-01-01 10:00:00', 'ab', 'x'),"
        " (2, 0, 1, 0, NULL, '2024-01-01T10:00:00', 'abc', NULL)");
    ck_assert_msg(catalog_load_db(c, path, 0, &error), "%.*s", (int)error.n, error.p);
    ck_assert(!has("p", "is_ok", EV_NOT_01) && has("p", "active", EV_NOT_01) && has("p", "big", EV_BIG_INT));
    ck_assert(has("p", "none", EV_EMPTY | EV_HAS_NULL) && !has("p", "at", EV_EMPTY));
    ck_assert(has("p", "at", EV_NOT_DATE)); /* PostgreSQL would give it back with a blank */
    ck_assert(has("p", "v", EV_TOO_LONG) && has("p", "odd \"name", EV_HAS_NULL));
    ck_assert(has("empty", "a", EV_EMPTY) && table("empty")->has_triggers && table("w")->is_view);
    ck_assert(catalog_index(c, STR("i")) && !table("p")->from_input);
    ck_assert_ptr_null(catalog_table(c, STR("f_content")));
    learn("CREATE TABLE IF NOT EXISTS p(other)");
    ck_assert(table("p")->ncols == 8 && table("p")->from_input);
}
END_TEST

START_TEST(row_limit)
{
    Str error = STR_NONE;
    database("CREATE TABLE p(a INTEGER); INSERT INTO p VALUES (1), (7)");
    ck_assert(catalog_load_db(c, path, 1, &error));
    ck_assert(!has("p", "a", EV_NOT_01));
}
END_TEST

START_TEST(wal_database)
{
    Str error = STR_NONE;
    sqlite3 *db;
    database("PRAGMA journal_mode = WAL; CREATE TABLE p(a INTEGER)");
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK); /* a writer that has not checkpointed */
    ck_assert_int_eq(sqlite3_exec(db, "INSERT INTO p VALUES (7)", NULL, NULL, NULL), SQLITE_OK);
    ck_assert_msg(catalog_load_db(c, path, 0, &error), "%.*s", (int)error.n, error.p);
    ck_assert(has("p", "a", EV_NOT_01));
    sqlite3_close(db);
}
END_TEST

static void refused(const char *file, const char *says)
{
    Str error = STR_NONE;
    ck_assert_msg(!catalog_load_db(c, file, 0, &error), "%s was taken", file);
    ck_assert_msg(str_ihas(error, file) && str_ihas(error, says), "%.*s does not say %s", (int)error.n,
                  error.p, says);
}

START_TEST(bad_files)
{
    char file[sizeof dir + 20];
    refused(dir, "directory");
    snprintf(file, sizeof file, "%s/none.db", dir);
    refused(file, "No such file");
    ck_assert_int_ne(access(file, F_OK), 0); /* and it was not created */
    snprintf(file, sizeof file, "%s/text.db", dir);
    FILE *f = fopen(file, "w");
    for (int i = 0; i < 200; i++)
        fputs("this is no database\n", f);
    fclose(f);
    refused(file, "not a SQLite database");
    database("CREATE TABLE p(a TEXT); INSERT INTO p VALUES (hex(zeroblob(9000)))");
    f = fopen(path, "r+");
    fseek(f, 4096, SEEK_SET);
    for (int i = 0; i < 4096; i++)
        fputc(0xEE, f);
    fclose(f);
    refused(path, "malformed");
}
END_TEST

int main(void)
{
    if (!mkdtemp(dir))
        return 2;
    Suite *s = suite_create("catalog");
    TCase *t = tcase_create("all");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, types_and_affinity);
    tcase_add_test(t, rowid_alias);
    tcase_add_test(t, keys);
    tcase_add_test(t, references);
    tcase_add_test(t, created_again);
    tcase_add_test(t, alter_table);
    tcase_add_test(t, former_columns);
    tcase_add_test(t, described_alone);
    tcase_add_test(t, other_objects);
    tcase_add_test(t, checks_of_zero_and_one);
    tcase_add_test(t, contradictions);
    tcase_add_test(t, values_against_types);
    tcase_add_test(t, load_database);
    tcase_add_test(t, row_limit);
    tcase_add_test(t, wal_database);
    tcase_add_test(t, bad_files);
    int bad = unit_run(s, t, true);
    char rm[sizeof dir + 40];
    snprintf(rm, sizeof rm, "rm -rf %s", dir);
    return system(rm) || bad;
}
