/* The hand-written half of the lexer: the keyword table, the words that are keywords only in company, and
   where a statement ends.  The rules of the tokens themselves are in grammar/sql.re. */
#include "lex/internal.h"

static const struct {
    const char *name;
    KeywordClass cls;
} words[TK_COUNT] = {
#define TOKEN(name, text) [TK_##name] = {text, KW_NONE},
#define KEYWORD(name, text, cls) [TK_##name] = {text, cls},
#include "lex/token.def"
#undef TOKEN
#undef KEYWORD
};

KeywordClass tok_keyword_class(uint16_t kind)
{
    return kind < TK_COUNT ? words[kind].cls : KW_NONE;
}

const char *tok_name(uint16_t kind)
{
    return kind < TK_COUNT ? words[kind].name : "?";
}

/* ---- WINDOW, OVER, FILTER (https://sqlite.org/src/file/src/tokenize.c, analyzeWindowKeyword) ---- */

static uint32_t skip_trivia(const Token *at, uint32_t i)
{
    while (tok_is_trivia(at[i].kind))
        i++;
    return i;
}

/* A token that SQLite would take for a name after one of the three words.  FILTER and INDEXED are none. */
static bool names_something(uint16_t kind)
{
    KeywordClass cls = tok_keyword_class(kind);
    return kind == TK_ID || kind == TK_STRING || kind == TK_WINDOW || kind == TK_OVER || kind == TK_HOLE ||
           cls == KW_JOIN || cls == KW_FALLBACK;
}

static bool is_window_word(const Token *at, uint32_t i, uint16_t before)
{
    uint32_t next = skip_trivia(at, i + 1);
    switch (at[i].kind) {
    case TK_WINDOW: return names_something(at[next].kind) && at[skip_trivia(at, next + 1)].kind == TK_AS;
    case TK_OVER: return before == TK_RP && (at[next].kind == TK_LP || names_something(at[next].kind));
    default: return before == TK_RP && at[next].kind == TK_LP;
    }
}

/* Left to right and in place: what follows a word is still unsettled when the word is judged, as in SQLite. */
void lex_settle_window_words(Token *at, uint32_t n)
{
    uint16_t before = TK_EOF;
    for (uint32_t i = 0; i < n; i++) {
        uint16_t kind = at[i].kind;
        if (tok_is_trivia(kind))
            continue;
        if ((kind == TK_WINDOW || kind == TK_OVER || kind == TK_FILTER) && !is_window_word(at, i, before))
            at[i].kind = TK_ID;
        before = at[i].kind;
    }
}

/* ---- where a statement ends ---- */

/* A state machine over words and semicolons, after sqlite3_complete(): the semicolons between BEGIN and
   "; END" of CREATE TRIGGER end nothing.  CASE ... END cannot confuse it, as its END never follows a ';'. */
enum State {
    AT_START,
    AFTER_EXPLAIN, /* EXPLAIN [QUERY PLAN] */
    AFTER_CREATE,  /* CREATE [TEMP] */
    IN_OTHER,
    IN_HEAD, /* CREATE TRIGGER, before BEGIN */
    IN_BODY,
    AFTER_SEMI, /* a ';' of the body */
    AFTER_END,  /* END after a ';' of the body */
    AT_END,
    STATES
};

enum Word { W_SEMI, W_OTHER, W_EXPLAIN, W_QUERY_PLAN, W_CREATE, W_TEMP, W_TRIGGER, W_BEGIN, W_END, WORDS };

static const uint8_t next_state[STATES][WORDS] = {
    /*                 ;           other     EXPLAIN        QUERY/PLAN     CREATE        TEMP          TRIGGER   BEGIN     END */
    [AT_START]      = {AT_END,     IN_OTHER, AFTER_EXPLAIN, IN_OTHER,      AFTER_CREATE, IN_OTHER,     IN_OTHER, IN_OTHER, IN_OTHER},
    [AFTER_EXPLAIN] = {AT_END,     IN_OTHER, IN_OTHER,      AFTER_EXPLAIN, AFTER_CREATE, IN_OTHER,     IN_OTHER, IN_OTHER, IN_OTHER},
    [AFTER_CREATE]  = {AT_END,     IN_OTHER, IN_OTHER,      IN_OTHER,      IN_OTHER,     AFTER_CREATE, IN_HEAD,  IN_OTHER, IN_OTHER},
    [IN_OTHER]      = {AT_END,     IN_OTHER, IN_OTHER,      IN_OTHER,      IN_OTHER,     IN_OTHER,     IN_OTHER, IN_OTHER, IN_OTHER},
    [IN_HEAD]       = {AT_END,     IN_HEAD,  IN_HEAD,       IN_HEAD,       IN_HEAD,      IN_HEAD,      IN_HEAD,  IN_BODY,  IN_HEAD},
    [IN_BODY]       = {AFTER_SEMI, IN_BODY,  IN_BODY,       IN_BODY,       IN_BODY,      IN_BODY,      IN_BODY,  IN_BODY,  IN_BODY},
    [AFTER_SEMI]    = {AFTER_SEMI, IN_BODY,  IN_BODY,       IN_BODY,       IN_BODY,      IN_BODY,      IN_BODY,  IN_BODY,  AFTER_END},
    [AFTER_END]     = {AT_END,     IN_BODY,  IN_BODY,       IN_BODY,       IN_BODY,      IN_BODY,      IN_BODY,  IN_BODY,  IN_BODY},
};

static const struct {
    const char *text;
    uint8_t n, word;
} landmarks[] = {
    {"explain", 7, W_EXPLAIN}, {"query", 5, W_QUERY_PLAN}, {"plan", 4, W_QUERY_PLAN},
    {"create", 6, W_CREATE},   {"temp", 4, W_TEMP},        {"temporary", 9, W_TEMP},
    {"trigger", 7, W_TRIGGER}, {"begin", 5, W_BEGIN},      {"end", 3, W_END},
};

static uint8_t word_of(const char *p, size_t n)
{
    for (size_t i = 0; i < sizeof landmarks / sizeof *landmarks; i++)
        if (landmarks[i].n == n && str_ieq((Str){p, n}, (Str){landmarks[i].text, n}))
            return landmarks[i].word;
    return W_OTHER;
}

static size_t word_end(const char *p, size_t i, size_t n)
{
    while (i < n && ascii_ident(p[i]))
        i++;
    return i;
}

/* After the quoted piece that begins at i; n when it is not closed. */
static size_t quoted_end(const char *p, size_t i, size_t n)
{
    char quote = p[i] == '[' ? ']' : p[i];
    for (i++; i < n; i++) {
        const char *at = memchr(p + i, quote, n - i);
        if (!at)
            return n;
        i = (size_t)(at - p);
        if (quote == ']' || i + 1 == n || p[i + 1] != quote)
            return i + 1;
        i++;
    }
    return n;
}

static size_t block_comment_end(const char *p, size_t i, size_t n)
{
    for (i += 2; i < n; i++) {
        const char *at = memchr(p + i, '*', n - i);
        if (!at)
            return n;
        i = (size_t)(at - p);
        if (i + 1 < n && p[i + 1] == '/')
            return i + 2;
    }
    return n;
}

/* A parameter; only the form $name(...) can hold a ';'. */
static size_t param_end(const char *p, size_t i, size_t n)
{
    bool named = false;
    for (i++; i < n; i++) {
        if (ascii_ident(p[i])) {
            named = true;
        } else if (p[i] == ':' && i + 1 < n && p[i + 1] == ':') {
            i++;
        } else {
            break;
        }
    }
    if (!named || i == n || p[i] != '(')
        return i;
    for (i++; i < n && p[i] != ')' && p[i] != '\0'; i++)
        if (ascii_space(p[i]) || p[i] == '\v')
            return i;
    return i < n && p[i] == ')' ? i + 1 : i;
}

/* The end of the piece (a token, roughly) that begins at i; says which word it is, or -1 for none. */
static size_t piece_end(const char *p, size_t i, size_t n, int *word)
{
    char c = p[i], after = i + 1 < n ? p[i + 1] : '\0';
    *word = W_OTHER;
    switch (c) {
    case ';': *word = W_SEMI; return i + 1;
    case '\'':
    case '"':
    case '`':
    case '[': return quoted_end(p, i, n);
    case '$':
    case '@':
    case ':':
    case '#': return param_end(p, i, n);
    case '-':
        if (after == '-') {
            const char *nl = memchr(p + i, '\n', n - i);
            *word = -1;
            return nl ? (size_t)(nl - p) : n;
        }
        return i + 1;
    case '/':
        if (after == '*' && i + 2 < n && p[i + 2] != '\0') {
            *word = -1;
            return block_comment_end(p, i, n);
        }
        return i + 1;
    default: break;
    }
    if (ascii_space(c)) {
        *word = -1;
        return i + 1;
    }
    if (!ascii_ident(c))
        return i + 1;
    if (n - i >= 3 && memcmp(p + i, "\xEF\xBB\xBF", 3) == 0) {
        *word = -1;
        return i + 3;
    }
    size_t end = word_end(p, i, n);
    if ((c | 32) == 'x' && after == '\'') { /* quotes do not double in x'...' */
        const char *at = i + 2 < n ? memchr(p + i + 2, '\'', n - i - 2) : NULL;
        return at ? (size_t)(at - p) + 1 : n;
    }
    *word = word_of(p + i, end - i);
    return end;
}

size_t lex_statement_length(Str src, bool last)
{
    uint8_t state = AT_START;
    size_t i = 0;
    while (i < src.n) {
        int word;
        i = piece_end(src.p, i, src.n, &word);
        if (word >= 0)
            state = next_state[state][word];
        if (state == AT_END)
            return i;
    }
    return last ? src.n : 0;
}
