// SPDX-License-Identifier: MulanPSL-2.0
// The report for people and for machines (verify.md 4).
#ifndef QIAN_VERIFIER_PRINT_H
#define QIAN_VERIFIER_PRINT_H

#include "verifier/bundle.h"
#include "verifier/out.h"

void print_text(struct out *o, const struct bundle *b);
void print_json(struct out *o, const struct bundle *b);

#endif
