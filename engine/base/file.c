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

// Read an open file to its end, and close it.
static enum qian_status read_rest(int fd, const char *path, uint64_t max, struct qian_buf *out,
                                  struct qian_err *err) {
    struct stat stat;
    ssize_t got = fstat(fd, &stat) == 0 ? 0 : -1;
    bool sized = got == 0 && S_ISREG(stat.st_mode) && stat.st_size > 0;
    size_t start = out->n, hint = sized ? (size_t)stat.st_size : CHUNK;
    if (sized && (uint64_t)stat.st_size > max)
        hint = (size_t)max;
    while (got >= 0) {
        size_t room = out->n == start ? hint + 1 : CHUNK;
        out->p = qian_grow(out->p, &out->cap, out->n + room + 1, 1);
        got = read(fd, out->p + out->n, room);
        if (got <= 0 || out->n + (size_t)got - start > max)
            break;
        out->n += (size_t)got;
    }
    if (out->p)
        out->p[out->n] = 0;
    if (got > 0)
        errno = EFBIG;
    enum qian_status status = got != 0 ? cannot(err, path, "the file cannot be read") : QIAN_OK;
    close(fd);
    return status;
}

enum qian_status qian_file_read(const char *path, uint64_t max, struct qian_buf *out,
                                struct qian_err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? cannot(err, path, "the file cannot be read")
                  : read_rest(fd, path, max, out, err);
}

// A regular file itself: opened without following a link or waiting for a pipe.
static int open_regular(const char *path, struct stat *stat) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd >= 0 && fstat(fd, stat) == 0 && S_ISREG(stat->st_mode))
        return fd;
    if (fd >= 0) {
        close(fd);
        errno = EINVAL;
    }
    return -1;
}

enum qian_status qian_file_read_regular(const char *path, uint64_t max, struct qian_buf *out,
                                        struct qian_err *err) {
    struct stat stat;
    int fd = open_regular(path, &stat);
    return fd < 0 ? cannot(err, path, "the file cannot be read")
                  : read_rest(fd, path, max, out, err);
}

// QIAN_REFUSED unless it belongs to who runs the program, and nobody else has a right to it.
static enum qian_status own_alone(const char *path, const struct stat *stat, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    if (stat->st_uid != geteuid())
        status = qian_fail(err, QIAN_REFUSED, "", "", "it belongs to another user",
                           "work as that user, or give it to yourself with chown");
    else if (stat->st_mode & (S_IRWXG | S_IRWXO))
        status = qian_fail(err, QIAN_REFUSED, "", "", "others have rights to it",
                           "take them away with chmod go=");
    if (status != QIAN_OK)
        qian_err_where(err, "%s", path);
    return status;
}

enum qian_status qian_file_read_private(const char *path, uint64_t max, struct qian_buf *out,
                                        struct qian_err *err) {
    struct stat stat;
    int fd = open_regular(path, &stat);
    enum qian_status status = QIAN_OK;
    if (fd < 0 && (errno == ELOOP || errno == EINVAL)) {
        status = qian_fail(err, QIAN_REFUSED, "", "", "it is no regular file",
                           "put the file itself there, not a link to it");
        qian_err_where(err, "%s", path);
        return status;
    }
    if (fd < 0)
        return cannot(err, path, "the file cannot be read");
    status = own_alone(path, &stat, err);
    if (status == QIAN_OK)
        return read_rest(fd, path, max, out, err);
    close(fd);
    return status;
}

enum qian_status qian_folder_private(const char *path, struct qian_err *err) {
    struct stat stat;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fstat(fd, &stat) == 0;
    enum qian_status status =
        good ? own_alone(path, &stat, err) : cannot(err, path, "the folder cannot be read");
    if (fd >= 0)
        close(fd);
    return status;
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
