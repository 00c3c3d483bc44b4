// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/store/sql.h"

#include <limits.h>
#include <string.h>

enum qian_status qian_sql_fault(const struct qian_store *store, int rc, struct qian_err *err) {
    int kind = rc & 0xff;
    enum qian_status status;
    if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED)
        status = qian_fail(err, QIAN_BUSY, "", "", "another process works on this home",
                           "wait until it has ended");
    else if (kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB)
        status = qian_sql_damaged(store, err);
    else
        status = qian_fail(err, QIAN_CANNOT, "", "", "the database cannot be read or written",
                           "check path, rights and free space");
    qian_err_where(err, "%.200s", store->path);
    qian_err_value(err, "%s (%d)", sqlite3_errstr(rc), rc);
    return status;
}

enum qian_status qian_sql_damaged(const struct qian_store *store, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_CANNOT, "", "", "the database is damaged", "restore it from a copy");
    qian_err_where(err, "%.200s", store->path);
    return status;
}

struct qian_sql qian_sql_open(struct qian_store *store, const char *sql) {
    struct qian_sql out = {.store = store};
    out.rc = sqlite3_prepare_v2(store->db, sql, -1, &out.statement, NULL);
    return out;
}

void qian_sql_close(struct qian_sql *sql) {
    (void)sqlite3_finalize(sql->statement); // what failed was said when it was stepped
    sql->statement = NULL;
}

static void remember(struct qian_sql *sql, int rc) {
    if (sql->rc == SQLITE_OK)
        sql->rc = rc;
}

void qian_sql_text(struct qian_sql *sql, int place, struct qian_str value) {
    if (sql->rc == SQLITE_OK)
        remember(sql, sqlite3_bind_text64(sql->statement, place, value.n ? value.p : "", value.n,
                                          SQLITE_STATIC, SQLITE_UTF8));
}

void qian_sql_blob(struct qian_sql *sql, int place, const void *bytes, size_t n) {
    if (sql->rc == SQLITE_OK)
        remember(sql, sqlite3_bind_blob64(sql->statement, place, n ? bytes : "", n, SQLITE_STATIC));
}

void qian_sql_u64(struct qian_sql *sql, int place, uint64_t value) {
    if (sql->rc == SQLITE_OK)
        remember(sql, value > INT64_MAX
                          ? SQLITE_RANGE
                          : sqlite3_bind_int64(sql->statement, place, (sqlite3_int64)value));
}

void qian_sql_bits(struct qian_sql *sql, int place, uint64_t bits) {
    sqlite3_int64 value;
    memcpy(&value, &bits, sizeof value);
    if (sql->rc == SQLITE_OK)
        remember(sql, sqlite3_bind_int64(sql->statement, place, value));
}

void qian_sql_null(struct qian_sql *sql, int place) {
    if (sql->rc == SQLITE_OK)
        remember(sql, sqlite3_bind_null(sql->statement, place));
}

enum qian_status qian_sql_step(struct qian_sql *sql, bool *row, struct qian_err *err) {
    *row = false;
    if (sql->rc != SQLITE_OK)
        return qian_sql_fault(sql->store, sql->rc, err);
    int rc = sqlite3_step(sql->statement);
    if (rc == SQLITE_ROW) {
        *row = true;
        return QIAN_OK;
    }
    if (rc == SQLITE_DONE)
        rc = sqlite3_reset(sql->statement);
    if (rc == SQLITE_OK)
        return QIAN_OK;
    sql->rc = rc;
    return qian_sql_fault(sql->store, rc, err);
}

void qian_sql_rewind(struct qian_sql *sql) {
    if (sql->rc == SQLITE_OK)
        sql->rc = sqlite3_reset(sql->statement);
}

enum qian_status qian_sql_run(struct qian_sql *sql, struct qian_err *err) {
    bool row;
    return qian_sql_step(sql, &row, err);
}

enum qian_status qian_sql_done(struct qian_sql *sql, struct qian_err *err) {
    enum qian_status status = qian_sql_run(sql, err);
    qian_sql_close(sql);
    return status;
}

bool qian_sql_is_null(const struct qian_sql *sql, int column) {
    return sqlite3_column_type(sql->statement, column) == SQLITE_NULL;
}

uint64_t qian_sql_get_u64(const struct qian_sql *sql, int column) {
    sqlite3_int64 value = sqlite3_column_int64(sql->statement, column);
    return value < 0 ? 0 : (uint64_t)value; // the schema holds every integer to 0 or more
}

uint64_t qian_sql_get_bits(const struct qian_sql *sql, int column) {
    sqlite3_int64 value = sqlite3_column_int64(sql->statement, column);
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

char *qian_sql_get_text(const struct qian_sql *sql, int column) {
    const char *text = (const char *)sqlite3_column_text(sql->statement, column);
    size_t n = (size_t)sqlite3_column_bytes(sql->statement, column);
    return qian_str_copy((struct qian_str){text ? text : "", text ? n : 0});
}

void qian_sql_get_blob(const struct qian_sql *sql, int column, struct qian_buf *out) {
    const void *bytes = sqlite3_column_blob(sql->statement, column);
    size_t n = (size_t)sqlite3_column_bytes(sql->statement, column);
    qian_buf_add(out, bytes ? bytes : "", n);
}

bool qian_sql_get_bytes(const struct qian_sql *sql, int column, void *out, size_t n) {
    const void *bytes = sqlite3_column_blob(sql->statement, column);
    if (!bytes || (size_t)sqlite3_column_bytes(sql->statement, column) != n)
        return false;
    memcpy(out, bytes, n);
    return true;
}
