/* The rules' side of the renderer: the functions of rw.h.  They record edits; render.c carries them out. */
#include "emit/render.h"
#include "emit/coltype.h"
#include "emit/names.h"
#include <stdarg.h>
#include <stdlib.h>

/* ---- looking ---- */

Arena *rw_arena(Rw *rw)
{
    return rw->a;
}

const Stmt *rw_stmt(const Rw *rw)
{
    return rw->stmt;
}

const Sema *rw_sema(const Rw *rw)
{
    return rw->sema;
}

const Catalog *rw_catalog(const Rw *rw)
{
    return rw->cat;
}

const Options *rw_options(const Rw *rw)
{
    return rw->opts;
}

const Info *rw_info(const Rw *rw, const Node *n)
{
    return sema_info(rw->sema, n);
}

PgType rw_want(const Rw *rw)
{
    return rw->want;
}

PgType rw_type(Rw *rw, const Node *n)
{
    return type_of(rw, n);
}

PgType rw_column_type(Rw *rw, const Table *t, const Column *c)
{
    return coltype_of(rw->opts, t, c);
}

bool rw_key_folds(Rw *rw, const Table *t, const Key *k, uint16_t i)
{
    return key_folds(k, i) && k->cols[i] != UINT16_MAX && (rw->opts->nocase == NOCASE_LOWER || (k->collated >> i & 1)) &&
           pg_family(rw_column_type(rw, t, &t->cols[k->cols[i]])) == FAM_TEXT;
}

bool rw_answer_read(const Rw *rw)
{
    return rw->answer_read;
}

bool rw_read_by_name(const Rw *rw, Str column)
{
    Str p = rw->program;
    for (size_t i = 1; i + column.n < p.n; i++) {
        const char *at = memchr(p.p + i, column.p[0], p.n - column.n - i);
        if (!at)
            return false;
        i = (size_t)(at - p.p);
        char quote = at[-1];
        if ((quote == '"' || quote == '\'') && at[column.n] == quote && !memcmp(at, column.p, column.n))
            return true;
    }
    return false;
}

Str rw_layout(Rw *rw, const char *sql)
{
    Str s = str_z(sql);
    if (!rw->one_line)
        return s;
    char *p = arena_alloc(rw->a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == '\n' || (s.p[i] == ' ' && n && p[n - 1] == ' ');
        if (!blank)
            p[n++] = s.p[i];
        else if (s.p[i] == '\n' && n && p[n - 1] != '(')
            p[n++] = ' ';
    }
    p[n] = 0;
    return (Str){p, n};
}

Str rw_text(const Rw *rw, const Node *n)
{
    return node_text(rw->stmt, n);
}

Str rw_name(Rw *rw, const Node *name)
{
    return name && name->kind != ND_HOLE ? node_name(rw->a, rw->stmt, name) : STR_NONE;
}

bool rw_is_call(Rw *rw, const Node *n, const char *function)
{
    n = sema_strip(n);
    return n->kind == ND_FUNC && str_ieqz(rw_name(rw, n->kid[FUNC_NAME]), function);
}

bool rw_pure(Rw *rw, const Node *n)
{
    if (n->kind == ND_PARAM || n->kind == ND_HOLE)
        return rw_repeatable(rw, n);
    if (n->kind == ND_SUBQUERY || n->kind == ND_EXISTS || rw_is_call(rw, n, "random") ||
        rw_is_call(rw, n, "randomblob"))
        return false;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && !rw_pure(rw, n->kid[i]))
            return false;
    return true;
}

bool rw_is_aggregate(Rw *rw, const Node *n)
{
    if (n->kind != ND_FUNC || n->kid[FUNC_OVER])
        return false;
    const Function *f =
        sema_function(rw_name(rw, n->kid[FUNC_NAME]), n->kid[FUNC_ARGS]->nkids, (n->flags & NF_STAR) != 0);
    return f && f->kind == FN_AGGREGATE;
}

bool rw_has_aggregate(Rw *rw, const Node *n)
{
    if (!n || n->kind == ND_SELECT)
        return false;
    if (rw_is_aggregate(rw, n))
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (rw_has_aggregate(rw, n->kid[i]))
            return true;
    return false;
}

const Node *rw_arg(const Node *func, uint32_t i)
{
    const Node *args = func->kid[FUNC_ARGS];
    return i < args->nkids ? args->kid[i] : NULL;
}

const Table *rw_table(Rw *rw, const Node *n)
{
    const Node *name = n->kind == ND_TABLEREF ? n->kid[TABLEREF_NAME]
                       : n->kind == ND_QNAME  ? n->kid[QNAME_NAME]
                                              : n;
    return name ? catalog_table(rw->cat, rw_name(rw, name)) : NULL;
}

bool rw_string(Rw *rw, const Node *n, Str *value)
{
    n = sema_strip(n);
    if (n->kind == ND_LITERAL && n->op == TK_STRING) {
        *value = token_string(rw->a, rw->stmt->toks, n->tok);
        return true;
    }
    if (n->kind == ND_COLREF && rw_info(rw, n)->name == NAME_STRING) {
        *value = rw_name(rw, n->kid[COLREF_COLUMN]);
        return true;
    }
    return false;
}

bool rw_constant_text(Rw *rw, const Node *n, Str *value)
{
    const Node *s = sema_strip(n);
    if (s->kind != ND_BINARY || s->op != TK_CONCAT)
        return rw_string(rw, n, value);
    Str l, r;
    if (!rw_constant_text(rw, s->kid[BINARY_L], &l) || !rw_constant_text(rw, s->kid[BINARY_R], &r))
        return false;
    *value = rw_fmt(rw, "%.*s%.*s", (int)l.n, l.n ? l.p : "", (int)r.n, r.n ? r.p : "");
    return true;
}

bool rw_integer(Rw *rw, const Node *n, int64_t *value)
{
    n = sema_strip(n);
    bool minus = false;
    while (n->kind == ND_UNARY && (n->op == TK_MINUS || n->op == TK_PLUS)) {
        minus ^= n->op == TK_MINUS;
        n = sema_strip(n->kid[UNARY_X]);
    }
    if (n->kind != ND_LITERAL || n->op != TK_INTEGER)
        return false;
    Str s = rw_text(rw, n);
    if (s.n > 18 || (s.n > 1 && ascii_lower(s.p[1]) == 'x') || memchr(s.p, '_', s.n))
        return false;
    int64_t v = 0;
    for (size_t i = 0; i < s.n; i++)
        v = v * 10 + (s.p[i] - '0');
    *value = minus ? -v : v;
    return true;
}

double rw_double(Rw *rw, Str number)
{
    return strtod(arena_dup(rw->a, number).p, NULL);
}

static bool all_repeatable(Rw *rw, const Node *in)
{
    const Node *items = in->kid[IN_RHS]->kid[PAREN_LIST_ITEMS];
    for (uint32_t i = 0; i < items->nkids; i++)
        if (!rw_repeatable(rw, items->kid[i]))
            return false;
    return rw_repeatable(rw, in->kid[IN_X]);
}

bool rw_repeatable(Rw *rw, const Node *n)
{
    n = sema_strip(n);
    switch (n->kind) {
    case ND_LITERAL:
    case ND_COLREF: return true;
    case ND_CAST: return rw_repeatable(rw, n->kid[CAST_X]);
    case ND_PARAM: {
        Str s = rw_text(rw, n);
        return s.n > 1;
    }
    case ND_UNARY: return rw_repeatable(rw, n->kid[UNARY_X]);
    case ND_BINARY: return rw_repeatable(rw, n->kid[BINARY_L]) && rw_repeatable(rw, n->kid[BINARY_R]);
    case ND_ISNULL: return rw_repeatable(rw, n->kid[ISNULL_X]);
    case ND_BETWEEN:
        return rw_repeatable(rw, n->kid[BETWEEN_X]) && rw_repeatable(rw, n->kid[BETWEEN_LO]) &&
               rw_repeatable(rw, n->kid[BETWEEN_HI]);
    case ND_LIKE:
        return rw_repeatable(rw, n->kid[LIKE_X]) && rw_repeatable(rw, n->kid[LIKE_PATTERN]) &&
               !n->kid[LIKE_ESCAPE];
    case ND_IN: return n->kid[IN_RHS]->kind == ND_PAREN_LIST && all_repeatable(rw, n);
    default: return false;
    }
}

bool rw_names_boolean(const Rw *rw, Str column)
{
    return rw->opts->boolean == BOOL_NAMES && coltype_name_is_boolean(column);
}

bool rw_names_time(Str c)
{
    static const char *const ends[] = {"_at",       "_date",     "_time", "_on",
                                       "_datetime", "timestamp", "At",    "Date"};
    static const char *const whole[] = {"date",     "datetime", "created",  "updated",    "modified",
                                        "deadline", "expires",  "expiry",   "deleted",    "ts",
                                        "time",     "day",      "birthday", "last_login", "last_seen"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_iends(c, ends[i]))
            return true;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (str_ieqz(c, whole[i]))
            return true;
    return false;
}

/* ---- what the host asks ---- */

bool rw_in_script(const Rw *rw)
{
    return rw->script;
}

Flow *rw_flow(Rw *rw)
{
    return rw->script ? rw->flow : NULL;
}

bool rw_wants_id(const Rw *rw)
{
    return rw->last_id;
}

void rw_grant_id(Rw *rw, Str column)
{
    rw->id_column = column;
}

/* ---- spelling ---- */

Str rw_ident(Rw *rw, Str name)
{
    return names_spell(rw->a, rw->opts, name);
}

/* Bare in the source, as a name that PostgreSQL folds like any other bare name. */
static bool is_bare(Rw *rw, const Node *name)
{
    return rw->opts->identifiers == NAMES_PRESERVE && ascii_ident(rw_text(rw, name).p[0]);
}

Str rw_bound(Rw *rw, const Node *name)
{
    Str s = rw_name(rw, name);
    if (!is_bare(rw, name))
        return s;
    char *p = arena_alloc(rw->a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = ascii_lower(s.p[i]);
    return (Str){p, s.n};
}

Str rw_spelled(Rw *rw, const Node *name)
{
    Str bound = rw_bound(rw, name);
    return is_bare(rw, name) && !names_reserved(bound) ? rw_text(rw, name) : rw_ident(rw, bound);
}

const Node *rw_binding(const Source *s)
{
    const Node *n = s->node, *alias = NULL;
    switch (n->kind) {
    case ND_TABLEREF: alias = n->kid[TABLEREF_ALIAS]; break;
    case ND_FROMSUB: alias = n->kid[FROMSUB_ALIAS]; break;
    case ND_TABLEFUNC: alias = n->kid[TABLEFUNC_ALIAS]; break;
    case ND_FROMPAREN: alias = n->kid[FROMPAREN_ALIAS]; break;
    default: break;
    }
    return !alias && s->cte ? s->cte->kid[CTE_NAME] : alias;
}

Str rw_source_name(Rw *rw, const Source *s)
{
    const Node *name = rw_binding(s);
    if (name || s->node->kind != ND_TABLEREF)
        return name ? rw_spelled(rw, name) : STR_NONE;
    return rw_ident(rw, s->table ? s->table->name : s->name);
}

const char *rw_written(const Rw *rw, const Node *n)
{
    return rw->edit[n->id].tmpl;
}

Str rw_literal(Rw *rw, Str v)
{
    char *p = arena_alloc(rw->a, v.n * 2 + 3);
    size_t n = 0;
    p[n++] = '\'';
    for (size_t i = 0; i < v.n; i++) {
        if (v.p[i] == '\'')
            p[n++] = '\'';
        p[n++] = v.p[i];
    }
    p[n++] = '\'';
    return (Str){p, n};
}

Str rw_fmt(Rw *rw, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    Str s = arena_vfmt(rw->a, fmt, ap);
    va_end(ap);
    return s;
}

/* ---- claiming ---- */

static void say(Rw *rw, const Node *n, uint16_t code, Safety safety, const char *msg, const char *hint)
{
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

const Note EMIT_NOTES[] = {
#define NOTE(id, code, name, title) {code, name, title},
#include "emit/notes.def"
#undef NOTE
};

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
    TokEdit *e = edit_of(rw, tok);
    e->before =
        e->before.n ? rw_fmt(rw, "%.*s%.*s", (int)e->before.n, e->before.p, (int)text.n, text.p) : text;
}

void rw_append(Rw *rw, const Node *n, Str text)
{
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

/* ---- tokens ---- */

uint32_t rw_find(const Rw *rw, uint32_t from, uint32_t to, uint16_t kind)
{
    for (uint32_t i = from; i < to; i++)
        if (rw->stmt->toks->at[i].kind == kind)
            return i;
    return UINT32_MAX;
}

uint32_t rw_prev(const Rw *rw, uint32_t tok)
{
    while (tok > rw->stmt->first)
        if (!tok_is_trivia(rw->stmt->toks->at[--tok].kind))
            return tok;
    return UINT32_MAX;
}

uint32_t rw_next(const Rw *rw, uint32_t tok)
{
    while (++tok < rw->stmt->last)
        if (!tok_is_trivia(rw->stmt->toks->at[tok].kind))
            return tok;
    return UINT32_MAX;
}
