// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/public.h - public values as the notice names them and entropy.txt states them
// (spec/beacons.md 1): the door for the ceremony.
//
// Codes are returned as they stand in spec/verify.md; of several faults the first one found.
#pragma once

#include "engine/beacon/lottery.h"
#include "engine/beacon/nist.h"
#include "engine/core/source.h"

// Can this source be drawn from? NULL, E04 (beacons 2.1: a chain that is not known, which is
// UNSUPPORTED), or E06 (2.2: `round` is not that of `time`). For balls NULL: qian_balls_enough of
// engine/core/seed.h judges them.
const char *qian_source_fault(const struct qian_source *source);

// Judge the words that follow `public SOURCE ` in entropy.txt. NULL, F07, F13, E04, E05 or E10. For
// drand this verifies the signature; for nist it judges form and place alone
// (qian_nist_evidence_fault does the rest). Not for balls: they are for qian_balls_fault of
// engine/core/seed.h.
const char *qian_source_value_fault(const struct qian_source *source, struct qian_str value);

// beacons 3.1: what the bundle holds beside a nist value. p is NULL where a file is not there.
struct qian_nist_files {
    struct qian_str pulse, previous, certificate, certificate_previous;
};

// Judge the evidence for a value whose form and place are good. NULL, or F07, F09, F13, E04, E05,
// E06, E07 with *file set to the file of beacons 3.1 that has the fault ("pulse", "previous",
// "certificate", "certificate.previous"), or to "". Without `previous` *open is set and 3.7 is not
// judged; its absence is F09 for whoever wants it (3.8). That bytes are those of bundle 2.1 to 2.3
// is judged elsewhere, and so is the policy (S05), by the ids that are written here: used[0] of the
// pulse's certificate, used[1] of the previous one's (the same again where there is none).
const char *qian_nist_evidence_fault(const struct qian_source *source, struct qian_str value,
                                     const struct qian_nist_files *files, const char **file,
                                     bool *open, uint8_t used[2][QIAN_PULSE_DIGEST]);
