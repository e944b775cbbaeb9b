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
    uint8_t before = start > 0 && t->at[start - 1].kind == PY_NAME ? t->at[start - 1].sub : PW_NONE;
    l->awaited |= before == PW_AWAIT || (before == PW_WITH && start > 1 && t->at[start - 2].sub == PW_ASYNC);
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

/* One row comes back, once.  Where other statements may have run before the later one, the first has its row.
 */
static void read_twice(Last *first, Last *later)
{
    static const char why[] = "it is read more than once: keep it in a variable";
    bool both = false;
    for (size_t m = 0; m < first->runs.n; m++)
        for (size_t n = 0; n < later->runs.n; n++)
            both |= first->runs.at[m] == later->runs.at[n];
    if (!both)
        return;
    later->why = why;
    if (later->runs.n == first->runs.n)
        first->why = why;
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
    for (size_t i = 0; i < v.n; i++) /* equal calls stand close together */
        for (size_t k = i + 1; k < v.n && k < i + 16; k++)
            read_twice(&v.at[i], &v.at[k]);
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

/* row_factory = dict_factory: rows answer to names, and not to numbers. */
static bool rows_are_dicts(const PySource *s)
{
    const PyToks *t = &s->toks;
    for (size_t w = 0; w < s->toks.words.n; w++) {
        uint32_t i = s->toks.words.at[w];
        if (t->at[i].sub != PW_LAYER || !str_eqz(py_text(t, i), "row_factory") || !op_at(t, i + 1, '='))
            continue;
        for (i += 2; t->at[i].kind != PY_NEWLINE && t->at[i].kind != PY_EOF; i++)
            if ((t->at[i].kind == PY_NAME && str_ihas(py_text(t, i), "dict")) ||
                (t->at[i].kind == PY_OPEN && t->at[i].sub == '{'))
                return true;
    }
    return false;
}

void last_write(PyJob *j)
{
    PySource *s = j->s;
    const LastVec *v = j->lasts;
    bool dicts = rows_are_dicts(s);
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
        Str column = l->inserts.at[0]->id_column;
        Str item = dicts ? arena_fmt(s->a, "[\"%.*s\"]", (int)column.n, column.p) : STR("[0]");
        HostEdit e = {.off = t->off, .len = t->len};
        e.text = arena_fmt(s->a, "fetchone()%.*s", (int)item.n, item.p);
        if (l->awaited) {
            uint32_t from = s->toks.at[l->start].off;
            e.off = from;
            e.len = t->off + t->len - from;
            e.text = arena_fmt(s->a, "(await %.*s.fetchone())%.*s", (int)receiver.n, receiver.p, (int)item.n,
                               item.p);
        }
        VEC_PUSH(s->a, &of->edits, e);
        job_say(j, of, HN_LAST_ID, SX_EXACT, t->off, t->len, STR("the INSERT returns the key of the new row"),
                STR_NONE);
    }
}
