// SPDX-License-Identifier: MulanPSL-2.0
// The lines of a small file (.txt, .note) in memory, for files that are judged line by line.
#ifndef QIAN_VERIFIER_SMALL_H
#define QIAN_VERIFIER_SMALL_H

#include "verifier/files.h"

struct small {
    struct report *report;
    struct file *file;
    struct bytes text; // owned
    size_t next;       // offset of the next line
    uint64_t line;     // number of the line that small_next gave last
};

// False, and nothing loaded, where the file is not legible or too large.
bool small_load(struct small *s, struct report *r, struct file *file);
void small_free(struct small *s);
bool small_next(struct small *s, struct bytes *line);
// One thing judged in the line given last.
void small_judge(struct small *s, int step, bool good, struct bytes found, const char *expected);

// Is text one word: not empty, without a blank?
bool is_word(struct bytes text);
// A line of word, space, one more word: true and *rest, or a fault of F07.
bool small_pair(struct small *s, struct bytes line, const char *word, struct bytes *rest);
// A line of word, space, any rest: true and *rest, or a fault of F07.
bool small_word(struct small *s, struct bytes line, const char *word, struct bytes *rest);
// Is it a digest (code F13)? Cleared where not.
void small_digest(struct small *s, struct bytes *digest);
// Is it a code (code F07)?
void small_code(struct small *s, struct bytes code);

#endif
