// SPDX-License-Identifier: MulanPSL-2.0
// Rows on their way into a list. They are sorted by the library, which spills to a file; then file
// and list, both by id, are gone through side by side, so that memory does not grow with either.
#include <stdlib.h>
#include <string.h>

#include "engine/store/register_sql.h"

#define STAGE_COLUMNS                                                                              \
    "c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, "   \
    "c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31"

// stage: as they came; sorted: by id; delta: what is to be done with an id.
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
                                        "DELETE FROM temp.delta", "DELETE FROM temp.gone"};
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
    size_t length[QIAN_REGISTER_COLUMNS_MAX + 1]; // the last is the day from which it is valid
    uint64_t row;
    bool same; // as far as seen, all rows of its id are the same
    bool any;
};

static void keep(struct kept *k, const struct qian_sql *sql, size_t columns) {
    k->bytes.n = 0;
    for (size_t i = 0; i <= columns; i++) {
        struct qian_str field = qian_sql_view(sql, (int)i);
        k->length[i] = field.n;
        qian_buf_str(&k->bytes, field);
    }
    k->row = qian_sql_get_u64(sql, (int)columns + 1);
    k->same = k->any = true;
}

// The columns in which the statement's row is not the kept one, a bit each; the one after the last
// column is the day.
static uint32_t differ(const struct kept *k, const struct qian_sql *sql, size_t columns) {
    uint32_t bits = 0;
    const char *at = k->bytes.p;
    for (size_t i = 0; i <= columns; i++) {
        struct qian_str a = {at, k->length[i]};
        if (!qian_str_eq(a, qian_sql_view(sql, (int)i)))
            bits |= UINT32_C(1) << i;
        at += k->length[i];
    }
    return bits;
}

static struct qian_str kept_id(const struct kept *k) {
    return (struct qian_str){k->bytes.p, k->length[0]};
}

enum qian_status qian_stage_hold(struct qian_stage *stage, struct qian_str id, uint64_t row,
                                 struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(stage->store, "INSERT OR IGNORE INTO temp.gone(c0, row) VALUES(?1, ?2)");
    qian_sql_text(&sql, 1, id);
    qian_sql_u64(&sql, 2, row);
    return qian_sql_done(&sql, err);
}

struct repeats {
    struct qian_stage *stage;
    struct kept first;
    qian_stage_repeat *tell;
    void *context;
};

// spec/import.md 6.2: "if all values are the same, the second is counted as a *repeat* and not
// entered again; if not, both rows are refused"
static enum qian_status look(struct repeats *r, const struct qian_sql *sql, struct qian_err *err) {
    size_t columns = r->stage->reg->columns;
    struct qian_str id = qian_sql_view(sql, 0);
    if (!r->first.any || !qian_str_eq(id, kept_id(&r->first))) {
        keep(&r->first, sql, columns);
        return QIAN_OK;
    }
    uint64_t row = qian_sql_get_u64(sql, (int)columns + 1);
    uint32_t bits = differ(&r->first, sql, columns);
    r->tell(r->context, row, r->first.row, id, bits);
    enum qian_status status = qian_stage_hold(r->stage, id, row, err);
    if (status == QIAN_OK && bits && r->first.same) {
        r->first.same = false;
        r->tell(r->context, r->first.row, row, id, bits);
        status = qian_stage_hold(r->stage, id, r->first.row, err);
    }
    return status;
}

static enum qian_status find_repeats(struct repeats *r, struct qian_err *err) {
    struct qian_buf text = {0};
    qian_buf_text(&text, "SELECT ");
    qian_stage_columns(&text, r->stage->reg, "");
    qian_buf_text(&text, ", valid, row FROM temp.sorted ORDER BY c0, row");
    struct qian_sql sql = qian_sql_open(r->stage->store, text.p);
    qian_buf_free(&text);
    bool row = true;
    enum qian_status status = QIAN_OK;
    while (status == QIAN_OK && row) {
        status = qian_sql_step(&sql, &row, err);
        if (status == QIAN_OK && row)
            status = look(r, &sql, err);
    }
    qian_sql_close(&sql);
    qian_buf_free(&r->first.bytes);
    return status;
}

enum qian_status qian_stage_sort(struct qian_stage *stage, qian_stage_repeat *tell, void *context,
                                 struct qian_err *err) {
    struct qian_buf sql = {0};
    struct repeats repeats = {.stage = stage, .tell = tell, .context = context};
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
        status = find_repeats(&repeats, err);
    if (status == QIAN_OK)
        status =
            exec(stage->store,
                 "DELETE FROM temp.sorted WHERE (c0, row) IN (SELECT c0, row FROM temp.gone)", err);
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
