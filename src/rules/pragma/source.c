/* See source.h.  It only looks. */
#include "rules/pragma/source.h"

const Node *source_core(const Node *n)
{
    const Node *p = n->parent;
    while (p && (p->kind == ND_JOIN || p->kind == ND_FROMPAREN))
        n = p, p = p->parent;
    return p && p->kind == ND_CORE && p->kid[CORE_FROM] == n ? p : NULL;
}

static const Source *find(Rw *rw, const Node *n)
{
    const Node *core = source_core(n);
    const Source *s = core ? rw_sema(rw)->sources[core->id] : NULL;
    while (s && s->node != n)
        s = s->next;
    return s;
}

const Source *source_of(Rw *rw, const Node *n)
{
    const Source *s = find(rw, n);
    return s && !s->is_cte ? s : NULL;
}

bool source_is_cte(Rw *rw, const Node *n)
{
    const Source *s = find(rw, n);
    return s && s->is_cte;
}

bool source_is_column(Rw *rw, const Node *n, const Source *s, const char *column)
{
    n = sema_strip(n);
    if (n->kind != ND_COLREF)
        return false;
    const Info *i = rw_info(rw, n);
    return i->source == s && (i->name == NAME_COLUMN || i->name == NAME_OPAQUE) &&
           str_ieqz(rw_name(rw, n->kid[COLREF_COLUMN]), column);
}

static const Node *query_of(const Node *n)
{
    while (n && n->kind != ND_CORE && n->kind != ND_SELECT)
        n = n->parent;
    return n && n->kind == ND_SELECT ? n->kid[SELECT_BODY] : n;
}

static bool null_test(const Node *n)
{
    if (n->kind == ND_ISNULL)
        return true;
    const Node *r = n->kind == ND_BINARY && n->op == TK_IS ? sema_strip(n->kid[BINARY_R]) : NULL;
    return r && r->kind == ND_LITERAL && r->op == TK_NULL;
}

/* The rows of EXISTS (SELECT * ...) are only counted. */
static bool in_exists(const Node *core)
{
    return core->parent->kind == ND_SELECT && core->parent->parent && core->parent->parent->kind == ND_EXISTS;
}

static void look(Rw *rw, const Node *n, const Source *s, const char *column, SourceUse *u)
{
    if (!n)
        return;
    if (source_is_column(rw, n, s, column) && n->kind == ND_COLREF) {
        u->uses += u->uses < UINT32_MAX;
        u->null_tests += null_test(n->parent);
        const Node *q = query_of(n); /* ORDER BY of a compound means the result column of that name */
        u->elsewhere |= q != source_core(s->node) && q->kind != ND_COMPOUND;
        return;
    }
    bool star = n->kind == ND_STAR && query_of(n) == source_core(s->node) && !in_exists(query_of(n));
    if ((star || (n->kind == ND_JOIN && ((n->op & NJ_NATURAL) || n->kid[JOIN_USING]))))
        u->uses = UINT32_MAX;
    for (uint32_t i = 0; i < n->nkids; i++)
        look(rw, n->kid[i], s, column, u);
}

SourceUse source_use(Rw *rw, const Source *s, const char *column)
{
    SourceUse u = {0};
    look(rw, rw_stmt(rw)->root, s, column, &u);
    return u;
}

static void take_apart(const Node *n, void (*f)(void *, const Node *), void *arg)
{
    n = sema_strip(n);
    if (n->kind == ND_BINARY && n->op == TK_AND) {
        take_apart(n->kid[BINARY_L], f, arg);
        take_apart(n->kid[BINARY_R], f, arg);
    } else {
        f(arg, n);
    }
}

void source_conditions(const Node *core, void (*f)(void *, const Node *), void *arg)
{
    if (core->kid[CORE_WHERE])
        take_apart(core->kid[CORE_WHERE], f, arg);
}

Str source_alias(Rw *rw, const Source *s)
{
    Str name = rw_source_name(rw, s);
    return name.n ? name : rw_ident(rw, s->name);
}
