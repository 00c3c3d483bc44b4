// SPDX-License-Identifier: MulanPSL-2.0
// Rows on their way into a list. They are sorted by the library, which spills to a file; then file
// and list, both by id, are gone through side by side, so that memory does not grow with either.
#include <stdlib.h>
#include <string.h>

#include "engine/store/register_sql.h"

#define STAGE_COLUMNS                                                                              \
    "c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, "   \
    "c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31"

// stage: as they came; sorted: by id; delta: what is to be done with an id; gone: rows that are not
// taken; twins: what such rows say of an id of which another row is.
const char qian_sql_stage[] =
    "CREATE TEMP TABLE stage(row INTEGER PRIMARY KEY, valid, " STAGE_COLUMNS ");"
    "CREATE TEMP TABLE sorted(c0 NOT NULL, row INTEGER NOT NULL, valid, "
    "c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, "
    "c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31, PRIMARY KEY(c0, row)) WITHOUT ROWID;"
    "CREATE TEMP TABLE delta(id TEXT PRIMARY KEY, what INTEGER NOT NULL, valid TEXT NOT NULL) "
    "WITHOUT ROWID;"
    "CREATE TEMP TABLE canon(id TEXT PRIMARY KEY, current TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TEMP TABLE wanted(list INTEGER, by_subject INTEGER, items INTEGER NOT NULL, "
    "PRIMARY KEY(list, by_subject)) WITHOUT ROWID;"
    "CREATE TEMP TABLE gone(c0, row, PRIMARY KEY(c0, row)) WITHOUT ROWID;"
    "CREATE TEMP TABLE twins(c0, row, text, PRIMARY KEY(c0, row)) WITHOUT ROWID;"
    // What was deleted lies in a file without a name: to overwrite it would hide nothing.
    "PRAGMA temp.secure_delete=OFF;"
    "PRAGMA temp.cache_size=-32768;";

static enum qian_status exec(struct qian_store *store, const char *sql, struct qian_err *err) {
    struct qian_sql s = qian_sql_open(store, sql);
    return qian_sql_done(&s, err);
}

void qian_stage_columns(struct qian_buf *sql, const struct qian_register *reg, const char *prefix) {
    for (size_t i = 0; i < reg->columns; i++) {
        qian_buf_text(sql, i > 0 ? ", " : "");
        qian_buf_text(sql, prefix);
        qian_buf_char(sql, 'c');
        qian_buf_u64(sql, i);
    }
}

static enum qian_status clear(struct qian_store *store, struct qian_err *err) {
    static const char *const texts[] = {"DELETE FROM temp.stage", "DELETE FROM temp.sorted",
                                        "DELETE FROM temp.delta", "DELETE FROM temp.gone",
                                        "DELETE FROM temp.twins"};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; status == QIAN_OK && i < sizeof texts / sizeof *texts; i++)
        status = exec(store, texts[i], err);
    return status;
}

enum qian_status qian_store_stage(struct qian_store *store, const struct qian_register *reg,
                                  struct qian_stage **out, struct qian_err *err) {
    struct qian_buf sql = {0};
    struct qian_stage *stage = qian_take(1, sizeof *stage);
    *stage = (struct qian_stage){.store = store, .reg = reg};
    *out = stage;
    enum qian_status status = clear(store, err);
    qian_buf_text(&sql, "INSERT INTO temp.stage(row, valid, ");
    qian_stage_columns(&sql, reg, "");
    qian_buf_text(&sql, ") VALUES(?1, ?2");
    for (size_t i = 0; i < reg->columns; i++) {
        qian_buf_text(&sql, ", ?");
        qian_buf_u64(&sql, i + 3);
    }
    qian_buf_char(&sql, ')');
    stage->add = qian_sql_open(store, sql.p);
    qian_buf_free(&sql);
    return status;
}

enum qian_status qian_stage_add(struct qian_stage *stage, uint64_t row, const char *valid_from,
                                const struct qian_str *field, struct qian_err *err) {
    qian_sql_u64(&stage->add, 1, row);
    qian_sql_text(&stage->add, 2, qian_str(valid_from));
    for (size_t i = 0; i < stage->reg->columns; i++)
        qian_sql_text(&stage->add, (int)i + 3, field[i]);
    return qian_sql_run(&stage->add, err);
}

// A row that is kept for comparison with the next: its fields, one after the other.
struct kept {
    struct qian_buf bytes;
    struct qian_str
        field[QIAN_REGISTER_COLUMNS_MAX + 1]; // the last: the day from which it is valid
    uint64_t row;
    bool gone; // it was told that none of its id stays
    bool any;
};

static void keep(struct kept *k, const struct qian_str *field, size_t count, uint64_t row) {
    k->bytes.n = 0;
    for (size_t i = 0; i < count; i++)
        qian_buf_str(&k->bytes, field[i]);
    const char *at = k->bytes.p;
    for (size_t i = 0; i < count; at += field[i++].n)
        k->field[i] = (struct qian_str){at, field[i].n};
    k->row = row;
    k->gone = false;
    k->any = true;
}

// The columns in which two rows differ, a bit each.
static uint32_t differ(const struct qian_str *a, const struct qian_str *b, size_t count) {
    uint32_t bits = 0;
    for (size_t i = 0; i < count; i++)
        if (!qian_str_eq(a[i], b[i]))
            bits |= UINT32_C(1) << i;
    return bits;
}

enum qian_status qian_stage_hold(struct qian_stage *stage, struct qian_str id, uint64_t row,
                                 struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(stage->store, "INSERT OR IGNORE INTO temp.gone(c0, row) VALUES(?1, ?2)");
    qian_sql_text(&sql, 1, id);
    qian_sql_u64(&sql, 2, row);
    return qian_sql_done(&sql, err);
}

struct twinning {
    struct qian_stage *stage;
    struct kept first;
    struct qian_buf conflict; // what the others say, in so far as the caller keeps it
    qian_stage_twin *tell;
    void *context;
};

// The rows of an id have all been seen: what the others say goes into the one that stays.
static enum qian_status finish(struct twinning *t, struct qian_err *err) {
    if (t->conflict.n == 0)
        return QIAN_OK;
    struct qian_sql sql =
        qian_sql_open(t->stage->store, "INSERT INTO temp.twins(c0, row, text) VALUES(?1, ?2, ?3)");
    qian_sql_text(&sql, 1, t->first.field[0]);
    qian_sql_u64(&sql, 2, t->first.row);
    qian_sql_text(&sql, 3, qian_buf_view(&t->conflict));
    t->conflict.n = 0;
    return qian_sql_done(&sql, err);
}

static enum qian_status look(struct twinning *t, const struct qian_str *field, uint64_t row,
                             struct qian_err *err) {
    size_t count = t->stage->reg->columns + 1;
    if (!t->first.any || !qian_str_eq(field[0], t->first.field[0])) {
        enum qian_status status = finish(t, err);
        keep(&t->first, field, count, row);
        return status;
    }
    struct qian_twin twin = {
        row,         t->first.row, field, t->first.field, differ(field, t->first.field, count),
        &t->conflict};
    bool both = t->tell(t->context, &twin) == QIAN_NONE_STAYS;
    enum qian_status status = qian_stage_hold(t->stage, field[0], row, err);
    if (status == QIAN_OK && both && !t->first.gone) {
        struct qian_twin back = {t->first.row, row, t->first.field, field, twin.differ, NULL};
        t->first.gone = true;
        (void)t->tell(t->context, &back);
        status = qian_stage_hold(t->stage, field[0], t->first.row, err);
    }
    return status;
}

static enum qian_status find_twins(struct twinning *t, struct qian_err *err) {
    struct qian_str field[QIAN_REGISTER_COLUMNS_MAX + 1];
    size_t count = t->stage->reg->columns + 1;
    struct qian_buf text = {0};
    qian_buf_text(&text, "SELECT ");
    qian_stage_columns(&text, t->stage->reg, "");
    qian_buf_text(&text, ", valid, row FROM temp.sorted ORDER BY c0, row");
    struct qian_sql sql = qian_sql_open(t->stage->store, text.p);
    qian_buf_free(&text);
    bool row = true;
    enum qian_status status = QIAN_OK;
    while (status == QIAN_OK && row) {
        status = qian_sql_step(&sql, &row, err);
        if (status != QIAN_OK || !row)
            break;
        for (size_t i = 0; i < count; i++)
            field[i] = qian_sql_view(&sql, (int)i);
        status = look(t, field, qian_sql_get_u64(&sql, (int)count), err);
    }
    qian_sql_close(&sql);
    if (status == QIAN_OK)
        status = finish(t, err);
    qian_buf_free(&t->first.bytes);
    qian_buf_free(&t->conflict);
    return status;
}

static enum qian_status settle_twins(struct qian_stage *stage, struct qian_err *err) {
    enum qian_status status =
        exec(stage->store,
             "DELETE FROM temp.sorted WHERE (c0, row) IN (SELECT c0, row FROM temp.gone)", err);
    size_t last = stage->reg->columns - 1;
    if (status != QIAN_OK || strcmp(stage->reg->column[last], "conflict") != 0)
        return status;
    struct qian_buf sql = {0};
    qian_buf_text(&sql, "UPDATE temp.sorted AS s SET c");
    qian_buf_u64(&sql, last);
    qian_buf_text(&sql, " = t.text FROM temp.twins t WHERE t.c0 = s.c0 AND t.row = s.row");
    status = exec(stage->store, sql.p, err);
    qian_buf_free(&sql);
    return status;
}

enum qian_status qian_stage_sort(struct qian_stage *stage, qian_stage_twin *tell, void *context,
                                 struct qian_err *err) {
    struct qian_buf sql = {0};
    struct twinning twinning = {.stage = stage, .tell = tell, .context = context};
    qian_sql_close(&stage->add);
    qian_buf_text(&sql, "INSERT INTO temp.sorted(row, valid, ");
    qian_stage_columns(&sql, stage->reg, "");
    qian_buf_text(&sql, ") SELECT row, valid, ");
    qian_stage_columns(&sql, stage->reg, "");
    qian_buf_text(&sql, " FROM temp.stage ORDER BY c0, row");
    enum qian_status status = exec(stage->store, sql.p, err);
    qian_buf_free(&sql);
    if (status == QIAN_OK)
        status = exec(stage->store, "DELETE FROM temp.stage", err);
    if (status == QIAN_OK)
        status = find_twins(&twinning, err);
    return status == QIAN_OK ? settle_twins(stage, err) : status;
}

enum qian_status qian_stage_strangers(struct qian_stage *stage, size_t column,
                                      const struct qian_register *other, size_t other_column,
                                      qian_stage_stranger *tell, void *context,
                                      struct qian_err *err) {
    struct qian_buf text = {0};
    bool row = true;
    qian_buf_text(&text, "SELECT min(row), c");
    qian_buf_u64(&text, column);
    qian_buf_text(&text, ", count(*) FROM temp.sorted GROUP BY 2 HAVING c");
    qian_buf_u64(&text, column);
    qian_buf_text(&text, " <> '' AND c");
    qian_buf_u64(&text, column);
    qian_buf_text(&text, " NOT IN (SELECT ");
    qian_buf_text(&text, other->column[other_column]);
    qian_buf_text(&text, " FROM ");
    qian_buf_text(&text, other->name);
    qian_buf_text(&text, " WHERE recorded_to IS NULL) ORDER BY 1");
    struct qian_sql sql = qian_sql_open(stage->store, text.p);
    qian_buf_free(&text);
    enum qian_status status = QIAN_OK;
    while (status == QIAN_OK && row) {
        status = qian_sql_step(&sql, &row, err);
        if (status == QIAN_OK && row)
            tell(context, qian_sql_get_u64(&sql, 0), qian_sql_view(&sql, 1),
                 qian_sql_get_u64(&sql, 2));
    }
    qian_sql_close(&sql);
    return status;
}

void qian_stage_free(struct qian_stage *stage) {
    if (!stage)
        return;
    struct qian_err ignored;
    qian_sql_close(&stage->add);
    (void)clear(stage->store, &ignored); // the next stage clears as well
    free(stage);
}
