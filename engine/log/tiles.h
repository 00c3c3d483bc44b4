// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/tiles.h - the files of a log (spec/log.md 1.2), C2SP tlog-tiles.
#pragma once

#include "engine/base/err.h"
#include "engine/core/merkle.h"

#define QIAN_TILE 256           // hashes of a full tile, entries of a full bundle
#define QIAN_ENTRY_MAX 65535    // bytes
#define QIAN_TILE_LEVELS_MAX 7  // of a tree of at most 2^53 - 1 leaves
#define QIAN_ENTRIES_LEVEL (-1) // names the bundles of entries

// Append the path inside the log of tile or bundle `n` of the level, of this width: 1 to 256.
void qian_tile_path(struct qian_buf *out, int level, uint64_t n, unsigned width);
// The width of tile `n` of the level in a tree of this size; 0 if it is not there.
unsigned qian_tile_width(int level, uint64_t n, uint64_t size);

// Where entries come from: append entry `index` to `out`.
typedef enum qian_status (*qian_entry_source)(void *context, uint64_t index, struct qian_buf *out,
                                              struct qian_err *err);

// The hashes of all levels of a tree: level 0 are the leaves, each hash of the next stands for 256
// of the one below. Free with qian_levels_free.
struct qian_levels {
    struct qian_digest *hash[QIAN_TILE_LEVELS_MAX]; // hash[0] is borrowed
    size_t count[QIAN_TILE_LEVELS_MAX];
    size_t levels; // that have any hash
};
void qian_levels_make(struct qian_levels *out, struct qian_hasher *h, struct qian_digest *leaves,
                      size_t count);
void qian_levels_free(struct qian_levels *levels);

// Write all files that a log of `old` entries lacks to be one of `levels->count[0]`; each is there
// for good on return. Files that are there already are written again.
enum qian_status qian_tiles_write(const char *folder, const struct qian_levels *levels, size_t old,
                                  qian_entry_source entry, void *context,
                                  struct qian_err *err) QIAN_MUST_USE;
// Take away the partial files of tiles that have become full; what cannot be taken away stays.
void qian_tiles_tidy(const char *folder, size_t size);

// Cut the next entry off a bundle. False if there is none, or it is cut short.
bool qian_entry_next(struct qian_str *bundle, struct qian_str *entry);
