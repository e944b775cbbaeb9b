/* What the JSON rules share: paths as SQLite writes them, the document a path goes into, and the type of
   value that the surroundings of a member ask for. */
#ifndef SQLXLATE_JSON_PATH_H
#define SQLXLATE_JSON_PATH_H

#include "emit/rw.h"

enum { JSON_STEPS = 16 };

typedef struct JsonPath {
    struct {
        Str key;       /* a member's name; p is NULL for an index */
        int64_t index; /* from the end when negative */
    } step[JSON_STEPS];
    uint32_t n;
    bool append;  /* the last step is [#]: behind the last element */
    bool differs; /* older versions of SQLite read it otherwise */
} JsonPath;

/* A constant path: '$.a."b c"[0][#-1]'; right of an arrow also a plain name or an index.  False for what is
   computed. */
bool json_path(Rw *rw, const Node *n, bool arrow, JsonPath *path);

/* A path of one step that is computed: '$.' || x, '$[' || x || ']', and x right of an arrow.  `slot` is
   then {1} with what `key` needs. */
bool json_computed_step(Rw *rw, const Node *n, bool arrow, const Node **key, const char **slot);

/* Template text for argument `slot` as jsonb. */
const char *json_slot(Rw *rw, const Node *document, int slot);

/* Template text: the member of `document` (template text) at the path, as jsonb or as text. */
const char *json_member(Rw *rw, const char *document, const JsonPath *path, bool text);

/* The path as a text array for a template: '{a,0}' with its quotes and with the brace doubled. */
Str json_path_array(Rw *rw, const JsonPath *path);

/* A string literal for a template. */
Str json_literal(Rw *rw, Str value);

typedef enum JsonUse {
    JSON_SHOWN,  /* a result column, an argument of anything: nothing is asked */
    JSON_TEXT_,  /* text */
    JSON_WORD,   /* text, compared for equality with a literal that no number and no boolean reads like */
    JSON_NUMBER, /* a number */
    JSON_TYPE,   /* a value of type *type */
    JSON_BOOL,   /* a condition */
    JSON_NULL,   /* tested for NULL, or counted */
    JSON_PAIR,   /* compared with another member by < and its kin */
    JSON_ORDER,  /* sorted by, or the largest of them is asked for */
    JSON_GROUP,  /* grouped by */
    JSON_JSON,   /* JSON */
} JsonUse;

JsonUse json_use(Rw *rw, const Node *n, PgType *type);

/* The node becomes a value: `text` and `json` are templates of it as text and (NULL: there is none) as jsonb.
 */
bool json_value(Rw *rw, const Node *n, const char *text, const char *json, const Node *document);
/* The same with a second slot, {1}. */
bool json_value_of(Rw *rw, const Node *n, const char *text, const char *json, const Node *document,
                   const Node *key);

/* Is the member, a result of the statement itself, taken for a number elsewhere in it: by the same expression
   or by its alias?  Then it is shown as one. */
bool json_asked_elsewhere(Rw *rw, const Node *n);

/* json_extract(x, path), x ->> path: the document and the path. */
bool json_is_value(Rw *rw, const Node *n, const Node **document, JsonPath *path);

/* True where the node should give JSON, not text: a JSON column or another JSON function takes it. */
bool json_wanted(Rw *rw);

/* A slot for a value that is put into JSON: of argument x, whose index is `slot`.  NULL when it cannot be. */
const char *json_put(Rw *rw, const Node *call, const Node *x, int slot);

#endif
