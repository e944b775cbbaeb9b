/* The lexer: SQLite's tokenizer as re2c rules, in one loop over the text.  The answers are those of SQLite's
   tokenize.c, quirks included: a vertical tab is a blank only inside a run of blanks, an underscore may only
   stand between two digits, any byte from 0x80 up is part of a name, a byte order mark is a blank.  It refuses
   nothing: what SQLite rejects becomes TK_ILLEGAL of the same length.  Three things differ on purpose.  NUL, at
   which SQLite's C interface stops reading, is TK_ILLEGAL, and so is a string, name or comment that holds one.
   PostgreSQL's $$...$$ and $tag$...$tag$ are one TK_ILLEGAL, so that a function body in a script that was
   moved already stays in one piece.  And \x1A digits [: name] \x1A is one TK_HOLE when the caller asks for holes.

   Built with: re2c -b -o sql.c sql.re   (-b: bit maps; measured to be the fastest mode for SQL) */
#include "lex/internal.h"

enum { FIRST_OP = TK_PLUS, LAST_OP = TK_RSHIFT };

typedef struct Sink {
    Arena *arena;
    Token *at;
    uint32_t n, cap;
} Sink;

static void sink_grow(Sink *s)
{
    uint32_t cap = s->cap * 2;
    s->at = arena_grow(s->arena, s->at, s->cap * sizeof(Token), cap * sizeof(Token));
    s->cap = cap;
}

/* What PostgreSQL reads otherwise in a comment: one that nests, or a line that a \r ends. */
static uint16_t comment_flags(uint16_t kind, const unsigned char *p, size_t n)
{
    if (kind == TK_LINE_COMMENT)
        return memchr(p, '\r', n) ? TF_MEND : 0;
    for (size_t i = 2; i + 1 < n; i++)
        if (p[i] == '/' && p[i + 1] == '*')
            return TF_MEND;
    return 0;
}

/* Where a quoted token that a NUL cut short goes on to: after its closing quote, or to the end. */
static const unsigned char *skip_quoted(const unsigned char *p, const unsigned char *limit, unsigned char quote,
                                        bool doubles)
{
    while (p < limit) {
        if (*p++ != quote)
            continue;
        if (!doubles || p == limit || *p != quote)
            break;
        p++;
    }
    return p;
}

/* The same for a comment: up to the line's end, or after the closing mark. */
static const unsigned char *skip_comment(const unsigned char *p, const unsigned char *limit, uint16_t kind)
{
    if (kind == TK_LINE_COMMENT) {
        const unsigned char *nl = memchr(p, '\n', (size_t)(limit - p));
        return nl ? nl : limit;
    }
    for (; limit - p >= 2; p++)
        if (p[0] == '*' && p[1] == '/')
            return p + 2;
    return limit;
}

/* No rule matches a NUL, so the one after the text stops every rule: the text is copied to have one there.
   Tokens hold offsets, hence may refer to the caller's bytes. */
Tokens lex_all(Arena *a, Str src, LexOpts opts)
{
    const unsigned char *const base = (const unsigned char *)arena_dup(a, src).p;
    const unsigned char *const limit = base + src.n;
    const unsigned char *cur = base, *start, *marker = base;
    uint16_t kind, flags;
    bool contextual = false;
    Sink out = {.arena = a, .cap = (uint32_t)(src.n / 2 + 16)};
    out.at = arena_raw(a, out.cap * sizeof(Token));

#define TOKEN(k, f)                                                                                          \
    do {                                                                                                     \
        kind = (k);                                                                                          \
        flags = (f);                                                                                         \
        goto push;                                                                                           \
    } while (0)

    for (;;) {
        start = cur;
        /*!re2c
        re2c:define:YYCTYPE = "unsigned char";
        re2c:define:YYCURSOR = cur;
        re2c:define:YYMARKER = marker;
        re2c:yyfill:enable = 0;

        blank    = [ \t\n\f\r];
        bom      = "\xEF\xBB\xBF";
        digits   = [0-9]+ ("_" [0-9]+)*;
        exponent = [eE] [+-]? digits;
        hex      = "0" [xX] [0-9a-fA-F]+;
        plain    = [0-9]+ | ([0-9]+ "." [0-9]* | "." [0-9]+) ([eE] [+-]? [0-9]+)? | [0-9]+ [eE] [+-]? [0-9]+;
        idchar   = [A-Za-z0-9_$\x80-\xFF];
        name     = [A-Za-z_\x80-\xEE\xF0-\xFF] idchar*
                 | "\xEF" ((idchar \ [\xBB]) idchar*)?
                 | "\xEF\xBB" ((idchar \ [\xBF]) idchar*)?;

        // what SQLite takes into one token before it finds the token is not a number
        decimal  = "." [0-9] [0-9_]* | [0-9] [0-9_]* ("." [0-9_]*)?;
        badnum   = (decimal ([eE] [+-]? [0-9] [0-9_]*)? | hex [0-9a-fA-F_]*) idchar*;

        sigil    = [$@:#] "::"*;
        variable = sigil idchar (idchar | "::")*;
        inparen  = [^ \t\n\v\f\r)\x00];

        * { TOKEN(TK_ILLEGAL, 0); }
        "\x00" {
            if (start == limit)
                break;
            TOKEN(TK_ILLEGAL, 0);
        }

        blank+                                      { TOKEN(TK_SPACE, 0); }
        blank+ "\v" (blank | "\v")*                 { TOKEN(TK_SPACE, TF_MEND); }
        bom                                         { TOKEN(TK_SPACE, TF_MEND); }
        "--" [^\n\x00]* {
            kind = TK_LINE_COMMENT;
            flags = 0;
            goto comment;
        }
        "/*" ([^*\x00] | "*"+ [^*/\x00])* "*"+ "/" {
            TOKEN(TK_BLOCK_COMMENT, comment_flags(TK_BLOCK_COMMENT, start, (size_t)(cur - start)));
        }
        "/*" (([^*\x00] | "*"+ [^*/\x00])+ "*"* | "*"+) { // not closed
            kind = TK_BLOCK_COMMENT;
            flags = TF_MEND;
            goto comment;
        }

        "("                      { TOKEN(TK_LP, 0); }
        ")"                      { TOKEN(TK_RP, 0); }
        ","                      { TOKEN(TK_COMMA, 0); }
        ";"                      { TOKEN(TK_SEMI, 0); }
        "."                      { TOKEN(TK_DOT, 0); }
        "+"                      { TOKEN(TK_PLUS, 0); }
        "-"                      { TOKEN(TK_MINUS, 0); }
        "*"                      { TOKEN(TK_STAR, 0); }
        "/"                      { TOKEN(TK_SLASH, 0); }
        "%"                      { TOKEN(TK_REM, 0); }
        "||"                     { TOKEN(TK_CONCAT, 0); }
        "->"                     { TOKEN(TK_ARROW, 0); }
        "->>"                    { TOKEN(TK_ARROW2, 0); }
        "=" | "=="               { TOKEN(TK_EQ, 0); }
        "<>" | "!="              { TOKEN(TK_NE, 0); }
        "<"                      { TOKEN(TK_LT, 0); }
        "<="                     { TOKEN(TK_LE, 0); }
        ">"                      { TOKEN(TK_GT, 0); }
        ">="                     { TOKEN(TK_GE, 0); }
        "&"                      { TOKEN(TK_BITAND, 0); }
        "|"                      { TOKEN(TK_BITOR, 0); }
        "~"                      { TOKEN(TK_BITNOT, 0); }
        "<<"                     { TOKEN(TK_LSHIFT, 0); }
        ">>"                     { TOKEN(TK_RSHIFT, 0); }

        "'" ([^'\x00] | "''")* "'"                  { TOKEN(TK_STRING, 0); }
        ["] ([^"\x00] | ["]["])* ["]                { TOKEN(TK_ID, 0); }
        "`" ([^`\x00] | "``")* "`"                  { TOKEN(TK_ID, TF_MEND); }
        "[" [^\]\x00]* "]"                          { TOKEN(TK_ID, TF_MEND); }
        [xX] "'" ([0-9a-fA-F][0-9a-fA-F])* "'"      { TOKEN(TK_BLOB, TF_MEND); }

        // not closed, or not before a NUL
        "'" ([^'\x00] | "''")*                      { cur = skip_quoted(cur, limit, '\'', true); TOKEN(TK_ILLEGAL, 0); }
        ["] ([^"\x00] | ["]["])*                    { cur = skip_quoted(cur, limit, '"', true); TOKEN(TK_ILLEGAL, 0); }
        "`" ([^`\x00] | "``")*                      { cur = skip_quoted(cur, limit, '`', true); TOKEN(TK_ILLEGAL, 0); }
        "[" [^\]\x00]*                              { cur = skip_quoted(cur, limit, ']', false); TOKEN(TK_ILLEGAL, 0); }
        [xX] "'" [^'\x00]*                          { cur = skip_quoted(cur, limit, '\'', false); TOKEN(TK_ILLEGAL, 0); }
        [xX] "'" [^'\x00]* "'"                      { TOKEN(TK_ILLEGAL, 0); }

        [0-9]+                                      { TOKEN(TK_INTEGER, 0); }
        digits                                      { TOKEN(TK_INTEGER, TF_MEND); }
        hex ("_" [0-9a-fA-F]+)*                     { TOKEN(TK_INTEGER, TF_MEND); }
        plain                                       { TOKEN(TK_FLOAT, 0); }
        (digits "." digits? | "." digits) exponent? { TOKEN(TK_FLOAT, TF_MEND); }
        digits exponent                             { TOKEN(TK_FLOAT, TF_MEND); }
        badnum                                      { TOKEN(TK_ILLEGAL, 0); }

        "?" [0-9]*                                  { TOKEN(TK_PARAM, 0); }
        variable                                    { kind = TK_PARAM; goto dollar; }
        variable "(" inparen* ")"                   { kind = TK_PARAM; goto dollar; }
        variable "(" inparen*                       { kind = TK_ILLEGAL; goto dollar; }
        sigil                                       { TOKEN(TK_ILLEGAL, 0); }
        "\x1A" [0-9]+ (":" [^\x1A\x00]+)? "\x1A" {
            if (opts.holes)
                TOKEN(TK_HOLE, 0);
            cur = start + 1;
            TOKEN(TK_ILLEGAL, 0);
        }

        'abort'              { TOKEN(TK_ABORT, 0); }
        'action'             { TOKEN(TK_ACTION, 0); }
        'add'                { TOKEN(TK_ADD, 0); }
        'after'              { TOKEN(TK_AFTER, 0); }
        'all'                { TOKEN(TK_ALL, 0); }
        'alter'              { TOKEN(TK_ALTER, 0); }
        'always'             { TOKEN(TK_ALWAYS, 0); }
        'analyze'            { TOKEN(TK_ANALYZE, 0); }
        'and'                { TOKEN(TK_AND, 0); }
        'as'                 { TOKEN(TK_AS, 0); }
        'asc'                { TOKEN(TK_ASC, 0); }
        'attach'             { TOKEN(TK_ATTACH, 0); }
        'autoincrement'      { TOKEN(TK_AUTOINCREMENT, 0); }
        'before'             { TOKEN(TK_BEFORE, 0); }
        'begin'              { TOKEN(TK_BEGIN, 0); }
        'between'            { TOKEN(TK_BETWEEN, 0); }
        'by'                 { TOKEN(TK_BY, 0); }
        'cascade'            { TOKEN(TK_CASCADE, 0); }
        'case'               { TOKEN(TK_CASE, 0); }
        'cast'               { TOKEN(TK_CAST, 0); }
        'check'              { TOKEN(TK_CHECK, 0); }
        'collate'            { TOKEN(TK_COLLATE, 0); }
        'column'             { TOKEN(TK_COLUMN, 0); }
        'commit'             { TOKEN(TK_COMMIT, 0); }
        'conflict'           { TOKEN(TK_CONFLICT, 0); }
        'constraint'         { TOKEN(TK_CONSTRAINT, 0); }
        'create'             { TOKEN(TK_CREATE, 0); }
        'cross'              { TOKEN(TK_CROSS, 0); }
        'current'            { TOKEN(TK_CURRENT, 0); }
        'current_date'       { TOKEN(TK_CURRENT_DATE, 0); }
        'current_time'       { TOKEN(TK_CURRENT_TIME, 0); }
        'current_timestamp'  { TOKEN(TK_CURRENT_TIMESTAMP, 0); }
        'database'           { TOKEN(TK_DATABASE, 0); }
        'default'            { TOKEN(TK_DEFAULT, 0); }
        'deferrable'         { TOKEN(TK_DEFERRABLE, 0); }
        'deferred'           { TOKEN(TK_DEFERRED, 0); }
        'delete'             { TOKEN(TK_DELETE, 0); }
        'desc'               { TOKEN(TK_DESC, 0); }
        'detach'             { TOKEN(TK_DETACH, 0); }
        'distinct'           { TOKEN(TK_DISTINCT, 0); }
        'do'                 { TOKEN(TK_DO, 0); }
        'drop'               { TOKEN(TK_DROP, 0); }
        'each'               { TOKEN(TK_EACH, 0); }
        'else'               { TOKEN(TK_ELSE, 0); }
        'end'                { TOKEN(TK_END, 0); }
        'escape'             { TOKEN(TK_ESCAPE, 0); }
        'except'             { TOKEN(TK_EXCEPT, 0); }
        'exclude'            { TOKEN(TK_EXCLUDE, 0); }
        'exclusive'          { TOKEN(TK_EXCLUSIVE, 0); }
        'exists'             { TOKEN(TK_EXISTS, 0); }
        'explain'            { TOKEN(TK_EXPLAIN, 0); }
        'fail'               { TOKEN(TK_FAIL, 0); }
        'filter'             { TOKEN(TK_FILTER, 0); }
        'first'              { TOKEN(TK_FIRST, 0); }
        'following'          { TOKEN(TK_FOLLOWING, 0); }
        'for'                { TOKEN(TK_FOR, 0); }
        'foreign'            { TOKEN(TK_FOREIGN, 0); }
        'from'               { TOKEN(TK_FROM, 0); }
        'full'               { TOKEN(TK_FULL, 0); }
        'generated'          { TOKEN(TK_GENERATED, 0); }
        'glob'               { TOKEN(TK_GLOB, 0); }
        'group'              { TOKEN(TK_GROUP, 0); }
        'groups'             { TOKEN(TK_GROUPS, 0); }
        'having'             { TOKEN(TK_HAVING, 0); }
        'if'                 { TOKEN(TK_IF, 0); }
        'ignore'             { TOKEN(TK_IGNORE, 0); }
        'immediate'          { TOKEN(TK_IMMEDIATE, 0); }
        'in'                 { TOKEN(TK_IN, 0); }
        'index'              { TOKEN(TK_INDEX, 0); }
        'indexed'            { TOKEN(TK_INDEXED, 0); }
        'initially'          { TOKEN(TK_INITIALLY, 0); }
        'inner'              { TOKEN(TK_INNER, 0); }
        'insert'             { TOKEN(TK_INSERT, 0); }
        'instead'            { TOKEN(TK_INSTEAD, 0); }
        'intersect'          { TOKEN(TK_INTERSECT, 0); }
        'into'               { TOKEN(TK_INTO, 0); }
        'is'                 { TOKEN(TK_IS, 0); }
        'isnull'             { TOKEN(TK_ISNULL, 0); }
        'join'               { TOKEN(TK_JOIN, 0); }
        'key'                { TOKEN(TK_KEY, 0); }
        'last'               { TOKEN(TK_LAST, 0); }
        'left'               { TOKEN(TK_LEFT, 0); }
        'like'               { TOKEN(TK_LIKE, 0); }
        'limit'              { TOKEN(TK_LIMIT, 0); }
        'match'              { TOKEN(TK_MATCH, 0); }
        'materialized'       { TOKEN(TK_MATERIALIZED, 0); }
        'natural'            { TOKEN(TK_NATURAL, 0); }
        'no'                 { TOKEN(TK_NO, 0); }
        'not'                { TOKEN(TK_NOT, 0); }
        'nothing'            { TOKEN(TK_NOTHING, 0); }
        'notnull'            { TOKEN(TK_NOTNULL, 0); }
        'null'               { TOKEN(TK_NULL, 0); }
        'nulls'              { TOKEN(TK_NULLS, 0); }
        'of'                 { TOKEN(TK_OF, 0); }
        'offset'             { TOKEN(TK_OFFSET, 0); }
        'on'                 { TOKEN(TK_ON, 0); }
        'or'                 { TOKEN(TK_OR, 0); }
        'order'              { TOKEN(TK_ORDER, 0); }
        'others'             { TOKEN(TK_OTHERS, 0); }
        'outer'              { TOKEN(TK_OUTER, 0); }
        'over'               { TOKEN(TK_OVER, 0); }
        'partition'          { TOKEN(TK_PARTITION, 0); }
        'plan'               { TOKEN(TK_PLAN, 0); }
        'pragma'             { TOKEN(TK_PRAGMA, 0); }
        'preceding'          { TOKEN(TK_PRECEDING, 0); }
        'primary'            { TOKEN(TK_PRIMARY, 0); }
        'query'              { TOKEN(TK_QUERY, 0); }
        'raise'              { TOKEN(TK_RAISE, 0); }
        'range'              { TOKEN(TK_RANGE, 0); }
        'recursive'          { TOKEN(TK_RECURSIVE, 0); }
        'references'         { TOKEN(TK_REFERENCES, 0); }
        'regexp'             { TOKEN(TK_REGEXP, 0); }
        'reindex'            { TOKEN(TK_REINDEX, 0); }
        'release'            { TOKEN(TK_RELEASE, 0); }
        'rename'             { TOKEN(TK_RENAME, 0); }
        'replace'            { TOKEN(TK_REPLACE, 0); }
        'restrict'           { TOKEN(TK_RESTRICT, 0); }
        'returning'          { TOKEN(TK_RETURNING, 0); }
        'right'              { TOKEN(TK_RIGHT, 0); }
        'rollback'           { TOKEN(TK_ROLLBACK, 0); }
        'row'                { TOKEN(TK_ROW, 0); }
        'rows'               { TOKEN(TK_ROWS, 0); }
        'savepoint'          { TOKEN(TK_SAVEPOINT, 0); }
        'select'             { TOKEN(TK_SELECT, 0); }
        'set'                { TOKEN(TK_SET, 0); }
        'table'              { TOKEN(TK_TABLE, 0); }
        'temp'               { TOKEN(TK_TEMP, 0); }
        'temporary'          { TOKEN(TK_TEMPORARY, 0); }
        'then'               { TOKEN(TK_THEN, 0); }
        'ties'               { TOKEN(TK_TIES, 0); }
        'to'                 { TOKEN(TK_TO, 0); }
        'transaction'        { TOKEN(TK_TRANSACTION, 0); }
        'trigger'            { TOKEN(TK_TRIGGER, 0); }
        'unbounded'          { TOKEN(TK_UNBOUNDED, 0); }
        'union'              { TOKEN(TK_UNION, 0); }
        'unique'             { TOKEN(TK_UNIQUE, 0); }
        'update'             { TOKEN(TK_UPDATE, 0); }
        'using'              { TOKEN(TK_USING, 0); }
        'vacuum'             { TOKEN(TK_VACUUM, 0); }
        'values'             { TOKEN(TK_VALUES, 0); }
        'view'               { TOKEN(TK_VIEW, 0); }
        'virtual'            { TOKEN(TK_VIRTUAL, 0); }
        'when'               { TOKEN(TK_WHEN, 0); }
        'where'              { TOKEN(TK_WHERE, 0); }
        'window'             { TOKEN(TK_WINDOW, 0); }
        'with'               { TOKEN(TK_WITH, 0); }
        'without'            { TOKEN(TK_WITHOUT, 0); }

        // names: after the keywords, which win where both match the same bytes
        name                                        { TOKEN(TK_ID, 0); }
        */
    dollar:
        flags = 0;
        size_t quoted = *start == '$' ? lex_dollar_end((const char *)base, (size_t)(start - base), src.n) : 0;
        if (quoted) {
            cur = base + quoted;
            kind = TK_ILLEGAL;
        }
        goto push;
    comment:
        if (cur < limit && *cur == 0) {
            cur = skip_comment(cur, limit, kind);
            kind = TK_ILLEGAL;
        }
        flags |= comment_flags(kind, start, (size_t)(cur - start));
    push:
        if (out.n + 1 >= out.cap)
            sink_grow(&out);
        Token *t = &out.at[out.n];
        *t = (Token){(uint32_t)(start - base), (uint32_t)(cur - start), kind, flags};
        if (kind >= FIRST_OP) {
            if (kind <= LAST_OP) {
                if (out.n > 0 && t[-1].kind >= FIRST_OP && t[-1].kind <= LAST_OP)
                    t->flags |= TF_GLUE;
            } else if (kind == TK_WINDOW || kind == TK_OVER || kind == TK_FILTER) {
                contextual = true;
            }
        }
        out.n++;
    }
    out.at[out.n] = (Token){(uint32_t)src.n, 0, TK_EOF, 0};
    if (contextual)
        lex_settle_window_words(out.at, out.n);
    return (Tokens){src, out.at, out.n};
}
