// SPDX-License-Identifier: MulanPSL-2.0
// A .tlog-proof file: an inclusion proof and a checkpoint with its signatures (log.md 2, 3). Text is borrowed from the
// file, which is kept.
#ifndef QIAN_VERIFIER_PROOF_H
#define QIAN_VERIFIER_PROOF_H

#include "verifier/small.h"
#include "verifier/vkey.h"

enum { PATH_MAX_HASHES = 63, CHECKPOINT_LINES_MAX = 64 };

struct checkpoint_line {
    struct bytes name;
    unsigned char id[KEY_ID_BYTES];
    struct bytes signature; // what follows the key id; owned by the proof
    uint64_t line;
};

struct proof {
    struct small file;
    uint64_t index;
    unsigned char path[PATH_MAX_HASHES][DIGEST_BYTES];
    size_t path_count;
    struct bytes origin;
    uint64_t size;
    unsigned char root[DIGEST_BYTES];
    struct bytes text; // of the checkpoint, with its final LF
    struct checkpoint_line lines[CHECKPOINT_LINES_MAX];
    size_t count;
    unsigned char *room; // owned: the signatures
    size_t room_used;
};

// Steps 3 (signature lines), 14 and 15 for the file.
void proof_read(struct proof *p, struct report *r, struct file *file);
void proof_free(struct proof *p);

#endif
