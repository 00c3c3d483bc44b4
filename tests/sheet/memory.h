// SPDX-License-Identifier: MulanPSL-2.0
// tests/sheet/memory.h - a source that is bytes in memory.
#pragma once

#include <string.h>

#include "engine/sheet/source.h"

struct memory {
    struct qian_str bytes;
    size_t most; // bytes given at once
};

static inline enum qian_status memory_read(void *who, uint64_t at, void *into, size_t n,
                                           size_t *got, struct qian_err *err) {
    const struct memory *m = who;
    (void)err;
    *got = at < m->bytes.n ? m->bytes.n - (size_t)at : 0;
    *got = *got < n ? *got : n;
    *got = *got < m->most ? *got : m->most;
    if (*got)
        memcpy(into, m->bytes.p + at, *got);
    return QIAN_OK;
}

static inline struct qian_source memory_source(struct memory *memory) {
    return (struct qian_source){memory_read, memory};
}
