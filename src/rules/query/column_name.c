/* A result column without alias is called by its text in SQLite and otherwise in PostgreSQL ("max",
   "?column?"); two columns of one name are told apart in SQLite, where the first is meant.  An alias is
   written only where somebody uses the name: an outer query, or a literal of the program such as
   row["count(*)"].  Never in scripts where nobody does.  Views get theirs from rules/ddl/view.c. */
#include "rules/query/column_name.h"
#include "emit/names.h"

const Node *column_name_select(const Node *r)
{
    const Node *p = r->parent, *k = r;
    if (!p || !p->parent || p->parent->kind != ND_CORE)
        return NULL;
    k = p->parent;
    for (p = k->parent; p && p->kind == ND_COMPOUND; k = p, p = p->parent)
        if (k != p->kid[COMPOUND_L])
            return NULL;
    return p && p->kind == ND_SELECT ? p : NULL;
}

static Str shown_name(Rw *rw, const Node *r)
{
    const Node *x = r->kind == ND_RESULT ? sema_strip(r->kid[RESULT_X]) : NULL;
    if (!x)
        return STR_NONE;
    if (r->kid[RESULT_ALIAS])
        return rw_name(rw, r->kid[RESULT_ALIAS]);
    return x->kind == ND_COLREF ? rw_name(rw, x->kid[COLREF_COLUMN]) : rw_text(rw, r->kid[RESULT_X]);
}

/* id, id:1, id:2: as SQLite tells them apart. */
static Str told_apart(Rw *rw, const Node *r)
{
    const Node *list = r->parent;
    Str name = shown_name(rw, r);
    uint32_t before = 0;
    for (uint32_t i = 0; i < list->nkids && list->kid[i] != r; i++)
        before += list->kid[i]->kind == ND_STAR || str_ieq(shown_name(rw, list->kid[i]), name);
    return rw_fmt(rw, "%.*s:%u", (int)name.n, name.p, before ? before : 1);
}

/* ---- a * that gives the second of a name ---- */

static uint32_t given_before(Rw *rw, const Node *star, const Source *until, Str name)
{
    const Node *core = star->parent->parent;
    const Source *first = rw_sema(rw)->sources[core->id];
    uint32_t n = 0;
    for (uint32_t i = 0; i < star->parent->nkids && star->parent->kid[i] != star; i++) {
        const Node *r = star->parent->kid[i];
        Str only = r->kind == ND_STAR ? rw_name(rw, r->kid[STAR_TABLE]) : STR_NONE;
        n += r->kind == ND_RESULT && str_ieq(shown_name(rw, r), name);
        for (const Source *s = first; r->kind == ND_STAR && s; s = s->next)
            for (uint32_t k = 0; (!only.n || str_ieq(only, s->name)) && k < s->ncols; k++)
                n += str_ieq(s->cols[k].name, name);
    }
    for (const Source *s = first; !star->kid[STAR_TABLE] && s && s != until; s = s->next)
        for (uint32_t k = 0; k < s->ncols; k++)
            n += str_ieq(s->cols[k].name, name);
    return n;
}

/* Spelled out, with SQLite's name for each column that stands further left already. */
static bool star(Rw *rw, const Node *n)
{
    const Node *core = n->parent->parent, *from = core->kind == ND_CORE ? core->kid[CORE_FROM] : NULL;
    Str only = rw_name(rw, n->kid[STAR_TABLE]), list = STR_NONE;
    if (!rw_info(rw, n)->shadowed || !from)
        return false;
    bool known = from->kind != ND_JOIN || (!from->kid[JOIN_USING] && !(from->op & NJ_NATURAL));
    for (const Source *s = rw_sema(rw)->sources[core->id]; s; s = s->next) {
        if (only.n && !str_ieq(only, s->name))
            continue;
        Str table = rw_source_name(rw, s);
        known &= table.n > 0 && !s->opaque;
        for (uint32_t i = 0; known && i < s->ncols; i++) {
            Str col = rw_ident(rw, s->cols[i].name);
            uint32_t before = given_before(rw, n, s, s->cols[i].name);
            list = rw_joined(rw, list, rw_dotted(rw, table, col));
            Str other = rw_fmt(rw, "%.*s:%u", (int)s->cols[i].name.n, s->cols[i].name.p, before);
            other = names_quote(rw_arena(rw), other);
            if (before)
                list = rw_fmt(rw, "%.*s AS %.*s", (int)list.n, list.p, (int)other.n, other.p);
        }
    }
    if (!known)
        return rw_manual(rw, n, "two columns of this subquery have one name; SQLite takes the first",
                         "name the columns, and give one of the two an alias");
    rw_exact(rw, n);
    rw_as(rw, n, list.p, PG_UNKNOWN, NULL, NULL, NULL);
    return true;
}

static bool is_word(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_ident(s.p[i]) && s.p[i] != '.')
            return false;
    return true;
}

Str column_name_written(Rw *rw, const Node *r)
{
    const Node *x = r->kid[RESULT_X], *select = column_name_select(r);
    const Info *i = rw_info(rw, x);
    bool computed = sema_strip(x)->kind != ND_COLREF && !r->kid[RESULT_ALIAS];
    if (!select)
        return STR_NONE;
    if (i->shadowed && select->parent)
        return told_apart(rw, r);
    if (computed && i->named && select->parent)
        return rw_text(rw, x);
    if (computed && !select->parent && rw_answer_read(rw) && !is_word(rw_text(rw, x)) &&
        rw_read_by_name(rw, rw_text(rw, x)))
        return rw_text(rw, x);
    return STR_NONE;
}

static bool apply(Rw *rw, const Node *r)
{
    if (r->kind == ND_STAR)
        return star(rw, r);
    Str name = column_name_written(rw, r);
    if (!name.n)
        return false;
    Str quoted = names_quote(rw_arena(rw), name);
    rw_exact(rw, r);
    if (r->kid[RESULT_ALIAS])
        rw_put(rw, r->kid[RESULT_ALIAS]->tok, quoted);
    else
        rw_append(rw, r, rw_fmt(rw, " AS %.*s", (int)quoted.n, quoted.p));
    return true;
}

const Rule rule_column_name = {.code = 332,
                               .name = "query/column-name",
                               .title = "SQLite names a column without alias after its text",
                               .on = KINDS(ND_RESULT, ND_STAR),
                               .portable = true,
                               .apply = apply};
