/* What the DDL rules share: which table and column a definition is, lists that lose an item with its comma,
   names in lists.  No rule of its own. */
#ifndef SQLXLATE_RULES_DDL_H
#define SQLXLATE_RULES_DDL_H

#include "emit/coltype.h"
#include "emit/rw.h"

typedef struct DdlColumn {
    const Table *t; /* never NULL when ddl_column said true */
    const Column *col;
    const Node *statement; /* CREATE_TABLE or ALTER */
} DdlColumn;

/* The table and column that a COLDEF defines; false when the catalog does not have them. */
bool ddl_column(Rw *rw, const Node *coldef, DdlColumn *c);
const Table *ddl_table(Rw *rw, const Node *create_table); /* NULL when the catalog does not have it */
bool ddl_is_rowid_key(const DdlColumn *c); /* INTEGER PRIMARY KEY: its values are made by SQLite */

/* The COLDEF's type is spelled `type`, whatever stood there. */
void ddl_put_type(Rw *rw, const Node *coldef, Str type);
/* Kid `i` of a comma list goes, with the comma before it. */
void ddl_drop_item(Rw *rw, const Node *list, uint32_t i);
/* A constraint of a column goes, with the blank before it. */
void ddl_drop_constraint(Rw *rw, const Node *ccons);

Str ddl_columns(Rw *rw, const Table *t, const uint16_t *cols, uint16_t n); /* "a, b" */
/* Does some table's foreign key point at these columns of `t`? */
bool ddl_pointed_at(Rw *rw, const Table *t, const uint16_t *cols, uint16_t n);

/* The column of `p` that column `i` of the key points at; NULL when it is not there. */
const Column *ddl_referred(const Table *p, const ForeignKey *fk, uint16_t i);
/* Is this column part of a foreign key whose other side is COLLATE NOCASE? */
bool ddl_points_at_nocase(Rw *rw, const Table *t, const Column *c);
/* This key (its NFK_* bits) becomes DEFERRABLE, for the input defers all keys by PRAGMA. */
static inline bool ddl_key_defers(const Rw *rw, uint16_t op)
{
    return !(op & NFK_DEFERRABLE) && catalog_keys_deferred(rw_catalog(rw));
}
/* NULLs were seen in the primary key, which is not the rowid: it becomes UNIQUE. */
bool ddl_key_holds_null(const Table *t);

/* Does the SQL text hold this name as a word?  Comments and strings count, too. */
bool ddl_mentions(Str sql, Str name);
/* This statement drops table `parent`, which the input makes anew: the foreign keys that point at it come
   back with it. */
void ddl_keep_foreign_keys(Rw *rw, Str parent);
/* The name of the index on lower() that serves a key with a NOCASE column. */
Str ddl_nocase_index(Rw *rw, const Table *t, const Key *k);

static inline uint32_t ddl_count(const Node *list)
{
    return list ? list->nkids : 0;
}

#endif
