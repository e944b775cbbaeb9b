/* DEFAULT: given the type of its column.  SQLite takes bare and double-quoted words for strings here, and ''
   where a number or a date is wanted. */
#include "rules/ddl/ddl.h"

static const char LITERAL[] = "{0}";

static bool is_word(const Stmt *s, const Node *x)
{
    if (x->end != x->tok + 1 || (x->kind != ND_COLREF && x->kind != ND_NAME))
        return false;
    Str t = node_text(s, x);
    return !str_ieqz(t, "true") && !str_ieqz(t, "false");
}

static void become(Rw *rw, const Node *x, Str text, PgType type)
{
    RwArg arg = RW_TEXT(text);
    rw_exact(rw, x);
    rw_template(rw, x, LITERAL, type, &arg, 1);
}

/* TRUE and FALSE are 1 and 0 where the column is no boolean. */
static bool truth(Rw *rw, const Node *x, PgType type)
{
    Str t = rw_text(rw, x);
    bool yes = str_ieqz(t, "true");
    if (x->kind != ND_COLREF || (!yes && !str_ieqz(t, "false")))
        return false;
    if (type != PG_BOOL)
        become(rw, x, type == PG_TEXT ? (yes ? STR("'1'") : STR("'0'")) : (yes ? STR("1") : STR("0")), type);
    return true;
}

static void value(Rw *rw, const Node *outer, PgType type)
{
    const Node *x = sema_strip(outer);
    Str s;
    if (truth(rw, x, type))
        return;
    if (is_word(rw_stmt(rw), x)) {
        s = token_name(rw_arena(rw), rw_stmt(rw)->toks, x->tok);
        become(rw, x, rw_literal(rw, s), PG_LIT);
        return;
    }
    if (rw_string(rw, x, &s) && s.n == 0 && pg_family(type) != FAM_TEXT && type != PG_BYTEA &&
        type != PG_UNKNOWN) {
        RwArg null = RW_TEXT(STR("NULL"));
        rw_near(rw, x, "'' is the default of a column that cannot hold it: NULL takes its place", NULL);
        rw_template(rw, x, LITERAL, PG_NULL, &null, 1);
        return;
    }
    rw_wish_assign(rw, outer, type);
    rw_wish_assign(rw, x, type);
}

static bool apply(Rw *rw, const Node *n)
{
    DdlColumn c;
    const Node *cons = n->kid[COLDEF_CONS];
    if (!ddl_column(rw, n, &c))
        return false;
    PgType type = rw_column_type(rw, c.t, c.col);
    for (uint32_t i = 0; i < ddl_count(cons); i++)
        if (cons->kid[i]->op == TK_DEFAULT && cons->kid[i]->kid[CCONS_X] && !ddl_is_rowid_key(&c))
            value(rw, cons->kid[i]->kid[CCONS_X], type);
    return false;
}

const Rule rule_default = {.code = 502,
                           .name = "ddl/default",
                           .title = "a DEFAULT is written as its column's type",
                           .on = KINDS(ND_COLDEF),
                           .templates = SET(LITERAL),
                           .portable = true,
                           .apply = apply};
