/* json_each() as a table: jsonb_array_elements_text() of an array, json_each_text() of an object.  Which of
   the two it is must be told by the constant or by what `key` is compared with.  Its columns type, atom, id,
   parent, fullkey and path, json_tree(), and a * are left to a person. */
#include "rules/json/path.h"
#include "rules/pragma/source.h"

static const char MEMBERS[] = "json_each_text({0}::json) AS {1}";

typedef enum Shape { SHAPE_UNKNOWN, SHAPE_ARRAY, SHAPE_OBJECT } Shape;

enum { HAS_INT = 1, HAS_REAL = 2, HAS_TEXT = 4, HAS_NULL = 8, HAS_OTHER = 16 }; /* what a constant holds */

static unsigned kind_of(Str s, size_t i)
{
    if (s.p[i] == '"')
        return HAS_TEXT;
    if (s.p[i] == 'n')
        return HAS_NULL;
    if (s.p[i] != '-' && !ascii_digit(s.p[i]))
        return HAS_OTHER;
    size_t from = i;
    for (; i < s.n && !strchr(",]} \t\r\n", s.p[i]); i++)
        if (strchr(".eE", s.p[i]))
            return HAS_REAL;
    return i - from > 9 ? HAS_OTHER : HAS_INT;
}

/* The kinds of the values at the first level of a constant. */
static unsigned constant_kinds(Str s, Shape shape)
{
    unsigned kinds = 0;
    int depth = 0;
    bool value = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (depth == 1 && value && !ascii_space(c) && c != ']' && c != '}') {
            kinds |= kind_of(s, i);
            value = false;
        }
        if (c == '"')
            while (++i < s.n && s.p[i] != '"')
                i += s.p[i] == '\\';
        else if (c == '[' || c == '{')
            value = ++depth == 1 && shape == SHAPE_ARRAY;
        else if (c == ']' || c == '}')
            depth--;
        else if (depth == 1)
            value |= c == (shape == SHAPE_ARRAY ? ',' : ':');
    }
    return kinds;
}

static bool constant(Rw *rw, const Node *each, Str *s)
{
    if (each->kid[TABLEFUNC_ARGS]->nkids != 1 || !rw_string(rw, each->kid[TABLEFUNC_ARGS]->kid[0], s))
        return false;
    *s = str_trim(*s);
    return s->n && (s->p[0] == '[' || s->p[0] == '{');
}

typedef struct KeyUse {
    Rw *rw;
    const Source *source;
    Shape shape;
    bool other; /* used where nothing can be told */
} KeyUse;

/* A key beside a number is an index, beside text a member's name. */
static void look(KeyUse *k, const Node *n)
{
    if (!n)
        return;
    for (uint32_t i = 0; i < n->nkids; i++) {
        const Node *c = n->kid[i];
        if (!c || !source_is_column(k->rw, c, k->source, "key")) {
            look(k, c);
            continue;
        }
        const Node *other = n->kind == ND_BINARY ? n->kid[i == BINARY_L ? BINARY_R : BINARY_L] : NULL;
        PgType t = other ? rw_type(k->rw, other) : PG_UNKNOWN;
        Shape s = t == PG_LIT || t == PG_TEXT  ? SHAPE_OBJECT
                  : pg_family(t) == FAM_NUMBER ? SHAPE_ARRAY
                                               : SHAPE_UNKNOWN;
        k->other |= s == SHAPE_UNKNOWN || (k->shape && k->shape != s);
        k->shape = s ? s : k->shape;
    }
}

static Shape shape_of(Rw *rw, const Node *n, const Source *s, bool key)
{
    Str text;
    if (constant(rw, n, &text))
        return text.p[0] == '[' ? SHAPE_ARRAY : SHAPE_OBJECT;
    if (!key)
        return SHAPE_ARRAY;
    KeyUse k = {.rw = rw, .source = s};
    look(&k, rw_stmt(rw)->root);
    return k.shape;
}

/* Columns that need the function of sqlite_compat. */
static bool other_columns(Rw *rw, const Source *s)
{
    static const char *const others[] = {"type", "atom", "id", "parent", "fullkey", "path"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (source_use(rw, s, others[i]).uses)
            return true;
    return false;
}

/* json_each() and json_tree() with all their columns. */
static bool by_function(Rw *rw, const Node *n, const Source *s, const char *why, const char *hint)
{
    const Node *args = n->kid[TABLEFUNC_ARGS], *x = args->nkids ? args->kid[0] : NULL;
    if (!x || args->nkids > 2)
        return rw_manual(rw, n, why, hint);
    PgType t = rw_type(rw, x);
    const char *doc = t == PG_LIT || t == PG_JSON ? "{0}" : "{0}::json";
    const char *path = args->nkids == 1                        ? ""
                       : rw_type(rw, args->kid[1]) == PG_PARAM ? ", {2}::text"
                                                               : ", {2:text}";
    RwArg a[] = {RW_NODE(x), RW_TEXT(source_alias(rw, s)), RW_NODE(args->nkids > 1 ? args->kid[1] : NULL)};
    Str name = rw_name(rw, n->kid[TABLEFUNC_NAME]);
    const char *tmpl = rw_fmt(rw, "sqlite_compat.%s(%s%s) AS {1}",
                              str_ieqz(name, "json_tree") ? "json_tree" : "json_each", doc, path)
                           .p;
    bool index = source_use(rw, s, "key").uses > 0, number = source_use(rw, s, "id").uses > 0;
    if (rw_options(rw)->compat && (index || number || source_use(rw, s, "parent").uses))
        rw_near(rw, n,
                index ? "the index of an array's element comes back as text" : "ids are counted otherwise",
                NULL);
    return rw_compat(rw, n, why, hint, tmpl, PG_UNKNOWN, a, args->nkids > 1 ? 3 : 2);
}

/* The document, with its path; NULL when the path is none. */
static const char *document(Rw *rw, const Node *n, bool json)
{
    const Node *args = n->kid[TABLEFUNC_ARGS], *x = args->kid[0];
    JsonPath path = {0};
    Str s;
    if (args->nkids > 1 && (!json_path(rw, args->kid[1], false, &path) || path.append))
        return NULL;
    const char *slot = json_slot(rw, x, 0);
    if (json && path.n == 0 && rw_type(rw, x) != PG_JSONB && strstr(slot, "::"))
        return rw_string(rw, x, &s) ? "{0}" : "{0}::json"; /* json keeps the order of the members */
    if (path.n == 0 && rw_string(rw, x, &s))
        return "{0}";
    return json_member(rw, slot, &path, false);
}

static bool apply(Rw *rw, const Node *n)
{
    Str name = rw_name(rw, n->kid[TABLEFUNC_NAME]);
    bool tree = str_ieqz(name, "json_tree");
    if (!tree && !str_ieqz(name, "json_each"))
        return false;
    const Source *s = source_of(rw, n);
    const Node *args = n->kid[TABLEFUNC_ARGS];
    if (!s)
        return rw_manual(rw, n, "json_each() stands elsewhere than in the FROM of a SELECT",
                         "write IN (SELECT value FROM json_each(...))");
    if (tree)
        return by_function(rw, n, s, "json_tree() has no counterpart",
                           "write a recursive query over jsonb_each()");
    if (other_columns(rw, s))
        return by_function(rw, n, s, "of json_each() only key and value have a counterpart",
                           "use jsonb_array_elements() or jsonb_each(), and jsonb_typeof() for the type");
    bool key = source_use(rw, s, "key").uses > 0;
    Shape shape = shape_of(rw, n, s, key);
    const char *doc = args->nkids ? document(rw, n, shape == SHAPE_OBJECT) : NULL;
    Str text, alias = source_alias(rw, s);
    if (!doc)
        return by_function(rw, n, s, "this JSON path is computed", "write a constant path: '$.a.b[0]'");
    if (shape == SHAPE_UNKNOWN)
        return by_function(rw, n, s, "whether this is an array or an object is not known here",
                           "use jsonb_array_elements_text() or jsonb_each_text()");
    bool known = constant(rw, n, &text);
    if (known)
        rw_exact(rw, n);
    else
        rw_near(rw, n,
                shape == SHAPE_ARRAY ? "taken for an array: an object or a number is an error in PostgreSQL"
                                     : "taken for an object: an array or a number is an error in PostgreSQL",
                NULL);
    const char *lateral = known ? "" : "LATERAL ", *tmpl;
    bool jsonb = strcmp(doc, "{0}::json") != 0 && !known;
    if (shape == SHAPE_OBJECT)
        tmpl = rw_fmt(rw, "%s(%s) AS {1}", jsonb ? "jsonb_each_text" : "json_each_text", doc).p;
    else if (key)
        tmpl = rw_fmt(rw,
                      "%s(SELECT value, n - 1 AS key FROM jsonb_array_elements_text(%s) WITH ORDINALITY AS "
                      "a(value, n)) "
                      "AS {1}",
                      lateral, doc)
                   .p;
    else
        tmpl = rw_fmt(rw, "jsonb_array_elements_text(%s) AS {1}(value)", doc).p;
    RwArg a[] = {RW_NODE(args->kid[0]), RW_TEXT(alias)};
    rw_template(rw, n, tmpl, PG_UNKNOWN, a, 2);
    return true;
}

/* ---- its columns ---- */

static const Node *each_of(Rw *rw, const Node *n)
{
    const Info *i = rw_info(rw, n);
    const Node *s = i->source ? i->source->node : NULL;
    bool ours = s && s->kind == ND_TABLEFUNC &&
                (str_ieqz(rw_name(rw, s->kid[TABLEFUNC_NAME]), "json_each") ||
                 str_ieqz(rw_name(rw, s->kid[TABLEFUNC_NAME]), "json_tree"));
    return ours && i->name == NAME_COLUMN ? s : NULL;
}

/* The value as it is, {0}; with the type of a constant's values where they have one. */
static bool column(Rw *rw, const Node *n)
{
    const Node *each = each_of(rw, n);
    Str name = each ? rw_name(rw, n->kid[COLREF_COLUMN]) : STR_NONE;
    if (!each || (!str_ieqz(name, "value") && !str_ieqz(name, "atom")))
        return false;
    RwArg text = RW_TEXT(rw_text(rw, n));
    Str s;
    const char *plain = rw_fmt(rw, "%.*s", (int)text.text.n, text.text.p).p;
    bool tree = str_ieqz(rw_name(rw, each->kid[TABLEFUNC_NAME]), "json_tree");
    unsigned kinds = !tree && constant(rw, each, &s)
                         ? constant_kinds(s, s.p[0] == '[' ? SHAPE_ARRAY : SHAPE_OBJECT) & ~(unsigned)HAS_NULL
                         : HAS_OTHER;
    if (kinds == HAS_INT || kinds == HAS_REAL || kinds == (HAS_INT | HAS_REAL) || kinds == HAS_TEXT) {
        PgType t = kinds == HAS_INT ? PG_INT : kinds == HAS_TEXT ? PG_TEXT : PG_FLOAT8;
        if (kinds == (HAS_INT | HAS_REAL))
            rw_near(rw, n, "integers among reals come back as double precision", NULL);
        else
            rw_exact(rw, n);
        rw_template(rw, n, t == PG_TEXT ? "{0}" : rw_fmt(rw, "{0}::%s", pg_spelling(t)).p, t, &text, 1);
        return true;
    }
    return json_value(rw, n, plain, NULL, NULL);
}

const Rule rule_json_each = {.code = 231,
                             .name = "json/each",
                             .title = "json_each() is jsonb_array_elements_text() or json_each_text()",
                             .on = KINDS(ND_TABLEFUNC),
                             .templates = SET(MEMBERS),
                             .apply = apply};

const Rule rule_json_each_column = {.code = 232,
                                    .name = "json/each-value",
                                    .title = "the value of json_each() has the type that is asked of it",
                                    .on = KINDS(ND_COLREF),
                                    .apply = column};
