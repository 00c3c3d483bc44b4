// SPDX-License-Identifier: MulanPSL-2.0
// The strict reader of tables: the first byte is the kind, the rest the file. What it accepts is
// well-formed by a second look, and its rows, joined again, are the file.
#include <string.h>

#include "engine/core/table.h"
#include "tests/engine/second_look.h"
#include "tests/fuzz/fuzz.h"

static void join(const struct qian_table *t, struct qian_buf *out) {
    qian_buf_text(out, qian_table_header(t->kind));
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < t->rows; i++)
        for (size_t c = 0; c < qian_table_columns(t->kind); c++) {
            if (c > 0)
                qian_buf_char(out, '\t');
            qian_buf_str(out, t->row[i].field[c]);
            if (c + 1 == qian_table_columns(t->kind))
                qian_buf_char(out, '\n');
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1)
        return 0;
    enum qian_table_kind kind = (enum qian_table_kind)(data[0] % 5);
    struct qian_str bytes = {(const char *)data + 1, size - 1};
    struct qian_table table;
    size_t rows = 0;
    qian_table_read(kind, bytes, &table);
    bool good = second_look(kind, bytes, &rows);
    MUST(good || table.codes != 0);
    if (table.codes == 0) {
        struct qian_buf again = {0};
        join(&table, &again);
        MUST(table.rows == rows);
        MUST(qian_str_eq(qian_buf_view(&again), bytes));
        qian_buf_free(&again);
    } else {
        MUST(table.codes >> qian_table_code_count == 0);
        MUST(table.first.status == QIAN_BAD_DATA && table.first.code && table.first.what);
    }
    qian_table_free(&table);
    return 0;
}
