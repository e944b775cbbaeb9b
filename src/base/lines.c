/* The line index of lines.h.  A line ends at \n; the \r before it is not part of its text. */
#include "base/lines.h"

Lines lines_of(Arena *a, Str text)
{
    uint32_t n = 1;
    const char *end = text.p + text.n;
    for (const char *p = text.p; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        n++;
    Lines l = {text, ARENA_ARRAY(a, uint32_t, n), n};
    uint32_t i = 1;
    for (const char *p = text.p; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        l.start[i++] = (uint32_t)(p + 1 - text.p);
    return l;
}

uint32_t lines_find(const Lines *l, uint32_t off)
{
    uint32_t low = 0, high = l->n;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (l->start[mid] <= off)
            low = mid;
        else
            high = mid;
    }
    return low;
}

Str lines_text(const Lines *l, uint32_t i)
{
    size_t end = i + 1 < l->n ? l->start[i + 1] - 1 : l->text.n;
    if (end > l->start[i] && l->text.p[end - 1] == '\r')
        end--;
    return str_sub(l->text, l->start[i], end);
}
