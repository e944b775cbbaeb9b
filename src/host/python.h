/* What the files of the Python host share: the source as tokens, lines, blocks and events on names; string
   expressions; fragments made of them.  All of it lives in one arena for one source. */
#ifndef SQLXLATE_HOST_PYTHON_H
#define SQLXLATE_HOST_PYTHON_H

#include "base/lines.h"
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
    bool header; /* begins with if, for, def, ...: what stands behind its colon may not run */
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
} PyEventKind;

enum { SCOPE_ATTRIBUTE = PY_NONE, SCOPE_RETURN = PY_NONE - 1 };
enum { RUN_SCOPE = 0x40000000 }; /* added to the scope for receivers */

typedef struct PyEvent {
    uint8_t kind;
    bool maybe;        /* behind the colon of a header line */
    uint32_t name;     /* token of the name */
    uint32_t from, to; /* tokens of the value; EV_USE, EV_RUN: of the call's arguments */
    uint32_t line, key;
    uint32_t set; /* the EV_SET before it of the same key: index in PySource.events, or PY_NONE */
} PyEvent;

typedef struct PyExpr PyExpr;

typedef struct PyGlobal { /* `global name` in a function */
    uint32_t scope;
    Str name;
} PyGlobal;

typedef struct PySource {
    Arena *a;
    Pipe *pipe;
    Str text;
    bool crlf; /* lines end in two bytes */
    PyToks toks;
    VEC(PyLine) lines;
    VEC(PyBlock) blocks;
    VEC(PyGlobal) globals;
    VEC(PyEvent) events; /* grouped by key, in source order within a key */
    uint32_t *key_first; /* key -> its first event; key_first[nkeys] is the end */
    uint32_t nkeys;
    struct PyKey *keys; /* hash table */
    uint32_t keys_cap;
    VEC(uint32_t) calls; /* name tokens of .execute and kin, .lastrowid, in order */
    /* from py_source on; all of the above, toks aside, from py_flow on */
    VEC(PyExpr *) exprs;       /* STRING tokens point here by `mate` */
    uint32_t driver;           /* first token that names sqlite3 or aiosqlite, or PY_NONE */
    bool runs;                 /* some word is execute or kin, or lastrowid */
    bool postgres, sqlalchemy; /* a driver of PostgreSQL's is named; SQLAlchemy is */
} PySource;

void py_source(PySource *s, Arena *a, Str text); /* text.p[text.n] must be NUL */
void py_flow(PySource *s);                       /* lines, blocks, events: for most files nobody asks */
uint32_t py_line_of(const PySource *s, uint32_t tok);
static inline uint32_t py_scope(const PySource *s, uint32_t line)
{
    return s->blocks.at[s->lines.at[line].block].scope;
}
/* Events of a name in a scope as a range [*from, *to) of s->events; false when there is none. */
bool py_events(const PySource *s, uint32_t scope, Str name, uint32_t *from, uint32_t *to);
/* Is it a parameter of the def that opens the scope? */
bool py_is_parameter(const PySource *s, uint32_t scope, Str name);
/* Does block `outer` hold block `inner` (or is it the same)? */
bool py_block_within(const PySource *s, uint32_t inner, uint32_t outer);
/* Tokens of a dotted name that ends at `tok` (self.db.cursor): its first token. */
uint32_t py_dotted_start(const PyToks *t, uint32_t tok);
/* The end (exclusive) of the primary expression that begins at `tok`: a name, number, strings or brackets,
   with what follows by dot, call or subscript; `tok` itself when none begins there. */
uint32_t py_primary_end(const PyToks *t, uint32_t tok);
Str py_span(const PyToks *t, uint32_t from, uint32_t to); /* source text of tokens [from, to) */

/* ---- pyexpr.c: string expressions ---- */

typedef enum PyLayer { LAYER_NONE, LAYER_FORMAT, LAYER_PERCENT } PyLayer; /* .format(...), % ... */

typedef struct PyPart { /* an operand of a + chain */
    bool hole;          /* no literal */
    uint8_t layer;
    uint32_t tok, end;       /* strings only, when a literal */
    uint32_t args, args_end; /* tokens of the layer's arguments */
} PyPart;

typedef enum PyRunKind { RUN_SAME, RUN_ESCAPE, RUN_HOLE } PyRunKind;

typedef struct PyRun { /* decoded bytes and the source bytes they come from */
    uint8_t kind;
    uint32_t at, n; /* decoded bytes of the expression's text; a hole has none */
    uint32_t src, srclen;
    uint32_t tok;  /* the string token; PY_NONE for an operand that is no literal */
    uint32_t hole; /* RUN_HOLE: index in PyExpr.holes */
    uint8_t layer;
} PyRun;

typedef VEC(Str) PyNames;

typedef struct PyHole {
    uint32_t src, srclen; /* a field's expression in the source, when it has no tokens yet */
    const PyToks *toks;   /* the expression's tokens: the file's own or a field's; NULL: none known */
    uint32_t from, to;
    Str key;         /* {key}, %(key)s: its argument's name, or empty and ... */
    uint32_t number; /* ... its place */
    bool asked, open,
        many;   /* alts are known; something unseen may stand for it, too; there are too many of them */
    bool loose; /* some of them are attributes of objects that are not known */
    struct PyAlts *alts; /* what may stand for it */
    PyNames *names;      /* pyname.c: the names that may, when it is nothing else; NULL: not asked */
} PyHole;

typedef struct PyUse { /* NAME.format(...), NAME % ...: the tokens of the arguments */
    uint32_t from, to;
} PyUse;

struct PyExpr {
    uint32_t id;
    const PyToks *toks; /* where tok, end count */
    uint32_t tok, end;  /* tokens of the whole chain */
    VEC(PyPart) parts;
    bool decoded;
    Str text; /* decoded, without its holes */
    VEC(PyRun) runs;
    VEC(PyHole) holes;
    VEC(PyUse) uses; /* of a template: where it is filled in */
    bool broken;     /* bytes literal, or one that is not closed, or a layer that cannot be read */
    /* what became of it */
    struct PyExpr *group; /* union-find: expressions that are converted together or not at all */
    uint32_t walk;        /* the walk that saw it last */
    struct PySite *site;  /* of a root */
    bool failed;          /* of the group's root */
    bool root;            /* begins a statement */
    bool deferred;        /* of a root: it is added to, and is read with that first */
    bool covered;         /* some statement that parsed held it */
    bool done;            /* edits are known */
    bool want_id, has_id; /* the id of the inserted row is wanted; the translation returns it ... */
    Str id_column;        /* ... in this column */
    bool looked;          /* it was asked whether it begins a statement */
    bool outside;         /* of the lines asked for */
    bool flagged;         /* something was said about it for a person to look at */
    HostEditVec edits;
};

typedef struct PyAlt { /* one thing that may stand for a hole */
    PyExpr *expr;
    bool joined; /* as an element of a list that is joined */
    const PyEvent
        *add; /* it was added to what a name held (`name +=`, name.append), by this event; or NULL */
    VEC(PyExpr *) bases; /* ... and what the name may have held at first */
} PyAlt;
typedef struct PyAlts {
    PyAlt **at;
    size_t n, cap;
} PyAlts;

/* The string expression that STRING token `tok` belongs to; parsed and decoded once. */
PyExpr *py_expr(PySource *s, const PyToks *t, uint32_t tok);
void py_decode(PySource *s, PyExpr *e); /* pytext.c: fills text, runs, holes */
/* A literal that is no SQL as it stands may be a template whose .format(...) or % stands elsewhere, behind
   the name that it is given to (by `set`, which may be NULL): decode it as such. */
bool py_decode_as_template(PySource *s, PyExpr *e, const PyEvent *set);
/* The argument of a hole among those of one use. */
void py_argument(const PyToks *t, const PyUse *use, PyHole *hole);
/* Where in the file the expression stands: a token. */
static inline uint32_t py_where(const PyExpr *e)
{
    return e->toks->where == PY_NONE ? e->tok : e->toks->where;
}
/* `text` as the literal that `run` belongs to would write it in place of source bytes [from, to); the
   answer's p is NULL when it cannot. */
Str py_encode(PySource *s, const PyExpr *e, const PyRun *run, uint32_t from, uint32_t to, Str text);

/* ---- pyflow.c: what may stand for a hole ---- */

enum { PY_MOST_ALTS = 64 };
/* What may stand for the hole; asked once.  hole->open tells whether something unseen may stand for it, too.
 */
const PyAlts *py_alts(PySource *s, PyExpr *e, PyHole *hole);
/* What `name += ...` (an EV_ADD) or name.append(...) (an EV_PUSH) adds, with what it is added to. */
void py_added(PySource *s, const PyEvent *ev, PyAlts *out);
/* What was added to the same name before `a`, since it was set, and what is added after it, until it is set
   again; oldest first.  `sure`: only what is added whenever `a` is.  False when that is too much. */
bool py_added_before(PySource *s, const PyAlt *a, bool sure, PyAlts *out);
bool py_added_after(PySource *s, const PyAlt *a, bool sure, PyAlts *out);
bool py_surely_added(const PySource *s,
                     const PyEvent *set); /* something is always added to what is set here */
/* What the tokens [from, to) of a call or an assignment may evaluate to, as strings. */
bool py_values(PySource *s, const PyToks *t, uint32_t from, uint32_t to,
               PyAlts *out); /* false: something unseen, too */
/* The EV_SET, EV_ADD, EV_PUSH and EV_RUN events that may be the last ones before token `where`, newest first;
   false when there are too many.  `whole`: no event of the scope comes before `where` alone (a module's name
   in a function). */
typedef VEC(const PyEvent *) PyEventVec;
bool py_reaching(PySource *s, uint32_t scope, Str name, uint32_t where, PyEventVec *out);

/* ---- pyname.c: names that stand in holes ---- */

bool py_is_reference(const PyHole *h); /* its expression is a name, or names with dots: self.table */
/* Does it stand behind ORDER BY, for texts that are all known and say a direction or several columns? */
bool py_sorts(PySource *s, PyExpr *e, PyHole *h);
/* The names of SQL that may stand for the hole of `r`, when nothing else may; empty otherwise. */
const PyNames *py_names(PySource *s, PyExpr *e, const PyRun *r, PyHole *h);

/* ---- pyfrag.c: fragments put together, and edits taken out of their translation ---- */

typedef struct PyBinding {
    const PyHole *hole;
    const PyAlt *alt;
} PyBinding;

typedef enum PyPlace {                  /* where in the statement a hole stands, by the text before it */
                       PLACE_NAME,      /* a name, a value, an operand: brings no parameters, as a rule */
                       PLACE_LIST,      /* IN (hole), VALUES (hole) */
                       PLACE_CONDITION, /* after WHERE, AND, SET, ... */
                       PLACE_CLAUSE,    /* after something complete: a clause, or nothing */
} PyPlace;

typedef struct PyFragRun {
    PyExpr *expr;
    const PyRun *run;
    uint32_t at, n; /* bytes of the fragment; a hole that stands for nothing has none */
    bool mute;      /* edits here are made elsewhere (placeholder lists) */
    uint8_t place;  /* PyPlace of a hole */
} PyFragRun;

typedef struct PyFrag {
    PySource *s;
    Str text;
    VEC(PyFragRun) runs;
    VEC(uint32_t) holes; /* hole number -> run */
    VEC(PyExpr *) exprs;
    VEC(PyBinding) bound;
    int fill;          /* what stands before an alternative that is added to something: 0 nothing, 1 a base, 2
                          what is always added, too, 3 all that may be */
    const PyAlt *lead; /* what the fragment is put together for, and ... */
    int after;         /* ... what stands behind it: 0 nothing, 1 what is always added, 2 all that may be */
    bool goes_on;      /* something stands there */
    bool alone;        /* elements of lists stand without those before them, the statement's own list aside */
    bool empty_clauses; /* holes in a clause's place stand for nothing */
    int depth;
    bool one_line;
    bool lines;                  /* the expressions are elements of one list: all of them are always there */
    bool nameless;               /* holes are not given the names that are known for them */
    uint32_t variant, nvariants; /* which of the names that a hole may stand for; how many there are */
    bool nulls_after_hole;       /* NULLS FIRST or LAST stands behind a hole, ... */
    bool nulls_left_out;         /* ... or would have to */
    uint32_t sort_hole;          /* the run of the hole behind ORDER BY, when one of them is set */
    Buf buf;
} PyFrag;

void frag_init(PyFrag *f, PySource *s);
void frag_add(PyFrag *f, PyExpr *e);                    /* with its holes, bound or not */
void frag_add_next(PyFrag *f, PyExpr *e, char between); /* the same, after what joins a list; 0: nothing */
void frag_add_alt(PyFrag *f, const PyAlt *a);
void frag_finish(PyFrag *f);
enum { NAMELESS = UINT32_MAX };
/* The same with another of the names that are known for its holes; NAMELESS: with none.  A later variant than
   the first takes back nothing: runs keep their order, their places move. */
void frag_rename(PyFrag *f, uint32_t variant);
void frag_free(PyFrag *f);
/* Source offset of byte `at` of the fragment (its end when `end`). */
uint32_t frag_source(const PyFrag *f, uint32_t at, bool end);
/* Take the edits of a translation into the expressions; false with *why when they cannot be written. */
bool frag_take(PyFrag *f, const SegVec *segs, const char **why);

/* ---- pycall.c: what surrounds a string expression ---- */

typedef struct PySite { /* how the SQL of an expression is used */
    bool exec;          /* the text argument of execute, executemany, executescript */
    bool many, script;
    bool has_args, no_args; /* parameters are passed; none are: both false when it cannot be seen */
    bool text;              /* SQLAlchemy's text(): it spells :name and % for the driver itself */
    bool statement;         /* the call is a statement of its own: what it answers is not read there */
    bool prose;             /* an argument of print, a logger, an exception, ... */
    bool doc;               /* a statement that is nothing but the string */
    uint32_t call;          /* the name token of the call */
    const PyEvent *set;     /* name = ..., when the expression is (part of) a value given to a name */
} PySite;
PySite py_site(PySource *s, const PyExpr *e);

/* ---- pystmt.c: statements, alone or with their pieces ---- */

typedef struct PyJob { /* one translation of one file */
    PySource *s;
    const HostOpts *o;
    HostResult *r;
    uint32_t walk;         /* number of the present walk over alternatives */
    uint32_t first, last;  /* the lines asked for, in bytes [first, last) */
    Lines lines;           /* when o->skip is to be asked */
    DiagVec diags;         /* offsets in the source; repeated ones, too */
    VEC(PyExpr *) diag_of; /* whose they are, by diags' index; NULL: of no expression */
    VEC(PyExpr *) roots;
    bool found;  /* pass 1: there is a root */
    bool moved;  /* see is_moved in python.c */
    void *lasts; /* pylast.c: the places that read lastrowid */
} PyJob;

PyExpr *group_of(PyExpr *e);
void job_say(PyJob *j, PyExpr *e, uint16_t code, Safety safety, uint32_t off, uint32_t len, Str msg,
             Str hint);
bool stmt_is_root(PyJob *j, PyExpr *e, PySite *site); /* does the expression begin a statement? */
/* Takes back edits and notes of statements in a literal that touch none of the lines asked for. */
void stmt_keep_lines(PyJob *j, const PyFrag *f, PyExpr *e, size_t first_diag);
void stmt_translate(PyJob *j, PyExpr *e, const PySite *site);
enum { MOST_LINES = 1024 };
/* "\n".join(["CREATE TABLE t (", "id INTEGER", ...]): the elements behind the root; the last one, or NULL. */
PyExpr *stmt_add_lines(PyJob *j, PyFrag *f, PyExpr *root);
void stmt_added(PyJob *j);       /* name += ..., name.append(...) */
void text_expressions(PyJob *j); /* pytextexpr.c: expressions in SQLAlchemy's text() */
void stmt_leftovers(PyJob *j);   /* roots that no assembly made whole; loose pieces */

/* ---- pylist.c: lists of placeholders ---- */
void list_placeholders(PyJob *j, PyExpr *e, bool joined);

/* ---- pylast.c: lastrowid ---- */
void last_find(PyJob *j);  /* before translating: which statements must answer with an id */
void last_write(PyJob *j); /* after: what reads it */

/* ---- pyconn.c: the connection layer ---- */
void conn_notes(PyJob *j);

/* ---- pyrisk.c: calls of migration tools ---- */
void risk_notes(PyJob *j);
bool risk_takes_back(const PySource *s, uint32_t tok); /* in def downgrade() */

/* ---- pyshape.c: is it SQL? ---- */

typedef enum PyShape { SHAPE_NO, SHAPE_WEAK, SHAPE_STRONG } PyShape;
/* By its first words: WEAK when it takes an execute() around it to be SQL. */
PyShape py_shape(Str text);
bool py_shape_starts(const char *p,
                     size_t n);      /* quick look at a literal's first bytes: may it begin a statement? */
bool py_looks_like_piece(Str text);  /* part of a statement, with a parameter */
bool py_only_placeholders(Str text); /* ?, commas, brackets, blanks */
bool py_has_parameter(Str text);     /* ? or :name outside quotes */
static inline bool py_is_number(Str text) /* 1 in the place of conditions */
{
    text = str_trim(text);
    return text.n > 0 && ascii_digit(text.p[0]);
}
bool py_inert(Str text);      /* names, blanks, commas: nothing that could need a translation */
PyPlace py_place(Str before); /* what a hole after this text stands for */

#endif
