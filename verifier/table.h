// SPDX-License-Identifier: MulanPSL-2.0
// Rows and fields of the five tables (tables.md).
#ifndef QIAN_VERIFIER_TABLE_H
#define QIAN_VERIFIER_TABLE_H

#include "verifier/lines.h"

enum { COLUMNS_MAX = 7 };
enum { T_ID, T_NAME, T_AREA, T_CLASS, T_ITEMS, T_BARRED, T_SALT };                   // targets.tsv
enum { I_ID, I_ROLE, I_DEPARTMENT, I_AREAS, I_ITEMS, I_CAPACITY, I_IDENTITY };       // inspectors.tsv
enum { R_INSPECTOR, R_TARGET, R_REASON };                                            // recusals.tsv
enum { S_ORDER, S_ID, S_KEY, S_ITEMS, S_BATCH };                                     // selection.tsv
enum { A_ORDER, A_TARGET, A_DEPARTMENT, A_SLOT, A_ROLE, A_INSPECTOR, A_KEY };        // assignment.tsv

struct columns {
    size_t count;
    const char *names[COLUMNS_MAX];
};

// Of one of the five tables.
const struct columns *table_columns(int file_number);
// Cuts a line at its TABs. How many fields it has; only the first COLUMNS_MAX are kept.
size_t table_split(struct bytes line, struct bytes fields[COLUMNS_MAX]);

// The rows after the header of a table that is usable (or is being judged): fields[0 ... count). False at the end.
// Rows with another number of fields are passed over.
struct rows {
    struct lines lines;
    const struct columns *columns;
    struct bytes fields[COLUMNS_MAX];
};
void rows_open(struct rows *r, const struct file *file, int file_number);
bool rows_next(struct rows *r);
void rows_close(struct rows *r);

// The next element of a list field: cuts it off *rest. False where the list is at its end. Start with *more = rest->n > 0.
bool list_next(struct bytes *rest, bool *more, struct bytes *element);

// The parts of `item=reason:reference` (tables.md 2.4). False where there are no three.
struct bar {
    struct bytes item, reason, reference;
};
bool bar_read(struct bytes element, struct bar *bar);

#endif
