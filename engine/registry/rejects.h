// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/rejects.h - what cannot be taken, given back to the department
// (spec/import.md 6.1).
#pragma once

#include "engine/registry/import.h"

// Write the rejected rows: to a path that ends in ".xlsx" as a workbook, the whole rows as the file
// has them, with the cells marked that are at fault; to another path the list as CSV. `say` gives a
// sentence in the reader's language. There is a file also where nothing was rejected, with a
// header.
enum qian_status qian_rejects_write(const struct qian_import_order *order,
                                    const struct qian_import *import, const char *path,
                                    const char *(*say)(void *context, const char *sentence),
                                    void *context, struct qian_err *err) QIAN_MUST_USE;
