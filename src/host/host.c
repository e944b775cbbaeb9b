/* What all hosts share: names, and edits put together.  No language is known here beyond its name. */
#include "host/host.h"

static const struct {
    const char *name; /* of the language; NULL: another ending of the one above */
    const char *ending;
    HostLang lang;
} LANGS[] = {
    {"sql", ".sql", HOST_SQL},   {"python", ".py", HOST_PYTHON}, {"py", ".pyi", HOST_PYTHON},
    {NULL, ".pyw", HOST_PYTHON}, {NULL, ".ddl", HOST_SQL},
};

enum { NLANGS = sizeof LANGS / sizeof *LANGS };

HostLang host_by_name(Str name)
{
    for (int i = 0; i < NLANGS; i++)
        if (LANGS[i].name && str_ieqz(name, LANGS[i].name))
            return LANGS[i].lang;
    return HOST_UNKNOWN;
}

HostLang host_by_filename(Str filename)
{
    for (int i = 0; i < NLANGS; i++)
        if (str_iends(filename, LANGS[i].ending))
            return LANGS[i].lang;
    return HOST_UNKNOWN;
}

static bool begins_python(Str line)
{
    static const char *const words[] = {"import ", "from ", "def ",   "class ", "async ", "try:",
                                        "if ",     "for ",  "while ", "@",      "\"\"\"", "'''"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (line.n >= strlen(words[i]) && memcmp(line.p, words[i], strlen(words[i])) == 0)
            return true;
    size_t i = 0;
    while (i < line.n && (ascii_digit(line.p[i]) || line.p[i] == '_' || line.p[i] == '.' ||
                          (ascii_lower(line.p[i]) >= 'a' && ascii_lower(line.p[i]) <= 'z')))
        i++;
    while (i < line.n && line.p[i] == ' ')
        i++;
    return i > 0 && i + 1 < line.n && line.p[i] == '=' && line.p[i + 1] != '=';
}

HostLang host_by_text(Str s)
{
    if (str_istarts(s, "\xEF\xBB\xBF"))
        s = str_sub(s, 3, s.n);
    while (s.n) {
        const char *nl = memchr(s.p, '\n', s.n);
        Str line = str_sub(s, 0, nl ? (size_t)(nl - s.p) : s.n);
        if (line.n && line.p[0] == '#')
            return HOST_PYTHON; /* SQL has no such comment */
        if (str_trim(line).n)
            return begins_python(line) ? HOST_PYTHON : HOST_SQL;
        s = nl ? str_sub(s, line.n + 1, s.n) : STR_NONE;
    }
    return HOST_UNKNOWN;
}

/* `word` (small letters) and what may stand behind it in a statement: not create_user(), nor "create". */
static bool begins_with_word(const char *p, size_t n, const char *word)
{
    size_t len = strlen(word);
    return n > len && str_istarts((Str){p, n}, word) &&
           (ascii_space(p[len]) || p[len] == '\\' || p[len] == '/' || p[len] == '-');
}

/* Horspool's search for "alter" and "creat" at once: how far back in either word the letter stands last, from
   its fifth byte, which may end a match; a byte that is in neither lets five go by. */
bool host_declares(Str source)
{
    static const uint8_t PLACE[256] = {
        ['a'] = 4, ['c'] = 1, ['e'] = 4, ['l'] = 2, ['r'] = 5, ['t'] = 5,
        ['A'] = 4, ['C'] = 1, ['E'] = 4, ['L'] = 2, ['R'] = 5, ['T'] = 5,
    };
    for (size_t end = 4; end < source.n;) {
        size_t place = PLACE[(unsigned char)source.p[end]];
        if (place < 5) {
            end += 5 - place;
            continue;
        }
        const char *p = source.p + end - 4, *word = ascii_lower(p[4]) == 'r' ? "alter" : "create";
        if (ascii_lower(p[0]) == word[0] && begins_with_word(p, source.n - (end - 4), word))
            return true;
        end++;
    }
    return false;
}

void host_result_init(HostResult *r, jmp_buf *oom)
{
    *r = (HostResult){.nfragments = 0};
    arena_init(&r->arena, oom);
}

void host_result_free(HostResult *r)
{
    arena_free(&r->arena);
    *r = (HostResult){.nfragments = 0};
}

void host_apply(Str source, const HostResult *r, Buf *out)
{
    size_t at = 0;
    for (size_t i = 0; i < r->edits.n; i++) {
        const HostEdit *e = &r->edits.at[i];
        buf_put(out, str_sub(source, at, e->off));
        buf_put(out, e->text);
        at = e->off + e->len;
    }
    buf_put(out, str_sub(source, at, source.n));
}
