/* Several ON CONFLICT clauses: which of them stays. */
#ifndef SQLXLATE_SEVERAL_CLAUSES_H
#define SQLXLATE_SEVERAL_CLAUSES_H

#include "emit/rw.h"

/* The one DO UPDATE with a key beside nothing but DO NOTHING; NULL when the clauses are others. */
const Node *several_clauses_kept(const Node *upserts);

#endif
