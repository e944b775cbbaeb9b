/* What migration tools are told in Python and not in SQL: op.drop_table("t") and its kin (pyrisk.def).  Said
   only when risks are asked for, and not in a function that takes a migration back.  It sees calls as they
   are written; what their arguments hold is not worked out. */
#include "base/risk_codes.h"
#include "host/python.h"

typedef enum Tool { ALEMBIC, DJANGO } Tool;
typedef enum When { ALWAYS, NULLABLE_FALSE, NEW_NAME, BARE_NOT_NULL } When;

static const struct {
    Tool tool;
    const char *name;
    When when;
    uint16_t code;
    const char *msg, *hint;
} CALLS[] = {
#define RISK_CALL(tool, name, when, code, msg, hint) {tool, name, when, code, msg, hint},
#include "host/pyrisk.def"
#undef RISK_CALL
};

static bool op_is(const PyToks *t, uint32_t i, char c)
{
    return i < t->n && t->at[i].kind == PY_OP && t->at[i].sub == (uint8_t)c;
}

/* name = value, as an argument of the call whose bracket is `open` or, `deep`, of one inside it. */
static uint32_t keyword(const PyToks *t, uint32_t open, const char *name, bool deep)
{
    for (uint32_t i = open + 1; i < t->at[open].mate; i++)
        if (t->at[i].kind == PY_NAME && op_is(t, i + 1, '=') && (deep || t->at[i].up == open) &&
            str_eqz(py_text(t, i), name))
            return i + 2;
    return PY_NONE;
}

static bool is_false(const PyToks *t, uint32_t i)
{
    return i != PY_NONE && t->at[i].kind == PY_NAME && t->at[i].sub == PW_FALSE;
}

static bool holds(const PyToks *t, uint32_t open, When when)
{
    switch (when) {
    case NULLABLE_FALSE: return is_false(t, keyword(t, open, "nullable", false));
    case NEW_NAME: return keyword(t, open, "new_column_name", false) != PY_NONE;
    case BARE_NOT_NULL:
        return is_false(t, keyword(t, open, "nullable", true)) &&
               keyword(t, open, "server_default", true) == PY_NONE;
    default: return true;
    }
}

static bool receives(Str receiver, Tool tool)
{
    if (tool == DJANGO)
        return str_eqz(receiver, "migrations");
    return str_eqz(receiver, "op") || str_iends(receiver, "_op") || str_eqz(receiver, "batch");
}

bool risk_takes_back(const PySource *s, uint32_t tok)
{
    uint32_t b = s->lines.at[py_line_of(s, tok)].block;
    for (; b != 0 && b != PY_NONE; b = s->blocks.at[b].parent) {
        const PyBlock *k = &s->blocks.at[b];
        if (k->head != PW_DEF || k->header == PY_NONE)
            continue;
        uint32_t i = s->lines.at[k->header].tok;
        while (s->toks.at[i].kind == PY_NAME && s->toks.at[i].sub != PW_DEF)
            i++; /* async */
        if (str_eqz(py_text(&s->toks, i + 1), "downgrade"))
            return true;
    }
    return false;
}

void risk_notes(PyJob *j)
{
    const PyToks *t = &j->s->toks;
    for (uint32_t i = 2; i + 1 < t->n; i++) {
        if (t->at[i].kind != PY_NAME || t->at[i + 1].kind != PY_OPEN || t->at[i + 1].mate == PY_NONE ||
            !op_is(t, i - 1, '.') || t->at[i - 2].kind != PY_NAME)
            continue;
        Str name = py_text(t, i), receiver = py_text(t, i - 2);
        for (size_t c = 0; c < sizeof CALLS / sizeof *CALLS; c++) {
            if (!str_eqz(name, CALLS[c].name) || !receives(receiver, CALLS[c].tool) ||
                !holds(t, i + 1, CALLS[c].when) || risk_takes_back(j->s, i))
                continue;
            uint32_t from = t->at[i - 2].off, end = t->at[t->at[i + 1].mate].off + 1;
            job_say(j, NULL, CALLS[c].code, SX_RISK, from, end - from, str_z(CALLS[c].msg),
                    str_z(CALLS[c].hint));
        }
    }
}
