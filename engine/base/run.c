// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/base/run.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PIECE 65536

extern char **environ;

static enum qian_status cannot(const char *program, const char *what, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_CANNOT, "", "", what,
                                        "check that the program is installed and of this version");
    qian_err_where(err, "%.200s", program);
    return status;
}

static int start(const char *const *argv, int out, pid_t *child) {
    posix_spawn_file_actions_t actions;
    char **words = (char **)(uintptr_t)argv; // posix_spawnp does not change them
    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    int fault = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (fault == 0)
        fault = posix_spawn_file_actions_adddup2(&actions, out, 1);
    if (fault == 0)
        fault = posix_spawnp(child, argv[0], &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    return fault;
}

// False if more than `max` bytes come.
static bool drain(int fd, size_t max, struct qian_buf *out) {
    char piece[PIECE];
    size_t start_at = out->n;
    for (;;) {
        ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        if (out->n - start_at + (size_t)n > max)
            return false;
        qian_buf_add(out, piece, (size_t)n);
    }
}

enum qian_status qian_run(const char *const *argv, size_t max, struct qian_buf *out, int *code,
                          struct qian_err *err) {
    int ends[2], state = 0;
    pid_t child;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return cannot(argv[0], "the program cannot be run", err);
    int fault = start(argv, ends[1], &child);
    close(ends[1]);
    if (fault != 0) {
        close(ends[0]);
        return cannot(argv[0], "the program cannot be run", err);
    }
    bool whole = drain(ends[0], max, out);
    close(ends[0]);
    while (waitpid(child, &state, 0) < 0 && errno == EINTR)
        ;
    if (!whole || !WIFEXITED(state))
        return cannot(argv[0], "the program did not end as it should", err);
    *code = WEXITSTATUS(state);
    return QIAN_OK;
}
