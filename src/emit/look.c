/* What a rule sees (the first parts of rw.h): facts about nodes, and names and literals as PostgreSQL spells
   them. Nothing here changes the statement. */
#include "emit/coltype.h"
#include "emit/names.h"
#include "emit/render.h"
#include <stdarg.h>
#include <stdlib.h>

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
    return key_folds(k, i) && k->cols[i] != UINT16_MAX &&
           (rw->opts->nocase == NOCASE_LOWER || (k->collated >> i & 1)) &&
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
    return name && !node_is_open(rw->stmt, name) ? node_name(rw->a, rw->stmt, name) : STR_NONE;
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

const Function *rw_function(Rw *rw, const Node *call)
{
    return sema_function(rw_name(rw, call->kid[FUNC_NAME]), call->kid[FUNC_ARGS]->nkids,
                         (call->flags & NF_STAR) != 0);
}

bool rw_is_aggregate(Rw *rw, const Node *n)
{
    const Function *f = n->kind == ND_FUNC && !n->kid[FUNC_OVER] ? rw_function(rw, n) : NULL;
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

bool rw_table_is_open(const Rw *rw, const Node *tableref)
{
    return node_is_open(rw->stmt, tableref->kid[TABLEREF_NAME]);
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

bool rw_in_batch(const Rw *rw)
{
    return rw->batch;
}

Flow *rw_flow(Rw *rw)
{
    return rw->script ? rw->flow : NULL;
}

bool rw_wants_id(const Rw *rw)
{
    return rw->last_id;
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

Str rw_hole(Rw *rw, const Node *hole, Str want)
{
    Str mark = rw_text(rw, hole), text;
    if (!hole_mark(mark, &text) || !text.n)
        return mark;
    Str spelled = rw_ident(rw, want);
    if (str_eq(spelled, text) || (spelled.p[0] != '"' && text.p[0] != '"' && str_ieq(spelled, text)))
        return mark;
    return str_eq(want, text) ? rw_fmt(rw, "\"%.*s\"", (int)mark.n, mark.p) : STR_NONE;
}

Str rw_table_name(Rw *rw, const Node *ref, const Table *t)
{
    const Node *name = ref->kid[ref->kind == ND_QNAME ? (int)QNAME_NAME : (int)TABLEREF_NAME];
    Str s = name->kind == ND_HOLE ? rw_hole(rw, name, t ? t->name : rw_name(rw, name)) : STR_NONE;
    return s.n ? s : t ? rw_ident(rw, t->name) : rw_spelled(rw, name);
}

Str rw_spelled(Rw *rw, const Node *name)
{
    if (name->kind == ND_HOLE)
        return rw_text(rw, name);
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
    if (s->node->kid[TABLEREF_NAME]->kind == ND_HOLE)
        return rw_table_name(rw, s->node, s->table);
    return rw_ident(rw, s->table ? s->table->name : s->name);
}

const char *rw_written(const Rw *rw, const Node *n)
{
    return rw->edit[n->id].tmpl;
}

Str rw_literal(Rw *rw, Str v)
{
    return arena_quote(rw->a, v, '\'');
}

Str rw_joined(Rw *rw, Str list, Str item)
{
    return list.n ? rw_fmt(rw, "%.*s, %.*s", (int)list.n, list.p, (int)item.n, item.p) : item;
}

Str rw_dotted(Rw *rw, Str table, Str column)
{
    return table.n ? rw_fmt(rw, "%.*s.%.*s", (int)table.n, table.p, (int)column.n, column.p) : column;
}

Str rw_fmt(Rw *rw, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    Str s = arena_vfmt(rw->a, fmt, ap);
    va_end(ap);
    return s;
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
