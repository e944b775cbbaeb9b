/* The type of a column in CREATE TABLE and ALTER TABLE ADD, spelled for PostgreSQL.  Which type that is, is
   decided in emit/coltype.c; keys that number their rows are ddl/autoincrement's. */
#include "rules/ddl/ddl.h"

/* A generated column without a type has the type of its expression. */
static bool by_expression(Rw *rw, const Node *def, const Column *col, ColType *t)
{
    static const struct {
        PgType type;
        const char *spell;
    } SPELL[] = {
        {PG_INT, "INTEGER"}, {PG_BIGINT, "BIGINT"}, {PG_NUMERIC, "NUMERIC"}, {PG_FLOAT8, "DOUBLE PRECISION"},
        {PG_TEXT, "TEXT"},   {PG_BYTEA, "BYTEA"},   {PG_DATE, "DATE"},       {PG_TIMESTAMP, "TIMESTAMP"},
        {PG_TIME, "TIME"},   {PG_BOOL, "INTEGER"}};
    const Node *cons = def->kid[COLDEF_CONS], *x = NULL;
    for (uint32_t i = 0; i < ddl_count(cons); i++)
        if (cons->kid[i]->op == TK_GENERATED)
            x = cons->kid[i]->kid[CCONS_X];
    for (size_t i = 0; x && i < sizeof SPELL / sizeof *SPELL; i++)
        if (SPELL[i].type == rw_type(rw, x)) {
            *t = (ColType){SPELL[i].type == PG_BOOL ? PG_INT : SPELL[i].type, str_z(SPELL[i].spell), NULL};
            ((Column *)(uintptr_t)col)->pgtype = t->type; /* emit's field: nobody else can know it */
            return true;
        }
    return false;
}

static bool is_system_name(Str name)
{
    static const char *const NAMES[] = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (str_ieqz(name, NAMES[i]))
            return true;
    return false;
}

/* --collation=column: text sorts by its bytes, whatever the database's collation is.  CITEXT sorts by itself.
 */
static bool wants_collation(Rw *rw, const Column *col, PgType t)
{
    bool citext = rw_options(rw)->nocase == NOCASE_CITEXT && str_ieqz(col->collation, "nocase");
    return rw_options(rw)->collation == COLLATION_COLUMN && !rw_options(rw)->portable &&
           pg_family(t) == FAM_TEXT && !citext;
}

static bool apply(Rw *rw, const Node *n)
{
    DdlColumn c;
    if (is_system_name(rw_name(rw, n->kid[COLDEF_NAME])))
        return rw_manual(rw, n, "every table of PostgreSQL has a system column of this name",
                         "rename the column");
    if (!ddl_column(rw, n, &c) || ddl_is_rowid_key(&c))
        return false;
    ColType t = coltype_decide(rw_arena(rw), rw_options(rw), c.t, c.col);
    if (!n->kid[COLDEF_TYPE])
        by_expression(rw, n, c.col, &t);
    const Node *type = n->kid[COLDEF_TYPE];
    char first = type ? rw_text(rw, type).p[0] : 0;
    if (!t.spell.n && (first == '"' || first == '[' || first == '`' || first == '\''))
        t.spell = c.col->type; /* PostgreSQL would look for a type of just that name */
    if (wants_collation(rw, c.col, t.type)) {
        Str plain = t.spell.n ? t.spell : type ? rw_text(rw, type) : STR("TEXT");
        t.spell = rw_fmt(rw, "%.*s COLLATE \"C\"", (int)plain.n, plain.p);
    }
    if (t.type == PG_UNKNOWN || (!t.spell.n && !t.why))
        return false;
    if (t.why)
        rw_near(rw, n, t.why, NULL);
    else
        rw_exact(rw, n);
    if (t.spell.n && (!type || !str_ieq(t.spell, rw_text(rw, type))))
        ddl_put_type(rw, n, t.spell);
    return true;
}

const Rule rule_declared = {.code = 402,
                            .name = "types/declared",
                            .title = "the column's declared type in PostgreSQL",
                            .on = KINDS(ND_COLDEF),
                            .portable = true,
                            .apply = apply};
