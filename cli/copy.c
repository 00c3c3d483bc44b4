// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/copy.h"

#include <stdlib.h>
#include <time.h>

#include "cli/commands.h"
#include "engine/base/date.h"
#include "engine/sheet/rows.h"

void copy_options(struct ui_option *option, const char **map) {
    option[COPY_ENCODING] = (struct ui_option){.name = "--encoding"};
    option[COPY_SHEET] = (struct ui_option){.name = "--sheet"};
    option[COPY_HEADER] = (struct ui_option){.name = "--header"};
    option[COPY_MAP] = (struct ui_option){.name = "--map", .values = map, .max = COPY_MAPS_MAX};
}

enum qian_status copy_compare(struct ui *ui, const char *home, const struct ui_option *option,
                              const char *list, const char *path, struct qian_copy *out,
                              struct qian_err *err) {
    const char *header = option[COPY_HEADER].value;
    uint64_t row = 0;
    char now[26];
    qian_time_write((int64_t)time(NULL), now);
    if (header && (!qian_u64_read(qian_str(header), QIAN_ROWS_MAX, &row) || row == 0)) {
        ui_usage(ui, "--header wants the number of a row", header);
        return err->status = QIAN_USAGE;
    }
    char *folder = home_of(ui, home);
    if (!folder)
        return err->status = QIAN_USAGE;
    const struct qian_copy_order order = {
        .home = folder,
        .list = list,
        .path = path,
        .encoding = option[COPY_ENCODING].value,
        .sheet = option[COPY_SHEET].value,
        .from = {.row = row, .map = option[COPY_MAP].values, .maps = option[COPY_MAP].count},
        .time = now};
    enum qian_status status = qian_copy_compare(&order, out, err);
    free(folder);
    return status;
}

void copy_text(struct ui *ui, const struct qian_copy *copy, struct qian_buf *out) {
    for (size_t i = 0; i < copy->count; i++) {
        const struct qian_copy_difference *d = &copy->difference[i];
        if (d->row > 0) {
            qian_buf_text(out, ui_say(ui, "row "));
            qian_buf_u64(out, d->row);
            qian_buf_char(out, ' ');
        }
        qian_show(out, qian_str(d->id), 100);
        qian_buf_char(out, ' ');
        qian_show(out, qian_str(d->name), 100);
        qian_buf_text(out, ": ");
        if (d->what == QIAN_CHANGED) {
            qian_buf_text(out, ui_say(ui, "kind in the list: "));
            qian_buf_text(out, *d->listed ? ui_say(ui, d->listed) : "-");
            qian_buf_text(out, ui_say(ui, ", in the copy: "));
            qian_buf_text(out, *d->copied ? ui_say(ui, d->copied) : "-");
        } else {
            qian_buf_text(out, d->what == QIAN_ADDED ? ui_say(ui, "in the copy alone")
                                                     : ui_say(ui, "in the list alone"));
        }
        qian_buf_char(out, '\n');
    }
}
