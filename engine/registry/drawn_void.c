// SPDX-License-Identifier: MulanPSL-2.0
// The end of a draw that came to nothing (spec/history.md 1.8).
#include <string.h>

#include "engine/base/json_out.h"
#include "engine/registry/drawn.h"
#include "engine/registry/frozen.h"

// spec/history.md 1.6: "a void of such a draw"
static enum qian_status check_void(const struct qian_drawn_order *order,
                                   struct qian_drawn_entry *out, struct qian_err *err) {
    struct qian_draw_changes changes = {0};
    const char *draw = order->drawn->draw;
    enum qian_status status = qian_draw_changes_read(order->store, UINT64_MAX, &changes, err);
    if (status == QIAN_OK && qian_draw_last(&changes, draw, QIAN_DRAW_ENTERED)) {
        status = qian_fail(err, QIAN_DISAGREES, "", "history 1.6",
                           "the draw is void here, and was entered as drawn",
                           "ask the log which of the two stands: qian log monitor");
        qian_err_where(err, "%.64s", draw);
    }
    if (status == QIAN_OK && out->executed == QIAN_DRAWN_LINE &&
        qian_draw_last(&changes, draw, QIAN_DRAW_VOID))
        out->executed = QIAN_DRAWN_LINE_BEFORE;
    qian_draw_changes_free(&changes);
    return status;
}

// spec/history.md 1.8: "an event `void` of the plan whose line its notice names"
static enum qian_status enter_void(const struct qian_drawn_order *order, uint64_t list,
                                   struct qian_drawn_entry *out, struct qian_err *err) {
    const struct qian_drawn *d = order->drawn;
    struct qian_buf manifest = {0};
    struct qian_json j = qian_json_begin(&manifest);
    qian_json_text(&j, "list", out->plan);
    qian_json_text(&j, "event", "void");
    qian_json_text(&j, "day", d->day);
    qian_json_text(&j, "line", out->line);
    qian_json_text(&j, "draw", d->draw);
    qian_json_u64(&j, "serial", d->serial);
    qian_json_hex(&j, "notice", d->notice.b, sizeof d->notice.b);
    qian_json_end(&j);
    struct qian_change change = {.list = list,
                                 .time = order->time,
                                 .who = order->who,
                                 .kind = "void",
                                 .manifest = manifest.p};
    enum qian_status status = qian_store_change_add(order->store, &change, err);
    out->event = status == QIAN_OK ? change.number : 0;
    qian_buf_free(&manifest);
    return status;
}

static enum qian_status work(const struct qian_drawn_order *order, struct qian_drawn_entry *out,
                             struct qian_err *err) {
    char today[11] = "", year[5] = "";
    struct qian_named_line line = {0};
    memcpy(today, order->time, 10);
    memcpy(year, order->drawn->day, 4);
    enum qian_status status =
        qian_line_named(order->store, UINT64_MAX >> 1, today, year, order->drawn->line, &line, err);
    out->executed = line.found;
    if (line.plan) {
        out->plan = qian_str_copy(qian_str(line.plan));
        out->line = qian_str_copy(qian_str(line.line));
    }
    if (status == QIAN_OK)
        status = check_void(order, out, err);
    if (status == QIAN_OK && order->apply && out->executed == QIAN_DRAWN_LINE)
        status = enter_void(order, line.list, out, err);
    qian_named_line_free(&line);
    return status;
}

enum qian_status qian_drawn_void(const struct qian_drawn_order *order, struct qian_drawn_entry *out,
                                 struct qian_err *err) {
    struct qian_err ignored = {0};
    enum qian_status status = qian_store_begin(order->store, err);
    if (status != QIAN_OK)
        return status;
    status = work(order, out, err);
    bool keep = status == QIAN_OK && out->event > 0;
    enum qian_status ended =
        qian_store_end(order->store, keep ? QIAN_OK : QIAN_REFUSED, keep ? err : &ignored);
    return keep ? ended : status;
}
