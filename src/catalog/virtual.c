/* CREATE VIRTUAL TABLE: the columns of full-text tables and rtrees, which are the module's arguments; as a
   statement, and as .dump writes it into sqlite_schema.  Other modules' tables are known by name only. */
#include "catalog/learn.h"
#include "parse/parse.h"

/* The tokens of a module's argument that are no blanks: first, second, ... up to `max`. */
static uint32_t words_of(Learn *l, const Node *arg, uint32_t *out, uint32_t max)
{
    uint32_t n = 0;
    for (uint32_t i = arg->tok; i < arg->end && n < max; i++)
        if (!tok_is_trivia(l->s->toks->at[i].kind))
            out[n++] = i;
    return n;
}

/* name = value; the value of an FTS3/4 option may be bare words. */
static void fts_option(Learn *l, Build *b, Str name, const Node *arg, uint32_t value_tok)
{
    const Token *t = &l->s->toks->at[value_tok], *last = &l->s->toks->at[arg->end - 1];
    Str value = value_tok + 1 == arg->end ? learn_word(l, value_tok)
                                          : str_sub(l->s->toks->src, t->off, last->off + last->len);
    if (str_ieqz(name, "tokenize")) {
        char *p = arena_alloc(&l->c->arena, value.n + 1);
        for (size_t i = 0; i < value.n; i++)
            p[i] = ascii_lower(value.p[i]);
        b->t.tokenizer = (Str){p, value.n};
    } else if (str_ieqz(name, "content")) {
        b->t.content = learn_keep(l, value);
    } else if (str_ieqz(name, "content_rowid")) {
        b->t.content_key = learn_keep(l, value);
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
        fts_option(l, b, learn_word(l, word[0]), arg, word[2]);
        return;
    }
    if (n > 1 && str_ieqz(b->t.module, "fts4") && str_ieqz(learn_word(l, word[0]), "tokenize"))
        return;
    Column c = build_plain(l, learn_word(l, word[0]), AFF_TEXT);
    c.unindexed = n > 1 && str_ieqz(learn_word(l, word[1]), "unindexed");
    VEC_PUSH(&l->c->arena, &b->cols, c);
}

/* An rtree's key, its coordinates, and the columns behind a + that it only keeps. */
static void rtree_argument(Learn *l, Build *b, const Node *arg)
{
    uint32_t word[3], n = words_of(l, arg, word, 3);
    if (n == 0)
        return;
    bool kept = l->s->toks->at[word[0]].kind == TK_PLUS && n > 1, whole = str_ieqz(b->t.module, "rtree_i32");
    Column c = build_plain(l, learn_word(l, word[kept]), AFF_INTEGER);
    c.type = str_z(b->cols.n == 0 || whole ? "INTEGER" : "REAL");
    c.aff = b->cols.n == 0 || whole ? AFF_INTEGER : AFF_REAL;
    if (kept) {
        c.type = n > 2 ? learn_keep(l, learn_word(l, word[2])) : STR("TEXT");
        c.aff = catalog_affinity(c.type);
    }
    VEC_PUSH(&l->c->arena, &b->cols, c);
}

void learn_vtable(Learn *l, const Node *n)
{
    const Node *args = n->kid[CREATE_VTABLE_ARGS];
    Build b = {0};
    b.t.name = learn_qname(l, n->kid[CREATE_VTABLE_NAME]);
    b.t.module = learn_name(l, n->kid[CREATE_VTABLE_MODULE]);
    b.t.is_virtual = true;
    b.t.sql = learn_keep(l, node_text(l->s, n));
    bool fts = table_is_fts(&b.t), rtree = str_istarts(b.t.module, "rtree");
    if (catalog_find(l->c, b.t.name) && n->flags & NF_IFEXISTS)
        return;
    for (uint32_t i = 0; (fts || rtree) && i < kids(args); i++)
        fts ? fts_argument(l, &b, args->kid[i]) : rtree_argument(l, &b, args->kid[i]);
    if (fts && b.cols.n) {
        Column key = build_plain(l, str_ieqz(b.t.module, "fts5") ? STR("rowid") : STR("docid"), AFF_INTEGER);
        key.type = STR("INTEGER");
        key.hidden = true;
        VEC_PUSH(&l->c->arena, &b.cols, key);
    }
    if (b.cols.n) { /* the key, which numbers its rows */
        Column *key = &b.cols.at[fts ? b.cols.n - 1 : 0];
        key->not_null = true;
        Key k = build_key(l, key->name);
        k.primary = true;
        VEC_PUSH(&l->c->arena, &b.keys, k);
        b.pk = n;
    }
    build_finish(l, &b);
}

/* The string 'CREATE VIRTUAL TABLE ...' of an INSERT INTO sqlite_schema; empty when it is another statement.
 */
static Str dumped_text(Arena *a, const Stmt *s)
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

Stmt *dumped_vtable(Arena *a, const Stmt *s)
{
    Str sql = dumped_text(a, s);
    if (!sql.n)
        return NULL;
    Tokens *t = ARENA_NEW(a, Tokens);
    *t = lex_all(a, sql, (LexOpts){0});
    Stmt *inner = parse_statement(a, t, 0);
    return inner->root && inner->root->kind == ND_CREATE_VTABLE ? inner : NULL;
}

const Table *catalog_dumped_vtable(const Catalog *c, Arena *a, const Stmt *s)
{
    Stmt *inner = dumped_vtable(a, s);
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
