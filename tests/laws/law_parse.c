/* Laws of the parser: it accepts a statement exactly when SQLite's parser does, and rejects at the same
   token; statements come from the grammar, from the grammar with a word or two changed, and from soup.
   Whatever it makes of them, the tree is sound (tree.c).

   sqlite3_prepare answers for more than the grammar, so what counts is read off its message.  The exceptions
   are tables, each line with its reason. */
#include "law.h"
#include <stdio.h>

static sqlite3 *db;
static long tried, accepted, rejected, undecided;

typedef enum Verdict { ACCEPTS, REJECTS, SAYS_NOTHING } Verdict;

static const struct {
    const char *message; /* part of it */
    Verdict verdict;
} messages[] = {
    {"syntax error", REJECTS},
    {"incomplete input", REJECTS},
    {"unrecognized token", REJECTS},

    /* These too depend on the text alone, and we say the same. */
    {"unknown join type", REJECTS},
    {"a JOIN clause is required before", REJECTS},
    {"clause should come after", REJECTS},
    {"unknown table option", REJECTS},
    {"INDEXED BY clause is not allowed on UPDATE or DELETE statements within triggers", REJECTS},
    {"NOT INDEXED clause is not allowed on UPDATE or DELETE statements within triggers", REJECTS},
    {"qualified table names are not allowed on INSERT, UPDATE, and DELETE statements within triggers",
     REJECTS},

    /* The parser gave up for lack of room, not for what it read. */
    {"parser stack overflow", SAYS_NOTHING},
    /* Said of a word that is neither STORED nor VIRTUAL, and of a column with a DEFAULT. */
    {"error in generated column", SAYS_NOTHING},
};

/* Said while the parser runs, before the rest of the text is read: what SQLite thinks of that, nobody knows.
 */
static const char *const early[] = {
    "already exists",
    "already another",
    "there is already",
    "no such table",
    "no such column",
    "no such index",
    "no such view",
    "no such trigger",
    "no such module",
    "no such function",
    "unknown database",
    "duplicate column name",
    "more than one primary key",
    "AUTOINCREMENT is only allowed",
    "AUTOINCREMENT not allowed",
    "default value of column",
    "object name reserved",
    "reserved for internal use",
    "foreign key on",
    "unknown column",
    "number of columns in foreign key",
    "too many arguments",
    "variable number must be",
    "temporary table name must be unqualified",
    "temporary trigger may not have qualified name",
    "cannot create",
    "cannot rename",
    "cannot drop",
    "Cannot add",
    "may not be altered",
    "may not be modified",
    "may not be indexed",
    "may not be dropped",
    "views may not",
    "virtual tables may not",
    "generated columns cannot",
    "expressions prohibited",
    "prohibited in",
    "not authorized",
    "misuse of",
    "sub-select returns",
    "must be unqualified",
    "duplicate WITH table name",
    "all VALUES must have the same number of terms",
    "RETURNING",
    "too many columns",
    "parameters prohibited",
    "parameters are not allowed",
    "unsupported use of NULLS",
    "missing datatype",
    "unknown datatype",
    "must have at least one non-generated",
    "columns assigned",
    "RAISE() may only be used",
    "is not a function",
    "use DROP",
    "cannot use DEFAULT",
    "in index expressions",
    "trigger cannot use variables",
    "view cannot use variables",
    "cannot reference objects",
    "no such collation sequence",
    "element has",
    "PRIMARY KEY missing on table",
    "row value misused",
    "conflicting ON CONFLICT clauses",
    "wrong number of arguments",
    "FILTER may not be used",
    "may not be used as a window function",
    "DISTINCT is not supported for window functions",
    "no such window",
    "cannot override",
    "RANGE with offset",
    "unsupported frame specification",
    "must be a non-negative integer",
    "ambiguous",
};

static Verdict sqlite_verdict(const char *message)
{
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        if (strstr(message, messages[i].message))
            return messages[i].verdict;
    return ACCEPTS;
}

static bool is_early(const char *message)
{
    for (size_t i = 0; i < sizeof early / sizeof *early; i++)
        if (strstr(message, early[i]))
            return true;
    return false;
}

/* When both speak of a token ("near "x": ..."), it is the same one. */
static bool same_place(const Stmt *s, const char *message)
{
    if (strncmp(message, "near \"", 6) != 0 || !str_istarts(s->error, "near "))
        return true;
    Str tok = tok_text(s->toks, s->error_tok);
    return strncmp(message + 6, tok.p, tok.n) == 0 && message[6 + tok.n] == '"';
}

/* Both sides on one statement. */
static bool agree(Gen *g, Str text)
{
    Tokens t = lex_all(g->a, text, (LexOpts){0});
    Stmt *s = parse_statement(g->a, &t, 0);
    if (!law_tree(text, s))
        return false;
    Str one = str_sub(text, 0, t.at[s->last].off); /* SQLite gets no more than we took */
    sqlite3_stmt *stmt = NULL;
    const char *tail = NULL;
    int rc = sqlite3_prepare_v2(db, arena_dup(g->a, one).p, (int)one.n, &stmt, &tail);
    char message[1000];
    snprintf(message, sizeof message, "%s", rc ? sqlite3_errmsg(db) : "");
    sqlite3_finalize(stmt);
    Verdict v = sqlite_verdict(message);
    bool we_accept = s->error.n == 0;
    tried++;
    int version = sqlite3_libversion_number();
    if (v == SAYS_NOTHING || (!we_accept && v == ACCEPTS && is_early(message)) ||
        (we_accept && v == REJECTS && law_newer_syntax(s, version)) ||
        (!we_accept && (v == ACCEPTS || !same_place(s, message)) &&
         law_newer_tokens(&t, s->error_tok, version))) {
        undecided++;
        return true;
    }
    if (we_accept != (v == ACCEPTS))
        return law_broken(text, "we %s%s%.*s; SQLite %s: %s", we_accept ? "accept" : "reject",
                          we_accept ? "" : ": ", (int)s->error.n, s->error.p,
                          v == ACCEPTS ? "accepts" : "rejects", message);
    if (!we_accept && !same_place(s, message))
        return law_broken(text, "we stop at \"%.*s\"; SQLite: %s", (int)t.at[s->error_tok].len,
                          t.src.p + t.at[s->error_tok].off, message);
    we_accept ? accepted++ : rejected++;
    return true;
}

/* Now and then: so deep that a parser without a bound would run out of stack. */
static bool deep(Gen *g)
{
    static const char *const nests[] = {"(",        "NOT ",   "- ", "CASE ",
                                        "(SELECT ", "a IN (", "f(", "EXISTS(SELECT "};
    const char *nest = nests[gen_below(g, sizeof nests / sizeof *nests)];
    size_t each = strlen(nest), times = 300000;
    char *p = arena_alloc(g->a, times * each + 8);
    memcpy(p, "SELECT ", 7);
    for (size_t i = 0; i < times; i++)
        memcpy(p + 7 + i * each, nest, each);
    return agree(g, (Str){p, times * each + 7});
}

/* A parse of any words and any bytes ends, and its tree is sound. */
static bool soup(Gen *g)
{
    g->words.n = 0;
    gen_soup(g, gen_below(g, 40));
    Str text = gen_text(g);
    if (!agree(g, text))
        return false;
    text = gen_bytes(g, 60);
    Tokens t = lex_all(g->a, text, (LexOpts){.holes = true});
    for (uint32_t at = 0; at < t.n;) {
        Stmt *s = parse_statement(g->a, &t, at);
        if (s->last <= at || s->last > t.n || (s->error.n && s->error_tok > t.n))
            return law_broken(text, "a statement at token %u ends at %u of %u", at, s->last, t.n);
        if (!law_tree(text, s))
            return false;
        at = s->last;
    }
    return true;
}

static bool law(Gen *g)
{
    gen_rule(g, "statement");
    if (!agree(g, gen_text(g)))
        return false;
    /* Behind new syntax an old SQLite would not see the mistake that is put there. */
    g->no_new = true;
    g->words.n = 0;
    gen_rule(g, "statement");
    for (uint32_t i = 0; i < 3; i++) {
        gen_mutate(g);
        if (!agree(g, gen_text(g)))
            return false;
    }
    return soup(g) && (!gen_chance(g, 1) || gen_below(g, 50) || deep(g));
}

static bool enough(long count)
{
    (void)count;
    printf("%ld statements: both accept %ld, both reject %ld, undecided %ld\n", tried, accepted, rejected,
           undecided);
    return accepted > tried / 10 && rejected > tried / 10 && undecided < tried / 4;
}

int main(int argc, char **argv)
{
    db = law_database();
    return law_main(argc, argv, "parser", 15000, law, enough);
}
