/* What the parts of the lexer share: the generated loop (grammar/sql.re) and the hand-written rest (lex.c).
 */
#ifndef SQLXLATE_LEX_INTERNAL_H
#define SQLXLATE_LEX_INTERNAL_H

#include "lex/lex.h"

/* WINDOW, OVER and FILTER are keywords only in certain company; elsewhere their tokens become TK_ID.
   `at` holds `n` tokens and a TK_EOF. */
void lex_settle_window_words(Token *at, uint32_t n);

/* After PostgreSQL's dollar-quoted string that begins with the '$' at p[i], n when it is not closed; 0 when
   none begins there
   (https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-DOLLAR-QUOTING). To SQLite
   $tag$ is a parameter with an odd name, which nobody uses. */
size_t lex_dollar_end(const char *p, size_t i, size_t n);

#endif
