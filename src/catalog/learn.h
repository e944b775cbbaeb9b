/* What the files share that turn statements into the catalog's tables.  Whatever is kept is copied into the
   catalog's arena: the statement may go away. */
#ifndef SQLXLATE_CATALOG_LEARN_H
#define SQLXLATE_CATALOG_LEARN_H

#include "catalog/internal.h"

typedef struct Learn { /* a statement being learnt */
    Catalog *c;
    const Stmt *s;
    bool from_input;
} Learn;

typedef struct Build { /* a table being put together */
    Table t;
    VEC(Column) cols;
    VEC(Key) keys;
    VEC(ForeignKey) fks;
    const Node *pk; /* the constraint that declares the primary key */
    bool pk_desc;   /* INTEGER PRIMARY KEY DESC, which is no rowid alias */
} Build;

static inline uint32_t kids(const Node *list)
{
    return list ? list->nkids : 0;
}

Str learn_keep(Learn *l, Str s);
Str learn_name(Learn *l, const Node *name); /* empty for NULL, as the next */
Str learn_qname(Learn *l, const Node *qname);
Str learn_word(Learn *l, uint32_t tok); /* not kept */

/* ---- build.c ---- */
void learn_table(Learn *l, const Node *n);
int build_column(const Build *b, Str name); /* -1 when there is none */
void build_add(Learn *l, Build *b, const Node *coldef);
void build_checks(Learn *l, Build *b,
                  const Node *coldef);                /* the column's CHECKs, once all columns are there */
void build_finish(Learn *l, Build *b);                /* into the catalog */
Column build_plain(Learn *l, Str name, Affinity aff); /* without constraints */
Key build_key(Learn *l, Str column);
Key build_key_of_terms(Learn *l, const Node *list);

/* ---- virtual.c ---- */
void learn_vtable(Learn *l, const Node *n);
/* The CREATE VIRTUAL TABLE that .dump writes as INSERT INTO sqlite_schema; NULL when it is another statement.
 */
Stmt *dumped_vtable(Arena *a, const Stmt *s);

/* ---- trigger.c ---- */
void learn_trigger(Learn *l, const Node *n);

/* ---- alter.c ---- */
void learn_alter(Learn *l, const Node *n);

#endif
