/* What statements say about columns without saying it: literals given by INSERT, UPDATE and DEFAULT, literals
   compared with in WHERE, CHECK and triggers, arithmetic.  Names are resolved simply: a qualified column by
   its alias, a bare one belongs to every table of the statement that has it or may have it.  That can only
   add doubt to a column, never certainty, which is the direction that is safe.  It never looks at
   expressions' types. */
#include "catalog/internal.h"
#include <stdlib.h>

enum { MAX_SCOPE = 64 };

typedef struct Scope {
    Str alias; /* the alias, or the table's own name */
    Str table;
} Scope;

typedef struct Ev {
    Catalog *c;
    const Stmt *s;
    Arena *a; /* scratch */
    Scope scope[MAX_SCOPE];
    uint32_t n;
    bool columns; /* inside a SELECT with a FROM: a "name" is a column there */
    bool ctes;    /* there is a WITH */
    bool dumped;  /* the rows of .dump: what the database holds */
} Ev;

/* ---- constants ---- */

static bool integer_value(Str text, bool negative, Value *v)
{
    char digits[40];
    size_t n = 0;
    bool hex = text.n > 2 && text.p[0] == '0' && ascii_lower(text.p[1]) == 'x';
    for (size_t i = 0; i < text.n && n < sizeof digits - 2; i++)
        if (text.p[i] != '_')
            digits[n++] = text.p[i];
    digits[n] = 0;
    if (hex) {
        v->kind = VAL_INT;
        v->i = (int64_t)strtoull(digits, NULL, 16);
        v->i = negative && v->i != INT64_MIN ? -v->i : v->i;
        return true;
    }
    bool whole;
    int64_t i;
    if (!value_number((Str){digits, n}, &whole, &i))
        return false;
    v->kind = whole ? VAL_INT : VAL_REAL; /* SQLite, too, makes a real of a literal beyond 64 bits */
    v->i = negative ? -i : i;
    v->r = whole ? 0 : strtod(digits, NULL) * (negative ? -1 : 1);
    return true;
}

static bool literal_value(Arena *a, const Stmt *s, const Node *n, bool negative, Value *v)
{
    Str text = node_text(s, n);
    char z[64];
    size_t used = 0;
    switch (n->op) {
    case TK_NULL: v->kind = VAL_NULL; return true;
    case TK_BLOB: v->kind = VAL_BLOB; return !negative;
    case TK_STRING:
        v->kind = VAL_TEXT;
        v->s = token_string(a, s->toks, n->tok);
        return !negative;
    case TK_INTEGER: return integer_value(text, negative, v);
    case TK_FLOAT:
        for (size_t i = 0; i < text.n && used < sizeof z - 1; i++)
            if (text.p[i] != '_')
                z[used++] = text.p[i];
        z[used] = 0;
        v->kind = VAL_REAL;
        v->r = strtod(z, NULL) * (negative ? -1 : 1);
        return true;
    default: return false;
    }
}

/* Is this constant known, and what is it?  `bare`: a double-quoted or bare word is a string. */
static bool constant_value(Arena *a, const Stmt *s, const Node *n, bool bare, Value *v)
{
    bool negative = false;
    *v = (Value){0};
    for (; n && (n->kind == ND_PAREN || n->kind == ND_UNARY); n = n->kid[0])
        if (n->kind == ND_UNARY) {
            if (n->op != TK_MINUS && n->op != TK_PLUS)
                return false;
            negative ^= n->op == TK_MINUS;
        }
    if (n && n->kind == ND_LITERAL)
        return literal_value(a, s, n, negative, v);
    if (!n || (n->kind != ND_COLREF && n->kind != ND_NAME) || negative || n->end != n->tok + 1)
        return false;
    Str text = node_text(s, n);
    bool yes = str_ieqz(text, "true");
    if (yes || str_ieqz(text, "false")) {
        *v = (Value){.kind = VAL_INT, .i = yes};
        return true;
    }
    if (!bare)
        return false;
    *v = (Value){.kind = VAL_TEXT, .s = token_name(a, s->toks, n->tok)};
    return true;
}

/* ---- scopes ---- */

static void enter(Ev *e, Str alias, Str table)
{
    if (e->n < MAX_SCOPE && table.n)
        e->scope[e->n++] = (Scope){alias.n ? alias : table, table};
}

static Str name_of(Ev *e, const Node *name)
{
    return name ? node_name(e->a, e->s, name) : STR_NONE;
}

static Str qname_of(Ev *e, const Node *n)
{
    return n && n->kind == ND_QNAME ? name_of(e, n->kid[QNAME_NAME]) : name_of(e, n);
}

/* CTEs hide tables of the same name. */
static void leave_ctes(Ev *e, const Node *n)
{
    if (n->kind == ND_CTE) {
        Str cte = name_of(e, n->kid[CTE_NAME]);
        for (uint32_t i = 0; i < e->n;)
            if (str_ieq(e->scope[i].table, cte))
                e->scope[i] = e->scope[--e->n];
            else
                i++;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i])
            leave_ctes(e, n->kid[i]);
}

static void collect(Ev *e, const Node *n)
{
    switch (n->kind) {
    case ND_TABLEREF: enter(e, name_of(e, n->kid[TABLEREF_ALIAS]), name_of(e, n->kid[TABLEREF_NAME])); break;
    case ND_CREATE_TABLE: enter(e, STR_NONE, qname_of(e, n->kid[CREATE_TABLE_NAME])); break;
    case ND_CREATE_INDEX: enter(e, STR_NONE, qname_of(e, n->kid[CREATE_INDEX_TABLE])); break;
    case ND_ALTER: enter(e, STR_NONE, qname_of(e, n->kid[ALTER_TABLE])); break;
    case ND_CTE: e->ctes = true; break;
    case ND_CREATE_TRIGGER:
        enter(e, STR("new"), qname_of(e, n->kid[CREATE_TRIGGER_TABLE]));
        enter(e, STR("old"), qname_of(e, n->kid[CREATE_TRIGGER_TABLE]));
        break;
    case ND_INSERT:
        if (n->kid[INSERT_UPSERTS] && n->kid[INSERT_TARGET]->kind == ND_TABLEREF)
            enter(e, STR("excluded"), name_of(e, n->kid[INSERT_TARGET]->kid[TABLEREF_NAME]));
        break;
    default: break;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i])
            collect(e, n->kid[i]);
}

/* ---- what is said of a column ---- */

static const Node *bare_colref(const Node *n)
{
    while (n && (n->kind == ND_PAREN || n->kind == ND_COLLATE || (n->kind == ND_UNARY && n->op == TK_PLUS)))
        n = n->kid[0];
    return n && n->kind == ND_COLREF ? n : NULL;
}

/* Whose column may `ref` be: is it that of the i-th table in scope? */
static bool may_mean(Ev *e, const Node *ref, uint32_t i)
{
    Str column = name_of(e, ref->kid[COLREF_COLUMN]), table = name_of(e, ref->kid[COLREF_TABLE]);
    const Scope *sc = &e->scope[i];
    if (table.n)
        return str_ieq(sc->alias, table);
    if (str_eqz(sc->alias, "new") || str_eqz(sc->alias, "old"))
        return false;
    const Table *t = catalog_table(e->c, sc->table);
    return !t || t->is_view || !t->ncols || table_column(t, column);
}

/* Calls value_add, or sets `direct`, on each column that `ref` may mean. */
static void say(Ev *e, const Node *ref, const Value *v, How how, uint32_t direct)
{
    Str column = name_of(e, ref->kid[COLREF_COLUMN]);
    for (uint32_t i = 0; i < e->n; i++) {
        if (!may_mean(e, ref, i))
            continue;
        Facts *f = catalog_facts(e->c, e->scope[i].table, column, 0);
        if (v)
            value_add(f, v, how);
        f->direct |= direct;
    }
}

static void say_compared(Ev *e, const Node *x, const Node *literal)
{
    const Node *ref = bare_colref(x);
    Value v;
    if (ref && literal && constant_value(e->a, e->s, literal, false, &v))
        say(e, ref, &v, HOW_COMPARED, 0);
}

static void say_list(Ev *e, const Node *x, const Node *list)
{
    for (uint32_t i = 0; list && i < list->nkids; i++)
        say_compared(e, x, list->kid[i]);
}

static bool is_number(Ev *e, const Node *n, bool *zero_one)
{
    Value v;
    if (!constant_value(e->a, e->s, n, false, &v) || (v.kind != VAL_INT && v.kind != VAL_REAL))
        return false;
    *zero_one = v.kind == VAL_INT && (v.i == 0 || v.i == 1);
    return true;
}

/* col * 4, col & 8: a column reckoned with is no 0/1 flag. */
static void arithmetic(Ev *e, const Node *n)
{
    bool zero_one;
    for (int side = 0; side < 2; side++) {
        const Node *ref = bare_colref(n->kid[side]);
        if (ref && is_number(e, n->kid[1 - side], &zero_one) && !zero_one)
            say(e, ref, NULL, HOW_COMPARED, EV_NOT_01);
    }
}

static void compare(Ev *e, const Node *n)
{
    switch (n->op) {
    case TK_EQ:
    case TK_NE:
    case TK_LT:
    case TK_LE:
    case TK_GT:
    case TK_GE:
    case TK_IS:
        say_compared(e, n->kid[BINARY_L], n->kid[BINARY_R]);
        say_compared(e, n->kid[BINARY_R], n->kid[BINARY_L]);
        break;
    case TK_PLUS:
    case TK_MINUS:
    case TK_STAR:
    case TK_SLASH:
    case TK_REM:
    case TK_BITAND:
    case TK_BITOR:
    case TK_LSHIFT:
    case TK_RSHIFT: arithmetic(e, n); break;
    default: break;
    }
}

/* ---- values that are stored ---- */

/* The shape of what the clock's functions give, as a value: it is no number, no flag, and fits some date
 * types. */
static bool clock_value(Str f, Value *v)
{
    static const struct {
        const char *name, *shape;
    } CLOCKS[] = {{"date", "2000-01-01"},
                  {"datetime", "2000-01-01 00:00:01"},
                  {"time", "00:00:01"},
                  {"current_date", "2000-01-01"},
                  {"current_timestamp", "2000-01-01 00:00:01"},
                  {"current_time", "00:00:01"}};
    for (size_t i = 0; i < sizeof CLOCKS / sizeof *CLOCKS; i++)
        if (str_ieqz(f, CLOCKS[i].name)) {
            *v = (Value){.kind = VAL_TEXT, .s = str_z(CLOCKS[i].shape)};
            return true;
        }
    return false;
}

/* A call whose result is a count or a measure, not a flag. */
static bool counts(Str f)
{
    static const char *const NAMES[] = {
        "count",   "sum",      "total",        "avg",       "length",
        "random",  "strftime", "julianday",    "unixepoch", "last_insert_rowid",
        "changes", "hex",      "group_concat", "round"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (str_ieqz(f, NAMES[i]))
            return true;
    return false;
}

/* The clock as a number, perhaps with something added. */
static bool reads_clock(Ev *e, const Node *x)
{
    static const char *const CLOCKS[] = {"strftime", "julianday", "unixepoch"};
    if (x->kind == ND_PAREN || x->kind == ND_CAST || x->kind == ND_UNARY)
        return reads_clock(e, x->kid[0]);
    if (x->kind == ND_BINARY && (x->op == TK_PLUS || x->op == TK_MINUS))
        return reads_clock(e, x->kid[BINARY_L]) || reads_clock(e, x->kid[BINARY_R]);
    for (size_t i = 0; x->kind == ND_FUNC && i < sizeof CLOCKS / sizeof *CLOCKS; i++)
        if (str_ieqz(name_of(e, x->kid[FUNC_NAME]), CLOCKS[i]))
            return true;
    return false;
}

/* random(), and seconds since 1970 turned into milliseconds: beyond 32 bits. */
static bool is_big(Ev *e, const Node *x)
{
    Value v;
    if (x->kind == ND_FUNC)
        return str_ieqz(name_of(e, x->kid[FUNC_NAME]), "random");
    if (x->kind == ND_PAREN || x->kind == ND_CAST || x->kind == ND_UNARY)
        return is_big(e, x->kid[0]);
    if (x->kind != ND_BINARY)
        return false;
    bool big = is_big(e, x->kid[BINARY_L]) || is_big(e, x->kid[BINARY_R]);
    for (int side = 0; x->op == TK_STAR && side < 2; side++)
        big |= reads_clock(e, x->kid[side]) && constant_value(e->a, e->s, x->kid[1 - side], false, &v) &&
               (v.kind == VAL_REAL ? v.r >= 1000 : v.i >= 1000);
    return big;
}

static void put(Ev *e, Facts *to, const Value *v, uint32_t direct)
{
    if (v)
        value_add(to, v, e->dumped ? HOW_STORED : HOW_ASSIGNED);
    to->direct |= direct;
}

/* The columns in `x` whose values, or sums of them, go into the column `to`. */
static void receive(Ev *e, const Node *x, Facts *to, bool width)
{
    for (; x && (x->kind == ND_PAREN || x->kind == ND_COLLATE || x->kind == ND_UNARY || x->kind == ND_CAST);
         x = x->kid[0])
        width |= x->kind == ND_UNARY || x->kind == ND_CAST;
    if (!x)
        return;
    if (x->kind == ND_COLREF) {
        for (uint32_t i = 0; i < e->n; i++)
            if (may_mean(e, x, i) && !(e->columns && str_ieq(e->scope[i].table, to->table)))
                flow_add(e->c, to,
                         catalog_facts_at(e->c, e->scope[i].table, name_of(e, x->kid[COLREF_COLUMN]), 0),
                         width);
    } else if (x->kind == ND_BINARY && x->op == TK_PLUS) {
        receive(e, x->kid[BINARY_L], to, true);
        receive(e, x->kid[BINARY_R], to, true);
    } else if (x->kind == ND_FUNC) {
        static const char *const NAMES[] = {"max", "min", "sum", "total"};
        for (size_t k = 0; k < sizeof NAMES / sizeof *NAMES; k++)
            for (uint32_t i = 0; str_ieqz(name_of(e, x->kid[FUNC_NAME]), NAMES[k]) && x->kid[FUNC_ARGS] &&
                                 i < x->kid[FUNC_ARGS]->nkids;
                 i++)
                receive(e, x->kid[FUNC_ARGS]->kid[i], to, width || k > 1);
    }
}

/* Everything that the expression `x`, given to a column, is known to be. */
static void store(Ev *e, const Node *x, Facts *to)
{
    Value v;
    bool zero_one;
    while (x && x->kind == ND_PAREN)
        x = x->kid[PAREN_X];
    if (!x)
        return;
    if (is_big(e, x))
        put(e, to, NULL, EV_BIG_INT | EV_NOT_01);
    receive(e, x, to, false);
    bool quoted = !e->columns && x->kind == ND_COLREF && e->s->toks->src.p[node_off(e->s, x)] == '"';
    if (constant_value(e->a, e->s, x, quoted, &v)) {
        put(e, to, &v, 0);
    } else if (x->kind == ND_LITERAL && clock_value(node_text(e->s, x), &v)) {
        put(e, to, &v, 0);
    } else if (x->kind == ND_CASE) {
        for (uint32_t i = 0; i < x->kid[CASE_WHENS]->nkids; i++)
            store(e, x->kid[CASE_WHENS]->kid[i]->kid[WHEN_THEN], to);
        store(e, x->kid[CASE_ELSE], to);
    } else if (x->kind == ND_FUNC) {
        Str f = name_of(e, x->kid[FUNC_NAME]);
        const Node *args = x->kid[FUNC_ARGS];
        bool iif = str_ieqz(f, "iif") || str_ieqz(f, "if");
        if (counts(f))
            put(e, to, NULL, EV_NOT_01);
        if (clock_value(f, &v))
            put(e, to, &v, 0);
        if (iif || str_ieqz(f, "ifnull") || str_ieqz(f, "coalesce"))
            for (uint32_t i = iif; i < args->nkids; i++)
                store(e, args->kid[i], to);
    } else if (x->kind == ND_BINARY && (x->op == TK_PLUS || x->op == TK_SLASH || x->op == TK_LSHIFT)) {
        put(e, to, NULL, EV_NOT_01);
    } else if (x->kind == ND_BINARY && x->op == TK_MINUS) { /* 1 - flag is how a flag is turned over */
        if (!is_number(e, x->kid[BINARY_L], &zero_one) || !zero_one)
            put(e, to, NULL, EV_NOT_01);
    } else if (x->kind == ND_SUBQUERY) {
        const Node *body = x->kid[SUBQUERY_SELECT]->kid[SELECT_BODY];
        if (body->kind == ND_CORE && body->kid[CORE_COLUMNS]->nkids == 1 &&
            body->kid[CORE_COLUMNS]->kid[0]->kind == ND_RESULT)
            store(e, body->kid[CORE_COLUMNS]->kid[0]->kid[RESULT_X], to);
    }
}

typedef struct Targets { /* the columns an INSERT fills, in order */
    Str table;
    const Node *cols;
    const Table *t; /* NULL: not known yet */
    Facts **at;
    uint32_t n;
} Targets;

/* The column that value `i` of an INSERT without a list goes to. */
static const Column *nth_given(const Table *t, uint32_t i)
{
    for (uint16_t c = 0; c < t->ncols; c++)
        if (!t->cols[c].generated && !t->cols[c].hidden && i-- == 0)
            return &t->cols[c];
    return NULL;
}

static Facts *target(Ev *e, Targets *g, uint32_t i)
{
    if (i >= g->n)
        return NULL;
    if (!g->at[i]) {
        if (g->cols)
            g->at[i] = catalog_facts(e->c, g->table, name_of(e, g->cols->kid[i]), 0);
        else if (g->t && g->t->ncols && nth_given(g->t, i)) /* by name: the columns may change later */
            g->at[i] = catalog_facts(e->c, g->table, nth_given(g->t, i)->name, 0);
        else
            g->at[i] = catalog_facts(e->c, g->table, STR_NONE, i + 1);
    }
    return g->at[i];
}

/* SELECT * FROM a: the table, when it is known. */
static const Table *star_of(Ev *e, const Node *core)
{
    const Node *cols = core->kid[CORE_COLUMNS], *from = core->kid[CORE_FROM];
    bool alone = from && from->kind == ND_TABLEREF && cols->nkids == 1 && cols->kid[0]->kind == ND_STAR;
    return alone ? catalog_table(e->c, name_of(e, from->kid[TABLEREF_NAME])) : NULL;
}

/* INSERT INTO b SELECT * FROM a */
static void star_source(Ev *e, const Table *t, Targets *g)
{
    for (uint32_t i = 0; t && i < t->ncols && i < g->n; i++)
        flow_add(e->c, target(e, g, i), catalog_facts_at(e->c, t->name, t->cols[i].name, 0), false);
}

static void insert_source(Ev *e, const Node *body, Targets *g)
{
    if (!body)
        return;
    if (body->kind == ND_COMPOUND) {
        insert_source(e, body->kid[COMPOUND_L], g);
        insert_source(e, body->kid[COMPOUND_R], g);
    } else if (body->kind == ND_VALUES) {
        for (uint32_t r = 0; r < body->nkids; r++) {
            const Node *items = body->kid[r]->kid[PAREN_LIST_ITEMS];
            for (uint32_t i = 0; i < items->nkids && i < g->n; i++)
                store(e, items->kid[i], target(e, g, i));
        }
    } else if (body->kind == ND_CORE) {
        const Node *cols = body->kid[CORE_COLUMNS];
        e->columns = body->kid[CORE_FROM] != NULL;
        star_source(e, star_of(e, body), g);
        for (uint32_t i = 0; i < cols->nkids && i < g->n && cols->kid[i]->kind == ND_RESULT; i++)
            store(e, cols->kid[i]->kid[RESULT_X], target(e, g, i));
        e->columns = false;
    }
}

static uint32_t width(Ev *e, const Node *body)
{
    while (body && body->kind == ND_COMPOUND)
        body = body->kid[COMPOUND_L];
    if (body && body->kind == ND_VALUES && body->nkids)
        return body->kid[0]->kid[PAREN_LIST_ITEMS]->nkids;
    if (!body || body->kind != ND_CORE)
        return 0;
    const Table *t = star_of(e, body);
    return t ? t->ncols : body->kid[CORE_COLUMNS]->nkids;
}

static void set_values(Ev *e, Str table, const Node *sets)
{
    for (uint32_t i = 0; sets && i < sets->nkids; i++) {
        const Node *set = sets->kid[i];
        if (set->kind != ND_SET || !set->kid[SET_VALUE]) /* a hole */
            continue;
        if (set->kind == ND_SET && set->kid[SET_COLS]->kind == ND_NAME)
            store(e, set->kid[SET_VALUE], catalog_facts(e->c, table, name_of(e, set->kid[SET_COLS]), 0));
        else if (set->kind == ND_SET && set->kid[SET_VALUE]->kind == ND_ROW) {
            const Node *cols = set->kid[SET_COLS], *items = set->kid[SET_VALUE]->kid[ROW_ITEMS];
            for (uint32_t k = 0; k < cols->nkids && k < items->nkids; k++)
                store(e, items->kid[k], catalog_facts(e->c, table, name_of(e, cols->kid[k]), 0));
        }
    }
}

/* Does the INSERT let the table give the id: is it left out, or NULL? */
static bool asks_id(Ev *e, const Node *n, const Table *t)
{
    const Node *cols = n->kid[INSERT_COLS], *body = NULL;
    uint32_t at = (uint32_t)t->rowid;
    if (n->flags & NF_DEFAULT_VALUES)
        return true;
    if (cols) {
        for (at = 0; at < cols->nkids; at++) {
            if (cols->kid[at]->kind == ND_HOLE)
                return false;
            if (str_ieq(name_of(e, cols->kid[at]), t->cols[t->rowid].name))
                break;
        }
        if (at == cols->nkids)
            return true;
    }
    body = n->kid[INSERT_SOURCE]->kid[SELECT_BODY];
    const Node *row = body->kind == ND_VALUES && body->kid[0]->kind == ND_PAREN_LIST
                          ? body->kid[0]->kid[PAREN_LIST_ITEMS]
                          : NULL;
    return row && at < row->nkids && row->kid[at]->kind == ND_LITERAL && row->kid[at]->op == TK_NULL;
}

static void insert(Ev *e, const Node *n)
{
    const Node *target_node = n->kid[INSERT_TARGET], *source = n->kid[INSERT_SOURCE];
    if (target_node->kind != ND_TABLEREF)
        return;
    Targets g = {.table = name_of(e, target_node->kid[TABLEREF_NAME]), .cols = n->kid[INSERT_COLS]};
    const Node *body = source ? source->kid[SELECT_BODY] : NULL;
    g.n = g.cols ? g.cols->nkids : width(e, body);
    g.at = ARENA_ARRAY(e->a, Facts *, g.n + 1);
    Table *t = catalog_find(e->c, g.table);
    g.t = t;
    e->dumped = e->c->dump_now && !g.cols && body && body->kind == ND_VALUES;
    insert_source(e, body, &g);
    e->dumped = false;
    if (t && !t->filled && t->from_input)
        t->filled = e->c->created;
    if (t && t->rowid >= 0)
        t->ids_asked |= asks_id(e, n, t);
    for (uint16_t i = 0; t && g.cols && i < t->ncols; i++) { /* a key that is left out is NULL */
        bool given = !t->cols[i].pk || !t->cols[i].default_null || t->cols[i].not_null;
        for (uint32_t k = 0; k < g.n; k++)
            given |= str_ieq(name_of(e, g.cols->kid[k]), t->cols[i].name);
        if (!given)
            catalog_facts(e->c, g.table, t->cols[i].name, 0)->direct |= EV_HAS_NULL;
    }
    for (uint32_t i = 0; n->kid[INSERT_UPSERTS] && i < n->kid[INSERT_UPSERTS]->nkids; i++)
        set_values(e, g.table, n->kid[INSERT_UPSERTS]->kid[i]->kid[UPSERT_SETS]);
}

static void column_default(Ev *e, Str table, const Node *def)
{
    const Node *cons = def->kid[COLDEF_CONS];
    for (uint32_t i = 0; cons && i < cons->nkids; i++) {
        const Node *x = cons->kid[i]->op == TK_DEFAULT ? cons->kid[i]->kid[CCONS_X] : NULL;
        Facts *f = x ? catalog_facts(e->c, table, name_of(e, def->kid[COLDEF_NAME]), 0) : NULL;
        Value v;
        if (x && constant_value(e->a, e->s, x, true, &v))
            value_add(f, &v, HOW_ASSIGNED);
        else if (x)
            store(e, x, f);
    }
}

/* ---- the walk ---- */

static void visit(Ev *e, const Node *n)
{
    const Node *ref;
    switch (n->kind) {
    case ND_BINARY: compare(e, n); break;
    case ND_IN:
        if (n->kid[IN_RHS] && n->kid[IN_RHS]->kind == ND_PAREN_LIST)
            say_list(e, n->kid[IN_X], n->kid[IN_RHS]->kid[PAREN_LIST_ITEMS]);
        break;
    case ND_BETWEEN:
        say_compared(e, n->kid[BETWEEN_X], n->kid[BETWEEN_LO]);
        say_compared(e, n->kid[BETWEEN_X], n->kid[BETWEEN_HI]);
        break;
    case ND_LIKE:
        ref = bare_colref(n->kid[LIKE_X]);
        if (ref)
            say(e, ref, NULL, HOW_COMPARED, EV_NOT_01);
        break;
    case ND_CASE:
        for (uint32_t i = 0; n->kid[CASE_BASE] && i < n->kid[CASE_WHENS]->nkids; i++)
            say_compared(e, n->kid[CASE_BASE], n->kid[CASE_WHENS]->kid[i]->kid[WHEN_COND]);
        break;
    case ND_INSERT: insert(e, n); break;
    case ND_UPDATE:
        if (n->kid[UPDATE_TARGET]->kind == ND_TABLEREF)
            set_values(e, name_of(e, n->kid[UPDATE_TARGET]->kid[TABLEREF_NAME]), n->kid[UPDATE_SETS]);
        break;
    case ND_CREATE_TABLE:
        for (uint32_t i = 0; n->kid[CREATE_TABLE_COLS] && i < n->kid[CREATE_TABLE_COLS]->nkids; i++)
            column_default(e, qname_of(e, n->kid[CREATE_TABLE_NAME]), n->kid[CREATE_TABLE_COLS]->kid[i]);
        break;
    case ND_ALTER:
        if (n->kid[ALTER_COLDEF])
            column_default(e, qname_of(e, n->kid[ALTER_TABLE]), n->kid[ALTER_COLDEF]);
        break;
    default: break;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i])
            visit(e, n->kid[i]);
}

void evidence_learn(Catalog *c, const Stmt *s, const Node *root)
{
    Ev e = {.c = c, .s = s, .a = &c->scratch};
    collect(&e, root);
    if (e.ctes)
        leave_ctes(&e, root);
    visit(&e, root);
}
