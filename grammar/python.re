/* Python's tokenizer, in one loop over the text (https://docs.python.org/3/reference/lexical_analysis.html).  An
   f-string is one token, fields included, whether its fields keep to the rules before 3.12 (no quote of the
   outer kind inside a field) or after.  It checks nothing: indentation, numbers and names are taken as they come.

   Built with: re2c -b -o python.c python.re */
#include "host/pytok.h"

typedef unsigned char Byte;

enum { LONGEST_FIELD = 1024 }; /* bytes of a one-line f-string that goes on over lines: what is longer never closes */

typedef struct Lexer {
    Arena *arena;
    const Byte *base, *limit;
    PyToks out;
    uint32_t cap;
    uint32_t open; /* the innermost open bracket */
    bool field;
} Lexer;

static void grow(Lexer *x)
{
    uint32_t cap = x->cap * 2;
    x->out.at = arena_grow(x->arena, x->out.at, x->cap * sizeof(PyTok), cap * sizeof(PyTok));
    x->cap = cap;
}

static inline PyTok *push(Lexer *x, const Byte *from, const Byte *to, PyKind kind, uint8_t sub)
{
    if (x->out.n + 1 >= x->cap)
        grow(x);
    PyTok *t = &x->out.at[x->out.n++];
    *t = (PyTok){(uint32_t)(from - x->base), (uint32_t)(to - from), PY_NONE, x->open, (uint8_t)kind, sub, 0, 0};
    return t;
}

static void push_close(Lexer *x, const Byte *from)
{
    uint32_t open = x->open;
    if (open != PY_NONE) {
        x->open = x->out.at[open].up;
        x->out.at[open].mate = x->out.n;
    }
    push(x, from, from + 1, PY_CLOSE, (uint8_t)*from)->mate = open;
}

static bool at_close(const Lexer *x, const Byte *p, Byte quote, bool triple)
{
    return *p == quote && (!triple || (x->limit - p >= 3 && p[1] == quote && p[2] == quote));
}

static const bool MARKS[256] = {
    ['\\'] = true, ['"'] = true, ['\''] = true, ['\n'] = true, ['\r'] = true,
}; /* bytes that a string may end at, or that are more than themselves */

/* Where the text of a string that is no f-string ends (at its closing quote, or where it breaks off). */
static const Byte *plain_end(const Lexer *x, const Byte *p, Byte quote, uint8_t *flags)
{
    bool triple = *flags & PS_TRIPLE;
    const Byte *first = triple ? memchr(p, quote, (size_t)(x->limit - p)) : NULL;
    if (first && !memchr(p, '\\', (size_t)(first - p)))
        p = first;
    for (; p < x->limit; p++) {
        if (!MARKS[*p])
            continue;
        if (*p == '\\' && p + 1 < x->limit) {
            *flags |= PS_ESCAPE;
            if (p[1] == '\r' && p + 2 < x->limit && p[2] == '\n')
                p++;
            p++;
        } else if (*p == quote) {
            if (at_close(x, p, quote, triple))
                return p;
        } else if ((*p == '\n' || *p == '\r') && !triple) {
            break;
        }
    }
    *flags |= PS_BROKEN;
    return p;
}

/* The end of an f-string, or NULL when a field does not close by the rules since 3.12; then the older reading,
   where the first quote of the outer kind ends the string, is the only one left. */
static const Byte *format_end(const Lexer *x, const Byte *p, Byte quote, uint8_t *flags)
{
    bool triple = *flags & PS_TRIPLE;
    const Byte *start = p;
    int depth = 0; /* brackets open in fields */
    for (; p < x->limit; p++) {
        Byte c = *p;
        if (depth == 0 || c == '\\') {
            if (c == '\\' && p + 1 < x->limit) {
                *flags |= PS_ESCAPE;
                p++;
            } else if (c == '{') {
                if (p + 1 < x->limit && p[1] == '{')
                    p++;
                else
                    depth = 1;
            } else if (at_close(x, p, quote, triple)) {
                return p;
            } else if ((c == '\n' || c == '\r') && !triple) {
                return NULL;
            }
        } else if ((c == '\n' || c == '\r') && !triple && p - start > LONGEST_FIELD) {
            return NULL;
        } else if (c == '{' || c == '(' || c == '[') {
            depth++;
        } else if (c == '}' || c == ')' || c == ']') {
            depth--;
        } else if (c == '"' || c == '\'') {
            if (at_close(x, p, quote, triple) && (triple || c == quote)) {
                /* the older rules end the string here; the newer ones begin an inner string: it must close, and
                   the field after it */
                const Byte *q = p + 1;
                while (q < x->limit && *q != c && *q != '\n')
                    q++;
                if (triple || q >= x->limit || *q != c)
                    return NULL;
                p = q;
                continue;
            }
            uint8_t inner = 0;
            if (x->limit - p >= 3 && p[1] == c && p[2] == c)
                inner = PS_TRIPLE;
            const Byte *q = plain_end(x, p + (inner ? 3 : 1), c, &inner);
            if (inner & PS_BROKEN)
                return NULL;
            p = q + (inner & PS_TRIPLE ? 2 : 0);
        }
    }
    return NULL;
}

static const Byte *push_string(Lexer *x, const Byte *from, const Byte *text, uint8_t flags)
{
    Byte quote = text[-1];
    const Byte *end = flags & PS_FORMAT ? format_end(x, text, quote, &flags) : NULL;
    if (!end)
        end = plain_end(x, text, quote, &flags);
    if (!(flags & PS_BROKEN))
        end += flags & PS_TRIPLE ? 3 : 1;
    VEC_PUSH(x->arena, &x->out.strings, x->out.n);
    PyTok *t = push(x, from, end, PY_STRING, flags);
    t->open = (uint8_t)(text - from);
    t->quote = (uint8_t)quote;
    return end;
}

static void push_word(Lexer *x, const Byte *from, const Byte *to, uint8_t word)
{
    VEC_PUSH(x->arena, &x->out.words, x->out.n);
    push(x, from, to, PY_NAME, word);
}

static uint8_t prefix_flags(const Byte *p)
{
    uint8_t f = 0;
    for (; *p != '"' && *p != '\''; p++) {
        char c = ascii_lower((char)*p);
        f |= (uint8_t)(c == 'r' ? PS_RAW : c == 'b' ? PS_BYTES : c == 'f' ? PS_FORMAT : 0);
    }
    return f;
}

PyToks py_tokens(Arena *a, Str src, uint32_t from, uint32_t to, bool field)
{
    Lexer x = {.arena = a, .base = (const Byte *)src.p, .limit = (const Byte *)src.p + to, .open = PY_NONE, .field = field};
    x.out = (PyToks){.src = src, .where = PY_NONE};
    x.cap = (to - from) / 3 + 16;
    x.out.at = arena_raw(a, x.cap * sizeof(PyTok));
    const Byte *YYCURSOR = (const Byte *)src.p + from, *YYMARKER, *start;
#define YYCTYPE Byte
#define NAME(word) { push(&x, start, YYCURSOR, PY_NAME, word); continue; }
#define WORD(word) { push_word(&x, start, YYCURSOR, word); continue; }
    if (to - from >= 3 && from == 0 && memcmp(YYCURSOR, "\xEF\xBB\xBF", 3) == 0)
        YYCURSOR += 3;
    for (;;) {
        while (*YYCURSOR == ' ') /* as before most tokens */
            YYCURSOR++;
        start = YYCURSOR;
        if (start >= x.limit)
            break;
        /*!re2c
            re2c:yyfill:enable = 0;

            ident = [a-zA-Z_\x80-\xff] [a-zA-Z0-9_\x80-\xff]*;
            prefix = [rRbBuUfF] | [bBfF][rR] | [rR][bBfF] | [uU][rR];

            *                        { push(&x, start, YYCURSOR, PY_OP, (uint8_t)*start); continue; }
            [ \t\f]+                 { continue; }
            "\\" "\r"? "\n"          { continue; }
            "#" [^\r\n\x00]*         { continue; }
            "\r"? "\n" | "\r"        {
                if (x.open == PY_NONE && !x.field && x.out.n && x.out.at[x.out.n - 1].kind != PY_NEWLINE)
                    push(&x, start, YYCURSOR, PY_NEWLINE, 0);
                while (x.limit - YYCURSOR >= 4 && memcmp(YYCURSOR, "    ", 4) == 0)
                    YYCURSOR += 4;
                continue;
            }
            prefix? ["']             { YYCURSOR = push_string(&x, start, YYCURSOR, prefix_flags(start)); continue; }
            prefix? ("\"\"\"" | "'''") {
                YYCURSOR = push_string(&x, start, YYCURSOR, (uint8_t)(prefix_flags(start) | PS_TRIPLE));
                continue;
            }
            layer = "connect" | "row_factory" | "Row" | "create_function" | "create_aggregate" |
                    "create_collation" | "isolation_level" | "total_changes" | "iterdump" | "backup"
                    | "text_factory" | "set_trace_callback" | "register_adapter" |
                    "register_converter" | "enable_load_extension" | "load_extension" |
                    "OperationalError" | "IntegrityError" | "DatabaseError" | "ProgrammingError" |
                    "InterfaceError" | "Error" |
                    "check_same_thread" | "detect_types" | "execute_insert" | "execute_fetchall";

            "and"                    { NAME(PW_AND) }
            "assert"                 { NAME(PW_ASSERT) }
            "async"                  { NAME(PW_ASYNC) }
            "await"                  { NAME(PW_AWAIT) }
            "class"                  { NAME(PW_CLASS) }
            "def"                    { NAME(PW_DEF) }
            "elif"                   { NAME(PW_ELIF) }
            "else"                   { NAME(PW_ELSE) }
            "except"                 { NAME(PW_EXCEPT) }
            "False"                  { NAME(PW_FALSE) }
            "finally"                { NAME(PW_FINALLY) }
            "for"                    { NAME(PW_FOR) }
            "from"                   { NAME(PW_FROM) }
            "if"                     { NAME(PW_IF) }
            "import"                 { NAME(PW_IMPORT) }
            "in"                     { NAME(PW_IN) }
            "is"                     { NAME(PW_IS) }
            "lambda"                 { NAME(PW_LAMBDA) }
            "None"                   { NAME(PW_NONE_) }
            "not"                    { NAME(PW_NOT) }
            "or"                     { NAME(PW_OR) }
            "raise"                  { NAME(PW_RAISE) }
            "return"                 { NAME(PW_RETURN) }
            "True"                   { NAME(PW_TRUE) }
            "try"                    { NAME(PW_TRY) }
            "while"                  { NAME(PW_WHILE) }
            "with"                   { NAME(PW_WITH) }
            "yield"                  { NAME(PW_YIELD) }
            "append"                 { WORD(PW_APPEND) }
            "execute"                { WORD(PW_EXECUTE) }
            "executemany"            { WORD(PW_EXECUTEMANY) }
            "executescript"          { WORD(PW_EXECUTESCRIPT) }
            "extend"                 { WORD(PW_EXTEND) }
            "fetchall"               { WORD(PW_FETCHALL) }
            "fetchmany"              { WORD(PW_FETCHMANY) }
            "fetchone"               { WORD(PW_FETCHONE) }
            "format"                 { WORD(PW_FORMAT) }
            "insert"                 { WORD(PW_INSERT) }
            "join"                   { WORD(PW_JOIN) }
            "lastrowid"              { WORD(PW_LASTROWID) }
            "sqlite3"                { WORD(PW_SQLITE3) }
            "aiosqlite"              { WORD(PW_AIOSQLITE) }
            "psycopg2" | "psycopg" | "asyncpg" | "aiopg" | "pg8000" { WORD(PW_POSTGRES) }
            "sqlalchemy"             { WORD(PW_SQLALCHEMY) }
            layer                    { WORD(PW_LAYER) }
            ident                    { NAME(PW_NONE) }
            [0-9] [0-9a-zA-Z_.]*     { push(&x, start, YYCURSOR, PY_NUMBER, 0); continue; }
            "." [0-9] [0-9a-zA-Z_]*  { push(&x, start, YYCURSOR, PY_NUMBER, 0); continue; }
            [({] | "["                   { push(&x, start, YYCURSOR, PY_OPEN, (uint8_t)*start); x.open = x.out.n - 1; continue; }
            [)\]}]                   { push_close(&x, start); continue; }
            "+="                     { push(&x, start, YYCURSOR, PY_OP, PY_AUG); continue; }
            [=!<>] "="               { push(&x, start, YYCURSOR, PY_OP, PY_COMPARE); continue; }
            ("-"|"*"|"/"|"%"|"@"|"&"|"|"|"^"|":"|"**"|"//"|"<<"|">>") "=" {
                push(&x, start, YYCURSOR, PY_OP, PY_OTHER_AUG); continue; }
            "**" | "//" | "->"       { push(&x, start, YYCURSOR, PY_OP, PY_COMPARE); continue; }
        */
    }
    push(&x, x.limit, x.limit, PY_EOF, 0);
    x.out.n--;
    return x.out;
}
