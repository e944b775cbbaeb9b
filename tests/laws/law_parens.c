/* The law of precedence: a statement with every expression in parentheses, as our tree has them (parens.c),
   compiles to the same byte code in SQLite as the statement itself.  Statements that SQLite cannot compile (a
   name that means nothing, an aggregate in the wrong place) say nothing and are counted. */
#include "law.h"
#include <stdio.h>

static sqlite3 *db;
static long tried, compared, changed;

/* The byte code as text; false when SQLite rejects the statement. */
static bool byte_code(Gen *g, Str sql, Buf *out)
{
    sqlite3_stmt *stmt = NULL;
    Str explain = arena_fmt(g->a, "EXPLAIN %.*s", (int)sql.n, sql.p);
    if (sqlite3_prepare_v2(db, explain.p, (int)explain.n, &stmt, NULL) != SQLITE_OK)
        return false;
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const char *z = (const char *)sqlite3_column_text(stmt, i);
            buf_fmt(out, "%s ", z ? z : "-");
        }
        buf_putc(out, '\n');
    }
    sqlite3_finalize(stmt);
    return true;
}

static bool same_code(Gen *g, Str text, Str copy)
{
    Buf b1 = {0}, b2 = {0};
    bool ok = true;
    tried++;
    if (byte_code(g, text, &b1)) {
        compared++;
        bool second = byte_code(g, copy, &b2);
        const char *message = sqlite3_errmsg(db);
        if (!second && !strstr(message, "parser stack overflow"))
            ok = law_broken(text, "SQLite rejects the copy: %s\n%.*s", message, (int)copy.n, copy.p);
        else if (second && !str_eq(buf_str(&b1), buf_str(&b2)))
            ok = law_broken(text, "other byte code for\n%.*s", (int)copy.n, copy.p);
    }
    buf_free(&b1);
    buf_free(&b2);
    return ok;
}

static bool law(Gen *g)
{
    gen_rule(g, "explainable");
    Str text = gen_text(g);
    Tokens t = lex_all(g->a, text, (LexOpts){0});
    Stmt *s = parse_statement(g->a, &t, 0);
    if (!s->root || law_newer_syntax(s, sqlite3_libversion_number()))
        return true; /* law_parse is about the former; 0x1_F is a number and an alias to an old SQLite */
    Str copy = law_parenthesised(g->a, s);
    changed += copy.n > text.n;
    return same_code(g, text, copy);
}

static bool enough(long count)
{
    printf("%ld statements of %ld compared, %ld had expressions\n", compared, tried, changed);
    return compared > count / 5 && changed > count / 2;
}

int main(int argc, char **argv)
{
    db = law_database();
    return law_main(argc, argv, "precedence", 15000, law, enough);
}
