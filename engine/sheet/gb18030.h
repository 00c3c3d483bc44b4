// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/gb18030.h - GBK and GB18030 to UTF-8, with no converter of the machine
// (spec/import.md 2.4).
//
// GBK is GB18030 without its codes of four bytes. The table is made at build time from
// gb18030.table, which holds only what all converters agree on.
#pragma once

#include "engine/base/bytes.h"

// Bytes of the code that begins at `p`, by its form alone: 1 (ASCII), 2 or 4; 0 if the n bytes
// (at least one) begin with no whole code.
size_t qian_gb_length(const char *p, size_t n);

// The character of a code of 2 or 4 bytes; 0 if it is contested, of private use, or none.
uint32_t qian_gb_point(const char *p, size_t length);

// What decoding met. The worse one is told.
enum qian_gb_result {
    QIAN_GB_GOOD,
    QIAN_GB_CONTESTED, // a contested code, or bytes that are none: in the text as \xA6\xD9
    QIAN_GB_LONG,      // more than `max` bytes: the text is cut off at a character
};
// Append `raw` as UTF-8, at most `max` bytes.
enum qian_gb_result qian_gb_decode(struct qian_str raw, size_t max, struct qian_buf *out);
