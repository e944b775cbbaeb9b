/* The reading of number.h; no allocation. */
#include "base/number.h"

static size_t skip_digits(Str s, size_t i)
{
    while (i < s.n && ascii_digit(s.p[i]))
        i++;
    return i;
}

static size_t skip_sign(Str s, size_t i)
{
    return i + (i < s.n && (s.p[i] == '-' || s.p[i] == '+'));
}

/* The end of the exponent that begins at `i`; `i` itself when none does. */
static size_t skip_exponent(Str s, size_t i)
{
    if (i >= s.n || ascii_lower(s.p[i]) != 'e')
        return i;
    size_t from = skip_sign(s, i + 1), to = skip_digits(s, from);
    return to > from ? to : i;
}

Number number_read(Str s)
{
    s = str_trim(s);
    size_t from = skip_sign(s, 0), point = skip_digits(s, from), end = point;
    size_t plus = s.n && s.p[0] == '+';
    bool fraction = point < s.n && s.p[point] == '.';
    if (fraction)
        end = skip_digits(s, point + 1);
    if (end == from || (fraction && end == from + 1)) /* a sign or a point alone */
        return (Number){0};
    size_t all = skip_exponent(s, end);
    return (Number){.text = str_sub(s, plus, all),
                    .digits = point > from ? str_sub(s, plus, point) : STR_NONE,
                    .integer = all == point,
                    .alone = all == s.n};
}
