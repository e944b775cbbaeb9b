/* Names to columns, by SQLite's order: the columns of the innermost FROM, then its result aliases, then the
   enclosing queries; a "double-quoted" name that is no column is a string.  https://sqlite.org/quirks.html
   Ambiguous names take the leftmost source, as the judge of meaning is the statement that SQLite accepted. */
#include "sema/internal.h"

Source *source_new(Ctx *c, Source **last, Str name, const Node *node)
{
    Source *src = ARENA_NEW(c->a, Source);
    src->name = name;
    src->node = node;
    *last = src;
    return src;
}

void source_of_table(Ctx *c, Source *src, Str table)
{
    const Table *t = catalog_table(c->s->cat, table);
    if (!t)
        t = builtin_table(table);
    src->table = t;
    if (!t || (t->ncols == 0)) {
        src->opaque = true;
        return;
    }
    src->opaque = t->open;
    src->cols = ARENA_ARRAY(c->a, ResultCol, t->ncols + t->nformer);
    src->ncols = t->ncols;
    src->nformer = t->nformer;
    for (uint32_t i = 0; i < src->ncols + src->nformer; i++) {
        const Column *col = i < src->ncols ? &t->cols[i] : t->former[i - src->ncols];
        src->cols[i].name = col->name;
        src->cols[i].col = col;
        src->cols[i].table = t;
    }
}

static const ResultCol *source_col(const Source *src, Str name)
{
    for (uint32_t i = 0; i < src->ncols + src->nformer; i++)
        if (str_ieq(src->cols[i].name, name))
            return &src->cols[i];
    for (uint32_t i = 0; i < src->ncols; i++)
        if (src->cols[i].text.n && str_ieq(src->cols[i].text, name))
            return &src->cols[i];
    return NULL;
}

/* Somebody names this column: a computed one by its text, or one that has namesakes to its right. */
static void mark_named(Ctx *c, const Source *src, const ResultCol *rc)
{
    if (rc->def && rc->text.n)
        c->s->info[rc->def->id].named = true;
    for (const ResultCol *k = rc + 1; !src->table && rc->name.n && k < src->cols + src->ncols; k++)
        if ((k->star || k->def) && str_ieq(k->name, rc->name))
            c->s->info[(k->star ? k->star : k->def)->id].shadowed = true;
}

bool sema_is_rowid_name(Str name)
{
    return str_ieqz(name, "rowid") || str_ieqz(name, "oid") || str_ieqz(name, "_rowid_");
}

static void found_in(const Source *src, const ResultCol *rc, Info *out)
{
    out->source = src;
    out->table = rc->col ? rc->table : src->table;
    out->classes = rc->classes;
    out->nullable = rc->nullable;
    if (rc->col) {
        out->name = src->pseudo ? NAME_PSEUDO : NAME_COLUMN;
        out->col = rc->col;
    } else {
        out->name = NAME_DERIVED;
        out->def = rc->def;
    }
}

/* The column `name` among the sources of one scope; opaque sources are remembered, not chosen.  `open`: the
   name is not known, and every source is opaque. */
static bool find_column(Ctx *c, const Scope *s, Str table, Str name, bool open, Info *out,
                        const Source **opaque)
{
    for (const Source *src = s->sources; src; src = src->next) {
        if (table.n && !str_ieq(src->name, table))
            continue;
        const ResultCol *rc = source_col(src, name);
        if (rc) {
            found_in(src, rc, out);
            mark_named(c, src, rc);
            return true;
        }
        if ((src->opaque || open) && !*opaque)
            *opaque = src;
    }
    return false;
}

/* What SQLite's full-text tables have besides their columns. */
static bool find_fts(const Scope *s, Str table, Str name, Info *out)
{
    for (const Source *src = s->sources; src; src = src->next) {
        if ((table.n && !str_ieq(src->name, table)) || !table_is_fts(src->table))
            continue;
        bool itself = str_ieq(name, src->table->name);
        if (!itself && !str_ieqz(name, "rank"))
            continue;
        out->name = itself ? NAME_FTS : NAME_FTS_RANK;
        out->source = src;
        out->table = src->table;
        return true;
    }
    return false;
}

static bool find_rowid(const Scope *s, Str table, Str name, Info *out)
{
    if (!sema_is_rowid_name(name))
        return false;
    for (const Source *src = s->sources; src; src = src->next) {
        if ((table.n && !str_ieq(src->name, table)) || !src->table || src->table->is_view ||
            src->table->without_rowid)
            continue;
        out->name = NAME_ROWID;
        out->source = src;
        out->table = src->table;
        if (src->table->rowid >= 0)
            out->col = &src->table->cols[src->table->rowid];
        return true;
    }
    return false;
}

static bool find_alias(Ctx *c, const Scope *s, Str name, Info *out)
{
    if (!s->results)
        return false;
    for (uint32_t i = 0; i < s->results->nkids; i++) {
        const Node *r = s->results->kid[i];
        if (r->kind != ND_RESULT || !r->kid[RESULT_ALIAS])
            continue;
        if (str_ieq(node_name(c->a, c->s->stmt, r->kid[RESULT_ALIAS]), name)) {
            out->name = NAME_ALIAS;
            out->def = r->kid[RESULT_X];
            return true;
        }
    }
    return false;
}

/* A word that is no column: "text" is a string, true and false are numbers. */
static void not_a_column(Ctx *c, const Node *n, Str name, const Source *opaque, Info *out)
{
    Str text = node_text(c->s->stmt, n);
    bool quoted = text.n && (text.p[0] == '"' || text.p[0] == '`' || text.p[0] == '[');
    if (!quoted && (str_ieqz(name, "true") || str_ieqz(name, "false"))) {
        out->name = str_ieqz(name, "true") ? NAME_TRUE : NAME_FALSE;
        return;
    }
    if (opaque) {
        out->name = NAME_OPAQUE;
        out->source = opaque;
        out->table = opaque->table;
    } else if (text.n && text.p[0] == '"' && !n->kid[COLREF_TABLE]) {
        out->name = NAME_STRING;
    } else {
        out->name = NAME_UNKNOWN;
    }
}

void resolve_colref(Ctx *c, const Node *n, Info *out)
{
    const Stmt *st = c->s->stmt;
    Str name = node_name(c->a, st, n->kid[COLREF_COLUMN]);
    Str table = n->kid[COLREF_TABLE] ? node_name(c->a, st, n->kid[COLREF_TABLE]) : STR_NONE;
    const Source *opaque = NULL;
    bool open = name_is_open(name);
    for (const Scope *s = c->scope; s; s = s->outer) {
        bool whole_term = n->parent && n->parent->kind == ND_ORDERTERM;
        if (!table.n && s->aliases_first && whole_term && find_alias(c, s, name, out))
            return;
        if (find_column(c, s, table, name, open, out, &opaque))
            return;
        if (!table.n && find_alias(c, s, name, out))
            return;
        if (find_rowid(s, table, name, out) || find_fts(s, table, name, out))
            return;
        if (opaque)
            break;
    }
    not_a_column(c, n, name, opaque, out);
}

/* ---- the columns a query gives ---- */

/* The name a column has where it comes from: that spelling is what PostgreSQL gives on. */
static Str name_given(const Sema *s, Arena *a, const Node *ref)
{
    const Info *i = &s->info[ref->id];
    Str name = node_name(a, s->stmt, ref->kid[COLREF_COLUMN]);
    if (i->name == NAME_COLUMN && i->col && str_ieq(i->col->name, name))
        return i->col->name;
    for (uint32_t k = 0; i->name == NAME_DERIVED && i->source && k < i->source->ncols; k++)
        if (str_ieq(i->source->cols[k].name, name))
            return i->source->cols[k].name;
    return name;
}

static void result_of_core(const Sema *s, Arena *a, const Node *core, ResultCol **cols, uint32_t *n,
                           bool *known)
{
    VEC(ResultCol) v = {0};
    const Node *list = core->kid[CORE_COLUMNS];
    for (uint32_t i = 0; i < list->nkids; i++) {
        const Node *r = list->kid[i];
        if (r->kind == ND_STAR) {
            Str only = r->kid[STAR_TABLE] ? node_name(a, s->stmt, r->kid[STAR_TABLE]) : STR_NONE;
            for (const Source *src = s->sources[core->id]; src; src = src->next) {
                if (only.n && !str_ieq(src->name, only))
                    continue;
                if (src->opaque)
                    *known = false;
                for (uint32_t k = 0; k < src->ncols; k++) {
                    ResultCol rc = src->cols[k];
                    rc.star = r;
                    if (!rc.col || !rc.col->hidden)
                        VEC_PUSH(a, &v, rc);
                }
            }
            continue;
        }
        if (r->kind != ND_RESULT) { /* a hole may stand for many columns */
            *known = false;
            continue;
        }
        ResultCol rc = {0};
        const Node *x = r->kid[RESULT_X];
        rc.def = x;
        if (r->kid[RESULT_ALIAS])
            rc.name = node_name(a, s->stmt, r->kid[RESULT_ALIAS]);
        else if (sema_strip(x)->kind == ND_COLREF)
            rc.name = name_given(s, a, sema_strip(x));
        else
            rc.text = node_text(s->stmt, x);
        VEC_PUSH(a, &v, rc);
    }
    *cols = v.at;
    *n = (uint32_t)v.n;
}

static const Node *leftmost(const Node *body)
{
    while (body->kind == ND_COMPOUND)
        body = body->kid[COMPOUND_L];
    return body;
}

/* Column `col` has `x` (NULL: a table's column, or nothing that is known) in other rows. */
static void add_other(const Sema *s, Arena *a, ResultCol *col, const Node *x, const Column *table_column)
{
    Info i = {.classes = CLS_ANY, .nullable = true};
    if (x && s->info[x->id].classes)
        i = s->info[x->id];
    else if (table_column)
        info_of_column(table_column, &i);
    col->classes |= i.classes;
    col->nullable |= i.nullable;
    if (!x)
        return;
    const Node **more = ARENA_ARRAY(a, const Node *, col->nmore + 1);
    for (uint32_t k = 0; k < col->nmore; k++)
        more[k] = col->more[k];
    more[col->nmore++] = x;
    col->more = more;
}

static void add_rows(const Sema *s, Arena *a, const Node *values, uint32_t from, ResultCol *cols, uint32_t n)
{
    for (uint32_t r = from; r < values->nkids; r++) {
        const Node *row =
            values->kid[r]->kind == ND_PAREN_LIST ? values->kid[r]->kid[PAREN_LIST_ITEMS] : NULL;
        for (uint32_t i = 0; i < n; i++)
            add_other(s, a, &cols[i], row && i < row->nkids ? row->kid[i] : NULL, NULL);
    }
}

/* What the parts right of a UNION add to the columns of its first one. */
static void add_parts(const Sema *s, Arena *a, const Node *body, ResultCol *cols, uint32_t n)
{
    for (; body->kind == ND_COMPOUND; body = body->kid[COMPOUND_L]) {
        const Node *r = body->kid[COMPOUND_R];
        if (body->op != TK_UNION)
            continue;
        if (r->kind == ND_VALUES) {
            add_rows(s, a, r, 0, cols, n);
            continue;
        }
        ResultCol *theirs = NULL;
        uint32_t m = 0;
        bool known = true;
        if (r->kind == ND_CORE)
            result_of_core(s, a, r, &theirs, &m, &known);
        for (uint32_t i = 0; i < n; i++)
            add_other(s, a, &cols[i], known && i < m ? theirs[i].def : NULL,
                      known && i < m ? theirs[i].col : NULL);
    }
}

ResultCol *result_columns(const Sema *s, Arena *a, const Node *select, uint32_t *n, bool *known)
{
    *known = true;
    *n = 0;
    ResultCol *cols = NULL;
    const Node *body = select->kid[SELECT_BODY];
    const Node *first = leftmost(body);
    if (first->kind == ND_CORE) {
        result_of_core(s, a, first, &cols, n, known);
        add_parts(s, a, body, cols, *n);
        return cols;
    }
    if (first->kind != ND_VALUES || first->nkids == 0 || first->kid[0]->kind != ND_PAREN_LIST)
        return *known = false, NULL;
    const Node *row = first->kid[0]->kid[PAREN_LIST_ITEMS];
    *n = row->nkids;
    cols = ARENA_ARRAY(a, ResultCol, *n + 1);
    for (uint32_t i = 0; i < *n; i++) {
        cols[i].name = arena_fmt(a, "column%u", i + 1);
        cols[i].def = row->kid[i];
    }
    add_rows(s, a, first, 1, cols, *n);
    add_parts(s, a, body, cols, *n);
    return cols;
}

ResultCol *first_columns(const Sema *s, Arena *a, const Node *core, uint32_t *n, bool *known)
{
    ResultCol *cols = NULL;
    *known = true;
    result_of_core(s, a, core, &cols, n, known);
    return cols;
}

const ResultCol *sema_result(const Sema *s, Arena *a, const Node *select, uint32_t *n, bool *known)
{
    return result_columns(s, a, select, n, known);
}
