// SPDX-License-Identifier: MulanPSL-2.0
// The characters of a JSON string (bundle.md 2.5).
#ifndef QIAN_VERIFIER_JSON_STRING_H
#define QIAN_VERIFIER_JSON_STRING_H

#include "verifier/bytes.h"

// Unescapes the string whose first character stands at text[at], in place: its text then is text[at ... at + *length).
// Strict: no escapes but \" and \\. Returns the place after the closing quotation mark. Where the string is
// malformed *what says how, and the place is that of the fault.
size_t json_unescape(unsigned char *text, size_t n, size_t at, bool strict, size_t *length, const char **what);

#endif
