// SPDX-License-Identifier: MulanPSL-2.0
// Hexadecimal digits of any number to bytes.
#ifndef QIAN_VERIFIER_HEX_H
#define QIAN_VERIFIER_HEX_H

#include "verifier/bytes.h"

// digits.n / 2 bytes into room; the digits have been judged by bytes_hex.
void hex_bytes(struct bytes digits, unsigned char *room);
// Do the digits, judged by bytes_hex, say exactly these bytes?
bool hex_says(struct bytes digits, struct bytes plain);

#endif
