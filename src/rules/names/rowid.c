/* rowid, oid and _rowid_: the INTEGER PRIMARY KEY under another name, or a number PostgreSQL does not have:
   without that key it is ctid where it only tells rows apart within one statement, and left to a person
   elsewhere.  A name that no table has is said here as well. */
#include "emit/rw.h"

static const char KEY[] = "{0}";

/* The table before the dot: an alias as it is written, a table's own name as it is declared. */
static Str qualifier(Rw *rw, const Node *n)
{
    const Node *q = n->kid[COLREF_TABLE];
    const Source *s = rw_info(rw, n)->source;
    if (!q)
        return STR_NONE;
    if (s && s->pseudo) /* NEW, OLD, excluded */
        return rw_text(rw, q);
    bool bare = ascii_ident(rw_text(rw, q).p[0]);
    if (s && s->alias.n)
        return bare ? rw_text(rw, q) : rw_ident(rw, s->alias);
    return rw_ident(rw, s && s->table ? s->table->name : rw_name(rw, q));
}

/* Another column of this name that a * gives: no alias can tell the two apart. */
static bool twice(const Source *s, Str name)
{
    bool found = false;
    for (uint32_t i = 0; s && !s->table && i < s->ncols; i++) {
        bool same = str_ieq(s->cols[i].name, name);
        if (found && same && !s->cols[i].def && !s->cols[i].star)
            return true;
        found |= same;
    }
    return false;
}

/* Compared with another row's address, or chosen by a subquery: nowhere shown, and no number from elsewhere.
 */
static bool only_an_address(Rw *rw, const Node *n)
{
    const Node *p = n->parent, *root = rw_stmt(rw)->root;
    for (; p && p->kind == ND_PAREN; p = p->parent)
        n = p;
    if (p && p->kind == ND_ORDERTERM)
        return true;
    if (!p || (root->kind != ND_DELETE && root->kind != ND_UPDATE))
        return false;
    if (p->kind == ND_BINARY) {
        const Node *o = sema_strip(p->kid[p->kid[BINARY_L] == n ? BINARY_R : BINARY_L]);
        return sema_compares(p) &&
               (o->kind == ND_SUBQUERY || (o->kind == ND_COLREF && rw_info(rw, o)->name == NAME_ROWID));
    }
    if (p->kind == ND_IN)
        return p->kid[IN_RHS]->kind == ND_SUBQUERY;
    if (p->kind == ND_RESULT) { /* of a subquery, right of IN or of a comparison */
        const Node *select = p->parent->parent;
        while (select && (select->kind == ND_CORE || select->kind == ND_COMPOUND))
            select = select->parent;
        return select && select->kind == ND_SELECT && select->parent && select->parent->kind == ND_SUBQUERY;
    }
    bool extreme =
        rw_is_call(rw, p->parent ? p->parent : p, "min") || rw_is_call(rw, p->parent ? p->parent : p, "max");
    return p->kind == ND_LIST && p->nkids == 1 && p->parent->kind == ND_FUNC && extreme;
}

static bool address(Rw *rw, const Node *n)
{
    Str table = qualifier(rw, n);
    RwArg arg = RW_TEXT(table.n ? rw_fmt(rw, "%.*s.ctid", (int)table.n, table.p) : STR("ctid"));
    rw_near(rw, n,
            "ctid follows the order in which rows were written last: it may be another row that comes first",
            NULL);
    rw_template(rw, n, KEY, PG_UNKNOWN, &arg, 1);
    return true;
}

/* Columns that every table of PostgreSQL has, and functions that it calls without parentheses. */
static bool is_postgres_name(Str name)
{
    static const char *const NAMES[] = {"cmax",         "cmin",           "ctid",         "current_catalog",
                                        "current_role", "current_schema", "current_user", "localtimestamp",
                                        "session_user", "tableoid",       "xmax",         "xmin"};
    return str_listed(name, NAMES, sizeof NAMES / sizeof *NAMES);
}

static bool apply(Rw *rw, const Node *n)
{
    const Info *i = rw_info(rw, n);
    Str name = rw_name(rw, n->kid[COLREF_COLUMN]);
    if (i->name == NAME_UNKNOWN && is_postgres_name(name))
        rw_postgres(rw, name);
    if (i->name == NAME_UNKNOWN)
        return rw_manual(rw, n, "no table in scope has this column",
                         "check the name (a computed column needs an alias), or the CREATE TABLE given");
    if ((i->name == NAME_DERIVED || i->name == NAME_COLUMN) && twice(i->source, name))
        return rw_manual(rw, n, "two columns of this subquery have this name; SQLite takes the first",
                         "name the columns, and give one of the two an alias");
    bool rowid_name = sema_is_rowid_name(name);
    if (i->name == NAME_OPAQUE && rowid_name)
        return rw_manual(rw, n, "rowid: the table's INTEGER PRIMARY KEY is not known",
                         "give its CREATE TABLE with --schema");
    if (i->name != NAME_ROWID)
        return false;
    if (!i->col && i->table && !i->table->is_view && !i->table->without_rowid && only_an_address(rw, n))
        return address(rw, n);
    if (!i->col)
        return rw_manual(rw, n, "this table has no INTEGER PRIMARY KEY, and PostgreSQL has no rowid",
                         "add an identity column, or use ctid within one statement");
    rw_exact(rw, n);
    RwArg arg = RW_TEXT(rw_dotted(rw, qualifier(rw, n), rw_ident(rw, i->col->name)));
    rw_template(rw, n, KEY, rw_column_type(rw, i->table, i->col), &arg, 1);
    return true;
}

const Rule rule_rowid = {.code = 703,
                         .name = "names/rowid",
                         .title = "rowid is the INTEGER PRIMARY KEY",
                         .on = KINDS(ND_COLREF),
                         .templates = SET(KEY),
                         .portable = true,
                         .apply = apply};
