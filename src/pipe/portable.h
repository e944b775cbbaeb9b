/* --portable: is a translation text that SQLite, too, runs with the result of the source?  The rules promise
   it for what they write (Rule.portable); this looks at the whole text once more, as verify/ does for
   PostgreSQL. */
#ifndef SQLXLATE_PORTABLE_H
#define SQLXLATE_PORTABLE_H

#include "ast/ast.h"
#include "catalog/catalog.h"

/* Does the text of one or more statements parse as SQLite's, and use only functions and names that
   SQLite 3.40 and the source have?  A table it creates must be the source's table to SQLite.  Scratch memory
   from `a`. */
bool portable_text(Arena *a, const Catalog *c, const Stmt *source, Str text);

#endif
