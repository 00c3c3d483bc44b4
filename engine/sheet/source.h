// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/source.h - the bytes of a file, from any place: what is read twice, or again after
// a fault, cannot be a pipe.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

struct qian_source {
    // Up to n bytes from the place `at` on; *got is 0 at the end, and only there.
    enum qian_status (*read)(void *who, uint64_t at, void *into, size_t n, size_t *got,
                             struct qian_err *err);
    void *who; // borrowed
};

#define QIAN_SOURCE_CHUNK 131072 // bytes read at once

// A regular file. QIAN_CANNOT if it cannot be opened, or is none.
struct qian_source_file {
    int fd;
    uint64_t bytes;
    const char *path; // borrowed, for messages
};
enum qian_status qian_source_open(const char *path, struct qian_source_file *file,
                                  struct qian_err *err) QIAN_MUST_USE;
struct qian_source qian_source_of(struct qian_source_file *file);
void qian_source_close(struct qian_source_file *file);
