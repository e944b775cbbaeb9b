/* Strings for JSON and XML.  The input is any bytes at all (file names need not be UTF-8); the output is
   always valid: what is no UTF-8, and in XML the control characters that it has no way to write, become
   U+FFFD. */
#include "report/format.h"

void put_json_string(FILE *f, Str s)
{
    fputc('"', f);
    for (size_t i = 0, n; i < s.n; i += n) {
        unsigned char c = (unsigned char)s.p[i];
        n = str_utf8(s, i);
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

void put_json_string_or_null(FILE *f, Str s)
{
    if (s.p)
        put_json_string(f, s);
    else
        fputs("null", f);
}

void put_xml(FILE *f, Str s)
{
    for (size_t i = 0, n; i < s.n; i += n) {
        unsigned char c = (unsigned char)s.p[i];
        n = str_utf8(s, i);
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
