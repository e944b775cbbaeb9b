/* CREATE TRIGGER: a PL/pgSQL function and a trigger that calls it.  Statements of the body are rendered in
   their places; RAISE becomes IF ... THEN RAISE EXCEPTION or RETURN NULL.  A trigger that only touches the
   row it was fired for becomes a BEFORE trigger that assigns to NEW, unless its UPDATE fires other triggers;
   one that can fire itself is guarded, since SQLite's triggers do not recurse: by pg_trigger_depth(), or by a
   setting of the transaction where other triggers fire it, too.  Shapes that are not understood are left and
   said. */
#include "rules/ddl/ddl.h"
#include "rules/ddl/trigger_reach.h"
#include "rules/upsert/conflict_key.h"

typedef enum Guard { GUARD_NONE, GUARD_DEPTH, GUARD_SETTING } Guard;

typedef struct Make {
    Rw *rw;
    const Node *n;     /* CREATE_TRIGGER */
    const Table *t;    /* may be NULL */
    const Trigger *me; /* NULL: not learnt, in a section that is not run */
    Guard guard;
    Str setting; /* that says that it is firing */
    Str tmpl;    /* the template so far */
    VEC(RwArg) args;
    const char *manual, *hint; /* why it is given up */
    bool undoes;               /* RAISE(ROLLBACK) or RAISE(FAIL): what was done before is undone otherwise */
} Make;

static void put(Make *m, const char *text)
{
    m->tmpl = rw_fmt(m->rw, "%.*s%s", (int)m->tmpl.n, m->tmpl.n ? m->tmpl.p : "", text);
}

/* A slot for `arg`, asking for a type when `type` is not NULL. */
static void put_arg(Make *m, RwArg arg, const char *type)
{
    put(m, rw_fmt(m->rw, "{%u%s%s}", (unsigned)m->args.n, type ? ":" : "", type ? type : "").p);
    VEC_PUSH(rw_arena(m->rw), &m->args, arg);
}

static void put_text(Make *m, Str s)
{
    put_arg(m, RW_TEXT(s), NULL);
}

static void give_up(Make *m, const char *why, const char *hint)
{
    if (!m->manual) {
        m->manual = why;
        m->hint = hint;
    }
}

static bool holds(const Node *n, uint16_t kind)
{
    if (n->kind == kind)
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && holds(n->kid[i], kind))
            return true;
    return false;
}

static bool is_old_or_new(Rw *rw, const Node *ref)
{
    Str table = ref->kind == ND_COLREF ? rw_name(rw, ref->kid[COLREF_TABLE]) : STR_NONE;
    return str_ieqz(table, "new") || str_ieqz(table, "old");
}

static const Node *target_of(const Node *s)
{
    return s->kind == ND_INSERT   ? s->kid[INSERT_TARGET]
           : s->kind == ND_UPDATE ? s->kid[UPDATE_TARGET]
           : s->kind == ND_DELETE ? s->kid[DELETE_TARGET]
                                  : NULL;
}

static bool on_own_table(const Make *m, const Node *s)
{
    const Node *t = target_of(s);
    return t && t->kind == ND_TABLEREF &&
           str_ieq(rw_name(m->rw, t->kid[TABLEREF_NAME]), rw_name(m->rw, m->n->kid[CREATE_TRIGGER_TABLE]));
}

/* ---- RAISE ---- */

/* Says, until the transaction ends or it is said otherwise, whether the trigger is firing. */
static void put_setting(Make *m, const char *value)
{
    put(m, "PERFORM set_config(");
    put_text(m, rw_literal(m->rw, m->setting));
    put(m, rw_fmt(m->rw, ", '%s', true);\n", value).p);
}

static void put_raise(Make *m, const Node *raise, const char *indent)
{
    Str text;
    m->undoes |= raise->op == TK_ROLLBACK || raise->op == TK_FAIL;
    put(m, indent);
    if (raise->op == TK_IGNORE) {
        if (m->guard == GUARD_SETTING) {
            put_setting(m, "");
            put(m, indent);
        }
        put(m, "RETURN NULL;\n");
        return;
    }
    const Node *message = raise->kid[RAISE_MESSAGE];
    if (message && message->kind == ND_NAME)
        text = rw_name(m->rw, message);
    else if (!message || !rw_string(m->rw, message, &text)) {
        put(m, "RAISE EXCEPTION USING MESSAGE = ");
        put_arg(m, RW_NODE(message), "text");
        put(m, ", ERRCODE = 'check_violation';\n");
        return;
    }
    char *p = arena_alloc(rw_arena(m->rw), text.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        p[n++] = text.p[i];
        if (text.p[i] == '%') /* RAISE's own placeholder */
            p[n++] = '%';
    }
    put(m, "RAISE EXCEPTION ");
    put_text(m, rw_literal(m->rw, (Str){p, n}));
    put(m, " USING ERRCODE = 'check_violation';\n");
}

/* SELECT CASE WHEN c THEN RAISE(...) ... END */
static bool put_case(Make *m, const Node *x, const char *in)
{
    const Node *whens = x->kid[CASE_WHENS];
    if (x->kid[CASE_BASE] || (x->kid[CASE_ELSE] && holds(x->kid[CASE_ELSE], ND_RAISE)))
        return false;
    for (uint32_t i = 0; i < whens->nkids; i++) {
        const Node *then = sema_strip(whens->kid[i]->kid[WHEN_THEN]);
        if (then->kind != ND_RAISE && holds(then, ND_RAISE))
            return false;
        put(m, in);
        put(m, i ? "ELSIF " : "IF ");
        put_arg(m, RW_NODE(whens->kid[i]->kid[WHEN_COND]), "boolean");
        put(m, " THEN\n");
        if (then->kind == ND_RAISE)
            put_raise(m, then, rw_fmt(m->rw, "%s  ", in).p);
        else
            put(m, rw_fmt(m->rw, "%s  NULL;\n", in).p);
    }
    put(m, in);
    put(m, "END IF;\n");
    return true;
}

/* A SELECT of the body: what it raises; one that raises nothing does nothing. */
static void put_select(Make *m, const Node *s, const char *in)
{
    const Node *core = s->kid[SELECT_BODY];
    if (!holds(s, ND_RAISE))
        return;
    const Node *x = core->kind == ND_CORE && core->kid[CORE_COLUMNS]->nkids == 1 &&
                            core->kid[CORE_COLUMNS]->kid[0]->kind == ND_RESULT
                        ? sema_strip(core->kid[CORE_COLUMNS]->kid[0]->kid[RESULT_X])
                        : NULL;
    bool simple = x && !s->kid[SELECT_WITH] && !core->kid[CORE_GROUP] && !core->kid[CORE_HAVING];
    const Node *from = simple ? core->kid[CORE_FROM] : NULL, *where = simple ? core->kid[CORE_WHERE] : NULL;
    const char *deeper = where || from ? rw_fmt(m->rw, "%s  ", in).p : in;
    if (!simple || (from && x->kind != ND_RAISE)) {
        give_up(m, "RAISE stands where this translation does not understand it",
                "write the PL/pgSQL by hand");
        return;
    }
    if (from) {
        put(m, rw_fmt(m->rw, "%sIF EXISTS (SELECT 1 FROM ", in).p);
        put_arg(m, RW_NODE(from), NULL);
        if (where) {
            put(m, " WHERE ");
            put_arg(m, RW_NODE(where), "boolean");
        }
        put(m, ") THEN\n");
    } else if (where) {
        put(m, rw_fmt(m->rw, "%sIF ", in).p);
        put_arg(m, RW_NODE(where), "boolean");
        put(m, " THEN\n");
    }
    if (x->kind == ND_RAISE)
        put_raise(m, x, deeper);
    else if (x->kind != ND_CASE || !put_case(m, x, deeper))
        give_up(m, "RAISE stands where this translation does not understand it",
                "write the PL/pgSQL by hand");
    if (where || from)
        put(m, rw_fmt(m->rw, "%sEND IF;\n", in).p);
}

/* ---- a trigger that touches its own row ---- */

/* key = NEW.key, where key is the row's identity. */
static bool is_own_key(const Make *m, const Node *where)
{
    where = sema_strip(where);
    if (where->kind != ND_BINARY || (where->op != TK_EQ && where->op != TK_IS) || where->flags & NF_NOT ||
        !m->t)
        return false;
    for (int side = 0; side < 2; side++) {
        const Node *mine = sema_strip(where->kid[side]), *row = sema_strip(where->kid[1 - side]);
        if (mine->kind != ND_COLREF || row->kind != ND_COLREF || is_old_or_new(m->rw, mine) ||
            !is_old_or_new(m->rw, row))
            continue;
        Str a = rw_name(m->rw, mine->kid[COLREF_COLUMN]), b = rw_name(m->rw, row->kid[COLREF_COLUMN]);
        int at = table_column_index(m->t, a), bt = table_column_index(m->t, b);
        bool rowids = at < 0 && str_ieqz(a, "rowid"), rowid_b = bt < 0 && str_ieqz(b, "rowid");
        if ((rowids || (at >= 0 && at == m->t->rowid)) && (rowid_b || (bt >= 0 && bt == m->t->rowid)))
            return true;
        if (at < 0 || at != bt)
            return false;
        for (uint16_t k = 0; k < m->t->nkeys; k++)
            if (m->t->keys[k].primary && m->t->keys[k].ncols == 1 && m->t->keys[k].cols[0] == at)
                return true;
    }
    return false;
}

enum { MAX_CONDITIONS = 8 };

typedef struct OwnRow {
    const Node *more[MAX_CONDITIONS]; /* what WHERE asks beyond the key */
    uint32_t n;
    const Node *key; /* key = NEW.key */
} OwnRow;

static bool take_conditions(const Make *m, const Node *where, OwnRow *r)
{
    where = sema_strip(where);
    if (where->kind == ND_BINARY && where->op == TK_AND)
        return take_conditions(m, where->kid[BINARY_L], r) && take_conditions(m, where->kid[BINARY_R], r);
    if (!r->key && is_own_key(m, where)) {
        r->key = where;
        return true;
    }
    if (r->n == MAX_CONDITIONS)
        return false;
    r->more[r->n++] = where;
    return true;
}

/* UPDATE of the row that the trigger was fired for, and of no other. */
static bool is_own_row(const Make *m, const Node *s, OwnRow *r)
{
    *r = (OwnRow){0};
    return s->kind == ND_UPDATE && on_own_table(m, s) && !s->kid[UPDATE_FROM] && s->kid[UPDATE_WHERE] &&
           take_conditions(m, s->kid[UPDATE_WHERE], r) && r->key;
}

static const char KEY[] = "{0}";

/* rowid = NEW.rowid, in a table whose primary key is no rowid, is a comparison of the primary key. */
static void name_key(const Make *m, const Node *key)
{
    const Table *t = m->t;
    const Node *l = sema_strip(key->kid[BINARY_L]), *r = sema_strip(key->kid[BINARY_R]);
    const Node *row = is_old_or_new(m->rw, l) ? l : r;
    if (t->rowid >= 0 || !t->nkeys || !t->keys[0].primary ||
        table_column_index(t, rw_name(m->rw, row->kid[COLREF_COLUMN])) >= 0)
        return;
    Str all = STR_NONE; /* an UPDATE may have changed the key, and the rowid is that of the row it is now */
    for (uint16_t i = 0; i < t->keys[0].ncols; i++) {
        Str c = rw_ident(m->rw, t->cols[t->keys[0].cols[i]].name);
        all = rw_fmt(m->rw, "%.*s%s%.*s = NEW.%.*s", (int)all.n, all.n ? all.p : "", i ? " AND " : "",
                     (int)c.n, c.p, (int)c.n, c.p);
    }
    RwArg arg = RW_TEXT(all);
    rw_template(m->rw, key, KEY, PG_BOOL, &arg, 1);
}

/* Names only what NEW, OLD, constants and the clock give: the row's own columns would have to become NEW's.
 */
static bool only_row_values(Rw *rw, const Node *x)
{
    if (x->kind == ND_COLREF && !is_old_or_new(rw, x) && rw_info(rw, x)->name != NAME_STRING &&
        rw_info(rw, x)->name != NAME_TRUE && rw_info(rw, x)->name != NAME_FALSE)
        return false;
    if (x->kind == ND_SELECT)
        return false;
    for (uint32_t i = 0; i < x->nkids; i++)
        if (x->kid[i] && !only_row_values(rw, x->kid[i]))
            return false;
    return true;
}

static bool is_touch(const Make *m)
{
    const Node *body = m->n->kid[CREATE_TRIGGER_BODY];
    OwnRow own;
    if (m->n->op & (NT_DELETE | NT_INSTEAD) || body->nkids != 1 || !is_own_row(m, body->kid[0], &own) ||
        (m->me && trigger_fires_siblings(rw_catalog(m->rw), m->me)))
        return false;
    const Node *u = body->kid[0], *sets = u->kid[UPDATE_SETS];
    if (u->op || u->kid[UPDATE_WITH] || u->kid[UPDATE_LIMIT] || u->kid[UPDATE_ORDER])
        return false;
    for (uint32_t i = 0; i < own.n; i++)
        if (!only_row_values(m->rw, own.more[i]))
            return false;
    for (uint32_t i = 0; i < sets->nkids; i++)
        if (sets->kid[i]->kid[SET_COLS]->kind != ND_NAME ||
            !only_row_values(m->rw, sets->kid[i]->kid[SET_VALUE]) ||
            table_column_index(m->t, rw_name(m->rw, sets->kid[i]->kid[SET_COLS])) < 0)
            return false;
    return true;
}

static void put_touch(Make *m, const char *in)
{
    const Node *u = m->n->kid[CREATE_TRIGGER_BODY]->kid[0], *sets = u->kid[UPDATE_SETS];
    OwnRow own;
    is_own_row(m, u, &own);
    const char *deeper = own.n ? rw_fmt(m->rw, "%s  ", in).p : in;
    for (uint32_t i = 0; i < own.n; i++) {
        put(m, i ? " AND " : rw_fmt(m->rw, "%sIF ", in).p);
        put_arg(m, RW_NODE(own.more[i]), "boolean");
    }
    put(m, own.n ? " THEN\n" : "");
    for (uint32_t i = 0; i < sets->nkids; i++) {
        const Column *c = table_column(m->t, rw_name(m->rw, sets->kid[i]->kid[SET_COLS]));
        PgType type = rw_column_type(m->rw, m->t, c);
        put(m, rw_fmt(m->rw, "%sNEW.", deeper).p);
        put_text(m, rw_ident(m->rw, c->name));
        put(m, " := ");
        put_arg(m, RW_NODE(sets->kid[i]->kid[SET_VALUE]), pg_spelling(type)[0] ? pg_spelling(type) : NULL);
        put(m, ";\n");
    }
    put(m, own.n ? rw_fmt(m->rw, "%sEND IF;\n", in).p : "");
}

/* ---- the whole ---- */

static bool needs_several_statements(Make *m, const Node *s)
{
    if (s->kind != ND_INSERT || s->op != TK_REPLACE)
        return false;
    const Table *t = rw_table(m->rw, s->kid[INSERT_TARGET]);
    return !t || insert_keys(m->rw, s, t).n > 1 || rw_options(m->rw)->or_replace == REPLACE_DELETE_INSERT;
}

static void put_body(Make *m, const char *in, bool touch)
{
    const Node *body = m->n->kid[CREATE_TRIGGER_BODY];
    if (touch) {
        put_touch(m, in);
        return;
    }
    for (uint32_t i = 0; i < body->nkids; i++) {
        const Node *s = body->kid[i];
        if (s->kind == ND_SELECT) {
            put_select(m, s, in);
        } else if (needs_several_statements(m, s)) {
            give_up(m, "a REPLACE that may collide on several keys stands in a trigger",
                    "write DELETE and INSERT");
        } else {
            OwnRow own;
            if (is_own_row(m, s, &own))
                name_key(m, own.key);
            put(m, in);
            put_arg(m, RW_NODE(s), NULL);
            put(m, ";\n");
        }
    }
}

/* SQLite does not fire a trigger from within itself. */
static Guard guard_of(const Make *m)
{
    const Catalog *c = rw_catalog(m->rw);
    if (!m->me || !trigger_fires_itself(c, m->me))
        return GUARD_NONE;
    return trigger_is_fired_inside(c, m->me) ? GUARD_SETTING : GUARD_DEPTH;
}

/* firing.NAME: a setting of two parts, as the application's own must have. */
static Str setting_of(Rw *rw, Str name)
{
    Str s = rw_fmt(rw, "firing.%.*s", (int)name.n, name.p);
    char *p = arena_alloc(rw_arena(rw), s.n);
    memcpy(p, s.p, s.n);
    for (size_t i = 7; i < s.n; i++)
        if (!ascii_ident(p[i]))
            p[i] = '_';
    return (Str){p, s.n};
}

/* The part from BEFORE to the table; UPDATE OF keeps its columns where PostgreSQL lets it. */
static void put_event(Make *m, bool touch)
{
    unsigned op = m->n->op;
    const Node *of = m->n->kid[CREATE_TRIGGER_UPDATE_OF];
    put(m, op & NT_INSTEAD ? " INSTEAD OF" : op & NT_AFTER && !touch ? " AFTER" : " BEFORE");
    put(m, op & NT_INSERT ? " INSERT" : op & NT_DELETE ? " DELETE" : " UPDATE");
    for (uint32_t i = 0; !(op & NT_INSTEAD) && i < ddl_count(of); i++) {
        const Column *c = m->t ? table_column(m->t, rw_name(m->rw, of->kid[i])) : NULL;
        put(m, i ? ", " : " OF ");
        put_text(m, rw_ident(m->rw, c ? c->name : rw_name(m->rw, of->kid[i])));
    }
    put(m, " ON ");
    put_arg(m, RW_NODE(m->n->kid[CREATE_TRIGGER_TABLE]), NULL);
    put(m, "\n  FOR EACH ROW");
}

/* The condition inside the function: INSTEAD OF takes no WHEN, and WHEN takes no subquery. */
static bool put_if(Make *m)
{
    const Node *when = m->n->kid[CREATE_TRIGGER_WHEN], *of = m->n->kid[CREATE_TRIGGER_UPDATE_OF];
    bool columns = m->n->op & NT_INSTEAD && ddl_count(of);
    bool condition = when && (m->n->op & NT_INSTEAD || holds(when, ND_SELECT));
    if (!columns && !condition)
        return false;
    put(m, "  IF ");
    for (uint32_t i = 0; columns && i < of->nkids; i++) {
        put(m, i ? " OR NEW." : condition ? "(NEW." : "NEW.");
        put_arg(m, RW_NODE(of->kid[i]), NULL);
        put(m, " IS DISTINCT FROM OLD.");
        put_text(m, rw_ident(m->rw, rw_name(m->rw, of->kid[i])));
    }
    if (condition) {
        put(m, columns ? ") AND (" : "(");
        put_arg(m, RW_NODE(when), "boolean");
        put(m, ")");
    }
    put(m, " THEN\n");
    return true;
}

static void put_function(Make *m, Str function, bool touch)
{
    bool dollars = str_ihas(rw_text(m->rw, m->n), "$$");
    put(m, "CREATE OR REPLACE FUNCTION ");
    put_text(m, function);
    put(m, rw_fmt(m->rw, "() RETURNS trigger LANGUAGE plpgsql AS %s\nBEGIN\n", dollars ? "$fn$" : "$$").p);
    const char *gone = m->n->op & NT_DELETE ? "RETURN OLD;\n" : "RETURN NEW;\n";
    if (m->guard == GUARD_SETTING) {
        put(m, "  IF current_setting(");
        put_text(m, rw_literal(m->rw, m->setting));
        put(m, rw_fmt(m->rw, ", true) = 'yes' THEN\n    %s  END IF;\n  ", gone).p);
        put_setting(m, "yes");
    }
    bool inside = put_if(m);
    put_body(m, inside ? "    " : "  ", touch);
    if (inside)
        put(m, "  END IF;\n");
    if (m->guard == GUARD_SETTING) {
        put(m, "  ");
        put_setting(m, "");
    }
    put(m, rw_fmt(m->rw, "  %sEND ", gone).p);
    put(m, dollars ? "$fn$;\n" : "$$;\n");
}

static void put_trigger(Make *m, Str name, Str function, bool touch)
{
    const Node *when = m->n->kid[CREATE_TRIGGER_WHEN];
    bool guard = m->guard == GUARD_DEPTH;
    bool condition = when && !(m->n->op & NT_INSTEAD) && !holds(when, ND_SELECT);
    if (m->n->flags & NF_IFEXISTS) {
        put(m, "DROP TRIGGER IF EXISTS ");
        put_text(m, name);
        put(m, " ON ");
        put_text(m, rw_ident(m->rw, m->t ? m->t->name : rw_name(m->rw, m->n->kid[CREATE_TRIGGER_TABLE])));
        put(m, ";\n");
    }
    put(m, "CREATE TRIGGER ");
    put_text(m, name);
    put_event(m, touch);
    if (guard || condition)
        put(m, " WHEN (");
    if (condition)
        put_arg(m, RW_NODE(when), "boolean");
    if (guard)
        put(m, condition ? " AND pg_trigger_depth() = 0" : "pg_trigger_depth() = 0");
    put(m, guard || condition ? ") EXECUTE FUNCTION " : " EXECUTE FUNCTION ");
    put_text(m, function);
    put(m, "()");
}

static bool reads_own_table(const Make *m, const Node *x)
{
    if (x->kind == ND_TABLEREF &&
        str_ieq(rw_name(m->rw, x->kid[TABLEREF_NAME]), rw_name(m->rw, m->n->kid[CREATE_TRIGGER_TABLE])))
        return true;
    for (uint32_t i = 0; i < x->nkids; i++)
        if (x->kid[i] && reads_own_table(m, x->kid[i]))
            return true;
    return false;
}

/* Its own table looks different after the row and after the whole statement; its own row does not. */
static bool reads_other_rows(const Make *m, const Node *body)
{
    OwnRow own;
    bool other = false;
    for (uint32_t i = 0; i < body->nkids; i++)
        if (is_own_row(m, body->kid[i], &own)) {
            other |= reads_own_table(m, body->kid[i]->kid[UPDATE_SETS]);
            other |= reads_own_table(m, body->kid[i]->kid[UPDATE_WHERE]);
        } else {
            other |= reads_own_table(m, body->kid[i]);
        }
    return other;
}

static uint32_t when_fires(uint32_t op)
{
    return op & ~(uint32_t)(NT_FOR_EACH_ROW | NT_BEFORE);
}

/* PostgreSQL takes several triggers of one event by name, SQLite the newest first. */
static bool out_of_order(const Make *m)
{
    const Trigger *me = m->me;
    for (const Trigger *g = me ? catalog_triggers(rw_catalog(m->rw)) : NULL; g; g = g->next) {
        size_t n = g->name.n < me->name.n ? g->name.n : me->name.n;
        int by_name = memcmp(g->name.p, me->name.p, n);
        if (g != me && when_fires(g->op) == when_fires(me->op) && str_ieq(g->table, me->table) &&
            trigger_order_matters(g, me) && g->order < me->order &&
            (by_name < 0 || (by_name == 0 && g->name.n < me->name.n)))
            return true;
    }
    return false;
}

static bool reads_new_key(const Make *m, const Node *x)
{
    if (x->kind == ND_COLREF && str_ieqz(rw_name(m->rw, x->kid[COLREF_TABLE]), "new")) {
        Str name = rw_name(m->rw, x->kid[COLREF_COLUMN]);
        int at = table_column_index(m->t, name);
        return at == m->t->rowid || (at < 0 && sema_is_rowid_name(name));
    }
    for (uint32_t i = 0; i < x->nkids; i++)
        if (x->kid[i] && reads_new_key(m, x->kid[i]))
            return true;
    return false;
}

static bool before_insert_key(const Make *m)
{
    return when_fires(m->n->op) == NT_INSERT && m->t && m->t->rowid >= 0 && reads_new_key(m, m->n);
}

static void say(Make *m, bool touch)
{
    const Node *body = m->n->kid[CREATE_TRIGGER_BODY];
    bool hard = false;
    for (uint32_t i = 0; i < body->nkids; i++)
        hard |= holds(body->kid[i], ND_RAISE) && body->kid[i]->kind != ND_SELECT;
    if (hard)
        give_up(m, "RAISE stands where this translation does not understand it",
                "write the PL/pgSQL by hand");
    if (m->manual)
        rw_manual(m->rw, m->n, m->manual, m->hint);
    else if (m->n->flags & NF_TEMP)
        rw_near(m->rw, m->n, "PostgreSQL has no temporary triggers: this one stays",
                "drop it at the end of the session");
    else if (m->n->op & NT_AFTER && !touch &&
             (reads_other_rows(m, body) || (m->me && trigger_feeds_before(rw_catalog(m->rw), m->me))))
        rw_near(m->rw, m->n,
                "AFTER triggers run at the end of the statement in PostgreSQL, after each row in SQLite",
                NULL);
    else if (!touch && before_insert_key(m))
        rw_near(m->rw, m->n,
                "a key that SQLite makes is -1 before the row is inserted; PostgreSQL has it already",
                "use an AFTER trigger where the key matters");
    else if (out_of_order(m))
        rw_near(m->rw, m->n,
                "several triggers of one event: PostgreSQL takes them by name, SQLite the newest first",
                "choose names in the order wanted");
    else if (m->undoes)
        rw_near(m->rw, m->n,
                "RAISE(ROLLBACK) ends the transaction and RAISE(FAIL) keeps earlier rows in SQLite",
                "PostgreSQL undoes the statement and waits for ROLLBACK");
    else
        rw_exact(m->rw, m->n);
}

static bool apply(Rw *rw, const Node *n)
{
    Str name = rw_name(rw, n->kid[CREATE_TRIGGER_NAME]->kid[QNAME_NAME]);
    Make m = {.rw = rw,
              .n = n,
              .t = rw_table(rw, n->kid[CREATE_TRIGGER_TABLE]),
              .me = catalog_trigger(rw_catalog(rw), name),
              .setting = setting_of(rw, name)};
    Str function = rw_ident(rw, rw_fmt(rw, "%.*s_fn", (int)name.n, name.p));
    bool touch = is_touch(&m);
    m.guard = touch ? GUARD_NONE : guard_of(&m);
    put_function(&m, function, touch);
    put_trigger(&m, rw_ident(rw, name), function, touch);
    say(&m, touch);
    if (!m.manual)
        rw_template(rw, n, m.tmpl.p, PG_UNKNOWN, m.args.at, (uint32_t)m.args.n);
    return true;
}

const Rule rule_trigger = {.code = 650,
                           .name = "ddl/trigger",
                           .title = "a trigger is a function and what calls it",
                           .on = KINDS(ND_CREATE_TRIGGER),
                           .templates = SET(KEY),
                           .apply = apply};
