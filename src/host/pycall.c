/* What surrounds a string expression: the call it is an argument of, the name it is given to, whether
   parameters are passed along.  It looks at tokens only, and says nothing where it cannot see. */
#include "host/python.h"

enum { MOST_EVENTS = 256 }; /* of one name that are looked at */

/* Calls whose text is for people, or is looked at and not run. */
static bool for_people(Str name)
{
    static const char *const names[] = {"print",      "debug",     "info",
                                        "warning",    "warn",      "error",
                                        "exception",  "critical",  "log",
                                        "startswith", "endswith",  "write",
                                        "echo",       "fail",      "add_argument",
                                        "compile",    "match",     "search",
                                        "sub",        "findall",   "replace",
                                        "split",      "find",      "index",
                                        "skip",       "skipTest",  "_",
                                        "gettext",    "getLogger", "subTest",
                                        "input",      "secho",     "assertRaisesRegex",
                                        "help",       "add_parser"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eqz(name, names[i]))
            return true;
    return str_iends(name, "Error") || str_iends(name, "Exception") || str_iends(name, "Warning");
}

static bool is_exec(uint8_t word)
{
    return word == PW_EXECUTE || word == PW_EXECUTEMANY || word == PW_EXECUTESCRIPT;
}

static bool op_at(const PyToks *t, uint32_t i, char c)
{
    return t->at[i].kind == PY_OP && t->at[i].sub == (uint8_t)c;
}

/* The names behind whose call or value the text is SQL's: sql=, query=. */
static bool keyword_argument(const PyToks *t, uint32_t tok)
{
    return tok >= 2 && op_at(t, tok - 1, '=') && t->at[tok - 2].kind == PY_NAME && t->at[tok].up != PY_NONE;
}

/* Calls that hand their text on unchanged: execute(dedent("...")), execute(text("...")).  *text: SQLAlchemy's
   text() is among them. */
static uint32_t outermost(const PyToks *t, uint32_t *tok, uint32_t end, bool *text)
{
    for (int i = 0; i < 3 && *tok >= 2; i++) {
        uint32_t open = *tok - 1;
        if (t->at[open].kind != PY_OPEN || t->at[open].sub != '(' || t->at[open].mate != end ||
            t->at[open - 1].kind != PY_NAME)
            break;
        Str name = py_text(t, open - 1);
        if (!str_eqz(name, "dedent") && !str_eqz(name, "text") && !str_eqz(name, "cleandoc") &&
            !str_eqz(name, "str"))
            break;
        *text |= str_eqz(name, "text");
        *tok = py_dotted_start(t, open - 1);
        end = end + 1;
    }
    return end;
}

static void call_arguments(const PyToks *t, PySite *site, uint32_t end)
{
    const PyTok *call = &t->at[site->call];
    site->exec = true;
    site->many = call->sub == PW_EXECUTEMANY;
    site->script = call->sub == PW_EXECUTESCRIPT;
    bool more = op_at(t, end, ',') && t->at[end + 1].kind != PY_CLOSE;
    site->has_args = site->many || (more && !site->script);
    site->no_args = !site->has_args;
}

static bool first_of_line(const PyToks *t, uint32_t tok)
{
    return tok == 0 || t->at[tok - 1].kind == PY_NEWLINE;
}

/* The first token of the logical line that `tok` stands in. */
static uint32_t line_start(const PyToks *t, uint32_t tok)
{
    while (t->at[tok].up != PY_NONE)
        tok = t->at[tok].up;
    while (!first_of_line(t, tok)) {
        tok--;
        if (t->at[tok].kind == PY_CLOSE && t->at[tok].mate != PY_NONE)
            tok = t->at[tok].mate;
    }
    return tok;
}

static bool at_statement_start(const PyToks *t, uint32_t tok)
{
    if (tok && t->at[tok - 1].kind == PY_NAME && t->at[tok - 1].sub == PW_AWAIT)
        tok--;
    return first_of_line(t, tok);
}

/* Parameters at the uses of a name: execute(name, ...), until it is set to something else. */
static void uses_of(const PySource *s, const PyEvent *set, PySite *site)
{
    const PyEvent *end = &s->events.at[s->key_first[set->key + 1]];
    uint32_t seen = 0;
    bool with = false, without = false;
    if (end - set > MOST_EVENTS)
        end = set + MOST_EVENTS;
    for (const PyEvent *ev = set + 1; ev < end; ev++) {
        if (ev->kind == EV_SET && seen)
            break;
        if (ev->kind != EV_USE)
            continue;
        PySite use = {.call = ev->from - 2};
        call_arguments(&s->toks, &use, ev->name + 1);
        with |= use.has_args;
        without |= use.no_args;
        site->exec = true;
        site->many |= use.many;
        site->script |= use.script;
        seen++;
    }
    site->has_args = with && !without;
    site->no_args = without && !with;
}

static const PyEvent *set_around(PySource *s, const PyExpr *e)
{
    const PyToks *t = &s->toks;
    if (t->at[e->tok].up != PY_NONE && t->at[t->at[e->tok].up].sub != '(')
        return NULL; /* in a list or a table */
    uint32_t first = line_start(t, e->tok), i = first;
    while (i < e->tok && !(op_at(t, i, '=') && t->at[i].up == PY_NONE))
        i = t->at[i].kind == PY_OPEN && t->at[i].mate != PY_NONE && t->at[i].mate < e->tok ? t->at[i].mate + 1
                                                                                           : i + 1;
    if (i >= e->tok || i == 0)
        return NULL;
    uint32_t name = i - 1, from, to;
    if (op_at(t, first + 1, ':') && t->at[first].kind == PY_NAME)
        name = first; /* name: type = ... */
    if (t->at[name].kind != PY_NAME)
        return NULL;
    bool attribute = name > 0 && op_at(t, name - 1, '.');
    py_flow(s);
    if (!py_events(s, attribute ? SCOPE_ATTRIBUTE : py_scope(s, py_line_of(s, name)), py_text(t, name), &from,
                   &to))
        return NULL;
    while (from < to) { /* in source order */
        uint32_t mid = from + (to - from) / 2;
        if (s->events.at[mid].name < name)
            from = mid + 1;
        else
            to = mid;
    }
    const PyEvent *ev = &s->events.at[from];
    return ev->name == name && ev->kind == EV_SET ? ev : NULL;
}

PySite py_site(PySource *s, const PyExpr *e)
{
    PySite site = {.call = PY_NONE};
    const PyToks *t = e->toks;
    if (t->where != PY_NONE)
        return site;
    uint32_t tok = e->tok, end = outermost(t, &tok, e->end, &site.text);
    const PyTok *before = tok ? &t->at[tok - 1] : &t->at[t->n];
    if (first_of_line(t, tok) && (t->at[end].kind == PY_NEWLINE || t->at[end].kind == PY_EOF)) {
        site.doc = true;
        return site;
    }
    uint32_t open = t->at[tok].up;
    bool called = open != PY_NONE && open > 0 && t->at[open].sub == '(' && t->at[open - 1].kind == PY_NAME;
    if (called && (before == &t->at[open] || keyword_argument(t, tok))) {
        site.call = open - 1;
        bool method = open >= 2 && op_at(t, open - 2, '.');
        if (before == &t->at[open] && method && is_exec(t->at[open - 1].sub)) {
            call_arguments(t, &site, end);
            uint32_t start = py_dotted_start(t, open - 1);
            site.statement =
                at_statement_start(t, start) && (t->at[t->at[open].mate + 1].kind == PY_NEWLINE ||
                                                 t->at[t->at[open].mate + 1].kind == PY_EOF);
            return site;
        }
    }
    if (called && for_people(py_text(t, open - 1)))
        site.prose = true;
    const PyTok *first = &t->at[line_start(t, tok)];
    if (first->kind == PY_NAME && (first->sub == PW_RAISE || first->sub == PW_ASSERT))
        site.prose = true;
    if (!called || t->at[open].mate == PY_NONE) {
        site.set = set_around(s, e);
        if (site.set)
            uses_of(s, site.set, &site);
    }
    return site;
}
