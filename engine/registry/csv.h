// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/csv.h - RFC 4180, strictly; a byte order mark and CRLF are accepted
// (spec/request.md 2.1).
#pragma once

#include "engine/base/bytes.h"

// A reader over bytes that it may change (quoted fields are unescaped in place) and that outlive
// it. Fields of a record point into them.
struct qian_csv {
    char *at, *end;
    size_t line; // of the next record's first byte
    size_t row;  // line on which the current record begins, the first being 1
    struct qian_str *field;
    size_t fields, cap;
    const char *fault; // what is wrong with the current record's quoting, or NULL
};

void qian_csv_open(struct qian_csv *csv, struct qian_buf *bytes);
// The next record; false at the end.
bool qian_csv_next(struct qian_csv *csv);
void qian_csv_close(struct qian_csv *csv);
