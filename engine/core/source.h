// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/source.h - the public values that a notice names (spec/beacons.md 1.1).
#pragma once

#include <stdint.h>

#define QIAN_TIME_SIZE 25 // characters of a time (spec/bundle.md 3.11)

enum qian_source_kind { QIAN_BALLS, QIAN_DRAND, QIAN_NIST, QIAN_LOTTERY, QIAN_SOURCES };

extern const char *const qian_source_names[QIAN_SOURCES];

struct qian_balls {
    uint32_t count, from, to;
};

struct qian_source {
    enum qian_source_kind kind;
    struct qian_balls balls;
    char chain[65];                // drand: the chain's hash
    uint32_t chain_index;          // nist: 1 to 255
    uint64_t number;               // drand: round; nist: pulse; from 1
    char game[4], issue[8];        // lottery: `kl8` or `ssq`, 7 digits
    char time[QIAN_TIME_SIZE + 1]; // when the value comes into being; empty for balls
};
