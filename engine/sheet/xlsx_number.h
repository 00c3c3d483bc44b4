// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/xlsx_number.h - numbers of a workbook as text (spec/import.md 3.4, 3.5).
#pragma once

#include "engine/base/bytes.h"

// What the style of a cell shows a number as.
enum qian_shows {
    QIAN_SHOWS_NUMBER,
    QIAN_SHOWS_DATE,
    QIAN_SHOWS_DATE_AND_TIME,
    QIAN_SHOWS_PERCENT
};

struct qian_numbers {
    enum qian_shows shows;
    bool from_1904; // the workbook counts days from 1904-01-01
};

// Append the text of a number as it stands in the part; the marks it has (rows.h), or 0, and
// nothing appended, if that is no number.
unsigned qian_number_text(struct qian_numbers how, struct qian_str stored, struct qian_buf *out);

// What a format code, such as `yyyy"年"m"月"`, or a built-in format shows a number as.
enum qian_shows qian_format_shows(const char *code);
enum qian_shows qian_format_built_in(unsigned id);
