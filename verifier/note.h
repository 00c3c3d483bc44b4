// SPDX-License-Identifier: MulanPSL-2.0
// A signed manifest (notes.md 1). Text is borrowed from the file, which is kept.
#ifndef QIAN_VERIFIER_NOTE_H
#define QIAN_VERIFIER_NOTE_H

#include "verifier/kind.h"
#include "verifier/small.h"
#include "verifier/vkey.h"

enum note_kind { NOTE_NOTICE, NOTE_CLOSE, NOTE_TRANSCRIPT, NOTE_REPLACES, NOTE_OPEN, NOTE_VOID, NOTE_COUNT };

struct signature {
    struct bytes name;
    unsigned char id[KEY_ID_BYTES];
    unsigned char bytes[SIGNATURE_BYTES];
    uint64_t line;
};

struct note {
    struct small file;
    struct bytes kind, draw;          // lines 1 and 2
    struct bytes text;                // what is signed, with its final LF
    struct bytes digests[FILE_COUNT]; // of the manifest, by file; nowhere (NULL) where it is not in it or malformed
    bool listed[FILE_COUNT];          // is it in the manifest?
    struct signature *signatures;     // owned
    size_t count, room;
};

int note_file(enum note_kind kind);
// Its proof in the log.
int proof_file(enum note_kind kind);
const char *note_title(enum note_kind kind);

// Steps 14 and 15 for the note. The files of the manifest are those of this kind of bundle.
void note_read(struct note *n, struct report *r, const struct bundle_kind *of, const struct folder *f,
               struct file *file, enum note_kind kind);
void note_free(struct note *n);
// Reads `— NAME BASE64`, whatever the name: false where it has another form (notes.md 1.3, log.md 2.2).
bool note_signature_words(struct bytes line, struct bytes *name, struct bytes *base64);
// notes.md 1.4: "A signer is known by name and key id together."
bool signature_is_by(const struct signature *line, const struct vkey *key);
bool signature_same_signer(const struct signature *a, const struct signature *b);

// The files that a note's manifest names, in order (manifest.c).
struct manifest {
    int files[FILE_COUNT];
    bool optional[FILE_COUNT]; // by place: may be left out
    size_t count;
};

void manifest_make(struct manifest *m, enum note_kind kind, const struct bundle_kind *of, const struct folder *f);
// The place of the file that this name may stand for at place at, or m->count.
size_t manifest_find(const struct manifest *m, size_t at, struct bytes name);
// May the manifest end before that place?
bool manifest_may_end(const struct manifest *m, size_t at);

#endif
