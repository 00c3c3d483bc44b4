// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_import.h - what an import found, for people and for machines.
#pragma once

#include "cli/ui.h"
#include "engine/registry/import.h"

// Print what came of an import; `err` is NULL unless it failed after the file was read.
int show_import(struct ui *ui, const struct qian_import_order *order,
                const struct qian_import *import, const struct qian_err *err);
// The columns of a kind: name, whether required, what may stand there, synonyms.
int show_kind(struct ui *ui, const struct qian_kind *kind);
