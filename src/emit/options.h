/* The choices a user can make (the table of defaults is in README.md); zero-initialised means all defaults.
 */
#ifndef SQLXLATE_OPTIONS_H
#define SQLXLATE_OPTIONS_H

#include "base/str.h"

/* What the user does not want translated: the rule of this code at this place (a byte of the fragment, or a
   line of the file, from 1); code 0 asks about the whole statement there. */
typedef bool SkipFn(void *arg, uint16_t code, uint32_t at);

enum Asked { /* bits of Options.asked */
#define AREA(id, prefix) ASKED_AT_##id,
#include "emit/asked.def"
#undef AREA
#define AREA(id, prefix) ASKED_##id = 1 << ASKED_AT_##id,
#include "emit/asked.def"
#undef AREA
};

typedef struct Options {
    enum { KEY_SERIAL, KEY_IDENTITY } autoincrement;
    enum { INT_DECLARED, INT_BIGINT } integers;
    enum { NUM_DECLARED, NUM_EXACT, NUM_DOUBLE } numeric;
    enum { VARCHAR_KEEP, VARCHAR_TEXT } varchar;
    enum { BOOL_NAMES, BOOL_DECLARED, BOOL_OFF } boolean;
    enum { DT_AUTO, DT_TEXT, DT_TIMESTAMP, DT_TIMESTAMPTZ } datetime;
    enum { TZ_UTC_SESSION, TZ_EXPLICIT } timezone;
    enum { LIKE_ILIKE, LIKE_EXACT, LIKE_LIKE } like;
    enum { NOCASE_LOWER, NOCASE_CITEXT } nocase;
    enum { COLLATION_DATABASE, COLLATION_COLUMN } collation;
    enum { NULLS_EXACT, NULLS_SKIP } nulls;
    enum { DIV_EXACT, DIV_SKIP } division;
    enum { NAMES_PRESERVE, NAMES_FOLD, NAMES_SNAKE } identifiers;
    enum { REPLACE_UPSERT, REPLACE_DELETE_INSERT } or_replace;
    enum { JSON_AS_JSONB, JSON_AS_JSON, JSON_AS_TEXT } json;
    enum { UUID_UUID, UUID_TEXT } uuid;
    bool exact_months;
    unsigned asked;             /* areas of asked.def that are selected */
    bool portable;              /* text that runs on both engines, or none */
    bool compat;                /* may call functions of the schema sqlite_compat */
    const Str *boolean_columns; /* "table.column" of --boolean-column */
    size_t nboolean_columns;
} Options;

#endif
