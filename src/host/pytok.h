/* Python's tokens, as far as finding SQL needs them: names, strings, operators, brackets with their partners,
   ends of logical lines.  Blanks, comments and the ends of physical lines are left out.  It refuses nothing:
   what is no Python becomes operators of one byte; a string that is not closed ends with its line or with the
   file. */
#ifndef SQLXLATE_HOST_PYTOK_H
#define SQLXLATE_HOST_PYTOK_H

#include "base/arena.h"

#define PY_NONE UINT32_MAX

typedef enum PyKind {
    PY_EOF,
    PY_NEWLINE, /* end of a logical line: outside brackets, after at least one token */
    PY_NAME,
    PY_NUMBER,
    PY_STRING,
    PY_OP,    /* one or two bytes; `sub` is the first one, or PY_AUG for += */
    PY_OPEN,  /* ( [ {  */
    PY_CLOSE, /* ) ] }  */
} PyKind;

enum {
    PY_AUG = 1,
    PY_COMPARE = 2,
    PY_OTHER_AUG = 3
}; /* PyTok.sub of operators of several bytes: += ; == and kin ; -= */

typedef enum PyWord { /* PyTok.sub of names: those that mean something here; keywords first */
                      PW_NONE,
                      PW_AND,
                      PW_ASSERT,
                      PW_ASYNC,
                      PW_AWAIT,
                      PW_CLASS,
                      PW_DEF,
                      PW_ELIF,
                      PW_ELSE,
                      PW_EXCEPT,
                      PW_FALSE,
                      PW_FINALLY,
                      PW_FOR,
                      PW_FROM,
                      PW_IF,
                      PW_IMPORT,
                      PW_IN,
                      PW_IS,
                      PW_LAMBDA,
                      PW_NONE_,
                      PW_NOT,
                      PW_OR,
                      PW_RAISE,
                      PW_RETURN,
                      PW_TRUE,
                      PW_TRY,
                      PW_WHILE,
                      PW_WITH,
                      PW_YIELD,
                      PW_LAST_KEYWORD = PW_YIELD,
                      PW_APPEND,
                      PW_EXECUTE,
                      PW_EXECUTEMANY,
                      PW_EXECUTESCRIPT,
                      PW_EXTEND,
                      PW_FETCHALL,
                      PW_FETCHMANY,
                      PW_FETCHONE,
                      PW_FORMAT,
                      PW_INSERT,
                      PW_JOIN,
                      PW_LASTROWID,
                      PW_SQLITE3,
                      PW_AIOSQLITE,
                      PW_POSTGRES, /* a driver of PostgreSQL's */
                      PW_SQLALCHEMY,
                      PW_LAYER, /* a word of the connection layer: pyconn.c */
} PyWord;

enum PyStringFlag { /* PyTok.sub of strings */
                    PS_RAW = 1,
                    PS_BYTES = 2,
                    PS_FORMAT = 4, /* f"..." */
                    PS_TRIPLE = 8,
                    PS_ESCAPE = 16, /* holds a backslash */
                    PS_BROKEN = 32, /* not closed */
};

typedef struct PyTok {
    uint32_t off, len; /* bytes of the source */
    uint32_t mate;     /* brackets: the partner's index, or PY_NONE */
    uint32_t up;       /* index of the innermost open bracket around it, or PY_NONE */
    uint8_t kind, sub;
    uint8_t open;  /* strings: bytes of prefix and opening quotes */
    uint8_t quote; /* strings: the quote's byte */
} PyTok;

typedef struct PyToks {
    Str src;
    PyTok *at; /* at[n] is a PY_EOF */
    uint32_t n;
    VEC(uint32_t) strings, words; /* STRING tokens, and names that are no keywords but mean something here */
    uint32_t where; /* of a field: the f-string's token in the file (PY_NONE for the file itself) ... */
    uint8_t outer;  /* ... and its quote */
} PyToks;

/* Tokens of src[from, to), with offsets in src; src.p[src.n] must be a readable NUL.  `field`: the range is
   the expression of an f-string field, where no line ends. */
PyToks py_tokens(Arena *a, Str src, uint32_t from, uint32_t to, bool field);

static inline Str py_text(const PyToks *t, uint32_t i)
{
    return str_sub(t->src, t->at[i].off, t->at[i].off + t->at[i].len);
}

#endif
