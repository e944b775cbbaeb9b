/* The connection layer: what a program says to sqlite3 itself, and not in SQL.  It is not rewritten; each
   kind is pointed at once a file, with what psycopg2 has in its place.  In files that do not name the driver
   only the use of execute()'s answer is looked at, and only where SQL was found. */
#include "host/python.h"

typedef enum Place { AFTER_DRIVER, AFTER_DOT, KEYWORD } Place; /* sqlite3.x, anything.x, x= */

static const struct {
    const char *name; /* as in grammar/python.re: a PW_LAYER, or executescript */
    Place place;
    const char *msg, *hint;
} CALLS[] = {
    {"connect", AFTER_DRIVER, "the connection is SQLite's",
     "psycopg2.connect(...) takes the server's name, a database and a user"},
    {"executescript", AFTER_DOT, "psycopg2 has no executescript",
     "cursor.execute(...) runs several statements when no parameters are passed; commit before and after it"},
    {"row_factory", AFTER_DOT, "psycopg2 has no row_factory",
     "pass cursor_factory=psycopg2.extras.DictCursor to connect()"},
    {"Row", AFTER_DRIVER, "sqlite3.Row has another counterpart",
     "psycopg2.extras.DictRow, by cursor_factory=psycopg2.extras.DictCursor"},
    {"create_function", AFTER_DOT, "functions of the program cannot run in the server",
     "CREATE FUNCTION there, or compute in the program"},
    {"create_aggregate", AFTER_DOT, "functions of the program cannot run in the server",
     "CREATE AGGREGATE there, or compute in the program"},
    {"create_collation", AFTER_DOT, "collations of the program cannot run in the server",
     "CREATE COLLATION there, or sort in the program"},
    {"isolation_level", AFTER_DOT, "SQLite's isolation levels are others",
     "connection.autocommit = True stands for isolation_level = None"},
    {"isolation_level", KEYWORD, "SQLite's isolation levels are others",
     "isolation_level=None commits each statement by itself: connection.autocommit = True"},
    {"execute_insert", AFTER_DOT, "psycopg has no execute_insert",
     "execute(\"INSERT ... RETURNING id\"), and read the row: fetchone()"},
    {"execute_fetchall", AFTER_DOT, "psycopg has no execute_fetchall", "execute(...), then fetchall()"},
    {"total_changes", AFTER_DOT, "psycopg2 counts the rows of one statement only", "cursor.rowcount"},
    {"iterdump", AFTER_DOT, "there is no dump through the driver", "pg_dump"},
    {"backup", AFTER_DRIVER, "there is no backup through the driver", "pg_dump"},
    {"text_factory", AFTER_DOT, "text always comes as str", "leave it out"},
    {"set_trace_callback", AFTER_DOT, "statements are not traced by a callback",
     "psycopg2.extras.LoggingConnection"},
    {"register_adapter", AFTER_DRIVER, "adapters are registered elsewhere",
     "psycopg2.extensions.register_adapter"},
    {"register_converter", AFTER_DRIVER, "converters are registered elsewhere",
     "psycopg2.extensions.register_type"},
    {"enable_load_extension", AFTER_DOT, "SQLite's extensions do not load into PostgreSQL",
     "CREATE EXTENSION of the server's own"},
    {"load_extension", AFTER_DOT, "SQLite's extensions do not load into PostgreSQL",
     "CREATE EXTENSION of the server's own"},
    {"OperationalError", AFTER_DRIVER, "the exceptions are the driver's",
     "psycopg2.OperationalError, or psycopg2.ProgrammingError for SQL that fails"},
    {"IntegrityError", AFTER_DRIVER, "the exceptions are the driver's",
     "psycopg2.IntegrityError; the transaction must be rolled back after it"},
    {"DatabaseError", AFTER_DRIVER, "the exceptions are the driver's", "psycopg2.DatabaseError"},
    {"ProgrammingError", AFTER_DRIVER, "the exceptions are the driver's", "psycopg2.ProgrammingError"},
    {"InterfaceError", AFTER_DRIVER, "the exceptions are the driver's", "psycopg2.InterfaceError"},
    {"Error", AFTER_DRIVER, "the exceptions are the driver's", "psycopg2.Error"},
    {"check_same_thread", KEYWORD, "psycopg2's connections may be shared between threads", "leave it out"},
    {"detect_types", KEYWORD, "types come from the columns", "leave it out"},
};

enum { NCALLS = sizeof CALLS / sizeof *CALLS };

static bool op_at(const PyToks *t, uint32_t i, char c)
{
    return i < t->n && t->at[i].kind == PY_OP && t->at[i].sub == (uint8_t)c;
}

static bool in_place(const PyToks *t, uint32_t i, Place place)
{
    if (place == KEYWORD)
        return op_at(t, i + 1, '=') && t->at[i].up != PY_NONE;
    if (i < 2 || !op_at(t, i - 1, '.'))
        return false;
    const PyTok *before = &t->at[i - 2];
    return place == AFTER_DOT ||
           (before->kind == PY_NAME && (before->sub == PW_SQLITE3 || before->sub == PW_AIOSQLITE));
}

/* conn.execute(...): only cursors of psycopg2 execute. */
static bool on_connection(const PyToks *t, uint32_t i)
{
    if (t->at[i].sub != PW_EXECUTE && t->at[i].sub != PW_EXECUTEMANY)
        return false;
    if (i < 2 || !op_at(t, i - 1, '.') || t->at[i + 1].kind != PY_OPEN || t->at[i - 2].kind != PY_NAME)
        return false;
    Str r = py_text(t, i - 2);
    return str_iends(r, "conn") || str_iends(r, "connection") || str_iends(r, "con") || str_iends(r, "db") ||
           str_iends(r, "database");
}

/* cursor.execute(...).fetchone(), for row in cursor.execute(...): psycopg2's execute() returns None. */
static bool uses_answer(const PyToks *t, uint32_t i)
{
    if (t->at[i].sub != PW_EXECUTE || !op_at(t, i - 1, '.') || t->at[i + 1].kind != PY_OPEN ||
        t->at[i + 1].mate == PY_NONE)
        return false;
    uint32_t start = py_dotted_start(t, i);
    bool loop = start > 0 && t->at[start - 1].kind == PY_NAME && t->at[start - 1].sub == PW_IN;
    return loop || op_at(t, t->at[i + 1].mate + 1, '.');
}

/* execute("VACUUM"): psycopg2 opens a transaction before every statement. */
static bool vacuums(PyJob *j, uint32_t i)
{
    const PyToks *t = &j->s->toks;
    if (t->at[i].sub != PW_EXECUTE || t->at[i + 1].kind != PY_OPEN || t->at[i + 2].kind != PY_STRING)
        return false;
    PyExpr *e = py_expr(j->s, t, i + 2);
    py_decode(j->s, e);
    return !e->broken && str_istarts(str_trim(e->text), "VACUUM");
}

/* def query(sql, args=()): ... execute(sql, args): the token of args; 0 when it is not so. */
static uint32_t empty_arguments(const PySource *s, uint32_t i)
{
    const PyToks *t = &s->toks;
    if (t->at[i].sub != PW_EXECUTE || t->at[i + 1].kind != PY_OPEN || t->at[i + 1].mate == PY_NONE)
        return 0;
    uint32_t arg = t->at[i + 1].mate - 1;
    if (t->at[arg].kind != PY_NAME || !op_at(t, arg - 1, ','))
        return 0;
    uint32_t scope = py_scope(s, py_line_of(s, i));
    if (s->blocks.at[scope].head != PW_DEF || s->blocks.at[scope].header == PY_NONE)
        return 0;
    uint32_t from = s->lines.at[s->blocks.at[scope].header].tok;
    bool handed_on = t->at[i + 2].kind == PY_NAME && op_at(t, i + 3, ',') &&
                     py_is_parameter(s, scope, py_text(t, i + 2)); /* the text, too */
    for (uint32_t k = from; k + 2 < i && t->at[k].off < t->at[i].off; k++)
        if (handed_on && t->at[k].kind == PY_NAME && k > 0 && op_at(t, k - 1, '*') && t->at[k - 1].len == 1 &&
            t->at[k].up != PY_NONE && str_eq(py_text(t, k), py_text(t, arg)))
            return arg; /* def query(sql, *args) */
        else if (t->at[k].kind == PY_NAME && t->at[k].up != PY_NONE &&
                 str_eq(py_text(t, k), py_text(t, arg)) && op_at(t, k + 1, '='))
            return t->at[k + 2].kind == PY_OPEN && t->at[k + 2].mate == k + 3 ? arg : 0;
    return 0;
}

static void say(PyJob *j, uint32_t tok, Safety safety, const char *msg, const char *hint)
{
    const PyTok *t = &j->s->toks.at[tok];
    job_say(j, NULL, HN_CONNECTION, safety, t->off, t->len, str_z(msg), str_z(hint));
}

void conn_notes(PyJob *j)
{
    const PySource *s = j->s;
    const PyToks *t = &s->toks;
    bool said[NCALLS] = {false}, execute = false, answer = j->r->nfragments == 0;
    bool vacuum = answer, empty = answer && s->driver == PY_NONE;
    for (size_t w = 0; w < s->toks.words.n; w++) {
        uint32_t i = s->toks.words.at[w];
        const PyTok *k = &t->at[i];
        if (i == 0 || (k->sub != PW_LAYER && k->sub != PW_EXECUTE && k->sub != PW_EXECUTEMANY &&
                       k->sub != PW_EXECUTESCRIPT))
            continue;
        if (!answer && uses_answer(t, i) && !on_connection(t, i)) {
            answer = true;
            say(j, i, SX_NEAR, "psycopg2's execute() returns None; psycopg 3's returns the cursor",
                "execute first, then fetch from the cursor");
        }
        if (!vacuum && vacuums(j, i)) {
            vacuum = true;
            say(j, i, SX_NEAR, "VACUUM cannot run in a transaction, and psycopg2 opens one",
                "commit, and set connection.autocommit = True around it");
        }
        uint32_t arg = empty ? 0 : empty_arguments(s, i);
        if (arg) {
            empty = true;
            say(j, arg, SX_NEAR,
                "psycopg2 reads every % of the text as soon as arguments are passed, even none",
                "pass None when there are no arguments: args or None");
        }
        if (s->driver == PY_NONE)
            continue;
        if (!execute && on_connection(t, i)) {
            execute = true;
            say(j, i, SX_NEAR, "psycopg2's connections do not execute; psycopg 3's do",
                "cursor = connection.cursor(); cursor.execute(...)");
        }
        if (!op_at(t, i - 1, '.') && !op_at(t, i + 1, '='))
            continue;
        Str name = py_text(t, i);
        for (int c = 0; c < NCALLS; c++)
            if (!said[c] && str_eqz(name, CALLS[c].name) && in_place(t, i, CALLS[c].place)) {
                said[c] = true;
                say(j, i, SX_MANUAL, CALLS[c].msg, CALLS[c].hint);
                break;
            }
    }
}
