// SPDX-License-Identifier: MulanPSL-2.0
// void.json as data (ceremony.md 2.1). Text is borrowed from the shape.
#ifndef QIAN_VERIFIER_VOIDFILE_H
#define QIAN_VERIFIER_VOIDFILE_H

#include "verifier/shape.h"

struct voidfile {
    struct shape shape;
    struct bytes spec, draw, notice;
};

// Step 7 for the file.
void voidfile_read(struct voidfile *v, struct report *r, struct file *file);
void voidfile_free(struct voidfile *v);

#endif
