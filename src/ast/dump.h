/* The tree as one line of text, for tests and for people: (KIND word... kid...), NULL slots as "_".  It is no
   interchange format and nothing reads it back. */
#ifndef SQLXLATE_AST_DUMP_H
#define SQLXLATE_AST_DUMP_H

#include "ast/ast.h"
#include "base/buf.h"

/* The statement's root; its error message in braces when it did not parse; nothing when it is empty. */
void ast_dump(const Stmt *s, Buf *out);

#endif
