/* The statement that pieces are tried in: shared by pywhole.c, which puts it together, and pystmt.c, which
   knows what begins one and what was added to it. */
#ifndef SQLXLATE_HOST_PYWHOLE_H
#define SQLXLATE_HOST_PYWHOLE_H

#include "host/python.h"

typedef struct Whole { /* the statement that alternatives are tried in */
    PyJob *j;
    PyExpr *root;
    const PyAlt *lead; /* name += ...: what it adds, or NULL */
    VEC(PyBinding) bound;
    bool parsed; /* it parsed without alternatives */
    bool again;  /* the root was read as part of more; alone it may be no whole statement */
    Percent percent;
} Whole;

void whole_plain(const Whole *w, PyFrag *f); /* built, not tried; the caller frees it with frag_free() */
/* Holes as markers, or as what they most likely stand for.  `first`: the pieces that may stand in it are
   still to be tried. */
void whole_as_it_stands(Whole *w, bool first);
void whole_explore(Whole *w, PyExpr *e, int depth); /* with everything that may stand for the holes of `e` */
bool whole_attempt(Whole *w); /* with the pieces that are bound; false: no text that was tried parses */
/* The fragment, which parses; its literals get their edits.  With `only_good` a statement that a rule gives
   up is left for another attempt, and the answer is false. */
bool whole_translate(Whole *w, PyFrag *f, bool only_good);
/* SQLAlchemy's text() spells the parameters itself. */
bool whole_spelled_by_sqlalchemy(const PyJob *j, const PyExpr *e, const PySite *site);
void whole_say_nulls_left_out(PyJob *j, PyExpr *e, uint32_t off, uint32_t len);

/* ---- pystmt.c ---- */
void group_join(PyExpr *a, PyExpr *b); /* converted together from now on, or not at all */
/* Leaves the statement of `root` as it is, and says so at the piece `at`, once. */
void stmt_fail(PyJob *j, PyExpr *root, PyExpr *at, uint16_t code, const char *msg, const char *hint);
bool stmt_matters(Str s); /* text that could not be read in its place: may it need a translation? */
bool stmt_begins(PyJob *j, PyExpr *e,
                 int depth); /* does it begin a statement, its first hole seen through? */

#endif
