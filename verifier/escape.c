// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/escape.h"

#include "verifier/utf8.h"

#include <stdio.h>
#include <string.h>

enum { PIECE_ROOM = 16 };

// One character or one bad byte; how many bytes of text it took.
static size_t escape_one(char piece[PIECE_ROOM], struct bytes text)
{
    uint32_t c = 0;
    size_t n = utf8_char(text, &c);
    if (n == 0) {
        (void)snprintf(piece, PIECE_ROOM, "\\x%02x", (unsigned)text.at[0]);
        return 1;
    }
    // spec/verify.md 4.1: "control characters and the characters of bundle 2.2 as"
    if (c == '\n' || c == '\t' || c == '\r' || utf8_forbidden(c)) {
        (void)snprintf(piece, PIECE_ROOM, "\\u{%x}", (unsigned)c);
    } else {
        (void)memcpy(piece, text.at, n);
        piece[n] = '\0';
    }
    return n;
}

void escape_into(char *room, size_t size, struct bytes text)
{
    static const char CUT[] = "…";
    size_t used = 0;
    while (text.n > 0) {
        char piece[PIECE_ROOM];
        text = bytes_after(text, escape_one(piece, text));
        size_t n = strlen(piece);
        if (used + n + sizeof CUT > size) {
            (void)memcpy(room + used, CUT, sizeof CUT);
            return;
        }
        (void)memcpy(room + used, piece, n);
        used += n;
    }
    room[used] = '\0';
}
