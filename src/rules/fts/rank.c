/* rank and bm25() of a full-text table: ts_rank(), which weighs otherwise, and is the larger the better. */
#include "rules/fts/fts.h"

static const char WEIGHS[] = "ts_rank() weighs words otherwise than bm25(): the order may differ";

static bool apply(Rw *rw, const Node *n)
{
    const Node *x = n->kind == ND_FUNC ? (rw_arg(n, 0) ? sema_strip(rw_arg(n, 0)) : NULL) : n;
    const Info *i = x && x->kind == ND_COLREF ? rw_info(rw, x) : NULL;
    if (!i || i->name != (n->kind == ND_FUNC ? NAME_FTS : NAME_FTS_RANK))
        return n->kind == ND_FUNC && rw_manual(rw, n, "bm25() belongs to a full-text table", "use ts_rank()");
    Search s;
    if (!fts_config(i->table) || !fts_search_of(rw, i->source, &s))
        return rw_manual(rw, n, "the rank of rows that no MATCH has found", "take it out");
    RwArg args[2];
    Str q = fts_bound(rw, &s);
    if (!q.n)
        q = fts_query(rw, &s, 1, &args[1]);
    args[0] = RW_TEXT(fts_column(rw, i->source, fts_vector(i->table)));
    const Node *term = n->parent;
    bool alone = term && term->kind == ND_ORDERTERM &&
                 !(term->flags & (NF_ASC | NF_DESC | NF_NULLS_FIRST | NF_NULLS_LAST));
    rw_near(rw, n, WEIGHS, NULL);
    rw_template(rw, n, rw_fmt(rw, "%sts_rank({0}, %.*s)", alone ? "" : "-", (int)q.n, q.p).p, PG_FLOAT8, args,
                2);
    if (alone)
        rw_append(rw, n, STR(" DESC"));
    if (n->kind == ND_COLREF && term && term->kind == ND_RESULT && !term->kid[RESULT_ALIAS])
        rw_append(rw, n, STR(" AS rank"));
    return true;
}

const Rule rule_fts_rank = {.code = 861,
                            .name = "fts/rank",
                            .title = "the rank of a row is ts_rank()",
                            .on = KINDS(ND_COLREF),
                            .funcs = FUNCS("bm25"),
                            .apply = apply};
