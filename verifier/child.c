// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/child.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// All that comes through the pipe, at most RECORD_MAX bytes; false where there is more or reading fails.
static bool read_all(int from, struct out *all)
{
    unsigned char room[4096];
    for (;;) {
        ssize_t n = read(from, room, sizeof room);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return n == 0;
        }
        if (all->n + (size_t)n > RECORD_MAX) {
            return false;
        }
        out_add(all, (struct bytes){room, (size_t)n});
    }
}

// Takes the records apart. The verdict counts only if it is the last one and everything is well formed.
static void read_records(struct bytes all, struct answer *answer)
{
    enum verdict verdict = VERDICT_ERROR;
    while (all.n >= RECORD_HEAD) {
        size_t n = (size_t)all.at[1] << 24 | (size_t)all.at[2] << 16 | (size_t)all.at[3] << 8 | all.at[4];
        unsigned char letter = all.at[0];
        all = bytes_after(all, RECORD_HEAD);
        if (n > all.n) {
            return;
        }
        struct bytes content = {all.at, n};
        all = bytes_after(all, n);
        verdict = VERDICT_ERROR;
        if (letter == RECORD_REPORT) {
            out_add(&answer->report, content);
        } else if (letter == RECORD_TROUBLE) {
            out_add(&answer->trouble, content);
        } else if (letter == RECORD_VERDICT && n == 1 && content.at[0] < VERDICT_ERROR) {
            verdict = (enum verdict)content.at[0];
        }
    }
    if (all.n == 0) {
        answer->verdict = verdict;
    }
}

static bool ended_well(pid_t child)
{
    int status = 0;
    pid_t ended = 0;
    do {
        ended = waitpid(child, &status, 0);
    } while (ended < 0 && errno == EINTR);
    return ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void child_ask(const struct task *task, struct answer *answer)
{
    int ends[2];
    struct out all = {0};
    (void)memset(answer, 0, sizeof *answer);
    answer->verdict = VERDICT_ERROR;
    if (pipe(ends) != 0) {
        return;
    }
    (void)signal(SIGCHLD, SIG_DFL); // whoever started us may ignore it, and then nobody can wait for a child
    pid_t child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        child_work(task, ends[1]);
    }
    (void)close(ends[1]);
    bool whole = child > 0 && read_all(ends[0], &all);
    (void)close(ends[0]);
    if (whole) {
        read_records((struct bytes){(const unsigned char *)all.text, all.n}, answer);
    }
    // spec/verify.md 4.3: "The verdict is given by the verifier's own end alone: a verifier that crashes has said nothing
    // (ERROR)."
    if (child <= 0 || !ended_well(child)) {
        answer->verdict = VERDICT_ERROR;
    }
    out_free(&all);
}
