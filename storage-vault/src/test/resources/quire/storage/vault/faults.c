/*
 * Lets one system call fail: the n-th on a file below a folder since it was armed. Loaded into a
 * process before its C library. Control is a file of 64 bytes that both sides map or write:
 * int fail_at (0: off), int error, int seen, int hit, char call[48].
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

struct control {
  int fail_at, error, seen, hit;
  char call[48];
};

static volatile struct control *control;
static char under[4096];
static size_t under_length;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("FAULTS_CONTROL"), *folder = getenv("FAULTS_UNDER");
  if (!file || !folder) return;
  int fd = REAL(open)(file, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *memory = mmap(0, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  REAL(close)(fd);
  if (memory == MAP_FAILED) return;
  snprintf(under, sizeof under, "%s", folder);
  under_length = strlen(under);
  control = memory;
}

static int counts(const char *call, const char *path) {
  if (strncmp(path, under, under_length) != 0) return 0;
  int seen = __sync_add_and_fetch(&control->seen, 1);
  if (seen != control->fail_at) return 0;
  control->hit = 1;
  snprintf((char *)control->call, sizeof control->call, "%s %s", call,
           strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
  errno = control->error;
  return 1;
}

static int armed(void) { return control && control->fail_at > 0; }

static int fails_fd(const char *call, int fd) {
  if (!armed()) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return counts(call, path);
}

static int fails_at(const char *call, int dirfd, const char *path) {
  if (!armed()) return 0;
  if (path[0] == '/') return counts(call, path);
  if (dirfd == AT_FDCWD) return 0;
  char link[64], full[8192];
  snprintf(link, sizeof link, "/proc/self/fd/%d", dirfd);
  ssize_t length = readlink(link, full, 4000);
  if (length < 0) return 0;
  snprintf(full + length, sizeof full - length, "/%s", path);
  return counts(call, full);
}

static int fails(const char *call, const char *path) { return fails_at(call, AT_FDCWD, path); }

#define OPEN(name)                                                                   \
  int name(const char *path, int flags, ...) {                                       \
    va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
    return fails("open", path) ? -1 : REAL(name)(path, flags, mode);                 \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                 \
  int name(int dir, const char *path, int flags, ...) {                              \
    va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
    return fails_at("openat", dir, path) ? -1 : REAL(name)(dir, path, flags, mode);  \
  }
OPENAT(openat)
OPENAT(openat64)

static int locks(int command) {
  return command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK;
}
#define FCNTL(name)                                                                         \
  int name(int fd, int command, ...) {                                                      \
    va_list rest; va_start(rest, command); void *argument = va_arg(rest, void *); va_end(rest); \
    return locks(command) && fails_fd("fcntl", fd) ? -1 : REAL(name)(fd, command, argument); \
  }
FCNTL(fcntl)
FCNTL(fcntl64)

ssize_t read(int fd, void *to, size_t size) {
  return fails_fd("read", fd) ? -1 : REAL(read)(fd, to, size);
}
ssize_t write(int fd, const void *from, size_t size) {
  return fails_fd("write", fd) ? -1 : REAL(write)(fd, from, size);
}
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) {
  return fails_fd("pwrite", fd) ? -1 : REAL(pwrite64)(fd, from, size, at);
}
int ftruncate(int fd, off_t length) { return fails_fd("ftruncate", fd) ? -1 : REAL(ftruncate)(fd, length); }
int ftruncate64(int fd, off64_t length) {
  return fails_fd("ftruncate", fd) ? -1 : REAL(ftruncate64)(fd, length);
}
int fsync(int fd) { return fails_fd("fsync", fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails_fd("fdatasync", fd) ? -1 : REAL(fdatasync)(fd); }
int close(int fd) {
  int failing = fails_fd("close", fd), error = errno;
  int result = REAL(close)(fd);
  if (!failing) return result;
  errno = error;
  return -1;
}
int rename(const char *from, const char *to) { return fails("rename", from) ? -1 : REAL(rename)(from, to); }
int renameat(int a, const char *from, int b, const char *to) {
  return fails_at("renameat", a, from) ? -1 : REAL(renameat)(a, from, b, to);
}
int link(const char *from, const char *to) { return fails("link", to) ? -1 : REAL(link)(from, to); }
int unlink(const char *path) { return fails("unlink", path) ? -1 : REAL(unlink)(path); }
int unlinkat(int dir, const char *path, int flags) {
  return fails_at("unlinkat", dir, path) ? -1 : REAL(unlinkat)(dir, path, flags);
}
int mkdir(const char *path, mode_t mode) { return fails("mkdir", path) ? -1 : REAL(mkdir)(path, mode); }
int chmod(const char *path, mode_t mode) { return fails("chmod", path) ? -1 : REAL(chmod)(path, mode); }
int fchmod(int fd, mode_t mode) { return fails_fd("fchmod", fd) ? -1 : REAL(fchmod)(fd, mode); }
DIR *opendir(const char *path) { return fails("opendir", path) ? 0 : REAL(opendir)(path); }
DIR *fdopendir(int fd) { return fails_fd("fdopendir", fd) ? 0 : REAL(fdopendir)(fd); }
