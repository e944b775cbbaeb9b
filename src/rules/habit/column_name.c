/* A result column without alias that is no plain column: SQLite calls it by its text, PostgreSQL by the
   function or type in it, or "?column?".  Nothing is said where query/column-name writes the name. */
#include "rules/habit/habit.h"
#include "rules/query/column_name.h"

/* Nobody reads SELECT 1 by its name. */
static bool is_constant(const Node *x)
{
    return x->kind == ND_LITERAL || x->kind == ND_PARAM || x->kind == ND_HOLE;
}

static bool apply(Rw *rw, const Node *r)
{
    if (!habit_asked(rw) || r->kid[RESULT_ALIAS] || !(rw_in_script(rw) || rw_answer_read(rw)))
        return false;
    const Node *x = sema_strip(r->kid[RESULT_X]), *select = column_name_select(r);
    bool shown = select ? !select->parent : !r->parent->parent->parent && r->parent->parent->kind != ND_CORE;
    if (!shown || x->kind == ND_COLREF || is_constant(x) || column_name_written(rw, r).n)
        return false;
    Str text = rw_text(rw, r->kid[RESULT_X]);
    rw_near(rw, r,
            rw_fmt(rw, "SQLite calls this column %.*s%s after its text, PostgreSQL does not",
                   (int)(text.n < 40 ? text.n : 40), text.p, text.n < 40 ? "" : "...")
                .p,
            "give it an alias where it is read by name");
    return false;
}

const Rule rule_habit_column_name = {.code = 1106,
                                     .name = "habit/column-name",
                                     .title = "a column without alias has another name in PostgreSQL",
                                     .on = KINDS(ND_RESULT),
                                     .portable = true,
                                     .apply = apply};
