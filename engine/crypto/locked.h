// SPDX-License-Identifier: MulanPSL-2.0
// engine/crypto/locked.h - memory for secrets, through libsodium.
//
// Guard pages stand around it; it is kept out of core dumps and, where the system allows it
// (RLIMIT_MEMLOCK), out of swap.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/err.h"

// Zeroed memory of n bytes, aligned as n is. qian_sign_start first. QIAN_CANNOT if there is none;
// *out is then NULL.
enum qian_status qian_locked_take(size_t n, void **out, struct qian_err *err) QIAN_MUST_USE;
// Wipe it and give it back. NULL is accepted.
void qian_locked_free(void *memory);
// Could all memory taken so far be kept out of swap?
bool qian_locked_all(void);
