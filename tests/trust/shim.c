/* Stands between the program and the system (LD_PRELOAD), for files below one folder: counts what is asked of
 * it, lets the n-th call fail, stop or end the process, writes down what would reach a disk, and shifts the
 * clock. Controlled through the functions trust_*, see shim.py. One thread at a time. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { OPEN = 1, READ = 2, WRITE = 4, SYNC = 8, TRUNCATE = 16, RENAME = 32, UNLINK = 64, MARK = 128, CREATE = 256 };
enum { NONE, FAIL, SHORT, KILL, STALL };

#define MOST 4096
static char *names[MOST]; /* of open files below the folder, by descriptor */
static char folder[4096];
static size_t folder_length;

static long calls, fired_at, due;
static int mode, failure, mask, for_ever, fired_operation, record = -1;
static int held;
static double stall_seconds, clock_shift;

/* --- control ------------------------------------------------------------------------------------------- */

void trust_watch(const char *path) {
    strncpy(folder, path, sizeof folder - 1);
    folder_length = strlen(folder);
}

/* From now on: calls of the kinds in `kinds` are counted from 1, and the one numbered `nth` is treated. */
void trust_arm(long nth, int kinds, int how, int error, int ever, double seconds) {
    calls = fired_at = 0;
    fired_operation = 0;
    due = nth;
    mask = kinds;
    mode = how;
    failure = error;
    for_ever = ever;
    stall_seconds = seconds;
}

void trust_hold(int on) { held = on; }
long trust_calls(void) { return calls; }
int trust_fired(void) { return fired_operation; }
void trust_record(int descriptor) { record = descriptor; }
void trust_clock(double seconds) { clock_shift = seconds; }

#define REAL(type, name, ...)                                     \
    static type (*real)(__VA_ARGS__);                             \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static ssize_t plain_write(int descriptor, const void *data, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    return real(descriptor, data, length);
}

static void plain_write_all(const void *data, size_t length) {
    const char *rest = data;
    while (length > 0) {
        ssize_t done = plain_write(record, rest, length);
        if (done <= 0) abort(); /* a record with holes would lie */
        rest += done;
        length -= (size_t)done;
    }
}

static void note(int operation, const char *name, const char *other, int64_t place, const void *data, size_t length) {
    if (record < 0) return;
    int64_t head[5] = {operation, (int64_t)strlen(name), (int64_t)strlen(other), place, (int64_t)length};
    plain_write_all(head, sizeof head);
    plain_write_all(name, strlen(name));
    plain_write_all(other, strlen(other));
    if (data) plain_write_all(data, length);
}

void trust_mark(long number) { note(MARK, "", "", number, NULL, 0); }

/* --- what is watched, and whether its turn has come ------------------------------------------------------ */

static int below(const char *path) {
    return folder_length && path && strncmp(path, folder, folder_length) == 0 &&
           (path[folder_length] == '/' || path[folder_length] == 0);
}

static const char *name_of(int descriptor) {
    return descriptor >= 0 && descriptor < MOST ? names[descriptor] : NULL;
}

static void remember(int descriptor, const char *path) {
    if (descriptor < 0 || descriptor >= MOST) return;
    free(names[descriptor]);
    names[descriptor] = below(path) ? strdup(path) : NULL;
}

/* What is to be done to this call: NONE, FAIL (errno is set) or SHORT. Stops or ends the process itself. */
static int treated(int operation) {
    if (held || !(mask & operation)) return NONE;
    long number = ++calls;
    if (mode == NONE || !(number == due || (for_ever && due > 0 && number > due))) return NONE;
    if (mode == SHORT && !(operation & (READ | WRITE))) return NONE;
    fired_at = number;
    fired_operation = operation;
    if (mode == KILL) kill(getpid(), SIGKILL);
    if (mode == STALL) {
        struct timespec time = {(time_t)stall_seconds, (long)((stall_seconds - (double)(time_t)stall_seconds) * 1e9)};
        nanosleep(&time, NULL);
        return NONE;
    }
    errno = failure;
    return mode;
}

/* --- files ------------------------------------------------------------------------------------------------ */

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t rights) {
    int watched = below(path), fresh = 0;
    struct stat found;
    if (watched) {
        if (treated(OPEN) == FAIL) return -1;
        fresh = (flags & O_CREAT) && stat(path, &found) != 0;
    }
    int descriptor = real(path, flags, rights);
    if (descriptor >= 0) {
        remember(descriptor, path);
        if (watched && fresh) note(CREATE, path, "", 0, NULL, 0);
        if (watched && !fresh && (flags & O_TRUNC)) note(TRUNCATE, path, "", 0, NULL, 0);
    }
    return descriptor;
}

#define OPENS(name)                                                   \
    int name(const char *path, int flags, ...) {                      \
        static int (*real)(const char *, int, ...);                   \
        if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name); \
        mode_t rights = 0;                                            \
        if (flags & (O_CREAT | O_TMPFILE)) {                          \
            va_list rest;                                             \
            va_start(rest, flags);                                    \
            rights = (mode_t)va_arg(rest, int);                       \
            va_end(rest);                                             \
        }                                                             \
        return opened(real, path, flags, rights);                     \
    }
OPENS(open)
OPENS(open64)

int close(int descriptor) {
    REAL(int, close, int);
    if (descriptor >= 0 && descriptor < MOST) {
        free(names[descriptor]);
        names[descriptor] = NULL;
    }
    return real(descriptor);
}

ssize_t read(int descriptor, void *data, size_t length) {
    REAL(ssize_t, read, int, void *, size_t);
    if (name_of(descriptor)) {
        int how = treated(READ);
        if (how == FAIL) return -1;
        if (how == SHORT) length = length > 1 ? length / 2 : length;
    }
    return real(descriptor, data, length);
}

#define READS(name)                                                          \
    ssize_t name(int descriptor, void *data, size_t length, off64_t place) { \
        REAL(ssize_t, name, int, void *, size_t, off64_t);                   \
        if (name_of(descriptor)) {                                           \
            int how = treated(READ);                                         \
            if (how == FAIL) return -1;                                      \
            if (how == SHORT) length = length > 1 ? length / 2 : length;     \
        }                                                                    \
        return real(descriptor, data, length, place);                        \
    }
READS(pread64)

ssize_t write(int descriptor, const void *data, size_t length) {
    const char *name = name_of(descriptor);
    int64_t place = 0;
    if (name) {
        int how = treated(WRITE);
        if (how == FAIL) return -1;
        if (how == SHORT) length = length > 1 ? length / 2 : length;
        if (record >= 0) place = lseek(descriptor, 0, fcntl(descriptor, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    }
    ssize_t done = plain_write(descriptor, data, length);
    if (name && done > 0) note(WRITE, name, "", place, data, (size_t)done);
    return done;
}

ssize_t pwrite64(int descriptor, const void *data, size_t length, off64_t place) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    const char *name = name_of(descriptor);
    if (name) {
        int how = treated(WRITE);
        if (how == FAIL) return -1;
        if (how == SHORT) length = length > 1 ? length / 2 : length;
    }
    ssize_t done = real(descriptor, data, length, place);
    if (name && done > 0) note(WRITE, name, "", place, data, (size_t)done);
    return done;
}

#define SYNCS(called)                                                   \
    int called(int descriptor) {                                        \
        REAL(int, called, int);                                         \
        const char *name = name_of(descriptor);                         \
        if (name && treated(SYNC) == FAIL) return -1;                   \
        int done = real(descriptor);                                    \
        if (name && done == 0) note(SYNC, name, "", 0, NULL, 0);        \
        return done;                                                    \
    }
SYNCS(fsync)
SYNCS(fdatasync)

#define TRUNCATES(called)                                               \
    int called(int descriptor, off64_t length) {                        \
        REAL(int, called, int, off64_t);                                \
        const char *name = name_of(descriptor);                         \
        if (name && treated(TRUNCATE) == FAIL) return -1;               \
        int done = real(descriptor, length);                            \
        if (name && done == 0) note(TRUNCATE, name, "", length, NULL, 0); \
        return done;                                                    \
    }
TRUNCATES(ftruncate64)

static void renamed(const char *path, const char *other) {
    for (int i = 0; i < MOST; i++)
        if (names[i] && strcmp(names[i], path) == 0) remember(i, other);
    note(RENAME, path, other, 0, NULL, 0);
}

int rename(const char *path, const char *other) {
    REAL(int, rename, const char *, const char *);
    int watched = below(path) || below(other);
    if (watched && treated(RENAME) == FAIL) return -1;
    int done = real(path, other);
    if (watched && done == 0) renamed(path, other);
    return done;
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    int watched = below(path);
    if (watched && treated(UNLINK) == FAIL) return -1;
    int done = real(path);
    if (watched && done == 0) note(UNLINK, path, "", 0, NULL, 0);
    return done;
}

/* --- the network ------------------------------------------------------------------------------------------ */

/* A socket for the internet is refused, and written down, where the environment names a file for that. */
int socket(int family, int type, int protocol) {
    REAL(int, socket, int, int, int);
    const char *file = getenv("TRUST_NETWORK");
    if (file && (family == AF_INET || family == AF_INET6)) {
        int log = open(file, O_WRONLY | O_CREAT | O_APPEND, 0600);
        static const char line[] = "internet\n";
        if (log < 0 || plain_write(log, line, sizeof line - 1) < 0) abort();
        close(log);
        errno = EPERM;
        return -1;
    }
    return real(family, type, protocol);
}

/* --- the clock --------------------------------------------------------------------------------------------- */

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL(int, clock_gettime, clockid_t, struct timespec *);
    int done = real(clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec += (time_t)clock_shift;
    return done;
}

time_t time(time_t *now) {
    struct timespec found;
    clock_gettime(CLOCK_REALTIME, &found);
    if (now) *now = found.tv_sec;
    return found.tv_sec;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void)zone;
    struct timespec found;
    clock_gettime(CLOCK_REALTIME, &found);
    now->tv_sec = found.tv_sec;
    now->tv_usec = found.tv_nsec / 1000;
    return 0;
}
