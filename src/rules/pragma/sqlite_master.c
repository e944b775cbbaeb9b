/* Queries on sqlite_master (sqlite_schema).  The common question, which tables or views there are, becomes a
   query on information_schema.tables; any other reads a derived table of the same name and columns.  Writing
   to it is left to a person, and so are the temporary and attached databases' tables. */
#include "rules/pragma/source.h"

enum { TABLES = 1, INDEXES = 2, VIEWS = 4, TRIGGERS = 8, ALL = 15 };

typedef struct Query { /* what a query wants of sqlite_master */
    Rw *rw;
    const Node *ref, *core;
    const Source *src;
    unsigned kinds;        /* what its WHERE lets through */
    const Node *type_test; /* the condition that says so */
    uint32_t type_tests;
    bool no_own;        /* its WHERE keeps out what SQLite makes itself: sqlite_sequence, automatic indexes */
    bool written_index; /* ... automatic indexes */
} Query;

/* ---- reading the WHERE ---- */

static unsigned kind_of(Str word)
{
    return str_eqz(word, "table")     ? TABLES
           : str_eqz(word, "index")   ? INDEXES
           : str_eqz(word, "view")    ? VIEWS
           : str_eqz(word, "trigger") ? TRIGGERS
                                      : 0;
}

static bool list_of_kinds(Rw *rw, const Node *rhs, unsigned *kinds)
{
    Str s;
    if (rhs->kind != ND_PAREN_LIST)
        return false;
    const Node *items = rhs->kid[PAREN_LIST_ITEMS];
    for (uint32_t i = 0; i < items->nkids; i++) {
        if (!rw_string(rw, items->kid[i], &s))
            return false;
        *kinds |= kind_of(s);
    }
    return true;
}

/* type = 'table', type IN ('table', 'view'), type = 'table' OR type = 'view' */
static bool tests_type(Query *q, const Node *n, unsigned *kinds)
{
    Str s;
    n = sema_strip(n);
    if (n->kind == ND_IN && !(n->flags & NF_NOT) && source_is_column(q->rw, n->kid[IN_X], q->src, "type"))
        return list_of_kinds(q->rw, n->kid[IN_RHS], kinds);
    if (n->kind != ND_BINARY)
        return false;
    const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
    if (n->op == TK_OR)
        return tests_type(q, l, kinds) && tests_type(q, r, kinds);
    if (n->op != TK_EQ)
        return false;
    if (source_is_column(q->rw, r, q->src, "type"))
        r = l;
    else if (!source_is_column(q->rw, l, q->src, "type"))
        return false;
    if (!rw_string(q->rw, r, &s))
        return false;
    *kinds |= kind_of(s);
    return true;
}

static bool is_name(Query *q, const Node *n)
{
    return source_is_column(q->rw, n, q->src, "name") ||
           (!(q->kinds & INDEXES) && source_is_column(q->rw, n, q->src, "tbl_name"));
}

static bool lists_sequence_table(Query *q, const Node *rhs)
{
    Str s;
    if (rhs->kind != ND_PAREN_LIST || (q->kinds & INDEXES))
        return false;
    const Node *items = rhs->kid[PAREN_LIST_ITEMS];
    for (uint32_t i = 0; i < items->nkids; i++)
        if (rw_string(q->rw, items->kid[i], &s) && str_eqz(s, "sqlite_sequence"))
            return true;
    return false;
}

/* name = ..., name IN (...), name NOT LIKE 'sqlite_%', name LIKE 'x%', name <> 'sqlite_sequence' */
static bool keeps_out_own(Query *q, const Node *n)
{
    Str s = STR_NONE;
    bool negated = n->flags & NF_NOT;
    switch (n->kind) {
    case ND_IN: return is_name(q, n->kid[IN_X]) && (!negated || lists_sequence_table(q, n->kid[IN_RHS]));
    case ND_LIKE:
        if (!is_name(q, n->kid[LIKE_X]) || !rw_string(q->rw, n->kid[LIKE_PATTERN], &s) || !s.n)
            return false;
        if (negated)
            return str_ieqz(s, "sqlite%") || str_ieqz(s, "sqlite_%") || str_ieqz(s, "sqlite\\_%") ||
                   str_ieqz(s, "sqlite*") || str_ieqz(s, "sqlite_*");
        return !strchr("sS%_*?[", s.p[0]);
    case ND_BINARY: {
        const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
        const Node *x = is_name(q, l) ? r : is_name(q, r) ? l : NULL;
        if (!x)
            return false;
        return n->op == TK_EQ ? !rw_string(q->rw, x, &s) || !str_istarts(s, "sqlite_")
                              : n->op == TK_NE && rw_string(q->rw, x, &s) && str_eqz(s, "sqlite_sequence") &&
                                    !(q->kinds & INDEXES);
    }
    default: return false;
    }
}

static bool sql_not_null(Query *q, const Node *n)
{
    if (n->kind == ND_ISNULL)
        return (n->flags & NF_NOT) && source_is_column(q->rw, n->kid[ISNULL_X], q->src, "sql");
    if (n->kind != ND_BINARY || n->op != TK_IS || !(n->flags & NF_NOT))
        return false;
    const Node *r = sema_strip(n->kid[BINARY_R]);
    return r->kind == ND_LITERAL && r->op == TK_NULL &&
           source_is_column(q->rw, n->kid[BINARY_L], q->src, "sql");
}

static void read_type(void *arg, const Node *n)
{
    Query *q = arg;
    unsigned kinds = 0;
    if (!tests_type(q, n, &kinds))
        return;
    q->kinds &= kinds;
    q->type_test = n;
    q->type_tests++;
}

static void read_rest(void *arg, const Node *n)
{
    Query *q = arg;
    q->no_own |= keeps_out_own(q, n);
    q->written_index |= sql_not_null(q, n);
}

/* False when `ref` is not sqlite_master in a FROM. */
static bool read_query(Rw *rw, const Node *ref, Query *q)
{
    *q = (Query){.rw = rw, .ref = ref, .core = source_core(ref), .src = source_of(rw, ref), .kinds = ALL};
    if (!q->src)
        return false;
    source_conditions(q->core, read_type, q);
    source_conditions(q->core, read_rest, q);
    return true;
}

/* ---- what is said ---- */

static bool makes_sequence_table(const Catalog *c)
{
    size_t n = catalog_tables(c);
    for (size_t i = 0; i < n; i++)
        if (catalog_table_at(c, i)->autoincrement)
            return true;
    return n == 0;
}

static void claim(Query *q)
{
    SourceUse sql = source_use(q->rw, q->src, "sql"), page = source_use(q->rw, q->src, "rootpage");
    const char *why = NULL;
    if (sql.uses != sql.null_tests)
        why = "the text is PostgreSQL's account of the object, not the CREATE statement as written";
    else if (page.uses)
        why = "rootpage is a constant";
    else if ((q->kinds & INDEXES) && !q->no_own && !q->written_index)
        why = "the indexes behind PRIMARY KEY and UNIQUE are not listed";
    else if ((q->kinds & TABLES) && !q->no_own && makes_sequence_table(rw_catalog(q->rw)))
        why = "SQLite lists its table sqlite_sequence too";
    else if (rw_options(q->rw)->identifiers != NAMES_PRESERVE)
        why = "the names are those that PostgreSQL has";
    if (why)
        rw_near(q->rw, q->ref, why, NULL);
    else
        rw_exact(q->rw, q->ref);
}

/* ---- the common question ---- */

static const char NAME[] = "table_name";
static const char NAME_RESULT[] = "table_name AS {0}";
static const char FROM[] = "information_schema.tables";
static const char BASE_TABLES[] = "table_schema = current_schema() AND table_type = 'BASE TABLE'";
static const char ONLY_VIEWS[] = "table_schema = current_schema() AND table_type = 'VIEW'";
static const char BOTH[] = "table_schema = current_schema()";

static uint32_t uses_within(Query *q, const Node *n)
{
    uint32_t uses = 0;
    if (n && n->kind == ND_COLREF)
        return source_is_column(q->rw, n, q->src, "type");
    for (uint32_t i = 0; n && i < n->nkids; i++)
        uses += uses_within(q, n->kid[i]);
    return uses;
}

/* SELECT name FROM sqlite_master WHERE type = 'table' AND ...: nothing but names, of nothing but tables and
 * views. */
static bool common(Query *q)
{
    static const char *const others[] = {"rootpage", "sql"};
    if (q->core->kid[CORE_FROM] != q->ref || q->type_tests != 1 || !q->kinds ||
        (q->kinds & (INDEXES | TRIGGERS)))
        return false;
    for (int i = 0; i < 2; i++)
        if (source_use(q->rw, q->src, others[i]).uses)
            return false;
    SourceUse type = source_use(q->rw, q->src, "type");
    return type.uses == uses_within(q, q->type_test) && !source_use(q->rw, q->src, "name").elsewhere &&
           !source_use(q->rw, q->src, "tbl_name").elsewhere;
}

static void rename_columns(Query *q, const Node *n)
{
    if (!n)
        return;
    bool name = source_is_column(q->rw, n, q->src, "name"),
         table = source_is_column(q->rw, n, q->src, "tbl_name");
    if (n->kind == ND_COLREF && (name || table)) {
        bool result = n->parent->kind == ND_RESULT && !n->parent->kid[RESULT_ALIAS];
        RwArg arg = RW_TEXT(name ? STR("name") : STR("tbl_name"));
        rw_template(q->rw, n, result ? NAME_RESULT : NAME, PG_TEXT, &arg, 1);
        return;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        rename_columns(q, n->kid[i]);
}

static const Node *select_of(const Node *core)
{
    return core->parent && core->parent->kind == ND_SELECT ? core->parent : core;
}

static bool use_information_schema(Rw *rw, const Node *core)
{
    const Node *ref = core->kid[CORE_FROM];
    Query q;
    if (!read_query(rw, ref, &q) || !common(&q))
        return false;
    claim(&q);
    const Node *alias = ref->kid[TABLEREF_ALIAS];
    RwArg arg = RW_TEXT(alias ? source_alias(rw, q.src) : STR_NONE);
    rw_template(rw, ref, alias ? "information_schema.tables AS {0}" : FROM, PG_UNKNOWN, &arg, 1);
    rename_columns(&q, select_of(core));
    /* it stands at the top of the WHERE: as text in a slot it gets no parentheses beside another AND */
    RwArg test = RW_TEXT(str_z(q.kinds == TABLES ? BASE_TABLES : q.kinds == VIEWS ? ONLY_VIEWS : BOTH));
    rw_template(rw, q.type_test, "{0}", PG_BOOL, &test, 1);
    return true;
}

/* ---- any other: a derived table ---- */

#define HERE "schemaname = current_schema()"
static const struct Part {
    unsigned kind;
    const char *type, *name, *table, *page, *sql, *from;
} PARTS[] = {
    {TABLES, "'table'", "tablename", "tablename", "1",
     "(SELECT 'CREATE TABLE ' || tablename || '(' || string_agg(column_name || ' ' || data_type, ', ' ORDER "
     "BY "
     "ordinal_position) || ')' FROM information_schema.columns WHERE table_schema = schemaname AND "
     "table_name = "
     "tablename)",
     "pg_tables WHERE " HERE},
    {INDEXES, "'index'", "indexname", "tablename", "1", "indexdef",
     "pg_indexes WHERE " HERE
     " AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE contype IN ('p', 'u') "
     "AND connamespace = quote_ident(current_schema())::regnamespace)"},
    {VIEWS, "'view'", "viewname", "viewname", "0", "'CREATE VIEW ' || viewname || ' AS' || definition",
     "pg_views WHERE " HERE},
    {TRIGGERS, "'trigger'", "tgname", "relname", "0", "pg_get_triggerdef(pg_trigger.oid)",
     "pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND relnamespace = "
     "quote_ident(current_schema())::regnamespace"},
};

static Str add(Rw *rw, Str s, bool wanted, const char *what, const char *column)
{
    if (!wanted)
        return s;
    return rw_fmt(rw, "%.*s%s%s AS %s", (int)s.n, s.p, s.n ? ", " : "", what, column);
}

static bool wants(Query *q, const char *column)
{
    return source_use(q->rw, q->src, column).uses > 0;
}

static Str derived(Query *q)
{
    SourceUse sql = source_use(q->rw, q->src, "sql");
    bool type = wants(q, "type"), table = wants(q, "tbl_name"), page = wants(q, "rootpage"),
         text = sql.uses > 0;
    bool name = wants(q, "name") || !(type || table || page || text);
    unsigned kinds = q->kinds ? q->kinds : TABLES;
    Str all = STR("");
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        const struct Part *p = &PARTS[i];
        if (!(p->kind & kinds))
            continue;
        Str cols = add(q->rw, STR(""), type, p->type, "type");
        cols = add(q->rw, cols, name, p->name, "name");
        cols = add(q->rw, cols, table, p->table, "tbl_name");
        cols = add(q->rw, cols, page, p->page, "rootpage");
        cols = add(q->rw, cols, text, sql.uses == sql.null_tests ? "''" : p->sql, "sql");
        all = rw_fmt(q->rw, "%.*s%sSELECT %.*s FROM %s", (int)all.n, all.p, all.n ? "\n    UNION ALL " : "",
                     (int)cols.n, cols.p, p->from);
    }
    if (kinds & (kinds - 1))
        all = rw_fmt(q->rw, "\n    %.*s\n", (int)all.n, all.p);
    return rw_layout(q->rw, all.p);
}

static const char DERIVED[] = "({0}) AS {1}";

static bool use_derived(Rw *rw, const Node *ref)
{
    Str name = rw_name(rw, ref->kid[TABLEREF_NAME]), schema = rw_name(rw, ref->kid[TABLEREF_SCHEMA]);
    bool temp = str_ieqz(name, "sqlite_temp_master") || str_ieqz(name, "sqlite_temp_schema");
    bool master = str_ieqz(name, "sqlite_master") || str_ieqz(name, "sqlite_schema");
    Query q;
    if ((!temp && !master) || source_is_cte(rw, ref))
        return false;
    if (temp || (schema.n && !str_ieqz(schema, "main")))
        return rw_manual(rw, ref, "it lists the tables of another database than the main one",
                         "ask information_schema.tables, with the schema's name");
    if (ref->parent && (ref->parent->kind == ND_INSERT || ref->parent->kind == ND_DELETE ||
                        (ref->parent->kind == ND_UPDATE && ref->parent->kid[UPDATE_TARGET] == ref)))
        return rw_manual(rw, ref, "sqlite_master cannot be written in PostgreSQL",
                         "write the change as ALTER TABLE");
    if (!read_query(rw, ref, &q))
        return rw_manual(rw, ref, "sqlite_master stands where no table stands in PostgreSQL", NULL);
    claim(&q);
    RwArg args[] = {RW_TEXT(derived(&q)), RW_TEXT(source_alias(rw, q.src))};
    rw_template(rw, ref, DERIVED, PG_UNKNOWN, args, 2);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind == ND_TABLEREF)
        return use_derived(rw, n);
    const Node *ref = n->kid[CORE_FROM];
    if (!ref || ref->kind != ND_TABLEREF)
        return false;
    Str name = rw_name(rw, ref->kid[TABLEREF_NAME]), schema = rw_name(rw, ref->kid[TABLEREF_SCHEMA]);
    return (!schema.n || str_ieqz(schema, "main")) &&
           (str_ieqz(name, "sqlite_master") || str_ieqz(name, "sqlite_schema")) &&
           use_information_schema(rw, n);
}

const Rule rule_sqlite_master = {.code = 854,
                                 .name = "pragma/sqlite-master",
                                 .title = "PostgreSQL's catalog is asked instead of sqlite_master",
                                 .on = KINDS(ND_CORE, ND_TABLEREF),
                                 .apply = apply};
