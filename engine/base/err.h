// SPDX-License-Identifier: MulanPSL-2.0
// engine/base/err.h - how anything says that it could not be done.
//
// Sentences are fixed texts without parameters, so that a user interface can translate them;
// what varies goes into `where` and `value`.
#pragma once

#include <stddef.h>

#define QIAN_MUST_USE __attribute__((warn_unused_result))

// The world's answers. 0 is success; the others are the exit codes of `qian`.
enum qian_status {
    QIAN_OK = 0,
    QIAN_DISAGREES = 1, // the evidence disagrees with itself
    QIAN_USAGE = 2,     // the program was called wrongly
    QIAN_CANNOT = 3,    // file, disk, memory, library
    QIAN_REFUSED = 4,   // a rule of the spec or of the rules pack forbids it
    QIAN_BAD_DATA = 5,  // an input file is not what it must be
    QIAN_BUSY = 6,      // another process works on the same home
};

// One fault, owned by the caller. `what` and `next` are fixed sentences that live for ever.
struct qian_err {
    enum qian_status status;
    const char *code;   // reason code of spec/verify.md, or ""
    const char *clause; // "quota 2.1", or ""
    const char *what;   // what is wrong
    const char *next;   // what to do next, or ""
    char where[256];    // a place a person can find: "targets.csv:17 id"
    char value[256];    // what was found there, printable
};

// Fill `err` and return `status`, so that a caller can write `return qian_fail(...)`.
enum qian_status qian_fail(struct qian_err *err, enum qian_status status, const char *code,
                           const char *clause, const char *what, const char *next);

// Add place and found value to a filled error; both are printf formats.
void qian_err_where(struct qian_err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void qian_err_value(struct qian_err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Stop the program, exit code 3: memory or a library that cannot fail in health has failed.
_Noreturn void qian_stop(const char *what);
