// SPDX-License-Identifier: MulanPSL-2.0
// The child does all the work on the bundle; the parent only believes a child that ended well and said so.
#ifndef QIAN_VERIFIER_CHILD_H
#define QIAN_VERIFIER_CHILD_H

#include "verifier/out.h"
#include "verifier/report.h"

struct task {
    const char *folder;
    const char *policy; // or NULL
    bool json;
};

// What came from the child. verdict is VERDICT_ERROR unless it is known to be something else.
struct answer {
    enum verdict verdict;
    struct out report;  // for standard output; owned
    struct out trouble; // for standard error; owned
};

// Forks, waits, and tells.
void child_ask(const struct task *task, struct answer *answer);
// In the child: verifies and writes the records. Never returns. (work.c)
_Noreturn void child_work(const struct task *task, int pipe);

// Records on the pipe: a letter, four bytes of length (big end first), so many bytes. The last one is the verdict's.
enum { RECORD_REPORT = 'R', RECORD_TROUBLE = 'T', RECORD_VERDICT = 'V', RECORD_HEAD = 5, RECORD_MAX = 4 << 20 };

#endif
