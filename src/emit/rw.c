/* What a rule does (the rest of rw.h): claims, and the templates and edits that the renderer carries out.
   They are recorded here and written there. */
#include "emit/render.h"

/* ---- claiming ---- */

const Note EMIT_NOTES[] = {
#define NOTE(id, code, name, title) {code, name, title},
#include "emit/notes.def"
#undef NOTE
};

/* Does what is converted here stand beside a column of a table that the program names?  Its type is then
   that of its namesakes in the schema.  The comparison, or NULL. */
static const Node *beside_open(Rw *rw, const Node *n)
{
    for (int up = 0; n && up < 3 && n->kind != ND_CORE; up++, n = n->parent) {
        if (type_is_open_column(rw, n) && type_of(rw, n) != PG_UNKNOWN)
            return n;
        for (uint32_t i = 0; i < n->nkids; i++)
            if (n->kid[i] && type_is_open_column(rw, n->kid[i]) && type_of(rw, n->kid[i]) != PG_UNKNOWN)
                return n;
        if (n->kind == ND_BINARY || n->kind == ND_IN || n->kind == ND_BETWEEN)
            return NULL;
    }
    return NULL;
}

/* Codes that say that a type made the difference. */
static bool by_type(const Rw *rw, uint16_t code)
{
    return (code > 200 && code < 210) || code == 218 ||
           (rw->rule && rw->rule->code == code && str_istarts(str_z(rw->rule->name), "date/"));
}

static void say(Rw *rw, const Node *n, uint16_t code, Safety safety, const char *msg, const char *hint)
{
    const Node *open = safety == SX_EXACT && by_type(rw, code) ? beside_open(rw, n) : NULL;
    if (open) {
        n = open;
        code = EMIT_NOTES[NOTE_BY_NAME].code;
        safety = SX_NEAR;
        msg = OPEN_COLUMN;
        hint = OPEN_COLUMN_HINT;
    }
    uint32_t off = node_off(rw->stmt, n);
    if (rw->skip && rw->skip(rw->skip_arg, code, off))
        return;
    for (size_t i = 0; i < rw->diags.n; i++) { /* one note a code and place, the most careful one */
        Diag *d = &rw->diags.at[i];
        if (d->code == code && d->off == off) {
            if (safety > d->safety) {
                d->safety = safety;
                d->msg = arena_dup(rw->a, str_z(msg));
                d->hint = arena_dup(rw->a, str_z(hint));
            }
            return;
        }
    }
    VEC_PUSH(rw->a, &rw->diags,
             ((Diag){.code = code,
                     .safety = safety,
                     .off = off,
                     .len = (uint32_t)node_text(rw->stmt, n).n,
                     .msg = arena_dup(rw->a, str_z(msg)),
                     .hint = arena_dup(rw->a, str_z(hint))}));
}

void rw_exact(Rw *rw, const Node *n)
{
    say(rw, n, rw->rule->code, SX_EXACT, rw->rule->title, NULL);
}

void rw_near(Rw *rw, const Node *n, const char *why, const char *hint)
{
    say(rw, n, rw->rule->code, SX_NEAR, why, hint);
}

void rw_risk(Rw *rw, const Node *n, const char *why, const char *hint)
{
    say(rw, n, rw->rule->code, SX_RISK, why, hint);
}

bool rw_manual(Rw *rw, const Node *n, const char *why, const char *hint)
{
    say(rw, n, rw->rule->code, SX_MANUAL, why, hint);
    rw->manual = true;
    return true;
}

void rw_postgres(Rw *rw, Str what)
{
    if (!rw->postgres.n)
        rw->postgres = what;
}

/* C, POSIX, en_US.utf8, de-x-icu, und-x-icu. */
static bool is_postgres_collation(Str name)
{
    return str_eqz(name, "C") || str_eqz(name, "POSIX") || str_eqz(name, "ucs_basic") ||
           str_iends(name, "-x-icu") || str_iends(name, ".utf8") || str_iends(name, ".utf-8") ||
           (name.n == 5 && name.p[2] == '_');
}

bool rw_foreign_collation(Rw *rw, const Node *n, Str name)
{
    if (is_postgres_collation(name))
        rw_postgres(rw, rw_fmt(rw, "COLLATE \"%.*s\"", (int)name.n, name.p));
    return rw_manual(rw, n, "a collation of the application's own", "create it in PostgreSQL");
}

void emit_note(Rw *rw, const Node *n, int note, Safety safety, const char *why, const char *hint)
{
    say(rw, n, EMIT_NOTES[note].code, safety, why ? why : EMIT_NOTES[note].title, hint);
    if (safety == SX_MANUAL)
        rw->manual = true;
}

/* ---- editing ---- */

static RwArg *copied(Rw *rw, const RwArg *args, uint32_t nargs)
{
    RwArg *copy = ARENA_ARRAY(rw->a, RwArg, nargs + 1);
    if (nargs)
        memcpy(copy, args, nargs * sizeof *args);
    return copy;
}

void rw_template(Rw *rw, const Node *n, const char *tmpl, PgType type, const RwArg *args, uint32_t nargs)
{
    rw->edit[n->id] = (Edit){.tmpl = tmpl, .type = type, .args = copied(rw, args, nargs), .nargs = nargs};
}

void rw_around(Rw *rw, const Node *n, const char *tmpl, const RwArg *args, uint32_t nargs)
{
    rw->around[n->id] = (Edit){.tmpl = tmpl, .args = copied(rw, args, nargs), .nargs = nargs};
}

void rw_around_grouped(Rw *rw, const Node *n, const char *tmpl, const RwArg *args, uint32_t nargs)
{
    rw_around(rw, n, tmpl, args, nargs);
    rw->around[n->id].grouped = true;
}

bool rw_compat(Rw *rw, const Node *n, const char *why, const char *hint, const char *tmpl, PgType type,
               const RwArg *args, uint32_t nargs)
{
    static const char help[] = "with --compat this is exact";
    if (!rw->opts->compat)
        return rw_manual(rw, n, why, hint ? rw_fmt(rw, "%s; %s", hint, help).p : help);
    rw_exact(rw, n);
    rw_template(rw, n, tmpl, type, args, nargs);
    return true;
}

void rw_call(Rw *rw, const Node *func, const char *tmpl, PgType type)
{
    const Node *args = func->kid[FUNC_ARGS];
    RwArg *a = ARENA_ARRAY(rw->a, RwArg, args->nkids + 1);
    for (uint32_t i = 0; i < args->nkids; i++)
        a[i] = RW_NODE(args->kid[i]);
    rw_template(rw, func, tmpl, type, a, args->nkids);
}

void rw_as(Rw *rw, const Node *n, const char *tmpl, PgType type, const Node *a, const Node *b, const Node *c)
{
    RwArg args[] = {RW_NODE(a), RW_NODE(b), RW_NODE(c)};
    rw_template(rw, n, tmpl, type, args, 3);
}

void rw_grant_id(Rw *rw, Str column)
{
    rw->id_column = column;
}

static TokEdit *edit_of(Rw *rw, uint32_t tok)
{
    TokEdit **e = &rw->tokedit[tok - rw->stmt->first];
    if (!*e)
        *e = ARENA_NEW(rw->a, TokEdit);
    return *e;
}

static void drop(Rw *rw, uint32_t from, uint32_t to, uint8_t how)
{
    for (uint32_t i = from; i < to; i++)
        if (!tok_is_trivia(rw->stmt->toks->at[i].kind))
            edit_of(rw, i)->drop = how;
}

void rw_drop(Rw *rw, uint32_t from, uint32_t to)
{
    drop(rw, from, to, DROP_FORWARD);
}

void rw_drop_back(Rw *rw, uint32_t from, uint32_t to)
{
    drop(rw, from, to, DROP_BACK);
    for (uint32_t i = from + 1; i < to; i++)
        if (rw->stmt->toks->at[i].kind == TK_SPACE)
            edit_of(rw, i)->drop = DROP_BACK;
    if (from > rw->stmt->first && rw->stmt->toks->at[from - 1].kind == TK_SPACE)
        edit_of(rw, from - 1)->drop = DROP_BACK;
}

void rw_put(Rw *rw, uint32_t tok, Str text)
{
    edit_of(rw, tok)->put = text;
}

void rw_insert(Rw *rw, uint32_t tok, Str text)
{
    if (rw->again)
        return;
    TokEdit *e = edit_of(rw, tok);
    e->before =
        e->before.n ? rw_fmt(rw, "%.*s%.*s", (int)e->before.n, e->before.p, (int)text.n, text.p) : text;
}

void rw_append(Rw *rw, const Node *n, Str text)
{
    if (rw->again)
        return;
    Str *a = &rw->append[n->id];
    *a = a->n ? rw_fmt(rw, "%.*s%.*s", (int)a->n, a->p, (int)text.n, text.p) : text;
}

void rw_append_template(Rw *rw, const Node *n, const char *tmpl, const RwArg *args, uint32_t nargs)
{
    if (!rw->tail)
        rw->tail = ARENA_ARRAY(rw->a, Edit *, rw->stmt->nnodes + 1);
    RwArg *copy = ARENA_ARRAY(rw->a, RwArg, nargs + 1);
    memcpy(copy, args, nargs * sizeof *args);
    Edit *e = rw->tail[n->id] = ARENA_NEW(rw->a, Edit);
    *e = (Edit){.tmpl = tmpl, .args = copy, .nargs = nargs};
}

void rw_prefix(Rw *rw, const Node *n, Str text)
{
    rw->prefix[n->id] = text;
}

void rw_wish(Rw *rw, const Node *child, PgType type)
{
    rw->wish[child->id] = (uint8_t)type;
}

void rw_wish_assign(Rw *rw, const Node *child, PgType type)
{
    rw->wish[child->id] = (uint8_t)type;
    rw->assign[child->id] = ASSIGN;
}

void rw_wish_cast(Rw *rw, const Node *child, PgType type)
{
    rw->wish[child->id] = (uint8_t)type;
    rw->assign[child->id] = ASSIGN_CAST;
}

void rw_split_rows(Rw *rw, uint32_t row)
{
    VEC_PUSH(rw->a, &rw->cuts, row);
}

void rw_before_statement(Rw *rw, Str sql)
{
    VEC_PUSH(rw->a, &rw->before, sql);
}

void rw_after_statement(Rw *rw, Str sql)
{
    VEC_PUSH(rw->a, &rw->after, sql);
}

void rw_after_table(Rw *rw, Str table, Str child, Str change)
{
    VEC_PUSH(rw->a, &rw->later, ((Later){table, child, change, false}));
}

void rw_after_rename(Rw *rw, Str table, Str child, Str change)
{
    VEC_PUSH(rw->a, &rw->later, ((Later){table, child, change, true}));
}

void rw_at_end(Rw *rw, Str sql)
{
    rw_after_table(rw, (Str){"\1", 1}, STR_NONE, sql);
}

void rw_replace_statement(Rw *rw, Str sql)
{
    rw->replaced = true;
    rw->replacement = sql;
}
