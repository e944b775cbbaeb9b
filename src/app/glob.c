/* The patterns of glob.h.  Matching needs no recursion: a * gives up bytes only to the last one before it,
 *and a
 ** is the second place to go back to, so that the time is bounded by pattern times path squared. */
#include "app/glob.h"

/* One [set] at p->p[*i]; *i moves behind it.  A set that is not closed is a plain [. */
static bool in_set(Str p, size_t *i, char c)
{
    size_t k = *i + 1;
    bool no = k < p.n && (p.p[k] == '!' || p.p[k] == '^'), hit = false;
    k += no;
    for (size_t first = k; k < p.n && (p.p[k] != ']' || k == first); k++) {
        if (p.p[k] == '\\' && k + 1 < p.n)
            k++;
        unsigned char low = (unsigned char)p.p[k], high = low;
        if (k + 2 < p.n && p.p[k + 1] == '-' && p.p[k + 2] != ']') {
            high = (unsigned char)p.p[k + 2];
            k += 2;
        }
        hit |= (unsigned char)c >= low && (unsigned char)c <= high;
    }
    if (k >= p.n) { /* not closed */
        (*i)++;
        return c == '[';
    }
    *i = k + 1;
    return hit != no && c != '/';
}

typedef struct Back { /* where to go on when what follows a star does not fit */
    size_t pattern, path;
    bool set;
} Back;

/* A ** at p[i]: "**" between slashes or ends, and how many bytes it takes with the slash behind it. */
static size_t double_star(Str p, size_t i)
{
    bool open = i == 0 || p.p[i - 1] == '/';
    if (!open || i + 1 >= p.n || p.p[i] != '*' || p.p[i + 1] != '*')
        return 0;
    if (i + 2 == p.n)
        return 2;
    return p.p[i + 2] == '/' ? 3 : 0;
}

/* Does the whole of the path `s` match?  * and ? and [a-z] stop at /, ** does not. */
static bool matches(Str p, Str s)
{
    size_t i = 0, k = 0, n;
    Back one = {0}, many = {0};
    for (;;) {
        if (i < p.n && (n = double_star(p, i)) > 0) {
            if (n == 2)
                return k < s.n || i == 0;
            i += n;
            many = (Back){i, k, true};
            one.set = false;
            continue;
        }
        if (i < p.n && p.p[i] == '*') {
            while (i < p.n && p.p[i] == '*')
                i++;
            one = (Back){i, k, true};
            continue;
        }
        if (k == s.n && i == p.n)
            return true;
        if (k < s.n && i < p.n) {
            size_t next = i;
            bool fits;
            if (p.p[i] == '[')
                fits = in_set(p, &next, s.p[k]);
            else if (p.p[i] == '?')
                fits = s.p[k] != '/', next++;
            else {
                next += p.p[i] == '\\' && i + 1 < p.n;
                fits = p.p[next++] == s.p[k];
            }
            if (fits) {
                i = next;
                k++;
                continue;
            }
        }
        if (one.set && one.path < s.n && s.p[one.path] != '/') {
            i = one.pattern;
            k = ++one.path;
            continue;
        }
        if (!many.set)
            return false;
        while (many.path < s.n && s.p[many.path] != '/')
            many.path++;
        if (many.path == s.n)
            return false;
        i = many.pattern;
        k = ++many.path;
        one.set = false;
    }
}

bool pattern_read(Str line, Pattern *out)
{
    while (line.n && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == '\n'))
        line.n--;
    while (line.n && line.p[line.n - 1] == ' ' && (line.n < 2 || line.p[line.n - 2] != '\\'))
        line.n--;
    *out = (Pattern){.text = line};
    if (line.n == 0 || line.p[0] == '#')
        return false;
    if (line.p[0] == '!') {
        out->keep = true;
        out->text = str_sub(out->text, 1, out->text.n);
    }
    if (out->text.n && out->text.p[out->text.n - 1] == '/') {
        out->folders = true;
        out->text.n--;
    }
    out->anchored = out->text.n && memchr(out->text.p, '/', out->text.n);
    if (out->text.n && out->text.p[0] == '/')
        out->text = str_sub(out->text, 1, out->text.n);
    return out->text.n > 0;
}

bool pattern_match(const Pattern *p, Str path, bool is_folder)
{
    if (p->folders && !is_folder)
        return false;
    if (!p->anchored)
        for (size_t i = path.n; i > 0; i--)
            if (path.p[i - 1] == '/') {
                path = str_sub(path, i, path.n);
                break;
            }
    return matches(p->text, path);
}
