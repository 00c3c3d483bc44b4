// SPDX-License-Identifier: MulanPSL-2.0
// A signed manifest (notes.md 1). Text is borrowed from the file, which is kept.
#ifndef QIAN_VERIFIER_NOTE_H
#define QIAN_VERIFIER_NOTE_H

#include "verifier/small.h"
#include "verifier/vkey.h"

enum note_kind { NOTE_NOTICE, NOTE_CLOSE, NOTE_TRANSCRIPT, NOTE_COUNT };

struct signature {
    struct bytes name;
    unsigned char id[KEY_ID_BYTES];
    unsigned char bytes[SIGNATURE_BYTES];
    uint64_t line;
};

struct note {
    struct small file;
    struct bytes kind, draw; // lines 1 and 2
    struct bytes text;       // what is signed, with its final LF
    struct bytes digests[FILE_COUNT]; // of the manifest, in its order; no bytes where malformed
    struct signature *signatures;     // owned
    size_t count, room;
};

// The files that a note's manifest must name, in order; returns how many.
size_t note_manifest(enum note_kind kind, int files[FILE_COUNT]);
int note_file(enum note_kind kind);
const char *note_title(enum note_kind kind);

// Steps 14 and 15 for the note.
void note_read(struct note *n, struct report *r, struct file *file, enum note_kind kind);
void note_free(struct note *n);

#endif
