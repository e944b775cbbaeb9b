/* The syntax tree.  It is frozen once parse/ has made it; what later stages learn lives in side tables by
   node id.  A node's span is a range of tokens; bytes, layout and comments stay in the tokens. */
#ifndef SQLXLATE_AST_H
#define SQLXLATE_AST_H

#include "lex/lex.h"

typedef enum NodeKind {
#define N0(k)      ND_##k,
#define N1(k, ...) ND_##k,
#define N2         N1
#define N3         N1
#define N4         N1
#define N5         N1
#define N6         N1
#define N8         N1
#define L          N0
#include "ast/ast.def"
#undef N0
#undef N1
#undef L
    ND_COUNT
} NodeKind;

/* Slots: n->kid[SELECT_BODY], n->kid[INSERT_TARGET], ... */
#define N0(k)
#define N1(k, a) enum { k##_##a };
#undef N2
#define N2(k, a, b) enum { k##_##a, k##_##b };
#undef N3
#define N3(k, a, b, c) enum { k##_##a, k##_##b, k##_##c };
#undef N4
#define N4(k, a, b, c, d) enum { k##_##a, k##_##b, k##_##c, k##_##d };
#undef N5
#define N5(k, a, b, c, d, e) enum { k##_##a, k##_##b, k##_##c, k##_##d, k##_##e };
#undef N6
#define N6(k, a, b, c, d, e, f) enum { k##_##a, k##_##b, k##_##c, k##_##d, k##_##e, k##_##f };
#undef N8
#define N8(k, a, b, c, d, e, f, g, h)                                                                        \
    enum { k##_##a, k##_##b, k##_##c, k##_##d, k##_##e, k##_##f, k##_##g, k##_##h };
#define L(k)
#include "ast/ast.def"
#undef N0
#undef N1
#undef N2
#undef N3
#undef N4
#undef N5
#undef N6
#undef N8
#undef L

enum NodeFlag { /* Node.flags */
                NF_NOT = 1 << 0,
                NF_DISTINCT = 1 << 1,
                NF_ALL = 1 << 2,
                NF_STAR = 1 << 3,
                NF_AS = 1 << 4,
                NF_ASC = 1 << 5,
                NF_DESC = 1 << 6,
                NF_NULLS_FIRST = 1 << 7,
                NF_NULLS_LAST = 1 << 8,
                NF_TEMP = 1 << 9,
                NF_IFEXISTS = 1 << 10, /* IF EXISTS, IF NOT EXISTS */
                NF_UNIQUE = 1 << 11,
                NF_STRICT = 1 << 12,
                NF_WITHOUT_ROWID = 1 << 13,
                NF_AUTOINCREMENT = 1 << 14,
                NF_STORED = 1 << 15,
                NF_RECURSIVE = 1 << 16,
                NF_REPLACE_INTO = 1 << 17,
                NF_DEFAULT_VALUES = 1 << 18,
                NF_NOTHING = 1 << 19,
                NF_QUERY_PLAN = 1 << 20,
};

enum JoinOp { /* Node.op of JOIN */
              NJ_COMMA = 1,
              NJ_JOIN = 2,
              NJ_INNER = 4,
              NJ_CROSS = 8,
              NJ_NATURAL = 16,
              NJ_LEFT = 32,
              NJ_RIGHT = 64, /* LEFT | RIGHT is FULL */
              NJ_OUTER = 128,
};

enum TriggerOp { /* Node.op of CREATE_TRIGGER */
                 NT_BEFORE = 1,
                 NT_AFTER = 2,
                 NT_INSTEAD = 4, /* none of the three written: BEFORE */
                 NT_INSERT = 8,
                 NT_UPDATE = 16,
                 NT_DELETE = 32,
                 NT_FOR_EACH_ROW = 64, /* written */
};

enum FkOp {               /* Node.op of FK: bits 0-2 ON DELETE, bits 3-5 ON UPDATE, then flags */
            NFK_NONE = 0, /* nothing written */
            NFK_NO_ACTION = 1,
            NFK_RESTRICT = 2,
            NFK_CASCADE = 3,
            NFK_SET_NULL = 4,
            NFK_SET_DEFAULT = 5,
            NFK_ACTION_MASK = 7,
            NFK_UPDATE_SHIFT = 3,
            NFK_DEFERRABLE = 64,
            NFK_NOT_DEFERRABLE = 128,
            NFK_INITIALLY_DEFERRED = 256,
            NFK_MATCH = 512,
};

typedef struct Node Node;
struct Node {
    uint16_t kind;     /* NodeKind */
    uint16_t op;       /* see ast.def */
    uint32_t flags;    /* NodeFlag */
    uint32_t id;       /* dense from 0 within a statement */
    uint32_t tok, end; /* token range [tok, end): first and last are never trivia (empty when tok == end) */
    uint32_t nkids;
    Node **kid;   /* slots by ast.def, in source order; NULL where absent */
    Node *parent; /* NULL at the root */
};

/* One parsed statement.  The range [first, last) of tokens holds leading trivia, the statement and its ';'.
 */
typedef struct Stmt {
    const Tokens *toks;
    uint32_t first, last;
    Node *root; /* NULL: empty (blanks, comments, a lone ';') or not parsed, see error */
    uint32_t nnodes;
    uint32_t semi;      /* index of its ';' token, or `last` when there is none */
    uint32_t error_tok; /* where parsing stopped, when error.n > 0 */
    Str error;          /* what was wrong: "near \"x\": ...", empty when fine */
} Stmt;

const char *node_kind_name(uint16_t kind);       /* "CREATE_TABLE" */
Str node_text(const Stmt *s, const Node *n);     /* the source bytes of its span */
uint32_t node_off(const Stmt *s, const Node *n); /* where its span starts, bytes */

/* The name that a NAME node (or an identifier/string token) stands for: quotes off, doubled quotes undone. Of
   a hole: the name that the host knows for it, or the mark itself.  Copied into `a` only where it has to be.
 */
Str node_name(Arena *a, const Stmt *s, const Node *name);
Str token_name(Arena *a, const Tokens *t, uint32_t tok);
/* Is the name, or a part of it, put in by the program, and not known?  `name` as node_name() has it. */
bool name_is_open(Str name);
/* A hole of the host's literal for which no name is known. */
bool node_is_open(const Stmt *s, const Node *n);
/* The length of the hole's mark (\x1A digits [: name] \x1A) that `s` begins with, 0 when it begins with none;
 *name: what the host knows for it, may be empty. */
size_t hole_mark(Str s, Str *name);
/* The value of a string literal token: quotes off, '' undone. */
Str token_string(Arena *a, const Tokens *t, uint32_t tok);

#endif
