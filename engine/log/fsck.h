// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/fsck.h - recompute a log folder from its stored entries (spec/log.md 6.3).
#pragma once

#include "engine/base/err.h"
#include "engine/log/checkpoint.h"

struct qian_damage {
    char *file;       // inside the log, owned
    const char *what; // fixed sentence
};

struct qian_fsck {
    uint64_t size; // of the checkpoint
    size_t files;  // looked at
    struct qian_damage *damage;
    size_t count, cap;
};

// Read the log of `folder`. With `key` its checkpoint's signature is judged too. QIAN_OK also where
// files are damaged: each is listed by name. QIAN_CANNOT if the folder cannot be read.
//
// Where an entry and its hash disagree, the one that leads to the checkpoint's root is right, so
// that a single damaged file is named and its neighbours are not.
enum qian_status qian_fsck(const char *folder, const struct qian_note_key *key,
                           struct qian_fsck *out, struct qian_err *err) QIAN_MUST_USE;
void qian_fsck_free(struct qian_fsck *fsck);
