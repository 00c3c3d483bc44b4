// SPDX-License-Identifier: MulanPSL-2.0
#include <string.h>

#include "cli/commands.h"
#include "cli/desk.h"
#include "engine/sheet/csv_out.h"

#define FLUSH_AT 1048576 // bytes

static void header(struct qian_buf *out, const struct qian_register *reg) {
    for (size_t i = 0; i < reg->columns; i++) {
        qian_buf_text(out, reg->column[i]);
        qian_buf_char(out, ',');
    }
    qian_buf_text(out, "list,valid_from,valid_to,recorded\n");
}

static const char *name_of(const struct qian_stored_list *list, size_t count, uint64_t number) {
    for (size_t i = 0; i < count; i++)
        if (list[i].number == number)
            return list[i].name;
    return "";
}

struct shown {
    struct ui *ui;
    const struct qian_register *reg;
    struct qian_stored_list *list;
    size_t lists;
};

// spec/registers.md 2.5: "It gives the same bytes for ever."
// So no end of validity or recording that came later is shown: valid_to is what was known then.
static void row(const struct shown *s, const struct qian_scanned *scanned, struct qian_buf *out) {
    for (size_t i = 0; i < s->reg->columns; i++) {
        qian_csv_cell(out, scanned->field[i]);
        qian_buf_char(out, ',');
    }
    qian_csv_cell(out, qian_str(name_of(s->list, s->lists, scanned->list)));
    qian_buf_char(out, ',');
    qian_buf_str(out, scanned->valid_from);
    qian_buf_char(out, ',');
    qian_buf_str(out, scanned->valid_to);
    qian_buf_char(out, ',');
    qian_buf_u64(out, scanned->recorded);
    qian_buf_char(out, '\n');
}

static enum qian_status scan(const struct shown *s, struct desk *desk, uint64_t list,
                             struct qian_err *err) {
    struct qian_scan_order order = {
        .reg = s->reg, .list = list, .change = desk->change, .day = desk->day};
    struct qian_scan *scan = NULL;
    struct qian_scanned scanned;
    struct qian_buf out = {0};
    bool more = true;
    enum qian_status status = qian_store_scan(desk->store, &order, &scan, err);
    header(&out, s->reg);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &scanned, err);
        if (status == QIAN_OK && more)
            row(s, &scanned, &out);
        if (out.n > FLUSH_AT || !more) {
            (void)ui_print(s->ui, &out); // main says if it cannot be written
            out.n = 0;
        }
    }
    qian_scan_close(scan);
    qian_buf_free(&out);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {DESK_OPTIONS, {.name = "--list"}};
    const char *word[1];
    struct desk desk;
    struct qian_err err = {0};
    bool help = false;
    size_t words = 0;
    uint64_t list = 0;
    if (!ui_parse(ui, argc, argv, options, 4, word, &words, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_register_show);
        return QIAN_OK;
    }
    struct shown s = {.ui = ui, .reg = words == 1 ? qian_register_find(word[0]) : NULL};
    if (!s.reg)
        return ui_usage(ui, "there is no such register", words ? word[0] : "");
    enum qian_status status = desk_open(ui, options, &desk, &err);
    if (status == QIAN_OK && options[3].value)
        status = desk_list(&desk, s.reg->name, options[3].value, &list, &err);
    if (status == QIAN_OK)
        status = qian_store_lists(desk.store, s.reg->name, &s.list, &s.lists, &err);
    if (status == QIAN_OK)
        status = scan(&s, &desk, list, &err);
    qian_stored_lists_free(s.list, s.lists);
    return desk_end(ui, &desk, status, &err);
}

const struct ui_command cmd_register_show = {
    .name = "register show",
    .summary = "print a register as CSV, as it was known at a time to be on a day",
    .usage = "  qian register show REGISTER [--list LIST] " DESK_USAGE,
    .examples = "  qian register show targets --list scjg-food --home HOME\n"
                "  qian register show items --as-of 2026-03-01T09:00:00+08:00 --home HOME",
    .run = run};
