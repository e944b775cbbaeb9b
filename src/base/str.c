/* Byte-string helpers declared in str.h; ASCII only, no allocation. */
#include "base/str.h"
#include <stdlib.h>

bool str_eq(Str a, Str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_eqz(Str a, const char *z)
{
    return str_eq(a, str_z(z));
}

bool str_ieq(Str a, Str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
            return false;
    return true;
}

bool str_ieqz(Str a, const char *z)
{
    return str_ieq(a, str_z(z));
}

bool str_istarts(Str s, const char *z)
{
    Str t = str_z(z);
    return s.n >= t.n && str_ieq(str_sub(s, 0, t.n), t);
}

bool str_iends(Str s, const char *z)
{
    Str t = str_z(z);
    return s.n >= t.n && str_ieq(str_sub(s, s.n - t.n, s.n), t);
}

bool str_ihas(Str s, const char *z)
{
    Str t = str_z(z);
    for (size_t i = 0; i + t.n <= s.n; i++)
        if (ascii_lower(s.p[i]) == ascii_lower(*z) && str_ieq(str_sub(s, i, i + t.n), t))
            return true;
    return false;
}

Str str_trim(Str s)
{
    while (s.n > 0 && ascii_space(s.p[0]))
        s.p++, s.n--;
    while (s.n > 0 && ascii_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

uint32_t str_ihash(Str s)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)ascii_lower(s.p[i])) * 16777619u;
    return h;
}

size_t str_utf8(Str s, size_t i)
{
    unsigned char c = (unsigned char)s.p[i];
    size_t n = c < 0x80                ? 1
               : c >= 0xC2 && c < 0xE0 ? 2
               : c >= 0xE0 && c < 0xF0 ? 3
               : c >= 0xF0 && c < 0xF5 ? 4
                                       : 0;
    if (n == 0 || n > s.n - i)
        return 0;
    for (size_t k = 1; k < n; k++)
        if ((s.p[i + k] & 0xC0) != 0x80)
            return 0;
    unsigned char d = n > 2 ? (unsigned char)s.p[i + 1] : 0;
    bool overlong = (c == 0xE0 && d < 0xA0) || (c == 0xF0 && d < 0x90);
    bool beyond = (c == 0xED && d > 0x9F) || (c == 0xF4 && d > 0x8F); /* surrogates; above U+10FFFF */
    return overlong || beyond ? 0 : n;
}

int str_icmpz(Str s, const char *lower)
{
    size_t i = 0;
    for (; i < s.n && lower[i]; i++)
        if (ascii_lower(s.p[i]) != lower[i])
            return ascii_lower(s.p[i]) < lower[i] ? -1 : 1;
    return i < s.n ? 1 : lower[i] ? -1 : 0;
}

static int compare_word(const void *s, const void *word)
{
    return str_icmpz(*(const Str *)s, *(const char *const *)word);
}

bool str_listed(Str s, const char *const *sorted, size_t n)
{
    return bsearch(&s, sorted, n, sizeof *sorted, compare_word) != NULL;
}
