/* PostgreSQL takes one ON CONFLICT clause.  One DO UPDATE among DO NOTHINGs: it stays, and rows that would
   come to one of the others are left out by a WHERE.  Two DO UPDATEs are left to a person. */
#include "rules/upsert/several_clauses.h"
#include "rules/upsert/new_row.h"

const Node *several_clauses_kept(const Node *upserts)
{
    const Node *kept = NULL;
    for (uint32_t i = 0; i < upserts->nkids; i++) {
        const Node *up = upserts->kid[i];
        if (up->kind != ND_UPSERT)
            return NULL;
        if (up->flags & NF_NOTHING)
            continue;
        if (kept || !up->kid[UPSERT_TARGET])
            return NULL;
        kept = up;
    }
    return kept;
}

/* The keys of `all` that the clause names (every one when it names none), but for `not`. */
static InsertKeys keys_of(Rw *rw, const Table *t, const InsertKeys *all, const Node *up, const Key *but)
{
    InsertKeys r = {0};
    for (uint32_t i = 0; i < all->n; i++)
        if (all->keys[i] != but &&
            (!up->kid[UPSERT_TARGET] || conflict_names_key(rw, t, all->keys[i], up->kid[UPSERT_TARGET])))
            r.keys[r.n++] = all->keys[i];
    return r;
}

/* " AND NOT EXISTS (SELECT 1 FROM t WHERE ...)" for each DO NOTHING; behind the DO UPDATE it counts only
   where that one's key is free. */
static const char *left_out(Rw *rw, const Node *ins, const Table *t, const Node *kept, Str *out)
{
    InsertKeys all = insert_keys(rw, ins, t), own = keys_of(rw, t, &all, kept, NULL);
    const Node *ups = ins->kid[INSERT_UPSERTS];
    Str own_match = STR_NONE, table = rw_ident(rw, t->name), text = STR("");
    if (own.n != 1)
        return "the key of DO UPDATE is none that the row can meet";
    const char *why = new_row_match(rw, ins, t, &own, &own_match);
    bool before = true;
    for (uint32_t i = 0; !why && i < ups->nkids; i++) {
        Str match = STR_NONE;
        InsertKeys keys = keys_of(rw, t, &all, ups->kid[i], own.keys[0]);
        before &= ups->kid[i] != kept;
        if (ups->kid[i] == kept || !keys.n)
            continue;
        why = new_row_match(rw, ins, t, &keys, &match);
        Str free = before ? STR("")
                          : rw_fmt(rw, " OR EXISTS (SELECT 1 FROM %.*s WHERE %.*s)", (int)table.n, table.p,
                                   (int)own_match.n, own_match.p);
        text = rw_fmt(rw, "%.*s%s%sNOT EXISTS (SELECT 1 FROM %.*s WHERE %.*s)%.*s%s", (int)text.n, text.p,
                      text.n ? " AND " : "", before ? "" : "(", (int)table.n, table.p, (int)match.n, match.p,
                      (int)free.n, free.p, before ? "" : ")");
    }
    *out = text;
    return why;
}

static bool apply(Rw *rw, const Node *ins)
{
    const Node *ups = ins->kid[INSERT_UPSERTS], *src = ins->kid[INSERT_SOURCE];
    const Node *kept = ups && ups->nkids > 1 && src ? several_clauses_kept(ups) : NULL;
    const Table *t = kept ? rw_table(rw, ins->kid[INSERT_TARGET]) : NULL;
    if (!t || ins->kid[INSERT_WITH] || ins->kid[INSERT_TARGET]->kid[TABLEREF_ALIAS])
        return false; /* upsert/on-conflict says so */
    Str where = STR_NONE, cols = new_row_columns(rw, ins, t);
    const char *why = cols.n ? left_out(rw, ins, t, kept, &where) : "its columns are not known";
    if (!why && where.n)
        why = new_row_types(rw, ins, t);
    if (why)
        return rw_manual(rw, ins, rw_fmt(rw, "PostgreSQL takes one ON CONFLICT clause; %s", why).p, NULL);
    for (uint32_t i = 0; i < ups->nkids; i++)
        if (ups->kid[i] != kept)
            rw_drop_back(rw, ups->kid[i]->tok, ups->kid[i]->end);
    rw_exact(rw, ins);
    if (where.n) {
        rw_insert(rw, src->tok, STR("SELECT new_row.* FROM ("));
        rw_append(rw, src,
                  rw_fmt(rw, ") AS new_row(%.*s) WHERE %.*s", (int)cols.n, cols.p, (int)where.n, where.p));
    }
    return false; /* other rules have their say */
}

const Rule rule_several_clauses = {.code = 309,
                                   .name = "upsert/several-clauses",
                                   .title = "one ON CONFLICT clause; rows for the others are left out",
                                   .on = KINDS(ND_INSERT),
                                   .apply = apply};
