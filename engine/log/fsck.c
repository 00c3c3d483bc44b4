// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/fsck.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/log/tiles.h"

#define BUNDLE_MAX (QIAN_TILE * (QIAN_ENTRY_MAX + 2))
#define TRIES_MAX 8 // blocks in doubt that are tried both ways

// One block of up to 256 leaves, as its entries and as its tile tell it.
struct block {
    unsigned width;
    bool entries, tile; // is it readable?
    bool doubt;         // do the two disagree?
};

struct look {
    const char *folder;
    struct qian_fsck *out;
    struct qian_hasher *h;
    struct qian_checkpoint checkpoint;
    bool usable; // the checkpoint can be gone by
    struct block *block;
    size_t blocks;
    struct qian_digest *by_entry, *by_tile, *leaf;
};

static void damaged(struct look *look, const char *file, const char *what) {
    struct qian_fsck *out = look->out;
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->damage[i].file, file) == 0)
            return;
    out->damage = qian_grow(out->damage, &out->cap, out->count + 1, sizeof *out->damage);
    out->damage[out->count++] = (struct qian_damage){qian_str_copy(qian_str(file)), what};
}

static void differs(struct look *look, int level, uint64_t n, unsigned width) {
    struct qian_buf file = {0};
    qian_tile_path(&file, level, n, width);
    damaged(look, file.p, "not what the log's entries give");
    qian_buf_free(&file);
}

static void missing(struct look *look, int level, uint64_t n, unsigned width) {
    struct qian_buf file = {0};
    qian_tile_path(&file, level, n, width);
    damaged(look, file.p, "missing, or cannot be read");
    qian_buf_free(&file);
}

static bool read_inside(const struct look *look, const char *file, size_t max,
                        struct qian_buf *out) {
    struct qian_err ignored;
    char *path = qian_path_join(look->folder, file);
    bool good = qian_file_read_regular(path, max, out, &ignored) == QIAN_OK;
    free(path);
    look->out->files += good;
    return good;
}

static bool read_tile(const struct look *look, int level, uint64_t n, unsigned width,
                      struct qian_buf *out) {
    struct qian_buf file = {0};
    qian_tile_path(&file, level, n, width);
    bool good = read_inside(look, file.p, level < 0 ? BUNDLE_MAX : QIAN_TILE * 32, out);
    qian_buf_free(&file);
    return good;
}

// The leaf hashes of a bundle of exactly `width` entries.
static bool hash_bundle(struct look *look, struct qian_str bundle, unsigned width,
                        struct qian_digest *leaf) {
    struct qian_str entry;
    for (unsigned i = 0; i < width; i++) {
        if (!qian_entry_next(&bundle, &entry))
            return false;
        qian_leaf_hash(look->h, entry, &leaf[i]);
    }
    return bundle.n == 0;
}

static void read_block(struct look *look, size_t n) {
    struct block *b = &look->block[n];
    struct qian_buf bundle = {0}, tile = {0};
    size_t at = n * QIAN_TILE;
    b->width = qian_tile_width(0, n, look->checkpoint.size);
    b->entries = read_tile(look, QIAN_ENTRIES_LEVEL, n, b->width, &bundle) &&
                 hash_bundle(look, qian_buf_view(&bundle), b->width, look->by_entry + at);
    b->tile = read_tile(look, 0, n, b->width, &tile) && tile.n == b->width * 32u;
    if (b->tile)
        memcpy(look->by_tile + at, tile.p, tile.n);
    b->doubt = b->entries && b->tile &&
               memcmp(look->by_entry + at, look->by_tile + at, b->width * 32u) != 0;
    memcpy(look->leaf + at, (b->entries ? look->by_entry : look->by_tile) + at, b->width * 32u);
    qian_buf_free(&bundle);
    qian_buf_free(&tile);
}

static void choose(struct look *look, size_t n, bool tile) {
    memcpy(look->leaf + n * QIAN_TILE, (tile ? look->by_tile : look->by_entry) + n * QIAN_TILE,
           look->block[n].width * 32u);
}

// Full blocks in doubt: the tile above knows the hash of each.
static void ask_above(struct look *look) {
    for (size_t n = 0; n < look->blocks; n++) {
        struct block *b = &look->block[n];
        struct qian_buf above = {0};
        struct qian_digest root;
        unsigned width = qian_tile_width(1, n / QIAN_TILE, look->checkpoint.size);
        if (!b->doubt || b->width < QIAN_TILE)
            continue;
        qian_tree_root_of(look->h, look->by_tile + n * QIAN_TILE, QIAN_TILE, &root);
        if (read_tile(look, 1, n / QIAN_TILE, width, &above) && above.n == width * 32u)
            choose(look, n, memcmp(above.p + n % QIAN_TILE * 32, root.b, 32) == 0);
        qian_buf_free(&above);
    }
}

static bool root_comes_out(struct look *look) {
    struct qian_digest root;
    if (look->checkpoint.size == 0)
        qian_sha256((struct qian_str){"", 0}, &root);
    else
        qian_tree_root_of(look->h, look->leaf, (size_t)look->checkpoint.size, &root);
    return memcmp(root.b, look->checkpoint.root.b, sizeof root.b) == 0;
}

// Find leaves that give the checkpoint's root. False if none do.
static bool settle(struct look *look) {
    size_t doubtful[TRIES_MAX], count = 0;
    ask_above(look);
    if (root_comes_out(look))
        return true;
    for (size_t n = 0; n < look->blocks; n++) {
        if (!look->block[n].doubt)
            continue;
        if (count == TRIES_MAX)
            return false;
        doubtful[count++] = n;
    }
    for (unsigned way = 0; way < 1u << count; way++) {
        for (size_t i = 0; i < count; i++)
            choose(look, doubtful[i], way >> i & 1);
        if (root_comes_out(look))
            return true;
    }
    return false;
}

// Name the files of a block that are not what `leaf` says.
static void name_block(struct look *look, size_t n) {
    const struct block *b = &look->block[n];
    const struct qian_digest *leaf = look->leaf + n * QIAN_TILE;
    size_t size = b->width * 32u;
    if (!b->entries)
        missing(look, QIAN_ENTRIES_LEVEL, n, b->width);
    else if (memcmp(leaf, look->by_entry + n * QIAN_TILE, size) != 0)
        differs(look, QIAN_ENTRIES_LEVEL, n, b->width);
    if (!b->tile)
        missing(look, 0, n, b->width);
    else if (memcmp(leaf, look->by_tile + n * QIAN_TILE, size) != 0)
        differs(look, 0, n, b->width);
}

// Older partial files may stand beside: each is the beginning of what stands there now.
static void check_partial(struct look *look, int level, uint64_t n, unsigned width,
                          const struct qian_digest *hash) {
    struct qian_buf bytes = {0}, file = {0};
    qian_tile_path(&file, level, n, width);
    char *path = qian_path_join(look->folder, file.p);
    bool there = qian_file_exists(path), good = true;
    if (there)
        good = read_inside(look, file.p, level < 0 ? BUNDLE_MAX : QIAN_TILE * 32, &bytes);
    if (there && good && level < 0) {
        struct qian_digest *leaf = qian_take(QIAN_TILE, sizeof *leaf);
        good = hash_bundle(look, qian_buf_view(&bytes), width, leaf) &&
               memcmp(hash, leaf, width * sizeof *leaf) == 0;
        free(leaf);
    } else if (there && good) {
        good = bytes.n == width * sizeof *hash && memcmp(bytes.p, hash, bytes.n) == 0;
    }
    if (!good)
        differs(look, level, n, width);
    free(path);
    qian_buf_free(&file);
    qian_buf_free(&bytes);
}

static void check_partials(struct look *look, int level, uint64_t n,
                           const struct qian_digest *hash) {
    struct qian_buf file = {0};
    qian_tile_path(&file, level, n, 1);
    file.p[file.n - 2] = 0; // the folder alone
    char *path = qian_path_join(look->folder, file.p);
    unsigned now = qian_tile_width(level, n, look->checkpoint.size);
    if (qian_file_exists(path))
        for (unsigned width = 1; width < now; width++)
            check_partial(look, level, n, width, hash);
    free(path);
    qian_buf_free(&file);
}

static void check_tile(struct look *look, int level, uint64_t n, unsigned width,
                       const struct qian_digest *hash) {
    struct qian_buf tile = {0};
    if (!read_tile(look, level, n, width, &tile))
        missing(look, level, n, width);
    else if (tile.n != width * sizeof *hash || memcmp(tile.p, hash, tile.n) != 0)
        differs(look, level, n, width);
    qian_buf_free(&tile);
}

static void check_levels(struct look *look) {
    struct qian_levels levels;
    qian_levels_make(&levels, look->h, look->leaf, (size_t)look->checkpoint.size);
    for (int l = 0; l < (int)levels.levels; l++) {
        unsigned width;
        for (size_t n = 0; (width = qian_tile_width(l, n, look->checkpoint.size)) > 0; n++) {
            const struct qian_digest *hash = levels.hash[l] + n * QIAN_TILE;
            check_partials(look, l, n, hash);
            if (l == 0)
                check_partials(look, QIAN_ENTRIES_LEVEL, n, hash);
            else
                check_tile(look, l, n, width, hash);
        }
    }
    qian_levels_free(&levels);
}

// Something of the last block must be there: a size that was damaged must not be believed.
static bool last_is_there(const struct look *look) {
    uint64_t size = look->checkpoint.size, n = size > 0 ? (size - 1) / QIAN_TILE : 0;
    bool there = size == 0;
    for (int level = QIAN_ENTRIES_LEVEL; !there && level <= 0; level++) {
        struct qian_buf file = {0};
        qian_tile_path(&file, level, n, qian_tile_width(level, n, size));
        char *path = qian_path_join(look->folder, file.p);
        there = qian_file_exists(path);
        free(path);
        qian_buf_free(&file);
    }
    return there;
}

static enum qian_status read_checkpoint(struct look *look, const struct qian_note_key *key,
                                        struct qian_buf *bytes, struct qian_err *err) {
    char *path = qian_path_join(look->folder, "checkpoint");
    enum qian_status status = qian_file_read_regular(path, QIAN_CHECKPOINT_MAX, bytes, err);
    struct qian_seen seen;
    if (status == QIAN_OK) {
        look->out->files++;
        if (qian_checkpoint_read(qian_buf_view(bytes), &look->checkpoint))
            damaged(look, "checkpoint", "not a checkpoint");
        else if (key && (qian_checkpoint_judge(&look->checkpoint, key, 1, &seen) || !seen.here))
            damaged(look, "checkpoint", "its signature does not verify");
        else if (!last_is_there(look))
            damaged(look, "checkpoint", "what it counts is not there");
        else
            look->usable = true;
    }
    free(path);
    return status;
}

static void look_at_files(struct look *look) {
    size_t size = (size_t)look->checkpoint.size;
    look->blocks = size / QIAN_TILE + (size % QIAN_TILE > 0);
    look->block = qian_take(look->blocks, sizeof *look->block);
    look->by_entry = qian_take(look->blocks * QIAN_TILE, sizeof *look->leaf);
    look->by_tile = qian_take(look->blocks * QIAN_TILE, sizeof *look->leaf);
    look->leaf = qian_take(look->blocks * QIAN_TILE, sizeof *look->leaf);
    for (size_t n = 0; n < look->blocks; n++)
        read_block(look, n);
    bool sure = settle(look);
    size_t before = look->out->count;
    for (size_t n = 0; n < look->blocks; n++)
        name_block(look, n);
    // Nothing else disagrees: what the checkpoint says of the tree is wrong itself.
    if (!sure && look->out->count == before)
        damaged(look, "checkpoint", "its root is not that of the entries");
    check_levels(look);
    free(look->block);
    free(look->by_entry);
    free(look->by_tile);
    free(look->leaf);
}

enum qian_status qian_fsck(const char *folder, const struct qian_note_key *key,
                           struct qian_fsck *out, struct qian_err *err) {
    struct look *look = qian_take(1, sizeof *look);
    struct qian_buf bytes = {0};
    *out = (struct qian_fsck){0};
    look->folder = folder;
    look->out = out;
    look->h = qian_hasher_open(QIAN_SHA256_ED25519);
    enum qian_status status = read_checkpoint(look, key, &bytes, err);
    out->size = look->checkpoint.size;
    if (status == QIAN_OK && look->usable)
        look_at_files(look);
    qian_hasher_close(look->h);
    qian_buf_free(&bytes);
    free(look);
    return status;
}

void qian_fsck_free(struct qian_fsck *fsck) {
    for (size_t i = 0; i < fsck->count; i++)
        free(fsck->damage[i].file);
    free(fsck->damage);
    *fsck = (struct qian_fsck){0};
}
