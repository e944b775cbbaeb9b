/* Laws of the lexer, for any bytes: the tokens add up to the text, and statements end where
   lex_statement_length says, however the text is cut into pieces; for statements from the grammar, where
   SQLite says they do. */
#include "law.h"

static bool tokens_add_up(Str text, const Tokens *t)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        if (t->at[i].off != at || t->at[i].len == 0)
            return law_broken(text, "token %u begins at %u, not %u, with %u bytes", i, t->at[i].off, at,
                              t->at[i].len);
        at += t->at[i].len;
    }
    if (at != text.n || t->at[t->n].kind != TK_EOF || t->at[t->n].off != at)
        return law_broken(text, "tokens end at %u of %zu", at, text.n);
    return true;
}

/* The definition of a statement's end, over tokens: sqlite3_complete()'s, but that a trigger without BEGIN
   ends at its first ';'. */
static uint32_t end_by_tokens(const Tokens *t, uint32_t first)
{
    enum { START, EXPLAINED, CREATED, OTHER, HEAD, BODY, SEMI, END } state = START;
    for (uint32_t i = first; i < t->n; i++) {
        uint16_t k = t->at[i].kind;
        if (tok_is_trivia(k))
            continue;
        if (k == TK_SEMI) {
            if (state != BODY && state != SEMI)
                return i + 1;
            state = SEMI;
            continue;
        }
        switch (state) {
        case START: state = k == TK_CREATE ? CREATED : k == TK_EXPLAIN ? EXPLAINED : OTHER; break;
        case EXPLAINED:
            state = k == TK_CREATE ? CREATED : k == TK_QUERY || k == TK_PLAN ? EXPLAINED : OTHER;
            break;
        case CREATED:
            state = k == TK_TRIGGER ? HEAD : k == TK_TEMP || k == TK_TEMPORARY ? CREATED : OTHER;
            break;
        case HEAD: state = k == TK_BEGIN ? BODY : HEAD; break;
        case SEMI: state = k == TK_END ? END : BODY; break;
        case BODY:
        case END: state = BODY; break;
        default: break;
        }
    }
    return 0;
}

/* Where the line of a shell's command ends that stands first in `rest`, its '\n' included; 0: none stands
 * there. */
static size_t shell_line(Str rest, const Tokens *t, uint32_t first)
{
    uint32_t i = first;
    while (i < t->n && tok_is_trivia(t->at[i].kind))
        i++;
    size_t at = i < t->n ? t->at[i].off - t->at[first].off : rest.n;
    if (at == rest.n || (at && rest.p[at - 1] != '\n') || !lex_is_shell_command(str_sub(rest, at, rest.n)))
        return 0;
    while (at < rest.n && rest.p[at] != '\n')
        at++;
    return at < rest.n ? at + 1 : rest.n;
}

static bool statements_end(Str text, const Tokens *t)
{
    uint32_t first = 0;
    while (first < t->n) {
        Str rest = str_sub(text, t->at[first].off, text.n);
        size_t got = lex_statement_length(rest, false), line = shell_line(rest, t, first);
        if (line) { /* tokens may go on behind it */
            size_t all = rest.p[line - 1] == '\n' ? line : 0;
            return got == all ||
                   law_broken(text, "a command's line of %zu bytes is said to have %zu", all, got);
        }
        uint32_t end = end_by_tokens(t, first);
        size_t want = end ? t->at[end].off - t->at[first].off : 0;
        if (got != want)
            return law_broken(text, "a statement of %zu bytes at %u is said to have %zu", want,
                              t->at[first].off, got);
        if (lex_statement_length(rest, true) != (want ? want : rest.n))
            return law_broken(text, "the last statement at %u is not all the rest", t->at[first].off);
        if (!end)
            return true;
        first = end;
    }
    return true;
}

/* Read in pieces, the same statement comes out, and not too early. */
static bool pieces_agree(Gen *g, Str text)
{
    size_t whole = lex_statement_length(text, false);
    size_t cut = gen_below(g, (uint32_t)text.n + 1);
    size_t early = lex_statement_length(str_sub(text, 0, cut), false);
    if (early != (whole && cut >= whole ? whole : 0))
        return law_broken(text, "%zu bytes are enough for a statement of %zu", cut, whole);
    return true;
}

static bool any_bytes(Gen *g)
{
    Str text = gen_bytes(g, 60);
    Tokens t = lex_all(g->a, text, (LexOpts){.holes = false});
    if (!tokens_add_up(text, &t) || !statements_end(text, &t))
        return false;
    t = lex_all(g->a, text, (LexOpts){.holes = true});
    return tokens_add_up(text, &t);
}

static bool statements(Gen *g)
{
    gen_rule(g, "statement");
    VEC_PUSH(g->a, &g->words, STR(";"));
    Str text = gen_text(g);
    Tokens t = lex_all(g->a, text, (LexOpts){0});
    if (!tokens_add_up(text, &t) || !statements_end(text, &t) || !pieces_agree(g, text))
        return false;
    size_t n = lex_statement_length(text, false);
    if (n != text.n || !sqlite3_complete(text.p))
        return law_broken(text, "%zu of %zu bytes; SQLite: %s", n, text.n,
                          sqlite3_complete(text.p) ? "complete" : "not complete");
    return true;
}

static bool law(Gen *g)
{
    return any_bytes(g) && statements(g);
}

int main(int argc, char **argv)
{
    return law_main(argc, argv, "lexer", 40000, law, NULL);
}
