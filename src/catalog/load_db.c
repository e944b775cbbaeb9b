/* A SQLite database file into the catalog: its sqlite_schema goes through our own lexer and parser, then its
   rows are read, one at a time, for what they say about the columns.  The file is only ever read (never
   created, never repaired), and no wait for a lock is longer than two seconds.  Memory: one row at a time. */
#include "catalog/internal.h"
#include "parse/parse.h"
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BUSY_MS = 2000 };

typedef struct Load {
    Catalog *c;
    sqlite3 *db;
    sqlite3_stmt *stmt;
    const char *path;
    uint64_t max_rows;
    Str error;
    Arena parse; /* tokens and tree of one schema statement */
    bool good;
} Load;

static bool failed(Load *l, const char *what)
{
    l->error = arena_fmt(&l->c->arena, "%s: %s%s%s", l->path, what ? what : "", what ? ": " : "",
                         sqlite3_errcode(l->db) == SQLITE_NOTADB ? "this is not a SQLite database"
                                                                 : sqlite3_errmsg(l->db));
    return false;
}

static bool prepare(Load *l, const char *sql)
{
    sqlite3_finalize(l->stmt);
    l->stmt = NULL;
    return sqlite3_prepare_v2(l->db, sql, -1, &l->stmt, NULL) == SQLITE_OK;
}

static Str column_text(sqlite3_stmt *s, int i)
{
    const unsigned char *z = sqlite3_column_text(s, i);
    return (Str){(const char *)z, z ? (size_t)sqlite3_column_bytes(s, i) : 0};
}

static void learn_text(Load *l, Str sql)
{
    Tokens t = lex_all(&l->parse, sql, (LexOpts){0});
    catalog_learn(l->c, parse_statement(&l->parse, &t, 0), false);
    arena_reset(&l->parse);
}

/* What a virtual table keeps its own data in is no table of the user's. */
static bool read_schema(Load *l)
{
    static const char SQL[] =
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND "
        "tbl_name "
        "NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') "
        "ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'view' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, rowid";
    static const char OLD[] = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid";
    if (!prepare(l, SQL) && !prepare(l, OLD))
        return failed(l, NULL);
    int rc;
    while ((rc = sqlite3_step(l->stmt)) == SQLITE_ROW)
        learn_text(l, column_text(l->stmt, 0));
    return rc == SQLITE_DONE || failed(l, NULL);
}

static void look(Facts *f, sqlite3_stmt *s, int i)
{
    Value v = {0};
    switch (sqlite3_column_type(s, i)) {
    case SQLITE_NULL: v.kind = VAL_NULL; break;
    case SQLITE_INTEGER: v = (Value){.kind = VAL_INT, .i = sqlite3_column_int64(s, i)}; break;
    case SQLITE_FLOAT: v = (Value){.kind = VAL_REAL, .r = sqlite3_column_double(s, i)}; break;
    case SQLITE_TEXT: v = (Value){.kind = VAL_TEXT, .s = column_text(s, i)}; break;
    default: v.kind = VAL_BLOB; break;
    }
    value_add(f, &v, HOW_STORED);
}

static void put_quoted(Arena *a, Str *sql, Str name, const char *before)
{
    Str quoted = arena_quote(a, name, '"');
    *sql = arena_fmt(a, "%.*s%s%.*s", (int)sql->n, sql->p, before, (int)quoted.n, quoted.p);
}

/* Every column; generated ones as NULL where the application's own functions compute them. */
static Str select_all(Load *l, Arena *a, const Table *t, bool generated)
{
    Str sql = STR("SELECT");
    for (uint16_t i = 0; i < t->ncols; i++)
        if (t->cols[i].generated && !generated)
            sql = arena_fmt(a, "%.*s%s", (int)sql.n, sql.p, i ? ", NULL" : " NULL");
        else
            put_quoted(a, &sql, t->cols[i].name, i ? ", " : " ");
    put_quoted(a, &sql, t->name, " FROM ");
    if (l->max_rows && l->max_rows <= INT64_MAX)
        sql = arena_fmt(a, "%.*s LIMIT %lld", (int)sql.n, sql.p, (long long)l->max_rows);
    return sql;
}

static bool scan_table(Load *l, Arena *a, Table *t)
{
    if (!t->ncols || t->is_view || t->is_virtual)
        return true;
    Facts **f = ARENA_ARRAY(a, Facts *, t->ncols);
    for (uint16_t i = 0; i < t->ncols; i++)
        f[i] = catalog_facts(l->c, t->name, t->cols[i].name, 0);
    char name[200];
    snprintf(name, sizeof name, "table %.*s", (int)(t->name.n < 150 ? t->name.n : 150), t->name.p);
    if (!prepare(l, select_all(l, a, t, true).p) && !prepare(l, select_all(l, a, t, false).p))
        return failed(l, name);
    int rc;
    while ((rc = sqlite3_step(l->stmt)) == SQLITE_ROW)
        for (uint16_t i = 0; i < t->ncols; i++)
            look(f[i], l->stmt, i);
    for (uint16_t i = 0; i < t->ncols; i++)
        if (!(f[i]->bits[HOW_STORED] & ~(uint32_t)FACT_NULL))
            t->cols[i].evidence |= EV_EMPTY;
    return rc == SQLITE_DONE || failed(l, name);
}

static bool scan(Load *l)
{
    for (size_t i = 0; i < l->c->tables.n; i++) {
        Table *t = l->c->tables.at[i];
        /* tables that another --schema gave are not in this file */
        if (!prepare(l, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1 COLLATE NOCASE"))
            return failed(l, NULL);
        sqlite3_bind_text(l->stmt, 1, t->name.p, (int)t->name.n, SQLITE_STATIC);
        if (sqlite3_step(l->stmt) != SQLITE_ROW)
            continue;
        bool good = scan_table(l, &l->c->scratch, t);
        arena_reset(&l->c->scratch);
        if (!good)
            return false;
    }
    return true;
}

static bool file_is_readable(Load *l)
{
    struct stat st;
    const char *why = NULL;
    FILE *f = NULL;
    if (stat(l->path, &st) == 0 && S_ISDIR(st.st_mode))
        errno = EISDIR;
    else if ((f = fopen(l->path, "rb")))
        fclose(f);
    if (!f)
        why = strerror(errno);
    if (why)
        l->error = arena_fmt(&l->c->arena, "%s: %s", l->path, why);
    return !why;
}

static bool load(Load *l)
{
    if (!file_is_readable(l))
        return false;
    if (sqlite3_open_v2(l->path, &l->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        return failed(l, NULL);
    sqlite3_busy_timeout(l->db, BUSY_MS);
    /* The schema's own calls have to be trusted: SQLite refuses to read one that keeps json_extract() in an
       index otherwise.  They can be of the library's functions only, and the file is open for reading. */
    sqlite3_exec(l->db, "PRAGMA trusted_schema = ON", NULL, NULL, NULL);
    if (!read_schema(l))
        return false;
    catalog_finish(l->c);
    if (!scan(l))
        return false;
    catalog_finish(l->c);
    return true;
}

bool catalog_load_db(Catalog *c, const char *path, uint64_t max_rows, Str *error)
{
    Load *l = ARENA_NEW(&c->arena, Load);
    *l = (Load){.c = c, .path = path, .max_rows = max_rows};
    jmp_buf here, *outer = c->arena.oom;
    volatile bool exhausted = true;
    arena_init(&l->parse, &here);
    c->arena.oom = c->scratch.oom = &here;
    if (setjmp(here) == 0) {
        l->good = load(l);
        exhausted = false;
    }
    c->arena.oom = c->scratch.oom = outer;
    arena_free(&l->parse);
    sqlite3_finalize(l->stmt);
    sqlite3_close(l->db);
    if (exhausted && outer)
        longjmp(*outer, 1);
    if (exhausted)
        abort();
    if (error)
        *error = l->error;
    return l->good;
}
