// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_explain.h - tells one target's place in a draw.
#pragma once

#include "cli/ui.h"
#include "engine/publish/explain.h"

int show_explain(struct ui *ui, const char *bundle, const struct qian_again *again,
                 struct qian_str id);
