// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_cosigned.h - what a witness's answer has come to.
#pragma once

#include "cli/ui.h"
#include "engine/log/ask.h"

// Append it as text. `who` is the file or URL of the answer.
void show_cosigned(const struct ui *ui, const char *who, const struct qian_cosigned *cosigned,
                   struct qian_buf *out);
