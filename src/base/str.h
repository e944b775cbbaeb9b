/* Byte strings that do not own their bytes, and ASCII-only helpers on them.
   Nothing here knows about locales: SQLite folds A-Z and no more, and so do we. */
#ifndef SQLXLATE_STR_H
#define SQLXLATE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Str {
    const char *p; /* not NUL-terminated; may be NULL when n is 0 */
    size_t n;      /* bytes */
} Str;

#define STR(lit) ((Str){"" lit, sizeof(lit) - 1})
#define STR_NONE ((Str){NULL, 0})

static inline Str str_z(const char *z)
{
    return (Str){z, z ? strlen(z) : 0};
}

/* Bytes [from, to) of s; the caller keeps 0 <= from <= to <= s.n. */
static inline Str str_sub(Str s, size_t from, size_t to)
{
    return (Str){s.p + from, to - from};
}

static inline char ascii_lower(char c)
{
    return (c >= 'A' && c <= 'Z') ? (char)(c + 32) : c;
}

static inline char ascii_upper(char c)
{
    return (c >= 'a' && c <= 'z') ? (char)(c - 32) : c;
}

static inline bool ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_space(char c) /* the blanks of SQLite's tokenizer */
{
    return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}

/* A byte that can stand inside a bare SQL name (letters, digits, _, $, and all of UTF-8). */
static inline bool ascii_ident(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ascii_digit(c) || c == '_' || c == '$' ||
           (unsigned char)c >= 0x80;
}

bool str_same_letters(const char *a, const char *b, size_t n); /* ASCII case ignored */

/* Lengths differ most of the time: that is seen without a call. */
static inline bool str_eq(Str a, Str b) /* byte for byte */
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_eqz(Str a, const char *z) /* byte for byte against a C string */
{
    return str_eq(a, str_z(z));
}

static inline bool str_ieq(Str a, Str b) /* ASCII case ignored */
{
    return a.n == b.n && str_same_letters(a.p, b.p, a.n);
}

static inline bool str_ieqz(Str a, const char *z) /* ASCII case ignored, against a C string */
{
    return str_ieq(a, str_z(z));
}

static inline bool str_istarts(Str s, const char *z) /* begins with z, ASCII case ignored */
{
    Str t = str_z(z);
    return s.n >= t.n && str_same_letters(s.p, z, t.n);
}

static inline bool str_iends(Str s, const char *z) /* ends with z, ASCII case ignored */
{
    Str t = str_z(z);
    return s.n >= t.n && str_same_letters(s.p + (s.n - t.n), z, t.n);
}

bool str_ihas(Str s, const char *z);     /* z occurs in s, ASCII case ignored */
Str str_trim(Str s);                     /* without blanks at both ends */
int str_icmpz(Str s, const char *lower); /* order, ASCII case of s ignored: < 0, 0, > 0 */
bool str_listed(Str s, const char *const *sorted,
                size_t n); /* is it one of n sorted lower-case words, ASCII case ignored */
uint32_t str_ihash(Str s); /* hash that ignores ASCII case */

/* How many bytes at the beginning are ASCII, 64 at a time: less than all of them when some byte is not. */
size_t str_ascii(Str s);

/* Bytes of the well-formed UTF-8 character (RFC 3629) at s.p[i] (i < s.n; a NUL is one); 0 when there is
 * none. */
size_t str_utf8(Str s, size_t i);

#endif
