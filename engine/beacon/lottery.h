// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/lottery.h - numbers of the Chinese welfare lottery (spec/beacons.md 4).
#pragma once

#include "engine/base/bytes.h"

enum qian_game { QIAN_KL8, QIAN_SSQ };

// `kl8` or `ssq`.
bool qian_game_read(struct qian_str name, enum qian_game *out);
// 7 decimal digits?
bool qian_issue_good(struct qian_str issue);
// Their value; 0 if they are none.
uint32_t qian_issue_read(struct qian_str issue);
// The first four digits, and the last three.
#define QIAN_ISSUE_YEAR(issue) ((issue) / 1000)
#define QIAN_ISSUE_NUMBER(issue) ((issue) % 1000)
// The time of the issue that comes `later` draw days after one that came at `time` (seconds since
// 1970), at the same time of day (spec/beacons.md 4.3).
int64_t qian_issue_after(enum qian_game game, int64_t time, uint32_t later);
// NULL, or the code of what is wrong with the numbers: F07 (form), E10.
const char *qian_lottery_fault(enum qian_game game, struct qian_str numbers);
