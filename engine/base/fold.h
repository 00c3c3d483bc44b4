// SPDX-License-Identifier: MulanPSL-2.0
// engine/base/fold.h - texts made comparable: for looking up and for suggesting, never for writing.
#pragma once

#include "engine/base/bytes.h"

// Append Normalization Form KC of valid UTF-8; what is not valid is appended as it is.
void qian_fold_compatible(struct qian_buf *out, struct qian_str text);
// spec/import.md 4.2: "NFKC, without blanks, brackets' content, `*`, `:` and line breaks; letters
// in lower case"
void qian_fold_header(struct qian_buf *out, struct qian_str text);
// spec/registers.md 3.2: "NFKC, without blanks, brackets of all kinds as `()`"
void qian_fold_name(struct qian_buf *out, struct qian_str text);
// Are these names the same once folded?
bool qian_fold_same_name(struct qian_str a, struct qian_str b);
