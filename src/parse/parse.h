/* Recursive descent over SQLite's grammar (3.50), with one Pratt loop for expressions.  It accepts what
   SQLite's parser accepts (not what its name resolution accepts) and nothing else; nesting is bounded by
   SX_MAX_DEPTH. */
#ifndef SQLXLATE_PARSE_H
#define SQLXLATE_PARSE_H

#include "ast/ast.h"

enum { SX_MAX_DEPTH = 1000 };

/* Parse one statement beginning at token `first`.  Never fails: on a syntax error the answer has root NULL,
   `error` and `error_tok` set, and `last` after the statement's end as lex_statement_length sees it.
   The answer and its nodes live in `a`; `t` must live as long. */
Stmt *parse_statement(Arena *a, const Tokens *t, uint32_t first);

/* Parse [first, end of t) as one expression (a host's fragment, a rule's template filling); same error rules.
 */
Stmt *parse_expression(Arena *a, const Tokens *t, uint32_t first);

/* SQLite's binding power of a binary/postfix operator, 1 (OR) .. 10 (||, ->, ->>), for printing parentheses.
 */
int parse_precedence(uint16_t op);

#endif
