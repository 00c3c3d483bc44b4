// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/beacon_files.h - the names of the evidence of NIST pulses in a bundle
// (spec/beacons.md 3.1, 3.7): `beacon/1.pulse`, …
#pragma once

#include "engine/ceremony/case.h"

#define QIAN_BEACON_ENDS 4
#define QIAN_BEACON_FILES (QIAN_PUBLIC_MAX_SOURCES * QIAN_BEACON_ENDS)
#define QIAN_BEACON_NAME 40 // bytes, with the final NUL

// The name of file `end` (0 to QIAN_BEACON_ENDS - 1, in byte order) of the source at this place of
// the notice's `public`, from 1.
void qian_beacon_name(size_t place, size_t end, char name[QIAN_BEACON_NAME]);
// Those of the notice's sources that the case has, sorted; how many they are.
size_t qian_beacon_files(const struct qian_case *c, char name[QIAN_BEACON_FILES][QIAN_BEACON_NAME]);
