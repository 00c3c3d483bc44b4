// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/store/log.h"

#include <stdlib.h>
#include <string.h>

#include "engine/store/sql.h"

const char qian_sql_log[] =
    "CREATE TABLE log(id INTEGER PRIMARY KEY CHECK(id = 1), origin TEXT NOT NULL, "
    "vkey TEXT NOT NULL, behind INTEGER NOT NULL CHECK(behind >= 0)) STRICT;"
    "CREATE TABLE log_entry(place INTEGER PRIMARY KEY CHECK(place >= 0), "
    "digest BLOB NOT NULL UNIQUE CHECK(length(digest) = 32), "
    "leaf BLOB NOT NULL CHECK(length(leaf) = 32), bytes BLOB NOT NULL) STRICT;"
    "CREATE TRIGGER log_entry_kept BEFORE DELETE ON log_entry "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
    "CREATE TRIGGER log_entry_same BEFORE UPDATE ON log_entry "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
    "CREATE TABLE log_checkpoint(size INTEGER PRIMARY KEY CHECK(size >= 0), "
    "root BLOB NOT NULL CHECK(length(root) = 32), "
    "signature BLOB CHECK(length(signature) = 64)) STRICT;"
    "CREATE TRIGGER log_checkpoint_kept BEFORE DELETE ON log_checkpoint "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
    "CREATE TRIGGER log_checkpoint_same BEFORE UPDATE OF size, root ON log_checkpoint "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
    "CREATE TABLE log_witness(name TEXT PRIMARY KEY, vkey TEXT NOT NULL UNIQUE, url TEXT, "
    "size INTEGER NOT NULL CHECK(size >= 0)) STRICT;"
    "CREATE TABLE log_cosignature(size INTEGER NOT NULL REFERENCES log_checkpoint(size), "
    "witness TEXT NOT NULL REFERENCES log_witness(name), "
    "bytes BLOB NOT NULL CHECK(length(bytes) = 72), PRIMARY KEY(size, witness)) STRICT;";

enum qian_status qian_store_log_make(struct qian_store *store, const char *origin, const char *vkey,
                                     struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "INSERT INTO log(id, origin, vkey, behind) VALUES(1, ?1, ?2, 0)");
    qian_sql_text(&sql, 1, qian_str(origin));
    qian_sql_text(&sql, 2, qian_str(vkey));
    return qian_sql_done(&sql, err);
}

enum qian_status qian_store_log_get(struct qian_store *store, bool *found,
                                    struct qian_stored_log *out, struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(store, "SELECT origin, vkey, behind FROM log");
    *out = (struct qian_stored_log){0};
    enum qian_status status = qian_sql_step(&sql, found, err);
    if (*found) {
        out->origin = qian_sql_get_text(&sql, 0);
        out->vkey = qian_sql_get_text(&sql, 1);
        out->behind = qian_sql_get_u64(&sql, 2);
    }
    qian_sql_close(&sql);
    return status;
}

enum qian_status qian_store_log_behind(struct qian_store *store, uint64_t size,
                                       struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "UPDATE log SET behind = ?1 WHERE ?1 = 0 OR behind < ?1");
    qian_sql_u64(&sql, 1, size);
    return qian_sql_done(&sql, err);
}

void qian_stored_log_free(struct qian_stored_log *log) {
    free(log->origin);
    free(log->vkey);
    *log = (struct qian_stored_log){0};
}

static enum qian_status find_entry(struct qian_store *store, const struct qian_digest *digest,
                                   bool *found, uint64_t *index, struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(store, "SELECT place FROM log_entry WHERE digest = ?1");
    qian_sql_blob(&sql, 1, digest->b, sizeof digest->b);
    enum qian_status status = qian_sql_step(&sql, found, err);
    if (*found)
        *index = qian_sql_get_u64(&sql, 0);
    qian_sql_close(&sql);
    return status;
}

static enum qian_status count_entries(struct qian_store *store, uint64_t *count,
                                      struct qian_err *err) {
    bool row;
    struct qian_sql sql = qian_sql_open(store, "SELECT COUNT(*), MAX(place) FROM log_entry");
    enum qian_status status = qian_sql_step(&sql, &row, err);
    if (row) {
        *count = qian_sql_get_u64(&sql, 0);
        if (*count > 0 && qian_sql_get_u64(&sql, 1) != *count - 1)
            status = qian_sql_damaged(store, err);
    }
    qian_sql_close(&sql);
    return status;
}

enum qian_status qian_store_entry_add(struct qian_store *store, struct qian_str entry,
                                      const struct qian_digest *leaf, uint64_t *index,
                                      struct qian_err *err) {
    struct qian_digest digest;
    bool found = false;
    qian_sha256(entry, &digest);
    enum qian_status status = find_entry(store, &digest, &found, index, err);
    if (status == QIAN_OK && !found)
        status = count_entries(store, index, err);
    if (status != QIAN_OK || found)
        return status;
    struct qian_sql sql = qian_sql_open(
        store, "INSERT INTO log_entry(place, digest, leaf, bytes) VALUES(?1, ?2, ?3, ?4)");
    qian_sql_u64(&sql, 1, *index);
    qian_sql_blob(&sql, 2, digest.b, sizeof digest.b);
    qian_sql_blob(&sql, 3, leaf->b, sizeof leaf->b);
    qian_sql_blob(&sql, 4, entry.p, entry.n);
    return qian_sql_done(&sql, err);
}

enum qian_status qian_store_entry_find(struct qian_store *store, struct qian_str entry, bool *found,
                                       struct qian_err *err) {
    struct qian_digest digest;
    uint64_t index;
    qian_sha256(entry, &digest);
    return find_entry(store, &digest, found, &index, err);
}

enum qian_status qian_store_entry_get(struct qian_store *store, uint64_t index,
                                      struct qian_buf *out, struct qian_err *err) {
    bool row;
    struct qian_sql sql = qian_sql_open(store, "SELECT bytes FROM log_entry WHERE place = ?1");
    qian_sql_u64(&sql, 1, index);
    enum qian_status status = qian_sql_step(&sql, &row, err);
    if (row)
        qian_sql_get_blob(&sql, 0, out);
    else if (status == QIAN_OK)
        status = qian_sql_damaged(store, err);
    qian_sql_close(&sql);
    return status;
}

enum qian_status qian_store_leaves(struct qian_store *store, struct qian_digest **leaf,
                                   size_t *count, struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(store, "SELECT place, leaf FROM log_entry ORDER BY place");
    size_t cap = 0;
    bool row;
    *leaf = NULL;
    *count = 0;
    enum qian_status status = qian_sql_step(&sql, &row, err);
    while (row && status == QIAN_OK) {
        *leaf = qian_grow(*leaf, &cap, *count + 1, sizeof **leaf);
        if (qian_sql_get_u64(&sql, 0) != *count ||
            !qian_sql_get_bytes(&sql, 1, (*leaf)[*count].b, 32))
            status = qian_sql_damaged(store, err);
        ++*count;
        if (status == QIAN_OK)
            status = qian_sql_step(&sql, &row, err);
    }
    qian_sql_close(&sql);
    return status;
}

// Take the one row that the statement gives, if any, and close it.
static enum qian_status take_checkpoint(struct qian_sql *sql, bool *found,
                                        struct qian_stored_checkpoint *out, struct qian_err *err) {
    *out = (struct qian_stored_checkpoint){0};
    enum qian_status status = qian_sql_step(sql, found, err);
    if (*found) {
        out->size = qian_sql_get_u64(sql, 0);
        out->is_signed = !qian_sql_is_null(sql, 2);
        if (!qian_sql_get_bytes(sql, 1, out->root.b, 32) ||
            (out->is_signed && !qian_sql_get_bytes(sql, 2, out->signature, 64)))
            status = qian_sql_damaged(sql->store, err);
    }
    qian_sql_close(sql);
    return status;
}

enum qian_status qian_store_checkpoint_last(struct qian_store *store, uint64_t most, bool *found,
                                            struct qian_stored_checkpoint *out,
                                            struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "SELECT size, root, signature FROM log_checkpoint WHERE size <= ?1 "
                             "ORDER BY size DESC LIMIT 1");
    qian_sql_u64(&sql, 1, most);
    return take_checkpoint(&sql, found, out, err);
}

enum qian_status qian_store_checkpoint_best(struct qian_store *store, uint64_t index, bool *found,
                                            struct qian_stored_checkpoint *out,
                                            struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "SELECT c.size, c.root, c.signature FROM log_checkpoint c "
                             "LEFT JOIN log_cosignature w ON w.size = c.size "
                             "WHERE c.size > ?1 AND c.signature IS NOT NULL GROUP BY c.size "
                             "ORDER BY COUNT(w.witness) DESC, c.size LIMIT 1");
    qian_sql_u64(&sql, 1, index);
    return take_checkpoint(&sql, found, out, err);
}

enum qian_status qian_store_checkpoint_next(struct qian_store *store, uint64_t above, bool *found,
                                            struct qian_stored_checkpoint *out,
                                            struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(
        store, "SELECT c.size, c.root, c.signature FROM log_checkpoint c "
               "JOIN log_cosignature w ON w.size = c.size "
               "WHERE c.size > ?1 AND c.signature IS NOT NULL ORDER BY c.size LIMIT 1");
    qian_sql_u64(&sql, 1, above);
    return take_checkpoint(&sql, found, out, err);
}

enum qian_status qian_store_checkpoint_add(struct qian_store *store, uint64_t size,
                                           const struct qian_digest *root, struct qian_err *err) {
    struct qian_stored_checkpoint old;
    bool found = false;
    enum qian_status status = qian_store_checkpoint_last(store, size, &found, &old, err);
    if (status != QIAN_OK)
        return status;
    if (found && old.size == size) {
        if (memcmp(old.root.b, root->b, sizeof root->b) == 0)
            return QIAN_OK;
        status = qian_fail(err, QIAN_REFUSED, "L09", "log 6.1",
                           "another root is stored for this size: the log never signs two",
                           "restore the log from a copy, and keep what is here for evidence");
        qian_err_value(err, "%llu", (unsigned long long)size);
        return status;
    }
    struct qian_sql sql =
        qian_sql_open(store, "INSERT INTO log_checkpoint(size, root) VALUES(?1, ?2)");
    qian_sql_u64(&sql, 1, size);
    qian_sql_blob(&sql, 2, root->b, sizeof root->b);
    return qian_sql_done(&sql, err);
}

enum qian_status qian_store_checkpoint_sign(struct qian_store *store, uint64_t size,
                                            const uint8_t signature[64], struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "UPDATE log_checkpoint SET signature = ?2 WHERE size = ?1");
    qian_sql_u64(&sql, 1, size);
    qian_sql_blob(&sql, 2, signature, 64);
    return qian_sql_done(&sql, err);
}
