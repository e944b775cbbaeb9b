/* What the rules about full-text tables share.  A table of fts3, fts4 or fts5 becomes an ordinary table with
   a generated tsvector column; a search becomes tsvector @@ tsquery.  Both engines cut text into words in
   their own way, so that every claim made here is `near`. */
#ifndef SQLXLATE_RULES_FTS_H
#define SQLXLATE_RULES_FTS_H

#include "emit/rw.h"

/* The text search configuration that comes closest; NULL for a tokenizer that none comes close to. */
const char *fts_config(const Table *t);
/* The tsvector column's name. */
Str fts_vector(const Table *t);
/* "COALESCE(a, '') || ' ' || COALESCE(b, '')" of the indexed columns, or of the one `only` (-1: all). */
Str fts_text(Rw *rw, const Table *t, int only);
/* A column of the source as it must be written there: with the source's name when there are others. */
Str fts_column(Rw *rw, const Source *s, Str column);

/* INSERT ... SELECT that fills the table anew from the one that `content` names; empty when there is none. */
Str fts_refill(Rw *rw, const Table *t);

/* ---- one search: MATCH, or = on the table's name ---- */

typedef struct Search {
    const Node *match; /* the whole condition */
    const Node *text;  /* what is searched for */
    const Source *source;
    int column; /* of the table, or -1: all */
} Search;

bool fts_search(Rw *rw, const Node *n, Search *s); /* false: n is none */
/* The search of this source in its SELECT; false when there is none. */
bool fts_search_of(Rw *rw, const Source *source, Search *s);
/* A value of the program that rank and its kind need once more is bound in FROM: the name it has there; empty
   when it need not be bound. */
Str fts_bound(Rw *rw, const Search *s);
/* The tsquery as template text; its slot, if any, is number `slot`, and *arg what belongs there. */
Str fts_query(Rw *rw, const Search *s, unsigned slot, RwArg *arg);

/* ---- the language of MATCH (query.c) ---- */

/* The condition for a constant text, as SQL; false with *why when this text is not understood. */
bool fts_condition(Rw *rw, const Search *s, Str text, Str *sql, const char **why);
/* The same as one tsquery, filters on columns left out; empty when it is not understood. */
Str fts_tsquery(Rw *rw, const Search *s, Str text);

#endif
