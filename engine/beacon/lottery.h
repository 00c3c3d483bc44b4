// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/lottery.h - numbers of the Chinese welfare lottery (spec/beacons.md 4).
#pragma once

#include "engine/base/bytes.h"

enum qian_game { QIAN_KL8, QIAN_SSQ };

// `kl8` or `ssq`.
bool qian_game_read(struct qian_str name, enum qian_game *out);
// 7 decimal digits?
bool qian_issue_good(struct qian_str issue);
// NULL, or the code of what is wrong with the numbers: F07 (form), E10.
const char *qian_lottery_fault(enum qian_game game, struct qian_str numbers);
