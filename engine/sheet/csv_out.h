// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/csv_out.h - fields of CSV (RFC 4180) on their way out.
#pragma once

#include "engine/base/bytes.h"

// Append a field, in quotation marks where it needs them.
void qian_csv_field(struct qian_buf *out, struct qian_str text);
// The same for people's spreadsheets: with an apostrophe before what a spreadsheet would take for a
// formula. That does not read back as the same text.
void qian_csv_cell(struct qian_buf *out, struct qian_str text);
