/* The rule pages, made into C by tools/embed-pages when this was built. */
#ifndef SQLXLATE_PAGES_H
#define SQLXLATE_PAGES_H

const char *pages_find(const char *name); /* by area/slug; NULL when there is none */

#endif
