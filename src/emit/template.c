/* Templates: PostgreSQL text with child slots.  What a slot asks of its child (how tightly it must bind) and
   how tightly the whole binds is read from the text itself, so that rules never speak of precedence. */
#include "emit/render.h"

/* ---- words and operators around a slot ---- */

static bool op_char(char c)
{
    return c && strchr("+-*/<>=~!@#%^&|?", c) != NULL;
}

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || ascii_digit(c);
}

typedef struct WordPrec {
    const char *word;
    int prec;
} WordPrec;

/* Keywords that act as operators; the level they have to either side. */
static const WordPrec WORDS[] = {
    {"OR", PREC_OR}, {"AND", PREC_AND}, {"NOT", PREC_NOT},         {"IS", PREC_IS},      {"ISNULL", PREC_IS},
    {"IN", PREC_IN}, {"LIKE", PREC_IN}, {"ILIKE", PREC_IN},        {"BETWEEN", PREC_IN}, {"SIMILAR", PREC_IN},
    {"AT", PREC_AT}, {"ZONE", PREC_AT}, {"COLLATE", PREC_COLLATE},
};

static int word_prec(Str w)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (str_eqz(w, WORDS[i].word))
            return WORDS[i].prec;
    return PREC_ANY;
}

static int op_prec(Str op)
{
    if (op.n == 1) {
        switch (op.p[0]) {
        case '+':
        case '-': return PREC_ADD;
        case '*':
        case '/':
        case '%': return PREC_MUL;
        case '^': return PREC_POWER;
        case '=':
        case '<':
        case '>': return PREC_COMPARE;
        default: return PREC_OTHER;
        }
    }
    if (str_eqz(op, "<=") || str_eqz(op, ">=") || str_eqz(op, "<>") || str_eqz(op, "!="))
        return PREC_COMPARE;
    return PREC_OTHER;
}

/* Does a prefix operator stand here?  `at` is the index of its first character. */
static bool prefix_position(Str t, size_t at)
{
    while (at > 0 && ascii_space(t.p[at - 1]))
        at--;
    if (at == 0)
        return true;
    char c = t.p[at - 1];
    if (c == '(' || c == ',' || c == '[' || op_char(c))
        return true;
    if (!word_char(c))
        return false;
    size_t b = at;
    while (b > 0 && word_char(t.p[b - 1]))
        b--;
    Str w = str_sub(t, b, at);
    return word_prec(w) != PREC_ANY || str_eqz(w, "THEN") || str_eqz(w, "WHEN") || str_eqz(w, "ELSE") ||
           str_eqz(w, "FROM") || str_eqz(w, "SELECT");
}

static int need_from_left(Str t, size_t slot)
{
    size_t i = slot;
    while (i > 0 && ascii_space(t.p[i - 1]))
        i--;
    if (i == 0)
        return PREC_ANY;
    size_t b = i;
    if (op_char(t.p[i - 1])) {
        while (b > 0 && op_char(t.p[b - 1]))
            b--;
        Str op = str_sub(t, b, i);
        if (prefix_position(t, b))
            return op.n == 1 && (op.p[0] == '-' || op.p[0] == '+') ? PREC_UMINUS + 1 : PREC_OTHER + 1;
        return op_prec(op) + 1;
    }
    if (!word_char(t.p[i - 1]))
        return PREC_ANY;
    while (b > 0 && word_char(t.p[b - 1]))
        b--;
    Str w = str_sub(t, b, i);
    if (str_eqz(w, "FROM")) { /* IS [NOT] DISTINCT FROM binds, EXTRACT(x FROM y) does not */
        size_t d = b;
        while (d > 0 && ascii_space(t.p[d - 1]))
            d--;
        return d >= 8 && str_eqz(str_sub(t, d - 8, d), "DISTINCT") ? PREC_IS + 1 : PREC_ANY;
    }
    int p = word_prec(w);
    return p == PREC_ANY ? PREC_ANY : p == PREC_NOT ? PREC_NOT : p + 1;
}

static int need_from_right(Str t, size_t after)
{
    size_t i = after;
    while (i < t.n && ascii_space(t.p[i]))
        i++;
    if (i == t.n)
        return PREC_ANY;
    if (t.p[i] == ':' && i + 1 < t.n && t.p[i + 1] == ':')
        return PREC_CAST;
    if (t.p[i] == '[')
        return PREC_PRIMARY;
    size_t e = i;
    if (op_char(t.p[i])) {
        while (e < t.n && op_char(t.p[e]))
            e++;
        int p = op_prec(str_sub(t, i, e));
        return p == PREC_COMPARE ? p + 1 : p;
    }
    while (e < t.n && word_char(t.p[e]))
        e++;
    Str w = str_sub(t, i, e);
    int p = str_eqz(w, "NOT") ? PREC_IN : word_prec(w); /* NOT IN, NOT LIKE, ... */
    return p == PREC_ANY || p == PREC_AND || p == PREC_OR || p >= PREC_AT ? p : p + 1;
}

/* The loosest operator of `t` outside all brackets. */
static int own_prec(Str t)
{
    int prec = PREC_PRIMARY, depth = 0;
    for (size_t i = 0; i < t.n;) {
        char c = t.p[i];
        size_t e = i + 1;
        int p = PREC_PRIMARY;
        if (c == '\'' || c == '"') {
            while (e < t.n && t.p[e] != c)
                e++;
            e++;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            depth--;
        } else if (c == ':' && e < t.n && t.p[e] == ':') {
            p = PREC_CAST;
            e++;
        } else if (op_char(c)) {
            while (e < t.n && op_char(t.p[e]))
                e++;
            Str op = str_sub(t, i, e);
            p = prefix_position(t, i) && op.n == 1 && (c == '-' || c == '+') ? PREC_UMINUS : op_prec(op);
        } else if (word_char(c)) {
            while (e < t.n && word_char(t.p[e]))
                e++;
            Str w = str_sub(t, i, e);
            if (str_eqz(w, "CASE"))
                depth++;
            else if (str_eqz(w, "END"))
                depth--;
            else if (word_prec(w) != PREC_ANY)
                p = word_prec(w);
        }
        if (depth == 0 && p < prec)
            prec = p;
        i = e;
    }
    return prec;
}

/* ---- slots ---- */

typedef struct Slot {
    size_t from, to; /* of the braces' text in the template */
    int index;       /* argument; -1: all of them; -2: {over} */
    PgType want;
    int need;
} Slot;

static PgType type_by_name(Str s)
{
    static const struct {
        const char *name;
        PgType type;
    } extra[] = {{"value", PG_VALUE}, {"float8", PG_FLOAT8}};
    for (size_t i = 0; i < sizeof extra / sizeof *extra; i++)
        if (str_eqz(s, extra[i].name))
            return extra[i].type;
    for (int t = PG_BOOL; t < PG_COUNT; t++)
        if (str_eqz(s, pg_spelling((PgType)t)))
            return (PgType)t;
    return PG_UNKNOWN;
}

static bool next_slot(Str t, size_t *at, Slot *s)
{
    for (size_t i = *at; i < t.n; i++) {
        if (t.p[i] != '{')
            continue;
        if (i + 1 < t.n && t.p[i + 1] == '{') {
            i++;
            continue;
        }
        const char *close = memchr(t.p + i, '}', t.n - i);
        size_t e = close ? (size_t)(close - t.p) : t.n;
        *s = (Slot){.from = i, .to = e + 1 <= t.n ? e + 1 : t.n, .want = PG_UNKNOWN};
        size_t d = i + 1;
        if (str_eqz(str_sub(t, d, e), "over")) {
            s->index = -2;
            d = e;
        } else if (str_eqz(str_sub(t, d, e), "order")) {
            s->index = -3;
            d = e;
        } else if (d < e && t.p[d] == '*') {
            s->index = -1;
            d++;
        } else {
            while (d < e && ascii_digit(t.p[d]))
                s->index = s->index * 10 + (t.p[d++] - '0');
        }
        if (d < e && t.p[d] == ':')
            s->want = type_by_name(str_sub(t, d + 1, e));
        int l = need_from_left(t, i), r = need_from_right(t, s->to);
        s->need = l > r ? l : r;
        *at = s->to;
        return true;
    }
    return false;
}

/* Literal text of a template, with {{ undone. */
static void put_piece(Rw *rw, Str t)
{
    size_t from = 0;
    for (size_t i = 0; i + 1 < t.n; i++)
        if (t.p[i] == '{' && t.p[i + 1] == '{') {
            render_text(rw, str_sub(t, from, i + 1));
            from = ++i + 1;
        }
    if (from < t.n)
        render_text(rw, str_sub(t, from, t.n));
}

/* A child in its slot: the comments beside it travel with it. */
static Res put_arg(Rw *rw, const RwArg *a, PgType want, int need)
{
    if (!a->node) {
        render_text(rw, a->text);
        return (Res){PG_UNKNOWN, PREC_PRIMARY};
    }
    const Node *n = a->node;
    uint32_t before = rw_prev(rw, n->tok), after = rw_next(rw, n->end - 1);
    if (before != UINT32_MAX)
        render_comments(rw, before + 1, n->tok);
    Res r = render_expr(rw, n, want == PG_UNKNOWN ? (PgType)rw->wish[n->id] : want, need);
    if (after != UINT32_MAX && n->end < after)
        render_comments(rw, n->end, after);
    return r;
}

/* A call written anew keeps its arguments only. */
static bool loses_something(const Node *call, const char *tmpl)
{
    return (!strstr(tmpl, "{over}") && (call->kid[FUNC_FILTER] || call->kid[FUNC_OVER])) ||
           (!strstr(tmpl, "{order}") && call->kid[FUNC_ORDER]) ||
           (!strstr(tmpl, "DISTINCT ") && (call->flags & NF_DISTINCT));
}

/* ---- --portable: casts that SQLite reads, too ---- */

/* Types whose CAST stores alike in both engines. */
static size_t portable_type(Str t, size_t at)
{
    static const char *const names[] = {"double precision", "numeric", "boolean", "bigint", "text", "int"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i]);
        if (at + n <= t.n && memcmp(t.p + at, names[i], n) == 0 && (at + n == t.n || !word_char(t.p[at + n])))
            return n;
    }
    return 0;
}

/* Where the operand begins that ends before `end`: a slot, a literal, a word, brackets with a name before
   them; `end` when there is none. */
static size_t operand_start(Str t, size_t end)
{
    size_t i = end;
    char c = i ? t.p[i - 1] : 0;
    if (c == ')' || c == '}') {
        char open = c == ')' ? '(' : '{';
        for (int depth = 0; i > 0;) {
            i--;
            depth += t.p[i] == c ? 1 : t.p[i] == open ? -1 : 0;
            if (depth == 0)
                break;
        }
    } else if (c == '\'') {
        for (i--; i > 0 && t.p[i - 1] != '\''; i--)
            ;
        i -= i > 0;
    }
    while (i > 0 && c != '\'' && (word_char(t.p[i - 1]) || t.p[i - 1] == '.'))
        i--;
    return i;
}

/* x::int is CAST(x AS int); what has no such spelling stays. */
static Str portable_casts(Rw *rw, Str t)
{
    for (size_t i = 0; i + 1 < t.n; i++) {
        if (t.p[i] != ':' || t.p[i + 1] != ':')
            continue;
        size_t from = operand_start(t, i), type = portable_type(t, i + 2);
        if (from == i || !type)
            return t;
        t = rw_fmt(rw, "%.*sCAST(%.*s AS %.*s)%.*s", (int)from, t.p, (int)(i - from), t.p + from, (int)type,
                   t.p + i + 2, (int)(t.n - i - 2 - type), t.p + i + 2 + type);
        i = from;
    }
    return t;
}

static Str text_of(Rw *rw, const Edit *e)
{
    Str t = str_z(e->tmpl);
    return rw->opts->portable ? portable_casts(rw, t) : t;
}

Res render_template(Rw *rw, const Node *n, const Edit *e)
{
    Str t = text_of(rw, e);
    Res res = {e->type, own_prec(t)};
    size_t at = 0, from = 0;
    Slot s;
    while (next_slot(t, &at, &s)) {
        put_piece(rw, str_sub(t, from, s.from));
        from = s.to;
        if (s.index == -2) {
            render_call_tail(rw, n);
        } else if (s.index == -3) {
            render_call_order(rw, n);
        } else if (s.index < 0) {
            for (uint32_t i = 0; i < e->nargs; i++) {
                if (i)
                    render_text(rw, STR(", "));
                put_arg(rw, &e->args[i], s.want, PREC_ANY);
            }
        } else if ((uint32_t)s.index < e->nargs) {
            Res r = put_arg(rw, &e->args[s.index], s.want, s.need);
            if (s.from == 0 && s.to == t.n) { /* the slot is all there is */
                res.prec = r.prec;
                if (e->type == PG_UNKNOWN)
                    res.type = r.type;
            }
        }
    }
    put_piece(rw, str_sub(t, from, t.n));
    if (n)
        render_comments(rw, n->tok, n->end);
    if (n && n->kind == ND_FUNC && loses_something(n, e->tmpl))
        emit_note(rw, n, NOTE_FUNCTION, SX_MANUAL,
                  "DISTINCT, ORDER BY, FILTER or OVER of this call has no counterpart here", NULL);
    return res;
}

Res render_around(Rw *rw, size_t mark, const Edit *e, Res inner)
{
    Str t = text_of(rw, e);
    SegVec done = {0};
    for (size_t i = mark; i < rw->out.n; i++)
        VEC_PUSH(rw->a, &done, rw->out.at[i]);
    rw->out.n = mark;
    size_t at = 0, from = 0;
    Slot s;
    while (next_slot(t, &at, &s)) {
        put_piece(rw, str_sub(t, from, s.from));
        from = s.to;
        if (s.index > 0) {
            put_arg(rw, &e->args[s.index - 1], s.want, s.need);
            continue;
        }
        bool paren = inner.prec < s.need;
        if (paren)
            render_text(rw, STR("("));
        for (size_t i = 0; i < done.n; i++)
            VEC_PUSH(rw->a, &rw->out, done.at[i]);
        if (paren)
            render_text(rw, STR(")"));
    }
    put_piece(rw, str_sub(t, from, t.n));
    return (Res){e->type == PG_UNKNOWN ? inner.type : e->type, own_prec(t)};
}

/* Put the text of a one-slot template around what was rendered since `mark`. */
Res render_wrap(Rw *rw, size_t mark, const char *tmpl, PgType type, Res inner)
{
    return render_around(rw, mark, &(Edit){.tmpl = tmpl, .type = type}, inner);
}
