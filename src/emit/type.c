/* The PostgreSQL type an expression has once it is rendered and nobody asks for another: bottom-up over the
   source tree, remembered by node id.  PG_UNKNOWN is an honest answer. */
#include "emit/render.h"
#include "emit/coltype.h"
#include "emit/functions.h"
#include "emit/want.h"

/* A quoted literal that PostgreSQL could not read as a number: among numbers it makes the column mixed. */
static bool plain_text(Rw *rw, const Node *n)
{
    Str s;
    if (!rw_string(rw, n, &s))
        return false;
    s = str_trim(s);
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        digit |= ascii_digit(s.p[i]);
        if (!ascii_digit(s.p[i]) && s.p[i] != '.' && !(i == 0 && (s.p[i] == '-' || s.p[i] == '+')))
            return true;
    }
    return !digit;
}

enum { SHOWS_DATE = 1, SHOWS_MOMENT = 2, SHOWS_TIME = 4, SHOWS_OTHER = 8 };

/* How a quoted literal among dates looks: like a DATE, like a TIMESTAMP, or otherwise. */
static int literal_shape(Str s)
{
    static const char shape[] = "0000-00-00 00:00:00";
    bool date = s.n == 10 || s.n == 19, time = s.n == 8;
    for (size_t i = 0; i < s.n && i < 19; i++) {
        date = date && (shape[i] == '0' ? ascii_digit(s.p[i]) : s.p[i] == shape[i]);
        time = time && (shape[i + 11 < 19 ? i + 11 : 0] == '0' ? ascii_digit(s.p[i]) : s.p[i] == ':');
    }
    return date && s.n == 10 ? SHOWS_DATE : date ? SHOWS_MOMENT : time ? SHOWS_TIME : SHOWS_OTHER;
}

/* What a value shows, where it may stand among dates; 0: it does not matter. */
static int shape_of(Rw *rw, const Node *n, PgType t)
{
    Str s;
    uint8_t mean = rw_info(rw, n)->meaning;
    switch (t) {
    case PG_DATE: return SHOWS_DATE;
    case PG_TIMESTAMP:
    case PG_TIMESTAMPTZ: return SHOWS_MOMENT;
    case PG_TIME: return SHOWS_TIME;
    case PG_TEXT: return mean == MEAN_DATE ? SHOWS_DATE : mean == MEAN_DATETIME ? SHOWS_MOMENT : SHOWS_OTHER;
    case PG_LIT: return rw_string(rw, n, &s) ? literal_shape(s) : 0;
    default: return 0;
    }
}

/* A date beside a date with its time: a column has one type in PostgreSQL, and would show all of them alike.
 */
static bool one_shape(int shapes)
{
    return (shapes & (shapes - 1)) == 0;
}

PgType type_unify_nodes(Rw *rw, const Node *const *n, uint32_t count)
{
    PgType t = PG_NULL;
    bool unknown = false, flags = true, words = false, dates = true;
    int shapes = 0;
    for (uint32_t i = 0; i < count; i++) {
        PgType k = type_of(rw, n[i]);
        int64_t v;
        bool flag =
            k == PG_BOOL || k == PG_NULL || k == PG_PARAM || (rw_integer(rw, n[i], &v) && (v == 0 || v == 1));
        flags &= flag;
        words |= k == PG_LIT && plain_text(rw, n[i]);
        int shape = shape_of(rw, n[i], k);
        bool date_text = k == PG_TEXT && (shape == SHOWS_DATE || shape == SHOWS_MOMENT);
        shapes |= shape;
        if (date_text && pg_family(t) == FAM_TEMPORAL)
            continue;
        if (t == PG_TEXT && dates && pg_family(k) == FAM_TEMPORAL) {
            t = k;
            continue;
        }
        dates &= date_text || want_open(k);
        if (k == PG_BOOL && pg_family(t) == FAM_NUMBER)
            continue; /* a computed 0/1 among numbers */
        if (t == PG_BOOL && pg_family(k) == FAM_NUMBER) {
            t = k;
            continue;
        }
        PgType u = k == PG_UNKNOWN ? PG_UNKNOWN : pg_unify(t, k);
        unknown |= u == PG_UNKNOWN;
        t = u == PG_UNKNOWN ? t : u;
    }
    if (unknown || (words && (pg_family(t) == FAM_NUMBER || t == PG_BOOL)))
        return PG_UNKNOWN;
    if (pg_family(t) == FAM_TEMPORAL && !one_shape(shapes))
        return PG_TEXT;
    if (flags && pg_family(t) == FAM_NUMBER)
        for (uint32_t i = 0; i < count; i++)
            if (type_of(rw, n[i]) == PG_BOOL)
                return PG_BOOL;
    return t;
}

/* A bare literal or NULL in the first part of a compound: the parts after it have the type. */
static PgType compound_type(Rw *rw, const Node *def, PgType t)
{
    const Node *list = def->parent && def->parent->kind == ND_RESULT ? def->parent->parent : NULL;
    const Node *core = list ? list->parent : NULL;
    uint32_t at = 0;
    while (list && at < list->nkids && list->kid[at] != def->parent)
        at++;
    for (const Node *p = core ? core->parent : NULL; p && p->kind == ND_COMPOUND; p = p->parent) {
        const Node *r = p->kid[COMPOUND_R], *cols = r->kind == ND_CORE ? r->kid[CORE_COLUMNS] : NULL;
        if (!cols || at >= cols->nkids || cols->kid[at]->kind != ND_RESULT)
            continue;
        PgType k = type_of(rw, cols->kid[at]->kid[RESULT_X]);
        if (k != PG_UNKNOWN)
            t = pg_unify(t, k);
    }
    return t;
}

/* A member of a JSON document, as ->> gives it, or what becomes one text with it: coalesce('', d ->> 'a'). */
static bool text_or_member(Rw *rw, const Node *n)
{
    const Node *x = sema_strip(n);
    PgType t = type_of(rw, x);
    if (t != PG_UNKNOWN)
        return t == PG_TEXT || t == PG_LIT || t == PG_NULL;
    if ((x->kind == ND_BINARY && x->op == TK_ARROW2) || rw_is_call(rw, x, "json_extract"))
        return true;
    if (!rw_is_call(rw, x, "coalesce") && !rw_is_call(rw, x, "ifnull"))
        return false;
    for (uint32_t i = 0; rw_arg(x, i); i++)
        if (!text_or_member(rw, rw_arg(x, i)))
            return false;
    return true;
}

/* What a subquery's column is outside of it: a computed boolean is 0/1, a bare literal or NULL has become
 * text. */
static PgType shown(Rw *rw, const Node *def, PgType t)
{
    if (t == PG_LIT || t == PG_NULL)
        t = compound_type(rw, def, t);
    if (t == PG_LIT || t == PG_NULL)
        return PG_TEXT;
    if (t == PG_UNKNOWN && text_or_member(rw, def)) /* a member that nobody asked for as a number */
        return PG_TEXT;
    return t == PG_BOOL && !type_is_boolean_column(rw, def) ? PG_INT : t;
}

/* The expressions behind a column of a subquery: several in a compound. */
static const ResultCol *behind(const Info *i)
{
    for (uint32_t k = 0; i->source && k < i->source->ncols; k++)
        if (i->source->cols[k].def == i->def)
            return &i->source->cols[k];
    return NULL;
}

static PgType type_derived(Rw *rw, const Info *i)
{
    const ResultCol *c = i->def ? behind(i) : NULL;
    if (!i->def || !c || !c->nmore)
        return i->def ? shown(rw, i->def, type_of(rw, i->def)) : PG_UNKNOWN;
    const Node **x = ARENA_ARRAY(rw->a, const Node *, c->nmore + 1);
    uint32_t n = 0;
    for (uint32_t k = 0; k <= c->nmore; k++) { /* a part that names the CTE itself has no type yet */
        const Node *e = k ? c->more[k - 1] : i->def;
        if (k == 0 || type_of(rw, e) != PG_UNKNOWN)
            x[n++] = e;
    }
    PgType t = type_unify_nodes(rw, x, n);
    if (t == PG_BOOL)
        return type_is_flag_column(rw, x, n) ? PG_BOOL : PG_INT;
    bool mixed = t == PG_UNKNOWN && type_of(rw, i->def) != PG_UNKNOWN;
    return t == PG_LIT || t == PG_NULL || mixed ? PG_TEXT : t;
}

bool type_is_flag_column(Rw *rw, const Node *const *x, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (type_is_boolean_column(rw, x[i]))
            return true;
    return false;
}

bool type_is_boolean_column(Rw *rw, const Node *n)
{
    n = sema_strip(n);
    if (n->kind != ND_COLREF)
        return false;
    const Info *i = rw_info(rw, n);
    if (i->name == NAME_TRUE || i->name == NAME_FALSE)
        return false;
    return type_of(rw, n) == PG_BOOL;
}

/* A column of a table that the program names: the type that columns of its name have in all tables; *mixed
   when they do not agree. */
PgType type_in_any_table(Rw *rw, Str column, bool *mixed)
{
    PgType found = PG_UNKNOWN;
    *mixed = false;
    for (size_t i = 0; i < catalog_tables(rw->cat); i++) {
        const Table *t = catalog_table_at(rw->cat, i);
        const Column *c = t->is_virtual || t->is_view ? NULL : table_column(t, column);
        PgType type = c ? coltype_of(rw->opts, t, c) : PG_UNKNOWN;
        *mixed |= c && found != PG_UNKNOWN && type != found;
        found = c ? type : found;
    }
    return *mixed ? PG_UNKNOWN : found;
}

bool type_some_table(Rw *rw, Str column, PgType type)
{
    for (size_t i = 0; i < catalog_tables(rw->cat); i++) {
        const Table *t = catalog_table_at(rw->cat, i);
        const Column *c = t->is_virtual || t->is_view ? NULL : table_column(t, column);
        if (c && coltype_of(rw->opts, t, c) == type)
            return true;
    }
    return false;
}

bool type_is_open_column(Rw *rw, const Node *n)
{
    n = sema_strip(n);
    const Info *i = n->kind == ND_COLREF ? rw_info(rw, n) : NULL;
    return i && i->name == NAME_OPAQUE && i->source && i->source->open;
}

static PgType type_unknown(Rw *rw, const Node *n)
{
    Str name = rw_name(rw, n->kid[COLREF_COLUMN]);
    bool mixed = false;
    PgType t = type_is_open_column(rw, n) ? type_in_any_table(rw, name, &mixed) : PG_UNKNOWN;
    if (t != PG_UNKNOWN || mixed)
        return t;
    return rw_names_boolean(rw, name) ? PG_BOOL : PG_UNKNOWN;
}

static PgType type_colref(Rw *rw, const Node *n)
{
    const Info *i = rw_info(rw, n);
    switch (i->name) {
    case NAME_COLUMN:
    case NAME_PSEUDO: return coltype_of(rw->opts, i->table, i->col);
    case NAME_ROWID: return i->col ? coltype_of(rw->opts, i->table, i->col) : PG_BIGINT;
    case NAME_DERIVED: return type_derived(rw, i);
    case NAME_ALIAS: return type_of(rw, i->def);
    case NAME_STRING: return PG_LIT;
    case NAME_FTS_RANK: return PG_FLOAT8;
    case NAME_TRUE:
    case NAME_FALSE: return PG_BOOL;
    default: return type_unknown(rw, n);
    }
}

static PgType type_literal(Rw *rw, const Node *n)
{
    switch (n->op) {
    case TK_INTEGER: {
        int64_t v;
        return rw_integer(rw, n, &v) && v <= 2147483647 ? PG_INT : PG_BIGINT;
    }
    case TK_FLOAT: return PG_NUMERIC;
    case TK_STRING: return PG_LIT;
    case TK_BLOB: return PG_BYTEA;
    case TK_NULL: return PG_NULL;
    default: return PG_TEXT; /* CURRENT_TIMESTAMP and kin: text in SQLite */
    }
}

/* The number that arithmetic makes of text; strftime('%s', t) is digits. */
static PgType type_as_number(Rw *rw, const Node *n, PgType t)
{
    if (t != PG_LIT && t != PG_TEXT)
        return t;
    return rw_info(rw, n)->meaning == MEAN_DIGITS ? PG_BIGINT : PG_NUMERIC;
}

static PgType type_arithmetic(Rw *rw, const Node *n)
{
    PgType l = type_of(rw, n->kid[BINARY_L]), r = type_of(rw, n->kid[BINARY_R]);
    bool fractions =
        sema_strip(n->kid[BINARY_L])->kind == ND_LITERAL && sema_strip(n->kid[BINARY_R])->kind == ND_LITERAL;
    if (fractions && l == PG_NUMERIC && r == PG_NUMERIC && n->op != TK_SLASH && n->op != TK_REM)
        return PG_FLOAT8; /* rules/op/constants.c makes them so, and BIGINT of what overflows */
    int64_t a, b, v;
    if (rw_integer(rw, n->kid[BINARY_L], &a) && rw_integer(rw, n->kid[BINARY_R], &b) &&
        !(n->op == TK_STAR    ? __builtin_mul_overflow(a, b, &v)
          : n->op == TK_PLUS  ? __builtin_add_overflow(a, b, &v)
          : n->op == TK_MINUS ? __builtin_sub_overflow(a, b, &v)
                              : (v = 0, false)) &&
        (v > INT32_MAX || v < INT32_MIN))
        return PG_BIGINT;
    if (l == PG_BOOL)
        l = PG_INT;
    if (r == PG_BOOL)
        r = PG_INT;
    l = type_as_number(rw, n->kid[BINARY_L], l);
    r = type_as_number(rw, n->kid[BINARY_R], r);
    if (pg_family(l) == FAM_TEMPORAL) /* its leading digits: the year */
        l = PG_INT;
    if (pg_family(r) == FAM_TEMPORAL)
        r = PG_INT;
    PgType t = pg_unify(l, r);
    return t == PG_NULL ? PG_INT : t == PG_PARAM ? PG_UNKNOWN : t;
}

/* The type of CASE, COALESCE ... over these branches: where nothing but quoted literals meet, and where
   numbers meet text, PostgreSQL gets text (want.c says so). */
static PgType type_branches(Rw *rw, const Node *const *n, uint32_t count)
{
    PgType t = type_unify_nodes(rw, n, count);
    if (t != PG_UNKNOWN)
        return t == PG_LIT ? PG_TEXT : t;
    for (uint32_t i = 0; i < count; i++)
        if (type_of(rw, n[i]) == PG_UNKNOWN)
            return PG_UNKNOWN;
    return count > 1 ? PG_TEXT : PG_UNKNOWN;
}

static PgType type_case(Rw *rw, const Node *n)
{
    const Node *w = n->kid[CASE_WHENS];
    const Node **b = ARENA_ARRAY(rw->a, const Node *, w->nkids + 1);
    uint32_t m = 0;
    for (uint32_t i = 0; i < w->nkids; i++)
        b[m++] = w->kid[i]->kid[WHEN_THEN];
    if (n->kid[CASE_ELSE])
        b[m++] = n->kid[CASE_ELSE];
    return type_branches(rw, b, m);
}

static PgType type_function(Rw *rw, const Node *n)
{
    const PgFunction *f = functions_find(rw_name(rw, n->kid[FUNC_NAME]));
    const Node *args = n->kid[FUNC_ARGS];
    if (!f)
        return PG_UNKNOWN;
    PgType first = args->nkids ? type_of(rw, args->kid[0]) : PG_UNKNOWN;
    bool number = f->wishes[0] == 'n' || f->wishes[0] == 'w';
    switch (f->result) {
    case RESULT_SAME:
        if (args->nkids > 1 && (rw_is_call(rw, n, "max") || rw_is_call(rw, n, "min"))) {
            PgType t = type_unify_nodes(rw, (const Node *const *)args->kid, args->nkids);
            return t == PG_LIT ? PG_TEXT : t;
        }
        if (args->nkids == 3 && f->wishes[0] == 'v' && pg_family(first) == FAM_TEMPORAL)
            return type_unify_nodes(rw, (const Node *const[]){args->kid[0], args->kid[2]}, 2); /* lag() */
        if (f->wishes[0] == 'w' && first == PG_TEXT)
            return PG_FLOAT8;
        if (first == PG_LIT && rw_is_call(rw, n, "abs"))
            return PG_FLOAT8; /* abs('12abc') is 12.0 */
        if (number && (first == PG_LIT || first == PG_TEXT))
            return PG_NUMERIC; /* a number is made of it */
        if (number && (first == PG_NULL || first == PG_BOOL))
            return PG_INT; /* want.c types the NULL */
        return first == PG_LIT ? PG_TEXT : first == PG_BOOL && !f->common ? PG_INT : first;
    case RESULT_AVG: return first == PG_FLOAT8 ? PG_FLOAT8 : PG_NUMERIC;
    case RESULT_SUM:
        return first == PG_INT || first == PG_BOOL                         ? PG_BIGINT
               : first == PG_BIGINT || first == PG_TEXT || first == PG_LIT ? PG_NUMERIC
                                                                           : first;
    case RESULT_UNIFY: {
        uint32_t skip = f->wishes[0] == 'b' ? 1 : 0;
        return type_branches(rw, (const Node *const *)args->kid + skip, args->nkids - skip);
    }
    default: return (PgType)f->result;
    }
}

static PgType type_subquery(Rw *rw, const Node *select)
{
    uint32_t n;
    bool known;
    const ResultCol *cols = sema_result(rw->sema, rw->a, select, &n, &known);
    if (n == 0)
        return PG_UNKNOWN;
    if (cols[0].col)
        return coltype_of(rw->opts, cols[0].table, cols[0].col);
    return cols[0].def ? shown(rw, cols[0].def, type_of(rw, cols[0].def)) : PG_UNKNOWN;
}

static PgType type_cast(Rw *rw, const Node *n)
{
    static const PgType by_affinity[] = {PG_BYTEA, PG_TEXT, PG_NUMERIC, PG_BIGINT, PG_FLOAT8};
    return by_affinity[rw_info(rw, n)->aff];
}

static bool is_number(PgType t)
{
    return pg_family(t) == FAM_NUMBER || t == PG_BOOL;
}

/* A number is a JSON document without members: whatever is asked of it but itself ('$') is NULL. */
static bool no_members(Rw *rw, const Node *arrow)
{
    Str path;
    const Node *r = arrow->kid[BINARY_R];
    PgType t = type_of(rw, r);
    bool member = rw_string(rw, r, &path) ? path.n && path.p[0] != '$' : is_number(t) || t == PG_NULL;
    PgType document = type_of(rw, arrow->kid[BINARY_L]);
    return member && (is_number(document) || document == PG_NULL);
}

static PgType compute(Rw *rw, const Node *n)
{
    switch (n->kind) {
    case ND_COLREF: return type_colref(rw, n);
    case ND_LITERAL: return type_literal(rw, n);
    case ND_PARAM:
    case ND_HOLE: return PG_PARAM;
    case ND_PAREN: return type_of(rw, n->kid[PAREN_X]);
    case ND_ROW: return PG_ROW;
    case ND_UNARY: {
        if (n->op == TK_NOT)
            return PG_BOOL;
        PgType t = type_of(rw, n->kid[UNARY_X]);
        return t == PG_BOOL || (t == PG_NULL && n->op != TK_PLUS)   ? PG_INT
               : n->op == TK_MINUS && (t == PG_LIT || t == PG_TEXT) ? PG_NUMERIC
                                                                    : t;
    }
    case ND_BINARY:
        switch (n->op) {
        case TK_PLUS:
        case TK_MINUS:
        case TK_STAR:
        case TK_SLASH:
        case TK_REM: return type_arithmetic(rw, n);
        case TK_CONCAT: return PG_TEXT;
        case TK_BITAND:
        case TK_BITOR: return type_arithmetic(rw, n);
        case TK_LSHIFT:
        case TK_RSHIFT: return PG_BIGINT;
        case TK_ARROW: return no_members(rw, n) ? PG_NULL : PG_JSONB;
        case TK_ARROW2: /* what the member is: rules/json asks its surroundings */
            return no_members(rw, n) ? PG_NULL : PG_UNKNOWN;
        default: return PG_BOOL;
        }
    case ND_LIKE:
    case ND_IN:
    case ND_BETWEEN:
    case ND_ISNULL:
    case ND_EXISTS: return PG_BOOL;
    case ND_CASE: return type_case(rw, n);
    case ND_CAST: return type_cast(rw, n);
    case ND_COLLATE: return type_of(rw, n->kid[COLLATE_X]);
    case ND_FUNC: return type_function(rw, n);
    case ND_SUBQUERY: return type_subquery(rw, n->kid[SUBQUERY_SELECT]);
    default: return PG_UNKNOWN;
    }
}

PgType type_of(Rw *rw, const Node *n)
{
    if (n->id >= rw->stmt->nnodes)
        return PG_UNKNOWN;
    uint8_t *memo = &rw->type[n->id];
    if (*memo == 255) {
        *memo = PG_UNKNOWN; /* a CTE that names itself ends here */
        *memo = (uint8_t)compute(rw, n);
    }
    return (PgType)*memo;
}
