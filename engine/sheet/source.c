// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum qian_status cannot(struct qian_err *err, const char *path, const char *what) {
    int cause = errno;
    enum qian_status status =
        qian_fail(err, QIAN_CANNOT, "", "", what, "check path, rights and free space");
    qian_err_where(err, "%s", path);
    qian_err_value(err, "%s", strerror(cause));
    return status;
}

enum qian_status qian_source_open(const char *path, struct qian_source_file *file,
                                  struct qian_err *err) {
    struct stat stat;
    // O_NONBLOCK: a pipe that nobody writes into is refused, not waited for.
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode)) {
        *file = (struct qian_source_file){fd, (uint64_t)stat.st_size, path};
        return QIAN_OK;
    }
    if (fd >= 0) {
        close(fd);
        errno = EINVAL;
    }
    return cannot(err, path, "the file cannot be read");
}

static enum qian_status read_file(void *who, uint64_t at, void *into, size_t n, size_t *got,
                                  struct qian_err *err) {
    const struct qian_source_file *file = who;
    ssize_t count;
    do
        count = pread(file->fd, into, n, (off_t)at);
    while (count < 0 && errno == EINTR);
    *got = count > 0 ? (size_t)count : 0;
    return count < 0 ? cannot(err, file->path, "the file cannot be read") : QIAN_OK;
}

struct qian_source qian_source_of(struct qian_source_file *file) {
    return (struct qian_source){read_file, file};
}

void qian_source_close(struct qian_source_file *file) {
    if (file->fd >= 0)
        close(file->fd);
    file->fd = -1;
}
