// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/stat.h - is this sampler a uniform one? Five statistics over many draws of k out of
// n. The same code judges the engine and samplers that are known to be bad.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define STAT_N_MAX 20

enum stat_name {
    STAT_INCLUSION, // each target is drawn as often as any other
    STAT_LARGEST,   // and none of them stands out
    STAT_PAIR,      // each pair is drawn together as often, inclusion apart
    STAT_ORDER,     // whoever comes first is as likely the lowest of the sample as the highest
    STAT_SERIAL,    // a draw does not know of the one before
    STAT_COUNT
};
extern const char *const stat_names[STAT_COUNT];
extern const double stat_gates[STAT_COUNT]; // |z| beyond it: not uniform

struct tally {
    size_t n, k;
    double draws, hits[STAT_N_MAX], pairs[STAT_N_MAX][STAT_N_MAX], first_rank[STAT_N_MAX];
    double overlap;
    bool before[STAT_N_MAX]; // the last draw
};

void tally_begin(struct tally *t, size_t n, size_t k);
// One draw: k numbers below n in the order in which they were drawn.
void tally_add(struct tally *t, const size_t *drawn);
void tally_end(const struct tally *t, double z[STAT_COUNT]);

// A chi-square value as a standard normal one, for many degrees of freedom and for few
// (Wilson and Hilferty).
double chi_z(double x2, double df);
double chi_z_few(double x2, double df);
