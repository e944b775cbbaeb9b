/* Parameters whose types PostgreSQL's server must infer, because the driver sends the values apart from the
   text and no types with them ($1).  It does so from what stands beside a parameter, the first time it meets
   one (https://www.postgresql.org/docs/current/typeconv.html): nothing is written where that is enough. Where
   it finds nothing (`$1 IS NULL`), or finds text where the column wants a number (COALESCE($1, $2)), the
   parameter gets a cast.  psycopg writes the values into the text itself, where none of this arises.  It
   never guesses from a parameter's name. */
#include "emit/coltype.h"
#include "emit/want.h"

static bool is_param(const Node *n)
{
    return sema_strip(n)->kind == ND_PARAM;
}

/* A parameter or NULL, or made of them: no type of its own. */
static bool is_open(Rw *rw, const Node *n)
{
    PgType t = type_of(rw, n);
    return t == PG_PARAM || t == PG_NULL;
}

/* ---- what the places of a parameter say of it ---- */

/* The type a value beside this one gives it; PG_UNKNOWN: none. */
static PgType beside(Rw *rw, const Node *n)
{
    PgType t = type_of(rw, n);
    switch (t) {
    case PG_LIT: return PG_TEXT;
    case PG_BOOL: return PG_INT; /* ($1)::int::boolean */
    case PG_PARAM:
    case PG_NULL:
    case PG_VALUE:
    case PG_ROW: return PG_UNKNOWN;
    default: return t;
    }
}

static PgType stored_in(Rw *rw, const Node *set)
{
    const Node *target = store_target(set), *col = set->kid[SET_COLS];
    const Table *t = target ? rw_table(rw, target) : NULL;
    const Column *c = t && col->kind == ND_NAME ? table_column(t, rw_name(rw, col)) : NULL;
    PgType type = c ? coltype_of(rw->opts, t, c) : PG_UNKNOWN;
    return type == PG_BOOL ? PG_INT : type;
}

static PgType in_list(Rw *rw, const Node *list, const Node *n)
{
    const Node *in = list->parent ? list->parent->parent : NULL;
    if (in && in->kind == ND_IN && list->parent->kind == ND_PAREN_LIST)
        return beside(rw, in->kid[IN_X]);
    if (list->parent && list->parent->kind == ND_FUNC)
        return beside(rw, list->parent);
    return (PgType)rw->wish[n->id]; /* a row of VALUES: the column's, when it was asked */
}

/* What the place of the parameter `n` says of its type.  *fixes: the server takes it from there. */
static PgType place_says(Rw *rw, const Node *n, bool *fixes)
{
    const Node *p = n->parent;
    for (; p && p->kind == ND_PAREN; p = p->parent)
        n = p;
    *fixes = true;
    if (!p)
        return PG_UNKNOWN;
    switch (p->kind) {
    case ND_BINARY:
        if (p->op == TK_AND || p->op == TK_OR || p->op == TK_ARROW || p->op == TK_ARROW2)
            return PG_UNKNOWN;
        return p->op == TK_CONCAT ? PG_TEXT : beside(rw, p->kid[p->kid[BINARY_L] == n ? BINARY_R : BINARY_L]);
    case ND_BETWEEN: return beside(rw, p->kid[p->kid[BETWEEN_X] == n ? BETWEEN_LO : BETWEEN_X]);
    case ND_LIKE: return PG_TEXT;
    case ND_IN: return p->kid[IN_RHS] ? beside(rw, p->kid[IN_RHS]) : PG_UNKNOWN;
    case ND_LIMIT: return PG_BIGINT;
    case ND_SET: *fixes = false; return stored_in(rw, p);
    case ND_LIST: *fixes = p->parent && p->parent->kind == ND_PAREN_LIST; return in_list(rw, p, n);
    default: *fixes = false; return PG_UNKNOWN;
    }
}

/* The first other place of the same parameter that says a type; *before: the server has met it by then. */
static PgType said_elsewhere(Rw *rw, const Node *at, const Node *param, bool *before)
{
    Str name = rw_text(rw, param);
    bool fixes;
    if (name.n == 1) /* each ? is a parameter of its own */
        return PG_UNKNOWN;
    if (at->kind == ND_PARAM && at != param && str_eq(rw_text(rw, at), name)) {
        PgType t = place_says(rw, at, &fixes);
        *before = fixes && at->tok < param->tok;
        return t;
    }
    for (uint32_t i = 0; i < at->nkids; i++) {
        PgType t = at->kid[i] ? said_elsewhere(rw, at->kid[i], param, before) : PG_UNKNOWN;
        if (t != PG_UNKNOWN)
            return t;
    }
    return PG_UNKNOWN;
}

/* `? IS NULL OR n = ?`: the other ? is most likely the same value. */
static PgType said_beside(Rw *rw, const Node *at, const Node *param)
{
    bool fixes;
    if (at->kind == ND_SELECT)
        return PG_UNKNOWN;
    if (at->kind == ND_PARAM)
        return at == param ? PG_UNKNOWN : place_says(rw, at, &fixes);
    for (uint32_t i = 0; i < at->nkids; i++) {
        PgType t = at->kid[i] ? said_beside(rw, at->kid[i], param) : PG_UNKNOWN;
        if (t != PG_UNKNOWN)
            return t;
    }
    return PG_UNKNOWN;
}

/* ---- the places that need a cast ---- */

static void null_test(Rw *rw, const Node *n, const Node *x)
{
    const Node *param = sema_strip(x), *p = n->parent, *any_of = NULL;
    bool before = false;
    if (param->kind != ND_PARAM)
        return;
    PgType t = said_elsewhere(rw, rw->stmt->root, param, &before);
    if (t != PG_UNKNOWN && before)
        return;
    for (; p && (p->kind == ND_PAREN || (p->kind == ND_BINARY && (p->op == TK_OR || p->op == TK_AND)));
         p = p->parent)
        if (p->kind == ND_BINARY) {
            if (any_of && p->op != any_of->op)
                break;
            any_of = p;
        }
    if (t == PG_UNKNOWN && any_of && rw_text(rw, param).n == 1)
        t = said_beside(rw, any_of, param);
    rw_wish_cast(rw, param, t == PG_UNKNOWN ? PG_TEXT : t);
}

/* A second place of a parameter that asks for another kind of value than the first did. */
static void other_kind(Rw *rw, const Node *op, const Node *x, const Node *other)
{
    const Node *param = sema_strip(x);
    bool before = false;
    if (param->kind != ND_PARAM || rw_text(rw, param).n == 1)
        return;
    PgType first = said_elsewhere(rw, rw->stmt->root, param, &before), here = beside(rw, other);
    if (!before || first == PG_UNKNOWN || here == PG_UNKNOWN || pg_family(first) == pg_family(here))
        return;
    if (type_of(rw, other) == PG_BOOL) /* has its cast anyhow */
        return;
    rw_wish_cast(rw, param, here);
    if (here != PG_TEXT || first != PG_TEXT)
        emit_note(rw, op, NOTE_MIXED, SX_NEAR,
                  "one parameter stands for values of different types: what is none of both is an error in "
                  "PostgreSQL",
                  "give it two parameters");
}

static bool arithmetic(uint16_t op)
{
    return op == TK_PLUS || op == TK_MINUS || op == TK_STAR || op == TK_SLASH || op == TK_REM ||
           op == TK_BITAND || op == TK_BITOR || op == TK_LSHIFT || op == TK_RSHIFT;
}

/* Nothing but parameters: taken for whole numbers. */
static void whole(Rw *rw, const Node *n, const Node *x)
{
    rw_wish_cast(rw, sema_strip(x), PG_BIGINT);
    if (n->parent && n->parent->kind == ND_LIMIT)
        return;
    emit_note(rw, n, NOTE_CONVERT, SX_NEAR,
              "nothing tells PostgreSQL what these parameters are: they are taken for whole numbers",
              "CAST them, if they are not");
}

static void in_binary(Rw *rw, const Node *n)
{
    const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
    if (n->op == TK_IS && sema_is_null(r)) {
        null_test(rw, n, l);
    } else if (arithmetic(n->op)) {
        if (is_param(l) && is_open(rw, r))
            whole(rw, n, l);
        else if (is_param(r) && sema_is_null(l))
            whole(rw, n, r);
    } else if (n->op != TK_AND && n->op != TK_OR && n->op != TK_CONCAT) {
        other_kind(rw, n, l, r);
        other_kind(rw, n, r, l);
    }
}

/* WITH p AS (SELECT ? AS x): what is compared with p.x says what it is. */
static PgType asked_outside(Rw *rw, const Node *at, const Node *def)
{
    bool fixes;
    if (at->kind == ND_COLREF && rw_info(rw, at)->def == def)
        return place_says(rw, at, &fixes);
    for (uint32_t i = 0; i < at->nkids; i++) {
        PgType t = at->kid[i] ? asked_outside(rw, at->kid[i], def) : PG_UNKNOWN;
        if (t != PG_UNKNOWN)
            return t;
    }
    return PG_UNKNOWN;
}

static void in_result(Rw *rw, const Node *n)
{
    const Node *x = n->kid[RESULT_X], *param = sema_strip(x), *p = n->parent->parent;
    if (param->kind != ND_PARAM || rw->assign[param->id])
        return;
    while (p && (p->kind == ND_CORE || p->kind == ND_COMPOUND))
        p = p->parent;
    bool inside = p && p->kind == ND_SELECT && p->parent && p->parent->kind != ND_INSERT;
    PgType t = inside ? asked_outside(rw, rw->stmt->root, x) : PG_UNKNOWN;
    if (t != PG_UNKNOWN && t != PG_TEXT)
        rw_wish_cast(rw, param, t);
    else if (p && p->kind == ND_SELECT && !p->parent && p->kid[SELECT_BODY]->kind == ND_CORE)
        emit_note(rw, n, NOTE_CONVERT, SX_NEAR, "a parameter that is shown as it is comes back as text",
                  "CAST it, if it is a number");
}

void param_kids(Rw *rw, const Node *n)
{
    switch (n->kind) {
    case ND_BINARY: in_binary(rw, n); break;
    case ND_ISNULL: null_test(rw, n, n->kid[ISNULL_X]); break;
    case ND_UNARY:
        if ((n->op == TK_MINUS || n->op == TK_BITNOT) && is_param(n->kid[UNARY_X]))
            whole(rw, n, n->kid[UNARY_X]);
        break;
    case ND_RESULT: in_result(rw, n); break;
    default: break;
    }
}

void param_branches(Rw *rw, const Node *const *b, uint32_t count, PgType t)
{
    if (t == PG_TEXT || t == PG_BOOL || pg_family(t) == FAM_NONE)
        return;
    for (uint32_t i = 0; i < count; i++)
        if (!is_open(rw, b[i]))
            return;
    for (uint32_t i = 0; i < count; i++)
        if (is_param(b[i])) { /* the others follow the first */
            rw_wish_cast(rw, sema_strip(b[i]), t);
            return;
        }
}
