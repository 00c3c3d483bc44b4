// SPDX-License-Identifier: MulanPSL-2.0
// UTF-8 and the characters that no file may hold (bundle.md 2.1, 2.2).
#ifndef QIAN_VERIFIER_UTF8_H
#define QIAN_VERIFIER_UTF8_H

#include "verifier/bytes.h"

// The first character of text into *c; how many bytes it has, or 0 where text does not begin with valid UTF-8
// (also where it is cut off). text.n >= 1.
size_t utf8_char(struct bytes text, uint32_t *c);
// How many bytes a character has that begins with this byte: 1 to 4, or 0 where none does.
size_t utf8_length(unsigned char first);
// Is c one of the characters of bundle.md 2.2? Not LF, TAB and CR, which other clauses judge by file.
bool utf8_forbidden(uint32_t c);
// Unicode's property White_Space (notes.md 2.1).
bool utf8_white_space(uint32_t c);

#endif
