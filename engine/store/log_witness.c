// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "engine/store/log.h"
#include "engine/store/sql.h"

enum qian_status qian_store_log_witnesses(struct qian_store *store,
                                          struct qian_stored_witness **out, size_t *count,
                                          struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "SELECT name, vkey, url, size FROM log_witness ORDER BY name");
    size_t cap = 0;
    bool row;
    *out = NULL;
    *count = 0;
    enum qian_status status = qian_sql_step(&sql, &row, err);
    while (row && status == QIAN_OK) {
        *out = qian_grow(*out, &cap, *count + 1, sizeof **out);
        (*out)[(*count)++] = (struct qian_stored_witness){
            .name = qian_sql_get_text(&sql, 0),
            .vkey = qian_sql_get_text(&sql, 1),
            .url = qian_sql_is_null(&sql, 2) ? NULL : qian_sql_get_text(&sql, 2),
            .size = qian_sql_get_u64(&sql, 3)};
        status = qian_sql_step(&sql, &row, err);
    }
    qian_sql_close(&sql);
    return status;
}

void qian_stored_witnesses_free(struct qian_stored_witness *witness, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(witness[i].name);
        free(witness[i].vkey);
        free(witness[i].url);
    }
    free(witness);
}

// Is this name, or this key under another name, entered with something else?
static enum qian_status check_witness(struct qian_store *store, const char *name, const char *vkey,
                                      struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "SELECT name FROM log_witness WHERE (name = ?1) <> (vkey = ?2)");
    bool row;
    qian_sql_text(&sql, 1, qian_str(name));
    qian_sql_text(&sql, 2, qian_str(vkey));
    enum qian_status status = qian_sql_step(&sql, &row, err);
    if (row) {
        status = qian_fail(err, QIAN_REFUSED, "", "", "this witness is known with another key",
                           "give a new key a new name");
        qian_err_value(err, "%.200s", name);
    }
    qian_sql_close(&sql);
    return status;
}

enum qian_status qian_store_log_witness_add(struct qian_store *store, const char *name,
                                            const char *vkey, const char *url,
                                            struct qian_err *err) {
    enum qian_status status = check_witness(store, name, vkey, err);
    if (status != QIAN_OK)
        return status;
    struct qian_sql sql =
        qian_sql_open(store, "INSERT INTO log_witness(name, vkey, url, size) VALUES(?1, ?2, ?3, 0) "
                             "ON CONFLICT(name) DO UPDATE SET url = COALESCE(?3, url)");
    qian_sql_text(&sql, 1, qian_str(name));
    qian_sql_text(&sql, 2, qian_str(vkey));
    if (url)
        qian_sql_text(&sql, 3, qian_str(url));
    else
        qian_sql_null(&sql, 3);
    return qian_sql_done(&sql, err);
}

enum qian_status qian_store_log_witness_size(struct qian_store *store, const char *name,
                                             uint64_t size, struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(store, "UPDATE log_witness SET size = ?2 WHERE name = ?1");
    qian_sql_text(&sql, 1, qian_str(name));
    qian_sql_u64(&sql, 2, size);
    return qian_sql_done(&sql, err);
}

enum qian_status qian_store_cosignature_add(struct qian_store *store, uint64_t size,
                                            const char *witness,
                                            const uint8_t cosignature[QIAN_COSIGNATURE_SIZE],
                                            struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(store, "INSERT INTO log_cosignature(size, witness, bytes) "
                                               "VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING");
    qian_sql_u64(&sql, 1, size);
    qian_sql_text(&sql, 2, qian_str(witness));
    qian_sql_blob(&sql, 3, cosignature, QIAN_COSIGNATURE_SIZE);
    return qian_sql_done(&sql, err);
}

enum qian_status qian_store_cosignature_get(struct qian_store *store, uint64_t size,
                                            const char *witness, bool *found,
                                            uint8_t cosignature[QIAN_COSIGNATURE_SIZE],
                                            struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "SELECT bytes FROM log_cosignature WHERE size = ?1 AND witness = ?2");
    qian_sql_u64(&sql, 1, size);
    qian_sql_text(&sql, 2, qian_str(witness));
    enum qian_status status = qian_sql_step(&sql, found, err);
    if (*found && !qian_sql_get_bytes(&sql, 0, cosignature, QIAN_COSIGNATURE_SIZE))
        status = qian_sql_damaged(store, err);
    qian_sql_close(&sql);
    return status;
}
