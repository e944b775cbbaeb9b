/* Random statements from grammar.def, as words and as text, for the laws.  All chance comes from the seed:
   the same seed gives the same statement on every machine. */
#ifndef SQLXLATE_LAWS_GEN_H
#define SQLXLATE_LAWS_GEN_H

#include "base/arena.h"
#include "base/buf.h"

typedef struct Gen {
    Arena *a;
    uint64_t state;
    int depth, limit; /* of nested rules; at the limit each rule takes its first alternative */
    bool no_new;      /* leave out alternatives that use the rules new_* */
    VEC(Str) words;
} Gen;

extern const char gen_schema[]; /* the tables that the grammar speaks of */

void gen_start(Gen *g, Arena *a, uint64_t seed);
uint32_t gen_below(Gen *g, uint32_t n); /* 0 .. n-1 */
bool gen_chance(Gen *g, uint32_t percent);

/* Append the words of one random expansion of `rule`. */
void gen_rule(Gen *g, const char *rule);
/* Drop, double, exchange or replace one word. */
void gen_mutate(Gen *g);
/* Words without any grammar at all. */
void gen_soup(Gen *g, uint32_t words);
/* The words as text: random letter case, blanks, comments.  NUL-terminated. */
Str gen_text(Gen *g);
/* Any bytes, those that mean something to a lexer preferred. */
Str gen_bytes(Gen *g, uint32_t max);

#endif
