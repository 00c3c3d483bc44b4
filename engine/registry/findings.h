// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/findings.h - what an import has to tell of single rows (spec/import.md 6).
#pragma once

#include "engine/base/bytes.h"

// More than this is not the file that somebody meant.
#define QIAN_FINDINGS_MAX 1000000

enum qian_finding_kind {
    QIAN_REJECTED,  // the row is not taken
    QIAN_CONFLICT,  // an earlier row of the same id is taken, which says otherwise
    QIAN_REPEATED,  // the same as an earlier row, and not entered again
    QIAN_CORRECTED, // taken, with another spelling of a code, date or number
    QIAN_NOTED,     // taken as it stands, and worth a look
    QIAN_FINDING_KINDS
};

struct qian_finding {
    size_t row;
    const char *column;          // of the kind, or ""
    char *value;                 // printable, shortened; owned
    const char *reason, *remedy; // fixed sentences
    size_t other_row;            // the row that this one meets, or 0
    enum qian_finding_kind kind;
};

struct qian_findings {
    struct qian_finding *finding; // owned
    size_t count, cap;
    size_t rows[QIAN_FINDING_KINDS]; // how many rows have a finding of each kind, by enum
                                     // qian_finding_kind
    size_t last[QIAN_FINDING_KINDS]; // the last of these rows, since a row is counted once
    bool full;                       // there were more than QIAN_FINDINGS_MAX
};

void qian_finding_add(struct qian_findings *findings, enum qian_finding_kind kind, size_t row,
                      const char *column, struct qian_str value, const char *reason,
                      const char *remedy);
// The last one that was added.
struct qian_finding *qian_finding_last(struct qian_findings *findings);
// Sort by row, kind and column.
void qian_findings_sort(struct qian_findings *findings);
void qian_findings_free(struct qian_findings *findings);
