// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/import_csv.h - turns a frozen table back into a CSV file that an operator might
// have given.
#pragma once

#include "engine/core/table.h"
#include "tests/engine/dice.h"

// targets.tsv or inspectors.tsv. With `shuffle`, rows, columns, lists, quoting and line ends are
// in random order or of random kind, and a column that nobody asked for may stand between. An
// inspector's certificate and name are made up out of the id.
void import_csv(struct dice *d, const struct qian_table *table, bool shuffle, struct qian_buf *out);
