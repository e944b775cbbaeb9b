/* CREATE TABLE as the catalog keeps it: columns, keys, foreign keys, and what makes a key the rowid.  Virtual
   tables and ALTER TABLE use its parts. */
#include "catalog/learn.h"

/* A declared type with one blank between words and none around its parentheses. */
static Str type_text(Learn *l, const Node *type)
{
    const Tokens *t = l->s->toks;
    if (!type)
        return STR_NONE;
    if (type->end == type->tok + 1)
        return learn_keep(l, token_name(&l->c->scratch, t, type->tok));
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

int build_column(const Build *b, Str name)
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
Key build_key_of_terms(Learn *l, const Node *list)
{
    Key k = new_key(l, (uint16_t)kids(list));
    for (uint16_t i = 0; i < k.ncols; i++) {
        const Node *x = list->kid[i]->kid[ORDERTERM_X];
        const Node *inner = x;
        if (inner && inner->kind == ND_COLLATE) {
            uint64_t bit = i < 64 ? UINT64_C(1) << i : 0;
            k.collated |= bit;
            if (str_ieqz(node_name(&l->c->scratch, l->s, inner->kid[COLLATE_NAME]), "nocase"))
                k.nocase |= bit;
            inner = inner->kid[COLLATE_X];
        }
        if (inner && inner->kind == ND_COLREF && !inner->kid[COLREF_TABLE]) {
            k.text[i] = learn_name(l, inner->kid[COLREF_COLUMN]);
        } else if (inner &&
                   (inner->kind == ND_NAME || (inner->kind == ND_LITERAL && inner->op == TK_STRING))) {
            k.text[i] = learn_keep(l, token_name(&l->c->scratch, l->s->toks, inner->tok));
        } else {
            k.cols[i] = UINT16_MAX;
            k.text[i] = x ? learn_keep(l, node_text(l->s, x)) : STR_NONE;
        }
    }
    return k;
}

Key build_key(Learn *l, Str column)
{
    Key k = new_key(l, 1);
    k.text[0] = column;
    return k;
}

static ForeignKey foreign_key(Learn *l, const Node *fk, uint16_t ncols, const Node *name)
{
    const Node *cols = fk->kid[FK_COLS];
    ForeignKey f = {.cols = ARENA_ARRAY(&l->c->arena, uint16_t, ncols), .ncols = ncols, .op = fk->op};
    f.name = learn_name(l, name);
    f.table = learn_name(l, fk->kid[FK_TABLE]);
    if (kids(cols) == ncols) {
        f.ref_cols = ARENA_ARRAY(&l->c->arena, Str, ncols);
        for (uint16_t i = 0; i < ncols; i++)
            f.ref_cols[i] = learn_name(l, cols->kid[i]);
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
        key = build_key(l, col->name);
        key.primary = k->op == TK_PRIMARY;
        key.name = learn_name(l, k->kid[CCONS_NAME]);
        key.conflict = conflict ? conflict->op : 0;
        VEC_PUSH(&l->c->arena, &b->keys, key);
        break;
    case TK_NOT:
        col->not_null = true;
        col->null_conflict = conflict ? conflict->op : 0;
        break;
    case TK_DEFAULT:
        col->deflt = k->kid[CCONS_X] ? learn_keep(l, node_text(l->s, k->kid[CCONS_X])) : STR_NONE;
        col->default_null = is_null_literal(k->kid[CCONS_X]);
        break;
    case TK_COLLATE: col->collation = learn_name(l, k->kid[CCONS_COLLATION]); break;
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

void build_add(Learn *l, Build *b, const Node *def)
{
    const Node *cons = def->kid[COLDEF_CONS];
    Column col = {.default_null = true, .ref_column = -1};
    uint16_t at = (uint16_t)b->cols.n;
    col.name = learn_name(l, def->kid[COLDEF_NAME]);
    if (name_is_open(col.name)) {
        b->t.open = true;
        return;
    }
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
        Key key = build_key_of_terms(l, k->kid[TCONS_COLS]);
        key.primary = k->op == TK_PRIMARY;
        key.name = learn_name(l, k->kid[TCONS_NAME]);
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

static void add_check(Learn *l, Build *b, const Node *check)
{
    b->t.has_check = true;
    const Node *column = check ? catalog_check_01(l->s, check) : NULL;
    int at = column ? build_column(b, node_name(&l->c->scratch, l->s, column)) : -1;
    if (at >= 0)
        b->cols.at[at].evidence |= EV_CHECK_01;
}

void build_checks(Learn *l, Build *b, const Node *def)
{
    const Node *own = def->kid[COLDEF_CONS];
    for (uint32_t i = 0; i < kids(own); i++)
        if (own->kid[i]->op == TK_CHECK)
            add_check(l, b, own->kid[i]->kid[CCONS_X]);
}

/* ---- CREATE TABLE ---- */

bool catalog_is_serial(Str type)
{
    static const char *const NAMES[] = {"bigserial", "serial", "serial4", "serial8"};
    return str_listed(type, NAMES, sizeof NAMES / sizeof *NAMES);
}

/* https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key, and SERIAL keys of a schema
   that is PostgreSQL's already. */
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
    if (k->ncols != 1 || k->cols[0] >= t->ncols || t->without_rowid || b->pk_desc)
        return;
    Str type = t->cols[k->cols[0]].type;
    if (str_ieqz(type, "integer") || catalog_is_serial(type)) {
        t->rowid = k->cols[0];
        t->cols[t->rowid].not_null = true;
        t->autoincrement = t->cols[t->rowid].autoincrement;
    }
}

void build_finish(Learn *l, Build *b)
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
    b->t.open |= l->c->open;
    catalog_put(l->c, &b->t);
}

Column build_plain(Learn *l, Str name, Affinity aff)
{
    static const char *const TYPES[] = {"", "TEXT", "NUM", "INT", "REAL"}; /* what SQLite declares itself */
    return (Column){.name = learn_keep(l, name),
                    .type = str_z(TYPES[aff]),
                    .aff = aff,
                    .default_null = true,
                    .ref_column = -1};
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
                VEC_PUSH(&l->c->arena, &b->cols, build_plain(l, only->cols[k].name, only->cols[k].aff));
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
                 build_plain(l, node_name(&l->c->scratch, l->s, name), source ? source->aff : AFF_NONE));
    }
    return b->cols.n > 0;
}

void learn_table(Learn *l, const Node *n)
{
    const Node *cols = n->kid[CREATE_TABLE_COLS], *cons = n->kid[CREATE_TABLE_CONS];
    Build b = {0};
    b.t.name = learn_qname(l, n->kid[CREATE_TABLE_NAME]);
    Table *old = catalog_find(l->c, b.t.name);
    if (str_istarts(b.t.name, "sqlite_"))
        return; /* SQLite's own */
    if (old && !old->dropped && n->flags & NF_IFEXISTS) {
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
    b.t.sql = learn_keep(l, node_text(l->s, n));
    for (uint32_t i = 0; i < kids(cols); i++)
        build_add(l, &b, cols->kid[i]);
    for (uint32_t i = 0; i < kids(cons); i++)
        table_constraint(l, &b, cons->kid[i]);
    for (uint32_t i = 0; i < kids(cons); i++)
        if (cons->kid[i]->op == TK_CHECK)
            add_check(l, &b, cons->kid[i]->kid[TCONS_X]);
    for (uint32_t i = 0; i < kids(cols); i++)
        build_checks(l, &b, cols->kid[i]);
    if (n->kid[CREATE_TABLE_SELECT] && !columns_of_select(l, &b, n->kid[CREATE_TABLE_SELECT]))
        b.cols.n = 0;
    b.t.from_select = n->kid[CREATE_TABLE_SELECT] != NULL;
    build_finish(l, &b);
}
