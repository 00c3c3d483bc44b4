// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_cosigned.h"

void show_cosigned(const struct ui *ui, const char *who, const struct qian_cosigned *cosigned,
                   struct qian_buf *out) {
    qian_show(out, qian_str(who), SIZE_MAX);
    qian_buf_text(out, ": ");
    if (cosigned->count == 0) {
        qian_buf_text(out,
                      ui_say(ui, "the witness remembers another size; make a new request; size "));
        qian_buf_u64(out, cosigned->size);
    } else {
        qian_buf_text(out, ui_say(ui, "cosigned, size "));
        qian_buf_u64(out, cosigned->size);
        qian_buf_text(out, cosigned->published ? ui_say(ui, ", published") : "");
    }
    qian_buf_char(out, '\n');
}
