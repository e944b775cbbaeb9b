/* The member of a document as an SQL value.  SQLite gives it the type it has in the document; PostgreSQL
   gives text, and the type is what its surroundings ask for: a number beside a number, a boolean as a
   condition. Where nothing is asked it stays text, and that is said. */
#include "rules/json/path.h"
#include "rules/query/grouping.h"

/* ---- what the surroundings ask ---- */

static bool word(Str s)
{
    bool letter = s.n && ((s.p[0] >= 'a' && s.p[0] <= 'z') || (s.p[0] >= 'A' && s.p[0] <= 'Z'));
    return letter && !str_ieqz(s, "true") && !str_ieqz(s, "false");
}

static JsonUse beside(Rw *rw, const Node *other, bool equality, PgType *type)
{
    Str s;
    PgType t = rw_type(rw, other);
    const Node *document;
    JsonPath path;
    if (sema_is_null(other))
        return JSON_NULL;
    if (!equality && json_is_value(rw, other, &document, &path))
        return JSON_PAIR;
    if (rw_string(rw, other, &s))
        return equality && word(s) ? JSON_WORD : JSON_TEXT_;
    if (pg_family(t) == FAM_NUMBER)
        return JSON_NUMBER;
    if (pg_family(t) == FAM_TEMPORAL || t == PG_UUID || t == PG_BOOL) {
        *type = t; /* a boolean beside anything but a boolean is 0/1 */
        return JSON_TYPE;
    }
    return JSON_TEXT_;
}

static JsonUse compared(Rw *rw, const Node *p, const Node *n, PgType *type)
{
    const Node *other = p->kid[BINARY_L] == n ? p->kid[BINARY_R] : p->kid[BINARY_L];
    return beside(rw, other, p->op == TK_EQ || p->op == TK_NE || p->op == TK_IS, type);
}

static JsonUse in_binary(Rw *rw, const Node *p, const Node *n, PgType *type)
{
    switch (p->op) {
    case TK_EQ:
    case TK_NE:
    case TK_IS:
    case TK_LT:
    case TK_LE:
    case TK_GT:
    case TK_GE: return compared(rw, p, n, type);
    case TK_AND:
    case TK_OR: return JSON_BOOL;
    case TK_CONCAT:
    case TK_ARROW:
    case TK_ARROW2: return JSON_TEXT_;
    default: return JSON_NUMBER;
    }
}

static JsonUse in_list(Rw *rw, const Node *items, PgType *type)
{
    JsonUse use = JSON_SHOWN;
    for (uint32_t i = 0; i < items->nkids; i++) {
        JsonUse u = beside(rw, items->kid[i], true, type);
        use = u == JSON_NULL || use == JSON_TEXT_ ? use : use == JSON_SHOWN || use == u ? u : JSON_TEXT_;
    }
    return use == JSON_SHOWN ? JSON_TEXT_ : use;
}

static JsonUse by_type(PgType t, PgType *type)
{
    *type = t;
    if (pg_family(t) == FAM_NUMBER)
        return JSON_NUMBER;
    if (t == PG_BOOL)
        return JSON_BOOL;
    if (t == PG_TEXT || t == PG_LIT)
        return JSON_TEXT_;
    return pg_family(t) == FAM_JSON ? JSON_JSON : pg_family(t) == FAM_NONE ? JSON_SHOWN : JSON_TYPE;
}

static JsonUse in_in(Rw *rw, const Node *p, const Node *n, PgType *type)
{
    const Node *rhs = p->kid[IN_RHS];
    if (p->kid[IN_X] != n) /* the subquery on the right */
        return beside(rw, p->kid[IN_X], true, type);
    if (rhs->kind == ND_PAREN_LIST)
        return in_list(rw, rhs->kid[PAREN_LIST_ITEMS], type);
    JsonUse u = rhs->kind == ND_SUBQUERY ? by_type(rw_type(rw, rhs), type) : JSON_TEXT_;
    return u == JSON_SHOWN ? JSON_TEXT_ : u;
}

static bool is_one_of(Rw *rw, const Node *call, const char *const *names)
{
    for (; *names; names++)
        if (rw_is_call(rw, call, *names))
            return true;
    return false;
}

static JsonUse climb(Rw *rw, const Node *n, PgType *type);

/* The other branches of coalesce(), CASE: their type, or what is asked of the whole. */
static JsonUse among(Rw *rw, const Node *whole, const Node *const *b, uint32_t n, PgType *type)
{
    for (uint32_t i = 0; i < n; i++) {
        PgType t = b[i] ? rw_type(rw, b[i]) : PG_UNKNOWN;
        JsonUse u = by_type(t, type);
        if (u != JSON_SHOWN)
            return u;
    }
    return climb(rw, whole, type);
}

static JsonUse in_call(Rw *rw, const Node *call, const Node *n, PgType *type)
{
    static const char *const numbers[] = {"sum", "avg", "total", "abs", "round", NULL};
    static const char *const branches[] = {"coalesce", "ifnull", "nullif", NULL};
    static const char *const choice[] = {"iif", "if", NULL};
    static const char *const texts[] = {"group_concat", "lower",  "upper",   "length",
                                        "trim",         "substr", "replace", NULL};
    static const char *const order[] = {"max", "min", NULL};
    static const char *const dates[] = {"date",      "time",      "datetime", "strftime",
                                        "julianday", "unixepoch", NULL};
    const Node *args = call->kid[FUNC_ARGS];
    if (call->kid[FUNC_FILTER] == n)
        return JSON_BOOL;
    if (is_one_of(rw, call, numbers))
        return JSON_NUMBER;
    if (is_one_of(rw, call, texts) || is_one_of(rw, call, dates))
        return JSON_TEXT_;
    if (rw_is_call(rw, call, "count"))
        return call->flags & NF_DISTINCT ? JSON_TEXT_ : JSON_NULL;
    if (is_one_of(rw, call, order))
        return JSON_ORDER;
    if (is_one_of(rw, call, branches))
        return among(rw, call, (const Node *const *)args->kid, args->nkids, type);
    if (is_one_of(rw, call, choice) && args->kid[0] != n)
        return among(rw, call, (const Node *const *)args->kid + 1, args->nkids - 1, type);
    return JSON_SHOWN;
}

static JsonUse in_case(Rw *rw, const Node *w, const Node *n, PgType *type)
{
    const Node *c = w->kind == ND_CASE ? w : w->parent->parent;
    if (w->kind == ND_WHEN && w->kid[WHEN_COND] == n)
        return c->kid[CASE_BASE] ? beside(rw, c->kid[CASE_BASE], true, type) : JSON_BOOL;
    if (c->kid[CASE_BASE] == n)
        return beside(rw, c->kid[CASE_WHENS]->kid[0]->kid[WHEN_COND], true, type);
    const Node *b[32] = {c->kid[CASE_ELSE]};
    uint32_t m = 1;
    for (uint32_t i = 0; i < c->kid[CASE_WHENS]->nkids && m < 32; i++)
        b[m++] = c->kid[CASE_WHENS]->kid[i]->kid[WHEN_THEN];
    return among(rw, c, b, m, type);
}

/* A result column of a subquery in an expression is what the expression asks. */
static JsonUse in_result(Rw *rw, const Node *result, PgType *type)
{
    const Node *p = result->parent->parent; /* over the LIST */
    if (!p || p->kind != ND_CORE || p->kid[CORE_COLUMNS]->nkids != 1)
        return JSON_SHOWN;
    p = p->parent;
    if (!p || p->kind != ND_SELECT || !p->parent)
        return JSON_SHOWN;
    if (p->parent->kind == ND_EXISTS)
        return JSON_NULL;
    return p->parent->kind == ND_SUBQUERY ? climb(rw, p->parent, type) : JSON_SHOWN;
}

static JsonUse climb(Rw *rw, const Node *n, PgType *type)
{
    const Node *p = n->parent;
    while (p && p->kind == ND_PAREN)
        n = p, p = p->parent;
    if (!p)
        return JSON_SHOWN;
    switch (p->kind) {
    case ND_BINARY: return in_binary(rw, p, n, type);
    case ND_UNARY: return p->op == TK_NOT ? JSON_BOOL : p->op == TK_PLUS ? climb(rw, p, type) : JSON_NUMBER;
    case ND_ISNULL: return JSON_NULL;
    case ND_LIKE: return JSON_TEXT_;
    case ND_BETWEEN:
        return beside(rw, p->kid[BETWEEN_X] == n ? p->kid[BETWEEN_LO] : p->kid[BETWEEN_X], false, type);
    case ND_IN: return in_in(rw, p, n, type);
    case ND_CAST: return JSON_TEXT_;
    case ND_COLLATE: return climb(rw, p, type) == JSON_WORD ? JSON_WORD : JSON_TEXT_;
    case ND_ORDERTERM: /* an index over a member serves comparisons of its text */
        return p->parent->parent && p->parent->parent->kind == ND_CREATE_INDEX ? JSON_TEXT_ : JSON_ORDER;
    case ND_RESULT: return in_result(rw, p, type);
    case ND_CASE:
    case ND_WHEN: return in_case(rw, p, n, type);
    case ND_LIST:
        if (p->parent && p->parent->kind == ND_FUNC)
            return in_call(rw, p->parent, n, type);
        return p->parent && p->parent->kind == ND_CORE && p->parent->kid[CORE_GROUP] == p ? JSON_GROUP
                                                                                          : JSON_SHOWN;
    default: return JSON_SHOWN;
    }
}

JsonUse json_use(Rw *rw, const Node *n, PgType *type)
{
    JsonUse u = by_type(rw_want(rw), type);
    return u == JSON_SHOWN || u == JSON_TEXT_ ? climb(rw, n, type) : u;
}

/* ---- what the rest of the statement asks ---- */

static bool divided(Rw *rw, const Node *n);

/* Is `m` the member, or an alias that means it? */
static bool means(Rw *rw, const Node *m, const Node *member)
{
    const Info *i = rw_info(rw, m);
    if (m->kind == ND_COLREF)
        return i->name == NAME_ALIAS && sema_strip(i->def) == member;
    return m->kind == member->kind && grouping_same(rw, m, member);
}

static bool numeric_in(Rw *rw, const Node *n, const Node *member)
{
    PgType type;
    if (!n || n->kind == ND_SELECT)
        return false;
    if (n != member && means(rw, n, member))
        return climb(rw, n, &type) == JSON_NUMBER && !divided(rw, n);
    for (uint32_t i = 0; i < n->nkids; i++)
        if (numeric_in(rw, n->kid[i], member))
            return true;
    return false;
}

bool json_asked_elsewhere(Rw *rw, const Node *n)
{
    n = sema_strip(n);
    const Node *select = n;
    while (select && select->kind != ND_SELECT)
        select = select->parent;
    const Node *core = select && !select->parent ? select->kid[SELECT_BODY] : NULL;
    return core && core->kind == ND_CORE &&
           (numeric_in(rw, core, n) || numeric_in(rw, select->kid[SELECT_ORDER], n));
}

/* ---- what it becomes ---- */

/* A value cast to a type: parentheses where it is more than a name. */
static const char *cast(Rw *rw, const char *text, const char *type)
{
    return rw_fmt(rw, strchr(text, ' ') ? "(%s)::%s" : "%s::%s", text, type).p;
}

typedef struct Of { /* the nodes of the slots */
    const Node *document, *key;
} Of;

static void is(Rw *rw, const Node *n, const char *tmpl, PgType type, Of of)
{
    rw_as(rw, n, tmpl, type, of.document, of.key, NULL);
}

static bool grouped(const Node *n)
{
    while (n && n->kind != ND_SELECT)
        n = n->parent;
    const Node *core = n ? n->kid[SELECT_BODY] : NULL;
    return core && core->kind == ND_CORE && (core->kid[CORE_GROUP] || (core->flags & NF_DISTINCT));
}

/* max() or min() of a member: text where its name says so, a number otherwise. */
static bool extreme(Rw *rw, const Node *n, const char *text, Of of)
{
    const Node *document;
    JsonPath path;
    Str key = json_is_value(rw, n, &document, &path) && path.n ? path.step[path.n - 1].key : STR_NONE;
    bool words = key.n && (rw_names_time(key) || str_ihas(key, "name") || str_ihas(key, "title") ||
                           str_ihas(key, "date") || str_ihas(key, "time") || str_ihas(key, "text"));
    if (words)
        rw_near(rw, n, "taken for text by its name: numbers among the members would be compared as text",
                NULL);
    else
        rw_near(rw, n, "taken for a number: a member that is none is an error in PostgreSQL",
                "CAST it to TEXT where the members are text");
    is(rw, n, words ? text : cast(rw, text, "numeric"), words ? PG_TEXT : PG_NUMERIC, of);
    return true;
}

static bool ordered(Rw *rw, const Node *n, const char *text, const char *json, Of of)
{
    const Node *call = n->parent && n->parent->kind == ND_LIST ? n->parent->parent : NULL;
    if (call && call->kind == ND_FUNC && call->kid[FUNC_ARGS]->nkids == 1)
        return extreme(rw, n, text, of);
    if (!json && n->parent->kind == ND_ORDERTERM && !grouped(n)) {
        rw_near(rw, n, "sorted as text: 10 comes before 9",
                "CAST it to INTEGER or REAL where it is a number");
        is(rw, n, text, PG_TEXT, of);
        return true;
    }
    if (!json || grouped(n) || n->parent->kind != ND_ORDERTERM)
        return rw_manual(rw, n,
                         "sorted by a member: as text 10 comes before 9, and its type is not known here",
                         "CAST it to INTEGER, REAL or TEXT");
    rw_near(rw, n, "a member null is no NULL here, and booleans do not sort as 0 and 1", NULL);
    is(rw, n, json, PG_JSONB, of);
    return true;
}

/* Under / or %, and not beside a number with a fraction. */
static bool divided(Rw *rw, const Node *n)
{
    const Node *p = n->parent;
    while (p && p->kind == ND_PAREN)
        n = p, p = p->parent;
    if (!p || p->kind != ND_BINARY || (p->op != TK_SLASH && p->op != TK_REM))
        return false;
    const Node *other = p->kid[BINARY_L] == n ? p->kid[BINARY_R] : p->kid[BINARY_L];
    PgType t = rw_type(rw, other);
    return p->op == TK_REM || (t != PG_NUMERIC && t != PG_FLOAT8);
}

bool json_value_of(Rw *rw, const Node *n, const char *text, const char *json, const Node *document,
                   const Node *key)
{
    Of of = {document, key};
    PgType type = PG_UNKNOWN;
    JsonUse use = json_use(rw, n, &type);
    if ((use == JSON_SHOWN || use == JSON_ORDER || use == JSON_GROUP) && json_asked_elsewhere(rw, n))
        use = JSON_NUMBER;
    switch (use) {
    case JSON_NULL:
    case JSON_WORD:
        rw_exact(rw, n);
        is(rw, n, text, PG_TEXT, of);
        return true;
    case JSON_NUMBER:
        if (divided(rw, n))
            return rw_manual(
                rw, n,
                "a member is divided: two integers divide to an integer in SQLite, and its type is "
                "not known here",
                "CAST it to INTEGER or REAL");
        rw_near(rw, n, "taken for a number: a member that is none is an error in PostgreSQL", NULL);
        is(rw, n, cast(rw, text, "numeric"), PG_NUMERIC, of);
        return true;
    case JSON_BOOL:
        rw_near(
            rw, n,
            "taken for a boolean: a member that is neither true, false, 0 nor 1 is an error in PostgreSQL",
            NULL);
        is(rw, n, cast(rw, text, "boolean"), PG_BOOL, of);
        return true;
    case JSON_TYPE:
        rw_near(rw, n, "a member that does not look like this type is an error in PostgreSQL", NULL);
        if (type == PG_BOOL) {
            is(rw, n, cast(rw, text, "boolean::int"), PG_INT, of);
            return true;
        }
        is(rw, n, cast(rw, text, pg_spelling(type)), type, of);
        return true;
    case JSON_ORDER: return ordered(rw, n, text, json, of);
    case JSON_PAIR:
        rw_near(rw, n,
                "two members are compared as JSON: a number and a text, or true and 1, compare otherwise",
                NULL);
        is(rw, n, json ? rw_fmt(rw, "NULLIF(%s, 'null')", json).p : text, json ? PG_JSONB : PG_TEXT, of);
        return true;
    case JSON_JSON:
        rw_near(rw, n, "the member goes in as JSON; in SQLite text stays text", NULL);
        is(rw, n, json ? json : cast(rw, text, "jsonb"), PG_JSONB, of);
        return true;
    case JSON_TEXT_:
        rw_near(rw, n,
                "as text: true and false are 1 and 0 in SQLite, and arrays and objects have no blanks there",
                NULL);
        break;
    default:
        rw_near(rw, n, "a number or a boolean comes back as text, and an array or object with blanks",
                "CAST it to INTEGER or REAL where the member is a number");
    }
    is(rw, n, text, PG_TEXT, of);
    return true;
}

bool json_value(Rw *rw, const Node *n, const char *text, const char *json, const Node *document)
{
    return json_value_of(rw, n, text, json, document, NULL);
}
