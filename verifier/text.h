// SPDX-License-Identifier: MulanPSL-2.0
// What any text file is held to (bundle.md 2.1 to 2.3), in one pass over pieces of any size.
#ifndef QIAN_VERIFIER_TEXT_H
#define QIAN_VERIFIER_TEXT_H

#include "verifier/files.h"

#include <utf8proc.h>

// A line number of 0 means: no such fault.
struct text {
    bool table;            // TAB is allowed
    uint64_t empty_max;    // so many empty lines are allowed
    uint64_t line;         // the line being read, from 1
    uint64_t line_bytes;   // of it so far
    uint64_t longest;      // the most bytes of any line
    uint64_t longest_line; // its number
    uint64_t bytes;
    uint64_t empty_lines;
    uint64_t not_utf8; // lines of the first faults, by kind
    uint64_t forbidden;
    uint64_t not_normal;
    uint64_t mark;
    uint64_t return_char;
    uint64_t empty;
    unsigned char last; // the last byte
    unsigned char part[4];
    size_t part_bytes; // a character that a piece's end has cut
    // The run from one ASCII character to the next: normalisation never reaches over the start of an ASCII character.
    unsigned char *run;
    size_t run_bytes;
    size_t run_room;
    int mark_class; // canonical combining class of its last character
    bool run_plain; // nothing in it that normalisation could change
    utf8proc_int32_t *work;
    size_t work_room;
};

void text_start(struct text *t, enum file_kind kind);
void text_feed(struct text *t, struct bytes piece);
// Judges the end, and frees what it owns; the findings stay.
void text_end(struct text *t);
// The lines by verify.md 2.1.
uint64_t text_lines(const struct text *t);

#endif
