// SPDX-License-Identifier: MulanPSL-2.0
// transcript.json as data (bundle.md 4). Text is borrowed from the shape.
#ifndef QIAN_VERIFIER_TRANSCRIPT_H
#define QIAN_VERIFIER_TRANSCRIPT_H

#include "verifier/shape.h"

struct said_stratum {
    struct bytes label, cutoff, chance;
    bool has_cutoff, has_chance;
    uint64_t roster, eligible, quota;
    uint32_t barred; // the JSON object
};

struct said_item {
    struct bytes code;
    uint64_t roster, eligible, quota;
    uint32_t barred;
    struct said_stratum *strata; // owned
    size_t strata_count;
};

struct transcript {
    struct shape shape;
    struct bytes spec, draw, notice, seed, subseeds[3], assurance; // subseeds: targets, inspectors, experts
    struct said_item *items; // owned
    size_t items_count;
    uint64_t visits;
    uint32_t batches; // the JSON array of integers
    uint64_t slots[2], filled[2]; // of inspectors, of experts
};

void transcript_read(struct transcript *t, struct report *r, struct file *file);
void transcript_free(struct transcript *t);

#endif
