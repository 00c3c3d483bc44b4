// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/constants.h - between rules.c, which judges a pack, and constants.c, which keeps
// what it says by name.
#pragma once

#include <jansson.h>

#include "engine/registry/rules.h"

// Keep the constants of a document whose form is right (spec/rules.md 1.5).
void qian_constants_take(json_t *list, struct qian_rules *out);
void qian_constants_free(struct qian_rules *rules);
