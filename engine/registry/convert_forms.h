// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/convert_forms.h - what convert.c and convert_code.c share.
#pragma once

#include "engine/registry/convert.h"

// Append a code, date or number as its ASCII, without blanks.
void qian_plain_code(struct qian_str text, struct qian_buf *out);
// Where what stands in `out` from `start` on is not the text, list both (spec/import.md 5.1).
void qian_corrected(const struct qian_convert *c, const struct qian_column *column,
                    struct qian_str text, const struct qian_buf *out, size_t start);
// A target's id.
bool qian_convert_target(const struct qian_convert *c, const struct qian_column *column,
                         struct qian_str text, struct qian_buf *out);
