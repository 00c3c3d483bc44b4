// SPDX-License-Identifier: MulanPSL-2.0
// A piece of somebody's memory: bytes with a length, never NUL-terminated, never owned by the piece.
#ifndef QIAN_VERIFIER_BYTES_H
#define QIAN_VERIFIER_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DIGEST_BYTES = 32, DIGEST_DIGITS = 64, CODE_MAX = 64, TEXT_MAX = 512 };

struct bytes {
    const unsigned char *at;
    size_t n;
};

struct bytes bytes_of(const char *text);
// Frees a piece that the caller owns.
void bytes_release(struct bytes owned);
bool bytes_same(struct bytes a, struct bytes b);
bool bytes_are(struct bytes a, const char *text);
bool bytes_begin(struct bytes a, const char *text);
// What follows the first skip bytes; skip <= a.n.
struct bytes bytes_after(struct bytes a, size_t skip);
// The place of the first c in a, or a.n.
size_t bytes_find(struct bytes a, unsigned char c);
// Below, equal to or above 0 (bundle.md, conventions: by unsigned bytes, a proper prefix first).
int bytes_order(struct bytes a, struct bytes b);

// An integer of bundle.md (conventions), 0 ... 2^53 - 1. False, and *value untouched, where a has another form.
bool bytes_integer(struct bytes a, uint64_t *value);
// Are these exactly n lower-case hexadecimal digits?
bool bytes_hex(struct bytes a, size_t n);
// A digest of 64 digits to 32 bytes; the digits have been judged by bytes_hex.
void hex_to_digest(struct bytes digits, unsigned char digest[DIGEST_BYTES]);
void digest_to_hex(const unsigned char digest[DIGEST_BYTES], char digits[DIGEST_DIGITS]);
// bundle.md 2.7: 1 to 64 of 0-9 A-Z a-z . _ : -
bool bytes_code(struct bytes a);
// bundle.md 2.6: does it begin or end with a blank (U+0020, U+00A0, U+3000)?
bool bytes_blank_at_end(struct bytes a);
// bundle.md 2.6, tables.md 1.2: 1 to 512 bytes that neither begin nor end with a blank.
bool bytes_text(struct bytes a);

#endif
