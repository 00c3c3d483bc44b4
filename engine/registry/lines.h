// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/lines.h - lines of a table in the making: kept in one buffer, sorted as bytes.
#pragma once

#include "engine/base/bytes.h"

struct qian_line {
    size_t start, length; // in the buffer
    size_t row;           // of the CSV file
};

struct qian_lines {
    struct qian_buf text;
    struct qian_line *line;
    size_t count, cap;
    size_t start; // of the line being written
};

void qian_lines_begin(struct qian_lines *lines); // the next line; write it into lines->text
void qian_lines_end(struct qian_lines *lines, size_t row);
void qian_lines_sort(struct qian_lines *lines);
struct qian_str qian_lines_get(const struct qian_lines *lines, size_t i);
void qian_lines_write(const struct qian_lines *lines, struct qian_buf *out);
void qian_lines_free(struct qian_lines *lines);
