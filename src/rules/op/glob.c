/* GLOB: LIKE where * and ? are the pattern's only wildcards, a regular expression where a constant pattern
   has [classes].  The classes of a pattern that is not constant are not looked for. */
#include "emit/rw.h"

static const char COMPAT[] = "sqlite_compat.glob({0:text}, {1:text})";
static const char NOT_COMPAT[] = "NOT sqlite_compat.glob({0:text}, {1:text})";
static const char LIKE[] = "{0:text} LIKE {1}";
static const char NOT_LIKE[] = "{0:text} NOT LIKE {1}";
static const char SAME_DIGITS[] = "{0:text} LIKE {1:text}";
static const char OTHER_DIGITS[] = "{0:text} NOT LIKE {1:text}";
static const char COMPUTED[] =
    "{0:text} LIKE translate(regexp_replace({1:text}, '([%_\\\\])', '\\\\\\1', 'g'), '*?', '%_')";
static const char NOT_COMPUTED[] =
    "{0:text} NOT LIKE translate(regexp_replace({1:text}, '([%_\\\\])', '\\\\\\1', 'g'), '*?', '%_')";
static const char MATCH[] = "{0:text} COLLATE \"C\" ~ {1}";
static const char NOT_MATCH[] = "{0:text} COLLATE \"C\" !~ {1}";

static Str like_pattern(Rw *rw, Str g)
{
    char *p = arena_alloc(rw_arena(rw), g.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < g.n; i++) {
        char c = g.p[i];
        if (c == '%' || c == '_' || c == '\\')
            p[n++] = '\\';
        p[n++] = c == '*' ? '%' : c == '?' ? '_' : c;
    }
    return (Str){p, n};
}

/* A [class] as a regular expression; 0 when it is not closed.  Returns its length in the pattern. */
static size_t class_pattern(Str g, size_t i, char *p, size_t *n)
{
    size_t from = i++;
    p[(*n)++] = '[';
    if (i < g.n && g.p[i] == '^')
        p[(*n)++] = g.p[i++];
    bool first = true;
    for (; i < g.n && (first || g.p[i] != ']'); i++, first = false) {
        if (g.p[i] == '[' || g.p[i] == '\\')
            p[(*n)++] = '\\';
        p[(*n)++] = g.p[i];
    }
    if (i >= g.n)
        return 0;
    p[(*n)++] = ']';
    return i + 1 - from;
}

static bool regex_pattern(Rw *rw, Str g, Str *out)
{
    char *p = arena_alloc(rw_arena(rw), g.n * 2 + 8);
    size_t n = 0;
    p[n++] = '^';
    for (size_t i = 0; i < g.n;) {
        char c = g.p[i];
        if (c == '[') {
            size_t len = class_pattern(g, i, p, &n);
            if (!len)
                return false;
            i += len;
            continue;
        }
        if (c == '*')
            p[n++] = '.';
        if (strchr(".+(){}|^$\\]", c))
            p[n++] = '\\';
        p[n++] = c == '?' ? '.' : c;
        i++;
    }
    p[n++] = '$';
    Str r = {p, n};
    if (r.n > 3 && r.p[1] == '.' && r.p[2] == '*')
        r = str_sub(r, 3, r.n);
    if (r.n > 3 && r.p[r.n - 2] == '*' && r.p[r.n - 3] == '.' && (r.n < 4 || r.p[r.n - 4] != '\\'))
        r = str_sub(r, 0, r.n - 3);
    *out = r;
    return true;
}

/* The pattern is known when the statement runs.  A number has no wildcards. */
static bool computed(Rw *rw, const Node *n, const Node *x, const Node *pattern, bool negated)
{
    PgType t = rw_type(rw, pattern);
    bool digits = t == PG_INT || t == PG_BIGINT || t == PG_BOOL;
    RwArg args[] = {RW_NODE(pattern), RW_NODE(x)};
    if (!digits && rw_options(rw)->compat)
        return rw_compat(rw, n, "", NULL, negated ? NOT_COMPAT : COMPAT, PG_BOOL, args, 2);
    if (digits)
        rw_exact(rw, n);
    else
        rw_near(rw, n, "a [class] in this GLOB pattern would be taken letter by letter", NULL);
    rw_as(rw, n,
          digits    ? (negated ? OTHER_DIGITS : SAME_DIGITS)
          : negated ? NOT_COMPUTED
                    : COMPUTED,
          PG_BOOL, x, pattern, NULL);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind == ND_LIKE && n->op == TK_MATCH)
        return rw_manual(rw, n, "MATCH belongs to a full-text table",
                         "use to_tsvector(...) @@ websearch_to_tsquery(...)");
    if (n->kind == ND_LIKE && n->op == TK_REGEXP) {
        rw_near(rw, n, "REGEXP is an extension of SQLite; taken as PostgreSQL's ~", NULL);
        rw_as(rw, n, (n->flags & NF_NOT) ? "{0:text} !~ {1:text}" : "{0:text} ~ {1:text}", PG_BOOL,
              n->kid[LIKE_X], n->kid[LIKE_PATTERN], NULL);
        return true;
    }
    bool call = n->kind == ND_FUNC; /* glob(pattern, x) */
    if (!call && n->op != TK_GLOB)
        return false;
    Str g, p;
    const Node *x = call ? rw_arg(n, 1) : n->kid[LIKE_X];
    const Node *pattern = call ? rw_arg(n, 0) : n->kid[LIKE_PATTERN];
    bool negated = !call && (n->flags & NF_NOT) != 0;
    if (!x || rw_type(rw, x) == PG_BYTEA)
        return rw_manual(rw, n, "GLOB on a blob: PostgreSQL refuses bytes that are no text", NULL);
    if (!rw_string(rw, pattern, &g))
        return computed(rw, n, x, pattern, negated);
    bool classes = memchr(g.p, '[', g.n) != NULL;
    if (classes && !regex_pattern(rw, g, &p))
        return rw_manual(rw, n, "this GLOB pattern has a class that is not closed", NULL);
    if (!classes)
        p = like_pattern(rw, g);
    rw_exact(rw, n);
    RwArg args[] = {RW_NODE(x), RW_TEXT(rw_literal(rw, p))};
    rw_template(rw, n, classes ? (negated ? NOT_MATCH : MATCH) : negated ? NOT_LIKE : LIKE, PG_BOOL, args, 2);
    return true;
}

const Rule rule_glob = {.code = 215,
                        .name = "op/glob",
                        .title = "GLOB is LIKE with case, or a regular expression",
                        .on = KINDS(ND_LIKE),
                        .funcs = FUNCS("glob"),
                        .templates = SET(COMPAT, NOT_COMPAT, LIKE, NOT_LIKE, SAME_DIGITS, OTHER_DIGITS,
                                         COMPUTED, NOT_COMPUTED, MATCH, NOT_MATCH),
                        .apply = apply};
