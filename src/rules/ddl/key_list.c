/* The list of a PRIMARY KEY or UNIQUE constraint: PostgreSQL takes plain names, no ASC, DESC or COLLATE, and
   no strings. Also the ASC or DESC of a column's own PRIMARY KEY, missing commas between constraints, and a
   CONSTRAINT name that nothing follows. */
#include "rules/ddl/ddl.h"

static bool term(Rw *rw, const Node *t)
{
    const Node *x = t->kid[ORDERTERM_X], *inner = x->kind == ND_COLLATE ? x->kid[COLLATE_X] : x;
    bool touched = false;
    if (inner->kind == ND_LITERAL && inner->op == TK_STRING) {
        rw_put(rw, inner->tok, rw_ident(rw, token_name(rw_arena(rw), rw_stmt(rw)->toks, inner->tok)));
        touched = true;
    }
    if (inner->end < t->end) {
        rw_drop_back(rw, rw_next(rw, inner->end - 1), t->end);
        touched = true;
    }
    return touched;
}

static bool has_comma(Rw *rw, const Node *n)
{
    return rw_stmt(rw)->toks->at[rw_prev(rw, n->tok)].kind == TK_COMMA;
}

static bool table(Rw *rw, const Node *n)
{
    const Node *list = n->kid[CREATE_TABLE_CONS];
    for (uint32_t i = 0; i < ddl_count(list); i++) {
        const Node *k = list->kid[i];
        if (k->op == TK_CONSTRAINT) {
            rw_exact(rw, k);
            ddl_drop_item(rw, list, i);
        } else if (i > 0 && !has_comma(rw, k) && list->kid[i - 1]->op != TK_CONSTRAINT) {
            rw_exact(rw, k);
            rw_append(rw, list->kid[i - 1], STR(","));
        }
    }
    return false;
}

static bool column(Rw *rw, const Node *def)
{
    const Node *cons = def->kid[COLDEF_CONS];
    for (uint32_t i = 0; i < ddl_count(cons); i++) {
        const Node *k = cons->kid[i];
        if (k->op == TK_CONSTRAINT) {
            rw_exact(rw, k);
            ddl_drop_constraint(rw, k);
        }
        if (k->op != TK_PRIMARY || !(k->flags & (NF_ASC | NF_DESC)))
            continue;
        uint32_t word = rw_find(rw, k->tok, k->end, k->flags & NF_ASC ? TK_ASC : TK_DESC);
        rw_exact(rw, k);
        rw_drop_back(rw, word, word + 1);
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind == ND_CREATE_TABLE)
        return table(rw, n);
    if (n->kind == ND_COLDEF)
        return column(rw, n);
    bool touched = false;
    if (n->op == TK_PRIMARY || n->op == TK_UNIQUE)
        for (uint32_t i = 0; i < ddl_count(n->kid[TCONS_COLS]); i++)
            touched |= term(rw, n->kid[TCONS_COLS]->kid[i]);
    if (touched)
        rw_exact(rw, n);
    return touched;
}

const Rule rule_key_list = {.code = 508,
                            .name = "ddl/key-list",
                            .title =
                                "PostgreSQL's constraints are separated by commas and list plain columns",
                            .on = KINDS(ND_CREATE_TABLE, ND_COLDEF, ND_TCONS),
                            .portable = true,
                            .apply = apply};
