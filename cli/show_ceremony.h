// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_ceremony.h - what a step of a ceremony has done, or where it stands.
#pragma once

#include "cli/ui.h"
#include "engine/ceremony/steps.h"

// Print what the step said, its board, its bad rows or its error; the exit code. `request` is the
// path of REQUEST.json, where there is one.
int show_ceremony(struct ui *ui, const struct qian_case *c, const char *request,
                  enum qian_status status, const struct qian_err *err);
