// SPDX-License-Identifier: MulanPSL-2.0
// The public source `lottery` (beacons.md 4).
#ifndef QIAN_VERIFIER_LOTTERY_H
#define QIAN_VERIFIER_LOTTERY_H

#include "verifier/bytes.h"

// beacons.md 1.1: `kl8` or `ssq`; 7 decimal digits.
bool lottery_is_game(struct bytes game);
bool lottery_is_issue(struct bytes issue);
// The last three digits of an issue.
unsigned lottery_number(struct bytes issue);
// beacons.md 4.3: when does the issue come into being that is so many draws after the one that comes at first (seconds
// since 1970-01-01T00:00:00Z, in the years 0001 to 9999)? A game that is none has no draws.
int64_t lottery_after(struct bytes game, int64_t first, unsigned draws);
// beacons.md 4.1: have the numbers the form of that game (else F07)? A game that is none has no form.
bool lottery_form(struct bytes game, struct bytes numbers);
// beacons.md 4.1: are numbers that lottery_form accepts for that game in range and ascending (else E10)?
bool lottery_fits(struct bytes game, struct bytes numbers);

#endif
