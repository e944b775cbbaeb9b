/* The hand-written half of the lexer: the keyword table, the words that are keywords only in company, and
   where a statement ends.  The rules of the tokens themselves are in grammar/sql.re. */
#include "lex/internal.h"

static const struct {
    const char *name;
    KeywordClass cls;
} words[TK_COUNT] = {
#define TOKEN(name, text)        [TK_##name] = {text, KW_NONE},
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

/* Left to right and in place: what follows a word is still unsettled when it is judged, as in SQLite. */
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

/* clang-format off */
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
/* clang-format on */

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

/* How a piece begins.  The scan is by hand, not by the generated lexer: it needs no copy of the text, no
   tokens, and passes over what is neither word nor quote at once.  x'...' needs no care: whether its quotes
   double makes no difference to where quoted text ends. */
enum Class { C_OTHER, C_SPACE, C_WORD, C_DIGIT, C_QUOTE, C_PARAM, C_DASH, C_SLASH, C_SEMI };

/* clang-format off */
#define R4(c, x)  [c] = x, [c + 1] = x, [c + 2] = x, [c + 3] = x
#define R16(c, x) R4(c, x), R4(c + 4, x), R4(c + 8, x), R4(c + 12, x)
static const uint8_t byte_class[256] = {
    [' '] = C_SPACE,  ['\t'] = C_SPACE, ['\n'] = C_SPACE, ['\f'] = C_SPACE, ['\r'] = C_SPACE, ['\v'] = C_SPACE,
    ['\''] = C_QUOTE, ['"'] = C_QUOTE,  ['`'] = C_QUOTE,  ['['] = C_QUOTE,
    ['$'] = C_PARAM,  ['@'] = C_PARAM,  [':'] = C_PARAM,  ['#'] = C_PARAM,
    ['-'] = C_DASH,   ['/'] = C_SLASH,  [';'] = C_SEMI,
    R4('0', C_DIGIT), R4('4', C_DIGIT), ['8'] = C_DIGIT,  ['9'] = C_DIGIT,
    R4('A', C_WORD),  R4('E', C_WORD),  R4('I', C_WORD),  R4('M', C_WORD),
    R4('Q', C_WORD),  R4('U', C_WORD),  ['Y'] = C_WORD,   ['Z'] = C_WORD,   ['_'] = C_WORD,
    R4('a', C_WORD),  R4('e', C_WORD),  R4('i', C_WORD),  R4('m', C_WORD),
    R4('q', C_WORD),  R4('u', C_WORD),  ['y'] = C_WORD,   ['z'] = C_WORD,
    R16(0x80, C_WORD), R16(0x90, C_WORD), R16(0xA0, C_WORD), R16(0xB0, C_WORD),
    R16(0xC0, C_WORD), R16(0xD0, C_WORD), R4(0xE0, C_WORD),  R4(0xE4, C_WORD),
    R4(0xE8, C_WORD),  R4(0xEC, C_WORD), R16(0xF0, C_WORD),
};
#undef R4
#undef R16
/* clang-format on */

static uint8_t class_of(char c)
{
    return byte_class[(unsigned char)c];
}

static bool in_word(char c)
{
    uint8_t k = class_of(c);
    return k == C_WORD || k == C_DIGIT || c == '$';
}

static size_t word_end(const char *p, size_t i, size_t n)
{
    while (i < n && in_word(p[i]))
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

size_t lex_dollar_end(const char *p, size_t i, size_t n)
{
    size_t tag = i + 1;
    while (tag < n && in_word(p[tag]) && p[tag] != '$')
        tag++;
    if (tag == n || p[tag] != '$' || class_of(p[i + 1]) == C_DIGIT)
        return 0;
    size_t len = tag + 1 - i;
    for (size_t at = tag + 1; at + len <= n; at++) {
        const char *dollar = memchr(p + at, '$', n - at);
        if (!dollar || (size_t)(p + n - dollar) < len)
            break;
        at = (size_t)(dollar - p);
        if (memcmp(dollar, p + i, len) == 0)
            return at + len;
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

/* A parameter; only the forms $name(...) and $tag$...$tag$ can hold a ';'. */
static size_t param_end(const char *p, size_t i, size_t n)
{
    bool named = false;
    size_t dollar = p[i] == '$' ? lex_dollar_end(p, i, n) : 0;
    if (dollar)
        return dollar;
    for (i++; i < n; i++) {
        if (in_word(p[i]))
            named = true;
        else if (p[i] == ':' && i + 1 < n && p[i + 1] == ':')
            i++;
        else
            break;
    }
    if (!named || i == n || p[i] != '(')
        return i;
    for (i++; i < n && p[i] != ')' && p[i] != '\0' && class_of(p[i]) != C_SPACE;)
        i++;
    return i < n && p[i] == ')' ? i + 1 : i;
}

/* After the byte `quote` at or behind i; n when there is none. */
static size_t after_byte(const char *p, size_t i, size_t n, char quote)
{
    const char *at = i < n ? memchr(p + i, quote, n - i) : NULL;
    return at ? (size_t)(at - p) + 1 : n;
}

/* A word that begins at i, or a comment, or anything else that is longer than a byte. */
static size_t piece_end(const char *p, size_t i, size_t n)
{
    char after = i + 1 < n ? p[i + 1] : '\0';
    switch (class_of(p[i])) {
    case C_QUOTE: return quoted_end(p, i, n);
    case C_PARAM: return param_end(p, i, n);
    case C_DASH: return after == '-' ? after_byte(p, i, n, '\n') : i + 1;
    case C_SLASH: return after == '*' && i + 2 < n && p[i + 2] != '\0' ? block_comment_end(p, i, n) : i + 1;
    case C_WORD:
        if (n - i >= 3 && memcmp(p + i, "\xEF\xBB\xBF", 3) == 0)
            return i + 3;
        return word_end(p, i, n);
    case C_DIGIT: return word_end(p, i, n);
    default: return i + 1;
    }
}

/* Blanks and comments, but what the lexer calls illegal: a vertical tab on its own, a NUL in a comment. */
static bool is_trivia(const char *p, size_t i, size_t end)
{
    switch (class_of(p[i])) {
    case C_SPACE: return p[i] != '\v' || (i > 0 && class_of(p[i - 1]) == C_SPACE);
    case C_DASH:
    case C_SLASH: return end > i + 1 && !memchr(p + i, '\0', end - i);
    case C_WORD: return end == i + 3 && memcmp(p + i, "\xEF\xBB\xBF", 3) == 0;
    default: return false;
    }
}

bool lex_is_shell_command(Str s)
{
    return s.n > 1 && (s.p[0] == '.' || s.p[0] == '\\') && ascii_lower(s.p[1]) >= 'a' &&
           ascii_lower(s.p[1]) <= 'z';
}

size_t lex_statement_length(Str src, bool last)
{
    const char *p = src.p;
    uint8_t state = AT_START;
    for (size_t i = 0, end; i < src.n; i = end) {
        end = piece_end(p, i, src.n);
        uint8_t cls = class_of(p[i]);
        if (state == AT_START && (i == 0 || p[i - 1] == '\n') &&
            lex_is_shell_command(str_sub(src, i, src.n))) {
            end = after_byte(p, i, src.n, '\n');
            return last || p[end - 1] == '\n' ? end : 0;
        }
        if (cls == C_SEMI)
            state = next_state[state][W_SEMI];
        else if (state != IN_OTHER && !is_trivia(p, i, end))
            state = next_state[state][cls == C_WORD ? word_of(p + i, end - i) : W_OTHER];
        if (state == AT_END)
            return end;
    }
    return last ? src.n : 0;
}
