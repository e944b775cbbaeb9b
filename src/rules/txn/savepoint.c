/* A SAVEPOINT outside a transaction begins one in SQLite, and the RELEASE of that savepoint commits it; in
   PostgreSQL BEGIN and COMMIT have to be written.  A script tells where transactions begin; a program does
   not, so that nothing is written there. */
#include "emit/rw.h"

static const char NAME[] = "{0}";

static void lower(Str s, char *out, size_t size)
{
    size_t n = s.n < size ? s.n : size - 1;
    for (size_t i = 0; i < n; i++)
        out[i] = ascii_lower(s.p[i]);
    out[n] = 0;
}

static bool is_opener(const Flow *f, Str name)
{
    char word[sizeof f->opener];
    lower(name, word, sizeof word);
    return f->opener[0] && strcmp(word, f->opener) == 0;
}

static void ended(Flow *f)
{
    f->in_transaction = false;
    f->opener[0] = 0;
    f->same_name = 0;
}

static void begun(Flow *f)
{
    ended(f);
    f->in_transaction = true;
}

static bool savepoint(Rw *rw, const Node *n, Flow *f)
{
    Str name = rw_name(rw, n->kid[SAVEPOINT_NAME]);
    if (f->in_transaction) {
        f->same_name += is_opener(f, name);
        return false;
    }
    begun(f);
    lower(name, f->opener, sizeof f->opener);
    rw_exact(rw, n);
    rw_before_statement(rw, STR("BEGIN"));
    return true;
}

static bool release(Rw *rw, const Node *n, Flow *f)
{
    if (!f->in_transaction || !is_opener(f, rw_name(rw, n->kid[RELEASE_NAME])))
        return false;
    if (f->same_name) {
        f->same_name--;
        return false;
    }
    ended(f);
    rw_exact(rw, n);
    rw_after_statement(rw, STR("COMMIT"));
    return true;
}

/* Names of savepoints ignore case in both engines: a bare one stays as it is, unquoted. */
static void keep_name(Rw *rw, const Node *name)
{
    if (!name || !ascii_ident(rw_text(rw, name).p[0]))
        return;
    RwArg arg = RW_TEXT(rw_text(rw, name));
    rw_template(rw, name, NAME, PG_UNKNOWN, &arg, 1);
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind == ND_SAVEPOINT || n->kind == ND_RELEASE)
        keep_name(rw, n->kid[n->kind == ND_SAVEPOINT ? SAVEPOINT_NAME : RELEASE_NAME]);
    else if (n->kind == ND_ROLLBACK)
        keep_name(rw, n->kid[ROLLBACK_SAVEPOINT]);
    Flow *f = rw_flow(rw);
    if (n->kind == ND_SAVEPOINT && !f)
        rw_near(rw, n, "PostgreSQL takes SAVEPOINT within a transaction only, which SQLite begins by itself",
                "begin one first, unless the driver does");
    if (!f)
        return false;
    switch (n->kind) {
    case ND_BEGIN: begun(f); return false;
    case ND_COMMIT: ended(f); return false;
    case ND_ROLLBACK:
        if (!n->kid[ROLLBACK_SAVEPOINT])
            ended(f);
        return false;
    case ND_SAVEPOINT: return savepoint(rw, n, f);
    default: return release(rw, n, f);
    }
}

const Rule rule_savepoint = {.code = 803,
                             .name = "txn/savepoint",
                             .title = "a SAVEPOINT outside a transaction begins one",
                             .on = KINDS(ND_BEGIN, ND_COMMIT, ND_ROLLBACK, ND_SAVEPOINT, ND_RELEASE),
                             .templates = SET(NAME),
                             .apply = apply};
