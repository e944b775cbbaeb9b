/* sqlxlate: SQL written for SQLite, translated into SQL that gives the same rows on PostgreSQL.
   The library behind the command.  No global state but constant tables; a translator must not be used by two
   threads at a time. */
#ifndef SQLXLATE_H
#define SQLXLATE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SX_API __attribute__((visibility("default")))
#else
#define SX_API
#endif

typedef enum SxStatus {
    SX_OK = 0,
    SX_ENOMEM = 1, /* memory ran out; the translator can only be freed */
    SX_EMISUSE = 2 /* a NULL where none may be */
} SxStatus;

typedef enum SxParams {
    SX_PARAMS_NUMBERED,
    SX_PARAMS_PSYCOPG,
    SX_PARAMS_NAMED,
    SX_PARAMS_JDBC,
    SX_PARAMS_KEEP
} SxParams;

typedef struct SxTranslator SxTranslator;

typedef struct SxDiagnostic {
    int code;              /* 301 is SX0301 */
    int safety;            /* 0 exact, 1 near, 2 manual, 3 risk */
    size_t offset, length; /* bytes of the source */
    const char *message;   /* NUL-terminated */
    const char *hint;      /* NUL-terminated, may be empty */
} SxDiagnostic;

typedef struct SxResult { /* lives until the next call on the translator */
    const char *text;     /* the output; not NUL-terminated */
    size_t size;          /* bytes */
    const SxDiagnostic *diagnostics;
    size_t count;
} SxResult;

/* A new translator with the defaults; NULL when memory ran out. */
SX_API SxTranslator *sx_new(void);
SX_API void sx_free(SxTranslator *t);

/* Learn tables from CREATE statements.  They count as given: later statements cannot change their types. */
SX_API SxStatus sx_schema(SxTranslator *t, const char *sql, size_t size);

/* Translate any number of statements. */
SX_API SxStatus sx_translate(SxTranslator *t, const char *sql, size_t size, SxParams params, SxResult *out);

SX_API const char *sx_version(void);

#ifdef __cplusplus
}
#endif

#endif
