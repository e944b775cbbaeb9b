/* The baseline of baseline.h, a JSON file sorted by its keys so that two of them compare well.  It is written
   whole and renamed into place; a file that is no baseline of a version known here is refused. */
#include "app/baseline.h"
#include "app/project.h"
#include "report/format.h"
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>

enum { VERSION = 1 };

typedef struct Known {
    Str file; /* as JSON writes it, with its quotes: so that any bytes compare alike before and after */
    uint16_t code;
    uint64_t statement;
    unsigned count;
} Known;

struct Baseline {
    Settings *settings;
    Arena arena;
    Str path, folder; /* absolute; the folder with a slash */
    VEC(Known) known; /* sorted, when `sorted` */
    bool sorted;
};

static int by_key(const void *x, const void *y)
{
    const Known *a = x, *b = y;
    size_t n = a->file.n < b->file.n ? a->file.n : b->file.n;
    int order = n ? memcmp(a->file.p, b->file.p, n) : 0;
    if (order || a->file.n != b->file.n)
        return order ? order : a->file.n < b->file.n ? -1 : 1;
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    return a->statement != b->statement ? (a->statement < b->statement ? -1 : 1) : 0;
}

/* Sorted, and those of one key together. */
static void sort(Baseline *b)
{
    size_t n = 0;
    if (b->known.n)
        qsort(b->known.at, b->known.n, sizeof *b->known.at, by_key);
    for (size_t i = 0; i < b->known.n; i++) {
        if (n && by_key(&b->known.at[n - 1], &b->known.at[i]) == 0)
            b->known.at[n - 1].count += b->known.at[i].count;
        else
            b->known.at[n++] = b->known.at[i];
    }
    b->known.n = n;
    b->sorted = true;
}

/* As a JSON string, with its quotes. */
static Str quoted(Arena *a, Str s)
{
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);
    if (!f) {
        io_error("sqlxlate", "out of memory");
        exit(EXIT_USAGE);
    }
    put_json_string(f, s);
    fclose(f);
    Str q = arena_dup(a, (Str){text, size});
    free(text);
    return q;
}

static Str file_key(Baseline *b, Str file)
{
    Str path = settings_absolute(b->settings, &b->arena, file);
    size_t common = 0, up = 0;
    for (size_t i = 0; i < path.n && i < b->folder.n && path.p[i] == b->folder.p[i]; i++)
        if (path.p[i] == '/')
            common = i + 1;
    Str key = STR_NONE;
    for (size_t i = common; i < b->folder.n; i++)
        up += b->folder.p[i] == '/';
    for (size_t i = 0; i < up; i++)
        key = arena_fmt(&b->arena, "../%.*s", (int)key.n, key.n ? key.p : "");
    return quoted(&b->arena, arena_fmt(&b->arena, "%.*s%s", (int)key.n, key.n ? key.p : "", path.p + common));
}

Baseline *baseline_new(Settings *s, const char *file)
{
    Baseline *b = calloc(1, sizeof *b);
    if (!b) {
        io_error("sqlxlate", "out of memory");
        exit(EXIT_USAGE);
    }
    arena_init(&b->arena, NULL);
    b->settings = s;
    b->path = settings_absolute(s, &b->arena, str_z(file));
    b->folder = b->path;
    while (b->folder.n > 1 && b->folder.p[b->folder.n - 1] != '/')
        b->folder.n--;
    return b;
}

void baseline_free(Baseline *b)
{
    if (b)
        arena_free(&b->arena);
    free(b);
}

/* ---- reading ---- */

static const char *member(json_object *o, const char *name)
{
    json_object *v;
    return json_object_object_get_ex(o, name, &v) && json_object_is_type(v, json_type_string)
               ? json_object_get_string(v)
               : NULL;
}

static bool read_one(Baseline *b, json_object *o)
{
    const char *file = member(o, "file"), *code = member(o, "code"), *statement = member(o, "statement");
    json_object *count;
    if (!file || !code || !statement || strlen(statement) != 16 || !str_istarts(str_z(code), "sx"))
        return false;
    Known k = {.file = quoted(&b->arena, str_z(file)), .count = 1};
    k.code = (uint16_t)strtoul(code + 2, NULL, 10);
    k.statement = strtoull(statement, NULL, 16);
    if (json_object_object_get_ex(o, "count", &count))
        k.count = (unsigned)json_object_get_int(count);
    VEC_PUSH(&b->arena, &b->known, k);
    return true;
}

static bool read_root(Baseline *b, json_object *root)
{
    json_object *version, *list;
    if (!json_object_object_get_ex(root, "version", &version) || json_object_get_int(version) != VERSION ||
        !json_object_object_get_ex(root, "findings", &list) || !json_object_is_type(list, json_type_array))
        return false;
    for (size_t i = 0; i < json_object_array_length(list); i++)
        if (!read_one(b, json_object_array_get_idx(list, i)))
            return false;
    return true;
}

Baseline *baseline_read(Settings *s, const char *file)
{
    FILE *f = open_input(file);
    Buf text = {0};
    if (!f || !read_all(f, &text)) {
        if (f) {
            io_error(file, strerror(errno));
            fclose(f);
        }
        buf_free(&text);
        return NULL;
    }
    fclose(f);
    Baseline *b = baseline_new(s, file);
    json_tokener *t = json_tokener_new();
    json_object *root =
        text.n < INT32_MAX ? json_tokener_parse_ex(t, text.p ? text.p : "", (int)text.n) : NULL;
    if (!root || !json_object_is_type(root, json_type_object) || !read_root(b, root)) {
        io_error(file, "is no baseline of this program");
        baseline_free(b);
        b = NULL;
    } else {
        sort(b);
    }
    json_object_put(root);
    json_tokener_free(t);
    buf_free(&text);
    return b;
}

/* ---- using ---- */

unsigned baseline_drop(Baseline *b, Findings *f)
{
    size_t kept = 0;
    Str file = f->list.n ? file_key(b, f->file) : STR_NONE;
    for (size_t i = 0; i < f->list.n; i++) {
        const Finding *x = &f->list.at[i];
        Known key = {.file = file, .code = x->code, .statement = x->statement};
        Known *k = b->known.n ? bsearch(&key, b->known.at, b->known.n, sizeof key, by_key) : NULL;
        if (k && k->count > 0)
            k->count--;
        else
            f->list.at[kept++] = *x;
    }
    unsigned dropped = (unsigned)(f->list.n - kept);
    f->list.n = kept;
    return dropped;
}

void baseline_add(Baseline *b, const Findings *f)
{
    Str file = f->list.n ? file_key(b, f->file) : STR_NONE;
    for (size_t i = 0; i < f->list.n; i++)
        VEC_PUSH(&b->arena, &b->known, ((Known){file, f->list.at[i].code, f->list.at[i].statement, 1}));
}

unsigned baseline_left(const Baseline *b)
{
    unsigned n = 0;
    for (size_t i = 0; i < b->known.n; i++)
        n += b->known.at[i].count;
    return n;
}

bool baseline_write(Baseline *b)
{
    Str tmp = arena_fmt(&b->arena, "%s.new", b->path.p);
    FILE *f = fopen(tmp.p, "wb");
    sort(b);
    if (f) {
        fprintf(f, "{\"version\":%d,\"findings\":[", VERSION);
        for (size_t i = 0; i < b->known.n; i++) {
            const Known *k = &b->known.at[i];
            fprintf(f, "%s\n{\"file\":%.*s,\"code\":\"SX%04u\",\"statement\":\"%016llx\",\"count\":%u}",
                    i ? "," : "", (int)k->file.n, k->file.p, k->code, (unsigned long long)k->statement,
                    k->count);
        }
        fputs("\n]}\n", f);
    }
    bool ok = f && fflush(f) == 0 && !ferror(f);
    if (f && fclose(f) != 0)
        ok = false;
    if (ok && rename(tmp.p, b->path.p) == 0)
        return true;
    io_error(b->path.p, strerror(errno));
    if (f)
        remove(tmp.p);
    return false;
}
