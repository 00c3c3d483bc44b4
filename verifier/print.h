// SPDX-License-Identifier: MulanPSL-2.0
// The report for people and for machines (verify.md 4).
#ifndef QIAN_VERIFIER_PRINT_H
#define QIAN_VERIFIER_PRINT_H

#include "verifier/bundle.h"
#include "verifier/out.h"

void print_text(struct out *o, const struct bundle *b);
void print_json(struct out *o, const struct bundle *b);
// VALID, INVALID, ... and its Chinese word.
const char *verdict_code(enum verdict verdict);
const char *verdict_word(enum verdict verdict);

#endif
