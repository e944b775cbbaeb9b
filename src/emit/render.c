/* The one renderer.  It walks tree and tokens together: a node without edits is copied token by token with
   its children rendered in their places; a node with a template is written anew.  It alone adds parentheses,
   casts, spaces between tokens that PostgreSQL would join, and moves comments; each comment prints exactly
   once. */
#include "emit/render.h"

static uint32_t local(const Rw *rw, uint32_t tok)
{
    return tok - rw->stmt->first;
}

void render_text(Rw *rw, Str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) { /* a hole of the host's literal may stand inside a quoted string */
        Str name;
        size_t mark = s.p[i] == 0x1A ? hole_mark(str_sub(s, i, s.n), &name) : 0;
        if (!mark)
            continue;
        if (i > from)
            VEC_PUSH(rw->a, &rw->out, ((Seg){.kind = SEG_TEXT, .text = str_sub(s, from, i)}));
        VEC_PUSH(rw->a, &rw->out, ((Seg){.kind = SEG_HOLE, .text = str_sub(s, i, i + mark)}));
        from = i + mark;
        i = from - 1;
    }
    if (s.n > from)
        VEC_PUSH(rw->a, &rw->out, ((Seg){.kind = SEG_TEXT, .text = str_sub(s, from, s.n)}));
}

/* ---- tokens ---- */

/* Source bytes of one token; n = 1 marks a line comment, after which a newline is owed. */
static void copy_token(Rw *rw, uint32_t i)
{
    const Token *t = &rw->stmt->toks->at[i];
    bool comment = t->kind == TK_LINE_COMMENT || t->kind == TK_BLOCK_COMMENT;
    if (comment)
        rw->printed[local(rw, i)] = 1;
    SegVec *o = &rw->out;
    Seg *last = o->n > rw->barrier ? &o->at[o->n - 1] : NULL;
    if (last && last->kind == SEG_COPY && !last->n && t->kind != TK_LINE_COMMENT &&
        last->off + last->len == t->off) {
        last->len += t->len;
        return;
    }
    VEC_PUSH(rw->a, o,
             ((Seg){.kind = SEG_COPY, .off = t->off, .len = t->len, .n = t->kind == TK_LINE_COMMENT}));
}

/* A comment whose bytes PostgreSQL reads otherwise: nested, unclosed, or a line comment that holds \r. */
static void mend_comment(Rw *rw, uint32_t i)
{
    Str s = tok_text(rw->stmt->toks, i);
    char *p = arena_alloc(rw->a, s.n * 2 + 8);
    size_t n = 0;
    rw->printed[local(rw, i)] = 1;
    if (s.p[0] == '-') {
        for (size_t k = 0; k < s.n; k++)
            p[n++] = s.p[k] == '\r' && k + 1 < s.n ? ' ' : s.p[k];
        VEC_PUSH(rw->a, &rw->out, ((Seg){.kind = SEG_TEXT, .n = 1, .text = {p, n}}));
        return;
    }
    size_t end = s.n >= 4 && s.p[s.n - 1] == '/' && s.p[s.n - 2] == '*' ? s.n - 2 : s.n;
    p[n++] = '/', p[n++] = '*';
    for (size_t k = 2; k < end; k++) {
        if (n > 2 && ((s.p[k] == '*' && p[n - 1] == '/') || (s.p[k] == '/' && p[n - 1] == '*')))
            p[n++] = ' ';
        p[n++] = s.p[k];
    }
    if (n > 2 && (p[n - 1] == '/' || p[n - 1] == '*'))
        p[n++] = ' ';
    p[n++] = '*', p[n++] = '/';
    render_text(rw, (Str){p, n});
}

static Str mend_number(Rw *rw, Str s)
{
    char *p = arena_alloc(rw->a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '_')
            p[n++] = s.p[i];
    if (n < 3 || ascii_lower(p[1]) != 'x')
        return (Str){p, n};
    uint64_t v = 0;
    for (size_t i = 2; i < n; i++) {
        char c = ascii_lower(p[i]);
        v = v * 16 + (uint64_t)(ascii_digit(c) ? c - '0' : c - 'a' + 10);
    }
    if ((int64_t)v < 0)
        return arena_fmt(rw->a, "(%lld)", (long long)v);
    return arena_fmt(rw->a, "%llu", (unsigned long long)v);
}

/* A vertical tab is a blank to SQLite, and to PostgreSQL from 16 on only; a byte order mark stays (psql skips
 * it). */
static void mend_space(Rw *rw, uint32_t i)
{
    Str s = tok_text(rw->stmt->toks, i);
    if (!memchr(s.p, '\v', s.n)) {
        copy_token(rw, i);
        return;
    }
    char *p = memcpy(arena_alloc(rw->a, s.n + 1), s.p, s.n);
    for (size_t k = 0; k < s.n; k++)
        if (p[k] == '\v')
            p[k] = ' ';
    render_text(rw, (Str){p, s.n});
}

static void copy_or_mend(Rw *rw, uint32_t i)
{
    const Token *t = &rw->stmt->toks->at[i];
    if (t->flags & TF_GLUE)
        render_text(rw, STR(" "));
    if (!(t->flags & TF_MEND)) {
        copy_token(rw, i);
        return;
    }
    switch (t->kind) {
    case TK_LINE_COMMENT:
    case TK_BLOCK_COMMENT: mend_comment(rw, i); break;
    case TK_INTEGER:
    case TK_FLOAT: render_text(rw, mend_number(rw, tok_text(rw->stmt->toks, i))); break;
    case TK_BLOB:
        render_text(
            rw, arena_fmt(rw->a, "'\\x%.*s'::bytea", (int)t->len - 3, rw->stmt->toks->src.p + t->off + 2));
        break;
    case TK_ID: render_text(rw, rw_ident(rw, token_name(rw->a, rw->stmt->toks, i))); break;
    case TK_SPACE: mend_space(rw, i); break;
    default: copy_token(rw, i);
    }
}

static void put_param(Rw *rw, uint32_t i)
{
    const Token *t = &rw->stmt->toks->at[i];
    VEC_PUSH(rw->a, &rw->out,
             ((Seg){.kind = t->kind == TK_HOLE ? SEG_HOLE : SEG_PARAM,
                    .off = t->off,
                    .len = t->len,
                    .text = tok_text(rw->stmt->toks, i),
                    .judged = rw->hole_judged}));
}

/* Text inserted before a token; once, though nested nodes begin with the same token. */
static void put_before(Rw *rw, TokEdit *e)
{
    if (e && e->before.n) {
        render_text(rw, e->before);
        e->before = STR_NONE;
    }
}

/* Own tokens [from, to) of the node at work, with their edits. */
static void copy_tokens(Rw *rw, uint32_t from, uint32_t to)
{
    bool dropping = false;
    for (uint32_t i = from; i < to; i++) {
        TokEdit *e = rw->tokedit[local(rw, i)];
        const Token *t = &rw->stmt->toks->at[i];
        put_before(rw, e);
        if (e && e->drop) {
            dropping = e->drop == DROP_FORWARD;
            continue;
        }
        if (dropping && t->kind == TK_SPACE)
            continue; /* the blanks after a dropped token go with it */
        dropping = false;
        if (e && e->put.p)
            render_text(rw, e->put);
        else if (t->kind == TK_PARAM || t->kind == TK_HOLE)
            put_param(rw, i);
        else
            copy_or_mend(rw, i);
    }
}

/* The text so far ends with a blank that a template put there. */
static bool ends_blank(const Rw *rw)
{
    const Seg *last = rw->out.n ? &rw->out.at[rw->out.n - 1] : NULL;
    return last && last->kind == SEG_TEXT && last->text.n && ascii_space(last->text.p[last->text.n - 1]);
}

void render_comments(Rw *rw, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        uint16_t k = rw->stmt->toks->at[i].kind;
        if ((k != TK_LINE_COMMENT && k != TK_BLOCK_COMMENT) || rw->printed[local(rw, i)])
            continue;
        if (!ends_blank(rw))
            render_text(rw, STR(" "));
        copy_or_mend(rw, i);
        if (k == TK_BLOCK_COMMENT)
            render_text(rw, STR(" "));
    }
}

/* ---- nodes ---- */

/* All of it: a list begins with the token of its first item, which may go alone. */
static bool is_dropped(const Rw *rw, const Node *n)
{
    for (uint32_t i = n->tok; i < n->end; i++) {
        const TokEdit *e = rw->tokedit[local(rw, i)];
        if ((!e || !e->drop) && !tok_is_trivia(rw->stmt->toks->at[i].kind))
            return false;
    }
    return n->tok < n->end;
}

static int node_prec(const Node *n)
{
    switch (n->kind) {
    case ND_BINARY: return pg_operator_prec(n->op);
    case ND_UNARY: return n->op == TK_NOT ? PREC_NOT : n->op == TK_BITNOT ? PREC_OTHER : PREC_UMINUS;
    case ND_LIKE:
    case ND_IN:
    case ND_BETWEEN: return PREC_IN;
    case ND_ISNULL: return PREC_IS;
    case ND_COLLATE: return PREC_COLLATE;
    case ND_PARAM: /* psycopg puts -1 in its place */
    case ND_HOLE: return PREC_UMINUS;
    default: return PREC_PRIMARY;
    }
}

/* The PgPrec that an untouched parent asks of a kid. */
static int slot_need(const Node *p, uint32_t slot)
{
    int prec = node_prec(p);
    switch (p->kind) {
    case ND_BINARY:
        if (slot == BINARY_R)
            return prec + 1;
        return prec == PREC_COMPARE || prec == PREC_IS ? prec + 1 : prec;
    case ND_UNARY: return p->op == TK_BITNOT ? PREC_OTHER + 1 : prec;
    case ND_LIKE:
    case ND_BETWEEN: return PREC_IN + 1;
    case ND_IN: return slot == IN_X ? PREC_IN + 1 : PREC_ANY;
    case ND_ISNULL: return PREC_IS + 1;
    case ND_COLLATE: return PREC_COLLATE;
    default: return PREC_ANY;
    }
}

static Res render_node(Rw *rw, const Node *n, PgType want);

/* Does the kid see rows before they are grouped? */
static bool is_plain(const Rw *rw, const Node *n, uint32_t i)
{
    if (n->kind == ND_CORE)
        return i == CORE_FROM || i == CORE_WHERE || i == CORE_GROUP;
    return n->kind == ND_SELECT ? false : rw->plain;
}

static Res render_default(Rw *rw, const Node *n, PgType want)
{
    Res res = {type_of(rw, n), node_prec(n)};
    uint32_t at = n->tok;
    PgType kid_types = PG_NULL;
    for (uint32_t i = 0; i < n->nkids; i++) {
        const Node *k = n->kid[i];
        if (!k)
            continue;
        copy_tokens(rw, at, k->tok);
        at = k->end;
        if (is_dropped(rw, k)) {
            render_comments(rw, k->tok, k->end);
            continue;
        }
        if (k->tok < k->end)
            put_before(rw, rw->tokedit[local(rw, k->tok)]);
        PgType wish = (PgType)rw->wish[k->id];
        bool plain = rw->plain;
        rw->plain = is_plain(rw, n, i);
        if (n->kind == ND_PAREN) {
            Res r = render_node(rw, k, want);
            render_text(rw, rw->append[k->id]);
            res.type = r.type;
        } else {
            Res r = render_expr(rw, k, wish, slot_need(n, i));
            kid_types = r.type;
        }
        rw->plain = plain;
        if (rw->manual)
            return res;
    }
    copy_tokens(rw, at, n->end);
    if (n->kind == ND_CASE || n->kind == ND_FUNC || n->kind == ND_COLLATE)
        if (want != PG_UNKNOWN && want != PG_VALUE && res.type == PG_UNKNOWN)
            res.type = kid_types;
    return res;
}

static bool unwanted(const Rw *rw, uint16_t code, const Node *n)
{
    return rw->skip && rw->skip(rw->skip_arg, code, node_off(rw->stmt, n));
}

/* Every rule that looks at this kind of node (or at this function), until one gives it a template. */
static void apply_rules(Rw *rw, const Node *n, PgType want)
{
    const Rule *const *list = rw->rules->by_kind[n->kind];
    for (; list && *list && !rw->manual; list++) {
        if (unwanted(rw, (*list)->code, n))
            continue;
        rw->rule = *list;
        rw->cur = n;
        rw->want = want;
        if (rw->rule->apply(rw, n) && rw->edit[n->id].tmpl)
            return;
    }
    if (n->kind == ND_FUNC && !rw->manual) {
        rw->rule = rw->rules->by_function(rw_name(rw, n->kid[FUNC_NAME]));
        if (rw->rule && unwanted(rw, rw->rule->code, n))
            return;
        rw->cur = n;
        rw->want = want;
        bool claimed = rw->rule && rw->rule->apply(rw, n);
        if (!claimed && !rw->manual)
            call_known(rw, n);
    }
}

void render_call_order(Rw *rw, const Node *call)
{
    const Node *order = call->kid[FUNC_ORDER];
    if (!order)
        return;
    copy_tokens(rw, call->kid[FUNC_ARGS]->end, order->tok);
    render_expr(rw, order, PG_UNKNOWN, PREC_ANY);
}

void render_call_tail(Rw *rw, const Node *call)
{
    const Node *last = call->kid[FUNC_ORDER] ? call->kid[FUNC_ORDER] : call->kid[FUNC_ARGS];
    uint32_t from = last->end > last->tok ? last->end : call->kid[FUNC_NAME]->end;
    uint32_t at = rw_find(rw, from, call->end, TK_RP) + 1;
    for (uint32_t slot = FUNC_FILTER; slot <= FUNC_OVER; slot++) {
        const Node *k = call->kid[slot];
        if (!k)
            continue;
        copy_tokens(rw, at, k->tok);
        render_expr(rw, k, slot == FUNC_FILTER ? PG_BOOL : PG_UNKNOWN, PREC_ANY);
        at = k->end;
    }
    copy_tokens(rw, at, call->end);
}

/* `UPDATE t SET {assignments}`, `CREATE TABLE t ({columns})`: a name alone would be no SQL there. */
static const char *judged_as(const Node *hole)
{
    const Node *p = hole->parent;
    if (p && p->kind == ND_SET && !p->kid[SET_VALUE])
        return "sx_hole = 0";
    if (p && p->kind == ND_IN && p->kid[IN_RHS] == hole) /* "IN {}".format((1, 2)) */
        return "(NULL)";
    return p && p->kind == ND_COLDEF && !p->kid[COLDEF_TYPE] ? "sx_hole int" : NULL;
}

static Res render_node(Rw *rw, const Node *n, PgType want)
{
    if (n->kind == ND_HOLE)
        rw->hole_judged = judged_as(n);
    Edit lit = {0};
    if (literal_as(rw, n, want, rw->assign[n->id], &lit))
        return render_template(rw, n, &lit);
    if (rw->edit[n->id].tmpl == NULL) {
        rw->again = rw->asked[n->id];
        rw->asked[n->id] = true;
        want_kids(rw, n, want);
        if (!rw->manual && !rw->edit[n->id].tmpl)
            apply_rules(rw, n, want);
        rw->again = false;
    }
    if (rw->manual || rw->replaced)
        return (Res){PG_UNKNOWN, PREC_PRIMARY};
    const Edit *e = &rw->edit[n->id], *around = &rw->around[n->id];
    bool wrap = around->tmpl && !(around->grouped && rw->plain);
    size_t mark = rw->out.n;
    if (wrap)
        rw->barrier = mark;
    render_text(rw, rw->prefix[n->id]);
    Res res = e->tmpl ? render_template(rw, n, e) : render_default(rw, n, want);
    return wrap && !rw->manual ? render_around(rw, mark, around, res) : res;
}

/* A literal and nothing more: 'integer', 1, NULL; not NULLIF(...) nor 'x' || y. */
static bool is_literal_text(const char *t)
{
    static const char *const words[] = {"TRUE", "FALSE", "NULL", NULL};
    for (int i = 0; words[i]; i++)
        if (!strcmp(t, words[i]))
            return true;
    if (*t == '\'')
        for (t++; *t && (*t != '\'' || t[1] == '\''); t++)
            t += *t == '\'';
    else if (ascii_digit(*t))
        while (ascii_digit(t[1]) || t[1] == '.')
            t++;
    else
        return false;
    return *t && (!t[1] || t[1] == ':');
}

/* A term of ORDER BY or GROUP BY that has become a constant, which PostgreSQL takes for a position or
   refuses: typeof(a) of an INTEGER column that is never NULL.  (The places by which a compound is sorted
   stay.) */
static bool constant_term(Rw *rw, const Node *n, size_t mark)
{
    const Node *p = n->parent, *owner = p && p->parent ? p->parent->parent : NULL;
    bool order = p && p->kind == ND_ORDERTERM && owner && owner->kind == ND_SELECT &&
                 owner->kid[SELECT_BODY]->kind == ND_CORE;
    bool group =
        p && p->kind == ND_LIST && p->parent && p->parent->kind == ND_CORE && p == p->parent->kid[CORE_GROUP];
    if (!rw->edit[n->id].tmpl || (!order && !group))
        return false;
    const Seg *said = NULL;
    for (size_t i = mark; i < rw->out.n; i++) {
        const Seg *s = &rw->out.at[i];
        if (s->kind == SEG_TEXT && !s->text.n)
            continue;
        if (said || s->kind != SEG_TEXT)
            return is_literal_text(rw->edit[n->id].tmpl);
        said = s;
    }
    return said && is_literal_text(rw_fmt(rw, "%.*s", (int)said->text.n, said->text.p).p);
}

Res render_expr(Rw *rw, const Node *n, PgType want, int min_prec)
{
    size_t mark = rw->barrier = rw->out.n;
    Res r = render_node(rw, n, want);
    if (rw->manual)
        return r;
    if (constant_term(rw, n, mark))
        r = render_wrap(rw, mark, "(SELECT {0})", r.type, r);
    PgType becomes = want;
    const char *cast = coerce_template(rw, n, r.type, want, rw->assign[n->id], &becomes);
    if (rw->manual)
        return r;
    if (cast)
        r = render_wrap(rw, mark, cast, becomes, r);
    if (r.prec < min_prec)
        r = render_wrap(rw, mark, "({0})", r.type, r);
    render_text(rw, rw->append[n->id]);
    if (rw->tail && rw->tail[n->id])
        render_template(rw, NULL, rw->tail[n->id]);
    return r;
}

static void drop_tokens(Rw *rw, uint32_t from, uint32_t to, bool comments, bool others)
{
    for (uint32_t i = from; i < to; i++) {
        uint16_t k = rw->stmt->toks->at[i].kind;
        bool comment = k == TK_LINE_COMMENT || k == TK_BLOCK_COMMENT;
        if (comment ? !comments : !others)
            continue;
        rw->printed[local(rw, i)] |= comment;
        TokEdit **e = &rw->tokedit[local(rw, i)];
        *e = *e ? *e : ARENA_NEW(rw->a, TokEdit);
        (*e)->drop = DROP_FORWARD;
    }
}

/* An INSERT of some rows of its VALUES only.  Comments before the first row go with the first statement,
   those behind the last row with the last. */
static void keep_rows(Rw *rw)
{
    const Node *ins = rw->stmt->root, *values = ins->kid[INSERT_SOURCE]->kid[SELECT_BODY];
    uint32_t n = values->nkids;
    for (uint32_t i = 0; i < n; i++) {
        if (i < rw->row_from) {
            drop_tokens(rw, values->kid[i]->tok, values->kid[i]->end, true, true);
            drop_tokens(rw, values->kid[i]->end, values->kid[i + 1]->tok, i + 1 < rw->row_from, true);
        } else if (i >= rw->row_to) {
            drop_tokens(rw, values->kid[i - 1]->end, values->kid[i]->end, true, true);
        }
    }
    if (rw->row_from)
        drop_tokens(rw, ins->tok, values->kid[0]->tok, true, false);
    if (rw->row_to < n)
        drop_tokens(rw, values->kid[n - 1]->end, ins->end, true, false);
}

void render_statement(Rw *rw)
{
    const Stmt *s = rw->stmt;
    uint32_t ntoks = s->last - s->first + 1;
    rw->edit = ARENA_ARRAY(rw->a, Edit, s->nnodes + 1);
    rw->around = ARENA_ARRAY(rw->a, Edit, s->nnodes + 1);
    rw->asked = ARENA_ARRAY(rw->a, bool, s->nnodes + 1);
    rw->tokedit = ARENA_ARRAY(rw->a, TokEdit *, ntoks + 1);
    rw->wish = ARENA_ARRAY(rw->a, uint8_t, s->nnodes + 1);
    rw->assign = ARENA_ARRAY(rw->a, uint8_t, s->nnodes + 1);
    rw->type = memset(ARENA_ARRAY(rw->a, uint8_t, s->nnodes + 1), 255, s->nnodes + 1);
    rw->append = ARENA_ARRAY(rw->a, Str, s->nnodes + 1);
    rw->prefix = ARENA_ARRAY(rw->a, Str, s->nnodes + 1);
    rw->printed = ARENA_ARRAY(rw->a, uint8_t, ntoks + 1);
    if (rw->row_to)
        keep_rows(rw);
    if (!rw->row_from)
        copy_tokens(rw, s->first, s->root->tok);
    put_before(rw, rw->tokedit[local(rw, s->root->tok)]);
    render_expr(rw, s->root, PG_UNKNOWN, PREC_ANY);
    if (!rw->manual && (!rw->row_to || rw->row_to == s->root->kid[INSERT_SOURCE]->kid[SELECT_BODY]->nkids))
        copy_tokens(rw, s->root->end, s->last);
}
