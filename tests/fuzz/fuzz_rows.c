// SPDX-License-Identifier: MulanPSL-2.0
// The rows of a CSV that is read as a stream: the same whatever is read at once; what GBK and
// GB18030 become is UTF-8; nothing is told in detection that is not so.
#include <string.h>

#include "engine/base/text.h"
#include "engine/sheet/csv_stream.h"
#include "engine/sheet/encoding.h"
#include "tests/fuzz/fuzz.h"
#include "tests/sheet/memory.h"

static bool is_utf8(struct qian_str text) {
    const char *fault = qian_text_fault(text, true);
    return !fault || strcmp(fault, "F01") != 0;
}

// The rows, one after the other, in a form that two readings can be compared in.
static void read_all(struct qian_source source, enum qian_encoding encoding, size_t chunk,
                     size_t lines, struct qian_buf *out) {
    struct qian_csv_stream *s = qian_csv_stream_open(source, encoding, chunk);
    struct qian_sheet_row *row = NULL;
    struct qian_err err;
    size_t number = 0;
    while (qian_csv_stream_next(s, &row, &err) == QIAN_OK && row) {
        MUST(row->number > number && row->number <= lines);
        MUST(row->cells >= 1 && row->cells <= QIAN_ROW_CELLS_MAX);
        number = row->number;
        qian_buf_u64(out, number);
        qian_buf_text(out, row->fault ? row->fault : "");
        for (size_t i = 0; i < row->cells; i++) {
            struct qian_str text = row->cell[i].text;
            MUST(text.n <= QIAN_CELL_MAX);
            MUST(encoding < QIAN_GBK || is_utf8(text));
            MUST(row->fault || text.n == 0 || !memchr(text.p, 0, text.n));
            qian_buf_u64(out, row->cell[i].marks);
            qian_buf_u64(out, text.n);
            qian_buf_char(out, ':');
            qian_buf_str(out, text);
        }
    }
    MUST(!row);
    qian_csv_stream_close(s);
}

static void look(struct qian_source source, struct qian_str file) {
    struct qian_buf sample = {0};
    struct qian_err err;
    enum qian_encoding encoding = QIAN_UTF8;
    if (qian_encoding_find(source, NULL, &encoding, &sample, &err) == QIAN_OK) {
        MUST(is_utf8((struct qian_str){sample.p ? sample.p : "", sample.n}));
        MUST((encoding <= QIAN_UTF8_BOM) == is_utf8(file));
    }
    qian_buf_free(&sample);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2)
        return 0;
    struct memory memory = {{(const char *)data + 2, size - 2}, SIZE_MAX};
    struct qian_source source = memory_source(&memory);
    enum qian_encoding encoding = data[0] % 4;
    struct qian_buf a = {0}, b = {0};
    size_t lines = 1;
    for (size_t i = 2; i < size; i++)
        lines += data[i] == '\n';
    look(source, memory.bytes);
    read_all(source, encoding, 1 + data[1] % 64, lines, &a);
    read_all(source, encoding, QIAN_SOURCE_CHUNK, lines, &b);
    MUST(qian_str_eq(qian_buf_view(&a), qian_buf_view(&b)));
    qian_buf_free(&a);
    qian_buf_free(&b);
    return 0;
}
