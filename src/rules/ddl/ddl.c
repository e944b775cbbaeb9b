/* What the DDL rules share: see ddl.h.  It looks up and edits for them; it decides nothing about SQL and
   claims no node. */
#include "rules/ddl/ddl.h"

const Table *ddl_table(Rw *rw, const Node *create)
{
    const Table *t = rw_table(rw, create->kid[create->kind == ND_ALTER ? ALTER_TABLE : CREATE_TABLE_NAME]);
    bool latest = t && !t->altered && str_eq(t->sql, rw_text(rw, create));
    if (create->kind == ND_ALTER || latest)
        return t;
    return catalog_describe(rw_catalog(rw), rw_arena(rw), rw_stmt(rw)); /* the catalog's is another one */
}

bool ddl_column(Rw *rw, const Node *def, DdlColumn *c)
{
    const Node *p = def->parent;
    if (p && p->kind == ND_LIST)
        p = p->parent;
    if (!p || (p->kind != ND_CREATE_TABLE && p->kind != ND_ALTER))
        return false;
    c->statement = p;
    Str name = rw_name(rw, def->kid[COLDEF_NAME]);
    c->t = ddl_table(rw, p);
    if (p->kind == ND_ALTER && (!c->t || table_column_index(c->t, name) < 0))
        c->t =
            catalog_describe(rw_catalog(rw), rw_arena(rw), rw_stmt(rw)); /* added, then renamed or dropped */
    int at = c->t ? table_column_index(c->t, name) : -1;
    c->col = at < 0 ? NULL : &c->t->cols[at];
    return c->col != NULL;
}

bool ddl_is_rowid_key(const DdlColumn *c)
{
    return c->t->rowid >= 0 && c->col == &c->t->cols[c->t->rowid];
}

void ddl_put_type(Rw *rw, const Node *def, Str type)
{
    const Node *t = def->kid[COLDEF_TYPE];
    if (!t) {
        rw_append(rw, def->kid[COLDEF_NAME], rw_fmt(rw, " %.*s", (int)type.n, type.p));
        return;
    }
    rw_put(rw, t->tok, type);
    uint32_t second = rw_next(rw, t->tok);
    if (second < t->end)
        rw_drop_back(rw, second, t->end);
}

static bool comma_before(const Rw *rw, const Node *n)
{
    uint32_t before = rw_prev(rw, n->tok);
    return before != UINT32_MAX && rw_stmt(rw)->toks->at[before].kind == TK_COMMA;
}

void ddl_drop_item(Rw *rw, const Node *list, uint32_t i)
{
    const Node *n = list->kid[i];
    bool next_has_none = i + 1 < list->nkids && !comma_before(rw, list->kid[i + 1]);
    bool comma = comma_before(rw, n) && !next_has_none;
    rw_drop_back(rw, comma ? rw_prev(rw, n->tok) : n->tok, n->end);
}

void ddl_drop_constraint(Rw *rw, const Node *ccons)
{
    rw_drop_back(rw, ccons->tok, ccons->end);
}

Str ddl_columns(Rw *rw, const Table *t, const uint16_t *cols, uint16_t n)
{
    Str s = STR_NONE;
    for (uint16_t i = 0; i < n; i++)
        s = rw_joined(rw, s, rw_ident(rw, t->cols[cols[i]].name));
    return s;
}

bool ddl_key_holds_null(const Table *t)
{
    const Key *k = t->rowid < 0 && t->nkeys && t->keys[0].primary ? &t->keys[0] : NULL;
    for (uint16_t i = 0; k && i < k->ncols; i++)
        if (k->cols[i] < t->ncols && !t->cols[k->cols[i]].not_null &&
            t->cols[k->cols[i]].evidence & EV_HAS_NULL)
            return true;
    return false;
}

/* Is column `col` among those that `fk` names, or means, in `t`? */
static bool fk_names(const Table *t, const ForeignKey *fk, uint16_t col)
{
    for (uint16_t i = 0; fk->ref_cols && i < fk->ncols; i++)
        if (str_ieq(fk->ref_cols[i], t->cols[col].name))
            return true;
    return !fk->ref_cols && t->cols[col].pk > 0;
}

bool ddl_pointed_at(Rw *rw, const Table *t, const uint16_t *cols, uint16_t n)
{
    for (size_t i = 0; i < catalog_tables(rw_catalog(rw)); i++) {
        const Table *o = catalog_table_at(rw_catalog(rw), i);
        for (uint16_t f = 0; f < o->nfks; f++)
            for (uint16_t c = 0; c < n && str_ieq(o->fks[f].table, t->name); c++)
                if (fk_names(t, &o->fks[f], cols[c]))
                    return true;
    }
    return false;
}

const Column *ddl_referred(const Table *p, const ForeignKey *fk, uint16_t i)
{
    if (fk->ref_cols)
        return table_column(p, fk->ref_cols[i]);
    return p->nkeys && p->keys[0].primary && i < p->keys[0].ncols ? &p->cols[p->keys[0].cols[i]] : NULL;
}

bool ddl_points_at_nocase(Rw *rw, const Table *t, const Column *c)
{
    for (uint16_t f = 0; f < t->nfks; f++) {
        const ForeignKey *fk = &t->fks[f];
        const Table *p = catalog_newest(rw_catalog(rw), fk->table);
        for (uint16_t i = 0; p && i < fk->ncols; i++) {
            const Column *key =
                fk->cols[i] < t->ncols && &t->cols[fk->cols[i]] == c ? ddl_referred(p, fk, i) : NULL;
            if (key && str_ieqz(key->collation, "nocase"))
                return true;
        }
    }
    return false;
}

bool ddl_mentions(Str sql, Str name)
{
    for (size_t i = 0; name.n && i + name.n <= sql.n; i++)
        if (str_ieq(str_sub(sql, i, i + name.n), name) && (i == 0 || !ascii_ident(sql.p[i - 1])) &&
            (i + name.n == sql.n || !ascii_ident(sql.p[i + name.n])))
            return true;
    return false;
}
