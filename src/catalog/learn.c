/* The catalog from parsed statements: CREATE TABLE, INDEX, VIEW, TRIGGER, VIRTUAL TABLE, and ALTER TABLE.
   DROP says nothing (a script that drops a table and creates it again means the newest one), and values are
   evidence.c's business.  Whatever is kept is copied into the catalog's arena: the statement may go away. */
#include "catalog/internal.h"
#include "parse/parse.h"

typedef struct Learn {
    Catalog *c;
    const Stmt *s;
    bool from_input;
} Learn;

static Str keep(Learn *l, Str s)
{
    return arena_dup(&l->c->arena, s);
}

static Str keep_name(Learn *l, const Node *name)
{
    return name ? keep(l, node_name(&l->c->scratch, l->s, name)) : STR_NONE;
}

static Str keep_qname(Learn *l, const Node *qname)
{
    return qname ? keep_name(l, qname->kid[QNAME_NAME]) : STR_NONE;
}

static uint32_t kids(const Node *list)
{
    return list ? list->nkids : 0;
}

/* A declared type with one blank between words and none around its parentheses. */
static Str type_text(Learn *l, const Node *type)
{
    const Tokens *t = l->s->toks;
    if (!type)
        return STR_NONE;
    if (type->end == type->tok + 1)
        return keep(l, token_name(&l->c->scratch, t, type->tok));
    char *out = arena_alloc(&l->c->arena, (size_t)(t->at[type->end - 1].off + t->at[type->end - 1].len) + 1 -
                                              t->at[type->tok].off + (type->end - type->tok));
    size_t n = 0;
    bool word = false; /* the last thing written was a word */
    for (uint32_t i = type->tok; i < type->end; i++) {
        uint16_t kind = t->at[i].kind;
        if (tok_is_trivia(kind))
            continue;
        bool mark = kind == TK_LP || kind == TK_RP || kind == TK_COMMA || kind == TK_PLUS || kind == TK_MINUS;
        Str text = mark ? tok_text(t, i) : token_name(&l->c->scratch, t, i);
        if (!mark && word)
            out[n++] = ' ';
        memcpy(out + n, text.p, text.n);
        n += text.n;
        word = !mark || kind == TK_RP;
    }
    return (Str){out, n};
}

/* ---- constraints ---- */

typedef struct Build { /* a table being put together */
    Table t;
    VEC(Column) cols;
    VEC(Key) keys;
    VEC(ForeignKey) fks;
    const Node *pk; /* the constraint that declares the primary key */
    bool pk_desc;   /* INTEGER PRIMARY KEY DESC, which is no rowid alias */
} Build;

static int build_column(const Build *b, Str name)
{
    for (size_t i = 0; i < b->cols.n; i++)
        if (str_ieq(b->cols.at[i].name, name))
            return (int)i;
    return -1;
}

static Key new_key(Learn *l, uint16_t n)
{
    return (Key){.cols = ARENA_ARRAY(&l->c->arena, uint16_t, n + 1),
                 .text = ARENA_ARRAY(&l->c->arena, Str, n + 1),
                 .ncols = n};
}

/* The terms of a PRIMARY KEY, UNIQUE or CREATE INDEX list; cols are filled in later, by name. */
static Key key_of_terms(Learn *l, const Node *list)
{
    Key k = new_key(l, (uint16_t)kids(list));
    for (uint16_t i = 0; i < k.ncols; i++) {
        const Node *x = list->kid[i]->kid[ORDERTERM_X];
        const Node *inner = x;
        if (inner && inner->kind == ND_COLLATE) {
            k.nocase |= str_ieqz(node_name(&l->c->scratch, l->s, inner->kid[COLLATE_NAME]), "nocase");
            inner = inner->kid[COLLATE_X];
        }
        if (inner && inner->kind == ND_COLREF && !inner->kid[COLREF_TABLE]) {
            k.text[i] = keep_name(l, inner->kid[COLREF_COLUMN]);
        } else if (inner &&
                   (inner->kind == ND_NAME || (inner->kind == ND_LITERAL && inner->op == TK_STRING))) {
            k.text[i] = keep(l, token_name(&l->c->scratch, l->s->toks, inner->tok));
        } else {
            k.cols[i] = UINT16_MAX;
            k.text[i] = x ? keep(l, node_text(l->s, x)) : STR_NONE;
        }
    }
    return k;
}

static Key key_of_column(Learn *l, Str column)
{
    Key k = new_key(l, 1);
    k.text[0] = column;
    return k;
}

static ForeignKey foreign_key(Learn *l, const Node *fk, uint16_t ncols, const Node *name)
{
    const Node *cols = fk->kid[FK_COLS];
    ForeignKey f = {.cols = ARENA_ARRAY(&l->c->arena, uint16_t, ncols), .ncols = ncols, .op = fk->op};
    f.name = keep_name(l, name);
    f.table = keep_name(l, fk->kid[FK_TABLE]);
    if (kids(cols) == ncols) {
        f.ref_cols = ARENA_ARRAY(&l->c->arena, Str, ncols);
        for (uint16_t i = 0; i < ncols; i++)
            f.ref_cols[i] = keep_name(l, cols->kid[i]);
    }
    return f;
}

static bool is_null_literal(const Node *x)
{
    while (x && x->kind == ND_PAREN)
        x = x->kid[PAREN_X];
    return !x || (x->kind == ND_LITERAL && x->op == TK_NULL);
}

static void column_constraint(Learn *l, Build *b, Column *col, uint16_t at, const Node *k)
{
    const Node *conflict = k->kid[CCONS_CONFLICT];
    Key key;
    switch (k->op) {
    case TK_PRIMARY:
        b->pk = k;
        b->pk_desc = k->flags & NF_DESC;
        col->autoincrement = k->flags & NF_AUTOINCREMENT;
        /* fall through */
    case TK_UNIQUE:
        key = key_of_column(l, col->name);
        key.primary = k->op == TK_PRIMARY;
        key.name = keep_name(l, k->kid[CCONS_NAME]);
        key.conflict = conflict ? conflict->op : 0;
        VEC_PUSH(&l->c->arena, &b->keys, key);
        break;
    case TK_NOT:
        col->not_null = true;
        col->null_conflict = conflict ? conflict->op : 0;
        break;
    case TK_DEFAULT:
        col->deflt = k->kid[CCONS_X] ? keep(l, node_text(l->s, k->kid[CCONS_X])) : STR_NONE;
        col->default_null = is_null_literal(k->kid[CCONS_X]);
        break;
    case TK_COLLATE: col->collation = keep_name(l, k->kid[CCONS_COLLATION]); break;
    case TK_GENERATED: col->generated = true; break;
    case TK_REFERENCES:
        if (k->kid[CCONS_FK]) {
            ForeignKey f = foreign_key(l, k->kid[CCONS_FK], 1, k->kid[CCONS_NAME]);
            f.cols[0] = at;
            VEC_PUSH(&l->c->arena, &b->fks, f);
        }
        break;
    default: break;
    }
}

static void add_column(Learn *l, Build *b, const Node *def)
{
    const Node *cons = def->kid[COLDEF_CONS];
    Column col = {.default_null = true, .ref_column = -1};
    uint16_t at = (uint16_t)b->cols.n;
    col.name = keep_name(l, def->kid[COLDEF_NAME]);
    col.type = type_text(l, def->kid[COLDEF_TYPE]);
    /* GENERATED ALWAYS, read as part of the type by SQLite too, is no type */
    col.aff = catalog_affinity(col.type);
    if (b->t.strict && str_ieqz(col.type, "any"))
        col.aff = AFF_NONE;
    for (uint32_t i = 0; i < kids(cons); i++)
        column_constraint(l, b, &col, at, cons->kid[i]);
    if (b->cols.n < UINT16_MAX - 1)
        VEC_PUSH(&l->c->arena, &b->cols, col);
}

static void table_constraint(Learn *l, Build *b, const Node *k)
{
    const Node *conflict = k->kid[TCONS_CONFLICT];
    if (k->op == TK_PRIMARY || k->op == TK_UNIQUE) {
        Key key = key_of_terms(l, k->kid[TCONS_COLS]);
        key.primary = k->op == TK_PRIMARY;
        key.name = keep_name(l, k->kid[TCONS_NAME]);
        key.conflict = conflict ? conflict->op : 0;
        if (key.primary) {
            b->pk = k;
            int at = key.ncols == 1 && key.cols[0] != UINT16_MAX ? build_column(b, key.text[0]) : -1;
            if (at >= 0)
                b->cols.at[at].autoincrement |= (k->flags & NF_AUTOINCREMENT) != 0;
        }
        VEC_PUSH(&l->c->arena, &b->keys, key);
    } else if (k->op == TK_FOREIGN && k->kid[TCONS_FK]) {
        const Node *cols = k->kid[TCONS_FKCOLS];
        ForeignKey f = foreign_key(l, k->kid[TCONS_FK], (uint16_t)kids(cols), k->kid[TCONS_NAME]);
        for (uint16_t i = 0; i < f.ncols; i++) {
            int at = build_column(b, node_name(&l->c->scratch, l->s, cols->kid[i]));
            f.cols[i] = at < 0 ? UINT16_MAX : (uint16_t)at;
        }
        VEC_PUSH(&l->c->arena, &b->fks, f);
    }
}

/* ---- 0/1 checks ---- */

static bool plain_column(const Node *n, const Node **column)
{
    while (n && n->kind == ND_PAREN)
        n = n->kid[PAREN_X];
    if (!n || n->kind != ND_COLREF || n->kid[COLREF_TABLE])
        return false;
    *column = n->kid[COLREF_COLUMN];
    return true;
}

static bool zero_or_one(const Stmt *s, const Node *n, int *which)
{
    while (n && n->kind == ND_PAREN)
        n = n->kid[PAREN_X];
    if (!n)
        return false;
    Str text = node_text(s, n);
    bool word = n->kind == ND_COLREF;
    if (!word && (n->kind != ND_LITERAL || n->op != TK_INTEGER))
        return false;
    *which = str_eqz(text, "1") || (word && str_ieqz(text, "true"))    ? 1
             : str_eqz(text, "0") || (word && str_ieqz(text, "false")) ? 0
                                                                       : -1;
    return *which >= 0;
}

static bool same_column(const Stmt *s, const Node *a, const Node *b)
{
    /* both from one CHECK: spelled alike but for case */
    return str_ieq(node_text(s, a), node_text(s, b));
}

static bool null_test(const Node *n, const Node **column)
{
    while (n->kind == ND_PAREN)
        n = n->kid[PAREN_X];
    if (n->flags & NF_NOT)
        return false;
    if (n->kind == ND_BINARY && n->op == TK_IS && n->kid[BINARY_R]->kind == ND_LITERAL &&
        n->kid[BINARY_R]->op == TK_NULL)
        return plain_column(n->kid[BINARY_L], column);
    return n->kind == ND_ISNULL && plain_column(n->kid[ISNULL_X], column);
}

/* The set of the values 0 (bit 0), 1 (bit 1) that `x` lets its one column have; 0 when it says anything else.
 */
static unsigned allowed_01(const Stmt *s, const Node *x, const Node **column)
{
    const Node *other = NULL;
    int v, w;
    while (x && x->kind == ND_PAREN)
        x = x->kid[PAREN_X];
    if (!x || x->flags & NF_NOT)
        return 0;
    if (x->kind == ND_IN && x->kid[IN_RHS]->kind == ND_PAREN_LIST && plain_column(x->kid[IN_X], column)) {
        const Node *items = x->kid[IN_RHS]->kid[PAREN_LIST_ITEMS];
        unsigned set = 0;
        for (uint32_t i = 0; i < items->nkids; i++) {
            if (!zero_or_one(s, items->kid[i], &v))
                return 0;
            set |= 1u << v;
        }
        return set;
    }
    if (x->kind == ND_BETWEEN && plain_column(x->kid[BETWEEN_X], column))
        return zero_or_one(s, x->kid[BETWEEN_LO], &v) && zero_or_one(s, x->kid[BETWEEN_HI], &w) && v == 0 &&
                       w == 1
                   ? 3
                   : 0;
    if (x->kind == ND_BINARY && x->op == TK_EQ && plain_column(x->kid[BINARY_L], column))
        return zero_or_one(s, x->kid[BINARY_R], &v) ? 1u << v : 0;
    if (x->kind == ND_BINARY && x->op == TK_OR) {
        const Node *l = x->kid[BINARY_L], *r = x->kid[BINARY_R];
        if (null_test(r, &other)) {
            unsigned set = allowed_01(s, l, column);
            return set && same_column(s, *column, other) ? set : 0;
        }
        if (null_test(l, &other)) {
            unsigned set = allowed_01(s, r, column);
            return set && same_column(s, *column, other) ? set : 0;
        }
        unsigned a = allowed_01(s, l, column), b = a ? allowed_01(s, r, &other) : 0;
        return b && same_column(s, *column, other) ? a | b : 0;
    }
    return 0;
}

const Node *catalog_check_01(const Stmt *s, const Node *check)
{
    const Node *column = NULL;
    return allowed_01(s, check, &column) == 3 ? column : NULL;
}

static void learn_check(Learn *l, Build *b, const Node *check)
{
    b->t.has_check = true;
    const Node *column = check ? catalog_check_01(l->s, check) : NULL;
    int at = column ? build_column(b, node_name(&l->c->scratch, l->s, column)) : -1;
    if (at >= 0)
        b->cols.at[at].evidence |= EV_CHECK_01;
}

/* ---- CREATE TABLE ---- */

/* https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key */
static void settle_primary_key(Build *b, Table *t)
{
    t->rowid = -1;
    if (!b->pk)
        return;
    const Key *k = &t->keys[0];
    for (uint16_t i = 0; i < k->ncols; i++)
        if (k->cols[i] < t->ncols) {
            Column *col = &t->cols[k->cols[i]];
            col->pk = col->pk ? col->pk : (uint16_t)(i + 1);
            col->not_null |= t->without_rowid || t->strict;
        }
    if (k->ncols == 1 && k->cols[0] < t->ncols && !t->without_rowid && !b->pk_desc &&
        str_ieqz(t->cols[k->cols[0]].type, "integer")) {
        t->rowid = k->cols[0];
        t->cols[t->rowid].not_null = true;
        t->autoincrement = t->cols[t->rowid].autoincrement;
    }
}

static void finish_table(Learn *l, Build *b)
{
    b->t.cols = b->cols.at;
    b->t.ncols = (uint16_t)b->cols.n;
    b->t.fks = b->fks.at;
    b->t.nfks = (uint16_t)b->fks.n;
    for (size_t i = 0; i < b->keys.n; i++)
        if (catalog_resolve_key(&b->t, &b->keys.at[i]))
            catalog_add_key(l->c, &b->t, &b->keys.at[i]);
    if (!b->t.nkeys || !b->t.keys[0].primary)
        b->pk = NULL; /* it names a column that is not there */
    settle_primary_key(b, &b->t);
    b->t.order = l->c->created++;
    b->t.from_input = l->from_input;
    catalog_put(l->c, &b->t);
}

static Column plain_named(Learn *l, Str name, Affinity aff)
{
    static const char *const TYPES[] = {"", "TEXT", "NUM", "INT", "REAL"}; /* what SQLite declares itself */
    return (Column){
        .name = keep(l, name), .type = str_z(TYPES[aff]), .aff = aff, .default_null = true, .ref_column = -1};
}

/* The columns of CREATE TABLE AS SELECT, when each can be told by name from tables that are known. */
static bool columns_of_select(Learn *l, Build *b, const Node *select)
{
    const Node *body = select->kid[SELECT_BODY];
    while (body && body->kind == ND_COMPOUND)
        body = body->kid[COMPOUND_L];
    if (!body || body->kind != ND_CORE)
        return false;
    const Node *from = body->kid[CORE_FROM], *list = body->kid[CORE_COLUMNS];
    Table *only = from && from->kind == ND_TABLEREF && !select->kid[SELECT_WITH]
                      ? catalog_find(l->c, node_name(&l->c->scratch, l->s, from->kid[TABLEREF_NAME]))
                      : NULL;
    for (uint32_t i = 0; i < kids(list); i++) {
        const Node *r = list->kid[i], *x = r->kind == ND_RESULT ? r->kid[RESULT_X] : NULL;
        if (r->kind == ND_STAR) {
            if (!only || only->ncols == 0)
                return false;
            for (uint16_t k = 0; k < only->ncols; k++)
                VEC_PUSH(&l->c->arena, &b->cols, plain_named(l, only->cols[k].name, only->cols[k].aff));
            continue;
        }
        const Node *name = r->kid[RESULT_ALIAS];
        const Column *source = NULL;
        if (x && x->kind == ND_COLREF) {
            Str column = node_name(&l->c->scratch, l->s, x->kid[COLREF_COLUMN]);
            source = only ? table_column(only, column) : NULL;
            name = name ? name : x->kid[COLREF_COLUMN];
        }
        if (!name)
            return false;
        VEC_PUSH(&l->c->arena, &b->cols,
                 plain_named(l, node_name(&l->c->scratch, l->s, name), source ? source->aff : AFF_NONE));
    }
    return b->cols.n > 0;
}

static void create_table(Learn *l, const Node *n)
{
    const Node *cols = n->kid[CREATE_TABLE_COLS], *cons = n->kid[CREATE_TABLE_CONS];
    Build b = {0};
    b.t.name = keep_qname(l, n->kid[CREATE_TABLE_NAME]);
    Table *old = catalog_find(l->c, b.t.name);
    if (str_istarts(b.t.name, "sqlite_"))
        return; /* SQLite's own */
    if (old && n->flags & NF_IFEXISTS) {
        if (l->from_input && !old->from_input) {
            old->from_input = true;
            old->order = l->c->created++;
        }
        return;
    }
    b.t.rowid = -1;
    b.t.strict = n->flags & NF_STRICT;
    b.t.without_rowid = n->flags & NF_WITHOUT_ROWID;
    b.t.temp = n->flags & NF_TEMP;
    b.t.sql = keep(l, node_text(l->s, n));
    for (uint32_t i = 0; i < kids(cols); i++)
        add_column(l, &b, cols->kid[i]);
    for (uint32_t i = 0; i < kids(cons); i++)
        table_constraint(l, &b, cons->kid[i]);
    for (uint32_t i = 0; i < kids(cons); i++)
        if (cons->kid[i]->op == TK_CHECK)
            learn_check(l, &b, cons->kid[i]->kid[TCONS_X]);
    for (uint32_t i = 0; i < kids(cols); i++) {
        const Node *own = cols->kid[i]->kid[COLDEF_CONS];
        for (uint32_t k = 0; k < kids(own); k++)
            if (own->kid[k]->op == TK_CHECK)
                learn_check(l, &b, own->kid[k]->kid[CCONS_X]);
    }
    if (n->kid[CREATE_TABLE_SELECT] && !columns_of_select(l, &b, n->kid[CREATE_TABLE_SELECT]))
        b.cols.n = 0;
    b.t.from_select = n->kid[CREATE_TABLE_SELECT] != NULL;
    finish_table(l, &b);
}

/* ---- CREATE VIRTUAL TABLE ---- */

/* The tokens of a module's argument that are no blanks: first, second, ... up to `max`. */
static uint32_t words_of(Learn *l, const Node *arg, uint32_t *out, uint32_t max)
{
    uint32_t n = 0;
    for (uint32_t i = arg->tok; i < arg->end && n < max; i++)
        if (!tok_is_trivia(l->s->toks->at[i].kind))
            out[n++] = i;
    return n;
}

static Str word_name(Learn *l, uint32_t tok)
{
    return token_name(&l->c->scratch, l->s->toks, tok);
}

/* name = value; the value of an FTS3/4 option may be bare words. */
static void fts_option(Learn *l, Build *b, Str name, const Node *arg, uint32_t value_tok)
{
    const Token *t = &l->s->toks->at[value_tok], *last = &l->s->toks->at[arg->end - 1];
    Str value = value_tok + 1 == arg->end ? word_name(l, value_tok)
                                          : str_sub(l->s->toks->src, t->off, last->off + last->len);
    if (str_ieqz(name, "tokenize")) {
        char *p = arena_alloc(&l->c->arena, value.n + 1);
        for (size_t i = 0; i < value.n; i++)
            p[i] = ascii_lower(value.p[i]);
        b->t.tokenizer = (Str){p, value.n};
    } else if (str_ieqz(name, "content")) {
        b->t.content = keep(l, value);
    } else if (str_ieqz(name, "content_rowid")) {
        b->t.content_key = keep(l, value);
    } else if (str_ieqz(name, "notindexed")) {
        int at = build_column(b, value);
        if (at >= 0)
            b->cols.at[at].unindexed = true;
    }
}

static void fts_argument(Learn *l, Build *b, const Node *arg)
{
    uint32_t word[3], n = words_of(l, arg, word, 3);
    if (n == 0)
        return;
    if (n > 2 && l->s->toks->at[word[1]].kind == TK_EQ) {
        fts_option(l, b, word_name(l, word[0]), arg, word[2]);
        return;
    }
    if (n > 1 && str_ieqz(b->t.module, "fts4") && str_ieqz(word_name(l, word[0]), "tokenize"))
        return;
    Column c = plain_named(l, word_name(l, word[0]), AFF_TEXT);
    c.unindexed = n > 1 && str_ieqz(word_name(l, word[1]), "unindexed");
    VEC_PUSH(&l->c->arena, &b->cols, c);
}

/* An rtree's key, its coordinates, and the columns behind a + that it only keeps. */
static void rtree_argument(Learn *l, Build *b, const Node *arg)
{
    uint32_t word[3], n = words_of(l, arg, word, 3);
    if (n == 0)
        return;
    bool kept = l->s->toks->at[word[0]].kind == TK_PLUS && n > 1, whole = str_ieqz(b->t.module, "rtree_i32");
    Column c = plain_named(l, word_name(l, word[kept]), AFF_INTEGER);
    c.type = str_z(b->cols.n == 0 || whole ? "INTEGER" : "REAL");
    c.aff = b->cols.n == 0 || whole ? AFF_INTEGER : AFF_REAL;
    if (kept) {
        c.type = n > 2 ? keep(l, word_name(l, word[2])) : STR("TEXT");
        c.aff = catalog_affinity(c.type);
    }
    VEC_PUSH(&l->c->arena, &b->cols, c);
}

static void create_vtable(Learn *l, const Node *n)
{
    const Node *args = n->kid[CREATE_VTABLE_ARGS];
    Build b = {0};
    b.t.name = keep_qname(l, n->kid[CREATE_VTABLE_NAME]);
    b.t.module = keep_name(l, n->kid[CREATE_VTABLE_MODULE]);
    b.t.is_virtual = true;
    b.t.sql = keep(l, node_text(l->s, n));
    bool fts = table_is_fts(&b.t), rtree = str_istarts(b.t.module, "rtree");
    if (catalog_find(l->c, b.t.name) && n->flags & NF_IFEXISTS)
        return;
    for (uint32_t i = 0; (fts || rtree) && i < kids(args); i++)
        fts ? fts_argument(l, &b, args->kid[i]) : rtree_argument(l, &b, args->kid[i]);
    if (fts && b.cols.n) {
        Column key = plain_named(l, str_ieqz(b.t.module, "fts5") ? STR("rowid") : STR("docid"), AFF_INTEGER);
        key.type = STR("INTEGER");
        key.hidden = true;
        VEC_PUSH(&l->c->arena, &b.cols, key);
    }
    if (b.cols.n) { /* the key, which numbers its rows */
        Column *key = &b.cols.at[fts ? b.cols.n - 1 : 0];
        key->not_null = true;
        Key k = key_of_column(l, key->name);
        k.primary = true;
        VEC_PUSH(&l->c->arena, &b.keys, k);
        b.pk = n;
    }
    finish_table(l, &b);
}

/* The string 'CREATE VIRTUAL TABLE ...' of an INSERT INTO sqlite_schema; empty when it is another statement.
 */
static Str dumped_vtable(Arena *a, const Stmt *s)
{
    const Node *n = s->root, *src = n && n->kind == ND_INSERT ? n->kid[INSERT_SOURCE] : NULL;
    const Node *body = src ? src->kid[SELECT_BODY] : NULL, *target = n ? n->kid[INSERT_TARGET] : NULL;
    if (!body || body->kind != ND_VALUES || body->nkids != 1 || body->kid[0]->kind != ND_PAREN_LIST ||
        target->kind != ND_TABLEREF)
        return STR_NONE;
    Str name = node_name(a, s, target->kid[TABLEREF_NAME]);
    const Node *row = body->kid[0]->kid[PAREN_LIST_ITEMS],
               *last = row->nkids ? row->kid[row->nkids - 1] : NULL;
    if ((!str_ieqz(name, "sqlite_schema") && !str_ieqz(name, "sqlite_master")) || !last ||
        last->kind != ND_LITERAL || last->op != TK_STRING)
        return STR_NONE;
    Str sql = token_string(a, s->toks, last->tok);
    return str_istarts(sql, "create virtual table") ? sql : STR_NONE;
}

static Stmt *parse_dumped(Arena *a, const Stmt *s)
{
    Str sql = dumped_vtable(a, s);
    if (!sql.n)
        return NULL;
    Tokens *t = ARENA_NEW(a, Tokens);
    *t = lex_all(a, sql, (LexOpts){0});
    Stmt *inner = parse_statement(a, t, 0);
    return inner->root && inner->root->kind == ND_CREATE_VTABLE ? inner : NULL;
}

const Table *catalog_dumped_vtable(const Catalog *c, Arena *a, const Stmt *s)
{
    Stmt *inner = parse_dumped(a, s);
    return inner
               ? catalog_table(c, node_name(a, inner, inner->root->kid[CREATE_VTABLE_NAME]->kid[QNAME_NAME]))
               : NULL;
}

const Table *catalog_shadowed(const Catalog *c, Str name)
{
    static const char *const PARTS[] = {"_data",   "_idx",  "_content", "_docsize", "_config", "_segments",
                                        "_segdir", "_stat", "_node",    "_parent",  "_rowid"};
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        Str part = str_z(PARTS[i]);
        const Table *t = name.n > part.n && str_iends(name, PARTS[i])
                             ? catalog_table(c, str_sub(name, 0, name.n - part.n))
                             : NULL;
        if (t && t->is_virtual && t->module.n)
            return t;
    }
    return NULL;
}

static void create_view(Learn *l, const Node *n)
{
    Table v = {.rowid = -1, .is_view = true, .from_input = l->from_input};
    v.name = keep_qname(l, n->kid[CREATE_VIEW_NAME]);
    v.temp = n->flags & NF_TEMP;
    v.order = l->c->created++;
    if (catalog_find(l->c, v.name) && n->flags & NF_IFEXISTS)
        return;
    v.sql = keep(l, node_text(l->s, n));
    catalog_put(l->c, &v);
}

static void create_index(Learn *l, const Node *n)
{
    Index *index = ARENA_NEW(&l->c->arena, Index);
    index->name = keep_qname(l, n->kid[CREATE_INDEX_NAME]);
    index->table = keep_name(l, n->kid[CREATE_INDEX_TABLE]);
    if (!catalog_index(l->c, index->name)) {
        index->next = l->c->indexes;
        l->c->indexes = index;
    }
    if (!(n->flags & NF_UNIQUE))
        return;
    Key k = key_of_terms(l, n->kid[CREATE_INDEX_COLS]);
    k.name = index->name;
    k.index = true;
    k.order = l->c->created++;
    if (n->kid[CREATE_INDEX_WHERE]) {
        k.partial = true;
        k.where = keep(l, node_text(l->s, n->kid[CREATE_INDEX_WHERE]));
    }
    Table *t = catalog_find(l->c, index->table);
    if (t && catalog_resolve_key(t, &k)) {
        catalog_add_key(l->c, t, &k);
        return;
    }
    LooseKey *loose = ARENA_NEW(&l->c->arena, LooseKey);
    *loose = (LooseKey){index->table, k, l->c->loose};
    l->c->loose = loose;
}

static void create_trigger(Learn *l, const Node *n)
{
    Str name = keep_qname(l, n->kid[CREATE_TRIGGER_NAME]);
    Trigger *t = (Trigger *)(uintptr_t)catalog_trigger(l->c, name);
    if (!t) {
        t = ARENA_NEW(&l->c->arena, Trigger);
        t->name = name;
        t->next = l->c->triggers;
        l->c->triggers = t;
    }
    const Node *on = n->kid[CREATE_TRIGGER_TABLE];
    t->table = on && on->kind == ND_QNAME ? keep_qname(l, on) : keep_name(l, on);
    t->sql = keep(l, node_text(l->s, n));
    t->op = n->op;
    t->order = l->c->created++;
}

/* ---- ALTER TABLE ---- */

static void rename_table(Learn *l, Table *t, Str name)
{
    if (str_ieq(t->name, name)) /* SQLite refuses a rename that changes the case alone */
        return;
    Table copy = *t;
    copy.name = name;
    copy.from_input |= l->from_input;
    catalog_put(l->c, &copy); /* the old name stays known: statements before this one use it */
}

static void rename_column(Learn *l, Table *t, int at, Str name)
{
    t->cols[at].was = catalog_keep_former(l->c, t, &t->cols[at]);
    t->altered = true;
    for (uint16_t k = 0; k < t->nkeys; k++)
        for (uint16_t i = 0; i < t->keys[k].ncols; i++)
            if (t->keys[k].cols[i] == at)
                t->keys[k].text[i] = name;
    t->cols[at].name = name;
}

static void alter_add(Learn *l, Table *t, const Node *def)
{
    Build b = {.t = *t};
    for (uint16_t i = 0; i < t->ncols; i++)
        VEC_PUSH(&l->c->arena, &b.cols, t->cols[i]);
    for (uint16_t i = 0; i < t->nfks; i++)
        VEC_PUSH(&l->c->arena, &b.fks, t->fks[i]);
    if (build_column(&b, node_name(&l->c->scratch, l->s, def->kid[COLDEF_NAME])) >= 0)
        return; /* a migration that the schema has already */
    add_column(l, &b, def);
    const Node *own = def->kid[COLDEF_CONS];
    for (uint32_t k = 0; k < kids(own); k++)
        if (own->kid[k]->op == TK_CHECK)
            learn_check(l, &b, own->kid[k]->kid[CCONS_X]);
    t->altered = true;
    t->has_check = b.t.has_check;
    t->cols = b.cols.at;
    t->ncols = (uint16_t)b.cols.n;
    t->fks = b.fks.at;
    t->nfks = (uint16_t)b.fks.n;
}

/* Positions after column `at` went; false when it was among them.  A new array: a renamed table shares the
 * old. */
static bool without_column(Learn *l, uint16_t **cols, uint16_t n, int at)
{
    uint16_t *new = ARENA_ARRAY(&l->c->arena, uint16_t, n + 1);
    for (uint16_t i = 0; i < n; i++) {
        uint16_t c = (*cols)[i];
        if (c == at)
            return false;
        new[i] = c != UINT16_MAX &&c > at ? (uint16_t)(c - 1) : c;
    }
    *cols = new;
    return true;
}

static void alter_drop(Learn *l, Table *t, int at)
{
    Key *keys = ARENA_ARRAY(&l->c->arena, Key, t->nkeys + 1);
    ForeignKey *fks = ARENA_ARRAY(&l->c->arena, ForeignKey, t->nfks + 1);
    Column *cols = ARENA_ARRAY(&l->c->arena, Column, t->ncols);
    uint16_t nkeys = 0, nfks = 0, ncols = 0;
    catalog_keep_former(l->c, t, &t->cols[at]);
    t->altered = true;
    for (uint16_t k = 0; k < t->nkeys; k++) {
        keys[nkeys] = t->keys[k];
        nkeys += without_column(l, &keys[nkeys].cols, t->keys[k].ncols, at);
    }
    for (uint16_t k = 0; k < t->nfks; k++) {
        fks[nfks] = t->fks[k];
        nfks += without_column(l, &fks[nfks].cols, t->fks[k].ncols, at);
    }
    for (uint16_t i = 0; i < t->ncols; i++)
        if (i != at)
            cols[ncols++] = t->cols[i];
    t->keys = keys;
    t->nkeys = nkeys;
    t->fks = fks;
    t->nfks = nfks;
    t->cols = cols;
    t->ncols = ncols;
    t->rowid -= t->rowid > at;
}

static void alter(Learn *l, const Node *n)
{
    Table *t = catalog_find(l->c, keep_qname(l, n->kid[ALTER_TABLE]));
    if (!t)
        return;
    Str old = n->kid[ALTER_OLD] ? node_name(&l->c->scratch, l->s, n->kid[ALTER_OLD]) : STR_NONE;
    int at = old.n ? table_column_index(t, old) : -1;
    if (n->op == TK_TO && n->kid[ALTER_NEW])
        rename_table(l, t, keep_name(l, n->kid[ALTER_NEW]));
    else if (n->op == TK_COLUMN && at >= 0)
        rename_column(l, t, at, keep_name(l, n->kid[ALTER_NEW]));
    else if (n->op == TK_ADD && n->kid[ALTER_COLDEF])
        alter_add(l, t, n->kid[ALTER_COLDEF]);
    else if (n->op == TK_DROP && at >= 0)
        alter_drop(l, t, at);
}

static void drop(Learn *l, const Node *n)
{
    Table *t = n->op == TK_TABLE || n->op == TK_VIEW
                   ? catalog_find(l->c, node_name(&l->c->scratch, l->s, n->kid[DROP_NAME]->kid[QNAME_NAME]))
                   : NULL;
    if (t)
        t->dropped = true;
}

static void pragma(Learn *l, const Node *n)
{
    static const char *const OFF[] = {"0", "off", "no", "false"};
    const Node *value = n->kid[PRAGMA_VALUE];
    Str name = node_name(&l->c->scratch, l->s, n->kid[PRAGMA_NAME]->kid[QNAME_NAME]);
    if (!value)
        return;
    bool off = false;
    for (size_t i = 0; i < sizeof OFF / sizeof *OFF; i++)
        off |= str_ieqz(word_name(l, value->tok), OFF[i]);
    if (str_ieqz(name, "foreign_keys"))
        l->c->dump_now = off;
    if (!l->from_input)
        return;
    if (str_ieqz(name, "foreign_keys"))
        l->c->off_now = off;
    else if (str_ieqz(name, "defer_foreign_keys"))
        l->c->deferred_now = !off;
}

/* Rows change while the checks are off; copies of whole tables, as in a table that is rebuilt, do not count. */
static void rows_change(Learn *l, const Node *n)
{
    const Node *source = n->kind == ND_INSERT ? n->kid[INSERT_SOURCE] : NULL;
    if (source && source->kid[SELECT_BODY]->kind != ND_VALUES)
        return;
    l->c->keys_off |= l->c->off_now;
    l->c->keys_deferred |= l->c->deferred_now;
}

static void learn(Learn *l, const Node *n)
{
    switch (n->kind) {
    case ND_CREATE_TABLE: create_table(l, n); break;
    case ND_CREATE_VTABLE: create_vtable(l, n); break;
    case ND_CREATE_VIEW: create_view(l, n); break;
    case ND_CREATE_INDEX: create_index(l, n); break;
    case ND_CREATE_TRIGGER: create_trigger(l, n); break;
    case ND_ALTER: alter(l, n); break;
    case ND_DROP: drop(l, n); break;
    case ND_PRAGMA: pragma(l, n); break;
    case ND_INSERT: {
        Stmt *dumped = parse_dumped(&l->c->scratch, l->s);
        if (dumped)
            create_vtable(&(Learn){l->c, dumped, l->from_input}, dumped->root);
        rows_change(l, n);
        break;
    }
    case ND_UPDATE:
    case ND_DELETE: rows_change(l, n); break;
    default: break;
    }
}

void catalog_learn(Catalog *c, const Stmt *s, bool from_input)
{
    Learn l = {c, s, from_input};
    const Node *n = s->root;
    while (n && n->kind == ND_EXPLAIN)
        n = n->kid[EXPLAIN_STMT];
    catalog_section(c, s);
    if (!n || c->down)
        return;
    if (from_input)
        live_expect(c, s);
    else
        live_step(c->now, s);
    learn(&l, n);
    evidence_learn(c, s, n);
    arena_reset(&c->scratch);
}

void catalog_learn_schema(Catalog *c, const Stmt *s)
{
    Learn l = {c, s, true};
    learn(&l, s->root);
}

const Table *catalog_describe(const Catalog *c, Arena *a, const Stmt *s)
{
    const Node *n = s->root;
    bool add = n && n->kind == ND_ALTER && n->op == TK_ADD && n->kid[ALTER_COLDEF];
    if (!n || (n->kind != ND_CREATE_TABLE && !add))
        return NULL;
    Catalog alone = {.arena = *a}; /* what is learnt goes straight into `a` */
    arena_init(&alone.scratch, a->oom);
    Learn l = {&alone, s, true};
    Table *t = NULL;
    if (add) {
        Build b = {0};
        b.t.name = keep_qname(&l, n->kid[ALTER_TABLE]);
        add_column(&l, &b, n->kid[ALTER_COLDEF]);
        finish_table(&l, &b);
        t = catalog_find(&alone, b.t.name);
    } else {
        create_table(&l, n);
        t = alone.tables.n ? alone.tables.at[0] : NULL;
    }
    const Table *known = t ? catalog_table(c, t->name) : NULL;
    if (known) {
        t->order = known->order;
        t->filled = known->filled;
        t->referenced = known->referenced;
    }
    if (t)
        catalog_settle(c, t);
    for (uint16_t i = 0; known && i < t->ncols; i++) { /* seen under a later name, too */
        const Column *k = table_column(known, t->cols[i].name);
        if (k && str_ieq(k->type, t->cols[i].type))
            t->cols[i].evidence |= k->evidence;
    }
    arena_free(&alone.scratch);
    *a = alone.arena;
    return t;
}
