/* Byte-string helpers declared in str.h; ASCII only, no allocation. */
#include "base/str.h"
#include <stdlib.h>

bool str_same_letters(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i] && ascii_lower(a[i]) != ascii_lower(b[i]))
            return false;
    return true;
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

static bool is_ascii(const char *p, size_t n)
{
    unsigned char high = 0;
    for (size_t i = 0; i < n; i++)
        high |= (unsigned char)p[i];
    return !(high & 0x80);
}

size_t str_ascii(Str s)
{
    size_t i = 0;
    while (s.n - i >= 64 && is_ascii(s.p + i, 64))
        i += 64;
    return s.n - i < 64 && is_ascii(s.p + i, s.n - i) ? s.n : i;
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
