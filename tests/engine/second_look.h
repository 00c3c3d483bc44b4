// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/second_look.h - is this file a well-formed table? A second opinion on the engine's
// strict reader, by regular expressions and without any of its code.
#pragma once

#include "engine/core/table.h"

// False: spec/tables.md or spec/bundle.md 2.3 is broken, so that the reader must report a code.
// True says less: check digits, numbering of inspectors and normalisation are not looked at.
bool second_look(enum qian_table_kind kind, struct qian_str bytes, size_t *rows);
