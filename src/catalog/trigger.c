/* CREATE TRIGGER into the catalog: when it fires and which rows its body changes, so that the rules can tell
   which triggers fire each other.  What a SELECT of the body does is not looked at: it changes nothing. */
#include "catalog/learn.h"

static void keep_names(Learn *l, const Node *list, Str **names, uint16_t *n)
{
    *n = 0;
    *names = ARENA_ARRAY(&l->c->arena, Str, kids(list) + 1);
    for (uint32_t i = 0; i < kids(list); i++)
        (*names)[(*n)++] = learn_name(l, list->kid[i]);
}

typedef struct Names {
    VEC(Str) list;
} Names;

static const Node *bare(const Node *x)
{
    while (x->kind == ND_PAREN)
        x = x->kid[PAREN_X];
    return x;
}

static bool names_row(Learn *l, const Node *x, const char *row)
{
    return x->kind == ND_COLREF && x->kid[COLREF_TABLE] &&
           str_ieqz(node_name(&l->c->scratch, l->s, x->kid[COLREF_TABLE]), row);
}

/* WHEN OLD.a <> NEW.a OR OLD.b IS NOT NEW.b: without a change of these columns it does not fire.  False where
   it says anything else. */
static bool watches(Learn *l, const Node *when, Names *cols)
{
    when = bare(when);
    if (when->kind != ND_BINARY)
        return false;
    const Node *a = bare(when->kid[BINARY_L]), *b = bare(when->kid[BINARY_R]);
    if (when->op == TK_OR)
        return watches(l, a, cols) && watches(l, b, cols);
    if (when->op == TK_AND) {
        Names left = *cols, right = *cols;
        bool good = watches(l, a, &left), other = !good && watches(l, b, &right);
        *cols = good ? left : right;
        return good || other;
    }
    if (when->op != TK_NE && !(when->op == TK_IS && when->flags & NF_NOT))
        return false;
    bool rows = (names_row(l, a, "old") && names_row(l, b, "new")) ||
                (names_row(l, a, "new") && names_row(l, b, "old"));
    Str name = rows ? learn_name(l, a->kid[COLREF_COLUMN]) : STR_NONE;
    if (!rows || !str_ieq(name, node_name(&l->c->scratch, l->s, b->kid[COLREF_COLUMN])))
        return false;
    VEC_PUSH(&l->c->arena, &cols->list, name);
    return true;
}

/* The columns of SET; none where one of them is not plain to see. */
static void keep_set(Learn *l, const Node *sets, Change *c)
{
    VEC(Str) cols = {0};
    for (uint32_t i = 0; i < kids(sets); i++) {
        const Node *to = sets->kid[i]->kind == ND_SET ? sets->kid[i]->kid[SET_COLS] : NULL;
        if (!to || (to->kind != ND_NAME && to->kind != ND_LIST))
            return;
        if (to->kind == ND_NAME)
            VEC_PUSH(&l->c->arena, &cols, learn_name(l, to));
        for (uint32_t k = 0; to->kind == ND_LIST && k < to->nkids; k++)
            VEC_PUSH(&l->c->arena, &cols, learn_name(l, to->kid[k]));
    }
    c->cols = cols.at;
    c->ncols = (uint16_t)cols.n;
}

static Change change_of(Learn *l, const Node *s)
{
    const Node *target = s->kind == ND_INSERT   ? s->kid[INSERT_TARGET]
                         : s->kind == ND_UPDATE ? s->kid[UPDATE_TARGET]
                         : s->kind == ND_DELETE ? s->kid[DELETE_TARGET]
                                                : NULL;
    Change c = {0};
    if (!target || target->kind != ND_TABLEREF)
        return c;
    c.table = learn_name(l, target->kid[TABLEREF_NAME]);
    c.events = s->kind == ND_INSERT ? NT_INSERT : s->kind == ND_UPDATE ? NT_UPDATE : NT_DELETE;
    if (s->kind == ND_UPDATE)
        keep_set(l, s->kid[UPDATE_SETS], &c);
    if (s->kind == ND_INSERT && (s->op == TK_REPLACE || s->flags & NF_REPLACE_INTO))
        c.events |= NT_UPDATE | NT_DELETE; /* an upsert of every column, or both statements */
    for (uint32_t i = 0; s->kind == ND_INSERT && i < kids(s->kid[INSERT_UPSERTS]); i++) {
        const Node *up = s->kid[INSERT_UPSERTS]->kid[i];
        if (up->flags & NF_NOTHING)
            continue;
        c.events |= NT_UPDATE;
        keep_set(l, up->kid[UPSERT_SETS], &c);
    }
    return c;
}

void learn_trigger(Learn *l, const Node *n)
{
    Str name = learn_qname(l, n->kid[CREATE_TRIGGER_NAME]);
    Trigger *t = (Trigger *)(uintptr_t)catalog_trigger(l->c, name);
    if (!t) {
        t = ARENA_NEW(&l->c->arena, Trigger);
        t->name = name;
        t->next = l->c->triggers;
        l->c->triggers = t;
    }
    const Node *on = n->kid[CREATE_TRIGGER_TABLE], *body = n->kid[CREATE_TRIGGER_BODY];
    t->table = on && on->kind == ND_QNAME ? learn_qname(l, on) : learn_name(l, on);
    t->sql = learn_keep(l, node_text(l->s, n));
    t->op = n->op;
    t->order = l->c->created++;
    keep_names(l, n->kid[CREATE_TRIGGER_UPDATE_OF], &t->of, &t->nof);
    Names watched = {0};
    const Node *when = n->kid[CREATE_TRIGGER_WHEN];
    if (n->op & NT_UPDATE && when && watches(l, when, &watched)) {
        t->of = watched.list.at;
        t->nof = (uint16_t)watched.list.n;
    }
    t->nchanges = 0;
    t->changes = ARENA_ARRAY(&l->c->arena, Change, kids(body) + 1);
    for (uint32_t i = 0; i < kids(body); i++) {
        Change c = change_of(l, body->kid[i]);
        if (c.table.n)
            t->changes[t->nchanges++] = c;
    }
}
