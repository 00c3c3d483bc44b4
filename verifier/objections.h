// SPDX-License-Identifier: MulanPSL-2.0
// objections.txt as data (ceremony.md 1). Text is borrowed from the file, which is kept.
#ifndef QIAN_VERIFIER_OBJECTIONS_H
#define QIAN_VERIFIER_OBJECTIONS_H

#include "verifier/note.h"

struct objection {
    struct signature signature;
    struct bytes reason;
};

struct objections {
    struct small file;
    struct bytes draw, transcript;
    struct objection *all; // owned
    size_t count, room;
};

// Steps 12, 14 and 15 for the file.
void objections_read(struct objections *o, struct report *r, struct file *file);
void objections_free(struct objections *o);

#endif
