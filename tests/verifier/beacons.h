// SPDX-License-Identifier: MulanPSL-2.0
// The tests of public values (spec/beacons.md), each of one file.
#ifndef QIAN_TESTS_VERIFIER_BEACONS_H
#define QIAN_TESTS_VERIFIER_BEACONS_H

// Of a file that beacons.c has no use without: a test that skips it has failed.
#define OPEN_OR_FAIL(v, folder, name) \
    if (!vectors_open((v), (folder), (name))) { \
        CHECK(false, "it is needed"); \
        return; \
    }

void test_points(const char *folder);
void test_nist(const char *folder);
void test_values(void);

#endif
