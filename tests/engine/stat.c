// SPDX-License-Identifier: MulanPSL-2.0
#include "tests/engine/stat.h"

#include <math.h>

const char *const stat_names[STAT_COUNT] = {"inclusion", "largest", "pair", "order", "serial"};
const double stat_gates[STAT_COUNT] = {4.9, 5.5, 6.5, 4.9, 4.9};

void tally_begin(struct tally *t, size_t n, size_t k) {
    *t = (struct tally){.n = n, .k = k};
}

void tally_add(struct tally *t, const size_t *drawn) {
    bool now[STAT_N_MAX] = {false};
    size_t rank = 0;
    for (size_t i = 0; i < t->k; i++) {
        now[drawn[i]] = true;
        t->hits[drawn[i]]++;
        rank += drawn[i] < drawn[0];
        t->overlap += t->draws > 0 && t->before[drawn[i]];
        for (size_t j = 0; j < i; j++) {
            t->pairs[drawn[i]][drawn[j]]++;
            t->pairs[drawn[j]][drawn[i]]++;
        }
    }
    t->first_rank[rank]++;
    for (size_t i = 0; i < t->n; i++)
        t->before[i] = now[i];
    t->draws++;
}

double chi_z(double x2, double df) {
    return (x2 - df) / sqrt(2 * df);
}

double chi_z_few(double x2, double df) {
    double v = 2 / (9 * df);
    return (cbrt(x2 / df) - (1 - v)) / sqrt(v);
}

static void inclusion(const struct tally *t, double z[STAT_COUNT]) {
    double n = (double)t->n, p = (double)t->k / n, variance = t->draws * p * (1 - p);
    double sum = 0;
    z[STAT_LARGEST] = 0;
    for (size_t i = 0; i < t->n; i++) {
        double off = t->hits[i] - t->draws * p;
        sum += off * off / variance;
        if (fabs(off) / sqrt(variance) > z[STAT_LARGEST])
            z[STAT_LARGEST] = fabs(off) / sqrt(variance);
    }
    // The k hits of a draw are negatively correlated, which (n - 1) / n accounts for.
    z[STAT_INCLUSION] = chi_z((n - 1) / n * sum, n - 1);
}

// The probability that m given targets are all drawn.
static double together(const struct tally *t, size_t m) {
    double p = 1;
    for (size_t i = 0; i < m; i++)
        p *= (double)(t->k - i) / (double)(t->n - i);
    return p;
}

// Pair counts less what the counts of single targets explain. What is left lies in the space of
// dimension n(n - 3)/2 on which the covariance of the pairs (equal a, sharing one b, disjoint c)
// is a - 2b + c times the identity: so this is an exact chi-square in the limit, and blind to
// nothing but inclusion, which has its own statistic.
static double pair(const struct tally *t) {
    double n = (double)t->n, k = (double)t->k, p = together(t, 2);
    double each = (p - p * p) - 2 * (together(t, 3) - p * p) + (together(t, 4) - p * p);
    double mean = t->draws * p, sum = 0;
    for (size_t i = 0; i < t->n; i++)
        for (size_t j = 0; j < i; j++) {
            double a = (k - 1) * (t->hits[i] - t->draws * k / n) / (n - 2);
            double b = (k - 1) * (t->hits[j] - t->draws * k / n) / (n - 2);
            double off = t->pairs[i][j] - mean - a - b;
            sum += off * off;
        }
    return chi_z(sum / (t->draws * each), n * (n - 3) / 2);
}

static double order(const struct tally *t) {
    double want = t->draws / (double)t->k, sum = 0;
    for (size_t i = 0; i < t->k; i++)
        sum += (t->first_rank[i] - want) * (t->first_rank[i] - want) / want;
    return chi_z_few(sum, (double)t->k - 1);
}

// The overlap of two independent draws is hypergeometric.
static double serial(const struct tally *t) {
    double n = (double)t->n, k = (double)t->k, p = k / n, pairs = t->draws - 1;
    double variance = k * p * (1 - p) * (n - k) / (n - 1);
    return (t->overlap - pairs * k * p) / sqrt(pairs * variance);
}

void tally_end(const struct tally *t, double z[STAT_COUNT]) {
    inclusion(t, z);
    z[STAT_PAIR] = pair(t);
    z[STAT_ORDER] = order(t);
    z[STAT_SERIAL] = serial(t);
}
