// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/xlsx_styles.h - what the styles of a workbook show numbers as (spec/import.md 3.4).
#pragma once

#include "engine/sheet/xlsx_number.h"
#include "engine/sheet/xlsx_xml.h"

#define QIAN_STYLES_MAX 65536 // cell styles, and ids of formats

// Start with {0}; free with qian_styles_free.
struct qian_styles {
    uint32_t *format; // of each cell style
    size_t count, cap;
    uint8_t *shows; // of each format id: enum qian_shows
};

enum qian_status qian_styles_read(struct qian_zip *zip, const char *part,
                                  struct qian_styles *styles, struct qian_err *err) QIAN_MUST_USE;
// A style that there is none of shows plain numbers.
enum qian_shows qian_styles_show(const struct qian_styles *styles, uint64_t style);
void qian_styles_free(struct qian_styles *styles);
