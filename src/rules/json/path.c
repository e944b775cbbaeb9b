/* See path.h.  Nothing is guessed here: a path that is computed is no path. */
#include "rules/json/path.h"

/* ---- reading ---- */

static bool read_index(Str s, size_t *at, JsonPath *p)
{
    size_t i = *at;
    bool end = i < s.n && s.p[i] == '#';
    int64_t v = 0;
    if (end) {
        if (++i < s.n && s.p[i] == ']') {
            p->append = true;
            *at = i + 1;
            return i + 1 == s.n;
        }
        if (i >= s.n || s.p[i++] != '-')
            return false;
    }
    size_t from = i;
    while (i < s.n && ascii_digit(s.p[i]) && i - from < 9)
        v = v * 10 + (s.p[i++] - '0');
    if (i == from || i >= s.n || s.p[i] != ']' || (end && v == 0))
        return false;
    p->step[p->n++].index = end ? -v : v;
    *at = i + 1;
    return true;
}

static bool read_key(Str s, size_t *at, JsonPath *p)
{
    size_t i = *at, from = i;
    if (i < s.n && s.p[i] == '"') {
        const char *close = memchr(s.p + i + 1, '"', s.n - i - 1);
        if (!close || memchr(s.p + i, '\\', (size_t)(close - s.p) - i))
            return false;
        p->step[p->n++].key = str_sub(s, i + 1, (size_t)(close - s.p));
        *at = (size_t)(close - s.p) + 1;
        return true;
    }
    while (i < s.n && s.p[i] != '.' && s.p[i] != '[')
        if (s.p[i++] == '"')
            return false;
    if (i == from)
        return false;
    p->step[p->n++].key = str_sub(s, from, i);
    *at = i;
    return true;
}

static bool read_path(Str s, JsonPath *p)
{
    size_t i = 1;
    while (i < s.n && p->n < JSON_STEPS) {
        char c = s.p[i++];
        if (c == '.' ? !read_key(s, &i, p) : c != '[' || !read_index(s, &i, p))
            return false;
    }
    return i >= s.n;
}

bool json_path(Rw *rw, const Node *n, bool arrow, JsonPath *p)
{
    Str s;
    int64_t index;
    *p = (JsonPath){0};
    if (arrow && rw_integer(rw, n, &index)) {
        p->step[p->n++].index = index;
        p->differs = index < 0;
        return true;
    }
    if (!rw_constant_text(rw, n, &s) || !s.n || memchr(s.p, 0x1A, s.n))
        return false;
    if (s.p[0] == '$')
        return read_path(s, p);
    p->differs = memchr(s.p, '.', s.n) || memchr(s.p, '[', s.n);
    p->step[p->n++].key = s;
    return arrow && !memchr(s.p, '"', s.n);
}

/* '$.' || x, '$[' || x || ']': x. */
static const Node *step_of(Rw *rw, const Node *s, bool *index)
{
    const Node *l = sema_strip(s->kid[BINARY_L]), *key = s->kid[BINARY_R];
    Str lead, tail;
    *index = rw_string(rw, key, &tail) && str_eqz(tail, "]") && l->kind == ND_BINARY && l->op == TK_CONCAT;
    if (*index) {
        key = l->kid[BINARY_R];
        l = l->kid[BINARY_L];
    }
    return rw_string(rw, l, &lead) && str_eqz(lead, *index ? "$[" : "$.") ? key : NULL;
}

bool json_computed_step(Rw *rw, const Node *n, bool arrow, const Node **key, const char **slot)
{
    const Node *s = sema_strip(n);
    bool concat = s->kind == ND_BINARY && s->op == TK_CONCAT, index = false;
    *key = concat ? step_of(rw, s, &index) : arrow ? n : NULL;
    if (!*key)
        return false;
    PgType t = rw_type(rw, *key);
    bool number = t == PG_INT || t == PG_BIGINT;
    if (index ? !number : t != PG_TEXT && t != PG_PARAM && t != PG_UNKNOWN && !(arrow && !concat && number))
        return false;
    *slot = number ? "{1:int}" : t == PG_TEXT ? "{1}" : "{1}::text";
    return true;
}

/* ---- writing ---- */

Str json_literal(Rw *rw, Str value)
{
    Str q = rw_literal(rw, value);
    char *p = arena_alloc(rw_arena(rw), q.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < q.n; i++) {
        if (q.p[i] == '{')
            p[n++] = '{';
        p[n++] = q.p[i];
    }
    return (Str){p, n};
}

static bool plain_element(Str key)
{
    for (size_t i = 0; i < key.n; i++)
        if (!ascii_ident(key.p[i]) && key.p[i] != '-')
            return false;
    return key.n && !str_ieqz(key, "null");
}

static Str quoted_element(Rw *rw, Str key)
{
    char *p = arena_alloc(rw_arena(rw), key.n * 2 + 3);
    size_t n = 0;
    p[n++] = '"';
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] == '"' || key.p[i] == '\\')
            p[n++] = '\\';
        p[n++] = key.p[i];
    }
    p[n++] = '"';
    return (Str){p, n};
}

static Str array_of(Rw *rw, const JsonPath *path, uint32_t from, uint32_t to)
{
    Str s = STR("{");
    for (uint32_t i = from; i < to; i++) {
        Str k = path->step[i].key;
        const char *comma = i > from ? "," : "";
        if (!k.p) {
            s = rw_fmt(rw, "%.*s%s%lld", (int)s.n, s.p, comma, (long long)path->step[i].index);
            continue;
        }
        if (!plain_element(k))
            k = quoted_element(rw, k);
        s = rw_fmt(rw, "%.*s%s%.*s", (int)s.n, s.p, comma, (int)k.n, k.p);
    }
    return json_literal(rw, rw_fmt(rw, "%.*s}", (int)s.n, s.p));
}

Str json_path_array(Rw *rw, const JsonPath *path)
{
    return array_of(rw, path, 0, path->n);
}

static bool like_index(Str key)
{
    size_t i = key.n && key.p[0] == '-';
    while (i < key.n && ascii_digit(key.p[i]))
        i++;
    return key.n && i == key.n;
}

/* Can the steps [from, to) stand in one #> ?  A name of digits there would be an index of an array. */
static bool one_array(const JsonPath *p, uint32_t from, uint32_t to)
{
    bool index = false;
    for (uint32_t i = from; i < to; i++) {
        if (p->step[i].key.p && like_index(p->step[i].key))
            return false;
        index |= !p->step[i].key.p;
    }
    return index;
}

const char *json_member(Rw *rw, const char *document, const JsonPath *p, bool text)
{
    if (p->n == 0)
        return text ? rw_fmt(rw, "%s #>> '{{}'", document).p : document;
    for (uint32_t i = 0; i < p->n;) {
        uint32_t to = i + 1;
        if (one_array(p, i, p->n))
            to = p->n;
        else if (!p->step[i].key.p)
            while (to < p->n && !p->step[to].key.p)
                to++;
        bool array = to > i + 1 || !p->step[i].key.p;
        Str step = array ? array_of(rw, p, i, to) : json_literal(rw, p->step[i].key);
        const char *op = array ? (text && to == p->n ? "#>>" : "#>") : text && to == p->n ? "->>" : "->";
        document = rw_fmt(rw, "%s %s %.*s", document, op, (int)step.n, step.p).p;
        i = to;
    }
    return document;
}

const char *json_slot(Rw *rw, const Node *x, int slot)
{
    PgType t = rw_type(rw, x);
    const Node *s = sema_strip(x);
    bool json = t == PG_JSONB || t == PG_JSON || (rw_info(rw, x)->meaning == MEAN_JSON && s->kind == ND_FUNC);
    return rw_fmt(rw,
                  t == PG_JSONB && s->kind == ND_COLREF ? "{%d}"
                  : json                                ? "{%d:jsonb}"
                                                        : "{%d}::jsonb",
                  slot)
        .p;
}

bool json_wanted(Rw *rw)
{
    return pg_family(rw_want(rw)) == FAM_JSON;
}

bool json_is_value(Rw *rw, const Node *n, const Node **document, JsonPath *path)
{
    n = sema_strip(n);
    if (n->kind == ND_BINARY && n->op == TK_ARROW2) {
        *document = n->kid[BINARY_L];
        return json_path(rw, n->kid[BINARY_R], true, path) && !path->append;
    }
    if (!rw_is_call(rw, n, "json_extract") || n->kid[FUNC_ARGS]->nkids != 2)
        return false;
    *document = rw_arg(n, 0);
    return json_path(rw, rw_arg(n, 1), false, path) && !path->append;
}
