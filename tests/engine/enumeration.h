// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/enumeration.h - the parts of engine/enumeration. Each returns how many checks
// passed and failed, so that the kit of tests/check.h can stay one file's own.
#pragma once

#include <stddef.h>

struct outcome {
    size_t passed, failed;
};

struct outcome enumerate_assignments(void);
struct outcome enumerate_quotas(void);
