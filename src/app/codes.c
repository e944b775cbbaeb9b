/* Every code that can be said, gathered from the rules and from the notes of the layers. */
#include "report/report.h"
#include "rules/rules.h"
#include <stdlib.h>

static const CodeInfo NOTES[] = {
#define NOTE(id, code, name, title) {code, name, title},
#include "emit/notes.def"
#include "pipe/notes.def"
#include "host/notes.def"
#include "app/notes.def"
#undef NOTE
};

enum { NNOTES = sizeof NOTES / sizeof *NOTES, MOST = 512 };

static CodeInfo all[MOST];
static size_t count;

static int by_code(const void *a, const void *b)
{
    return (int)((const CodeInfo *)a)->code - (int)((const CodeInfo *)b)->code;
}

const CodeInfo *report_codes(size_t *n)
{
    if (!count) {
        size_t rules;
        const Rule *const *r = rules_all(&rules);
        for (size_t i = 0; i < rules && count < MOST; i++)
            all[count++] = (CodeInfo){r[i]->code, r[i]->name, r[i]->title};
        for (size_t i = 0; i < NNOTES && count < MOST; i++)
            all[count++] = NOTES[i];
        qsort(all, count, sizeof *all, by_code);
    }
    *n = count;
    return all;
}

const CodeInfo *report_code(uint16_t code)
{
    size_t n;
    const CodeInfo *c = report_codes(&n);
    for (size_t i = 0; i < n; i++)
        if (c[i].code == code)
            return &c[i];
    return NULL;
}
