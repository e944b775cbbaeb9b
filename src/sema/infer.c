/* Storage classes, affinity, nullability and meaning of every expression, by SQLite's rules
   (https://sqlite.org/datatype3.html).  It widens when it does not know: CLS_ANY and nullable are always
   safe. */
#include "sema/internal.h"

static Info *info_of(Ctx *c, const Node *n)
{
    return &c->s->info[n->id];
}

static uint8_t classes_of_affinity(uint8_t aff)
{
    switch (aff) {
    case AFF_TEXT: return CLS_TEXT | CLS_BLOB;
    case AFF_INTEGER:
    case AFF_NUMERIC:
    case AFF_REAL: return CLS_ANY;
    default: return CLS_ANY;
    }
}

void info_of_column(const Column *col, Info *out)
{
    out->aff = (uint8_t)col->aff;
    out->classes = classes_of_affinity(out->aff);
    /* a PRIMARY KEY holds NULL only in old data, which is evidence; PostgreSQL refuses it */
    out->nullable = !col->not_null && (col->pk == 0 || (col->evidence & EV_HAS_NULL));
    out->collation = col->collation;
}

/* A column of a table that the program names: what all columns of that name in the schema have in common. */
static void infer_open(Ctx *c, const Node *n, Info *out)
{
    Str name = node_name(c->a, c->s->stmt, n->kid[COLREF_COLUMN]);
    Info all = {.classes = 0};
    for (size_t i = 0; i < catalog_tables(c->s->cat); i++) {
        const Table *t = catalog_table_at(c->s->cat, i);
        const Column *col = t->is_virtual || t->is_view ? NULL : table_column(t, name);
        Info one = {.classes = 0};
        if (!col)
            continue;
        info_of_column(col, &one);
        if (all.classes && (all.aff != one.aff || !str_ieq(all.collation, one.collation)))
            return;
        all.aff = one.aff;
        all.collation = one.collation;
        all.classes |= one.classes;
    }
    if (!all.classes)
        return;
    out->aff = all.aff;
    out->classes = all.classes;
    out->collation = all.collation;
}

static void infer_colref(Ctx *c, const Node *n, Info *out)
{
    resolve_colref(c, n, out);
    uint8_t others = out->classes; /* what the other rows of a compound may have here */
    bool outer = (out->source && out->source->nullable) || out->nullable;
    switch (out->name) {
    case NAME_COLUMN:
    case NAME_PSEUDO:
        info_of_column(out->col, out);
        out->nullable |= outer;
        out->classes |= others;
        break;
    case NAME_DERIVED:
    case NAME_ALIAS: {
        if (!out->def) {
            out->classes = CLS_ANY;
            out->nullable = true;
            break;
        }
        Info d = *info_of(c, out->def);
        bool plain = sema_strip(out->def)->kind == ND_COLREF;
        out->classes = d.classes ? d.classes | others : CLS_ANY;
        out->nullable = d.classes ? (d.nullable || outer) : true;
        out->meaning = others & ~d.classes ? MEAN_NONE : d.meaning;
        out->aff = plain || out->name == NAME_ALIAS ? d.aff : AFF_NONE;
        out->collation = d.collation;
        if (plain) {
            out->col = d.col;
            out->table = d.table;
        }
        break;
    }
    case NAME_ROWID:
        out->classes = CLS_INTEGER;
        out->aff = AFF_INTEGER;
        out->nullable = outer;
        break;
    case NAME_STRING: out->classes = CLS_TEXT; break;
    case NAME_FTS_RANK: out->classes = CLS_REAL; break; /* where there is no MATCH, the rules decline */
    case NAME_TRUE:
    case NAME_FALSE:
        out->classes = CLS_INTEGER;
        out->meaning = MEAN_BOOL;
        out->constant = true;
        break;
    default:
        out->classes = CLS_ANY;
        out->nullable = true;
        if (out->name == NAME_OPAQUE && out->source && out->source->open)
            infer_open(c, n, out);
        break;
    }
}

static void infer_literal(const Node *n, Info *out)
{
    out->constant = true;
    switch (n->op) {
    case TK_INTEGER: out->classes = CLS_INTEGER; break;
    case TK_FLOAT: out->classes = CLS_REAL; break;
    case TK_STRING: out->classes = CLS_TEXT; break;
    case TK_BLOB: out->classes = CLS_BLOB; break;
    case TK_NULL:
        out->classes = CLS_ANY;
        out->nullable = true;
        break;
    case TK_CURRENT_DATE: out->meaning = MEAN_DATE; goto clock;
    case TK_CURRENT_TIME: out->meaning = MEAN_TIME; goto clock;
    default:
        out->meaning = MEAN_DATETIME;
    clock:
        out->classes = CLS_TEXT;
        out->constant = false;
    }
}

static bool arithmetic(uint16_t op)
{
    return op == TK_PLUS || op == TK_MINUS || op == TK_STAR || op == TK_SLASH || op == TK_REM;
}

static bool bitwise(uint16_t op)
{
    return op == TK_BITAND || op == TK_BITOR || op == TK_LSHIFT || op == TK_RSHIFT;
}

/* A number literal other than zero, with or without a sign. */
static bool non_zero(const Ctx *c, const Node *n)
{
    n = sema_strip(n);
    while (n->kind == ND_UNARY && (n->op == TK_MINUS || n->op == TK_PLUS))
        n = sema_strip(n->kid[UNARY_X]);
    if (n->kind != ND_LITERAL || n->op != TK_INTEGER)
        return false;
    Str s = node_text(c->s->stmt, n);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '1' && s.p[i] <= '9')
            return s.n < 2 || (s.p[1] != 'x' && s.p[1] != 'X');
    return false;
}

/* What arithmetic makes of an operand: strftime('%s', t) is text of digits, and counts as an integer. */
static uint8_t counted(const Info *i)
{
    return i->meaning == MEAN_DIGITS ? CLS_INTEGER : i->classes;
}

static void infer_binary(Ctx *c, const Node *n, Info *out)
{
    const Info *l = info_of(c, n->kid[BINARY_L]), *r = info_of(c, n->kid[BINARY_R]);
    out->nullable = l->nullable || r->nullable;
    out->constant = l->constant && r->constant;
    if (arithmetic(n->op)) {
        bool ints = counted(l) == CLS_INTEGER && counted(r) == CLS_INTEGER;
        out->classes = ints ? CLS_INTEGER : CLS_NUMBER;
        if ((l->classes == CLS_REAL || r->classes == CLS_REAL) && n->op != TK_REM)
            out->classes = CLS_REAL;
        if (n->op == TK_SLASH || n->op == TK_REM)
            out->nullable |= !non_zero(c, n->kid[BINARY_R]); /* a zero divisor gives NULL */
    } else if (bitwise(n->op)) {
        out->classes = CLS_INTEGER;
    } else if (n->op == TK_CONCAT) {
        out->classes = CLS_TEXT;
    } else if (n->op == TK_ARROW) {
        out->classes = CLS_TEXT;
        out->meaning = MEAN_JSON;
        out->nullable = true;
    } else if (n->op == TK_ARROW2) {
        out->classes = CLS_ANY;
        out->nullable = true;
    } else { /* comparisons, AND, OR, IS */
        out->classes = CLS_INTEGER;
        out->meaning = MEAN_BOOL;
        if (n->op == TK_IS)
            out->nullable = false;
    }
}

static void infer_unary(Ctx *c, const Node *n, Info *out)
{
    const Info *x = info_of(c, n->kid[UNARY_X]);
    out->nullable = x->nullable;
    out->constant = x->constant;
    if (n->op == TK_PLUS) {
        *out = *x;
        out->aff = AFF_NONE;
    } else if (n->op == TK_MINUS) {
        out->classes = (x->classes & CLS_NUMBER) == x->classes ? x->classes : CLS_NUMBER;
    } else {
        out->classes = CLS_INTEGER;
        out->meaning = n->op == TK_NOT ? MEAN_BOOL : MEAN_NONE;
    }
}

static void join_values(Info *out, const Info *x)
{
    out->classes |= x->classes;
    out->nullable |= x->nullable;
}

static void infer_case(Ctx *c, const Node *n, Info *out)
{
    const Node *whens = n->kid[CASE_WHENS];
    bool same = true;
    uint8_t meaning = 0;
    for (uint32_t i = 0; i < whens->nkids; i++) {
        const Info *t = info_of(c, whens->kid[i]->kid[WHEN_THEN]);
        join_values(out, t);
        same &= i == 0 || t->meaning == meaning;
        meaning = t->meaning;
    }
    if (n->kid[CASE_ELSE]) {
        const Info *e = info_of(c, n->kid[CASE_ELSE]);
        join_values(out, e);
        same &= e->meaning == meaning;
    } else {
        out->nullable = true;
    }
    out->meaning = same ? meaning : MEAN_NONE;
}

static bool name_is(Ctx *c, const Node *f, const char *z)
{
    return str_ieqz(node_name(c->a, c->s->stmt, f->kid[FUNC_NAME]), z);
}

/* What a constant format of strftime() gives. */
static uint8_t meaning_of_format(Ctx *c, const Node *fmt)
{
    fmt = sema_strip(fmt);
    if (fmt->kind != ND_LITERAL || fmt->op != TK_STRING)
        return MEAN_NONE;
    Str s = token_string(c->a, c->s->stmt->toks, fmt->tok);
    if (str_eqz(s, "%Y-%m-%d") || str_eqz(s, "%F"))
        return MEAN_DATE;
    if (str_eqz(s, "%Y-%m-%d %H:%M:%S") || str_eqz(s, "%F %T"))
        return MEAN_DATETIME;
    if (str_eqz(s, "%H:%M:%S") || str_eqz(s, "%T"))
        return MEAN_TIME;
    bool digits = s.n > 0 && s.n % 2 == 0;
    for (size_t i = 0; i + 1 < s.n; i += 2)
        digits &= s.p[i] == '%' && strchr("YmdHMSjwsWuGVU", s.p[i + 1]) != NULL;
    return digits ? MEAN_DIGITS : MEAN_NONE;
}

/* Does the aggregate stand in a query with GROUP BY, over whole groups? */
static bool grouped(const Node *call)
{
    if (call->kid[FUNC_FILTER] || call->kid[FUNC_OVER])
        return false;
    const Node *p = call->parent;
    while (p && p->kind != ND_CORE && p->kind != ND_SELECT)
        p = p->parent;
    if (p && p->kind == ND_SELECT)
        p = p->kid[SELECT_BODY];
    return p && p->kind == ND_CORE && p->kid[CORE_GROUP];
}

static void infer_function(Ctx *c, const Node *n, Info *out)
{
    const Node *args = n->kid[FUNC_ARGS];
    const Function *f =
        sema_function(node_name(c->a, c->s->stmt, n->kid[FUNC_NAME]), args->nkids, (n->flags & NF_STAR) != 0);
    out->nullable = true;
    out->classes = CLS_ANY;
    if (!f)
        return;
    out->classes = f->classes;
    out->meaning = f->meaning;
    bool any_null = false, all_null = true, ints = true;
    uint8_t classes = 0;
    for (uint32_t i = 0; i < args->nkids; i++) {
        const Info *x = info_of(c, args->kid[i]);
        any_null |= x->nullable;
        all_null &= x->nullable;
        classes |= x->classes;
        ints &= x->classes == CLS_INTEGER;
    }
    out->nullable = f->null == 's' ? any_null : f->null == '?';
    if (name_is(c, n, "strftime"))
        out->meaning = meaning_of_format(c, args->kid[0]);
    if (name_is(c, n, "coalesce") || name_is(c, n, "ifnull")) {
        out->nullable = all_null;
        out->classes = classes;
    } else if (name_is(c, n, "max") || name_is(c, n, "min") || name_is(c, n, "nullif")) {
        out->classes = name_is(c, n, "nullif") ? info_of(c, args->kid[0])->classes : classes;
        out->meaning = info_of(c, args->kid[0])->meaning;
    } else if (name_is(c, n, "iif") || name_is(c, n, "if")) {
        out->classes = 0;
        out->nullable = args->nkids % 2 == 0;
        for (uint32_t i = 1; i < args->nkids; i += 2)
            join_values(out, info_of(c, args->kid[i]));
        if (args->nkids % 2)
            join_values(out, info_of(c, args->kid[args->nkids - 1]));
    }
    if (f->kind == FN_AGGREGATE && f->null == '?' && args->nkids && !any_null && grouped(n))
        out->nullable = false; /* a group has at least one row */
    if (ints && (name_is(c, n, "sum") || name_is(c, n, "abs"))) {
        out->classes = CLS_INTEGER;
    }
}

static bool has_aggregate(Ctx *c, const Node *n)
{
    if (!n || n->kind == ND_SELECT)
        return false;
    if (n->kind == ND_FUNC && !n->kid[FUNC_OVER]) {
        const Function *f = sema_function(node_name(c->a, c->s->stmt, n->kid[FUNC_NAME]),
                                          n->kid[FUNC_ARGS]->nkids, (n->flags & NF_STAR) != 0);
        if (f && f->kind == FN_AGGREGATE)
            return true;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (has_aggregate(c, n->kid[i]))
            return true;
    return false;
}

/* SELECT x, or aggregates over all rows: one row comes, whatever there is. */
static bool gives_one_row(Ctx *c, const Node *select, const Node *result)
{
    const Node *core = select->kid[SELECT_BODY];
    if (core->kind != ND_CORE || core->kid[CORE_GROUP] || core->kid[CORE_HAVING] || select->kid[SELECT_LIMIT])
        return false;
    return (!core->kid[CORE_FROM] && !core->kid[CORE_WHERE]) || has_aggregate(c, result);
}

static void infer_subquery(Ctx *c, const Node *select, Info *out)
{
    uint32_t n;
    bool known;
    const ResultCol *cols = result_columns(c->s, c->a, select, &n, &known);
    out->nullable = true;
    out->classes = CLS_ANY;
    if (n >= 1 && cols[0].def) {
        const Info *x = info_of(c, cols[0].def);
        out->classes = x->classes ? x->classes : CLS_ANY;
        out->aff = x->aff;
        out->meaning = x->meaning;
        out->collation = x->collation;
        out->def = cols[0].def;
        out->nullable = x->nullable || !gives_one_row(c, select, cols[0].def);
    } else if (n >= 1 && cols[0].col) {
        info_of_column(cols[0].col, out);
        out->nullable = true;
        out->col = cols[0].col;
        out->table = cols[0].table;
    }
}

void infer_expr(Ctx *c, const Node *n, Info *out)
{
    switch (n->kind) {
    case ND_COLREF: infer_colref(c, n, out); break;
    case ND_LITERAL: infer_literal(n, out); break;
    case ND_PAREN: *out = *info_of(c, n->kid[PAREN_X]); break;
    case ND_UNARY: infer_unary(c, n, out); break;
    case ND_BINARY: infer_binary(c, n, out); break;
    case ND_LIKE:
        out->nullable = info_of(c, n->kid[LIKE_X])->nullable || info_of(c, n->kid[LIKE_PATTERN])->nullable;
        goto boolean;
    case ND_BETWEEN:
    case ND_IN: out->nullable = true; goto boolean;
    case ND_ISNULL:
    case ND_EXISTS:
    boolean:
        out->classes = CLS_INTEGER;
        out->meaning = MEAN_BOOL;
        break;
    case ND_CASE: infer_case(c, n, out); break;
    case ND_CAST: {
        out->aff = (uint8_t)catalog_affinity(node_text(c->s->stmt, n->kid[CAST_TYPE]));
        static const uint8_t by_affinity[] = {CLS_BLOB, CLS_TEXT, CLS_NUMBER, CLS_INTEGER, CLS_REAL};
        out->classes = by_affinity[out->aff];
        out->nullable = info_of(c, n->kid[CAST_X])->nullable;
        out->constant = info_of(c, n->kid[CAST_X])->constant;
        break;
    }
    case ND_COLLATE:
        *out = *info_of(c, n->kid[COLLATE_X]);
        out->collation = node_name(c->a, c->s->stmt, n->kid[COLLATE_NAME]);
        break;
    case ND_FUNC: infer_function(c, n, out); break;
    case ND_SUBQUERY: infer_subquery(c, n->kid[SUBQUERY_SELECT], out); break;
    default: /* parameters, holes, rows, RAISE */
        out->classes = CLS_ANY;
        out->nullable = true;
        break;
    }
}
