/* sqlite_sequence, where SQLite keeps the last id of each AUTOINCREMENT table.  Reading it asks the sequences
   that the tables' columns own; resetting or setting one table's number sets its sequence.  The two
   statements that `.dump` writes are known: one that forgets all numbers (nothing to do in a script that
   makes its tables) and one that puts a table's number back.  Other changes of all rows at once, or of a
   table that is not known, are left to a person. */
#include "rules/pragma/source.h"
#include "rules/upsert/sequence.h"

static const char DERIVED[] =
    "(SELECT t.relname AS name, pg_sequence_last_value(s.seqrelid) AS seq FROM pg_sequence s JOIN pg_depend "
    "d ON "
    "d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.refobjsubid > 0 JOIN pg_class t ON "
    "t.oid = "
    "d.refobjid WHERE t.relnamespace = quote_ident(current_schema())::regnamespace AND "
    "pg_sequence_last_value(s.seqrelid) IS NOT NULL) AS {0}";
static const char RESET[] = "SELECT setval({0}, COALESCE(max({1}), 0) + 1, false) FROM {2}";
static const char PUT[] =
    "SELECT setval({0}, GREATEST({3:bigint}, COALESCE(max({1}), 0)) + 1, false) FROM {2}";
static const char HINT[] = "write SELECT setval(pg_get_serial_sequence('table', 'id'), 1, false)";

static const Node *target_of(const Node *n)
{
    return n->kind == ND_DELETE   ? n->kid[DELETE_TARGET]
           : n->kind == ND_UPDATE ? n->kid[UPDATE_TARGET]
                                  : n->kid[INSERT_TARGET];
}

/* WHERE name = 't', of a table that is known. */
static const Table *table_named(Rw *rw, const Node *where)
{
    Str s;
    where = where ? sema_strip(where) : NULL;
    if (!where || where->kind != ND_BINARY || where->op != TK_EQ)
        return NULL;
    const Node *l = sema_strip(where->kid[BINARY_L]), *r = where->kid[BINARY_R];
    if (l->kind != ND_COLREF || !str_ieqz(rw_name(rw, l->kid[COLREF_COLUMN]), "name") ||
        !rw_string(rw, r, &s))
        return NULL;
    const Table *t = catalog_table(rw_catalog(rw), s);
    return t && t->rowid >= 0 && t->autoincrement ? t : NULL;
}

static const Node *value_set(Rw *rw, const Node *update)
{
    const Node *sets = update->kid[UPDATE_SETS];
    const Node *set = sets->nkids == 1 ? sets->kid[0] : NULL;
    if (!set || set->kid[SET_COLS]->kind != ND_NAME || !str_ieqz(rw_name(rw, set->kid[SET_COLS]), "seq"))
        return NULL;
    const Node *v = set->kid[SET_VALUE];
    return v->kind == ND_LITERAL || v->kind == ND_PARAM ? v : NULL;
}

static bool set_sequence(Rw *rw, const Node *n, const Table *t, const Node *v)
{
    rw_near(rw, n, "setval() answers a row, and a rollback does not undo it", NULL);
    ((Table *)(uintptr_t)t)->ids_gone = v != NULL; /* the counter may be ahead of the rows */
    RwArg args[] = {RW_TEXT(sequence_of(rw_arena(rw), rw_options(rw), t)),
                    RW_TEXT(rw_ident(rw, t->cols[t->rowid].name)), RW_TEXT(rw_ident(rw, t->name)),
                    RW_NODE(v)};
    rw_template(rw, n, v ? PUT : RESET, PG_UNKNOWN, args, v ? 4 : 3);
    return true;
}

/* INSERT INTO sqlite_sequence VALUES ('table', 42), as .dump writes it, or with (name, seq). */
static bool put_back(Rw *rw, const Node *n)
{
    const Node *src = n->kid[INSERT_SOURCE], *body = src ? src->kid[SELECT_BODY] : NULL;
    const Node *row =
        body && body->kind == ND_VALUES && body->nkids == 1 && body->kid[0]->kind == ND_PAREN_LIST
            ? body->kid[0]->kid[PAREN_LIST_ITEMS]
            : NULL;
    Str s;
    const Node *cols = n->kid[INSERT_COLS];
    uint32_t name = cols && cols->nkids == 2 && str_ieqz(rw_name(rw, cols->kid[1]), "name"), seq = 1 - name;
    bool plain = !cols || (cols->nkids == 2 && str_ieqz(rw_name(rw, cols->kid[name]), "name") &&
                           str_ieqz(rw_name(rw, cols->kid[seq]), "seq"));
    if (!row || row->nkids != 2 || !plain || !rw_string(rw, row->kid[name], &s) ||
        row->kid[seq]->kind != ND_LITERAL)
        return rw_manual(rw, n, "sqlite_sequence cannot be written in PostgreSQL", HINT);
    const Table *t = catalog_table(rw_catalog(rw), s);
    if (!t || t->rowid < 0)
        return rw_manual(rw, n, "sqlite_sequence cannot be written in PostgreSQL", HINT);
    ((Table *)t)->ids_ahead = false; /* the number says it all */
    return set_sequence(rw, n, t, row->kid[seq]);
}

static bool change(Rw *rw, const Node *n)
{
    if (n->kind == ND_INSERT)
        return put_back(rw, n);
    if (n->kind == ND_DELETE && !n->kid[DELETE_WHERE] && rw_in_script(rw)) {
        rw_near(rw, n, "forgets the last id of every table; the sequences of this script follow its rows",
                NULL);
        rw_replace_statement(rw, STR_NONE);
        return true;
    }
    const Table *t = table_named(rw, n->kid[n->kind == ND_DELETE ? DELETE_WHERE : UPDATE_WHERE]);
    const Node *v = t && n->kind == ND_UPDATE ? value_set(rw, n) : NULL;
    if (!t || (n->kind == ND_UPDATE && !v))
        return rw_manual(rw, n, "sqlite_sequence cannot be written in PostgreSQL", HINT);
    return set_sequence(rw, n, t, v);
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *ref = n->kind == ND_TABLEREF ? n : target_of(n);
    if (ref->kind == ND_TABLEREF && n->kind != ND_TABLEREF &&
        str_istarts(rw_name(rw, ref->kid[TABLEREF_NAME]), "sqlite_stat")) {
        rw_exact(rw, n);
        rw_replace_statement(rw, STR_NONE); /* PostgreSQL's ANALYZE keeps its own */
        return true;
    }
    if (ref->kind != ND_TABLEREF || !str_ieqz(rw_name(rw, ref->kid[TABLEREF_NAME]), "sqlite_sequence"))
        return false;
    if (n->kind != ND_TABLEREF)
        return change(rw, n);
    const Source *s = source_of(rw, n);
    if (!s)
        return rw_manual(rw, n, "sqlite_sequence stands where no table stands in PostgreSQL", NULL);
    rw_near(rw, n, "a sequence does not count ids that were given explicitly", NULL);
    RwArg arg = RW_TEXT(source_alias(rw, s));
    rw_template(rw, n, DERIVED, PG_UNKNOWN, &arg, 1);
    return true;
}

const Rule rule_sqlite_sequence = {
    .code = 855,
    .name = "pragma/sqlite-sequence",
    .title = "SQLite's own tables: the sequences are asked instead of sqlite_sequence",
    .on = KINDS(ND_TABLEREF, ND_DELETE, ND_UPDATE, ND_INSERT),
    .templates = SET(RESET),
    .apply = apply};
