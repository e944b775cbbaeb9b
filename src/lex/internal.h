/* What the parts of the lexer share: the generated loop (grammar/sql.re) and the hand-written rest (lex.c).
 */
#ifndef SQLXLATE_LEX_INTERNAL_H
#define SQLXLATE_LEX_INTERNAL_H

#include "lex/lex.h"

/* WINDOW, OVER and FILTER are keywords only in certain company; elsewhere their tokens become TK_ID.
   `at` holds `n` tokens and a TK_EOF. */
void lex_settle_window_words(Token *at, uint32_t n);

#endif
