// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/registers.h - what the tests of the registers share.
#pragma once

#include "engine/base/err.h"
#include "tests/engine/folder.h"

void check_ok(enum qian_status status, const struct qian_err *err, const char *what);
// registers_guards.c: what the registers refuse.
void registers_guards(void);
