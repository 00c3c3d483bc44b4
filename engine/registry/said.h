// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/said.h - a cursor over what people wrote: what the readers of ratio and frequency
// share (spec/items.md 4).
#pragma once

#include "engine/registry/ratio_text.h"

// What is left of the text; each taker cuts what it knows off the front.
bool qian_take_phrase(struct qian_str *rest, const char *phrase);
// The first of these phrases, separated by '|', that stands there; longer ones before their
// beginnings.
bool qian_take_one_of(struct qian_str *rest, const char *phrases);
// 不低于, ≥ …: QIAN_SAID_AT_LEAST; 不超过, ≤ …: AT_MOST; =: EXACT. False if none stands there.
bool qian_take_bound(struct qian_str *rest, enum qian_ratio_said *out);
// A dash of an interval.
bool qian_take_dash(struct qian_str *rest);
// An integer, in digits or Chinese numerals up to 九十九; false if there is none, or it is above
// `max`.
bool qian_take_integer(struct qian_str *rest, uint32_t max, uint32_t *out);
// One character, whatever it is.
void qian_take_any(struct qian_str *rest);

bool qian_has_digit(struct qian_str text);
// Append NFKC of the text, without blanks and full stops, semicolons and commas at its end.
void qian_said_fold(struct qian_str text, struct qian_buf *out);
