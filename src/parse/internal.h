/* What the files of the parser share: the cursor over tokens, the making of nodes, and one function a
   construct.  A construct's function is called with the cursor on its first token, leaves it after its last,
   and never answers NULL; a syntax error unwinds to parse_statement by parse_fail.  Nothing outside parse/
   includes this. */
#ifndef SQLXLATE_PARSE_INTERNAL_H
#define SQLXLATE_PARSE_INTERNAL_H

#include "parse/parse.h"

typedef struct Parser {
    Arena *arena;
    const Tokens *toks;
    const Token *tok;  /* toks->at */
    uint32_t pos;      /* the current token, never trivia; toks->n (TK_EOF) at the end */
    uint32_t end;      /* one past the token taken last */
    uint16_t kind;     /* of the current token */
    uint32_t depth;    /* nested constructs, at most SX_MAX_DEPTH */
    uint32_t nnodes;   /* made so far: the next node's id */
    VEC(Node *) items; /* items of the lists that are being parsed, innermost last */
    jmp_buf failed;
    uint32_t error_tok;
    Str error;
} Parser;

/* ---- tokens ---- */

/* What a token may be besides itself; SQLite's token classes are unions of these. */
enum NameClass {
    NC_ID = 1,      /* an identifier, or a keyword that falls back to one */
    NC_INDEXED = 2, /* INDEXED */
    NC_JOIN = 4,    /* LEFT, CROSS, ... */
    NC_STRING = 8,
    NC_HOLE = 16,

    NC_ids = NC_ID | NC_STRING,
    NC_idj = NC_ID | NC_INDEXED | NC_JOIN,
    NC_nm = NC_idj | NC_STRING | NC_HOLE,
};
extern const uint8_t parse_name_class[TK_COUNT];

static inline bool is_name(uint16_t kind, int classes)
{
    return (parse_name_class[kind] & classes) != 0;
}

static inline uint32_t after_trivia(const Token *tok, uint32_t i)
{
    while (tok_is_trivia(tok[i].kind))
        i++;
    return i;
}

/* The index of the token after the current one.  The current one is not TK_EOF. */
static inline uint32_t next_pos(const Parser *p)
{
    return after_trivia(p->tok, p->pos + 1);
}

/* The kind of the token after the current one. */
static inline uint16_t peek(const Parser *p)
{
    return p->kind == TK_EOF ? TK_EOF : p->tok[next_pos(p)].kind;
}

static inline void advance(Parser *p)
{
    p->end = p->pos + 1;
    p->pos = next_pos(p);
    p->kind = p->tok[p->pos].kind;
}

static inline bool accept(Parser *p, uint16_t kind)
{
    if (p->kind != kind)
        return false;
    advance(p);
    return true;
}

/* Unwind with "near "x": syntax error, expected E"; E may be NULL. */
_Noreturn void parse_fail(Parser *p, const char *expected);
/* Unwind with a message of one's own, at token `tok`. */
_Noreturn void parse_fail_at(Parser *p, uint32_t tok, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void parse_expect(Parser *p, uint16_t kind);
void parse_expect2(Parser *p, uint16_t first, uint16_t second);

/* ---- nodes ---- */

/* A node with all slots of its kind, empty, beginning at token `tok`. */
Node *node_open(Parser *p, uint16_t kind, uint32_t tok);
/* Its end is the token taken last; its kids learn their parent. */
Node *node_close(Parser *p, Node *n);
/* A node of no slots over the current token, which is taken. */
Node *node_token(Parser *p, uint16_t kind);

/* Lists: `mark = p->items.n`, list_add each item, list_close.  ND_LIST or ND_VALUES. */
static inline void list_add(Parser *p, Node *item)
{
    VEC_PUSH(p->arena, &p->items, item);
}
/* The items above `mark` become a list that begins at token `tok`; without items it is empty, at the cursor.
 */
Node *list_close(Parser *p, uint16_t kind, size_t mark, uint32_t tok);
/* item (',' item)*, at least one. */
Node *parse_list(Parser *p, Node *(*item)(Parser *p));

static inline Node *with_flags(Node *n, uint32_t flags)
{
    n->flags |= flags;
    return n;
}

/* ---- names ---- */

Node *parse_name(Parser *p, int classes); /* a NAME (or HOLE) of one of the NC_ classes */
Node *parse_hole(Parser *p);              /* the current token is TK_HOLE */
Node *parse_nm(Parser *p);                /* of SQLite's class nm */
Node *parse_qname(Parser *p);             /* [schema.]name */
Node *parse_name_list(Parser *p);         /* nm (',' nm)*: SQLite's idlist */
Node *parse_eidlist(Parser *p);           /* the same, but COLLATE, ASC, DESC get a message of their own */
/* [AS name | name]: the alias, or NULL; sets NF_AS on `owner`. */
Node *parse_alias(Parser *p, Node *owner);

/* ---- constructs ---- */

Node *parse_expr(Parser *p);
Node *parse_paren_expr(Parser *p);  /* ( expr ): the expression without its parentheses */
Node *parse_expr_list(Parser *p);   /* one or more */
Node *parse_exprs_to_rp(Parser *p); /* none or more, then ')' */
Node *parse_order_list(Parser *p);  /* expr [ASC|DESC] [NULLS FIRST|LAST], ... */
Node *parse_paren_list(Parser *p);  /* ( expr, ... ), one or more: PAREN_LIST */
Node *parse_function(Parser *p);    /* name( ... ) [FILTER] [OVER] */
Node *parse_window_def(Parser *p);  /* name AS ( ... ) */

static inline bool starts_select(uint16_t kind)
{
    return kind == TK_SELECT || kind == TK_VALUES || kind == TK_WITH;
}
Node *parse_select(Parser *p);
/* The rest of a SELECT whose WITH clause, which began at token `tok`, is parsed already (or NULL). */
Node *parse_select_after(Parser *p, Node *with, uint32_t tok);
Node *parse_with(Parser *p);
Node *parse_from(Parser *p); /* after FROM */
Node *parse_result_columns(Parser *p);
Node *parse_where(Parser *p);    /* [WHERE expr], or NULL */
Node *parse_order_by(Parser *p); /* [ORDER BY ...], or NULL */
Node *parse_limit(Parser *p);    /* [LIMIT ...], or NULL */

/* The table that INSERT, UPDATE or DELETE changes: [schema.]name [AS alias] [INDEXED BY ...]. */
enum TargetForm { TARGET_PLAIN, TARGET_INDEXED, TARGET_IN_TRIGGER, TARGET_INSERT_IN_TRIGGER };
Node *parse_target(Parser *p, enum TargetForm form);

Node *parse_insert(Parser *p, Node *with, uint32_t tok);
Node *parse_update(Parser *p, Node *with, uint32_t tok);
Node *parse_delete(Parser *p, Node *with, uint32_t tok);
Node *parse_trigger_step(Parser *p);
/* One of ROLLBACK ABORT FAIL IGNORE REPLACE, taken: its kind. */
uint16_t parse_conflict_word(Parser *p);

Node *parse_create(Parser *p);
Node *parse_create_table(Parser *p, uint32_t tok, uint32_t flags); /* after TABLE */
Node *parse_column_def(Parser *p);
Node *parse_type(Parser *p);                                /* or NULL, when there is none */
void parse_if_exists(Parser *p, Node *owner, bool negated); /* [IF [NOT] EXISTS]: sets NF_IFEXISTS */
Node *parse_alter(Parser *p);
Node *parse_drop(Parser *p);
bool parse_is_number(const Parser *p, uint32_t tok); /* a number without underscores */
Node *parse_literal(Parser *p);                      /* the current token as a LITERAL */

Node *parse_pragma(Parser *p);
Node *parse_attach(Parser *p);
Node *parse_detach(Parser *p);
Node *parse_begin(Parser *p);
Node *parse_commit(Parser *p);
Node *parse_rollback(Parser *p);
Node *parse_savepoint(Parser *p);
Node *parse_release(Parser *p);
Node *parse_explain(Parser *p);
Node *parse_vacuum(Parser *p);
Node *parse_analyze(Parser *p);
Node *parse_reindex(Parser *p);
Node *parse_command(Parser *p); /* any statement but EXPLAIN */

static inline void parse_enter(Parser *p)
{
    if (++p->depth > SX_MAX_DEPTH)
        parse_fail_at(p, p->pos, "nested too deeply (more than %d levels)", SX_MAX_DEPTH);
}

static inline void parse_leave(Parser *p)
{
    p->depth--;
}

#endif
