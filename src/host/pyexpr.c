/* String expressions: literals side by side, joined by +, filled in by % or .format, in brackets or not.  An
   expression is a chain of operands; those that are no literals are holes.  It evaluates nothing, and takes
   every operator but + (and the % behind a literal) as the end of the chain. */
#include "host/python.h"

static bool is_op(const PyToks *t, uint32_t i, char c)
{
    return i < t->n && t->at[i].kind == PY_OP && t->at[i].sub == (uint8_t)c;
}

/* Is `open` a bracket that only groups, and not a call or a tuple after a name? */
static bool grouping(const PyToks *t, uint32_t open)
{
    const PyTok *b = &t->at[open];
    if (b->sub != '(' || b->mate == PY_NONE)
        return false;
    if (open == 0)
        return true;
    const PyTok *before = &t->at[open - 1];
    if (before->kind == PY_NAME)
        return before->sub != PW_NONE && before->sub <= PW_LAST_KEYWORD;
    return before->kind != PY_CLOSE && before->kind != PY_STRING;
}

/* Where the primary expression that ends with token `last` begins; PY_NONE when none does. */
static uint32_t primary_start(const PyToks *t, uint32_t last)
{
    uint32_t i = last;
    for (;;) {
        const PyTok *k = &t->at[i];
        if (k->kind == PY_CLOSE) {
            if (k->mate == PY_NONE)
                return PY_NONE;
            i = k->mate;
            bool call = i > 0 && k->sub != '}' &&
                        (t->at[i - 1].kind == PY_CLOSE ||
                         (t->at[i - 1].kind == PY_NAME &&
                          (t->at[i - 1].sub == PW_NONE || t->at[i - 1].sub > PW_LAST_KEYWORD)));
            if (!call)
                return i;
            i--;
            continue;
        }
        if (k->kind == PY_STRING) {
            while (i > 0 && t->at[i - 1].kind == PY_STRING)
                i--;
            return i;
        }
        if (k->kind != PY_NAME && k->kind != PY_NUMBER)
            return PY_NONE;
        if (k->kind == PY_NAME && k->sub && k->sub <= PW_LAST_KEYWORD)
            return PY_NONE;
        if (i < 2 || !is_op(t, i - 1, '.'))
            return i;
        i -= 2;
    }
}

/* The token at which the chain begins that the operand at `tok` stands in. */
static uint32_t chain_start(const PyToks *t, uint32_t tok)
{
    while (tok >= 2 && is_op(t, tok - 1, '+')) {
        uint32_t left = primary_start(t, tok - 2);
        if (left == PY_NONE)
            break;
        tok = left;
        while (tok >= 2 && (is_op(t, tok - 1, '%') || is_op(t, tok - 1, '*'))) { /* "..." % x + "..." */
            left = primary_start(t, tok - 2);
            if (left == PY_NONE)
                break;
            tok = left;
        }
    }
    return tok;
}

/* Methods that leave the SQL in a literal what it is. */
static bool harmless_method(Str name)
{
    return str_eqz(name, "strip") || str_eqz(name, "rstrip") || str_eqz(name, "lstrip") ||
           str_eqz(name, "encode");
}

static uint32_t parse_chain(PySource *s, const PyToks *t, uint32_t tok, PyExpr *e);

/* What stands behind literal parts [first, ...): .format(...), % ..., .strip().  Returns the end; *opaque
   when it makes something else of them. */
static uint32_t parse_tail(const PyToks *t, uint32_t i, PyExpr *e, size_t first, bool *opaque)
{
    while (is_op(t, i, '.') && t->at[i + 1].kind == PY_NAME && t->at[i + 2].kind == PY_OPEN &&
           t->at[i + 2].mate != PY_NONE) {
        uint32_t open = i + 2, close = t->at[open].mate;
        if (t->at[i + 1].sub == PW_FORMAT) {
            for (size_t k = first; k < e->parts.n; k++) {
                *opaque |= e->parts.at[k].layer != LAYER_NONE || e->parts.at[k].hole;
                e->parts.at[k].layer = LAYER_FORMAT;
                e->parts.at[k].args = open + 1;
                e->parts.at[k].args_end = close;
            }
        } else if (!harmless_method(py_text(t, i + 1))) {
            *opaque = true;
        }
        i = close + 1;
    }
    if (t->at[i].kind == PY_OPEN && t->at[i].sub == '[') { /* a slice of the text */
        *opaque = true;
        i = py_primary_end(t, first < e->parts.n ? e->parts.at[first].tok : i);
    }
    if (is_op(t, i, '%')) {
        uint32_t end = py_primary_end(t, i + 1);
        for (size_t k = first; k < e->parts.n && end > i + 1; k++) {
            *opaque |= e->parts.at[k].layer != LAYER_NONE || e->parts.at[k].hole;
            e->parts.at[k].layer = LAYER_PERCENT;
            e->parts.at[k].args = i + 1;
            e->parts.at[k].args_end = end;
        }
        i = end;
    } else if (is_op(t, i, '*')) { /* repeated: no text to read as SQL */
        *opaque = true;
        i = py_primary_end(t, i + 1);
    }
    return i;
}

static uint32_t parse_operand(PySource *s, const PyToks *t, uint32_t tok, PyExpr *e)
{
    size_t first = e->parts.n;
    uint32_t end = tok;
    bool opaque = false;
    if (t->at[tok].kind == PY_STRING) {
        while (t->at[end].kind == PY_STRING)
            end++;
        VEC_PUSH(s->a, &e->parts, ((PyPart){.tok = tok, .end = end}));
    } else if (t->at[tok].kind == PY_OPEN && grouping(t, tok)) {
        end = parse_chain(s, t, tok + 1, e);
        if (end != t->at[tok].mate)
            opaque = true;
        end = t->at[tok].mate + 1;
    } else {
        opaque = true;
    }
    if (!opaque)
        end = parse_tail(t, end, e, first, &opaque);
    if (opaque) {
        e->parts.n = first;
        uint32_t whole = py_primary_end(t, tok);
        while ((is_op(t, whole, '%') || is_op(t, whole, '*')) && py_primary_end(t, whole + 1) > whole + 1)
            whole = py_primary_end(t, whole + 1);
        end = whole > end ? whole : end;
        if (end > tok)
            VEC_PUSH(s->a, &e->parts, ((PyPart){.hole = true, .tok = tok, .end = end}));
    }
    return end;
}

/* The operands from `tok` on, added to e->parts; returns where the chain ends. */
static uint32_t parse_chain(PySource *s, const PyToks *t, uint32_t tok, PyExpr *e)
{
    uint32_t end = parse_operand(s, t, tok, e);
    while (end > tok && is_op(t, end, '+')) {
        uint32_t next = parse_operand(s, t, end + 1, e);
        if (next <= end + 1)
            break;
        end = next;
    }
    return end;
}

static bool holds(const PyExpr *e, uint32_t tok)
{
    for (size_t i = 0; i < e->parts.n; i++)
        if (!e->parts.at[i].hole && tok >= e->parts.at[i].tok && tok < e->parts.at[i].end)
            return true;
    return false;
}

static PyExpr *new_expr(PySource *s, const PyToks *t)
{
    PyExpr *e = ARENA_NEW(s->a, PyExpr);
    e->id = (uint32_t)s->exprs.n;
    e->toks = t;
    e->group = e;
    VEC_PUSH(s->a, &s->exprs, e);
    return e;
}

PyExpr *py_expr(PySource *s, const PyToks *t, uint32_t tok)
{
    if (t->at[tok].mate != PY_NONE)
        return s->exprs.at[t->at[tok].mate];
    PyExpr *e = new_expr(s, t);
    uint32_t first = tok;
    while (first > 0 && t->at[first - 1].kind == PY_STRING)
        first--;
    uint32_t start = chain_start(t, first), end = parse_chain(s, t, start, e);
    for (;;) { /* brackets around it that only group */
        if (start == 0 || t->at[start - 1].kind != PY_OPEN || t->at[start - 1].mate != end ||
            !grouping(t, start - 1))
            break;
        PyExpr wider = {.group = NULL};
        uint32_t from = chain_start(t, start - 1), to = parse_chain(s, t, from, &wider);
        if (!holds(&wider, tok))
            break;
        e->parts.at = wider.parts.at;
        e->parts.n = wider.parts.n;
        e->parts.cap = wider.parts.cap;
        start = from;
        end = to;
    }
    if (!holds(e, tok)) { /* part of something that cannot be read: alone, and opaque */
        e->parts.n = 0;
        end = first;
        while (t->at[end].kind == PY_STRING)
            end++;
        start = first;
        VEC_PUSH(s->a, &e->parts, ((PyPart){.tok = first, .end = end}));
    }
    e->tok = start;
    e->end = end;
    for (size_t i = 0; i < e->parts.n; i++)
        for (uint32_t k = e->parts.at[i].tok; !e->parts.at[i].hole && k < e->parts.at[i].end; k++)
            t->at[k].mate = e->id;
    return e;
}
