// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/out.h"

#include "verifier/mem.h"
#include "verifier/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRINT_ROOM = 1024 };

void out_add(struct out *o, struct bytes text)
{
    o->text = mem_grow(o->text, &o->room, o->n + text.n + 1, 1);
    if (text.n > 0) {
        (void)memcpy(o->text + o->n, text.at, text.n);
    }
    o->n += text.n;
}

void out_print(struct out *o, const char *format, ...)
{
    char room[PRINT_ROOM];
    va_list more;
    va_start(more, format);
    (void)vsnprintf(room, sizeof room, format, more);
    va_end(more);
    out_add(o, bytes_of(room));
}

void out_padded(struct out *o, const char *text, size_t columns)
{
    struct bytes rest = bytes_of(text);
    size_t wide = 0;
    while (rest.n > 0) {
        uint32_t c = 0;
        size_t n = utf8_char(rest, &c);
        wide += c >= 0x2E80 ? 2 : 1;
        rest = bytes_after(rest, n == 0 ? 1 : n);
    }
    out_add(o, bytes_of(text));
    do {
        out_add(o, bytes_of(" "));
        wide++;
    } while (wide < columns);
}

void out_json(struct out *o, struct bytes text)
{
    out_add(o, bytes_of("\""));
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\') {
            out_add(o, bytes_of("\\"));
        }
        if (text.at[i] < 0x20) {
            out_print(o, "\\u%04x", (unsigned)text.at[i]);
        } else {
            out_add(o, (struct bytes){text.at + i, 1});
        }
    }
    out_add(o, bytes_of("\""));
}

void out_free(struct out *o)
{
    free(o->text);
    *o = (struct out){0};
}
