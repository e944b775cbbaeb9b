/* SELECT * of a full-text table gives its own columns: the key and the tsvector, which PostgreSQL's table has
   besides, are no part of it, so that the list is written out. */
#include "rules/fts/fts.h"

static const char LIST[] = "{0}";

static bool covered(const Source *s, Str only)
{
    return !only.n || str_ieq(s->name, only);
}

static bool apply(Rw *rw, const Node *n)
{
    const Source *first = NULL;
    for (const Node *p = n->parent; p && !first; p = p->parent)
        first = rw_sema(rw)->sources[p->id];
    Str only = n->kid[STAR_TABLE] ? rw_name(rw, n->kid[STAR_TABLE]) : STR_NONE, list = STR_NONE;
    bool fts = false, known = true;
    for (const Source *s = first; s; s = s->next) {
        fts |= covered(s, only) && table_is_fts(s->table);
        known &= !covered(s, only) || !s->opaque;
    }
    if (!fts)
        return false;
    const Node *core = n->parent->parent, *from = core->kind == ND_CORE ? core->kid[CORE_FROM] : NULL;
    if (!known || (from && from->kind == ND_JOIN && from->kid[JOIN_USING]))
        return rw_manual(rw, n, "* over a full-text table: the columns of the others are not known",
                         "write the columns");
    for (const Source *s = first; s; s = s->next) {
        if (!covered(s, only))
            continue;
        Str q = first->next ? rw_source_name(rw, s) : STR_NONE;
        for (uint32_t i = 0; i < s->ncols; i++) {
            if (s->cols[i].col && s->cols[i].col->hidden)
                continue;
            list = rw_joined(rw, list, rw_dotted(rw, q, rw_ident(rw, s->cols[i].name)));
        }
    }
    rw_exact(rw, n);
    RwArg arg = RW_TEXT(list);
    rw_template(rw, n, LIST, PG_UNKNOWN, &arg, 1);
    return true;
}

const Rule rule_fts_star = {.code = 864,
                            .name = "fts/star",
                            .title = "the * of a full-text table is its own columns",
                            .on = KINDS(ND_STAR),
                            .templates = SET(LIST),
                            .apply = apply};
