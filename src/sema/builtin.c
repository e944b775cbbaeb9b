/* The columns of SQLite's own tables and of its table functions, so that names in a query on them resolve
   (https://sqlite.org/schematab.html, https://sqlite.org/pragma.html, https://sqlite.org/json1.html).  Tables
   of the same name in the catalog come first; single-value pragmas are not listed, they are opaque. */
#include "sema/internal.h"

#define NAME(s) .name = {s, sizeof s - 1}
#define TEXT(s)                                                                                              \
    {                                                                                                        \
        NAME(s), .type = {"TEXT", 4}, .aff = AFF_TEXT, .not_null = true                                      \
    }
#define TEXT_OR_NULL(s)                                                                                      \
    {                                                                                                        \
        NAME(s), .type = {"TEXT", 4}, .aff = AFF_TEXT                                                        \
    }
#define ANY(s)                                                                                               \
    {                                                                                                        \
        NAME(s), .aff = AFF_NONE                                                                             \
    }
#define INT(s)                                                                                               \
    {                                                                                                        \
        NAME(s), .type = {"INTEGER", 7}, .aff = AFF_INTEGER, .not_null = true, .evidence = EV_NOT_01         \
    }
#define TABLE(s, columns)                                                                                    \
    {                                                                                                        \
        NAME(s), .cols = columns, .ncols = sizeof columns / sizeof *columns, .rowid = -1, .sealed = true     \
    }

static Column schema[] = {TEXT("type"), TEXT("name"), TEXT("tbl_name"), INT("rootpage"), TEXT_OR_NULL("sql")};
static Column sequence[] = {TEXT("name"), INT("seq")};
static Column table_info[] = {
    INT("cid"), TEXT("name"), TEXT("type"), INT("notnull"), TEXT_OR_NULL("dflt_value"), INT("pk")};
static Column table_xinfo[] = {
    INT("cid"), TEXT("name"), TEXT("type"), INT("notnull"), TEXT_OR_NULL("dflt_value"),
    INT("pk"),  INT("hidden")};
static Column foreign_key_list[] = {INT("id"),          INT("seq"),        TEXT("table"),     TEXT("from"),
                                    TEXT_OR_NULL("to"), TEXT("on_update"), TEXT("on_delete"), TEXT("match")};
static Column index_list[] = {INT("seq"), TEXT("name"), INT("unique"), TEXT("origin"), INT("partial")};
static Column index_info[] = {INT("seqno"), INT("cid"), TEXT_OR_NULL("name")};
static Column table_list[] = {TEXT("schema"), TEXT("name"), TEXT("type"),
                              INT("ncol"),    INT("wr"),    INT("strict")};
static Column database_list[] = {INT("seq"), TEXT("name"), TEXT_OR_NULL("file")};
static Column collation_list[] = {INT("seq"), TEXT("name")};
static Column compile_options[] = {TEXT("compile_options")};
static Column function_list[] = {TEXT("name"), INT("builtin"), TEXT("type"),
                                 TEXT("enc"),  INT("narg"),    INT("flags")};
static Column foreign_key_check[] = {TEXT("table"), INT("rowid"), TEXT("parent"), INT("fkid")};

static Column json_members[] = {ANY("key"), ANY("value"),  TEXT("type"),    ANY("atom"),
                                INT("id"),  ANY("parent"), TEXT("fullkey"), TEXT("path")};

static const Table BUILTINS[] = {
    {NAME("json_each"), .cols = json_members, .ncols = 8, .rowid = -1, .sealed = true, .from_select = true},
    {NAME("json_tree"), .cols = json_members, .ncols = 8, .rowid = -1, .sealed = true, .from_select = true},
    TABLE("sqlite_master", schema),
    TABLE("sqlite_schema", schema),
    TABLE("sqlite_temp_master", schema),
    TABLE("sqlite_temp_schema", schema),
    TABLE("sqlite_sequence", sequence),
    TABLE("pragma_table_info", table_info),
    TABLE("pragma_table_xinfo", table_xinfo),
    TABLE("pragma_foreign_key_list", foreign_key_list),
    TABLE("pragma_index_list", index_list),
    TABLE("pragma_index_info", index_info),
    TABLE("pragma_table_list", table_list),
    TABLE("pragma_database_list", database_list),
    TABLE("pragma_collation_list", collation_list),
    TABLE("pragma_compile_options", compile_options),
    TABLE("pragma_function_list", function_list),
    TABLE("pragma_foreign_key_check", foreign_key_check),
};

const Table *builtin_table(Str name)
{
    for (size_t i = 0; i < sizeof BUILTINS / sizeof *BUILTINS; i++)
        if (str_ieq(BUILTINS[i].name, name))
            return &BUILTINS[i];
    return NULL;
}
