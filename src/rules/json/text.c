/* json() checks and minifies a text; json_quote() writes a value as JSON. */
#include "rules/json/path.h"

static const char QUOTE[] = "to_json({0:text})::text";
static const char QUOTE_NULL[] = "COALESCE(to_json({0:text})::text, 'null')";
static const char NUMBER[] = "{0}::text";
static const char NUMBER_NULL[] = "COALESCE({0}::text, 'null')";
static const char ANY[] = "to_json({0})::text";
static const char JSON[] = "{0}::json";
static const char JSON_TEXT[] = "{0}::json::text";

static bool quote(Rw *rw, const Node *n)
{
    const Node *x = rw_arg(n, 0);
    PgType t = rw_type(rw, x);
    bool null = rw_info(rw, x)->nullable;
    if (t == PG_NULL) {
        rw_exact(rw, n);
        rw_template(rw, n, "'null'", PG_TEXT, NULL, 0);
        return true;
    }
    if (rw_info(rw, x)->meaning == MEAN_JSON) {
        rw_exact(rw, n);
        rw_as(rw, n, "{0:text}", PG_TEXT, x, NULL, NULL);
        return true;
    }
    if (t == PG_INT || t == PG_BIGINT || t == PG_NUMERIC) {
        rw_exact(rw, n);
        rw_as(rw, n, null ? NUMBER_NULL : NUMBER, PG_TEXT, x, NULL, NULL);
        return true;
    }
    bool text = t == PG_TEXT || t == PG_LIT;
    if (text)
        rw_exact(rw, n);
    else
        rw_near(rw, n, "a value whose type is not text is written as PostgreSQL writes it", NULL);
    if (t == PG_LIT)
        rw_as(rw, n, "to_json({0}::text)::text", PG_TEXT, x, NULL, NULL);
    else
        rw_as(rw, n, text ? null ? QUOTE_NULL : QUOTE : ANY, PG_TEXT, x, NULL, NULL);
    return true;
}

static bool json(Rw *rw, const Node *n)
{
    const Node *x = rw_arg(n, 0);
    PgType t = rw_type(rw, x), want = rw_want(rw);
    bool is_json = pg_family(t) == FAM_JSON || rw_info(rw, x)->meaning == MEAN_JSON;
    if (json_wanted(rw)) {
        rw_exact(rw, n);
        bool column = pg_family(t) == FAM_JSON;
        rw_as(rw, n,
              column             ? "{0}"
              : is_json          ? "{0:jsonb}"
              : want == PG_JSONB ? "{0}::jsonb"
                                 : JSON,
              want, x, NULL, NULL);
        return true;
    }
    if (rw_info(rw, x)->meaning == MEAN_JSON) {
        rw_exact(rw, n);
        rw_as(rw, n, "{0:text}", PG_TEXT, x, NULL, NULL);
        return true;
    }
    rw_near(rw, n, "the text is checked but its blanks stay; SQLite drops them", NULL);
    rw_as(rw, n, is_json ? "{0:text}" : JSON_TEXT, PG_TEXT, x, NULL, NULL);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (!rw_function(rw, n))
        return false;
    return rw_is_call(rw, n, "json") ? json(rw, n) : quote(rw, n);
}

const Rule rule_json_text = {.code = 230,
                             .name = "json/text",
                             .title = "json() is a cast, json_quote() is to_json()",
                             .funcs = FUNCS("json", "json_quote"),
                             .templates = SET(QUOTE, QUOTE_NULL, NUMBER, NUMBER_NULL, ANY, JSON, JSON_TEXT),
                             .apply = apply};
