// SPDX-License-Identifier: MulanPSL-2.0
// The evidence of one pulse in the folder `beacon` (beacons.md 3). Text is borrowed from the files, which are kept.
#ifndef QIAN_VERIFIER_BEACON_H
#define QIAN_VERIFIER_BEACON_H

#include "verifier/nist.h"
#include "verifier/small.h"

struct beacon {
    struct small pulse_file, previous_file;
    struct pulse pulse, previous; // where their files are usable
    struct certificate certificate, certificate_previous;
};

// Steps 14 and 15 for the files of the public source at that place (from 0).
void beacon_read(struct beacon *b, struct report *r, struct file *files, size_t source);
void beacon_free(struct beacon *b);

#endif
