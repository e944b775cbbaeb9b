/* The one-line s-expression of dump.h.  Tables say which kinds print their text and which flags print how. */
#include "ast/dump.h"

static const struct {
    uint32_t bit;
    const char *word;
} flag_words[] = {
    {NF_NOT, "not"},
    {NF_DISTINCT, "distinct"},
    {NF_ALL, "all"},
    {NF_STAR, "star"},
    {NF_AS, "as"},
    {NF_ASC, "asc"},
    {NF_DESC, "desc"},
    {NF_NULLS_FIRST, "nulls-first"},
    {NF_NULLS_LAST, "nulls-last"},
    {NF_TEMP, "temp"},
    {NF_IFEXISTS, "if"},
    {NF_UNIQUE, "unique"},
    {NF_STRICT, "strict"},
    {NF_WITHOUT_ROWID, "without-rowid"},
    {NF_AUTOINCREMENT, "autoincrement"},
    {NF_STORED, "stored"},
    {NF_RECURSIVE, "recursive"},
    {NF_REPLACE_INTO, "replace-into"},
    {NF_DEFAULT_VALUES, "default-values"},
    {NF_NOTHING, "nothing"},
    {NF_QUERY_PLAN, "query-plan"},
};

static const struct {
    uint16_t bit;
    const char *word;
} join_words[] = {
    {NJ_COMMA, ","},   {NJ_INNER, "inner"}, {NJ_CROSS, "cross"}, {NJ_NATURAL, "natural"},
    {NJ_LEFT, "left"}, {NJ_RIGHT, "right"}, {NJ_OUTER, "outer"},
};

static bool prints_text(const Node *n)
{
    switch (n->kind) {
    case ND_NAME:
    case ND_HOLE:
    case ND_LITERAL:
    case ND_PARAM:
    case ND_TYPE: return true;
    default: return false;
    }
}

static void put_op(const Node *n, Buf *out)
{
    switch (n->kind) {
    case ND_JOIN:
        for (size_t i = 0; i < sizeof join_words / sizeof *join_words; i++)
            if (n->op & join_words[i].bit)
                buf_fmt(out, " %s", join_words[i].word);
        break;
    case ND_CREATE_TRIGGER:
    case ND_FK: buf_fmt(out, " %u", n->op); break;
    default:
        if (n->op)
            buf_fmt(out, " %s", tok_name(n->op));
    }
}

/* "(BINARY + (COLREF _ _ a) 1)".  Recurses as deep as the tree is. */
static void node(const Stmt *s, const Node *n, Buf *out)
{
    if (!n) {
        buf_puts(out, "_");
        return;
    }
    if (prints_text(n)) {
        buf_put(out, node_text(s, n));
        return;
    }
    buf_fmt(out, "(%s", node_kind_name(n->kind));
    put_op(n, out);
    for (size_t i = 0; i < sizeof flag_words / sizeof *flag_words; i++)
        if (n->flags & flag_words[i].bit)
            buf_fmt(out, " %s", flag_words[i].word);
    for (uint32_t i = 0; i < n->nkids; i++) {
        buf_putc(out, ' ');
        node(s, n->kid[i], out);
    }
    buf_putc(out, ')');
}

void ast_dump(const Stmt *s, Buf *out)
{
    if (s->root) {
        node(s, s->root, out);
    } else if (s->error.n) {
        buf_putc(out, '{');
        buf_put(out, s->error);
        buf_putc(out, '}');
    }
}
