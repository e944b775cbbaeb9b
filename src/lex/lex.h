/* Tokens of SQLite's SQL.  The lexer splits any bytes at all: the tokens' bytes, in order, add up to the
   input.  Blanks and comments are tokens.  It refuses nothing: what SQLite's tokenizer rejects is TK_ILLEGAL,
   and the parser says so. */
#ifndef SQLXLATE_LEX_H
#define SQLXLATE_LEX_H

#include "base/arena.h"

typedef enum TokKind {
#define TOKEN(name, text)        TK_##name,
#define KEYWORD(name, text, cls) TK_##name,
#include "lex/token.def"
#undef TOKEN
#undef KEYWORD
    TK_COUNT
} TokKind;

/* What a keyword may be when the grammar does not want the keyword (SQLite's parse.y: %fallback, JOIN_KW). */
typedef enum KeywordClass {
    KW_NONE,     /* not a keyword token */
    KW_RESERVED, /* never a bare name */
    KW_FALLBACK, /* a name wherever a name fits */
    KW_JOIN,     /* CROSS FULL INNER LEFT NATURAL OUTER RIGHT: a name where the grammar says `nm` */
    KW_ID,       /* INDEXED: a name where the grammar says `id` */
} KeywordClass;

enum TokFlag {
    TF_MEND =
        1, /* PostgreSQL reads these bytes otherwise: 0x1F, 1_000, x'41', `a`, [a], a comment that nests,
              is not closed, or is a line comment holding \r; ?1 and other parameters are not marked */
    TF_GLUE = 2, /* an operator that touches the operator before it: `a||-1`, `7%-2`, `x=~y` */
};

typedef struct Token {
    uint32_t off, len; /* bytes in the text given to lex_all */
    uint16_t kind;     /* TokKind */
    uint16_t flags;    /* TokFlag */
} Token;

typedef struct Tokens {
    Str src;
    Token *at;  /* at[n] is always a TK_EOF of length 0 */
    uint32_t n; /* without the TK_EOF */
} Tokens;

typedef struct LexOpts {
    bool holes; /* \x1A digits \x1A is one TK_HOLE token: a hole of a host literal (f-string field, %s, ...);
                   \x1A digits : name \x1A when the host knows the name that it stands for */
} LexOpts;

/* All tokens of `src` (at most 1 GiB), allocated in `a`; token text is not copied. */
Tokens lex_all(Arena *a, Str src, LexOpts opts);

/* Does it begin like a command of the sqlite3 shell (.read) or of psql (\i)? */
bool lex_is_shell_command(Str s);
/* How many bytes the first statement of `src` takes, with its ';' and with the blanks and comments before it
   ("CREATE TRIGGER ... BEGIN ...; END;" is one statement; so is the line of a shell's command).  0 when `src`
   ends before the statement does and `last` is false: read more and ask again.  With `last`, what is left
   counts as a statement. */
size_t lex_statement_length(Str src, bool last);

static inline bool tok_is_trivia(uint16_t kind) /* blanks and comments */
{
    return kind == TK_SPACE || kind == TK_LINE_COMMENT || kind == TK_BLOCK_COMMENT;
}

static inline Str tok_text(const Tokens *t, uint32_t i)
{
    return str_sub(t->src, t->at[i].off, t->at[i].off + t->at[i].len);
}

KeywordClass tok_keyword_class(uint16_t kind);
const char *tok_name(uint16_t kind); /* as messages spell it: "SELECT", "<=", "a number" */

#endif
