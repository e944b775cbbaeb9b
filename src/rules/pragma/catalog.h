/* Catalog queries in place of pragmas: for PRAGMA name(x) and for pragma_name(x) as a table. */
#ifndef SQLXLATE_PRAGMA_CATALOG_H
#define SQLXLATE_PRAGMA_CATALOG_H

#include "emit/rw.h"

typedef enum Whose { NONE, TABLE, INDEX } Whose;

typedef struct CatalogQuery {
    const char *name, *doubt, *sql;
    Whose whose;
} CatalogQuery;

/* NULL when the pragma is not one of catalog.def. */
const CatalogQuery *catalog_query(Str pragma);

/* The query with the table's way to tell NOT NULL, one line or several; {0} is still in it. */
const char *catalog_query_text(Rw *rw, const CatalogQuery *q, const Table *t);

/* A name known now, as text that to_regclass() reads: 't', '"My Table"'. */
Str catalog_name_text(Rw *rw, Str name);

#endif
