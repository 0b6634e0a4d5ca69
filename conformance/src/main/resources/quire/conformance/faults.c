/* Lets one chosen system call on files below one folder fail once. Loaded before the C library by
   LD_PRELOAD; what is to fail stands in a file that both sides have mapped. See Faults.java. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* In the order of Faults.Call. */
enum { OPEN, READ, WRITE, SYNC, TRUNCATE, LOCK, RENAME, LINK, UNLINK, MKDIR, MAP, CALLS };

struct plan {
  volatile int call;      /* which call is meant */
  volatile int countdown; /* it fails when this gets 0; 0 for none */
  volatile int error;
  volatile int fired;
  volatile int seen; /* how many such calls there were since it was armed */
};

static struct plan *plan;
static const char *under;

__attribute__((constructor)) static void load(void) {
  const char *file = getenv("FAULTS_PLAN");
  under = getenv("FAULTS_UNDER");
  int fd = file && under ? open(file, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *shared = mmap(0, sizeof(struct plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (shared != MAP_FAILED) plan = shared;
}

static int meant(int call) { return plan && plan->call == call && plan->countdown > 0; }

static int fails(const char *path) {
  if (!path || strncmp(path, under, strlen(under)) != 0) return 0;
  __sync_fetch_and_add(&plan->seen, 1);
  if (__sync_sub_and_fetch(&plan->countdown, 1) != 0) return 0;
  plan->fired = 1;
  errno = plan->error;
  return 1;
}

static int path_fails(int call, const char *path) { return meant(call) && fails(path); }

static int fd_fails(int call, int fd) {
  if (!meant(call)) return 0;
  char link[64], path[4096];
  int before = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  errno = before;
  if (length < 0) return 0;
  path[length] = 0;
  return fails(path);
}

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define OPENING(name) \
  int name(const char *path, int flags, ...) { \
    va_list more; va_start(more, flags); int mode = va_arg(more, int); va_end(more); \
    REAL(int, #name, const char *, int, ...); \
    return path_fails(OPEN, path) ? -1 : real(path, flags, mode); \
  }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name) \
  int name(int at, const char *path, int flags, ...) { \
    va_list more; va_start(more, flags); int mode = va_arg(more, int); va_end(more); \
    REAL(int, #name, int, const char *, int, ...); \
    int failing = path[0] == '/' ? path_fails(OPEN, path) : fd_fails(OPEN, at); \
    return failing ? -1 : real(at, path, flags, mode); \
  }
OPENING_AT(openat)
OPENING_AT(openat64)

ssize_t pread64(int fd, void *to, size_t count, off64_t at) {
  REAL(ssize_t, "pread64", int, void *, size_t, off64_t);
  return fd_fails(READ, fd) ? -1 : real(fd, to, count, at);
}
ssize_t read(int fd, void *to, size_t count) {
  REAL(ssize_t, "read", int, void *, size_t);
  return fd_fails(READ, fd) ? -1 : real(fd, to, count);
}
ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  return fd_fails(WRITE, fd) ? -1 : real(fd, from, count, at);
}
ssize_t write(int fd, const void *from, size_t count) {
  REAL(ssize_t, "write", int, const void *, size_t);
  return fd_fails(WRITE, fd) ? -1 : real(fd, from, count);
}
ssize_t writev(int fd, const struct iovec *from, int count) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  return fd_fails(WRITE, fd) ? -1 : real(fd, from, count);
}
int fsync(int fd) {
  REAL(int, "fsync", int);
  return fd_fails(SYNC, fd) ? -1 : real(fd);
}
int fdatasync(int fd) {
  REAL(int, "fdatasync", int);
  return fd_fails(SYNC, fd) ? -1 : real(fd);
}
int ftruncate64(int fd, off64_t length) {
  REAL(int, "ftruncate64", int, off64_t);
  return fd_fails(TRUNCATE, fd) ? -1 : real(fd, length);
}

#define LOCKING(name) \
  int name(int fd, int command, ...) { \
    va_list more; va_start(more, command); void *argument = va_arg(more, void *); va_end(more); \
    REAL(int, #name, int, int, ...); \
    int locks = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK || command == F_OFD_SETLKW; \
    return locks && fd_fails(LOCK, fd) ? -1 : real(fd, command, argument); \
  }
LOCKING(fcntl)
LOCKING(fcntl64)

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  return path_fails(RENAME, to) ? -1 : real(from, to);
}
int renameat(int at, const char *from, int there, const char *to) {
  REAL(int, "renameat", int, const char *, int, const char *);
  int failing = to[0] == '/' ? path_fails(RENAME, to) : fd_fails(RENAME, there);
  return failing ? -1 : real(at, from, there, to);
}
int link(const char *from, const char *to) {
  REAL(int, "link", const char *, const char *);
  return path_fails(LINK, to) ? -1 : real(from, to);
}
int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  return path_fails(UNLINK, path) ? -1 : real(path);
}
int unlinkat(int at, const char *path, int flags) {
  REAL(int, "unlinkat", int, const char *, int);
  int failing = path[0] == '/' ? path_fails(UNLINK, path) : fd_fails(UNLINK, at);
  return failing ? -1 : real(at, path, flags);
}
int mkdir(const char *path, mode_t mode) {
  REAL(int, "mkdir", const char *, mode_t);
  return path_fails(MKDIR, path) ? -1 : real(path, mode);
}
void *mmap64(void *near, size_t length, int protection, int flags, int fd, off64_t at) {
  REAL(void *, "mmap64", void *, size_t, int, int, int, off64_t);
  return fd >= 0 && fd_fails(MAP, fd) ? MAP_FAILED : real(near, length, protection, flags, fd, at);
}
