// SPDX-License-Identifier: MulanPSL-2.0
// The lines of a file one by one, in bounded memory.
#ifndef QIAN_VERIFIER_LINES_H
#define QIAN_VERIFIER_LINES_H

#include "verifier/files.h"

enum { LINES_ROOM = 2 * (LINE_MAX_BYTES + 1) };

struct lines {
    const struct file *file;
    uint64_t number;   // of the line that lines_next gave last, from 1
    uint64_t start;    // its offset in the file
    uint64_t next;     // offset of the first byte that is not in room
    size_t from, to;   // what is unread of room
    bool at_end;
    unsigned char *room; // owned
};

void lines_open(struct lines *l, const struct file *file);
// The next line without its LF, borrowed until the next call. Lines that are longer than bundle.md 1.3 allows are passed
// over (step 3 reports them), but counted.
bool lines_next(struct lines *l, struct bytes *line);
void lines_close(struct lines *l);

#endif
