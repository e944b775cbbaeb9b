/* The pipe: see pipe.h.  It owns the order of the stages and the decision to give a statement up; it knows no
   SQL construct beyond "which statement is this". */
#include "pipe/internal.h"
#include "base/sort.h"
#include "parse/parse.h"
#include "pipe/portable.h"
#include "rules/rules.h"
#include "rules/upsert/sequence.h"
#include <stdlib.h>

const Note PIPE_NOTES[] = {
#define NOTE(id, code, name, title) {code, name, title},
#include "pipe/notes.def"
#undef NOTE
};

Pipe *pipe_new(const Options *o, Catalog *c)
{
    Pipe *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->opts = o;
    p->cat = c;
    arena_init(&p->arena, NULL);
    arena_init(&p->keep, NULL);
    return p;
}

void pipe_free(Pipe *p)
{
    if (!p)
        return;
    arena_free(&p->arena);
    arena_free(&p->keep);
    free(p);
}

bool pipe_asked(const Pipe *p, unsigned areas)
{
    return p->opts->asked & areas;
}

void pipe_options(Pipe *p, const Options *o)
{
    p->opts = o;
}

/* ---- looking without translating ---- */

static void read_text(Pipe *p, Str sql, bool holes)
{
    Reading *r = &p->reading;
    *r = (Reading){.text = sql, .holes = holes, .toks = lex_all(&p->arena, sql, (LexOpts){.holes = holes})};
    for (uint32_t at = 0; at < r->toks.n;) {
        Stmt *s = parse_statement(&p->arena, &r->toks, at);
        VEC_PUSH(&p->arena, &r->stmts, s);
        at = s->last;
    }
}

/* The statements of a text that is about to be learnt or translated: as they were recognised, if that was the
   last thing done, for hosts ask first. */
static const Reading *reading_of(Pipe *p, Str sql, bool holes)
{
    Reading *r = &p->reading;
    if (!r->kept || r->holes != holes || !str_eq(r->text, sql)) {
        arena_reset(&p->arena);
        read_text(p, sql, holes);
    }
    r->kept = false;
    return r;
}

int pipe_recognise(Pipe *p, Str sql, bool holes)
{
    const Reading *r = &p->reading;
    arena_reset(&p->arena);
    read_text(p, arena_dup(&p->arena, sql), holes);
    p->reading.kept = true;
    int kind = -1;
    for (size_t i = 0; i < r->stmts.n; i++) {
        const Stmt *s = r->stmts.at[i];
        if (s->error.n)
            return -1;
        if (s->root && kind < 0)
            kind = s->root->kind;
    }
    return kind;
}

void pipe_learn(Pipe *p, Str sql, bool holes)
{
    const Reading *r = reading_of(p, sql, holes);
    for (size_t i = 0; i < r->stmts.n; i++)
        catalog_learn(p->cat, r->stmts.at[i], true);
    p->ready = false;
}

/* ---- one statement ---- */

static void rw_init(Pipe *p, Rw *rw, const Stmt *s, Arena *a)
{
    *rw = (Rw){.a = a, .stmt = s, .cat = p->cat, .opts = p->opts, .rules = rules_set()};
    rw->sema = sema_run(a, s, p->cat);
}

static void say(Pipe *p, uint32_t off, uint32_t len, int note, const char *msg, const char *hint)
{
    VEC_PUSH(&p->arena, &p->tr.diags,
             ((Diag){.code = PIPE_NOTES[note].code,
                     .safety = SX_MANUAL,
                     .off = off,
                     .len = len,
                     .msg = arena_dup(&p->arena, str_z(msg ? msg : PIPE_NOTES[note].title)),
                     .hint = arena_dup(&p->arena, str_z(hint))}));
    p->tr.manual = true;
}

static uint32_t off_of(const Stmt *s, uint32_t tok)
{
    return s->toks->at[tok].off;
}

static void copy_through(Pipe *p, const Stmt *s)
{
    uint32_t from = off_of(s, s->first), to = off_of(s, s->last);
    if (to > from)
        VEC_PUSH(&p->arena, &p->tr.segs, ((Seg){.kind = SEG_COPY, .off = from, .len = to - from}));
}

static void text_seg(Arena *a, SegVec *v, Str s)
{
    if (s.n)
        VEC_PUSH(a, v, ((Seg){.kind = SEG_TEXT, .text = s}));
}

/* A statement that says nothing in PostgreSQL stays as a comment, so that nothing is lost. */
static Str commented_out(Pipe *p, const Stmt *s, const FragOpts *f)
{
    Str t = str_sub(s->toks->src, off_of(s, s->root->tok), off_of(s, s->last));
    bool to_line_end =
        s->last == s->toks->n ? !f->script || f->ends_line : s->toks->src.p[off_of(s, s->last)] == '\n';
    bool one = !memchr(t.p, '\n', t.n) && !memchr(t.p, '\x1A', t.n);
    if (one && to_line_end && !(f->one_line && s->last < s->toks->n))
        return arena_fmt(&p->arena, "-- %.*s", (int)t.n, t.p);
    for (size_t i = 0; i + 1 < t.n; i++)
        if (t.p[i] == '\x1A' || (t.p[i] == '*' && t.p[i + 1] == '/') || (t.p[i] == '/' && t.p[i + 1] == '*'))
            return STR("/* a statement that PostgreSQL does not need stood here */");
    return arena_fmt(&p->arena, "/* %.*s */", (int)t.n, t.p);
}

/* What stands between it and a statement of its own: a line end, and the blanks that its line begins with. */
static Str separator(Pipe *p, const Stmt *s, const FragOpts *f)
{
    uint32_t at = off_of(s, s->root->tok), from = at;
    if (f->one_line)
        return STR("; ");
    while (from > 0 && (s->toks->src.p[from - 1] == ' ' || s->toks->src.p[from - 1] == '\t'))
        from--;
    if (from > 0 && s->toks->src.p[from - 1] != '\n')
        from = at;
    return arena_fmt(&p->arena, ";\n%.*s", (int)(at - from), s->toks->src.p + from);
}

/* The rendered statement with the ones before and after it. */
static SegVec whole(Pipe *p, Rw *rw, const Stmt *s, const FragOpts *f)
{
    Arena *a = &p->arena;
    SegVec v = {0};
    Str sep = separator(p, s, f);
    uint32_t from = off_of(s, s->first), at = off_of(s, s->root->tok), to = off_of(s, s->last);
    size_t lead = 0; /* segments of the blanks and comments before the statement */
    if (rw->replaced || rw->before.n) {
        if (at > from)
            VEC_PUSH(a, &v, ((Seg){.kind = SEG_COPY, .off = from, .len = at - from}));
        for (size_t i = 0; i < rw->before.n; i++) {
            text_seg(a, &v, rw->before.at[i]);
            text_seg(a, &v, sep);
        }
        while (lead < rw->out.n && rw->out.at[lead].kind == SEG_COPY && rw->out.at[lead].off < at)
            lead++;
    }
    if (rw->replaced && rw->replacement.n == 0 && rw->after.n == 0 && rw->before.n == 0) {
        text_seg(a, &v, commented_out(p, s, f));
        return v;
    }
    if (rw->replaced) {
        text_seg(a, &v, rw->replacement);
        uint32_t end = off_of(s, s->root->end);
        for (uint32_t i = s->root->end; i < s->last; i++)
            if (!tok_is_trivia(s->toks->at[i].kind))
                end = off_of(s, i);
        if (to > end)
            VEC_PUSH(a, &v, ((Seg){.kind = SEG_COPY, .off = end, .len = to - end}));
    } else {
        for (size_t i = lead; i < rw->out.n; i++)
            VEC_PUSH(a, &v, rw->out.at[i]);
    }
    bool semi = s->semi < s->last;
    for (size_t i = 0; i < rw->after.n; i++) {
        text_seg(a, &v, i || !semi ? sep : str_sub(sep, 1, sep.n));
        text_seg(a, &v, rw->after.at[i]);
    }
    if (rw->after.n && semi)
        text_seg(a, &v, STR(";"));
    return v;
}

static bool is_query(const Node *n)
{
    switch (n->kind) {
    case ND_SELECT:
    case ND_EXPLAIN: return true;
    case ND_INSERT: return n->kid[INSERT_RETURNING] != NULL;
    case ND_UPDATE: return n->kid[UPDATE_RETURNING] != NULL;
    case ND_DELETE: return n->kid[DELETE_RETURNING] != NULL;
    default: return false;
    }
}

static bool refused(Pipe *p, const Stmt *s, const SegVec *segs, bool changed)
{
    Str text = assemble_verify_text(&p->arena, s->toks->src, segs);
    Str why;
    size_t at;
    if (verify_sql(&p->arena, &p->verified, text, &why, &at))
        return false;
    Str near = str_sub(text, at < text.n ? at : text.n, at + 24 < text.n ? at + 24 : text.n);
    uint32_t off = off_of(s, s->root->tok);
    say(p, off, off_of(s, s->root->end) - off, PN_REFUSED,
        arena_fmt(&p->arena, "PostgreSQL's grammar refuses %s: %.*s (at \"%.*s\")",
                  changed ? "the translation" : "this statement", (int)why.n, why.p, (int)near.n, near.p)
            .p,
        changed ? "please report this statement" : NULL);
    return true;
}

static bool same_as_source(const SegVec *v, const Stmt *s)
{
    Str src = str_sub(s->toks->src, off_of(s, s->first), off_of(s, s->last));
    size_t at = 0;
    for (size_t i = 0; i < v->n; i++) {
        const Seg *g = &v->at[i];
        Str t = g->kind == SEG_COPY ? str_sub(s->toks->src, g->off, g->off + g->len) : g->text;
        if (t.n > src.n - at || !str_eq(t, str_sub(src, at, at + t.n)))
            return false;
        at += t.n;
    }
    return at == src.n;
}

/* --portable: what stands in the way is said with its own code. */
static bool stays_portable(Pipe *p, const Stmt *s, const SegVec *segs, size_t diags)
{
    bool none = false;
    for (size_t i = diags; i < p->tr.diags.n; i++) {
        Diag *d = &p->tr.diags.at[i];
        const Rule *r = rules_find(d->code);
        if (!r || r->portable || d->safety == SX_MANUAL)
            continue;
        d->safety = SX_MANUAL;
        d->msg =
            arena_fmt(&p->arena, "no text for this runs on both engines; for PostgreSQL alone: %s", r->title);
        d->hint = STR_NONE;
        none = true;
    }
    if (!none && !same_as_source(segs, s) &&
        !portable_text(&p->arena, p->cat, s, assemble_verify_text(&p->arena, s->toks->src, segs))) {
        say(p, off_of(s, s->root->tok), off_of(s, s->root->end) - off_of(s, s->root->tok), PN_PORTABLE, NULL,
            NULL);
        none = true;
    }
    return !none;
}

/* Of what was said since `from`, only what is `least` or more stays. */
static void keep_from(DiagVec *d, size_t from, Safety least)
{
    size_t n = from;
    for (size_t i = from; i < d->n; i++)
        if (d->at[i].safety >= least)
            d->at[n++] = d->at[i];
    d->n = n;
}

static void rw_start(Pipe *p, Rw *rw, const Stmt *s, const FragOpts *f)
{
    rw_init(p, rw, s, &p->arena);
    rw->last_id = f->want_last_id;
    rw->answer_read = !f->script && !f->answer_unread;
    rw->one_line = f->one_line;
    rw->program = f->program;
    rw->script = f->script;
    rw->skip = f->skip;
    rw->skip_arg = f->skip_arg;
    rw->flow = &p->flow;
    rw->infers = f->params != PARAM_PSYCOPG;
}

/* An INSERT whose rows a rule has cut: its text is that of an INSERT for each piece. */
static void render_pieces(Pipe *p, Rw *rw, const Stmt *s, const FragOpts *f)
{
    uint32_t rows = s->root->kid[INSERT_SOURCE]->kid[SELECT_BODY]->nkids;
    SegVec all = {0};
    for (size_t i = 0; i <= rw->cuts.n && !rw->manual; i++) {
        Rw piece;
        rw_start(p, &piece, s, f);
        piece.row_from = i ? rw->cuts.at[i - 1] : 0;
        piece.row_to = i < rw->cuts.n ? rw->cuts.at[i] : rows;
        render_statement(&piece);
        rw->manual |= piece.manual;
        if (i)
            text_seg(&p->arena, &all, f->one_line ? STR("; ") : STR(";\n"));
        for (size_t k = 0; k < piece.out.n; k++)
            VEC_PUSH(&p->arena, &all, piece.out.at[k]);
    }
    rw->out = all;
}

/* Does another statement follow in the same text? */
static bool goes_on(const Stmt *s)
{
    for (uint32_t i = s->last; i < s->toks->n; i++)
        if (!tok_is_trivia(s->toks->at[i].kind) && s->toks->at[i].kind != TK_SEMI)
            return true;
    return false;
}

/* The ids that the statements of one text of a program gave: their sequences follow at its end. */
static void put_batch_ids(Pipe *p, Rw *rw)
{
    for (size_t i = 0; i < catalog_tables(p->cat); i++) {
        Table *t = (Table *)catalog_table_at(p->cat, i);
        if (t->ids_ahead && !p->opts->portable)
            rw_after_statement(rw, sequence_setval(&p->arena, p->opts, t));
        t->ids_ahead = false;
    }
}

static void left_as_postgres(Pipe *p, const Stmt *s, Str what)
{
    uint32_t off = off_of(s, s->root->tok);
    VEC_PUSH(&p->arena, &p->tr.diags,
             ((Diag){.code = PIPE_NOTES[PN_POSTGRES].code,
                     .safety = SX_NEAR,
                     .off = off,
                     .len = off_of(s, s->root->end) - off,
                     .msg = arena_fmt(&p->arena,
                                      "left as it is: %.*s is PostgreSQL's, so the statement is taken for it",
                                      (int)what.n, what.p)}));
    p->tr.answers |= is_query(s->root);
    copy_through(p, s);
}

static void translate_one(Pipe *p, const Stmt *s, const FragOpts *f)
{
    Arena *a = &p->arena;
    Translation *tr = &p->tr;
    Rw rw;
    rw_start(p, &rw, s, f);
    size_t diags = tr->diags.n;
    bool last = !goes_on(s);
    rw.batch = !f->script && (tr->nstatements > 1 || !last);
    render_statement(&rw);
    if (rw.cuts.n && !rw.manual)
        render_pieces(p, &rw, s, f);
    if (rw.batch && last)
        put_batch_ids(p, &rw);
    if (rw.manual && rw.postgres.n && postgres_already(p, s)) {
        left_as_postgres(p, s, rw.postgres);
        return;
    }
    for (size_t i = 0; i < rw.diags.n; i++)
        VEC_PUSH(a, &tr->diags, rw.diags.at[i]);
    if (rw.manual)
        goto give_up;
    if (!catalog_is_down(p->cat))
        pending_add(p, &rw, s->root);
    SegVec segs = whole(p, &rw, s, f);
    if (f->one_statement && (rw.before.n || rw.after.n || rw.cuts.n)) {
        say(p, off_of(s, s->root->tok), 0, PN_SEVERAL, NULL, "run the statements one after the other");
        goto give_up;
    }
    ParamInfo pi = params_number(a, s);
    int note = 0;
    if (!params_spell(a, s, &pi, f, &segs, &note)) {
        say(p, off_of(s, s->root->tok), 0, note, NULL, NULL);
        goto give_up;
    }
    if (note)
        VEC_PUSH(
            a, &tr->diags,
            ((Diag){.code = PIPE_NOTES[note].code,
                    .safety = SX_NEAR,
                    .off = off_of(s, s->root->tok),
                    .msg = STR("the values are no longer taken in their order but by name: p1 is the first"),
                    .hint = STR("pass a dictionary {'p1': ..., 'p2': ...}")}));
    SegVec done = assemble(a, s->toks->src, &segs, f->one_line);
    if (p->opts->portable && !stays_portable(p, s, &done, diags))
        goto give_up;
    bool same = same_as_source(&done, s);
    if (refused(p, s, &done, !same))
        goto give_up;
    if (same) /* nothing was rewritten after all */
        keep_from(&tr->diags, diags, SX_NEAR);
    tr->nparams += pi.count;
    tr->answers |= is_query(s->root) || rw.id_column.n || (rw.replaced && rw.replacement.n);
    if (rw.id_column.n) {
        tr->returning_id = true;
        tr->id_column = rw.id_column;
    }
    bool percent = f->params == PARAM_PSYCOPG &&
                   (f->percent == PERCENT_ALWAYS || (f->percent == PERCENT_IF_PARAMS && pi.count > 0));
    if (percent) {
        done = params_double_percent(a, s->toks->src, &done);
        same = same_as_source(&done, s);
    }
    for (size_t i = 0; i < done.n; i++)
        VEC_PUSH(a, &tr->segs, done.at[i]);
    tr->changed |= !same;
    return;
give_up:
    keep_from(&tr->diags, diags, SX_MANUAL);
    tr->manual = true;
    copy_through(p, s);
}

/* ---- views: the catalog has their text; their columns come from sema and the type rules ---- */

static void view_columns(Pipe *p, Table *t)
{
    Arena *keep = catalog_arena(p->cat);
    Tokens toks = lex_all(&p->arena, t->sql, (LexOpts){0});
    Stmt *s = parse_statement(&p->arena, &toks, 0);
    if (!s->root || (s->root->kind != ND_CREATE_VIEW && s->root->kind != ND_CREATE_TABLE))
        return;
    Rw rw;
    rw_init(p, &rw, s, &p->arena);
    rw.type = memset(ARENA_ARRAY(&p->arena, uint8_t, s->nnodes + 1), 255, s->nnodes + 1);
    uint32_t n;
    bool known;
    bool view = s->root->kind == ND_CREATE_VIEW;
    const Node *select = s->root->kid[view ? CREATE_VIEW_SELECT : CREATE_TABLE_SELECT];
    const Node *names = view ? s->root->kid[CREATE_VIEW_COLS] : NULL;
    if (!select)
        return;
    const ResultCol *rc = sema_result(rw.sema, &p->arena, select, &n, &known);
    if (!known || n == 0)
        return;
    Column *cols = ARENA_ARRAY(keep, Column, n);
    for (uint32_t i = 0; i < n; i++) {
        Column *c = &cols[i];
        if (rc[i].col) {
            *c = *rc[i].col;
        } else if (rc[i].def) {
            const Info *info = sema_info(rw.sema, rc[i].def);
            if (info->col)
                *c = *info->col;
            c->aff = sema_strip(rc[i].def)->kind == ND_COLREF ? (Affinity)info->aff : AFF_NONE;
            PgType ty = type_of(&rw, rc[i].def);
            c->pgtype = ty == PG_BOOL && !type_is_boolean_column(&rw, rc[i].def) ? PG_INT : (int)ty;
            c->not_null = !info->nullable;
            c->text_only = !(info->classes & CLS_NUMBER);
        }
        c->pk = 0;
        Str name = names && i < names->nkids ? rw_name(&rw, names->kid[i]) : rc[i].name;
        if (!name.n && rc[i].def) /* SQLite names it after its text, and so does ddl/view */
            name = node_text(s, rc[i].def);
        c->name = arena_dup(keep, name);
    }
    t->cols = cols;
    t->ncols = (uint16_t)n;
}

static void make_ready(Pipe *p)
{
    catalog_finish(p->cat);
    for (size_t i = 0; i < catalog_tables(p->cat); i++) {
        Table *t = (Table *)catalog_table_at(p->cat, i);
        if (((t->is_view && t->ncols == 0) || t->from_select) && t->sql.n) {
            arena_reset(&p->arena);
            view_columns(p, t);
        }
    }
    p->ready = true;
    p->reading.kept = false;
}

/* ---- a fragment ---- */

static int by_offset(const void *x, const void *y)
{
    const Diag *a = x, *b = y;
    if (a->off != b->off)
        return a->off < b->off ? -1 : 1;
    return a->code < b->code ? -1 : a->code > b->code;
}

static bool unwanted(const FragOpts *f, uint16_t code, uint32_t off)
{
    return f->skip && f->skip(f->skip_arg, code, off);
}

static void syntax_error(Pipe *p, const Stmt *s, const FragOpts *f)
{
    const Token *t = &s->toks->at[s->error_tok];
    int note = str_istarts(s->error, "nested too deeply") ? PN_TOO_DEEP : PN_SYNTAX;
    bool postgres = note == PN_SYNTAX && postgres_already(p, s);
    if (!postgres && !unwanted(f, PIPE_NOTES[note].code, t->off))
        say(p, t->off, t->len, note, s->error.p, NULL);
    copy_through(p, s);
}

/* Commands of the sqlite3 shell that say how it prints and asks: nothing is lost without them. */
static bool only_display(Str command)
{
    static const char *const NAMES[] = {"mode",    "headers", "header", "width",   "nullvalue", "separator",
                                        "echo",    "bail",    "timer",  "stats",   "changes",   "eqp",
                                        "explain", "prompt",  "show",   "timeout", "print",     "trace",
                                        "log",     "help",    "version"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (str_ieqz(command, NAMES[i]))
            return true;
    return false;
}

/* .read FILE becomes a comment; \\i FILE is for psql and stays. */
static bool shell_command(Pipe *p, const Stmt *s, const FragOpts *f)
{
    uint32_t from = off_of(s, s->error_tok);
    Str line = str_sub(s->toks->src, from, s->toks->src.n);
    if (!f->script || !lex_is_shell_command(line) || (from && s->toks->src.p[from - 1] != '\n') ||
        unwanted(f, PIPE_NOTES[PN_SHELL].code, from))
        return false;
    uint32_t n = 1;
    while (n < line.n && ascii_ident(line.p[n]))
        n++;
    Str command = str_sub(line, 1, n);
    bool dot = line.p[0] == '.', display = !dot || only_display(command);
    const char *hint = !dot                          ? NULL
                       : str_ieqz(command, "read")   ? "\\i reads a file in psql: give it the translated one"
                       : str_ieqz(command, "import") ? "\\copy table FROM 'file' CSV"
                       : str_ieqz(command, "quit") || str_ieqz(command, "exit")
                           ? "what follows does not run in SQLite"
                           : NULL;
    if (!display)
        say(p, from, n, PN_SHELL, "a command of the sqlite3 shell is left out", hint);
    else
        VEC_PUSH(&p->arena, &p->tr.diags,
                 ((Diag){.code = PIPE_NOTES[PN_SHELL].code,
                         .safety = SX_NEAR,
                         .off = from,
                         .len = n,
                         .msg = dot ? STR("how the sqlite3 shell prints is left out")
                                    : STR("a command of psql stays as it is")}));
    uint32_t first = off_of(s, s->first);
    VEC_PUSH(&p->arena, &p->tr.segs, ((Seg){.kind = SEG_COPY, .off = first, .len = from - first}));
    if (dot) {
        text_seg(&p->arena, &p->tr.segs, STR("-- "));
        p->tr.changed = true;
    }
    uint32_t end = s->last < s->toks->n ? off_of(s, s->last) : (uint32_t)s->toks->src.n;
    VEC_PUSH(&p->arena, &p->tr.segs, ((Seg){.kind = SEG_COPY, .off = from, .len = end - from}));
    return true;
}

/* setval() for the sequences that explicit ids have left behind. */
static void put_ids(Pipe *p, Buf *b)
{
    for (size_t i = 0; i < catalog_tables(p->cat); i++) {
        Table *t = (Table *)catalog_table_at(p->cat, i);
        if (t->ids_ahead && t->from_input && t->rowid >= 0 &&
            !p->opts->portable) { /* it may have been made anew without one */
            buf_put(b, sequence_setval(&p->keep, p->opts, t));
            buf_puts(b, ";\n");
        }
        t->ids_ahead = false;
    }
}

/* A section that takes a migration back begins: what is to be said at the end is said before it. */
static void section(Pipe *p, Stmt *s)
{
    uint32_t mark = catalog_section(p->cat, s);
    Buf ids = {0};
    if (mark == UINT32_MAX)
        return;
    put_ids(p, &ids);
    if (ids.n) {
        uint32_t from = off_of(s, s->first);
        VEC_PUSH(&p->arena, &p->tr.segs,
                 ((Seg){.kind = SEG_COPY, .off = from, .len = off_of(s, mark) - from}));
        text_seg(&p->arena, &p->tr.segs, arena_dup(&p->arena, buf_str(&ids)));
        s->first = mark;
        p->tr.changed = true;
    }
    buf_free(&ids);
}

Translation *pipe_translate(Pipe *p, Str sql, const FragOpts *f)
{
    if (!p->ready)
        make_ready(p);
    catalog_present(p->cat, f->script);
    const Reading *r = reading_of(p, sql, f->holes);
    p->tr = (Translation){0};
    for (size_t i = 0; i < r->stmts.n; i++) {
        Stmt *s = r->stmts.at[i];
        section(p, s);
        if (s->root && p->tr.nstatements++ == 0)
            p->tr.first_kind = s->root->kind;
        if (s->root)
            p->tr.open_end = s->semi >= s->last;
        if (s->root && unwanted(f, 0, off_of(s, s->root->tok)))
            copy_through(p, s);
        else if (s->error.n && shell_command(p, s, f))
            ;
        else if (s->error.n)
            syntax_error(p, s, f);
        else if (!s->root || (f->moved && postgres_already(p, s)))
            copy_through(p, s);
        else
            translate_one(p, s, f);
        if (s->root)
            catalog_step(p->cat, s);
    }
    sort(p->tr.diags.at, p->tr.diags.n, sizeof *p->tr.diags.at, by_offset);
    return &p->tr;
}

void pipe_new_file(Pipe *p)
{
    catalog_section_up(p->cat);
    p->flow.error_said = false;
}

void pipe_section_down(Pipe *p)
{
    catalog_section_down(p->cat);
}

Str pipe_pending(Pipe *p)
{
    Buf b = {0};
    pending_rest(p, &b);
    put_ids(p, &b);
    Str s = arena_dup(&p->keep, buf_str(&b));
    buf_free(&b);
    return s;
}

void pipe_text(const Translation *t, Str sql, Buf *out)
{
    for (size_t i = 0; i < t->segs.n; i++) {
        const Seg *s = &t->segs.at[i];
        buf_put(out, s->kind == SEG_COPY ? str_sub(sql, s->off, s->off + s->len) : s->text);
    }
}
