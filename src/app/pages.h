/* The rule pages and the functions of sqlite_compat, made into C by tools/embed-pages and tools/embed-compat
   when this was built. */
#ifndef SQLXLATE_PAGES_H
#define SQLXLATE_PAGES_H

const char *pages_find(const char *name); /* by area/slug; NULL when there is none */

extern const char *const COMPAT_SQL[]; /* the lines of rules/compat/, each with its newline; NULL ends them */

#endif
