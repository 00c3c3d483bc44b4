// SPDX-License-Identifier: MulanPSL-2.0
// cli/copy.h - the copy of a list that was filed, for the verbs that hold it against the list
// (spec/registers.md 4.6).
#pragma once

#include "cli/ui.h"
#include "engine/registry/copy.h"

#define COPY_MAPS_MAX 32
// How the file is to be read: options that follow each other.
enum { COPY_ENCODING, COPY_SHEET, COPY_HEADER, COPY_MAP, COPY_OPTIONS };
#define COPY_USAGE "[--encoding NAME] [--sheet NAME] [--header ROW] [--map COLUMN=NAME]..."

// `map` has room for COPY_MAPS_MAX.
void copy_options(struct ui_option *option, const char **map);
// Compare with a list of the home that `home` (the value of --home) names; its registers must not
// be open. QIAN_USAGE is printed already, and has no sentence.
enum qian_status copy_compare(struct ui *ui, const char *home, const struct ui_option *option,
                              const char *list, const char *path, struct qian_copy *out,
                              struct qian_err *err) QIAN_MUST_USE;
// Append the differences, a line each.
void copy_text(struct ui *ui, const struct qian_copy *copy, struct qian_buf *out);
