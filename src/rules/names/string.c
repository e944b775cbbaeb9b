/* "text" in double quotes that is no column is a string in SQLite. */
#include "emit/rw.h"

static const char STRING[] = "{0}";

/* Compared with a bare column, or no name at all ("two words"): then it reads as a string. */
static bool beside_column(Rw *rw, const Node *n)
{
    Str s = rw_name(rw, n->kid[COLREF_COLUMN]);
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_ident(s.p[i]))
            return true;
    const Node *p = n->parent, *other = NULL;
    if (p && p->kind == ND_BINARY && p->kid[BINARY_R] == n &&
        (p->op == TK_EQ || p->op == TK_NE || p->op == TK_IS))
        other = sema_strip(p->kid[BINARY_L]);
    else if (p && p->kind == ND_LIKE && p->kid[LIKE_PATTERN] == n)
        other = sema_strip(p->kid[LIKE_X]);
    else if (p && p->kind == ND_LIST && p->parent && p->parent->kind == ND_PAREN_LIST && p->parent->parent &&
             p->parent->parent->kind == ND_IN)
        other = sema_strip(p->parent->parent->kid[IN_X]);
    return other && other->kind == ND_COLREF && rw_text(rw, other).p[0] != '"';
}

/* Does the statement quote names where only names can stand (FROM "users", "users"."id", AS "n")?  Then
   "email" is one, too: that is how ORMs and PostgreSQL's people write. */
static bool quotes_names(Rw *rw)
{
    const Stmt *s = rw_stmt(rw);
    for (uint32_t i = s->root->tok, before = TK_EOF; i < s->root->end; i++) {
        uint16_t kind = s->toks->at[i].kind;
        if (tok_is_trivia(kind))
            continue;
        if (kind == TK_ID && s->toks->src.p[s->toks->at[i].off] == '"' &&
            (before == TK_FROM || before == TK_JOIN || before == TK_INTO || before == TK_UPDATE ||
             before == TK_DOT || before == TK_AS || before == TK_TABLE || s->toks->at[i + 1].kind == TK_DOT))
            return true;
        before = kind;
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    const Info *i = rw_info(rw, n);
    bool guess = i->name == NAME_OPAQUE && rw_text(rw, n).p[0] == '"' && !n->kid[COLREF_TABLE];
    if (guess && beside_column(rw, n)) {
        rw_near(rw, n, "taken for a string: no CREATE TABLE tells whether a column has this name",
                "write 'text' for a string, or give the CREATE TABLE with --schema");
        RwArg arg = RW_TEXT(rw_literal(rw, rw_name(rw, n->kid[COLREF_COLUMN])));
        rw_template(rw, n, STRING, PG_LIT, &arg, 1);
        return true;
    }
    if (guess && quotes_names(rw))
        return false;
    if (guess) {
        rw_near(rw, n, "taken for a column; SQLite reads \"text\" as a string where no such column exists",
                "write 'text' for a string, or give the CREATE TABLE with --schema");
        return false;
    }
    if (i->name != NAME_STRING)
        return false;
    rw_exact(rw, n);
    RwArg arg = RW_TEXT(rw_literal(rw, rw_name(rw, n->kid[COLREF_COLUMN])));
    rw_template(rw, n, STRING, PG_LIT, &arg, 1);
    return true;
}

const Rule rule_string = {.code = 702,
                          .name = "names/double-quoted-string",
                          .title = "\"text\" that names no column is a string",
                          .on = KINDS(ND_COLREF),
                          .templates = SET(STRING),
                          .portable = true,
                          .apply = apply};
