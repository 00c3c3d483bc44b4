// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/log.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/log/cosign.h"
#include "engine/log/proof.h"
#include "engine/log/tiles.h"

void qian_log_close(struct qian_log *log) {
    free(log->folder);
    qian_stored_log_free(&log->about);
    *log = (struct qian_log){0};
}

enum qian_status qian_log_open(struct qian_store *store, const char *home, struct qian_log *out,
                               struct qian_err *err) {
    bool found = false;
    *out = (struct qian_log){.store = store};
    out->folder = qian_path_join(home, "log");
    enum qian_status status = qian_store_log_get(store, &found, &out->about, err);
    if (status != QIAN_OK)
        return status;
    if (!found)
        return qian_fail(err, QIAN_REFUSED, "", "", "this home keeps no log",
                         "make one: qian log init NAME");
    if (qian_note_key_read(qian_str(out->about.vkey), false, &out->key))
        return qian_fail(err, QIAN_CANNOT, "", "", "the database is damaged",
                         "restore it from a copy");
    return QIAN_OK;
}

enum qian_status qian_log_use_key(struct qian_log *log, const struct qian_secret *secret,
                                  struct qian_err *err) {
    struct qian_public mine;
    qian_public_of(secret, &mine);
    if (mine.suite != log->key.key.suite ||
        memcmp(mine.bytes, log->key.key.bytes, mine.size) != 0) {
        enum qian_status status =
            qian_fail(err, QIAN_CANNOT, "", "", "the key is not the one of this log",
                      "restore it from a copy");
        qian_err_value(err, "%.200s", log->about.vkey);
        return status;
    }
    log->secret = secret;
    return QIAN_OK;
}

// spec/log.md 1.1: "An entry is the whole file of a note, at most 65,535 bytes: text, empty line
// and signature lines."
static enum qian_status check_entry(struct qian_str entry, struct qian_err *err) {
    struct qian_signed *note = qian_take(1, sizeof *note);
    const char *code = entry.n > QIAN_ENTRY_MAX ? "F11" : qian_signed_read(entry, note);
    if (!code && note->lines == 0)
        code = "S01";
    free(note);
    if (!code)
        return QIAN_OK;
    return qian_fail(err, QIAN_BAD_DATA, code, "log 1.1", "not a signed note that a log takes",
                     "give the file of a note, at most 65,535 bytes");
}

static enum qian_status lost(uint64_t remembered, uint64_t size, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "L10", "log 6.2",
                  "the log has lost entries: it signs nothing until they are restored",
                  "restore the home from a copy that is not older");
    qian_err_value(err, "%llu < %llu", (unsigned long long)size, (unsigned long long)remembered);
    return status;
}

// What was published or cosigned once must still be in the store: a store that is older than its
// own log folder, or than a witness, has lost entries.
static enum qian_status check_not_older(const struct qian_log *log,
                                        const struct qian_digest *leaves, size_t count,
                                        struct qian_hasher *h, struct qian_err *err) {
    if (log->about.behind > count)
        return lost(log->about.behind, count, err);
    char *path = qian_path_join(log->folder, "checkpoint");
    struct qian_checkpoint *published = qian_take(1, sizeof *published);
    struct qian_buf bytes = {0};
    struct qian_seen seen;
    struct qian_digest root;
    enum qian_status status = QIAN_OK;
    if (qian_file_exists(path)) {
        status = qian_file_read(path, QIAN_CHECKPOINT_MAX, &bytes, err);
        bool good = status == QIAN_OK && !qian_checkpoint_read(qian_buf_view(&bytes), published) &&
                    !qian_checkpoint_judge(published, &log->key, 1, &seen) && seen.here;
        if (status == QIAN_OK && !good) {
            status = qian_fail(err, QIAN_DISAGREES, "L02", "log 2.3",
                               "the published checkpoint is damaged", "restore it from a copy");
        } else if (good && published->size > count) {
            status = lost(published->size, count, err);
        } else if (good && published->size > 0) {
            qian_tree_root_of(h, leaves, (size_t)published->size, &root);
            if (memcmp(root.b, published->root.b, sizeof root.b) != 0)
                status = qian_fail(err, QIAN_DISAGREES, "L09", "log 6.1",
                                   "what is stored is not what was published",
                                   "restore the home from a copy that is not older");
        }
        if (status != QIAN_OK)
            qian_err_where(err, "%.200s", path);
    }
    free(published);
    free(path);
    qian_buf_free(&bytes);
    return status;
}

static enum qian_status from_store(void *context, uint64_t index, struct qian_buf *out,
                                   struct qian_err *err) {
    return qian_store_entry_get(context, index, out, err);
}

// Is each entry from `from` on still what its leaf hash says?
static enum qian_status check_leaves(struct qian_log *log, const struct qian_digest *leaves,
                                     size_t from, size_t count, struct qian_hasher *h,
                                     struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = from; status == QIAN_OK && i < count; i++) {
        struct qian_buf bytes = {0};
        struct qian_digest leaf;
        status = qian_store_entry_get(log->store, i, &bytes, err);
        qian_leaf_hash(h, qian_buf_view(&bytes), &leaf);
        if (status == QIAN_OK && memcmp(leaf.b, leaves[i].b, sizeof leaf.b) != 0)
            status = qian_fail(err, QIAN_CANNOT, "", "", "the database is damaged",
                               "restore it from a copy");
        qian_buf_free(&bytes);
    }
    return status;
}

// Sign the checkpoint that is stored for this size, if it is not signed, and store the signature.
static enum qian_status sign(struct qian_log *log, const struct qian_stored_checkpoint *checkpoint,
                             struct qian_err *err) {
    struct qian_buf text = {0};
    uint8_t signature[QIAN_SIGNATURE_SIZE];
    enum qian_status status = QIAN_OK;
    qian_checkpoint_text(&text, log->key.name, checkpoint->size, &checkpoint->root);
    qian_sign(log->secret, qian_buf_view(&text), NULL, signature);
    if (!qian_verify(&log->key.key, qian_buf_view(&text), signature))
        status =
            qian_fail(err, QIAN_CANNOT, "", "", "a signature that was just made does not verify",
                      "do not use this machine; restore the home on another");
    if (status == QIAN_OK)
        status = qian_store_checkpoint_sign(log->store, checkpoint->size, signature, err);
    qian_buf_free(&text);
    return status;
}

// spec/log.md 6.1: "A log signs a checkpoint only after its entries and tiles are stored for good,
// and never two roots for one size."
static enum qian_status store_and_sign(struct qian_log *log, struct qian_digest *leaves,
                                       size_t count, struct qian_hasher *h, struct qian_err *err) {
    struct qian_stored_checkpoint last;
    struct qian_levels levels;
    struct qian_digest root;
    bool found = false;
    enum qian_status status = qian_store_checkpoint_last(log->store, count, &found, &last, err);
    bool done = found && last.is_signed && last.size == count;
    if (status != QIAN_OK || done)
        return status;
    // Tiles up to the last checkpoint but one are there: it was stored after them.
    size_t old = found && last.size < count ? (size_t)last.size : 0;
    status = check_leaves(log, leaves, old, count, h, err);
    qian_levels_make(&levels, h, leaves, count);
    if (status == QIAN_OK)
        status = qian_tiles_write(log->folder, &levels, old, from_store, log->store, err);
    qian_levels_free(&levels);
    if (count > 0)
        qian_tree_root_of(h, leaves, count, &root);
    else
        qian_sha256((struct qian_str){"", 0}, &root);
    if (status == QIAN_OK)
        status = qian_store_checkpoint_add(log->store, count, &root, err);
    last = (struct qian_stored_checkpoint){.size = count, .root = root};
    if (status == QIAN_OK)
        status = sign(log, &last, err);
    return status;
}

enum qian_status qian_log_all_signed(struct qian_log *log, bool *all, struct qian_err *err) {
    struct qian_digest *leaves = NULL;
    struct qian_stored_checkpoint last;
    size_t count = 0;
    bool found = false;
    enum qian_status status = qian_store_leaves(log->store, &leaves, &count, err);
    if (status == QIAN_OK)
        status = qian_store_checkpoint_last(log->store, count, &found, &last, err);
    *all = status == QIAN_OK && found && last.is_signed && last.size == count;
    free(leaves);
    return status;
}

enum qian_status qian_log_finish(struct qian_log *log, uint64_t *size, struct qian_err *err) {
    struct qian_digest *leaves = NULL;
    size_t count = 0;
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    enum qian_status status = qian_store_leaves(log->store, &leaves, &count, err);
    if (status == QIAN_OK)
        status = check_not_older(log, leaves, count, h, err);
    if (status == QIAN_OK)
        status = store_and_sign(log, leaves, count, h, err);
    if (status == QIAN_OK)
        status = qian_log_publish(log, &log->published, err);
    if (size)
        *size = count;
    qian_hasher_close(h);
    free(leaves);
    return status;
}

static enum qian_status another(const char *vkey, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "", "", "this home keeps a log already", "use another --home");
    qian_err_value(err, "%.200s", vkey);
    return status;
}

enum qian_status qian_log_look(struct qian_store *store, const char *origin, bool *there,
                               struct qian_err *err) {
    struct qian_stored_log about;
    enum qian_status status = qian_store_log_get(store, there, &about, err);
    if (status == QIAN_OK && *there && strcmp(about.origin, origin) != 0)
        status = another(about.vkey, err);
    qian_stored_log_free(&about);
    return status;
}

enum qian_status qian_log_init(struct qian_store *store, const char *home, const char *origin,
                               const struct qian_secret *secret, struct qian_err *err) {
    struct qian_log log = {0};
    struct qian_buf vkey = {0};
    struct qian_note_key key = qian_note_key_of(qian_str(origin), secret, false);
    bool found = false;
    qian_log_vkey_write(&vkey, key.name, &key.key, false);
    enum qian_status status = qian_store_log_get(store, &found, &log.about, err);
    if (status == QIAN_OK && !found)
        status = qian_store_log_make(store, origin, vkey.p, err);
    if (status == QIAN_OK && found && strcmp(log.about.vkey, vkey.p) != 0)
        status = another(log.about.vkey, err);
    qian_stored_log_free(&log.about);
    qian_buf_free(&vkey);
    if (status != QIAN_OK)
        return status;
    status = qian_log_open(store, home, &log, err);
    if (status == QIAN_OK)
        status = qian_log_use_key(&log, secret, err);
    if (status == QIAN_OK)
        status = qian_folder_make(log.folder, 0755, err);
    if (status == QIAN_OK)
        status = qian_log_finish(&log, NULL, err);
    qian_log_close(&log);
    return status;
}

static enum qian_status enter(struct qian_log *log, const struct qian_str *entry, size_t count,
                              uint64_t *index, struct qian_err *err) {
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    enum qian_status status = qian_store_begin(log->store, err);
    for (size_t i = 0; status == QIAN_OK && i < count; i++) {
        struct qian_digest leaf;
        qian_leaf_hash(h, entry[i], &leaf);
        status = qian_store_entry_add(log->store, entry[i], &leaf, &index[i], err);
    }
    qian_hasher_close(h);
    return qian_store_end(log->store, status, err);
}

enum qian_status qian_log_add(struct qian_log *log, const struct qian_str *entry, size_t count,
                              uint64_t *index, uint64_t *size, size_t *bad, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (*bad = 0; *bad < count; ++*bad) {
        status = check_entry(entry[*bad], err);
        if (status != QIAN_OK)
            return status;
    }
    // First what a run before has left: a log that has lost entries takes no new ones.
    status = qian_log_finish(log, size, err);
    if (status == QIAN_OK)
        status = enter(log, entry, count, index, err);
    if (status == QIAN_OK)
        status = qian_log_finish(log, size, err);
    return status;
}
