/* Strings for JSON and XML.  The input is any bytes at all (file names need not be UTF-8); the output is
   always valid: what is no UTF-8, and in XML the control characters that it has no way to write, become
   U+FFFD. */
#include "report/format.h"

/* Bytes of the UTF-8 character at s.p[i]; 0 when there is none. */
static size_t utf8_at(Str s, size_t i)
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

void put_json_string(FILE *f, Str s)
{
    fputc('"', f);
    for (size_t i = 0, n; i < s.n; i += n) {
        unsigned char c = (unsigned char)s.p[i];
        n = utf8_at(s, i);
        if (n == 0) {
            fputs("\xEF\xBF\xBD", f);
            n = 1;
        } else if (c == '"' || c == '\\') {
            fprintf(f, "\\%c", c);
        } else if (c == '\n') {
            fputs("\\n", f);
        } else if (c < 0x20 || c == 0x7F) {
            fprintf(f, "\\u%04x", c);
        } else {
            fwrite(s.p + i, 1, n, f);
        }
    }
    fputc('"', f);
}

void put_xml(FILE *f, Str s)
{
    for (size_t i = 0, n; i < s.n; i += n) {
        unsigned char c = (unsigned char)s.p[i];
        n = utf8_at(s, i);
        bool noncharacter = n == 3 && memcmp(s.p + i, "\xEF\xBF", 2) == 0 && (unsigned char)s.p[i + 2] > 0xBD;
        if (n == 0 || noncharacter || (c < 0x20 && c != '\n' && c != '\t' && c != '\r')) {
            fputs("&#xFFFD;", f);
            n = n ? n : 1;
        } else if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || c < 0x20) {
            fprintf(f, "&#%d;", c);
        } else {
            fwrite(s.p + i, 1, n, f);
        }
    }
}
