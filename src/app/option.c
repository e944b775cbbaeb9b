/* The tables of option.h. */
#include "app/option.h"

enum { F = VERB_FILTER, C = VERB_CHECK, R = VERB_REPORT, P = IN_CONFIG }; /* what options.def calls them */

const Option OPTIONS[] = {
#define OPT(verbs, id, c, name, arg, help) {OPT_##id, verbs, c, name, arg, help},
#define CHOICE(name, field, words, help)
#include "app/options.def"
#undef OPT
#undef CHOICE
};

const Choice CHOICES[] = {
#define OPT(verbs, id, c, name, arg, help)
#define CHOICE(name, field, words, help) {name, offsetof(Options, field), words, help},
#include "app/options.def"
#undef OPT
#undef CHOICE
};

int option_word(const char *words, const char *word)
{
    size_t n = strlen(word);
    int at = 0;
    for (const char *w = words;; at++) {
        const char *bar = strchr(w, '|');
        size_t len = bar ? (size_t)(bar - w) : strlen(w);
        if (len == n && memcmp(w, word, n) == 0)
            return at;
        if (!bar)
            return -1;
        w = bar + 1;
    }
}

Str option_nth(const char *words, int n)
{
    for (; n > 0; n--)
        words = strchr(words, '|') + 1;
    const char *bar = strchr(words, '|');
    return (Str){words, bar ? (size_t)(bar - words) : strlen(words)};
}

const char *option_formats(Verb verb)
{
    return verb == VERB_REPORT  ? "text|markdown|json|html"
           : verb == VERB_CHECK ? "text|concise|golden|json|jsonl|sarif|github|gitlab|checkstyle|junit"
                                : "text|concise|golden";
}
