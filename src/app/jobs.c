/* The processes of jobs.h.  They draw file numbers from one shared counter and send answers through pipes;
   this process puts the answers in order.  An answer travels as its structures, followed by the bytes that
   their texts point to: both ends are the same program. */
#include "app/jobs.h"
#include "base/buf.h"
#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 64 };
enum { BEGUN, DONE }; /* Head.what */

typedef struct Head {
    size_t i, bytes;
    int what;
    Answer answer; /* of DONE: the pointers mean nothing here */
} Head;

/* ---- an answer as bytes ---- */

static void put_bytes(Buf *b, const void *p, size_t n)
{
    if (n)
        buf_put(b, (Str){p, n});
}

static void put_texts(Buf *b, const Str *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_bytes(b, texts[i]->p, texts[i]->n);
}

static void pack(Buf *b, const Findings *f)
{
    put_bytes(b, f->list.at, f->list.n * sizeof *f->list.at);
    put_bytes(b, f->edits.at, f->edits.n * sizeof *f->edits.at);
    for (size_t i = 0; i < f->list.n; i++) {
        const Finding *x = &f->list.at[i];
        put_texts(b, (const Str *const[]){&x->msg, &x->hint, &x->excerpt, &x->before, &x->after}, 5);
    }
    for (size_t i = 0; i < f->edits.n; i++)
        put_bytes(b, f->edits.at[i].text.p, f->edits.at[i].text.n);
}

static void take_text(Str *s, const char **p)
{
    if (!s->p)
        return;
    s->p = *p;
    *p += s->n;
}

/* The texts go on living in `bytes`. */
static void unpack(Findings *f, const char *bytes)
{
    size_t list = f->list.n * sizeof *f->list.at, edits = f->edits.n * sizeof *f->edits.at;
    f->list.at = arena_alloc(f->arena, list + 1);
    f->edits.at = arena_alloc(f->arena, edits + 1);
    memcpy(f->list.at, bytes, list);
    memcpy(f->edits.at, bytes + list, edits);
    const char *p = bytes + list + edits;
    for (size_t i = 0; i < f->list.n; i++) {
        Finding *x = &f->list.at[i];
        take_text(&x->msg, &p);
        take_text(&x->hint, &p);
        take_text(&x->excerpt, &p);
        take_text(&x->before, &p);
        take_text(&x->after, &p);
    }
    for (size_t i = 0; i < f->edits.n; i++)
        take_text(&f->edits.at[i].text, &p);
}

/* ---- a process ---- */

static void send(int fd, const void *p, size_t n)
{
    for (const char *at = p; n > 0;) {
        ssize_t sent = write(fd, at, n);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            _exit(3);
        at += sent;
        n -= (size_t)sent;
    }
}

static void worker(const Jobs *j, atomic_size_t *next, int fd)
{
    for (size_t i; (i = atomic_fetch_add(next, 1)) < j->n;) {
        Arena arena;
        Buf bytes = {0};
        arena_init(&arena, NULL);
        Head h = {.i = i, .what = BEGUN};
        send(fd, &h, sizeof h);
        h.what = DONE;
        h.answer.findings.arena = &arena;
        j->work(j->arg, i, &h.answer);
        pack(&bytes, &h.answer.findings);
        h.bytes = bytes.n;
        send(fd, &h, sizeof h);
        send(fd, bytes.p, bytes.n);
        buf_free(&bytes);
        arena_free(&arena);
    }
    fflush(stderr);
    _exit(0);
}

/* ---- this process ---- */

typedef struct Slot { /* what is known of a file's answer */
    enum { SLOT_NONE, SLOT_HERE, SLOT_LOST } state;
    Answer answer;
    char *bytes;
    int status; /* SLOT_LOST: of the process */
} Slot;

typedef struct Worker {
    pid_t pid;
    int fd; /* -1: it is gone */
    Buf in;
    size_t at; /* the file it is at; SIZE_MAX: none */
} Worker;

static void start(const Jobs *j, atomic_size_t *next, Worker *w, const Worker *others, unsigned n)
{
    int fds[2];
    *w = (Worker){.fd = -1, .at = SIZE_MAX};
    if (pipe(fds) != 0)
        return;
    w->pid = fork();
    if (w->pid == 0) {
        close(fds[0]);
        for (unsigned i = 0; i < n; i++)
            if (others[i].fd >= 0)
                close(others[i].fd);
        worker(j, next, fds[1]);
    }
    close(fds[1]);
    if (w->pid < 0)
        close(fds[0]);
    else
        w->fd = fds[0];
}

/* Whole messages out of what has come in. */
static void messages(Worker *w, Slot *slots)
{
    size_t at = 0;
    Head h;
    while (w->in.n - at >= sizeof h) {
        memcpy(&h, w->in.p + at, sizeof h);
        size_t bytes = h.what == DONE ? h.bytes : 0;
        if (w->in.n - at - sizeof h < bytes)
            break;
        w->at = h.what == DONE ? SIZE_MAX : h.i;
        if (h.what == DONE) {
            Slot *s = &slots[h.i];
            *s = (Slot){SLOT_HERE, h.answer, malloc(bytes + 1), 0};
            if (!s->bytes)
                abort();
            memcpy(s->bytes, w->in.p + at + sizeof h, bytes);
        }
        at += sizeof h + bytes;
    }
    memmove(w->in.p, w->in.p + at, w->in.n - at);
    w->in.n -= at;
}

static void hear(Worker *w, Slot *slots)
{
    char chunk[1 << 16];
    ssize_t n = read(w->fd, chunk, sizeof chunk);
    if (n < 0 && errno == EINTR)
        return;
    if (n > 0) {
        buf_put(&w->in, (Str){chunk, (size_t)n});
        messages(w, slots);
        return;
    }
    int status = 0;
    close(w->fd);
    w->fd = -1;
    while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (w->at != SIZE_MAX)
        slots[w->at] = (Slot){.state = SLOT_LOST, .status = status};
}

/* Hands over what is there, in order; `all`: what is missing was lost. */
static size_t hand_over(const Jobs *j, Slot *slots, size_t from, bool all)
{
    for (; from < j->n && (all || slots[from].state != SLOT_NONE); from++) {
        Slot *s = &slots[from];
        if (s->state != SLOT_HERE) {
            char what[64];
            snprintf(what, sizeof what, "a fault of sqlxlate (%s %d)",
                     WIFSIGNALED(s->status) ? "signal" : "status",
                     WIFSIGNALED(s->status) ? WTERMSIG(s->status) : WEXITSTATUS(s->status));
            j->lost(j->arg, from, what);
            continue;
        }
        Arena arena;
        arena_init(&arena, NULL);
        s->answer.findings.arena = &arena;
        unpack(&s->answer.findings, s->bytes);
        j->take(j->arg, from, &s->answer);
        arena_free(&arena);
        free(s->bytes);
    }
    return from;
}

static void listen_to(const Jobs *j, Worker *w, unsigned n, Slot *slots)
{
    size_t next = j->in_order;
    for (;;) {
        struct pollfd p[MOST];
        nfds_t open = 0;
        unsigned who[MOST];
        for (unsigned i = 0; i < n; i++)
            if (w[i].fd >= 0) {
                who[open] = i;
                p[open++] = (struct pollfd){.fd = w[i].fd, .events = POLLIN};
            }
        if (!open)
            break;
        if (poll(p, open, -1) < 0)
            continue;
        for (nfds_t i = 0; i < open; i++)
            if (p[i].revents)
                hear(&w[who[i]], slots);
        next = hand_over(j, slots, next, false);
    }
    hand_over(j, slots, next, true);
}

static void alone(const Jobs *j, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        Arena arena;
        arena_init(&arena, NULL);
        Answer a = {.findings.arena = &arena};
        j->work(j->arg, i, &a);
        j->take(j->arg, i, &a);
        arena_free(&arena);
    }
}

void jobs_run(const Jobs *j, unsigned processes)
{
    alone(j, 0, j->in_order);
    if (processes > j->n - j->in_order)
        processes = (unsigned)(j->n - j->in_order);
    if (processes > MOST)
        processes = MOST;
    atomic_size_t *next =
        processes < 2 ? MAP_FAILED
                      : mmap(NULL, sizeof *next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    Slot *slots = next == MAP_FAILED ? NULL : calloc(j->n, sizeof *slots);
    if (!slots) {
        alone(j, j->in_order, j->n);
        return;
    }
    atomic_store(next, j->in_order);
    Worker w[MOST];
    unsigned running = 0;
    fflush(NULL); /* or each process would write it again */
    for (unsigned i = 0; i < processes; i++) {
        start(j, next, &w[i], w, i);
        running += w[i].fd >= 0;
    }
    if (running)
        listen_to(j, w, processes, slots);
    else
        alone(j, j->in_order, j->n);
    for (unsigned i = 0; i < processes; i++)
        buf_free(&w[i].in);
    free(slots);
    munmap(next, sizeof *next);
}
