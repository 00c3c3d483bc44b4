// SPDX-License-Identifier: MulanPSL-2.0
// How bytes of a bundle are shown to people (verify.md 4.1), so that no bundle can forge a line of the report.
#ifndef QIAN_VERIFIER_ESCAPE_H
#define QIAN_VERIFIER_ESCAPE_H

#include "verifier/bytes.h"

// text escaped into room[size], NUL-terminated; cut with "…" where it does not fit. size >= 32.
void escape_into(char *room, size_t size, struct bytes text);

#endif
