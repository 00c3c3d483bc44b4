// SPDX-License-Identifier: MulanPSL-2.0
// tests/check.h - the whole test kit: count, say what failed, go on.
#pragma once

#include <stdio.h>
#include <stdlib.h>

static size_t checks_passed, checks_failed;

#define CHECK(condition, ...)                                                                      \
    do {                                                                                           \
        if (condition) {                                                                           \
            checks_passed++;                                                                       \
        } else {                                                                                   \
            checks_failed++;                                                                       \
            fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);                                        \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fputc('\n', stderr);                                                                   \
        }                                                                                          \
    } while (0)

// Closing line and exit code of a test program. A program that checked nothing has failed.
static inline int check_end(const char *name) {
    printf("%s: %zu checks passed, %zu failed\n", name, checks_passed, checks_failed);
    return checks_failed || !checks_passed;
}
