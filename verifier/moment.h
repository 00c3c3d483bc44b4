// SPDX-License-Identifier: MulanPSL-2.0
// Times as numbers, for public values.
#ifndef QIAN_VERIFIER_MOMENT_H
#define QIAN_VERIFIER_MOMENT_H

#include "verifier/bytes.h"

enum { PULSE_TIME_DIGITS = 24 };

// Seconds since 1970-01-01T00:00:00Z of a time that date_is_time accepts; below 0 before.
int64_t moment_of(struct bytes time);
// The same time in UTC as YYYY-MM-DDTHH:MM:SS.000Z.
void moment_in_utc(struct bytes time, char out[PULSE_TIME_DIGITS]);

#endif
