// SPDX-License-Identifier: MulanPSL-2.0
// Import of targets under a fixed notice. Either bad rows are listed, each with a line that the
// file has, or the table is one that the strict reader takes and that comes out again, byte for
// byte, when it is given back shuffled as another CSV file.
#include <string.h>

#include "engine/registry/roster.h"
#include "tests/engine/import_csv.h"
#include "tests/engine/second_look.h"
#include "tests/fuzz/fuzz.h"

static const uint8_t secret[32] = "a secret of thirty-two bytes ...";
static char codes[4][8] = {"SC-001", "SC-002", "SC-003", "XF-001"};
static struct qian_item items[4] = {
    {.code = codes[0]}, {.code = codes[1]}, {.code = codes[2]}, {.code = codes[3]}};
static const struct qian_notice notice = {.items = items, .item_count = 4};

static size_t
import(struct qian_hasher *h, bool legacy, struct qian_buf *csv, struct qian_buf *out) {
    struct qian_intake in = {.notice = &notice, .h = h, .secret = secret, .legacy_ids = legacy};
    size_t lines = 1, bad;
    for (size_t i = 0; i < csv->n; i++)
        lines += csv->p[i] == '\n';
    qian_import_targets(&in, csv, out);
    qian_badrows_sort(&in.bad);
    bad = in.bad.count;
    for (size_t i = 0; i < bad; i++) {
        MUST(in.bad.row[i].row >= 1 && in.bad.row[i].row <= lines);
        MUST(in.bad.row[i].other_row < in.bad.row[i].row);
        MUST(in.bad.row[i].code && in.bad.row[i].reason && in.bad.row[i].value);
    }
    qian_intake_free(&in);
    return bad;
}

static void check_again(struct qian_hasher *h,
                        bool legacy,
                        const struct qian_buf *made,
                        const uint8_t *data,
                        size_t size) {
    struct qian_buf csv = {0}, again = {0};
    struct qian_table table;
    struct qian_digest seed;
    struct dice d = {0};
    size_t rows = 0;
    qian_hash(h, (struct qian_str){(const char *)data, size}, &seed);
    memcpy(&d.state, seed.b, sizeof d.state);
    qian_table_read(QIAN_TARGETS, qian_buf_view(made), &table);
    MUST(table.codes == 0);
    MUST(second_look(QIAN_TARGETS, qian_buf_view(made), &rows) && rows == table.rows);
    import_csv(&d, &table, true, &csv);
    MUST(import(h, legacy, &csv, &again) == 0);
    MUST(qian_str_eq(qian_buf_view(made), qian_buf_view(&again)));
    qian_table_free(&table);
    qian_buf_free(&csv);
    qian_buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1)
        return 0;
    bool legacy = data[0] & 1;
    struct qian_hasher *h = qian_hasher_open(data[0] & 2 ? QIAN_SM3_SM2 : QIAN_SHA256_ED25519);
    // Exactly as large as the file, so that a byte read too far is seen.
    struct qian_buf csv = {.p = malloc(size), .n = size - 1, .cap = size}, made = {0};
    MUST(csv.p);
    memcpy(csv.p, data + 1, size - 1);
    csv.p[size - 1] = 0;
    if (import(h, legacy, &csv, &made) == 0)
        check_again(h, legacy, &made, data, size);
    qian_buf_free(&csv);
    qian_buf_free(&made);
    qian_hasher_close(h);
    return 0;
}
