// SPDX-License-Identifier: MulanPSL-2.0
// Staged rows beside the rows of a list, both by id; and what the difference writes.
#include <string.h>

#include "engine/store/register_sql.h"

struct side {
    struct qian_sql sql;
    bool row;
    struct qian_str field[QIAN_REGISTER_COLUMNS_MAX];
    struct qian_str from, to; // valid; a staged row has no end
};

struct merge {
    struct qian_stage *stage;
    const struct qian_stage_order *order;
    struct side old, new;
    struct qian_sql note; // into delta
    struct qian_sql held; // is this id that of a row that was refused?
    uint64_t *counts;
};

// Of an id's rows whose recorded time is open the one that is valid last: max() picks the row.
static struct qian_sql open_old(struct qian_stage *stage, uint64_t list) {
    struct qian_buf text = {0};
    qian_buf_text(&text, "SELECT ");
    qian_sql_columns(&text, stage->reg, "");
    qian_buf_text(&text, ", max(valid_from), valid_to FROM ");
    qian_buf_text(&text, stage->reg->name);
    qian_buf_text(&text, " WHERE list = ?1 AND recorded_to IS NULL GROUP BY id ORDER BY id");
    struct qian_sql sql = qian_sql_open(stage->store, text.p);
    qian_buf_free(&text);
    qian_sql_u64(&sql, 1, list);
    return sql;
}

static struct qian_sql open_new(struct qian_stage *stage) {
    struct qian_buf text = {0};
    qian_buf_text(&text, "SELECT ");
    qian_stage_columns(&text, stage->reg, "");
    qian_buf_text(&text, ", valid, row FROM temp.sorted ORDER BY c0");
    struct qian_sql sql = qian_sql_open(stage->store, text.p);
    qian_buf_free(&text);
    return sql;
}

static enum qian_status step(struct merge *m, struct side *side, struct qian_err *err) {
    size_t columns = m->stage->reg->columns;
    enum qian_status status = qian_sql_step(&side->sql, &side->row, err);
    if (status != QIAN_OK || !side->row)
        return status;
    for (size_t i = 0; i < columns; i++)
        side->field[i] = qian_sql_view(&side->sql, (int)i);
    side->from = qian_sql_view(&side->sql, (int)columns);
    side->to = qian_sql_view(&side->sql, (int)columns + 1);
    return QIAN_OK;
}

static enum qian_difference compare(const struct merge *m) {
    if (qian_str_cmp(m->old.to, m->new.from) <= 0)
        return QIAN_ADDED; // it had gone by then
    for (size_t i = 0; i < m->stage->reg->columns; i++)
        if (!qian_str_eq(m->old.field[i], m->new.field[i]))
            return QIAN_CHANGED;
    bool stands =
        qian_str_cmp(m->old.from, m->new.from) <= 0 && qian_str_is(m->old.to, QIAN_FOREVER);
    return stands ? QIAN_SAME : QIAN_CHANGED;
}

static enum qian_status note(struct merge *m, enum qian_difference what, struct qian_err *err) {
    struct qian_str removal = qian_str(m->order->valid_from);
    struct qian_compared compared = {.what = what,
                                     .old = what == QIAN_ADDED ? NULL : m->old.field,
                                     .new = what == QIAN_REMOVED ? NULL : m->new.field};
    if (compared.new)
        compared.row = qian_sql_get_u64(&m->new.sql, (int)m->stage->reg->columns + 1);
    m->counts[what]++;
    if (what == QIAN_SAME)
        return QIAN_OK;
    if (m->order->tell)
        m->order->tell(m->order->context, &compared);
    qian_sql_text(&m->note, 1, compared.new ? m->new.field[0] : m->old.field[0]);
    qian_sql_u64(&m->note, 2, (uint64_t)what);
    qian_sql_text(&m->note, 3, compared.new ? m->new.from : removal);
    return qian_sql_run(&m->note, err);
}

static enum qian_status is_held(struct merge *m, bool *held, struct qian_err *err) {
    qian_sql_text(&m->held, 1, m->old.field[0]);
    enum qian_status status = qian_sql_step(&m->held, held, err);
    qian_sql_rewind(&m->held);
    return status;
}

// An id that the list has and the file has not. What ended before is no removal, nor is what stood
// in a row that was refused.
static enum qian_status absent(struct merge *m, struct qian_err *err) {
    bool held = false;
    if (m->order->partial || qian_str_cmp(m->old.to, qian_str(m->order->valid_from)) <= 0)
        return QIAN_OK;
    enum qian_status status = is_held(m, &held, err);
    return status == QIAN_OK && !held ? note(m, QIAN_REMOVED, err) : status;
}

static enum qian_status merge(struct merge *m, struct qian_err *err) {
    enum qian_status status = step(m, &m->old, err);
    if (status == QIAN_OK)
        status = step(m, &m->new, err);
    while (status == QIAN_OK && (m->old.row || m->new.row)) {
        int order = !m->old.row   ? 1
                    : !m->new.row ? -1
                                  : qian_str_cmp(m->old.field[0], m->new.field[0]);
        if (order < 0)
            status = absent(m, err);
        else
            status = note(m, order > 0 ? QIAN_ADDED : compare(m), err);
        if (status == QIAN_OK && order <= 0)
            status = step(m, &m->old, err);
        if (status == QIAN_OK && order >= 0)
            status = step(m, &m->new, err);
    }
    return status;
}

enum qian_status qian_stage_compare(struct qian_stage *stage, const struct qian_stage_order *order,
                                    uint64_t counts[4], struct qian_err *err) {
    struct merge m = {.stage = stage, .order = order, .counts = counts};
    memset(counts, 0, 4 * sizeof *counts);
    stage->list = order->list;
    m.old.sql = open_old(stage, order->list);
    m.new.sql = open_new(stage);
    m.note =
        qian_sql_open(stage->store, "INSERT INTO temp.delta(id, what, valid) VALUES(?1, ?2, ?3)");
    m.held = qian_sql_open(stage->store, "SELECT 1 FROM temp.gone WHERE c0 = ?1");
    enum qian_status status = merge(&m, err);
    qian_sql_close(&m.old.sql);
    qian_sql_close(&m.new.sql);
    qian_sql_close(&m.note);
    qian_sql_close(&m.held);
    return status;
}

static enum qian_status run(struct qian_stage *stage, const struct qian_change *change,
                            struct qian_buf *text, struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(stage->store, text->p);
    qian_sql_u64(&sql, 1, change->list);
    qian_sql_u64(&sql, 2, change->number);
    text->n = 0;
    return qian_sql_done(&sql, err);
}

// spec/registers.md 2.4: "the part before that day is recorded anew"
static void keep_past(struct qian_buf *text, const struct qian_register *reg) {
    qian_buf_text(text, "INSERT INTO ");
    qian_buf_text(text, reg->name);
    qian_buf_text(text, "(list, ");
    qian_sql_columns(text, reg, "");
    qian_buf_text(text, ", valid_from, valid_to, recorded_from) SELECT t.list, ");
    qian_sql_columns(text, reg, "t.");
    qian_buf_text(text, ", t.valid_from, d.valid, ?2 FROM temp.delta d JOIN ");
    qian_buf_text(text, reg->name);
    qian_buf_text(text, " t ON t.list = ?1 AND t.id = d.id WHERE d.what >= 2 AND t.recorded_to IS "
                        "NULL AND t.valid_to > d.valid AND t.valid_from < d.valid");
}

static void close_old(struct qian_buf *text, const struct qian_register *reg) {
    qian_buf_text(text, "UPDATE ");
    qian_buf_text(text, reg->name);
    qian_buf_text(text, " AS t SET recorded_to = ?2 FROM temp.delta d WHERE t.list = ?1 AND t.id = "
                        "d.id AND d.what >= 2 AND t.recorded_to IS NULL AND t.recorded_from < ?2 "
                        "AND t.valid_to > d.valid");
}

static void add_new(struct qian_buf *text, const struct qian_register *reg) {
    qian_buf_text(text, "INSERT INTO ");
    qian_buf_text(text, reg->name);
    qian_buf_text(text, "(list, ");
    qian_sql_columns(text, reg, "");
    qian_buf_text(text, ", valid_from, valid_to, recorded_from) SELECT ?1, ");
    qian_stage_columns(text, reg, "s.");
    qian_buf_text(text, ", s.valid, '" QIAN_FOREVER "', ?2 FROM temp.delta d JOIN temp.sorted s ON "
                        "s.c0 = d.id WHERE d.what < 3");
}

enum qian_status qian_stage_apply(struct qian_stage *stage, const struct qian_change *change,
                                  struct qian_err *err) {
    static void (*const texts[])(struct qian_buf *,
                                 const struct qian_register *) = {keep_past, close_old, add_new};
    struct qian_buf text = {0};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; status == QIAN_OK && i < sizeof texts / sizeof *texts; i++) {
        texts[i](&text, stage->reg);
        status = run(stage, change, &text, err);
    }
    qian_buf_free(&text);
    return status;
}
