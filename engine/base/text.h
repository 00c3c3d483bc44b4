// SPDX-License-Identifier: MulanPSL-2.0
// engine/base/text.h - what counts as text (spec/bundle.md 2.1, 2.2).
#pragma once

#include <stdbool.h>

#include "engine/base/bytes.h"

// The first clause that the text breaks: "F01" (not UTF-8), "F02" (forbidden character, or not in
// Normalization Form C), or NULL if it is good. TAB and LF count as forbidden unless `lines`.
const char *qian_text_fault(struct qian_str text, bool lines);

// Does the text begin or end with a blank (U+0020, U+00A0, U+3000)?
bool qian_text_blank_end(struct qian_str text);

// Does the text hold a character of Unicode's White_Space? `text` is valid UTF-8.
bool qian_text_has_space(struct qian_str text);

// Number of characters of valid UTF-8.
size_t qian_text_chars(struct qian_str text);

// Append text with everything that does not print as it stands written as \u{…} or \x…, at most
// `max` bytes of it, then an ellipsis.
void qian_show(struct qian_buf *out, struct qian_str text, size_t max);
