// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/store/witness.h"

#include <stdlib.h>
#include <string.h>

#include "engine/store/sql.h"

const char qian_sql_witness[] =
    "CREATE TABLE witness_self(id INTEGER PRIMARY KEY CHECK(id = 1), name TEXT NOT NULL, "
    "vkey TEXT NOT NULL) STRICT;"
    "CREATE TABLE witness_log(id BLOB PRIMARY KEY CHECK(length(id) = 32), "
    "origin TEXT NOT NULL, vkey TEXT NOT NULL, size INTEGER NOT NULL CHECK(size >= 0), "
    "root BLOB CHECK(length(root) = 32), checkpoint TEXT) STRICT;"
    "CREATE TRIGGER witness_log_kept BEFORE DELETE ON witness_log "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
    "CREATE TRIGGER witness_log_grows BEFORE UPDATE ON witness_log WHEN new.size < old.size "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END;";

enum qian_status qian_store_self_get(struct qian_store *store, char **name, char **vkey,
                                     struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(store, "SELECT name, vkey FROM witness_self");
    bool row;
    *name = *vkey = NULL;
    enum qian_status status = qian_sql_step(&sql, &row, err);
    if (row) {
        *name = qian_sql_get_text(&sql, 0);
        *vkey = qian_sql_get_text(&sql, 1);
    }
    qian_sql_close(&sql);
    return status;
}

enum qian_status qian_store_self_set(struct qian_store *store, const char *name, const char *vkey,
                                     struct qian_err *err) {
    char *old_name, *old_vkey;
    enum qian_status status = qian_store_self_get(store, &old_name, &old_vkey, err);
    if (status == QIAN_OK && old_name && strcmp(vkey, old_vkey) != 0) {
        status = qian_fail(err, QIAN_REFUSED, "", "", "this home is a witness with another key",
                           "use another --home, or restore the key from a copy");
        qian_err_value(err, "%.200s", old_vkey);
    } else if (status == QIAN_OK && !old_name) {
        struct qian_sql sql =
            qian_sql_open(store, "INSERT INTO witness_self(id, name, vkey) VALUES(1, ?1, ?2)");
        qian_sql_text(&sql, 1, qian_str(name));
        qian_sql_text(&sql, 2, qian_str(vkey));
        status = qian_sql_done(&sql, err);
    }
    free(old_name);
    free(old_vkey);
    return status;
}

enum qian_status qian_store_known_get(struct qian_store *store, const struct qian_digest *id,
                                      bool *found, struct qian_known_log *out,
                                      struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(
        store, "SELECT origin, vkey, size, root, checkpoint FROM witness_log WHERE id = ?1");
    *out = (struct qian_known_log){0};
    qian_sql_blob(&sql, 1, id->b, sizeof id->b);
    enum qian_status status = qian_sql_step(&sql, found, err);
    if (*found) {
        out->origin = qian_sql_get_text(&sql, 0);
        out->vkey = qian_sql_get_text(&sql, 1);
        out->size = qian_sql_get_u64(&sql, 2);
        out->checkpoint = qian_sql_is_null(&sql, 4) ? NULL : qian_sql_get_text(&sql, 4);
        if (out->checkpoint && !qian_sql_get_bytes(&sql, 3, out->root.b, 32))
            status = qian_sql_damaged(store, err);
    }
    qian_sql_close(&sql);
    return status;
}

enum qian_status qian_store_known_add(struct qian_store *store, const char *origin,
                                      const char *vkey, struct qian_err *err) {
    struct qian_digest id;
    struct qian_known_log old;
    bool found = false;
    qian_sha256(qian_str(origin), &id);
    enum qian_status status = qian_store_known_get(store, &id, &found, &old, err);
    if (status == QIAN_OK && found && strcmp(old.vkey, vkey) != 0) {
        status = qian_fail(err, QIAN_REFUSED, "", "", "this log is known with another key",
                           "a log with a new key has a new origin");
        qian_err_value(err, "%.200s", old.vkey);
    } else if (status == QIAN_OK && !found) {
        struct qian_sql sql =
            qian_sql_open(store, "INSERT INTO witness_log(id, origin, vkey, size) "
                                 "VALUES(?1, ?2, ?3, 0)");
        qian_sql_blob(&sql, 1, id.b, sizeof id.b);
        qian_sql_text(&sql, 2, qian_str(origin));
        qian_sql_text(&sql, 3, qian_str(vkey));
        status = qian_sql_done(&sql, err);
    }
    qian_known_log_free(&old);
    return status;
}

enum qian_status qian_store_known_set(struct qian_store *store, const struct qian_digest *id,
                                      uint64_t size, const struct qian_digest *root,
                                      struct qian_str checkpoint, struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(
        store, "UPDATE witness_log SET size = ?2, root = ?3, checkpoint = ?4 WHERE id = ?1");
    qian_sql_blob(&sql, 1, id->b, sizeof id->b);
    qian_sql_u64(&sql, 2, size);
    qian_sql_blob(&sql, 3, root->b, sizeof root->b);
    qian_sql_text(&sql, 4, checkpoint);
    return qian_sql_done(&sql, err);
}

void qian_known_log_free(struct qian_known_log *log) {
    free(log->origin);
    free(log->vkey);
    free(log->checkpoint);
    *log = (struct qian_known_log){0};
}
