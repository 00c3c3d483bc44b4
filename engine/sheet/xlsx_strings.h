// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/xlsx_strings.h - the shared strings of a workbook (spec/import.md 3.4).
#pragma once

#include "engine/sheet/xlsx_xml.h"

// All strings one behind the other, and where each ends: at most QIAN_SHARED_MAX bytes, both
// together. Start with {0}; free with qian_strings_free.
struct qian_strings {
    struct qian_buf text;
    uint32_t *end;
    size_t count, cap;
};

// Read the part. QIAN_BAD_DATA if it is not as it must be or too large.
enum qian_status qian_strings_read(struct qian_zip *zip, const char *part,
                                   struct qian_strings *strings,
                                   struct qian_err *err) QIAN_MUST_USE;
extern const struct qian_xml_table qian_strings_table; // its context is a struct qian_strings
// The string of this index; false if there is none. Lives as long as the strings.
bool qian_strings_at(const struct qian_strings *strings, uint64_t index, struct qian_str *text);
void qian_strings_free(struct qian_strings *strings);

// Replace each `_xHHHH_` from `start` on by its character; halves of a pair that stand alone, which
// are no characters, stay as they are.
void qian_unescape(struct qian_buf *text, size_t start);
