// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/tiles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file.h"

// spec/log.md 1.2: "N is written in groups of three digits with `x` before all but the last"
static void write_number(struct qian_buf *out, uint64_t n) {
    char group[7][4];
    size_t groups = 0;
    do {
        snprintf(group[groups++], sizeof *group, "%03u", (unsigned)(n % 1000));
        n /= 1000;
    } while (n > 0);
    while (groups-- > 0) {
        qian_buf_text(out, groups > 0 ? "x" : "");
        qian_buf_text(out, group[groups]);
        qian_buf_text(out, groups > 0 ? "/" : "");
    }
}

void qian_tile_path(struct qian_buf *out, int level, uint64_t n, unsigned width) {
    qian_buf_text(out, "tile/");
    if (level == QIAN_ENTRIES_LEVEL)
        qian_buf_text(out, "entries");
    else
        qian_buf_u64(out, (uint64_t)level);
    qian_buf_char(out, '/');
    write_number(out, n);
    if (width < QIAN_TILE) {
        qian_buf_text(out, ".p/");
        qian_buf_u64(out, width);
    }
}

// spec/log.md 1.2: "A partial tile has width W = floor(size/256^L) mod 256 and is not there when W
// is 0."
unsigned qian_tile_width(int level, uint64_t n, uint64_t size) {
    uint64_t hashes = level > 0 ? size >> (8 * level) : size;
    if (n < hashes / QIAN_TILE)
        return QIAN_TILE;
    return n == hashes / QIAN_TILE ? (unsigned)(hashes % QIAN_TILE) : 0;
}

void qian_levels_make(struct qian_levels *out, struct qian_hasher *h, struct qian_digest *leaves,
                      size_t count) {
    *out = (struct qian_levels){.hash = {leaves}, .count = {count}, .levels = count > 0};
    for (size_t l = 0; out->count[l] >= QIAN_TILE; l++) {
        size_t above = out->count[l] / QIAN_TILE;
        out->hash[l + 1] = qian_take(above, sizeof **out->hash);
        out->count[l + 1] = above;
        out->levels = l + 2;
        for (size_t i = 0; i < above; i++)
            qian_tree_root_of(h, out->hash[l] + i * QIAN_TILE, QIAN_TILE, &out->hash[l + 1][i]);
    }
}

void qian_levels_free(struct qian_levels *levels) {
    for (size_t l = 1; l < levels->levels; l++)
        free(levels->hash[l]);
    *levels = (struct qian_levels){0};
}

// Make the folders above a path inside the log, so that they stay there.
static enum qian_status make_folders(const char *folder, const char *inside, struct qian_err *err) {
    char *path = qian_path_join(folder, inside);
    enum qian_status status = QIAN_OK;
    for (char *at = path + strlen(folder) + 1; status == QIAN_OK && *at; at++) {
        if (*at != '/')
            continue;
        *at = 0;
        if (!qian_file_exists(path)) {
            status = qian_folder_make(path, 0755, err);
            if (status == QIAN_OK && !qian_folder_sync(path)) {
                status = qian_fail(err, QIAN_CANNOT, "", "", "the folder cannot be made",
                                   "check path, rights and free space");
                qian_err_where(err, "%.200s", path);
            }
        }
        *at = '/';
    }
    free(path);
    return status;
}

static enum qian_status write_tile(const char *folder, int level, uint64_t n, unsigned width,
                                   struct qian_str bytes, struct qian_err *err) {
    struct qian_buf inside = {0};
    qian_tile_path(&inside, level, n, width);
    char *path = qian_path_join(folder, inside.p);
    enum qian_status status = make_folders(folder, inside.p, err);
    if (status == QIAN_OK)
        status = qian_file_write(path, bytes, 0644, err);
    free(path);
    qian_buf_free(&inside);
    return status;
}

// spec/log.md 1.2: "entries, each preceded by its length in 2 bytes, big-endian"
static enum qian_status write_bundle(const char *folder, uint64_t n, unsigned width,
                                     qian_entry_source entry, void *context, struct qian_err *err) {
    struct qian_buf bundle = {0};
    enum qian_status status = QIAN_OK;
    for (uint64_t i = n * QIAN_TILE; status == QIAN_OK && i < n * QIAN_TILE + width; i++) {
        struct qian_buf bytes = {0};
        status = entry(context, i, &bytes, err);
        qian_buf_char(&bundle, (char)(bytes.n >> 8));
        qian_buf_char(&bundle, (char)(bytes.n & 0xff));
        qian_buf_str(&bundle, qian_buf_view(&bytes));
        qian_buf_free(&bytes);
    }
    if (status == QIAN_OK)
        status = write_tile(folder, QIAN_ENTRIES_LEVEL, n, width, qian_buf_view(&bundle), err);
    qian_buf_free(&bundle);
    return status;
}

enum qian_status qian_tiles_write(const char *folder, const struct qian_levels *levels, size_t old,
                                  qian_entry_source entry, void *context, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    size_t size = levels->count[0];
    unsigned width;
    for (uint64_t n = old / QIAN_TILE;
         status == QIAN_OK && (width = qian_tile_width(QIAN_ENTRIES_LEVEL, n, size)) > 0; n++)
        status = write_bundle(folder, n, width, entry, context, err);
    for (size_t l = 0; l < levels->levels; l++) {
        uint64_t had = (uint64_t)old >> (8 * l);
        if (had == levels->count[l])
            continue; // the level has not grown
        for (uint64_t n = had / QIAN_TILE;
             status == QIAN_OK && (width = qian_tile_width((int)l, n, size)) > 0; n++) {
            const struct qian_digest *hash = levels->hash[l] + n * QIAN_TILE;
            struct qian_str bytes = {(const char *)hash->b, width * sizeof *hash};
            status = write_tile(folder, (int)l, n, width, bytes, err);
        }
    }
    return status;
}

static void remove_partials(const char *folder, int level, uint64_t n) {
    struct qian_buf path = {0};
    qian_buf_text(&path, folder);
    qian_buf_char(&path, '/');
    qian_tile_path(&path, level, n, 1);
    path.n -= 1; // keeps the slash
    size_t base = path.n;
    path.p[base - 1] = 0;
    bool there = qian_file_exists(path.p);
    path.p[base - 1] = '/';
    for (unsigned width = 1; there && width < QIAN_TILE; width++) {
        path.n = base;
        qian_buf_u64(&path, width);
        (void)unlink(path.p); // most are not there
    }
    path.p[base - 1] = 0;
    (void)rmdir(path.p);
    qian_buf_free(&path);
}

void qian_tiles_tidy(const char *folder, size_t size) {
    for (int level = QIAN_ENTRIES_LEVEL; level < QIAN_TILE_LEVELS_MAX; level++) {
        int shift = level > 0 ? 8 * level : 0;
        uint64_t full = ((uint64_t)size >> shift) / QIAN_TILE;
        for (uint64_t n = 0; n < full; n++)
            remove_partials(folder, level, n);
    }
}

bool qian_entry_next(struct qian_str *bundle, struct qian_str *entry) {
    if (bundle->n < 2)
        return false;
    const unsigned char *length = (const unsigned char *)bundle->p;
    *entry = (struct qian_str){bundle->p + 2, (size_t)length[0] << 8 | length[1]};
    if (entry->n > bundle->n - 2)
        return false;
    *bundle = (struct qian_str){entry->p + entry->n, bundle->n - 2 - entry->n};
    return true;
}
