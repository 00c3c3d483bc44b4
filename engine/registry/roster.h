// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/roster.h - from the operator's CSV files to the frozen tables
// (spec/request.md 2, spec/tables.md 2-4).
//
// Every bad row is listed; a table is good only if no bad row was added.
#pragma once

#include "engine/core/notice.h"
#include "engine/core/table.h"
#include "engine/registry/badrows.h"

struct qian_intake {
    const struct qian_notice *notice; // its items are the known ones
    struct qian_hasher *h;
    const uint8_t *secret; // 32 bytes that salts are derived from
    bool legacy_ids;       // admit 15-digit registration numbers
    struct qian_badrows bad;
    struct qian_buf ignored; // columns that were passed over
    // Tell how far it is (may be NULL); `rows` are done.
    void (*tell)(void *context, const char *what, size_t rows);
    void *context;
};

// One inspector as the custodian knows him, by the number of his pseudonym.
struct qian_person {
    char *certificate, *name;
    char salt[33];
    struct qian_digest identity;
    char *rest; // the columns of inspectors.tsv between id and identity
    size_t row;
};
struct qian_people {
    struct qian_person *person; // sorted by identity: person[i] is P number i + 1
    size_t count, cap;
};

// Append targets.tsv. `bytes` (the CSV file) is changed in the reading.
void qian_import_targets(struct qian_intake *in, struct qian_buf *bytes, struct qian_buf *out);
// Append inspectors.tsv; `people` is what the custodian keeps.
void qian_import_inspectors(struct qian_intake *in, struct qian_buf *bytes,
                            struct qian_people *people, struct qian_buf *out);
// Append recusals.tsv. `bytes` may be NULL where there are none. `targets` is the frozen table.
void qian_import_recusals(struct qian_intake *in, struct qian_buf *bytes,
                          const struct qian_people *people, const struct qian_table *targets,
                          struct qian_buf *out);

void qian_people_free(struct qian_people *people);
void qian_intake_free(struct qian_intake *in);
