// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/refuse.h - what a file is, by its bytes (spec/import.md 1.1).
#pragma once

#include "engine/sheet/source.h"

enum qian_file_kind { QIAN_FILE_CSV, QIAN_FILE_ZIP };

// QIAN_BAD_DATA, with the remedy, for an empty file, a workbook of Excel 97-2003 or under a
// password, XML of Excel 2003, and web pages.
enum qian_status qian_file_kind(struct qian_source source, enum qian_file_kind *out,
                                struct qian_err *err) QIAN_MUST_USE;
