/* How a law runs: `law [COUNT [SEED]]` tries COUNT seeds from SEED on and stops at the first that breaks it,
   with the words to run that one again.  Exit status 0: it held; 1: broken; 2: could not be tried. */
#ifndef SQLXLATE_LAWS_LAW_H
#define SQLXLATE_LAWS_LAW_H

#include "gen.h"
#include "parse/parse.h"
#include <sqlite3.h>

/* Tries one seed; false when the law is broken, after law_broken(). */
typedef bool LawFn(Gen *g);

/* Runs the law; `finish` (or NULL) is asked at the end whether enough was tried to mean anything. */
int law_main(int argc, char **argv, const char *name, long count, LawFn *law, bool (*finish)(long count));
/* Says what is wrong; false, to be returned. */
bool law_broken(Str text, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* An SQLite in memory that knows gen_schema. */
sqlite3 *law_database(void);

/* Is the tree as ast.h promises?  False after law_broken(). */
bool law_tree(Str text, const Stmt *s);
/* The text with every expression in parentheses (see parens.c). */
Str law_parenthesised(Arena *a, const Stmt *s);
/* Why an SQLite of `version` (3040001) need not take what is in the tree; NULL when it must. */
const char *law_newer_syntax(const Stmt *s, int version);
/* The same guessed from the tokens before `end`, where there is no tree. */
const char *law_newer_tokens(const Tokens *t, uint32_t end, int version);

#endif
