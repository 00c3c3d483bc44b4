// SPDX-License-Identifier: MulanPSL-2.0
// Rows of a register, as they were known at one time to be valid on one day.
#include <stdlib.h>

#include "engine/store/register_sql.h"

struct qian_scan {
    struct qian_sql sql;
    size_t columns;
};

void qian_sql_columns(struct qian_buf *sql, const struct qian_register *reg, const char *prefix) {
    for (size_t i = 0; i < reg->columns; i++) {
        qian_buf_text(sql, i > 0 ? ", " : "");
        qian_buf_text(sql, prefix);
        qian_buf_text(sql, reg->column[i]);
    }
}

struct qian_str qian_sql_view(const struct qian_sql *sql, int column) {
    const char *text = (const char *)sqlite3_column_text(sql->statement, column);
    size_t n = (size_t)sqlite3_column_bytes(sql->statement, column);
    return (struct qian_str){text ? text : "", text ? n : 0};
}

static enum qian_status run(struct qian_store *store, const char *text, struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(store, text);
    return qian_sql_done(&sql, err);
}

enum qian_status qian_store_canon_clear(struct qian_store *store, struct qian_err *err) {
    return run(store, "DELETE FROM temp.canon", err);
}

enum qian_status qian_store_canon_add(struct qian_store *store, struct qian_str id,
                                      struct qian_str current, struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "INSERT INTO temp.canon(id, current) VALUES(?1, ?2)");
    qian_sql_text(&sql, 1, id);
    qian_sql_text(&sql, 2, current);
    return qian_sql_done(&sql, err);
}

enum qian_status qian_store_wanted_clear(struct qian_store *store, struct qian_err *err) {
    return run(store, "DELETE FROM temp.wanted", err);
}

enum qian_status qian_store_wanted_add(struct qian_store *store, uint64_t list, bool by_subject,
                                       uint64_t items, struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "INSERT INTO temp.wanted(list, by_subject, items) VALUES(?1, ?2, ?3) "
                             "ON CONFLICT DO UPDATE SET items = items | excluded.items");
    qian_sql_u64(&sql, 1, list);
    qian_sql_u64(&sql, 2, by_subject);
    // The library's integers have a sign; the bits are what matters.
    qian_sql_bits(&sql, 3, items);
    return qian_sql_done(&sql, err);
}

// The id whose canonical one is the key.
static void write_by(struct qian_buf *sql, const struct qian_scan_order *order) {
    if (order->wanted)
        qian_buf_text(sql,
                      "CASE WHEN w.by_subject AND t.subject <> '' THEN t.subject ELSE t.id END");
    else if (order->by) {
        qian_buf_text(sql, "t.");
        qian_buf_text(sql, order->by);
    }
}

static void write_scan(struct qian_buf *sql, const struct qian_scan_order *order) {
    qian_buf_text(sql, "SELECT ");
    qian_sql_columns(sql, order->reg, "t.");
    qian_buf_text(
        sql, ", t.valid_from, t.valid_to, t.recorded_from, ifnull(t.recorded_to, 0), t.list, ");
    qian_buf_text(sql, order->wanted ? "w.items, w.by_subject AND t.subject <> '', " : "0, 0, ");
    if (order->by) {
        qian_buf_text(sql, "ifnull(c.current, ");
        write_by(sql, order);
        qian_buf_text(sql, ")");
    } else {
        qian_buf_text(sql, "t.id");
    }
    // The join goes through the lists one by one, each by its key.
    qian_buf_text(sql, order->wanted ? " AS key FROM temp.wanted w CROSS JOIN " : " AS key FROM ");
    qian_buf_text(sql, order->reg->name);
    qian_buf_text(sql, " t");
    qian_buf_text(sql, order->wanted ? " ON t.list = w.list" : "");
    if (order->by) {
        qian_buf_text(sql, " LEFT JOIN temp.canon c ON c.id = ");
        write_by(sql, order);
    }
    qian_buf_text(sql, " WHERE t.recorded_from <= ?1 AND (t.recorded_to IS NULL OR t.recorded_to > "
                       "?1) AND t.valid_from <= ?2 AND t.valid_to > ?2");
    qian_buf_text(sql, order->list > 0 ? " AND t.list = ?3" : "");
    qian_buf_text(sql, order->by         ? " ORDER BY key, t.list, t.id"
                       : order->list > 0 ? " ORDER BY t.id"
                                         : " ORDER BY t.id, t.list");
}

enum qian_status qian_store_scan(struct qian_store *store, const struct qian_scan_order *order,
                                 struct qian_scan **out, struct qian_err *err) {
    struct qian_scan *scan = qian_take(1, sizeof *scan);
    struct qian_buf sql = {0};
    (void)err; // what fails is told by the first step
    write_scan(&sql, order);
    scan->sql = qian_sql_open(store, sql.p);
    scan->columns = order->reg->columns;
    qian_buf_free(&sql);
    qian_sql_u64(&scan->sql, 1, order->change);
    qian_sql_text(&scan->sql, 2, qian_str(order->day));
    if (order->list > 0)
        qian_sql_u64(&scan->sql, 3, order->list);
    *out = scan;
    return QIAN_OK;
}

enum qian_status qian_scan_next(struct qian_scan *scan, bool *row, struct qian_scanned *out,
                                struct qian_err *err) {
    enum qian_status status = qian_sql_step(&scan->sql, row, err);
    if (status != QIAN_OK || !*row)
        return status;
    int column = 0;
    for (size_t i = 0; i < scan->columns; i++)
        out->field[i] = qian_sql_view(&scan->sql, column++);
    out->valid_from = qian_sql_view(&scan->sql, column++);
    out->valid_to = qian_sql_view(&scan->sql, column++);
    out->recorded = qian_sql_get_u64(&scan->sql, column++);
    out->ended = qian_sql_get_u64(&scan->sql, column++);
    out->list = qian_sql_get_u64(&scan->sql, column++);
    out->items = qian_sql_get_bits(&scan->sql, column++);
    out->by_subject = qian_sql_get_u64(&scan->sql, column++) != 0;
    out->key = qian_sql_view(&scan->sql, column);
    return QIAN_OK;
}

void qian_scan_close(struct qian_scan *scan) {
    if (!scan)
        return;
    qian_sql_close(&scan->sql);
    free(scan);
}
