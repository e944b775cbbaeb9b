/* What the files of the Python host share: the source as tokens, lines, blocks and events on names; string
   expressions; fragments made of them.  All of it lives in one arena for one source. */
#ifndef SQLXLATE_HOST_PYTHON_H
#define SQLXLATE_HOST_PYTHON_H

#include "host/host.h"
#include "host/pytok.h"

enum HostNote {
#define NOTE(id, code, name, title) HN_##id = code,
#include "host/notes.def"
#undef NOTE
};

/* ---- pysource.c: lines, blocks, events ---- */

typedef struct PyLine { /* a logical line */
    uint32_t tok;       /* its first token */
    uint32_t block;
    bool header;        /* begins with if, for, def, ...: what stands behind its colon may not run */
} PyLine;

typedef struct PyBlock {
    uint32_t parent, indent; /* columns */
    uint32_t scope;          /* the block of the def or class that names here belong to; 0: the module */
    uint32_t header;         /* the line that opens it; PY_NONE for the module */
    uint8_t head;            /* PyWord that opens it */
} PyBlock;

typedef enum PyEventKind {
    EV_SET,    /* name = ... */
    EV_ADD,    /* name += ... */
    EV_PUSH,   /* name.append(...), .extend, .insert */
    EV_USE,    /* something.execute(name ...) */
    EV_RUN,    /* receiver.execute( ...: keyed by the receiver's text */
    EV_RETURN, /* return ... in the function of this name */
    EV_ARG,    /* function(...): keyed by the function's name; only calls that hold a string */
} PyEventKind;

enum { SCOPE_ATTRIBUTE = PY_NONE, SCOPE_RETURN = PY_NONE - 1, SCOPE_ARG = PY_NONE - 2 };
enum { RUN_SCOPE = 0x40000000 }; /* added to the scope for receivers */

typedef struct PyEvent {
    uint8_t kind;
    bool maybe;          /* behind the colon of a header line */
    uint32_t name;       /* token of the name */
    uint32_t from, to;   /* tokens of the value; EV_USE, EV_RUN: of the call's arguments */
    uint32_t line, key;
} PyEvent;

typedef struct PyExpr PyExpr;

typedef struct PySource {
    Arena *a;
    Pipe *pipe;
    Str text;
    PyToks toks;
    VEC(PyLine) lines;
    VEC(PyBlock) blocks;
    VEC(PyEvent) events;  /* grouped by key, in source order within a key */
    uint32_t *key_first;  /* key -> its first event; key_first[nkeys] is the end */
    uint32_t nkeys;
    struct PyKey *keys;   /* hash table */
    uint32_t keys_cap;
    VEC(PyExpr *) exprs;  /* STRING tokens point here by `mate` */
    VEC(uint32_t) calls;  /* name tokens of .execute and kin, .lastrowid, in order */
    uint32_t driver;      /* first token that names sqlite3 or aiosqlite, or PY_NONE */
} PySource;

void py_source(PySource *s, Arena *a, Str text); /* text.p[text.n] must be NUL */
uint32_t py_line_of(const PySource *s, uint32_t tok);
static inline uint32_t py_scope(const PySource *s, uint32_t line)
{
    return s->blocks.at[s->lines.at[line].block].scope;
}
/* Events of a name in a scope as a range [*from, *to) of s->events; false when there is none. */
bool py_events(const PySource *s, uint32_t scope, Str name, uint32_t *from, uint32_t *to);
/* Does block `outer` hold block `inner` (or is it the same)? */
bool py_block_within(const PySource *s, uint32_t inner, uint32_t outer);
/* Tokens of a dotted name that ends at `tok` (self.db.cursor): its first token. */
uint32_t py_dotted_start(const PyToks *t, uint32_t tok);
/* The end (exclusive) of the primary expression that begins at `tok`: a name, number, strings or brackets, with
   what follows by dot, call or subscript; `tok` itself when none begins there. */
uint32_t py_primary_end(const PyToks *t, uint32_t tok);
Str py_span(const PyToks *t, uint32_t from, uint32_t to); /* source text of tokens [from, to) */

/* ---- pyexpr.c: string expressions ---- */

typedef enum PyLayer { LAYER_NONE, LAYER_FORMAT, LAYER_PERCENT } PyLayer; /* .format(...), % ... */

typedef struct PyPart {      /* an operand of a + chain */
    bool hole;               /* no literal */
    uint8_t layer;
    uint32_t tok, end;       /* strings only, when a literal */
    uint32_t args, args_end; /* tokens of the layer's arguments */
} PyPart;

typedef enum PyRunKind { RUN_SAME, RUN_ESCAPE, RUN_HOLE } PyRunKind;

typedef struct PyRun {        /* decoded bytes and the source bytes they come from */
    uint8_t kind;
    uint32_t at, n;           /* decoded bytes of the expression's text; a hole has none */
    uint32_t src, srclen;
    uint32_t tok;             /* the string token; PY_NONE for an operand that is no literal */
    uint32_t hole;            /* RUN_HOLE: index in PyExpr.holes */
    uint8_t layer;
} PyRun;

typedef struct PyHole {
    uint32_t src, srclen;     /* a field's expression in the source, when it has no tokens yet */
    const PyToks *toks;       /* the expression's tokens: the file's own or a field's; NULL: none known */
    uint32_t from, to;
    bool asked, open;         /* alts are known; open: something else may stand for it, too */
    VEC(struct PyAlt *) alts; /* what may stand for it */
} PyHole;

struct PyExpr {
    uint32_t id;
    const PyToks *toks;       /* where tok, end count */
    uint32_t tok, end;        /* tokens of the whole chain */
    VEC(PyPart) parts;
    bool decoded;
    Str text;                 /* decoded, without its holes */
    VEC(PyRun) runs;
    VEC(PyHole) holes;
    bool broken;              /* bytes literal, or one that is not closed, or a layer that cannot be read */
    /* what became of it */
    struct PyExpr *group;     /* union-find: expressions that are converted together or not at all */
    bool failed;              /* of the group's root */
    bool covered;             /* some assembly held it */
    bool is_root;             /* begins a statement */
    bool done;                /* edits are known */
    bool loop;                /* guard of walks */
    uint32_t visit;
    VEC(HostEdit) edits;
};

typedef struct PyAlt {        /* one thing that may stand for a hole */
    PyExpr *expr;
    VEC(PyExpr *) before;     /* pieces that were added up before it (`name +=`), oldest first */
} PyAlt;

/* The string expression that STRING token `tok` belongs to; parsed and decoded once. */
PyExpr *py_expr(PySource *s, const PyToks *t, uint32_t tok);
void py_decode(PySource *s, PyExpr *e); /* pytext.c: fills text, runs, holes */
/* Where in the file the expression stands: a token. */
static inline uint32_t py_where(const PyExpr *e)
{
    return e->toks->where == PY_NONE ? e->tok : e->toks->where;
}
/* `text` as the literal that `run` belongs to would write it in place of source bytes [from, to); the answer's p is
   NULL when it cannot. */
Str py_encode(PySource *s, const PyExpr *e, const PyRun *run, uint32_t from, uint32_t to, Str text);

/* ---- pyshape.c: is it SQL? ---- */

typedef enum PyShape { SHAPE_NO, SHAPE_WEAK, SHAPE_STRONG } PyShape;
/* By its first words: WEAK when it takes an execute() around it to be SQL. */
PyShape py_shape(Str text);
bool py_shape_starts(const char *p, size_t n);  /* quick look at a literal's first bytes: may it begin a statement? */
bool py_looks_like_piece(Str text);             /* part of a statement, with a parameter */
bool py_only_placeholders(Str text);            /* ?, commas, brackets, blanks */
bool py_has_parameter(Str text);                /* ? or :name outside quotes */
bool py_inert(Str text);                        /* names, blanks, commas: nothing that could need a translation */

#endif
