/* What one column holds, another may get: UPDATE p SET last = NEW.at in a trigger, INSERT INTO b SELECT *
   FROM a. evidence.c notes who gives to whom; here the facts go along, round after round until nothing new is
   said.  Like all evidence it can only add doubt to a column.  It looks at no statement. */
#include "catalog/internal.h"

struct Flow {
    const Facts *from;
    bool width; /* sums and the like: how large the numbers are, and nothing else */
    Flow *next;
};

void flow_add(Catalog *c, Facts *to, const Facts *from, bool width)
{
    if (to == from || to == &c->unheard)
        return;
    for (Flow *f = to->flows; f; f = f->next)
        if (f->from == from) {
            f->width &= width;
            return;
        }
    Flow *f = ARENA_NEW(&c->arena, Flow);
    *f = (Flow){from, width, to->flows};
    to->flows = f;
}

/* The facts as they are once the column's affinity has turned text into numbers, or numbers into text. */
static uint32_t as_stored(uint32_t bits, Affinity aff)
{
    const struct {
        uint32_t text, number;
    } TWINS[] = {{FACT_TEXT_INT, bits & FACT_TEXT_NOT_01 ? FACT_INT : FACT_01},
                 {FACT_TEXT_REAL, FACT_REAL | FACT_FRACTION}};
    bool text = aff == AFF_TEXT, number = !text && aff != AFF_NONE;
    for (size_t i = 0; i < sizeof TWINS / sizeof *TWINS; i++) {
        if (number && bits & TWINS[i].text)
            bits = (bits & ~TWINS[i].text) | TWINS[i].number;
        if (text && bits & TWINS[i].number)
            bits = (bits & ~TWINS[i].number) | TWINS[i].text | FACT_TEXT;
    }
    if (number && !(bits & FACT_TEXT_PLAIN))
        bits &= ~(uint32_t)(FACT_TEXT | FACT_TEXT_NOT_01);
    return bits;
}

static bool take(uint32_t *to, uint32_t bits)
{
    bool news = (bits & ~*to) != 0;
    *to |= bits;
    return news;
}

static bool take_length(uint32_t *to, uint32_t n)
{
    bool news = n > *to;
    *to = news ? n : *to;
    return news;
}

static bool pass_on(Facts *to, const Flow *flow)
{
    enum { SIZES = FACT_INT | FACT_BIG | FACT_WIDE };
    const Facts *from = flow->from;
    Affinity aff = from->typed ? catalog_affinity(from->type) : AFF_NONE;
    uint32_t kept = as_stored(from->bits[HOW_ASSIGNED] | from->bits[HOW_STORED], aff) & ~(uint32_t)FACT_NULL;
    uint32_t mask = flow->width ? (uint32_t)SIZES : UINT32_MAX;
    bool news = take(&to->bits[HOW_ASSIGNED], kept & mask);
    news |= take(&to->bits[HOW_COMPARED], from->bits[HOW_COMPARED] & SIZES);
    news |= take(&to->direct, from->direct & (EV_BIG_INT | EV_NOT_01));
    if (!flow->width) {
        news |= take_length(&to->length, from->length);
        news |= take_length(&to->whole, from->whole);
        news |= take_length(&to->scale, from->scale);
    }
    return news;
}

/* What was seen of a column before its CREATE TABLE goes on with it, too. */
static void tie_early(Catalog *c)
{
    for (size_t h = 0; h < FACT_BUCKETS; h++)
        for (const Facts *f = c->facts[h]; f; f = f->next)
            if (!f->typed && !f->position && catalog_table(c, f->table))
                flow_add(c, catalog_facts_at(c, f->table, f->column, 0), f, false);
}

void flow_all(Catalog *c)
{
    tie_early(c);
    for (bool news = true; news;) {
        news = false;
        for (size_t h = 0; h < FACT_BUCKETS; h++)
            for (Facts *to = c->facts[h]; to; to = to->next)
                for (const Flow *f = to->flows; f; f = f->next)
                    news |= pass_on(to, f);
    }
}
