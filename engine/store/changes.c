// SPDX-License-Identifier: MulanPSL-2.0
// The changes of registers.db: who did what, and when.
#include <stdlib.h>
#include <string.h>

#include "engine/store/registers.h"
#include "engine/store/sql.h"

static enum qian_status last_time(struct qian_store *store, char **time, struct qian_err *err) {
    bool row;
    struct qian_sql sql =
        qian_sql_open(store, "SELECT time FROM change ORDER BY number DESC LIMIT 1");
    enum qian_status status = qian_sql_step(&sql, &row, err);
    *time = status == QIAN_OK && row ? qian_sql_get_text(&sql, 0) : NULL;
    qian_sql_close(&sql);
    return status;
}

// spec/history.md 1.4: "It has changes of the kind `transcript` alone, and no file can be imported
// into it."
static enum qian_status check_kind(struct qian_store *store, const struct qian_change *change,
                                   struct qian_err *err) {
    bool row;
    struct qian_sql sql = qian_sql_open(store, "SELECT 1 FROM change WHERE list = ?1 AND (kind = "
                                               "'transcript') <> (?2 = 'transcript') LIMIT 1");
    qian_sql_u64(&sql, 1, change->list);
    qian_sql_text(&sql, 2, qian_str(change->kind));
    enum qian_status status = qian_sql_step(&sql, &row, err);
    qian_sql_close(&sql);
    if (status != QIAN_OK || !row)
        return status;
    return qian_fail(err, QIAN_REFUSED, "", "history 1.4",
                     "a draw's list has what its transcript says, and nothing else",
                     "give the department's list a name of its own");
}

// spec/registers.md 2.3: "A change whose time is before that of the last one is refused"
enum qian_status qian_store_change_add(struct qian_store *store, struct qian_change *change,
                                       struct qian_err *err) {
    char *last;
    enum qian_status status = last_time(store, &last, err);
    if (status == QIAN_OK && last && strcmp(change->time, last) < 0) {
        status = qian_fail(err, QIAN_REFUSED, "", "registers 2.3",
                           "the last change has a later time than now: the clock was set back",
                           "set the clock right");
        qian_err_value(err, "%s < %s", change->time, last);
    }
    free(last);
    if (status == QIAN_OK)
        status = check_kind(store, change, err);
    if (status != QIAN_OK)
        return status;
    struct qian_sql sql = qian_sql_open(store, "INSERT INTO change(time, who, list, manifest, "
                                               "kind) VALUES(?1, ?2, nullif(?3, 0), ?4, ?5)");
    qian_sql_text(&sql, 1, qian_str(change->time));
    qian_sql_text(&sql, 2, qian_str(change->who));
    qian_sql_u64(&sql, 3, change->list);
    qian_sql_text(&sql, 4, qian_str(change->manifest));
    qian_sql_text(&sql, 5, qian_str(change->kind));
    status = qian_sql_done(&sql, err);
    if (status == QIAN_OK)
        change->number = (uint64_t)sqlite3_last_insert_rowid(store->db);
    return status;
}

enum qian_status qian_store_changes(struct qian_store *store, uint64_t list, uint64_t after,
                                    struct qian_stored_change **out, size_t *count,
                                    struct qian_err *err) {
    bool row = true;
    size_t cap = 0;
    enum qian_status status = QIAN_OK;
    struct qian_sql sql = qian_sql_open(
        store, "SELECT c.number, c.time, c.who, ifnull(l.register, ''), ifnull(l.name, ''), "
               "c.manifest, c.kind FROM change c LEFT JOIN list l ON l.number = c.list "
               "WHERE c.number > ?1 AND (?2 = 0 OR c.list = ?2) ORDER BY c.number");
    qian_sql_u64(&sql, 1, after);
    qian_sql_u64(&sql, 2, list);
    *out = NULL;
    *count = 0;
    while (status == QIAN_OK && row) {
        status = qian_sql_step(&sql, &row, err);
        if (status != QIAN_OK || !row)
            break;
        *out = qian_grow(*out, &cap, *count + 1, sizeof **out);
        (*out)[(*count)++] = (struct qian_stored_change){
            qian_sql_get_u64(&sql, 0),  qian_sql_get_text(&sql, 1), qian_sql_get_text(&sql, 2),
            qian_sql_get_text(&sql, 3), qian_sql_get_text(&sql, 4), qian_sql_get_text(&sql, 5),
            qian_sql_get_text(&sql, 6)};
    }
    qian_sql_close(&sql);
    return status;
}

void qian_stored_changes_free(struct qian_stored_change *change, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(change[i].time);
        free(change[i].who);
        free(change[i].reg);
        free(change[i].list);
        free(change[i].manifest);
        free(change[i].kind);
    }
    free(change);
}

enum qian_status qian_store_change_at(struct qian_store *store, const char *time, uint64_t *number,
                                      struct qian_err *err) {
    bool row;
    struct qian_sql sql =
        qian_sql_open(store, "SELECT ifnull(max(number), 0) FROM change WHERE time <= ?1");
    qian_sql_text(&sql, 1, qian_str(time));
    enum qian_status status = qian_sql_step(&sql, &row, err);
    *number = status == QIAN_OK && row ? qian_sql_get_u64(&sql, 0) : 0;
    qian_sql_close(&sql);
    return status;
}
