/* cursor.lastrowid: the INSERT before it is asked to return its key (pipe.h: want_last_id), and the attribute
   becomes fetchone()[0].  Only where each INSERT that can have run last is in sight, returns a row for sure,
   and is asked once; otherwise the place is flagged with what to write.  (PEP 249; psycopg2 has no usable
   lastrowid.) */
#include "host/python.h"

typedef struct Last {
    uint32_t tok;   /* the name lastrowid */
    uint32_t start; /* where the dotted name before it begins */
    bool awaited;
    const char *why; /* it cannot be done */
    VEC(PyExpr *) inserts;
    VEC(uint32_t) runs; /* tokens of the execute calls */
} Last;

typedef VEC(Last) LastVec;

static bool op_at(const PyToks *t, uint32_t i, char c)
{
    return i < t->n && t->at[i].kind == PY_OP && t->at[i].sub == (uint8_t)c;
}

static bool is_insert(Str s)
{
    s = str_trim(s);
    return str_istarts(s, "INSERT") || str_istarts(s, "REPLACE");
}

/* Statements that may insert nothing: no row comes back then. */
static bool may_ignore(Str s)
{
    s = str_trim(s);
    return str_istarts(s, "INSERT OR IGNORE") || str_ihas(s, "DO NOTHING");
}

/* The execute call at name token `call`. */
static void look_at_call(PyJob *j, Last *l, uint32_t call)
{
    PySource *s = j->s;
    const PyToks *t = &s->toks;
    uint32_t open = call + 1, end = open + 1;
    VEC_PUSH(s->a, &l->runs, call);
    if (t->at[call].sub != PW_EXECUTE) {
        l->why = "it is not known which row of several is meant";
        return;
    }
    uint32_t start = py_dotted_start(t, call);
    l->awaited |= start > 0 && t->at[start - 1].kind == PY_NAME && t->at[start - 1].sub == PW_AWAIT;
    while (end < t->at[open].mate && !op_at(t, end, ','))
        end = t->at[end].kind == PY_OPEN && t->at[end].mate != PY_NONE ? t->at[end].mate + 1 : end + 1;
    PyAlts alts = {0};
    if (!py_values(s, t, open + 1, end, &alts) || alts.n == 0) {
        l->why = "the INSERT cannot be seen from here";
        return;
    }
    for (size_t i = 0; i < alts.n; i++) {
        PyExpr *e = alts.at[i]->expr;
        py_decode(s, e);
        if (alts.at[i]->bases.n)
            continue; /* what was added to it */
        if (!is_insert(e->text))
            l->why = "the statement that ran last may be no INSERT";
        else if (may_ignore(e->text))
            l->why = "the INSERT may insert nothing, and then no row comes back";
        VEC_PUSH(s->a, &l->inserts, e);
    }
}

/* The execute call that `name = ...execute(...)` ends with; PY_NONE. */
static uint32_t call_in_value(const PyToks *t, const PyEvent *ev)
{
    uint32_t close = ev->to - 1;
    if (ev->to <= ev->from || t->at[close].kind != PY_CLOSE || t->at[close].mate == PY_NONE)
        return PY_NONE;
    uint32_t open = t->at[close].mate;
    const PyTok *name = open ? &t->at[open - 1] : NULL;
    bool run = name && name->kind == PY_NAME &&
               (name->sub == PW_EXECUTE || name->sub == PW_EXECUTEMANY || name->sub == PW_EXECUTESCRIPT);
    return run ? open - 1 : PY_NONE;
}

static bool loop_between(const PySource *s, uint32_t use, uint32_t run)
{
    uint32_t b = s->lines.at[py_line_of(s, use)].block, outer = s->lines.at[py_line_of(s, run)].block;
    for (; b && !py_block_within(s, outer, b); b = s->blocks.at[b].parent)
        if (s->blocks.at[b].head == PW_FOR || s->blocks.at[b].head == PW_WHILE)
            return true;
    return false;
}

static void look_back(PyJob *j, Last *l)
{
    PySource *s = j->s;
    const PyToks *t = &s->toks;
    uint32_t scope = py_scope(s, py_line_of(s, l->tok)), last = l->tok - 2;
    bool attribute = last > l->start;
    PyEventVec runs = {0}, sets = {0};
    bool seen = py_reaching(s, scope + RUN_SCOPE, py_span(t, l->start, l->tok - 1), l->tok, &runs) &&
                py_reaching(s, attribute ? SCOPE_ATTRIBUTE : scope, py_text(t, last), l->tok, &sets);
    uint32_t since = 0; /* what came before a later assignment or call that surely ran does not matter */
    for (int k = 0; k < 2; k++) {
        const PyEventVec *v = k ? &sets : &runs;
        const PyEvent *e = v->n ? v->at[v->n - 1] : NULL;
        if (e && !e->maybe &&
            py_block_within(s, s->lines.at[py_line_of(s, l->tok)].block, s->lines.at[e->line].block) &&
            e->name > since && (!attribute || k == 0))
            since = e->name;
    }
    for (size_t i = 0; i < runs.n; i++)
        if (runs.at[i]->name >= since)
            look_at_call(j, l, runs.at[i]->name);
    for (size_t i = 0; i < sets.n; i++) {
        uint32_t call = call_in_value(t, sets.at[i]);
        if (sets.at[i]->name >= since && call != PY_NONE)
            look_at_call(j, l, call);
    }
    if (!seen || !l->runs.n)
        l->why = "the INSERT cannot be seen from here";
    for (size_t i = 0; i < l->runs.n && !l->why; i++)
        if (loop_between(s, l->tok, l->runs.at[i]))
            l->why = "it is read in a loop";
}

static LastVec lasts(PyJob *j)
{
    PySource *s = j->s;
    const PyToks *t = &s->toks;
    LastVec v = {0};
    for (size_t i = 0; i < s->calls.n; i++) {
        Last l = {.tok = s->calls.at[i]};
        if (t->at[l.tok].sub != PW_LASTROWID || (op_at(t, l.tok + 1, '=')))
            continue;
        const PyTok *before = &t->at[l.tok - 2];
        l.start = l.tok - 2;
        if (before->kind == PY_NAME) {
            l.start = py_dotted_start(t, l.tok - 2);
            look_back(j, &l);
        } else if (before->kind == PY_CLOSE && before->mate != PY_NONE && before->mate > 0 &&
                   t->at[before->mate - 1].kind == PY_NAME && t->at[before->mate - 1].sub == PW_EXECUTE) {
            look_at_call(j, &l, before->mate - 1); /* db.execute("INSERT ...").lastrowid */
            l.why = l.awaited ? "it is read from what is awaited" : l.why;
        } else {
            l.why = "the INSERT cannot be seen from here";
        }
        VEC_PUSH(s->a, &v, l);
    }
    for (size_t i = 0; i < v.n; i++) /* one row comes back, once; equal calls stand close together */
        for (size_t k = i + 1; k < v.n && k < i + 16; k++)
            for (size_t m = 0; m < v.at[i].runs.n; m++)
                for (size_t n = 0; n < v.at[k].runs.n; n++)
                    if (v.at[i].runs.at[m] == v.at[k].runs.at[n])
                        v.at[i].why = v.at[k].why = "it is read more than once: keep it in a variable";
    return v;
}

void last_find(PyJob *j)
{
    LastVec v = lasts(j);
    j->lasts = ARENA_NEW(j->s->a, LastVec);
    *(LastVec *)j->lasts = v;
    for (size_t i = 0; i < v.n; i++)
        for (size_t k = 0; k < v.at[i].inserts.n && !v.at[i].why; k++)
            v.at[i].inserts.at[k]->want_id = true;
}

void last_write(PyJob *j)
{
    PySource *s = j->s;
    const LastVec *v = j->lasts;
    for (size_t i = 0; i < v->n; i++) {
        Last *l = &v->at[i];
        const PyTok *t = &s->toks.at[l->tok];
        for (size_t k = 0; k < l->inserts.n && !l->why; k++)
            if (!l->inserts.at[k]->has_id || group_of(l->inserts.at[k])->failed)
                l->why = "the key that the INSERT makes is not known";
        PyExpr *of = l->inserts.n ? l->inserts.at[0] : NULL;
        Str receiver = py_span(&s->toks, l->start, l->tok - 1);
        if (l->why) {
            job_say(j, NULL, HN_LAST_ID, SX_MANUAL, t->off, t->len, str_z(l->why),
                    arena_fmt(s->a, "add RETURNING and the key to the INSERT, and read %.*s.fetchone()[0]",
                              (int)(receiver.n < 80 ? receiver.n : 6),
                              receiver.n < 80 ? receiver.p : "cursor"));
            continue;
        }
        HostEdit e = {.off = t->off, .len = t->len, .text = STR("fetchone()[0]")};
        if (l->awaited) {
            uint32_t from = s->toks.at[l->start].off;
            e.off = from;
            e.len = t->off + t->len - from;
            e.text = arena_fmt(s->a, "(await %.*s.fetchone())[0]", (int)receiver.n, receiver.p);
        }
        VEC_PUSH(s->a, &of->edits, e);
        job_say(j, of, HN_LAST_ID, SX_EXACT, t->off, t->len, STR("the INSERT returns the key of the new row"),
                STR_NONE);
    }
}
