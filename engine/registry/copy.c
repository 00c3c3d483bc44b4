// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/copy.h"

#include <stdlib.h>
#include <string.h>

#include "engine/registry/events.h"

#define STORE_WAIT_MS 5000

struct comparing {
    struct qian_copy *out;
    size_t kind; // place of the column `kind`, or SIZE_MAX: the register has none that matters
};

static void add(struct qian_copy *out, const struct qian_compared *compared, struct qian_str listed,
                struct qian_str copied) {
    const struct qian_str *row = compared->new ? compared->new : compared->old;
    out->difference =
        qian_grow(out->difference, &out->cap, out->count + 1, sizeof *out->difference);
    out->difference[out->count++] = (struct qian_copy_difference){
        compared->what,        (size_t)compared->row, qian_str_copy(row[0]),
        qian_str_copy(row[1]), qian_str_copy(listed), qian_str_copy(copied)};
}

// spec/registers.md 4.6: "A row that stands in one alone, and, of items, a `kind` (items 1.3) that
// is not the same in both, is a difference"
static void differ(void *context, const struct qian_compared *compared) {
    struct comparing *c = context;
    const struct qian_str none = qian_str("");
    if (compared->what != QIAN_CHANGED)
        add(c->out, compared, none, none);
    else if (c->kind != SIZE_MAX && !qian_str_eq(compared->old[c->kind], compared->new[c->kind]))
        add(c->out, compared, compared->old[c->kind], compared->new[c->kind]);
}

static enum qian_status unreadable(const struct qian_copy *out, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_BAD_DATA, "", "registers 4.6", "rows of the copy cannot be read",
                  "qian import, without --apply, lists them");
    qian_err_value(err, "%zu", out->read.findings.rows[QIAN_REJECTED]);
    return status;
}

static enum qian_status look(const struct qian_copy_order *order, const struct qian_register **reg,
                             struct qian_copy *out, struct qian_err *err) {
    uint64_t number = 0;
    struct qian_store *store = NULL;
    struct qian_history history;
    enum qian_status status = qian_store_open_registers(order->home, STORE_WAIT_MS, &store, err);
    if (status == QIAN_OK)
        status = qian_list_find(store, order->list, &number, reg, err);
    if (status == QIAN_OK)
        status = qian_history_read(store, number, UINT64_MAX, &history, err);
    qian_store_close(store); // the import opens it again
    if (status != QIAN_OK)
        return status;
    out->version = history.imported;
    if (history.imported > 0)
        return QIAN_OK;
    status = qian_fail(err, QIAN_REFUSED, "", "registers 4.1", "nothing was imported into the list",
                       "import it first");
    qian_err_where(err, "%.200s", order->list);
    return status;
}

enum qian_status qian_copy_compare(const struct qian_copy_order *order, struct qian_copy *out,
                                   struct qian_err *err) {
    const struct qian_register *reg = NULL;
    enum qian_status status = look(order, &reg, out, err);
    if (status != QIAN_OK)
        return status;
    bool items = strcmp(reg->name, "items") == 0;
    struct comparing c = {out, items ? qian_register_column(reg, "kind") : SIZE_MAX};
    struct qian_import_order import = {.kind = qian_kind_find(reg->name),
                                       .home = order->home,
                                       .path = order->path,
                                       .list = order->list,
                                       .department = "",
                                       .encoding = order->encoding,
                                       .sheet = order->sheet,
                                       .header = order->from,
                                       .who = "",
                                       .time = order->time,
                                       .differ = differ,
                                       .differ_context = &c};
    import.header.kind = import.kind;
    status = qian_import_run(&import, &out->read, err);
    if (status == QIAN_OK && out->read.findings.rows[QIAN_REJECTED] > 0)
        status = unreadable(out, err);
    return status;
}

void qian_copy_free(struct qian_copy *copy) {
    for (size_t i = 0; i < copy->count; i++) {
        struct qian_copy_difference *d = &copy->difference[i];
        free(d->id);
        free(d->name);
        free(d->listed);
        free(d->copied);
    }
    free(copy->difference);
    qian_import_free(&copy->read);
    *copy = (struct qian_copy){0};
}
