/* Unit tests of parse/ and ast/: one small statement a construct, with the tree it gives (see ast/dump.h),
   then what the dump does not show: spans, parents, ids, errors, limits, names.  That the parser accepts what
   SQLite accepts is not tried here but in tests/laws. */
#include "ast/dump.h"
#include "parse/parse.h"
#include "unit.h"
#include <stdlib.h>

static Arena arena;
static Tokens toks; /* of the text parsed last */

static void setup(void)
{
    arena_init(&arena, NULL);
}

static void teardown(void)
{
    arena_free(&arena);
}

static Stmt *parse(Str sql, bool expression)
{
    toks = lex_all(&arena, sql, (LexOpts){.holes = true});
    return expression ? parse_expression(&arena, &toks, 0) : parse_statement(&arena, &toks, 0);
}

static const char *dumped(const Stmt *s)
{
    Buf b = {0};
    ast_dump(s, &b);
    Str out = arena_dup(&arena, buf_str(&b));
    buf_free(&b);
    return out.p;
}

typedef struct Case {
    int line;
    bool expression;
    const char *sql, *tree;
} Case;
#define S(sql, tree)                                                                                         \
    {                                                                                                        \
        __LINE__, false, sql, tree                                                                           \
    }
#define E(sql, tree)                                                                                         \
    {                                                                                                        \
        __LINE__, true, sql, tree                                                                            \
    }

static void try_cases(const Case *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *tree = dumped(parse(str_z(c[i].sql), c[i].expression));
        ck_assert_msg(strcmp(tree, c[i].tree) == 0, "line %d: %s\n  gives %s\n  not   %s", c[i].line,
                      c[i].sql, tree, c[i].tree);
    }
}

/* clang-format off */
static const Case levels_cases[] = {
    E("a or b and c",
      "(BINARY OR (COLREF _ _ a) (BINARY AND (COLREF _ _ b) (COLREF _ _ c)))"),
    E("not a = b",
      "(UNARY NOT (BINARY = (COLREF _ _ a) (COLREF _ _ b)))"),
    E("not a and b",
      "(BINARY AND (UNARY NOT (COLREF _ _ a)) (COLREF _ _ b))"),
    E("a + not b = c",
      "(BINARY + (COLREF _ _ a) (UNARY NOT (BINARY = (COLREF _ _ b) (COLREF _ _ c))))"),
    E("a = b < c",
      "(BINARY = (COLREF _ _ a) (BINARY < (COLREF _ _ b) (COLREF _ _ c)))"),
    E("a = b = c",
      "(BINARY = (BINARY = (COLREF _ _ a) (COLREF _ _ b)) (COLREF _ _ c))"),
    E("a | b + c * d || e",
      "(BINARY | (COLREF _ _ a) (BINARY + (COLREF _ _ b) (BINARY * (COLREF _ _ c) (BINARY || (COLREF _ _ "
      "d) (COLREF _ _ e)))))"),
    E("-a collate x || b",
      "(BINARY || (COLLATE (UNARY - (COLREF _ _ a)) x) (COLREF _ _ b))"),
    E("a || b collate x",
      "(BINARY || (COLREF _ _ a) (COLLATE (COLREF _ _ b) x))"),
    E("- not a = b",
      "(UNARY - (UNARY NOT (BINARY = (COLREF _ _ a) (COLREF _ _ b))))"),
    E("~a + b",
      "(BINARY + (UNARY ~ (COLREF _ _ a)) (COLREF _ _ b))"),
    E("a -> b ->> c",
      "(BINARY ->> (BINARY -> (COLREF _ _ a) (COLREF _ _ b)) (COLREF _ _ c))"),
    E("a == b <> c != d",
      "(BINARY <> (BINARY <> (BINARY = (COLREF _ _ a) (COLREF _ _ b)) (COLREF _ _ c)) (COLREF _ _ d))"),
};

static const Case predicates_cases[] = {
    E("a is b",
      "(BINARY IS (COLREF _ _ a) (COLREF _ _ b))"),
    E("a is not b",
      "(BINARY IS not (COLREF _ _ a) (COLREF _ _ b))"),
    E("a is distinct from b",
      "(BINARY IS not (COLREF _ _ a) (COLREF _ _ b))"),
    E("a is not distinct from b",
      "(BINARY IS (COLREF _ _ a) (COLREF _ _ b))"),
    E("a is not null and b",
      "(BINARY AND (BINARY IS not (COLREF _ _ a) null) (COLREF _ _ b))"),
    E("a isnull",
      "(ISNULL (COLREF _ _ a))"),
    E("a notnull = b",
      "(BINARY = (ISNULL not (COLREF _ _ a)) (COLREF _ _ b))"),
    E("a not null",
      "(ISNULL not (COLREF _ _ a))"),
    E("not a not null",
      "(UNARY NOT (ISNULL not (COLREF _ _ a)))"),
    E("a between b and c and d",
      "(BINARY AND (BETWEEN (COLREF _ _ a) (COLREF _ _ b) (COLREF _ _ c)) (COLREF _ _ d))"),
    E("a between b = c and d",
      "(BETWEEN (COLREF _ _ a) (BINARY = (COLREF _ _ b) (COLREF _ _ c)) (COLREF _ _ d))"),
    E("a between b or c and d and e",
      "{incomplete input, expected AND}"),
    E("a not between b between c and d and e",
      "(BETWEEN not (COLREF _ _ a) (BETWEEN (COLREF _ _ b) (COLREF _ _ c) (COLREF _ _ d)) (COLREF _ _ e))"),
    E("a between 1 and 2 = 3",
      "(BINARY = (BETWEEN (COLREF _ _ a) 1 2) 3)"),
    E("a like b escape c",
      "(LIKE LIKE (COLREF _ _ a) (COLREF _ _ b) (COLREF _ _ c))"),
    E("a not glob b < c",
      "(LIKE GLOB not (COLREF _ _ a) (BINARY < (COLREF _ _ b) (COLREF _ _ c)) _)"),
    E("a like b escape c < d",
      "(LIKE LIKE (COLREF _ _ a) (COLREF _ _ b) (BINARY < (COLREF _ _ c) (COLREF _ _ d)))"),
    E("a like b like c",
      "(LIKE LIKE (LIKE LIKE (COLREF _ _ a) (COLREF _ _ b) _) (COLREF _ _ c) _)"),
    E("a match b or c regexp d",
      "(BINARY OR (LIKE MATCH (COLREF _ _ a) (COLREF _ _ b) _) (LIKE REGEXP (COLREF _ _ c) (COLREF _ _ d) "
      "_))"),
    E("a in (1, 2)",
      "(IN (COLREF _ _ a) (PAREN_LIST (LIST 1 2)))"),
    E("a not in ()",
      "(IN not (COLREF _ _ a) (PAREN_LIST (LIST)))"),
    E("a in (select 1)",
      "(IN (COLREF _ _ a) (SUBQUERY (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ _)))"),
    E("a in ((select 1))",
      "(IN (COLREF _ _ a) (PAREN_LIST (LIST (SUBQUERY (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ "
      "_)))))"),
    E("a in t",
      "(IN (COLREF _ _ a) (TABLEREF _ t _ _))"),
    E("a in main.f(1)",
      "(IN (COLREF _ _ a) (TABLEFUNC main f (LIST 1) _))"),
    E("(1, 2) in (values (1, 2))",
      "(IN (ROW (LIST 1 2)) (SUBQUERY (SELECT _ (VALUES (PAREN_LIST (LIST 1 2))) _ _)))"),
};

static const Case primaries_cases[] = {
    E("(a)",
      "(PAREN (COLREF _ _ a))"),
    E("(a, b)",
      "(ROW (LIST (COLREF _ _ a) (COLREF _ _ b)))"),
    E("(select 1)",
      "(SUBQUERY (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ _))"),
    E("exists (select 1)",
      "(EXISTS (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ _))"),
    E("not exists (select 1)",
      "(UNARY NOT (EXISTS (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ _)))"),
    E("a.b",
      "(COLREF _ a b)"),
    E("main.a.b",
      "(COLREF main a b)"),
    E("'a'.b",
      "(COLREF _ 'a' b)"),
    E("left",
      "(COLREF _ _ left)"),
    E("indexed",
      "(COLREF _ _ indexed)"),
    E("replace(a, b)",
      "(FUNC replace (LIST (COLREF _ _ a) (COLREF _ _ b)) _ _ _)"),
    E("left(a)",
      "(FUNC left (LIST (COLREF _ _ a)) _ _ _)"),
    E("cast(a as varchar(10, -2))",
      "(CAST (COLREF _ _ a) varchar(10, -2))"),
    E("cast(a as)",
      "(CAST (COLREF _ _ a) _)"),
    E("case when a then b end",
      "(CASE _ (LIST (WHEN (COLREF _ _ a) (COLREF _ _ b))) _)"),
    E("case a when b then c when d then e else f end",
      "(CASE (COLREF _ _ a) (LIST (WHEN (COLREF _ _ b) (COLREF _ _ c)) (WHEN (COLREF _ _ d) (COLREF _ _ "
      "e))) (COLREF _ _ f))"),
    E("raise(ignore)",
      "(RAISE IGNORE _)"),
    E("raise(abort, 'x' || a)",
      "(RAISE ABORT (BINARY || 'x' (COLREF _ _ a)))"),
    E("current_date",
      "current_date"),
    E("?1",
      "?1"),
    E("x'00'",
      "x'00'"),
    E("null",
      "null"),
};

static const Case calls_cases[] = {
    E("f()",
      "(FUNC f (LIST) _ _ _)"),
    E("count(*)",
      "(FUNC star count (LIST) _ _ _)"),
    E("f(distinct a, b)",
      "(FUNC distinct f (LIST (COLREF _ _ a) (COLREF _ _ b)) _ _ _)"),
    E("f(all a)",
      "(FUNC all f (LIST (COLREF _ _ a)) _ _ _)"),
    E("f(a order by b desc, c nulls first)",
      "(FUNC f (LIST (COLREF _ _ a)) (LIST (ORDERTERM desc (COLREF _ _ b)) (ORDERTERM nulls-first (COLREF "
      "_ _ c))) _ _)"),
    E("f(a) filter (where b)",
      "(FUNC f (LIST (COLREF _ _ a)) _ (COLREF _ _ b) _)"),
    E("f(a) over w",
      "(FUNC f (LIST (COLREF _ _ a)) _ _ w)"),
    E("f(a) filter (where b) over (w partition by c order by d rows 1 preceding)",
      "(FUNC f (LIST (COLREF _ _ a)) _ (COLREF _ _ b) (WINDOW w (LIST (COLREF _ _ c)) (LIST (ORDERTERM "
      "(COLREF _ _ d))) (FRAME ROWS (BOUND PRECEDING 1) _)))"),
    E("f() over (range between unbounded preceding and unbounded following exclude current row)",
      "(FUNC f (LIST) _ _ (WINDOW _ _ _ (FRAME RANGE (BOUND PRECEDING _) (BOUND FOLLOWING _))))"),
    E("f() over (groups between 1 following and current row exclude no others)",
      "(FUNC f (LIST) _ _ (WINDOW _ _ _ (FRAME GROUPS (BOUND FOLLOWING 1) (BOUND CURRENT _))))"),
    E("f() over ()",
      "(FUNC f (LIST) _ _ (WINDOW _ _ _ _))"),
};

static const Case queries_cases[] = {
    S("select 1",
      "(SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ _)"),
    S("select all a, b as c, d \"e\", t.*, * from t",
      "(SELECT _ (CORE all (LIST (RESULT (COLREF _ _ a) _) (RESULT as (COLREF _ _ b) c) (RESULT (COLREF _ "
      "_ d) \"e\") (STAR t) (STAR _)) (TABLEREF _ t _ _) _ _ _ _) _ _)"),
    S("select distinct a from t as x where b group by c, d having e window w as (), v as (w) order by f "
      "limit 1",
      "(SELECT _ (CORE distinct (LIST (RESULT (COLREF _ _ a) _)) (TABLEREF as _ t x _) (COLREF _ _ b) "
      "(LIST (COLREF _ _ c) (COLREF _ _ d)) (COLREF _ _ e) (LIST (WINDOWDEF w (WINDOW _ _ _ _)) (WINDOWDEF "
      "v (WINDOW w _ _ _)))) (LIST (ORDERTERM (COLREF _ _ f))) (LIMIT 1 _))"),
    S("select a limit 1 offset 2",
      "(SELECT _ (CORE (LIST (RESULT (COLREF _ _ a) _)) _ _ _ _ _) _ (LIMIT OFFSET 1 2))"),
    S("select a limit 1, 2",
      "(SELECT _ (CORE (LIST (RESULT (COLREF _ _ a) _)) _ _ _ _ _) _ (LIMIT , 1 2))"),
    S("select 1 union all select 2 except values (1), (2) intersect select 3 order by 1",
      "(SELECT _ (COMPOUND INTERSECT (COMPOUND EXCEPT (COMPOUND UNION all (CORE (LIST (RESULT 1 _)) _ _ _ "
      "_ _) (CORE (LIST (RESULT 2 _)) _ _ _ _ _)) (VALUES (PAREN_LIST (LIST 1)) (PAREN_LIST (LIST 2)))) "
      "(CORE (LIST (RESULT 3 _)) _ _ _ _ _)) (LIST (ORDERTERM 1)) _)"),
    S("values (1, 2), (3, 4)",
      "(SELECT _ (VALUES (PAREN_LIST (LIST 1 2)) (PAREN_LIST (LIST 3 4))) _ _)"),
    S("with a as (select 1), recursive(x) as materialized (select 2) select 3",
      "(SELECT (WITH (LIST (CTE a _ (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ _)) (CTE MATERIALIZED "
      "recursive (LIST x) (SELECT _ (CORE (LIST (RESULT 2 _)) _ _ _ _ _) _ _)))) (CORE (LIST (RESULT 3 _)) "
      "_ _ _ _ _) _ _)"),
    S("select a from with",
      "(SELECT _ (CORE (LIST (RESULT (COLREF _ _ a) _)) (TABLEREF _ with _ _) _ _ _ _) _ _)"),
};

static const Case from_cases[] = {
    S("select * from t, u",
      "(SELECT _ (CORE (LIST (STAR _)) (JOIN , (TABLEREF _ t _ _) (TABLEREF _ u _ _) _ _) _ _ _ _) _ _)"),
    S("select * from t join u on a left outer join v using (b, c)",
      "(SELECT _ (CORE (LIST (STAR _)) (JOIN left outer (JOIN (TABLEREF _ t _ _) (TABLEREF _ u _ _) "
      "(COLREF _ _ a) _) (TABLEREF _ v _ _) _ (LIST b c)) _ _ _ _) _ _)"),
    S("select * from t natural full join u cross join v",
      "(SELECT _ (CORE (LIST (STAR _)) (JOIN cross (JOIN natural left right (TABLEREF _ t _ _) (TABLEREF _ "
      "u _ _) _ _) (TABLEREF _ v _ _) _ _) _ _ _ _) _ _)"),
    S("select * from t left natural join u",
      "(SELECT _ (CORE (LIST (STAR _)) (JOIN natural left (TABLEREF _ t _ _) (TABLEREF _ u _ _) _ _) _ _ _ "
      "_) _ _)"),
    S("select * from main.t indexed by i, u not indexed",
      "(SELECT _ (CORE (LIST (STAR _)) (JOIN , (TABLEREF main t _ i) (TABLEREF not _ u _ _) _ _) _ _ _ _) "
      "_ _)"),
    S("select * from (select 1) as a, (t, u) b, (t)",
      "(SELECT _ (CORE (LIST (STAR _)) (JOIN , (JOIN , (FROMSUB as (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ "
      "_ _ _) _ _) a) (FROMPAREN (JOIN , (TABLEREF _ t _ _) (TABLEREF _ u _ _) _ _) b) _ _) (FROMPAREN "
      "(TABLEREF _ t _ _) _) _ _) _ _ _ _) _ _)"),
    S("select * from json_each(a, b) as j, main.f()",
      "(SELECT _ (CORE (LIST (STAR _)) (JOIN , (TABLEFUNC as _ json_each (LIST (COLREF _ _ a) (COLREF _ _ "
      "b)) j) (TABLEFUNC main f (LIST) _) _ _) _ _ _ _) _ _)"),
    S("select * from t like",
      "(SELECT _ (CORE (LIST (STAR _)) (TABLEREF _ t like _) _ _ _ _) _ _)"),
};

static const Case data_cases[] = {
    S("insert into t values (1)",
      "(INSERT _ (TABLEREF _ t _ _) _ (SELECT _ (VALUES (PAREN_LIST (LIST 1))) _ _) _ _)"),
    S("insert or ignore into main.t as x (a, b) select 1, 2",
      "(INSERT IGNORE _ (TABLEREF as main t x _) (LIST a b) (SELECT _ (CORE (LIST (RESULT 1 _) (RESULT 2 "
      "_)) _ _ _ _ _) _ _) _ _)"),
    S("replace into t default values returning *",
      "(INSERT REPLACE replace-into default-values _ (TABLEREF _ t _ _) _ _ _ (LIST (STAR _)))"),
    S("with c as (select 1) insert into t select * from c where true on conflict do nothing",
      "(INSERT (WITH (LIST (CTE c _ (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ _)))) (TABLEREF _ t _ "
      "_) _ (SELECT _ (CORE (LIST (STAR _)) (TABLEREF _ c _ _) (COLREF _ _ true) _ _ _) _ _) (LIST (UPSERT "
      "nothing _ _ _ _)) _)"),
    S("insert into t values (1) on conflict (a collate x desc, b) where c do update set d = 1, (e, f) = "
      "(2, 3) where g on conflict do nothing returning a as b",
      "(INSERT _ (TABLEREF _ t _ _) _ (SELECT _ (VALUES (PAREN_LIST (LIST 1))) _ _) (LIST (UPSERT (LIST "
      "(ORDERTERM desc (COLLATE (COLREF _ _ a) x)) (ORDERTERM (COLREF _ _ b))) (COLREF _ _ c) (LIST (SET d "
      "1) (SET (LIST e f) (ROW (LIST 2 3)))) (COLREF _ _ g)) (UPSERT nothing _ _ _ _)) (LIST (RESULT as "
      "(COLREF _ _ a) b)))"),
    S("update t set a = 1",
      "(UPDATE _ (TABLEREF _ t _ _) (LIST (SET a 1)) _ _ _ _ _)"),
    S("with c as (select 1) update or fail main.t as x indexed by i set a = 1, (b, c) = (select 2, 3) from "
      "u join v where d returning * order by e limit 1",
      "(UPDATE FAIL (WITH (LIST (CTE c _ (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ _)))) (TABLEREF "
      "as main t x i) (LIST (SET a 1) (SET (LIST b c) (SUBQUERY (SELECT _ (CORE (LIST (RESULT 2 _) (RESULT "
      "3 _)) _ _ _ _ _) _ _)))) (JOIN (TABLEREF _ u _ _) (TABLEREF _ v _ _) _ _) (COLREF _ _ d) (LIST "
      "(STAR _)) (LIST (ORDERTERM (COLREF _ _ e))) (LIMIT 1 _))"),
    S("delete from t",
      "(DELETE _ (TABLEREF _ t _ _) _ _ _ _)"),
    S("delete from t as x not indexed where a returning b, c d limit 1 offset 2",
      "(DELETE _ (TABLEREF not as _ t x _) (COLREF _ _ a) (LIST (RESULT (COLREF _ _ b) _) (RESULT (COLREF "
      "_ _ c) d)) _ (LIMIT OFFSET 1 2))"),
};

static const Case tables_cases[] = {
    S("create table t(a)",
      "(CREATE_TABLE (QNAME _ t) (LIST (COLDEF a _ _)) _ _ _)"),
    S("create temp table if not exists main.t(a int, b) strict, without rowid",
      "(CREATE_TABLE temp if strict without-rowid (QNAME main t) (LIST (COLDEF a int _) (COLDEF b _ _)) _ "
      "(LIST strict without rowid) _)"),
    S("create table t as select 1",
      "(CREATE_TABLE (QNAME _ t) _ _ _ (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ _))"),
    S("create table t(a double precision(1,2) primary key desc on conflict fail autoincrement)",
      "(CREATE_TABLE (QNAME _ t) (LIST (COLDEF a double precision(1,2) (LIST (CCONS PRIMARY desc "
      "autoincrement _ _ _ _ _ (CONFLICT FAIL))))) _ _ _)"),
    S("create table t(a not null on conflict abort null unique on conflict replace)",
      "(CREATE_TABLE (QNAME _ t) (LIST (COLDEF a _ (LIST (CCONS NOT _ _ _ _ _ (CONFLICT ABORT)) (CCONS "
      "NULL _ _ _ _ _ _) (CCONS UNIQUE _ _ _ _ _ (CONFLICT REPLACE))))) _ _ _)"),
    S("create table t(a constraint x check (b) constraint y)",
      "(CREATE_TABLE (QNAME _ t) (LIST (COLDEF a _ (LIST (CCONS CHECK x (COLREF _ _ b) _ _ _ _) (CCONS "
      "CONSTRAINT y _ _ _ _ _)))) _ _ _)"),
    S("create table t(a default 1 default -2.5 default 'x' default (b + 1) default current_time default "
      "true)",
      "(CREATE_TABLE (QNAME _ t) (LIST (COLDEF a _ (LIST (CCONS DEFAULT _ 1 _ _ _ _) (CCONS DEFAULT _ "
      "(UNARY - 2.5) _ _ _ _) (CCONS DEFAULT _ 'x' _ _ _ _) (CCONS DEFAULT _ (PAREN (BINARY + (COLREF _ _ "
      "b) 1)) _ _ _ _) (CCONS DEFAULT _ current_time _ _ _ _) (CCONS DEFAULT _ (COLREF _ _ true) _ _ _ "
      "_)))) _ _ _)"),
    S("create table t(a collate nocase references u)",
      "(CREATE_TABLE (QNAME _ t) (LIST (COLDEF a _ (LIST (CCONS COLLATE _ _ _ nocase _ _) (CCONS "
      "REFERENCES _ _ (FK 0 u _) _ _ _)))) _ _ _)"),
    S("create table t(a references u(b, c) on delete set null on update cascade match full not deferrable "
      "initially deferred not null)",
      "(CREATE_TABLE (QNAME _ t) (LIST (COLDEF a _ (LIST (CCONS REFERENCES _ _ (FK 924 u (LIST b c)) _ _ "
      "_) (CCONS NOT _ _ _ _ _ _)))) _ _ _)"),
    S("create table t(a int generated always as (b) stored, c as (d) virtual, e generated)",
      "(CREATE_TABLE (QNAME _ t) (LIST (COLDEF a int (LIST (CCONS GENERATED stored _ (COLREF _ _ b) _ _ "
      "stored _))) (COLDEF c _ (LIST (CCONS GENERATED _ (COLREF _ _ d) _ _ virtual _))) (COLDEF e "
      "generated _)) _ _ _)"),
    S("create table t(a deferrable)",
      "(CREATE_TABLE (QNAME _ t) (LIST (COLDEF a _ (LIST (CCONS DEFERRABLE _ _ _ _ _ _)))) _ _ _)"),
    S("create table t(a, primary key (a, b desc autoincrement) on conflict ignore constraint x unique (c), "
      "check (d), foreign key (a) references u(b) deferrable, constraint y)",
      "(CREATE_TABLE (QNAME _ t) (LIST (COLDEF a _ _)) (LIST (TCONS PRIMARY autoincrement _ (LIST "
      "(ORDERTERM (COLREF _ _ a)) (ORDERTERM desc (COLREF _ _ b))) _ _ _ (CONFLICT IGNORE)) (TCONS UNIQUE "
      "x (LIST (ORDERTERM (COLREF _ _ c))) _ _ _ _) (TCONS CHECK _ _ (COLREF _ _ d) _ _ _) (TCONS FOREIGN "
      "_ _ _ (LIST a) (FK 64 u (LIST b)) _) (TCONS CONSTRAINT y _ _ _ _ _)) _ _)"),
};

static const Case schema_cases[] = {
    S("create unique index if not exists main.i on t(a, b || c desc) where d",
      "(CREATE_INDEX if unique (QNAME main i) t (LIST (ORDERTERM (COLREF _ _ a)) (ORDERTERM desc (BINARY "
      "|| (COLREF _ _ b) (COLREF _ _ c)))) (COLREF _ _ d))"),
    S("create view v(a, b) as select 1, 2",
      "(CREATE_VIEW (QNAME _ v) (LIST a b) (SELECT _ (CORE (LIST (RESULT 1 _) (RESULT 2 _)) _ _ _ _ _) _ "
      "_))"),
    S("create temporary view if not exists v as values (1)",
      "(CREATE_VIEW temp if (QNAME _ v) _ (SELECT _ (VALUES (PAREN_LIST (LIST 1))) _ _))"),
    S("create trigger r insert on t begin select 1; end",
      "(CREATE_TRIGGER 8 (QNAME _ r) _ (QNAME _ t) _ (LIST (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) "
      "_ _)))"),
    S("create temp trigger if not exists main.r instead of update of a, b on main.t for each row when c "
      "begin update or ignore t set a = 1 from u where b; delete from t where c; replace into t(a) values "
      "(1) on conflict do nothing; end",
      "(CREATE_TRIGGER 84 temp if (QNAME main r) (LIST a b) (QNAME main t) (COLREF _ _ c) (LIST (UPDATE "
      "IGNORE _ (TABLEREF _ t _ _) (LIST (SET a 1)) (TABLEREF _ u _ _) (COLREF _ _ b) _ _ _) (DELETE _ "
      "(TABLEREF _ t _ _) (COLREF _ _ c) _ _ _) (INSERT REPLACE replace-into _ (TABLEREF _ t _ _) (LIST a) "
      "(SELECT _ (VALUES (PAREN_LIST (LIST 1))) _ _) (LIST (UPSERT nothing _ _ _ _)) _)))"),
    S("create virtual table if not exists main.v using fts5(a, tokenize = 'x (y)', (b, c), )",
      "(CREATE_VTABLE if (QNAME main v) fts5 (LIST a tokenize = 'x (y)' (b, c) ))"),
    S("create virtual table v using m",
      "(CREATE_VTABLE (QNAME _ v) m _)"),
    S("create virtual table v using m()",
      "(CREATE_VTABLE (QNAME _ v) m (LIST))"),
    S("alter table main.t rename to u",
      "(ALTER TO (QNAME main t) _ u _)"),
    S("alter table t rename a to b",
      "(ALTER COLUMN (QNAME _ t) a b _)"),
    S("alter table t rename column a to b",
      "(ALTER COLUMN (QNAME _ t) a b _)"),
    S("alter table t add a int not null",
      "(ALTER ADD (QNAME _ t) _ _ (COLDEF a int (LIST (CCONS NOT _ _ _ _ _ _))))"),
    S("alter table t drop column a",
      "(ALTER DROP (QNAME _ t) a _ _)"),
    S("drop table if exists main.t",
      "(DROP TABLE if (QNAME main t))"),
    S("drop trigger r",
      "(DROP TRIGGER (QNAME _ r))"),
};

static const Case rest_cases[] = {
    S("pragma foreign_keys",
      "(PRAGMA (QNAME _ foreign_keys) _)"),
    S("pragma main.a = on",
      "(PRAGMA = (QNAME main a) on)"),
    S("pragma a(-1)",
      "(PRAGMA ( (QNAME _ a) (UNARY - 1))"),
    S("pragma a = 'x'",
      "(PRAGMA = (QNAME _ a) 'x')"),
    S("pragma a = +1.5",
      "(PRAGMA = (QNAME _ a) (UNARY + 1.5))"),
    S("begin",
      "(BEGIN _)"),
    S("begin immediate transaction x",
      "(BEGIN IMMEDIATE x)"),
    S("end transaction",
      "(COMMIT _)"),
    S("commit",
      "(COMMIT _)"),
    S("rollback transaction to savepoint a",
      "(ROLLBACK _ a)"),
    S("rollback to a",
      "(ROLLBACK _ a)"),
    S("savepoint a",
      "(SAVEPOINT a)"),
    S("release savepoint a",
      "(RELEASE a)"),
    S("release a",
      "(RELEASE a)"),
    S("attach database 'x' as y key 'z'",
      "(ATTACH 'x' (COLREF _ _ y) 'z')"),
    S("detach y",
      "(DETACH (COLREF _ _ y))"),
    S("vacuum",
      "(VACUUM _ _)"),
    S("vacuum main into 'x'",
      "(VACUUM main 'x')"),
    S("analyze",
      "(ANALYZE _)"),
    S("analyze main.t",
      "(ANALYZE (QNAME main t))"),
    S("reindex nocase",
      "(REINDEX (QNAME _ nocase))"),
    S("explain select 1",
      "(EXPLAIN (SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ _))"),
    S("explain query plan delete from t",
      "(EXPLAIN query-plan (DELETE _ (TABLEREF _ t _ _) _ _ _ _))"),
};

static const Case errors_cases[] = {
    S("select",
      "{incomplete input, expected an expression}"),
    S("select a b c",
      "{near \"c\": syntax error}"),
    S("select * from t where",
      "{incomplete input, expected an expression}"),
    S("select (1",
      "{incomplete input, expected )}"),
    S("select 1 from a on b",
      "{a JOIN clause is required before ON}"),
    S("select 1 from a left b join c",
      "{unknown join type: left b}"),
    S("select 1 order by 1 union select 2",
      "{ORDER BY clause should come after UNION not before}"),
    S("select 'a",
      "{unrecognized token: \"'a\"}"),
    S("select cast",
      "{incomplete input, expected (}"),
    S("update t set t.a = 1",
      "{near \".\": syntax error, expected =}"),
    S("create table t()",
      "{near \")\": syntax error, expected a name}"),
    S("create table t(a) foo",
      "{unknown table option: foo}"),
    S("create table t(a, check (b), c)",
      "{near \"c\": syntax error, expected a table constraint}"),
    S("create table t(a as (b) c)",
      "{error in generated column: expected STORED or VIRTUAL, not \"c\"}"),
    S("create view v(a desc) as select 1",
      "{syntax error after column name \"a\"}"),
    S("create trigger r insert on t begin end",
      "{near \"end\": syntax error, expected INSERT, UPDATE, DELETE or SELECT}"),
    S("create trigger r insert on t begin select 1 end",
      "{incomplete input, expected ;}"),
    S("insert into t (select 1)",
      "{near \"select\": syntax error, expected a name}"),
    S("insert into t select * from u on conflict do nothing",
      "{a JOIN clause is required before ON}"),
    S("drop table if",
      "{incomplete input, expected EXISTS}"),
    S("explain explain select 1",
      "{near \"explain\": syntax error}"),
    S("select #1",
      "{near \"#1\": syntax error}"),
    S("pragma a = 1_0",
      "{near \"1_0\": syntax error, expected a name}"),
    S("select window from t window as",
      "{near \"as\": syntax error}"),
    S("select 1 in",
      "{incomplete input, expected a name}"),
    S("select not",
      "{incomplete input, expected an expression}"),
    S("foo",
      "{near \"foo\": syntax error}"),
    E("a b",
      "{near \"b\": syntax error}"),
    E("1;",
      "{near \";\": syntax error}"),
    S("create table t(a int generated always, b generated always as (1))",
      "(CREATE_TABLE (QNAME _ t) (LIST (COLDEF a int generated always _) (COLDEF b _ (LIST (CCONS "
      "GENERATED _ 1 _ _ _ _)))) _ _ _)"),
    S("select 1; select 2",
      "(SELECT _ (CORE (LIST (RESULT 1 _)) _ _ _ _ _) _ _)"),
};
/* clang-format on */

#define TRY(name)                                                                                            \
    START_TEST(name)                                                                                         \
    {                                                                                                        \
        try_cases(name##_cases, sizeof name##_cases / sizeof *name##_cases);                                 \
    }                                                                                                        \
    END_TEST

TRY(levels)
TRY(predicates)
TRY(primaries)
TRY(calls)
TRY(queries)
TRY(from)
TRY(data)
TRY(tables)
TRY(schema)
TRY(rest)
TRY(errors)

#define H                                                                                                    \
    "\x1A"                                                                                                   \
    "0\x1A" /* a hole */

START_TEST(holes)
{
    static const struct {
        const char *sql, *error; /* error "": parses */
    } cases[] = {
        {"select " H ", t." H ", " H ".a, " H ".* from " H " as " H " where " H " order by " H " limit " H,
         ""},
        {"select f(" H ") from main." H " where a in (" H ") and b in " H " and (" H ", " H ") = c", ""},
        {"insert into " H " (" H ") values (" H ")", ""},
        {"update " H " set " H " where a = " H, ""},
        {"update t set " H " = 1, a = " H, ""},
        {"create table " H " (a default " H ")", ""},
        {"pragma x = " H, ""},
        {"pragma " H, ""},
        {"drop table if exists " H, ""},
        {"select * from t " H, "near \"" H "\": syntax error"},
        {"select a " H " from t", "near \"" H "\": syntax error"},
        {"select " H "(1)", "near \"(\": syntax error"},
        {"select * from log_" H, "near \"" H "\": syntax error"},
        {"select * from " H "_log", "a word that is filled in only in part"},
        {"select * from " H H, "a word that is filled in only in part"},
        {H, "near \"" H "\": syntax error"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Stmt *s = parse(str_z(cases[i].sql), false);
        ck_assert_msg(str_eqz(s->error, cases[i].error), "%s: %.*s", cases[i].sql, (int)s->error.n,
                      s->error.p);
    }
    Stmt *s = parse(STR("update t set " H), false);
    ck_assert_int_eq(s->root->kid[UPDATE_SETS]->kid[0]->kid[SET_COLS]->kind, ND_HOLE);
    ck_assert_ptr_null(s->root->kid[UPDATE_SETS]->kid[0]->kid[SET_VALUE]);
}
END_TEST

static void text_is(const Stmt *s, const Node *n, const char *want)
{
    Str text = node_text(s, n);
    ck_assert_msg(str_eqz(text, want), "%.*s, not %s", (int)text.n, text.p, want);
}

START_TEST(spans)
{
    Stmt *s = parse(STR("/*a*/ select /*b*/ f( /*c*/ ) /*d*/ as x , -y from t /*e*/ ; select 2"), false);
    ck_assert_uint_eq(s->first, 0);
    ck_assert_uint_eq(s->semi + 1, s->last);
    ck_assert_int_eq(toks.at[s->semi].kind, TK_SEMI);
    text_is(s, s->root, "select /*b*/ f( /*c*/ ) /*d*/ as x , -y from t");
    const Node *cols = s->root->kid[SELECT_BODY]->kid[CORE_COLUMNS];
    text_is(s, cols, "f( /*c*/ ) /*d*/ as x , -y");
    text_is(s, cols->kid[0], "f( /*c*/ ) /*d*/ as x");
    const Node *args = cols->kid[0]->kid[RESULT_X]->kid[FUNC_ARGS];
    ck_assert_uint_eq(args->tok, args->end);
    ck_assert_int_eq(toks.at[args->tok].kind, TK_RP);
    ck_assert_ptr_eq(cols->kid[1]->parent, cols);
    s = parse_statement(&arena, &toks, s->last);
    text_is(s, s->root, "select 2");
    ck_assert_uint_eq(s->semi, s->last);
    ck_assert_uint_eq(s->last, toks.n);
}
END_TEST

START_TEST(lists_end_before_the_comma_or_semicolon)
{
    Stmt *s = parse(STR("create table t(a, b , check (c) /**/ )"), false);
    text_is(s, s->root->kid[CREATE_TABLE_COLS], "a, b");
    text_is(s, s->root->kid[CREATE_TABLE_CONS], "check (c)");
    s = parse(STR("create trigger r insert on t begin select 1 ; select 2 ; end"), false);
    text_is(s, s->root->kid[CREATE_TRIGGER_BODY], "select 1 ; select 2");
    s = parse(STR("create virtual table v using m( a b , (c, d) )"), false);
    text_is(s, s->root->kid[CREATE_VTABLE_ARGS], "a b , (c, d)");
    text_is(s, s->root->kid[CREATE_VTABLE_ARGS]->kid[1], "(c, d)");
}
END_TEST

START_TEST(empty_statements)
{
    Stmt *s = parse(STR(" /* a */ ; "), false);
    ck_assert_ptr_null(s->root);
    ck_assert_uint_eq(s->error.n, 0);
    s = parse_statement(&arena, &toks, s->last);
    ck_assert_ptr_null(s->root);
    ck_assert_uint_eq(s->error.n, 0);
    ck_assert_uint_eq(s->last, toks.n);
    s = parse(STR(""), false);
    ck_assert_uint_eq(s->last, 0);
}
END_TEST

START_TEST(errors_end_with_their_statement)
{
    Stmt *s = parse(
        STR("select 1 2; select ';' from where; create trigger r insert on t begin x; end; select 3"), false);
    text_is(s, &(Node){.tok = s->error_tok, .end = s->error_tok + 1}, "2");
    s = parse_statement(&arena, &toks, s->last);
    text_is(s, &(Node){.tok = s->error_tok, .end = s->error_tok + 1}, "where");
    s = parse_statement(&arena, &toks, s->last);
    text_is(s, &(Node){.tok = s->error_tok, .end = s->error_tok + 1}, "x");
    s = parse_statement(&arena, &toks, s->last);
    text_is(s, s->root, "select 3");
    s = parse(STR("select "), false);
    ck_assert_uint_eq(s->error_tok, toks.n);
}
END_TEST

static Str repeated(const char *head, const char *piece, size_t times, const char *tail)
{
    Buf b = {0};
    buf_puts(&b, head);
    while (times-- > 0)
        buf_puts(&b, piece);
    buf_puts(&b, tail);
    Str out = arena_dup(&arena, buf_str(&b));
    buf_free(&b);
    return out;
}

START_TEST(nesting_is_bounded)
{
    static const char *const nests[] = {
        "(", "not ", "- ", "case ", "f(", "(select ", "exists (select ", "a in (", "a between "};
    for (size_t i = 0; i < sizeof nests / sizeof *nests; i++) {
        Stmt *s = parse(repeated("select ", nests[i], 100000, "1"), false);
        ck_assert_msg(str_istarts(s->error, "nested too deeply"), "%s: %.*s", nests[i], (int)s->error.n,
                      s->error.p);
    }
    Stmt *s = parse(repeated("select * from ", "(", 100000, "t"), false);
    ck_assert(str_istarts(s->error, "nested too deeply"));
    s = parse(repeated("", "(", SX_MAX_DEPTH - 1, "1"), true);
    ck_assert(str_istarts(s->error, "incomplete input"));
}
END_TEST

START_TEST(chains_are_not)
{
    static const char *const chains[] = {" || 1",   " and 1",    " = 1",           " collate x",
                                         " isnull", " or not 1", " union select 1"};
    for (size_t i = 0; i < sizeof chains / sizeof *chains; i++) {
        Stmt *s = parse(repeated("select 1", chains[i], 100000, ""), false);
        ck_assert_msg(s->root != NULL, "%s", chains[i]);
    }
    ck_assert_ptr_nonnull(parse(repeated("select * from t", ", t", 100000, ""), false)->root);
    ck_assert_ptr_nonnull(parse(repeated("values (1)", ", (1)", 100000, ""), false)->root);
}
END_TEST

START_TEST(names_and_strings)
{
    static const struct {
        const char *sql, *name;
    } names[] = {
        {"abc", "abc"}, {"\"a\"\"b\"", "a\"b"}, {"`a``b`", "a`b"}, {"[a\"b]", "a\"b"},
        {"\"\"", ""},   {"\"\"\"\"", "\""},     {"[]", ""},        {"key", "key"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Stmt *s = parse(str_z(names[i].sql), true);
        Str name = node_name(&arena, s, s->root->kid[COLREF_COLUMN]);
        ck_assert_msg(str_eqz(name, names[i].name), "%s: %.*s", names[i].sql, (int)name.n, name.p);
    }
    Stmt *s = parse(STR("'it''s'''"), true);
    ck_assert(str_eqz(token_string(&arena, &toks, s->root->tok), "it's'"));
}
END_TEST

START_TEST(precedence_table)
{
    ck_assert_int_eq(parse_precedence(TK_OR), 1);
    ck_assert_int_eq(parse_precedence(TK_NOT), 3);
    ck_assert_int_eq(parse_precedence(TK_IN), parse_precedence(TK_EQ));
    ck_assert_int_eq(parse_precedence(TK_CONCAT), 10);
    ck_assert_int_eq(parse_precedence(TK_COMMA), 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("parse");
    TCase *tc = tcase_create("parse");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, levels);
    tcase_add_test(tc, predicates);
    tcase_add_test(tc, primaries);
    tcase_add_test(tc, calls);
    tcase_add_test(tc, queries);
    tcase_add_test(tc, from);
    tcase_add_test(tc, data);
    tcase_add_test(tc, tables);
    tcase_add_test(tc, schema);
    tcase_add_test(tc, rest);
    tcase_add_test(tc, errors);
    tcase_add_test(tc, holes);
    tcase_add_test(tc, spans);
    tcase_add_test(tc, lists_end_before_the_comma_or_semicolon);
    tcase_add_test(tc, empty_statements);
    tcase_add_test(tc, errors_end_with_their_statement);
    tcase_add_test(tc, nesting_is_bounded);
    tcase_add_test(tc, chains_are_not);
    tcase_add_test(tc, names_and_strings);
    tcase_add_test(tc, precedence_table);
    return unit_run(s, tc, true);
}
