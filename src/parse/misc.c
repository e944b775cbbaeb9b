/* Statements that neither read nor change rows or schema: transactions, PRAGMA, ATTACH, EXPLAIN, VACUUM,
   ANALYZE, REINDEX.  Which pragmas exist is not known here. */
#include "parse/internal.h"

/* ---- transactions ---- */

/* [TRANSACTION [name]]: the name, or NULL. */
static Node *transaction(Parser *p)
{
    if (accept(p, TK_TRANSACTION) && is_name(p->kind, NC_nm))
        return parse_nm(p);
    return NULL;
}

Node *parse_begin(Parser *p)
{
    Node *n = node_open(p, ND_BEGIN, p->pos);
    parse_expect(p, TK_BEGIN);
    if (p->kind == TK_DEFERRED || p->kind == TK_IMMEDIATE || p->kind == TK_EXCLUSIVE) {
        n->op = p->kind;
        advance(p);
    }
    n->kid[BEGIN_NAME] = transaction(p);
    return node_close(p, n);
}

Node *parse_commit(Parser *p)
{
    Node *n = node_open(p, ND_COMMIT, p->pos);
    advance(p); /* COMMIT or END */
    n->kid[COMMIT_NAME] = transaction(p);
    return node_close(p, n);
}

Node *parse_rollback(Parser *p)
{
    Node *n = node_open(p, ND_ROLLBACK, p->pos);
    parse_expect(p, TK_ROLLBACK);
    n->kid[ROLLBACK_NAME] = transaction(p);
    if (accept(p, TK_TO)) {
        accept(p, TK_SAVEPOINT);
        n->kid[ROLLBACK_SAVEPOINT] = parse_nm(p);
    }
    return node_close(p, n);
}

Node *parse_savepoint(Parser *p)
{
    Node *n = node_open(p, ND_SAVEPOINT, p->pos);
    parse_expect(p, TK_SAVEPOINT);
    n->kid[SAVEPOINT_NAME] = parse_nm(p);
    return node_close(p, n);
}

Node *parse_release(Parser *p)
{
    Node *n = node_open(p, ND_RELEASE, p->pos);
    parse_expect(p, TK_RELEASE);
    accept(p, TK_SAVEPOINT);
    n->kid[RELEASE_NAME] = parse_nm(p);
    return node_close(p, n);
}

/* ---- PRAGMA ---- */

/* A number, a signed number, a name, or one of three keywords. */
static Node *pragma_value(Parser *p)
{
    if (p->kind == TK_PLUS || p->kind == TK_MINUS) {
        Node *n = node_open(p, ND_UNARY, p->pos);
        n->op = p->kind;
        advance(p);
        if (!parse_is_number(p, p->pos))
            parse_fail(p, "a number");
        n->kid[UNARY_X] = parse_literal(p);
        return node_close(p, n);
    }
    if (parse_is_number(p, p->pos) || p->kind == TK_STRING)
        return parse_literal(p);
    if (p->kind == TK_ON || p->kind == TK_DELETE || p->kind == TK_DEFAULT)
        return node_token(p, ND_NAME);
    return parse_nm(p);
}

Node *parse_pragma(Parser *p)
{
    Node *n = node_open(p, ND_PRAGMA, p->pos);
    parse_expect(p, TK_PRAGMA);
    n->kid[PRAGMA_NAME] = parse_qname(p);
    if (p->kind == TK_EQ || p->kind == TK_LP) {
        n->op = p->kind;
        advance(p);
        n->kid[PRAGMA_VALUE] = pragma_value(p);
        if (n->op == TK_LP)
            parse_expect(p, TK_RP);
    }
    return node_close(p, n);
}

/* ---- databases ---- */

Node *parse_attach(Parser *p)
{
    Node *n = node_open(p, ND_ATTACH, p->pos);
    parse_expect(p, TK_ATTACH);
    accept(p, TK_DATABASE);
    n->kid[ATTACH_FILE] = parse_expr(p);
    parse_expect(p, TK_AS);
    n->kid[ATTACH_DB] = parse_expr(p);
    if (accept(p, TK_KEY))
        n->kid[ATTACH_KEY] = parse_expr(p);
    return node_close(p, n);
}

Node *parse_detach(Parser *p)
{
    Node *n = node_open(p, ND_DETACH, p->pos);
    parse_expect(p, TK_DETACH);
    accept(p, TK_DATABASE);
    n->kid[DETACH_DB] = parse_expr(p);
    return node_close(p, n);
}

Node *parse_vacuum(Parser *p)
{
    Node *n = node_open(p, ND_VACUUM, p->pos);
    parse_expect(p, TK_VACUUM);
    if (is_name(p->kind, NC_nm))
        n->kid[VACUUM_DB] = parse_nm(p);
    if (accept(p, TK_INTO))
        n->kid[VACUUM_INTO] = parse_expr(p);
    return node_close(p, n);
}

/* ANALYZE and REINDEX take the same argument: [[schema.]name]. */
static Node *with_qname(Parser *p, uint16_t kind)
{
    Node *n = node_open(p, kind, p->pos);
    advance(p);
    if (is_name(p->kind, NC_nm))
        n->kid[0] = parse_qname(p);
    return node_close(p, n);
}

Node *parse_analyze(Parser *p)
{
    return with_qname(p, ND_ANALYZE);
}

Node *parse_reindex(Parser *p)
{
    return with_qname(p, ND_REINDEX);
}

Node *parse_explain(Parser *p)
{
    Node *n = node_open(p, ND_EXPLAIN, p->pos);
    parse_expect(p, TK_EXPLAIN);
    if (accept(p, TK_QUERY)) {
        parse_expect(p, TK_PLAN);
        n->flags |= NF_QUERY_PLAN;
    }
    n->kid[EXPLAIN_STMT] = parse_command(p);
    return node_close(p, n);
}
