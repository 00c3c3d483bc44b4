// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/beacons.h - the parts of the beacons' tests. Each returns 0 if all held.
#pragma once

int beacons_curve(void);
int beacons_drand(void);
int beacons_nist(void);
