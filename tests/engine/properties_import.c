// SPDX-License-Identifier: MulanPSL-2.0
// request 2.5: the order of rows, columns and lists of the operator's files decides nothing.
#include "engine/registry/roster.h"
#include "tests/check.h"
#include "tests/engine/import_csv.h"
#include "tests/engine/properties.h"

#define SHUFFLES (SLOW_BUILD ? 10 : 100)
static const uint8_t secret[32] = "a secret of thirty-two bytes ...";

enum { CODES = 64 };

// A notice whose items are the codes that the table names.
struct known_items {
    struct qian_item item[CODES];
    struct qian_notice notice;
};

static void know(struct known_items *k, struct qian_str list) {
    struct qian_split split = qian_split(list, ',');
    struct qian_str code;
    while (qian_split_next(&split, &code)) {
        size_t at = k->notice.item_count;
        if (at == CODES || qian_item_find(&k->notice, code) >= 0)
            continue;
        for (; at > 0 && qian_str_cmp(qian_str(k->item[at - 1].code), code) > 0; at--)
            k->item[at] = k->item[at - 1];
        k->item[at] = (struct qian_item){.code = qian_str_copy(code)};
        k->notice.item_count++;
        k->notice.items = k->item;
    }
}

// Import and compare with what the first shuffle gave.
static void test_targets(const struct known_items *k,
                         struct qian_hasher *h,
                         struct qian_buf *csv,
                         struct qian_buf *first,
                         const char *bundle) {
    struct qian_intake in = {.notice = &k->notice, .h = h, .secret = secret, .legacy_ids = true};
    struct qian_buf out = {0};
    qian_import_targets(&in, csv, &out);
    CHECK(in.bad.count == 0, "%s: targets row %zu: %s", bundle,
          in.bad.count ? in.bad.row[0].row : 0, in.bad.count ? in.bad.row[0].reason : "");
    if (first->n == 0)
        qian_buf_str(first, qian_buf_view(&out));
    CHECK(qian_str_eq(qian_buf_view(&out), qian_buf_view(first)), "%s: targets differ", bundle);
    qian_buf_free(&out);
    qian_intake_free(&in);
}

static void test_inspectors(const struct known_items *k,
                            struct qian_hasher *h,
                            struct qian_buf *csv,
                            struct qian_buf *first,
                            const char *bundle) {
    struct qian_intake in = {.notice = &k->notice, .h = h, .secret = secret};
    struct qian_people people = {0};
    struct qian_buf out = {0};
    qian_import_inspectors(&in, csv, &people, &out);
    CHECK(in.bad.count == 0, "%s: inspectors row %zu: %s", bundle,
          in.bad.count ? in.bad.row[0].row : 0, in.bad.count ? in.bad.row[0].reason : "");
    if (first->n == 0)
        qian_buf_str(first, qian_buf_view(&out));
    CHECK(qian_str_eq(qian_buf_view(&out), qian_buf_view(first)), "%s: inspectors differ", bundle);
    qian_people_free(&people);
    qian_buf_free(&out);
    qian_intake_free(&in);
}

static void check_table(enum qian_table_kind kind,
                        const struct qian_buf *made,
                        const struct qian_table *before,
                        const char *bundle) {
    struct qian_table table;
    qian_table_read(kind, qian_buf_view(made), &table);
    CHECK(table.codes == 0 && table.rows == before->rows, "%s: %s as imported", bundle,
          qian_table_file(kind));
    for (size_t i = 0; i < table.rows && kind == QIAN_TARGETS && table.codes == 0; i++)
        for (size_t c = 0; c < T_SALT; c++)
            CHECK(qian_str_eq(table.row[i].field[c], before->row[i].field[c]),
                  "%s: targets row %zu column %zu", bundle, i, c);
    qian_table_free(&table);
}

static void test_bundle(struct dice *d, const char *bundle, enum qian_table_kind kind) {
    char name[128];
    snprintf(name, sizeof name, "%s/bundle/%s", bundle, qian_table_file(kind));
    struct qian_buf file = vector_file(name), first = {0};
    struct qian_hasher *h = qian_hasher_open(bundle[0] == 's' ? QIAN_SM3_SM2 : QIAN_SHA256_ED25519);
    struct known_items known = {0};
    struct qian_table table;
    qian_table_read(kind, qian_buf_view(&file), &table);
    for (size_t i = 0; i < table.rows; i++)
        know(&known, table.row[i].field[4]);
    for (int i = 0; i < SHUFFLES; i++) {
        struct qian_buf csv = {0};
        import_csv(d, &table, i > 0, &csv);
        if (kind == QIAN_TARGETS)
            test_targets(&known, h, &csv, &first, bundle);
        else
            test_inspectors(&known, h, &csv, &first, bundle);
        qian_buf_free(&csv);
    }
    check_table(kind, &first, &table, bundle);
    for (size_t i = 0; i < known.notice.item_count; i++)
        free(known.item[i].code);
    qian_table_free(&table);
    qian_hasher_close(h);
    qian_buf_free(&first);
    qian_buf_free(&file);
}

struct outcome properties_of_imports(void) {
    struct dice d = dice_of("properties-import", 0);
    for (size_t i = 0; i < BUNDLES; i++) {
        test_bundle(&d, bundle_names[i], QIAN_TARGETS);
        test_bundle(&d, bundle_names[i], QIAN_INSPECTORS);
    }
    return (struct outcome){checks_passed, checks_failed};
}
