/* Identifiers: which words PostgreSQL reserves, and how a name is quoted.  It never decides what a name
   means; that is sema's, and rules/names asks it. */
#include "emit/names.h"
#include <stdlib.h>

typedef struct Keyword {
    const char *word;
    bool reserved;
} Keyword;

static const Keyword KEYWORDS[] = {
#define PGKW(word)  {word, false},
#define PGRES(word) {word, true},
#include "emit/keywords.def"
#undef PGKW
#undef PGRES
};

static int compare_keyword(const void *name, const void *keyword)
{
    return str_icmpz(*(const Str *)name, ((const Keyword *)keyword)->word);
}

static const Keyword *keyword(Str name)
{
    return bsearch(&name, KEYWORDS, sizeof KEYWORDS / sizeof *KEYWORDS, sizeof *KEYWORDS, compare_keyword);
}

bool names_keyword(Str name)
{
    return keyword(name) != NULL;
}

bool names_reserved(Str name)
{
    const Keyword *k = keyword(name);
    return k && k->reserved;
}

bool names_plain(Str s)
{
    if (s.n == 0 || ascii_digit(s.p[0]) || s.p[0] == '$')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || ascii_digit(c) || c == '_'))
            return false;
    }
    return true;
}

static bool foldable(Str s)
{
    if (s.n == 0 || ascii_digit(s.p[0]))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_ident(s.p[i]) || (unsigned char)s.p[i] >= 0x80 || s.p[i] == '$')
            return false;
    return true;
}

static Str snake(Arena *a, Str s)
{
    char *p = arena_alloc(a, s.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool upper = s.p[i] >= 'A' && s.p[i] <= 'Z';
        bool after_lower = i > 0 && !(s.p[i - 1] >= 'A' && s.p[i - 1] <= 'Z') && s.p[i - 1] != '_';
        if (upper && after_lower)
            p[n++] = '_';
        p[n++] = ascii_lower(s.p[i]);
    }
    return (Str){p, n};
}

Str names_quote(Arena *a, Str name)
{
    return arena_quote(a, name, '"');
}

/* May --identifiers change it? */
static bool changes(const Options *o, Str name)
{
    return o->identifiers != NAMES_PRESERVE && foldable(name);
}

Str names_spell(Arena *a, const Options *o, Str name)
{
    if (o->identifiers == NAMES_SNAKE && foldable(name))
        name = snake(a, name);
    bool bare = names_plain(name) || changes(o, name);
    return bare && !names_reserved(name) ? name : names_quote(a, name);
}

Str names_stored(Arena *a, const Options *o, Str name)
{
    if (o->identifiers == NAMES_SNAKE && foldable(name))
        return snake(a, name);
    if (!changes(o, name) || names_reserved(name))
        return name;
    char *p = arena_raw(a, name.n);
    for (size_t i = 0; i < name.n; i++)
        p[i] = ascii_lower(name.p[i]);
    return (Str){p, name.n};
}
