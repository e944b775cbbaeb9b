/* Which texts look like SQL, before the parser is asked: first words, and what tells a statement from prose
   that happens to parse ("Select a file from the list").  One table says how much proof each first word
   needs.  It decides nothing alone: a strong shape must parse, too. */
#include "host/python.h"

typedef enum Proof {
    P_TABLE,  /* the second words in `next` are proof in capitals; in small letters it takes a mark of code,
                 too */
    P_SELECT, /* FROM, a parameter or a call */
    P_ONE,    /* one word alone is prose as often as SQL: only inside execute() */
    P_PARSES, /* whatever parses is SQL */
} Proof;

#define WORD(w) w, sizeof w - 1
static const struct {
    const char *word;
    size_t n;
    Proof proof;
    const char *next; /* words that may follow, blank between */
} STARTS[] = {
    {WORD("SELECT"), P_SELECT, ""},
    {WORD("INSERT"), P_PARSES, "INTO OR"},
    {WORD("REPLACE"), P_PARSES, "INTO"},
    {WORD("UPDATE"), P_PARSES, ""},
    {WORD("DELETE"), P_TABLE, "FROM"},
    {WORD("CREATE"), P_PARSES, "TABLE TEMP TEMPORARY UNIQUE INDEX VIEW TRIGGER VIRTUAL"},
    {WORD("ALTER"), P_TABLE, "TABLE"},
    {WORD("DROP"), P_TABLE, "TABLE INDEX VIEW TRIGGER"},
    {WORD("WITH"), P_PARSES, ""},
    {WORD("PRAGMA"), P_TABLE, ""},
    {WORD("EXPLAIN"), P_TABLE, "QUERY SELECT INSERT UPDATE DELETE WITH"},
    {WORD("ATTACH"), P_TABLE, "DATABASE"},
    {WORD("DETACH"), P_TABLE, "DATABASE"},
    {WORD("BEGIN"), P_TABLE, "IMMEDIATE EXCLUSIVE DEFERRED TRANSACTION"},
    {WORD("COMMIT"), P_TABLE, "TRANSACTION"},
    {WORD("ROLLBACK"), P_TABLE, "TO TRANSACTION"},
    {WORD("END"), P_TABLE, "TRANSACTION"},
    {WORD("VALUES"), P_ONE, ""},
    {WORD("SAVEPOINT"), P_ONE, ""},
    {WORD("RELEASE"), P_ONE, ""},
    {WORD("VACUUM"), P_ONE, ""},
    {WORD("ANALYZE"), P_ONE, ""},
    {WORD("REINDEX"), P_ONE, ""},
};

enum { NSTARTS = sizeof STARTS / sizeof *STARTS };

static bool letter(char c)
{
    c = ascii_lower(c);
    return (c >= 'a' && c <= 'z') || c == '_';
}

/* Do these two letters begin one of the words?  For nearly all literals the answer is no. */
static bool may_start(char first, char second)
{
    static uint32_t seconds[32]; /* by the first letter: a bit for each second one */
    if (!seconds['S' & 31])
        for (int k = 0; k < NSTARTS; k++)
            seconds[STARTS[k].word[0] & 31] |= 1u << (STARTS[k].word[1] & 31);
    return seconds[first & 31] >> (second & 31) & 1;
}

bool py_shape_starts(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && (ascii_space(p[i]) || p[i] == '('))
        i++;
    if (i + 3 > n)
        return false;
    char c = p[i];
    if (c == '-' || c == '/' || c == ';' || c == '\\')
        return true; /* a comment or an escaped newline stands before it */
    char first = ascii_upper(c), second = ascii_upper(p[i + 1]);
    if (!may_start(first, second))
        return false;
    for (int k = 0; k < NSTARTS; k++) {
        const char *w = STARTS[k].word;
        if (first == w[0] && second == w[1] && i + STARTS[k].n <= n &&
            str_same_letters(p + i, w, STARTS[k].n))
            return true;
    }
    return false;
}

/* ---- words ---- */

static size_t skip_blanks(Str s, size_t i)
{
    for (;;) {
        while (i < s.n && (ascii_space(s.p[i]) || s.p[i] == ';'))
            i++;
        if (i + 1 < s.n && s.p[i] == '-' && s.p[i + 1] == '-') {
            while (i < s.n && s.p[i] != '\n')
                i++;
        } else if (i + 1 < s.n && s.p[i] == '/' && s.p[i + 1] == '*') {
            for (i += 2; i < s.n && !(s.p[i - 1] == '*' && s.p[i] == '/' && i > 2); i++)
                ;
            i += i < s.n;
        } else {
            return i;
        }
    }
}

static Str word_at(Str s, size_t *i)
{
    *i = skip_blanks(s, *i);
    size_t from = *i;
    while (*i < s.n && letter(s.p[*i]))
        ++*i;
    return str_sub(s, from, *i);
}

static bool capitals(Str w)
{
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i] >= 'a' && w.p[i] <= 'z')
            return false;
    return w.n > 0;
}

static bool one_of(const char *list, Str w)
{
    for (const char *p = list; *p;) {
        const char *end = strchr(p, ' ');
        size_t n = end ? (size_t)(end - p) : strlen(p);
        if (w.n && str_ieq((Str){p, n}, w))
            return true;
        p += n + (end != NULL);
    }
    return false;
}

/* Does the keyword occur outside quotes? */
static bool has_word(Str s, const char *word)
{
    size_t w = strlen(word);
    for (size_t i = 0; i + w <= s.n; i++) {
        char c = s.p[i];
        if (c == '\'' || c == '"') {
            const char *q = memchr(s.p + i + 1, c, s.n - i - 1);
            i = q ? (size_t)(q - s.p) : i;
        } else if (ascii_upper(c) == word[0] && (i == 0 || !ascii_ident(s.p[i - 1])) &&
                   str_istarts(str_sub(s, i, s.n), word) && (i + w == s.n || !ascii_ident(s.p[i + w]))) {
            return true;
        }
    }
    return false;
}

bool py_has_parameter(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\'' || c == '"') {
            const char *q = memchr(s.p + i + 1, c, s.n - i - 1);
            i = q ? (size_t)(q - s.p) : i;
        } else if (c == '?') {
            return true;
        } else if ((c == ':' || c == '@') && i + 1 < s.n && letter(s.p[i + 1]) &&
                   (i == 0 || (!ascii_ident(s.p[i - 1]) && s.p[i - 1] != ':'))) {
            return true;
        }
    }
    return false;
}

/* A mark that prose does not have: a star, a comparison, a parameter, a name with _ or ., a call's bracket.
 */
static bool code_mark(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (strchr("*=<>?;[`\"\x1A", s.p[i]) && s.p[i])
            return true;
        if (s.p[i] == '_' && i > 0 && i + 1 < s.n && letter(s.p[i - 1]) && letter(s.p[i + 1]))
            return true;
        if ((s.p[i] == '(' || s.p[i] == '.') && i > 0 && i + 1 < s.n && ascii_ident(s.p[i - 1]) &&
            !ascii_space(s.p[i + 1]))
            return true;
    }
    return false;
}

static PyShape select_shape(Str s, bool upper)
{
    bool from = has_word(s, "FROM");
    if (upper && from)
        return SHAPE_STRONG;
    bool call = memchr(s.p, '(', s.n) != NULL;
    if (!from)
        return upper && (call || py_has_parameter(s)) ? SHAPE_STRONG : SHAPE_WEAK;
    return code_mark(s) ? SHAPE_STRONG : SHAPE_WEAK;
}

PyShape py_shape(Str s)
{
    size_t i = 0;
    while (i < s.n && (s.p[i] == '(' || ascii_space(s.p[i])))
        i++;
    Str first = word_at(s, &i), next = word_at(s, &i);
    for (int k = 0; k < NSTARTS; k++) {
        if (!str_ieqz(first, STARTS[k].word))
            continue;
        bool upper = capitals(first);
        if (STARTS[k].next[0] && !one_of(STARTS[k].next, next))
            return SHAPE_WEAK;
        switch (STARTS[k].proof) {
        case P_SELECT: return select_shape(s, upper);
        case P_PARSES: return SHAPE_STRONG;
        case P_ONE: return SHAPE_WEAK;
        case P_TABLE:
            if (str_ieqz(first, "PRAGMA")) /* #pragma is C's, and so are its words */
                return (upper && next.n) || memchr(s.p, '=', s.n) || memchr(next.p, '_', next.n)
                           ? SHAPE_STRONG
                           : SHAPE_WEAK;
            return (upper && (!next.n || capitals(next))) || code_mark(s) ? SHAPE_STRONG : SHAPE_WEAK;
        }
    }
    return SHAPE_NO;
}

/* ---- parts of statements ---- */

bool py_only_placeholders(Str s)
{
    bool any = false;
    for (size_t i = 0; i < s.n; i++) {
        any |= s.p[i] == '?';
        if (s.p[i] != '?' && s.p[i] != ',' && s.p[i] != '(' && s.p[i] != ')' && !ascii_space(s.p[i]))
            return false;
    }
    return any;
}

bool py_inert(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_ident(s.p[i]) && !ascii_space(s.p[i]) && s.p[i] != ',' && s.p[i] != '.' && s.p[i] != '*')
            return false;
    return true;
}

bool py_looks_like_piece(Str s)
{
    static const char words[] =
        "WHERE AND OR SET VALUES LIMIT OFFSET HAVING ON FROM JOIN LEFT INNER ORDER GROUP UNION";
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '?')
            continue;
        size_t before = i, after = i + 1;
        while (before > 0 && ascii_space(s.p[before - 1]))
            before--;
        bool ends = after == s.n || ascii_space(s.p[after]) || s.p[after] == ')' || s.p[after] == ',' ||
                    s.p[after] == ';';
        if (ends && before > 1 && strchr("=<>", s.p[before - 1]) &&
            (ascii_ident(s.p[before - 2]) || strchr(" !=<>)\"", s.p[before - 2])))
            return true;
        size_t w = before;
        while (w > 0 && letter(s.p[w - 1]))
            w--;
        if (before < i && one_of("LIKE LIMIT OFFSET AND IS GLOB", str_sub(s, w, before)) &&
            capitals(str_sub(s, w, before)))
            return true;
        size_t at = 0;
        Str first = word_at(s, &at);
        if (before > 0 && (s.p[before - 1] == '(' || s.p[before - 1] == ',') && capitals(first) &&
            (one_of(words, first) || has_word(s, "IN") || has_word(s, "VALUES")))
            return true;
    }
    return false;
}

PyPlace py_place(Str s)
{
    static const char names[] =
        "FROM INTO UPDATE TABLE JOIN INDEX EXISTS BY SELECT DISTINCT AS VIEW TRIGGER COLUMN LIMIT "
        "OFFSET LIKE PRAGMA IGNORE REPLACE ON ALTER TO DROP ADD REFERENCES USING ALL";
    static const char conditions[] = "WHERE AND OR NOT SET HAVING WHEN THEN ELSE IN VALUES UNION ONLY";
    size_t i = s.n, end;
    while (i && ascii_space(s.p[i - 1]))
        i--;
    if (i == 0)
        return PLACE_CLAUSE;
    char c = s.p[i - 1];
    if (c == '(') {
        for (i--; i && ascii_space(s.p[i - 1]);)
            i--;
        Str before = str_sub(s, 0, i);
        return str_iends(before, " IN") || str_iends(before, "VALUES") ? PLACE_LIST : PLACE_NAME;
    }
    if (c == ')' || c == '?')
        return PLACE_CLAUSE;
    if (!ascii_ident(c) && c != '\x1A' && c != '\'' && c != '"')
        return PLACE_NAME; /* an operator, a comma, a dot */
    if ((c == '\'' || c == '"' || ascii_ident(c)) && i == s.n)
        return PLACE_NAME; /* part of a name or a string */
    for (end = i; i && (letter(s.p[i - 1]) || ascii_digit(s.p[i - 1]));)
        i--;
    Str word = str_sub(s, i, end);
    return one_of(names, word) ? PLACE_NAME : one_of(conditions, word) ? PLACE_CONDITION : PLACE_CLAUSE;
}
