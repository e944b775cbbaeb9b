/* The type of a column in CREATE TABLE and ALTER TABLE ADD, spelled for PostgreSQL.  Which type that is, is decided
   in emit/coltype.c; keys that number their rows are ddl/autoincrement's. */
#include "rules/ddl/ddl.h"

/* A generated column without a type has the type of its expression. */
static bool by_expression(Rw *rw, const Node *def, ColType *t)
{
    const Node *cons = def->kid[COLDEF_CONS];
    for (uint32_t i = 0; i < ddl_count(cons); i++)
        if (cons->kid[i]->op == TK_GENERATED && cons->kid[i]->kid[CCONS_X]) {
            PgType x = rw_type(rw, cons->kid[i]->kid[CCONS_X]);
            Str spell = str_z(pg_spelling(x));
            if (!spell.n || pg_family(x) == FAM_BOOL)
                return false;
            char *upper = arena_alloc(rw_arena(rw), spell.n + 1);
            for (size_t k = 0; k < spell.n; k++)
                upper[k] = ascii_upper(spell.p[k]);
            *t = (ColType){x, str_eqz(spell, "int") ? STR("INTEGER") : (Str){upper, spell.n}, NULL};
            return true;
        }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    DdlColumn c;
    if (!ddl_column(rw, n, &c) || ddl_is_rowid_key(&c))
        return false;
    ColType t = coltype_decide(rw_arena(rw), rw_options(rw), c.t, c.col);
    if (!n->kid[COLDEF_TYPE])
        by_expression(rw, n, &t);
    const Node *type = n->kid[COLDEF_TYPE];
    char first = type ? rw_text(rw, type).p[0] : 0;
    if (!t.spell.n && (first == '"' || first == '[' || first == '`' || first == '\''))
        t.spell = c.col->type; /* PostgreSQL would look for a type of just that name */
    if (t.type == PG_UNKNOWN || (!t.spell.n && !t.why))
        return false;
    if (t.why)
        rw_near(rw, n, t.why, NULL);
    else
        rw_exact(rw, n);
    if (!type || !str_ieq(t.spell, rw_text(rw, type)))
        ddl_put_type(rw, n, t.spell);
    return true;
}

const Rule rule_declared = {.code = 402,
                            .name = "types/declared",
                            .title = "the column's declared type in PostgreSQL",
                            .on = KINDS(ND_COLDEF),
                            .apply = apply};
