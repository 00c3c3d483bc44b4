// SPDX-License-Identifier: MulanPSL-2.0
// contributions.txt and entropy.txt as data (seed.md 2, 3). Text is borrowed from the files, which are kept.
#ifndef QIAN_VERIFIER_SEEDFILES_H
#define QIAN_VERIFIER_SEEDFILES_H

#include "verifier/public_value.h"
#include "verifier/small.h"

struct reveal {
    struct bytes name, nonce;
    bool withheld;
};

struct contributions {
    struct small file;
    struct bytes draw, notice;
    struct reveal *reveals; // owned
    size_t count, room;
};

struct draw_value {
    struct bytes source, text; // as they stand
    struct public_value value;
};

struct entropy {
    struct small file;
    struct bytes draw, notice, contributions;
    struct draw_value *values; // owned
    size_t count, room;
};

// Steps 14 and 15 for the file.
void contributions_read(struct contributions *c, struct report *r, struct file *file);
void contributions_free(struct contributions *c);
void entropy_read(struct entropy *e, struct report *r, struct file *file);
void entropy_free(struct entropy *e);

// seed.md 3.4: two digits each, joined with -.
bool balls_form(struct bytes value);
// The numbers of a value that balls_form accepts fit count, from and to, and none repeats (E10).
bool balls_fit(struct bytes value, uint64_t count, uint64_t from, uint64_t to);
// seed.md 3.5 (E09).
bool balls_enough(uint64_t count, uint64_t from, uint64_t to);

#endif
