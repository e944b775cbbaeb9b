/* strftime's specifiers as to_char()'s patterns.  Those that to_char() lacks (%w, %s, %J, ...) have rules of
   their own or none; other letters of the format go inside double quotes, which to_char() copies. */
#include "rules/date/time_value.h"

static const struct {
    char spec;
    const char *pattern;
} SPECS[] = {
    {'Y', "YYYY"},  {'m', "MM"},  {'d', "DD"},         {'H', "HH24"},       {'M', "MI"},      {'S', "SS"},
    {'f', "SS.MS"}, {'j', "DDD"}, {'F', "YYYY-MM-DD"}, {'T', "HH24:MI:SS"}, {'R', "HH24:MI"}, {'I', "HH12"},
    {'p', "AM"},    {'P', "am"},  {'u', "ID"},         {'G', "IYYY"},       {'g', "IY"},      {'V', "IW"},
};

static const char *pattern_of(char c)
{
    for (size_t i = 0; i < sizeof SPECS / sizeof *SPECS; i++)
        if (SPECS[i].spec == c)
            return SPECS[i].pattern;
    return NULL;
}

Str time_format(Rw *rw, Str f)
{
    char *p = arena_alloc(rw_arena(rw), f.n * 12 + 4);
    size_t n = 0;
    bool quoted = false;
    for (size_t i = 0; i < f.n; i++) {
        const char *pat = NULL;
        char c = f.p[i];
        if (c == '%') {
            if (++i == f.n)
                return STR_NONE;
            c = f.p[i];
            pat = pattern_of(c);
            if (!pat && c != '%')
                return STR_NONE;
        }
        bool quote = !pat && (ascii_ident(c) || c == '"');
        if (quote != quoted)
            p[n++] = '"';
        quoted = quote;
        if (pat) {
            memcpy(p + n, pat, strlen(pat));
            n += strlen(pat);
        } else {
            if (c == '"' || (quote && c == '\\'))
                p[n++] = '\\';
            p[n++] = c;
        }
    }
    if (quoted)
        p[n++] = '"';
    return (Str){p, n};
}
