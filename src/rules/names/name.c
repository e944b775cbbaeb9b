/* Names: spelled as they are declared, quoted where PostgreSQL would fold or refuse them (or with an AS
   before them), quoted in its way where SQLite took `backticks`, [brackets] or 'strings'.  A bare lower-case
   name stays as it is. */
#include "emit/names.h"
#include "emit/rw.h"

static Str table_spelling(Rw *rw, const Node *name)
{
    Str s = rw_name(rw, name);
    const Table *t = catalog_table(rw_catalog(rw), s);
    return t ? t->name : s;
}

/* The declared spelling of what a COLREF's column means. */
static Str column_spelling(Rw *rw, const Node *ref, Str written)
{
    const Info *i = rw_info(rw, ref);
    switch (i->name) {
    case NAME_COLUMN:
    case NAME_PSEUDO: return i->col->name;
    case NAME_ALIAS:
        if (i->def->parent && i->def->parent->kind == ND_RESULT && i->def->parent->kid[RESULT_ALIAS])
            return rw_name(rw, i->def->parent->kid[RESULT_ALIAS]);
        return written;
    case NAME_DERIVED:
        for (uint32_t k = 0; i->source && k < i->source->ncols; k++)
            if (str_ieq(i->source->cols[k].name, written))
                return i->source->cols[k].name;
        for (uint32_t k = 0; i->source && k < i->source->ncols; k++)
            if (str_ieq(i->source->cols[k].text, written))
                return i->source->cols[k].text;
        return written;
    default: return written;
    }
}

/* The item of FROM that a node is, or that a name means to a star. */
static const Source *source_of(Rw *rw, const Node *n, Str name)
{
    for (const Node *p = n->parent; p; p = p->parent)
        for (const Source *s = rw_sema(rw)->sources[p->id]; s; s = s->next)
            if (name.n ? str_ieq(s->name, name) : s->node == n)
                return s;
    return NULL;
}

/* What a qualifier means: an alias or a CTE as PostgreSQL keeps it, or the table's declared name. */
static Str qualifier_spelling(Rw *rw, const Source *s, Str written)
{
    if (s && s->pseudo && str_ieq(s->name, written)) /* new, old, excluded */
        return s->name;
    if (!s || !str_ieq(s->name, written))
        return written;
    const Node *name = rw_binding(s);
    return name ? rw_bound(rw, name) : s->table ? s->table->name : s->name;
}

static Str source_spelling(Rw *rw, const Node *ref, const Node *name)
{
    const Source *s = source_of(rw, ref, STR_NONE);
    return s && s->cte ? rw_bound(rw, s->cte->kid[CTE_NAME]) : table_spelling(rw, name);
}

static Str target_column(Rw *rw, const Node *n, Str written)
{
    const Node *p = n->parent;
    while (p && p->kind != ND_INSERT && p->kind != ND_UPDATE)
        p = p->parent;
    const Table *t = p ? rw_table(rw, p->kid[p->kind == ND_INSERT ? INSERT_TARGET : UPDATE_TARGET]) : NULL;
    const Column *c = t ? table_column(t, written) : NULL;
    bool rowid = sema_is_rowid_name(written);
    if (!c && rowid && t && t->rowid >= 0)
        return t->cols[t->rowid].name;
    return c ? c->name : written;
}

static Str declared(Rw *rw, const Node *n)
{
    const Node *p = n->parent;
    Str s = rw_name(rw, n);
    switch (p ? p->kind : ND_COUNT) {
    case ND_COLREF:
        return n == p->kid[COLREF_COLUMN]  ? column_spelling(rw, p, s)
               : n == p->kid[COLREF_TABLE] ? qualifier_spelling(rw, rw_info(rw, p)->source, s)
                                           : s;
    case ND_TABLEREF: return n == p->kid[TABLEREF_NAME] ? source_spelling(rw, p, n) : rw_bound(rw, n);
    case ND_FROMSUB:
    case ND_FROMPAREN:
    case ND_TABLEFUNC:
    case ND_WINDOWDEF:
    case ND_WINDOW: return rw_bound(rw, n);
    case ND_CTE: return n == p->kid[CTE_NAME] ? rw_bound(rw, n) : s;
    case ND_QNAME: return n == p->kid[QNAME_NAME] ? table_spelling(rw, n) : s;
    case ND_CREATE_INDEX:
    case ND_CREATE_TRIGGER:
    case ND_FK:
        if (p->kind == ND_FK ||
            n == p->kid[p->kind == ND_CREATE_INDEX ? CREATE_INDEX_TABLE : CREATE_TRIGGER_TABLE])
            return table_spelling(rw, n);
        return s;
    case ND_STAR: return qualifier_spelling(rw, source_of(rw, p, s), s);
    case ND_SET: return target_column(rw, n, s);
    case ND_LIST: /* INSERT (a, b), SET (a, b), USING (a), column lists of constraints */
        if (p->parent && (p->parent->kind == ND_INSERT || p->parent->kind == ND_SET))
            return target_column(rw, n, s);
        return s;
    default: return s;
    }
}

static bool is_alias(const Node *n)
{
    const Node *p = n->parent;
    return p && ((p->kind == ND_RESULT && n == p->kid[RESULT_ALIAS]) ||
                 (p->kind == ND_COLREF && n == p->kid[COLREF_COLUMN]));
}

/* A name in double quotes or bare that PostgreSQL reads as `want` already. */
static bool already(Str written, Str want)
{
    if (written.p[0] == '"')
        return written.n == want.n + 2 && str_eq(str_sub(written, 1, written.n - 1), want) &&
               !memchr(want.p, '"', want.n);
    if (written.p[0] == '`' || written.p[0] == '[' || written.p[0] == '\'')
        return false;
    for (size_t i = 0; i < want.n; i++) /* folding must give the declared spelling */
        if (want.p[i] >= 'A' && want.p[i] <= 'Z')
            return false;
    return str_ieq(written, want);
}

static bool after_dot(Rw *rw, const Node *n)
{
    uint32_t before = rw_prev(rw, n->tok);
    return before != UINT32_MAX && rw_stmt(rw)->toks->at[before].kind == TK_DOT;
}

/* Every table of PostgreSQL has these already: none can be declared, and a SELECT would show the system's. */
static bool system_column(Rw *rw, const Node *n, Str want)
{
    static const char *const names[] = {"xmin", "xmax", "cmin", "cmax", "ctid", "tableoid"};
    if (n->parent->kind != ND_COLREF || n != n->parent->kid[COLREF_COLUMN] ||
        rw_info(rw, n->parent)->name == NAME_ALIAS)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_ieqz(want, names[i]))
            return true;
    return false;
}

/* `SELECT expr year`: PostgreSQL wants an AS before its keywords. */
static bool bare_label(const Node *n, Str written, Str want)
{
    const Node *p = n->parent;
    return p && p->kind == ND_RESULT && n == p->kid[RESULT_ALIAS] && !(p->flags & NF_AS) &&
           written.p[0] != '"' && names_plain(want) && names_keyword(want);
}

static bool differs(Rw *rw, const Node *n, Str want)
{
    Str msg = rw_fmt(rw, "the name that stands here is declared as %.*s", (int)want.n, want.p);
    return rw_manual(rw, n, msg.p, "have the program spell it as it is declared");
}

/* A hole of the program whose text is known: it stays, in quotes where PostgreSQL needs them. */
static bool apply_hole(Rw *rw, const Node *n, Str want)
{
    Str written = rw_text(rw, n), spelled = rw_hole(rw, n, want);
    if (str_eq(spelled, written))
        return false;
    if (!spelled.n)
        return differs(rw, n, want);
    rw_exact(rw, n);
    rw_put(rw, n->tok, spelled);
    return true;
}

/* "{table}", `{table}`, [{table}]: what PostgreSQL reads must be as declared. */
static bool apply_quoted_hole(Rw *rw, const Node *n, Str written, Str want)
{
    if (!str_eq(want, rw_name(rw, n)))
        return differs(rw, n, want);
    if (written.p[0] == '"')
        return false;
    Str in = str_sub(written, 1, written.n - 1);
    rw_exact(rw, n);
    rw_put(rw, n->tok, rw_fmt(rw, "\"%.*s\"", (int)in.n, in.p));
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind == ND_HOLE)
        return !node_is_open(rw_stmt(rw), n) && n->parent && apply_hole(rw, n, declared(rw, n));
    if (n->tok == n->end || (n->parent && n->parent->kind == ND_FUNC))
        return false;
    uint8_t meant = n->parent && n->parent->kind == ND_COLREF ? rw_info(rw, n->parent)->name : NAME_COLUMN;
    if (meant == NAME_TRUE || meant == NAME_FALSE || meant == NAME_STRING)
        return false;
    Str written = rw_text(rw, n), want = declared(rw, n);
    if (memchr(written.p, 0x1A, written.n))
        return apply_quoted_hole(rw, n, written, want);
    if (want.n > 63)
        return rw_manual(rw, n, "this name is longer than 63 bytes: PostgreSQL cuts it",
                         "give it a shorter one");
    if (n->parent && system_column(rw, n, want))
        return rw_manual(rw, n, "PostgreSQL keeps this column name for itself",
                         "give the column another name");
    bool label = bare_label(n, written, want);
    if (label) {
        rw_exact(rw, n);
        rw_insert(rw, n->tok, STR("AS "));
    }
    if (rw_options(rw)->identifiers == NAMES_PRESERVE) {
        bool reserved = written.p[0] != '"' && names_reserved(want) && !after_dot(rw, n) &&
                        !(n->parent && n->parent->kind == ND_RESULT && (n->parent->flags & NF_AS || label));
        if (!reserved && already(written, want))
            return false;
    }
    Str spelled = rw_ident(rw, want);
    if (str_eq(spelled, written))
        return false;
    if (is_alias(n) && !names_plain(want) && rw_info(rw, n->parent)->name == NAME_OPAQUE &&
        written.p[0] != '`' && written.p[0] != '[' && !names_reserved(want)) {
        rw_near(rw, n, "the declared spelling of this column is not known; PostgreSQL folds it to lower case",
                "give its CREATE TABLE with --schema");
        return false;
    }
    rw_exact(rw, n);
    rw_put(rw, n->tok, spelled);
    return true;
}

const Rule rule_name = {.code = 701,
                        .name = "names/spelling",
                        .title = "names are spelled as declared and quoted where PostgreSQL needs it",
                        .on = KINDS(ND_NAME, ND_HOLE),
                        .portable = true,
                        .apply = apply};
