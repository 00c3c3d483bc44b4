// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/lines.h"

#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

void lines_open(struct lines *l, const struct file *file)
{
    *l = (struct lines){.file = file, .room = mem_new(LINES_ROOM, 1)};
}

void lines_close(struct lines *l)
{
    free(l->room);
    l->room = NULL;
}

// Makes place and reads on. False where nothing more came.
static bool fill(struct lines *l)
{
    (void)memmove(l->room, l->room + l->from, l->to - l->from);
    l->to -= l->from;
    l->from = 0;
    size_t n = l->at_end ? 0 : file_read(l->file, l->next, l->room + l->to, LINES_ROOM - l->to);
    l->at_end = n == 0;
    l->next += n;
    l->to += n;
    return n > 0;
}

// Passes over the rest of a line that does not fit.
static void skip(struct lines *l)
{
    for (;;) {
        struct bytes rest = {l->room + l->from, l->to - l->from};
        size_t n = bytes_find(rest, '\n');
        l->from += n;
        if (n < rest.n) {
            l->from++;
            return;
        }
        if (!fill(l)) {
            return;
        }
    }
}

bool lines_next(struct lines *l, struct bytes *line)
{
    for (;;) {
        struct bytes rest = {l->room + l->from, l->to - l->from};
        size_t n = bytes_find(rest, '\n');
        if (n == rest.n && n <= LINE_MAX_BYTES && fill(l)) {
            continue;
        }
        // spec/verify.md 2.1: "a last part without LF counts as a line if it is not empty."
        if (n == rest.n && n == 0) {
            return false;
        }
        l->number++;
        l->start = l->next - rest.n;
        if (n > LINE_MAX_BYTES) {
            skip(l);
            continue;
        }
        *line = (struct bytes){l->room + l->from, n};
        l->from += n < rest.n ? n + 1 : n;
        return true;
    }
}
