// SPDX-License-Identifier: MulanPSL-2.0
// Text that grows.
#ifndef QIAN_VERIFIER_OUT_H
#define QIAN_VERIFIER_OUT_H

#include "verifier/bytes.h"

struct out {
    char *text; // owned; not NUL-terminated
    size_t n, room;
};

void out_add(struct out *o, struct bytes text);
__attribute__((format(printf, 2, 3))) void out_print(struct out *o, const char *format, ...);
// Text padded with blanks to that many columns of a terminal (an ideograph has two).
void out_padded(struct out *o, const char *text, size_t columns);
// A JSON string in quotation marks; text is valid UTF-8.
void out_json(struct out *o, struct bytes text);
void out_free(struct out *o);

#endif
