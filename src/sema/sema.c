/* The walk over a statement: opens scopes, gathers the sources of each FROM, and has resolve.c and infer.c
   say what each expression is.  Children come before their parents, FROM before what it feeds. */
#include "sema/internal.h"

const Node *sema_strip(const Node *n)
{
    while (n->kind == ND_PAREN)
        n = n->kid[PAREN_X];
    return n;
}

bool sema_is_null(const Node *n)
{
    n = sema_strip(n);
    return n->kind == ND_LITERAL && n->op == TK_NULL;
}

const Node *sema_whole_condition(const Node *n)
{
    const Node *p = n->parent;
    while (p && (p->kind == ND_PAREN || (p->kind == ND_BINARY && (p->op == TK_AND || p->op == TK_OR)))) {
        n = p;
        p = p->parent;
    }
    return n;
}

bool sema_is_where(const Node *n)
{
    const Node *p = n->parent;
    return p && ((p->kind == ND_CORE && n == p->kid[CORE_WHERE]) ||
                 (p->kind == ND_UPDATE && n == p->kid[UPDATE_WHERE]) ||
                 (p->kind == ND_DELETE && n == p->kid[DELETE_WHERE]));
}

bool sema_compares(const Node *n)
{
    return n->kind == ND_BINARY && (n->op == TK_EQ || n->op == TK_NE || n->op == TK_LT || n->op == TK_LE ||
                                    n->op == TK_GT || n->op == TK_GE);
}

uint16_t sema_mirrored(uint16_t op)
{
    return op == TK_LT ? TK_GT : op == TK_LE ? TK_GE : op == TK_GT ? TK_LT : op == TK_GE ? TK_LE : op;
}

static Str name_of(Ctx *c, const Node *n)
{
    return n ? node_name(c->a, c->s->stmt, n) : STR_NONE;
}

static void visit_all(Ctx *c, const Node *n)
{
    for (uint32_t i = 0; n && i < n->nkids; i++)
        sema_expr(c, n->kid[i]);
}

void sema_expr(Ctx *c, const Node *n)
{
    if (!n)
        return;
    if (n->kind == ND_SELECT) {
        sema_select(c, n);
        return;
    }
    /* The left spine of a long chain (a || b || c ...) is walked in a loop: no recursion per element. */
    VEC(const Node *) spine = {0};
    while (n->kind == ND_BINARY) {
        VEC_PUSH(c->a, &spine, n);
        n = n->kid[BINARY_L];
    }
    if (n->kind == ND_SELECT)
        sema_select(c, n);
    else if (n->kind != ND_COLREF)
        visit_all(c, n);
    infer_expr(c, n, &c->s->info[n->id]);
    while (spine.n) {
        const Node *b = spine.at[--spine.n];
        sema_expr(c, b->kid[BINARY_R]);
        infer_expr(c, b, &c->s->info[b->id]);
    }
}

/* ---- FROM ---- */

typedef struct From {
    Source *first, **end;
} From;

static Source *from_add(Ctx *c, From *f, Str name, Str alias, const Node *n)
{
    Source *src = source_new(c, f->end, name, n);
    src->alias = alias;
    f->end = &src->next;
    return src;
}

static Cte *find_cte(const Ctx *c, Str name)
{
    for (Cte *t = c->ctes; t; t = t->outer)
        if (str_ieq(t->name, name))
            return t;
    return NULL;
}

static void from_table(Ctx *c, From *f, const Node *n)
{
    Str name = name_of(c, n->kid[TABLEREF_NAME]), alias = name_of(c, n->kid[TABLEREF_ALIAS]);
    Source *src = from_add(c, f, alias.n ? alias : name, alias, n);
    Cte *cte = n->kid[TABLEREF_SCHEMA] ? NULL : find_cte(c, name);
    if (name_is_open(name)) {
        src->opaque = src->open = true;
    } else if (cte) {
        cte->recursive |= cte->open;
        src->is_cte = true;
        src->cte = cte->node;
        src->cols = cte->cols;
        src->ncols = cte->ncols;
        src->opaque = !cte->known;
    } else {
        source_of_table(c, src, name);
    }
}

static void from_select(Ctx *c, From *f, const Node *n)
{
    sema_select(c, n->kid[FROMSUB_SELECT]);
    Str alias = name_of(c, n->kid[FROMSUB_ALIAS]);
    Source *src = from_add(c, f, alias, alias, n);
    bool known;
    src->cols = result_columns(c->s, c->a, n->kid[FROMSUB_SELECT], &src->ncols, &known);
    src->opaque = !known;
}

static void mark_nullable(Source *from, const Source *to)
{
    for (Source *s = from; s && s != to; s = s->next)
        s->nullable = true;
}

static void from_item(Ctx *c, From *f, const Node *n);

static void from_join(Ctx *c, From *f, const Node *n)
{
    Source **left = f->end;
    from_item(c, f, n->kid[JOIN_L]);
    Source **right = f->end;
    from_item(c, f, n->kid[JOIN_R]);
    if (n->op & NJ_LEFT)
        mark_nullable(*right, NULL);
    if (n->op & NJ_RIGHT)
        mark_nullable(*left, *right);
}

/* (a JOIN b ...) AS j: one source, with the columns of all that is inside. */
static void from_paren(Ctx *c, From *f, const Node *n)
{
    if (!n->kid[FROMPAREN_ALIAS]) {
        from_item(c, f, n->kid[FROMPAREN_FROM]);
        return;
    }
    From inner = {.end = &inner.first};
    from_item(c, &inner, n->kid[FROMPAREN_FROM]);
    c->s->sources[n->id] = inner.first;
    Str alias = name_of(c, n->kid[FROMPAREN_ALIAS]);
    Source *src = from_add(c, f, alias, alias, n);
    VEC(ResultCol) cols = {0};
    for (const Source *s = inner.first; s; s = s->next) {
        src->opaque |= s->opaque;
        src->nullable |= s->nullable;
        for (uint32_t i = 0; i < s->ncols; i++)
            VEC_PUSH(c->a, &cols, s->cols[i]);
    }
    src->cols = cols.at;
    src->ncols = (uint32_t)cols.n;
}

static void from_item(Ctx *c, From *f, const Node *n)
{
    if (!n)
        return;
    switch (n->kind) {
    case ND_TABLEREF: from_table(c, f, n); break;
    case ND_FROMSUB: from_select(c, f, n); break;
    case ND_JOIN: from_join(c, f, n); break;
    case ND_FROMPAREN: from_paren(c, f, n); break;
    case ND_TABLEFUNC: {
        Str name = name_of(c, n->kid[TABLEFUNC_NAME]), alias = name_of(c, n->kid[TABLEFUNC_ALIAS]);
        source_of_table(c, from_add(c, f, alias.n ? alias : name, alias, n), name);
        break;
    }
    default: /* a hole */ from_add(c, f, STR_NONE, STR_NONE, n)->opaque = true;
    }
}

static void scope_push(Ctx *c, Scope *s)
{
    s->outer = c->scope;
    c->scope = s;
}

static void scope_pop(Ctx *c)
{
    c->scope = c->scope->outer;
}

/* ON conditions and the arguments of table functions see all sources of their FROM. */
static void from_conditions(Ctx *c, const Node *n)
{
    if (!n)
        return;
    if (n->kind == ND_JOIN) {
        from_conditions(c, n->kid[JOIN_L]);
        from_conditions(c, n->kid[JOIN_R]);
        sema_expr(c, n->kid[JOIN_ON]);
    } else if (n->kind == ND_FROMPAREN) {
        Scope s = {.sources = c->s->sources[n->id]};
        if (n->kid[FROMPAREN_ALIAS])
            scope_push(c, &s);
        from_conditions(c, n->kid[FROMPAREN_FROM]);
        if (n->kid[FROMPAREN_ALIAS])
            scope_pop(c);
    } else if (n->kind == ND_TABLEFUNC) {
        sema_expr(c, n->kid[TABLEFUNC_ARGS]);
    }
}

/* ---- queries ---- */

static void visit_core(Ctx *c, const Node *core, Scope *s)
{
    From f = {.end = &f.first};
    from_item(c, &f, core->kid[CORE_FROM]);
    s->sources = f.first;
    c->s->sources[core->id] = f.first;
    scope_push(c, s);
    s->results = core->kid[CORE_COLUMNS]; /* ON sees aliases, the result columns themselves do not */
    from_conditions(c, core->kid[CORE_FROM]);
    s->results = NULL;
    sema_expr(c, core->kid[CORE_COLUMNS]);
    s->results = core->kid[CORE_COLUMNS];
    sema_expr(c, core->kid[CORE_WHERE]);
    sema_expr(c, core->kid[CORE_GROUP]);
    sema_expr(c, core->kid[CORE_HAVING]);
    sema_expr(c, core->kid[CORE_WINDOWS]);
    scope_pop(c);
}

/* ---- what later rounds of a recursive CTE give ---- */

static uint64_t column_bit(uint32_t k)
{
    return (uint64_t)1 << (k < 63 ? k : 63);
}

static void mark_nulls(const Cte *cte)
{
    for (uint32_t k = 0; k < cte->ncols; k++)
        cte->cols[k].nullable |= (cte->null & column_bit(k)) != 0;
}

enum { MOST_ROUNDS = 64 };

/* Does a part right of a UNION give NULL for a column that was thought never to be NULL?  Then once more. */
static bool more_nulls(Ctx *c, Cte *cte, const ResultCol *res, uint32_t n)
{
    if (!cte->recursive)
        return false;
    uint64_t before = cte->null;
    for (uint32_t k = 0; k < n; k++)
        cte->null |= res[k].nullable ? column_bit(k) : 0;
    if (cte->null != before && ++c->rounds == MOST_ROUNDS)
        cte->null = UINT64_MAX;
    return cte->null != before;
}

/* A CTE without column names: its recursive part sees those of its first part. */
static void name_columns(Ctx *c, const Node *body, const Node *first)
{
    for (Cte *t = c->ctes; t; t = t->outer)
        if (t->node->kid[CTE_SELECT]->kid[SELECT_BODY] == body && !t->node->kid[CTE_COLS]) {
            t->cols = first_columns(c->s, c->a, first, &t->ncols, &t->known);
            mark_nulls(t);
        }
}

static void visit_body(Ctx *c, const Node *body, Scope *s)
{
    VEC(const Node *) rights = {0};
    const Node *whole = body;
    while (body->kind == ND_COMPOUND) {
        VEC_PUSH(c->a, &rights, body->kid[COMPOUND_R]);
        body = body->kid[COMPOUND_L];
    }
    if (body->kind == ND_CORE)
        visit_core(c, body, s);
    else
        sema_expr(c, body);
    if (rights.n && body->kind == ND_CORE)
        name_columns(c, whole, body);
    while (rights.n) {
        const Node *r = rights.at[--rights.n];
        Scope inner = {0};
        if (r->kind == ND_CORE)
            visit_core(c, r, &inner);
        else
            sema_expr(c, r);
    }
}

static void visit_with(Ctx *c, const Node *with)
{
    const Node *list = with ? with->kid[WITH_CTES] : NULL;
    for (uint32_t i = 0; list && i < list->nkids; i++) {
        const Node *n = list->kid[i];
        Cte *cte = ARENA_NEW(c->a, Cte);
        cte->name = name_of(c, n->kid[CTE_NAME]);
        cte->node = n;
        cte->outer = c->ctes;
        const Node *cols = n->kid[CTE_COLS];
        if (cols) { /* the recursive part sees the names, their types come from the first part */
            cte->cols = ARENA_ARRAY(c->a, ResultCol, cols->nkids + 1);
            cte->ncols = cols->nkids;
            cte->known = true;
            for (uint32_t k = 0; k < cols->nkids; k++)
                cte->cols[k].name = name_of(c, cols->kid[k]);
        }
        const Node *first = n->kid[CTE_SELECT]->kid[SELECT_BODY];
        uint32_t m = 0;
        while (first->kind == ND_COMPOUND)
            first = first->kid[COMPOUND_L];
        if (first->kind == ND_VALUES && cols && first->nkids && first->kid[0]->kind == ND_PAREN_LIST)
            for (const Node *row = first->kid[0]->kid[PAREN_LIST_ITEMS]; m < row->nkids && m < cte->ncols;
                 m++)
                cte->cols[m].def = row->kid[m];
        else if (first->kind == ND_CORE && cols)
            for (const Node *r = first->kid[CORE_COLUMNS]; m < r->nkids && m < cte->ncols; m++) {
                if (r->kid[m]->kind != ND_RESULT)
                    break;
                cte->cols[m].def = r->kid[m]->kid[RESULT_X];
            }
        c->ctes = cte;
        bool known;
        uint32_t got;
        ResultCol *res;
        cte->open = true;
        if (c->rounds >= MOST_ROUNDS)
            cte->null = UINT64_MAX;
        do { /* a NULL may move from column to column, round by round: until nothing new is seen */
            mark_nulls(cte);
            sema_select(c, n->kid[CTE_SELECT]);
            res = result_columns(c->s, c->a, n->kid[CTE_SELECT], &got, &known);
        } while (more_nulls(c, cte, res, got));
        cte->open = false;
        if (!cols) {
            cte->cols = res;
            cte->ncols = got;
            cte->known = known;
        } else {
            for (uint32_t k = 0; k < cte->ncols && k < got; k++) {
                Str name = cte->cols[k].name;
                cte->cols[k] = res[k];
                cte->cols[k].name = name;
                cte->cols[k].text = STR_NONE;
            }
        }
    }
}

void sema_select(Ctx *c, const Node *select)
{
    Cte *ctes = c->ctes;
    visit_with(c, select->kid[SELECT_WITH]);
    Scope s = {0};
    visit_body(c, select->kid[SELECT_BODY], &s);
    s.aliases_first = true;
    scope_push(c, &s);
    sema_expr(c, select->kid[SELECT_ORDER]);
    scope_pop(c);
    sema_expr(c, select->kid[SELECT_LIMIT]);
    c->ctes = ctes;
}

/* ---- statements with a target ---- */

static void visit_insert(Ctx *c, const Node *n)
{
    Cte *ctes = c->ctes;
    visit_with(c, n->kid[INSERT_WITH]);
    if (n->kid[INSERT_SOURCE])
        sema_select(c, n->kid[INSERT_SOURCE]);
    From f = {.end = &f.first};
    from_table(c, &f, n->kid[INSERT_TARGET]);
    c->s->sources[n->id] = f.first;
    Scope s = {.sources = f.first};
    scope_push(c, &s);
    sema_expr(c, n->kid[INSERT_RETURNING]);
    Source *ex = from_add(c, &f, STR("excluded"), STR_NONE, n);
    source_of_table(c, ex, name_of(c, n->kid[INSERT_TARGET]->kid[TABLEREF_NAME]));
    ex->pseudo = true;
    sema_expr(c, n->kid[INSERT_UPSERTS]);
    scope_pop(c);
    c->ctes = ctes;
}

static void visit_change(Ctx *c, const Node *n, const Node *with, const Node *target, const Node *from)
{
    Cte *ctes = c->ctes;
    visit_with(c, with);
    From f = {.end = &f.first};
    from_table(c, &f, target);
    from_item(c, &f, from);
    c->s->sources[n->id] = f.first;
    Scope s = {.sources = f.first};
    scope_push(c, &s);
    from_conditions(c, from);
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && n->kid[i] != with && n->kid[i] != target && n->kid[i] != from)
            sema_expr(c, n->kid[i]);
    scope_pop(c);
    c->ctes = ctes;
}

static void visit_with_table(Ctx *c, const Node *n, Str table)
{
    From f = {.end = &f.first};
    source_of_table(c, from_add(c, &f, table, STR_NONE, n), table);
    c->s->sources[n->id] = f.first;
    Scope s = {.sources = f.first};
    scope_push(c, &s);
    visit_all(c, n);
    scope_pop(c);
}

static void visit_statement(Ctx *c, const Node *n);

static void visit_trigger(Ctx *c, const Node *n)
{
    From f = {.end = &f.first};
    Str table = name_of(c, n->kid[CREATE_TRIGGER_TABLE]);
    static const char *const rows[] = {"new", "old"};
    for (int i = 0; i < 2; i++) {
        Source *src = from_add(c, &f, str_z(rows[i]), STR_NONE, n);
        source_of_table(c, src, table);
        src->pseudo = true;
    }
    c->s->sources[n->id] = f.first;
    Scope s = {.sources = f.first};
    scope_push(c, &s);
    sema_expr(c, n->kid[CREATE_TRIGGER_WHEN]);
    const Node *body = n->kid[CREATE_TRIGGER_BODY];
    for (uint32_t i = 0; body && i < body->nkids; i++)
        visit_statement(c, body->kid[i]);
    scope_pop(c);
}

static void visit_statement(Ctx *c, const Node *n)
{
    switch (n->kind) {
    case ND_SELECT: sema_select(c, n); break;
    case ND_INSERT: visit_insert(c, n); break;
    case ND_UPDATE:
        visit_change(c, n, n->kid[UPDATE_WITH], n->kid[UPDATE_TARGET], n->kid[UPDATE_FROM]);
        break;
    case ND_DELETE: visit_change(c, n, n->kid[DELETE_WITH], n->kid[DELETE_TARGET], NULL); break;
    case ND_EXPLAIN: visit_statement(c, n->kid[EXPLAIN_STMT]); break;
    case ND_CREATE_TABLE:
        if (n->kid[CREATE_TABLE_SELECT])
            sema_select(c, n->kid[CREATE_TABLE_SELECT]);
        else
            visit_with_table(c, n, name_of(c, n->kid[CREATE_TABLE_NAME]->kid[QNAME_NAME]));
        break;
    case ND_CREATE_INDEX: visit_with_table(c, n, name_of(c, n->kid[CREATE_INDEX_TABLE])); break;
    case ND_CREATE_VIEW: sema_select(c, n->kid[CREATE_VIEW_SELECT]); break;
    case ND_CREATE_TRIGGER: visit_trigger(c, n); break;
    case ND_ALTER: visit_with_table(c, n, name_of(c, n->kid[ALTER_TABLE]->kid[QNAME_NAME])); break;
    default: visit_all(c, n); break;
    }
}

Sema *sema_run(Arena *a, const Stmt *s, const Catalog *cat)
{
    Sema *sema = ARENA_NEW(a, Sema);
    sema->stmt = s;
    sema->cat = cat;
    sema->info = ARENA_ARRAY(a, Info, s->nnodes + 1);
    sema->sources = ARENA_ARRAY(a, Source *, s->nnodes + 1);
    Ctx c = {.s = sema, .a = a};
    if (s->root)
        visit_statement(&c, s->root);
    return sema;
}
