// SPDX-License-Identifier: MulanPSL-2.0
// Public randomness: the curve, drand, NIST's pulses, lotteries, RFC 3797.
//
// With the argument --time it tells how long one verification of a drand round takes here.
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "engine/beacon/drand.h"
#include "tests/engine/beacons.h"

#define RUNS 100

static int tell_time(void) {
    static const char digits[] = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
                                 "e342b73a8dd2bacbe47e4b6b63ed5e39";
    uint8_t signature[QIAN_BLS_SIGNATURE];
    struct qian_err err;
    bool good = qian_hex_read(qian_str(digits), signature, sizeof signature);
    clock_t start = clock();
    for (int i = 0; i < RUNS; i++)
        good = good && qian_drand_verify(1000, signature, &err) == QIAN_OK;
    double seconds = (double)(clock() - start) / (double)CLOCKS_PER_SEC;
    printf("%s: %.2f ms a verification\n", good ? "good" : "REFUSED", seconds * 1000 / RUNS);
    return !good;
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--time") == 0)
        return tell_time();
    return beacons_curve() + beacons_drand() + beacons_nist() != 0;
}
