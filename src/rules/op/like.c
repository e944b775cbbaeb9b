/* LIKE ignores the case of ASCII letters and has no escape character unless ESCAPE gives one.  It does not
   judge the pattern: non-ASCII letters follow the database's collation, under --like=exact the collation C.
 */
#include "emit/rw.h"

static const char EXACT[] = "{0:text} COLLATE \"C\" ILIKE {1}";
static const char EXACT_ESCAPE[] = "{0:text} COLLATE \"C\" ILIKE {1} ESCAPE {2}";
static const char EXACT_PLAIN[] = "{0:text} COLLATE \"C\" ILIKE {1} ESCAPE ''";

static bool has_letter(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ascii_lower(s.p[i]) != ascii_upper(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

static bool ends_in_escape(Rw *rw, const Node *n, Str pattern)
{
    Str e;
    if (!n->kid[LIKE_ESCAPE] || !rw_string(rw, n->kid[LIKE_ESCAPE], &e) || e.n != 1)
        return false;
    bool open = false;
    for (size_t i = 0; i < pattern.n; i++)
        open = !open && pattern.p[i] == e.p[0];
    return open;
}

static bool textual(PgType t)
{
    return t == PG_TEXT || t == PG_LIT || t == PG_PARAM || t == PG_UNKNOWN || t == PG_NULL;
}

static bool holds_number(PgType t)
{
    return t == PG_INT || t == PG_BIGINT || t == PG_BOOL;
}

/* Is it in one case already, by lower() or upper()?  A constant: has it no letter of the other? */
static bool in_case(Rw *rw, const Node *n, bool upper)
{
    Str s;
    if (!rw_string(rw, n, &s))
        return rw_is_call(rw, n, upper ? "upper" : "lower");
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != (upper ? ascii_upper(s.p[i]) : ascii_lower(s.p[i])))
            return false;
    return true;
}

/* lower(x) LIKE '%text%' */
static bool same_case(Rw *rw, const Node *x, const Node *pattern)
{
    return (in_case(rw, x, false) && in_case(rw, pattern, false)) ||
           (in_case(rw, x, true) && in_case(rw, pattern, true));
}

/* --like=exact: the collation C folds no more than ASCII, whatever the database's does. */
static bool exact(Rw *rw, const Node *n, bool backslash)
{
    const char *t = n->kid[LIKE_ESCAPE] ? EXACT_ESCAPE : backslash ? EXACT_PLAIN : EXACT;
    rw_exact(rw, n);
    if (n->flags & NF_NOT)
        t = rw_fmt(rw, "{0:text} COLLATE \"C\" NOT ILIKE%s", strstr(t, " {1}")).p;
    rw_as(rw, n, t, PG_BOOL, n->kid[LIKE_X], n->kid[LIKE_PATTERN], n->kid[LIKE_ESCAPE]);
    return true;
}

/* --portable: both engines fold A-Z with lower(). */
static bool portable(Rw *rw, const Node *n, Str pattern, bool constant, bool backslash)
{
    const char *t = n->flags & NF_NOT ? "lower({0:text}) NOT LIKE {1}" : "lower({0:text}) LIKE {1}";
    const char *any =
        n->flags & NF_NOT ? "lower({0:text}) NOT LIKE lower({1})" : "lower({0:text}) LIKE lower({1})";
    char *folded = memcpy(arena_alloc(rw_arena(rw), pattern.n + 1), pattern.n ? pattern.p : "", pattern.n);
    for (size_t i = 0; i < pattern.n; i++)
        folded[i] = ascii_lower(folded[i]);
    if (backslash && !n->kid[LIKE_ESCAPE])
        rw_near(rw, n, "a backslash in the pattern is an escape character in PostgreSQL only",
                "write it with an ESCAPE character");
    else
        rw_exact(rw, n);
    t = constant ? t : any;
    if (n->kid[LIKE_ESCAPE])
        t = rw_fmt(rw, "%s ESCAPE {2}", t).p;
    RwArg args[] = {RW_NODE(n->kid[LIKE_X]),
                    constant ? RW_TEXT(rw_literal(rw, (Str){folded, pattern.n}))
                             : RW_NODE(n->kid[LIKE_PATTERN]),
                    RW_NODE(n->kid[LIKE_ESCAPE])};
    rw_template(rw, n, t, PG_BOOL, args, 3);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_LIKE)
        return false;
    const Node *x = n->kid[LIKE_X], *p = n->kid[LIKE_PATTERN];
    Str pattern;
    bool constant = rw_string(rw, p, &pattern);
    const Node *bare = sema_strip(p);
    bool null = bare->kind == ND_LITERAL && bare->op == TK_NULL;
    bool number = holds_number(rw_type(rw, p)); /* neither letters nor backslashes */
    bool backslash = (!constant && !null && !number) || (constant && memchr(pattern.p, '\\', pattern.n));
    if (!textual(rw_type(rw, x)))
        rw_wish(rw, x, PG_TEXT);
    if (!textual(rw_type(rw, p)))
        rw_wish(rw, p, PG_TEXT);
    if (n->kid[LIKE_ESCAPE] && !textual(rw_type(rw, n->kid[LIKE_ESCAPE])))
        rw_wish(rw, n->kid[LIKE_ESCAPE], PG_TEXT);
    if (rw_type(rw, x) == PG_BYTEA)
        return rw_manual(rw, n, "LIKE on a blob: PostgreSQL refuses bytes that are no text", NULL);
    if (constant &&
        ends_in_escape(rw, n, pattern)) { /* SQLite matches nothing, PostgreSQL refuses the pattern */
        rw_exact(rw, n);
        bool not = (n->flags & NF_NOT) != 0;
        rw_as(rw, n,
              !rw_info(rw, x)->nullable ? (not ? "TRUE" : "FALSE")
              : not                     ? "{0} IS NOT NULL OR NULL"
                                        : "{0} IS NULL AND NULL",
              PG_BOOL, x, NULL, NULL);
        return true;
    }
    bool like = rw_options(rw)->like == LIKE_LIKE || (constant && !has_letter(pattern)) || number ||
                same_case(rw, x, p);
    if (rw_options(rw)->portable && (!like || backslash))
        return portable(rw, n, constant ? pattern : STR_NONE, constant, backslash);
    if (!like && rw_options(rw)->like == LIKE_EXACT)
        return exact(rw, n, backslash);
    uint32_t tok = rw_find(rw, x->end, p->tok, TK_LIKE);
    if (!like) {
        rw_exact(rw, n);
        rw_put(rw, tok,
               ascii_lower(tok_text(rw_stmt(rw)->toks, tok).p[0]) == tok_text(rw_stmt(rw)->toks, tok).p[0]
                   ? STR("ilike")
                   : STR("ILIKE"));
    }
    if (backslash && !n->kid[LIKE_ESCAPE] && p->kind != ND_HOLE) {
        rw_exact(rw, n);
        rw_append(rw, p, STR(" ESCAPE ''")); /* behind the pattern: a cast of the whole comes after it */
    }
    return !like || backslash;
}

const Rule rule_like = {.code = 214,
                        .name = "op/like",
                        .title = "LIKE ignores ASCII case and has no escape character in SQLite",
                        .on = KINDS(ND_LIKE),
                        .templates = SET(EXACT, EXACT_ESCAPE, EXACT_PLAIN),
                        .portable = true,
                        .apply = apply};
