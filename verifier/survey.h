// SPDX-License-Identifier: MulanPSL-2.0
// One pass over a file for all that needs no knowledge of its contents: steps 3 to 6, its digest, root and lines.
#ifndef QIAN_VERIFIER_SURVEY_H
#define QIAN_VERIFIER_SURVEY_H

#include "verifier/files.h"
#include "verifier/hash.h"

// suite NULL: unknown, nothing is hashed. The file is present.
void survey_file(struct report *r, struct file *file, const enum suite *suite);

#endif
