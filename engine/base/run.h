// SPDX-License-Identifier: MulanPSL-2.0
// engine/base/run.h - runs another program and reads what it says.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

// Run argv[0] (found as a shell would find it) with nothing on standard input; append at most `max`
// bytes of its standard output to `out`. *code is its exit code. QIAN_CANNOT if it cannot be run,
// is ended by a signal, or says more.
enum qian_status qian_run(const char *const *argv, size_t max, struct qian_buf *out, int *code,
                          struct qian_err *err) QIAN_MUST_USE;
