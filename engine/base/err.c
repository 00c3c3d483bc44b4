// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum qian_status qian_fail(struct qian_err *err, enum qian_status status, const char *code,
                           const char *clause, const char *what, const char *next) {
    *err = (struct qian_err){
        .status = status, .code = code, .clause = clause, .what = what, .next = next};
    return status;
}

void qian_err_where(struct qian_err *err, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(err->where, sizeof err->where, format, args);
    va_end(args);
}

void qian_err_value(struct qian_err *err, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(err->value, sizeof err->value, format, args);
    va_end(args);
}

void qian_stop(const char *what) {
    fprintf(stderr, "qian: stopped: %s\n", what);
    exit(QIAN_CANNOT);
}
