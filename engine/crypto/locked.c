// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/crypto/locked.h"

#include <sodium.h>

static bool could_not_lock;

enum qian_status qian_locked_take(size_t n, void **out, struct qian_err *err) {
    *out = sodium_malloc(n);
    if (!*out)
        return qian_fail(err, QIAN_CANNOT, "", "", "no guarded memory for secrets",
                         "free some memory, or raise its limit (ulimit -v)");
    // The library goes on where it may not lock; locking once more tells.
    if (sodium_mlock(*out, n) != 0)
        could_not_lock = true;
    sodium_memzero(*out, n);
    return QIAN_OK;
}

void qian_locked_free(void *memory) {
    sodium_free(memory);
}

bool qian_locked_all(void) {
    return !could_not_lock;
}
