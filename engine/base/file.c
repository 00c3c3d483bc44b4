// SPDX-License-Identifier: MulanPSL-2.0
#define _GNU_SOURCE
#include "engine/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK 1048576

static enum qian_status cannot(struct qian_err *err, const char *path, const char *what) {
    int cause = errno;
    enum qian_status status =
        qian_fail(err, QIAN_CANNOT, "", "", what, "check path, rights and free space");
    qian_err_where(err, "%s", path);
    qian_err_value(err, "%s", strerrordesc_np(cause));
    return status;
}

static enum qian_status read_file(const char *path, int flags, uint64_t max, struct qian_buf *out,
                                  struct qian_err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    struct stat stat;
    bool good = fd >= 0 && fstat(fd, &stat) == 0;
    if (good && flags && !S_ISREG(stat.st_mode)) {
        errno = EINVAL;
        good = false;
    }
    if (!good) {
        enum qian_status status = cannot(err, path, "the file cannot be read");
        if (fd >= 0)
            close(fd);
        return status;
    }
    size_t start = out->n;
    size_t hint = S_ISREG(stat.st_mode) && stat.st_size > 0 ? (size_t)stat.st_size : CHUNK;
    if (S_ISREG(stat.st_mode) && (uint64_t)stat.st_size > max)
        hint = (size_t)max;
    ssize_t got = 0;
    do {
        out->n += (size_t)got;
        size_t room = out->n == start ? hint + 1 : CHUNK;
        out->p = qian_grow(out->p, &out->cap, out->n + room + 1, 1);
        got = read(fd, out->p + out->n, room);
    } while (got > 0 && out->n + (size_t)got - start <= max);
    out->p[out->n] = 0;
    if (got > 0)
        errno = EFBIG;
    enum qian_status status = got != 0 ? cannot(err, path, "the file cannot be read") : QIAN_OK;
    close(fd);
    return status;
}

enum qian_status qian_file_read(const char *path, uint64_t max, struct qian_buf *out,
                                struct qian_err *err) {
    return read_file(path, 0, max, out, err);
}

enum qian_status qian_file_read_regular(const char *path, uint64_t max, struct qian_buf *out,
                                        struct qian_err *err) {
    return read_file(path, O_NOFOLLOW | O_NONBLOCK, max, out, err);
}

static bool write_all(int fd, struct qian_str bytes) {
    while (bytes.n > 0) {
        ssize_t put = write(fd, bytes.p, bytes.n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes.p += put;
        bytes.n -= (size_t)put;
    }
    return true;
}

bool qian_folder_sync(const char *path) {
    char *folder = qian_path_folder(path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    free(folder);
    return good;
}

enum qian_status qian_file_write(const char *path, struct qian_str bytes, unsigned mode,
                                 struct qian_err *err) {
    struct qian_buf temporary = {0};
    qian_buf_text(&temporary, path);
    qian_buf_text(&temporary, ".partial");
    unlink(temporary.p);
    int fd = open(temporary.p, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    bool good = fd >= 0 && write_all(fd, bytes) && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0)
        good = false;
    good = good && rename(temporary.p, path) == 0 && qian_folder_sync(path);
    enum qian_status status = good ? QIAN_OK : cannot(err, path, "the file cannot be written");
    if (!good)
        unlink(temporary.p);
    qian_buf_free(&temporary);
    return status;
}

enum qian_status qian_folder_make(const char *path, unsigned mode, struct qian_err *err) {
    char *copy = qian_str_copy(qian_str(path));
    bool good = true;
    for (char *at = *copy ? copy + 1 : copy; good && *at; at++)
        if (*at == '/') {
            *at = 0;
            good = mkdir(copy, mode) == 0 || errno == EEXIST;
            *at = '/';
        }
    good = good && (mkdir(copy, mode) == 0 || errno == EEXIST);
    free(copy);
    return good ? QIAN_OK : cannot(err, path, "the folder cannot be made");
}

bool qian_file_exists(const char *path) {
    struct stat stat;
    return lstat(path, &stat) == 0;
}

char *qian_path_join(const char *folder, const char *name) {
    struct qian_buf path = {0};
    if (name[0] != '/') {
        qian_buf_text(&path, folder);
        qian_buf_char(&path, '/');
    }
    qian_buf_text(&path, name);
    return path.p;
}

char *qian_path_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash)
        return qian_str_copy(qian_str("."));
    size_t n = slash == path ? 1 : (size_t)(slash - path);
    return qian_str_copy((struct qian_str){path, n});
}
