// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/csv_out.h"

#include <string.h>

static void write(struct qian_buf *out, struct qian_str text, bool apostrophe) {
    bool quotes = apostrophe;
    for (size_t i = 0; i < text.n; i++)
        quotes = quotes || memchr(",\"\n\r", text.p[i], 4);
    qian_buf_text(out, quotes ? "\"" : "");
    qian_buf_text(out, apostrophe ? "'" : "");
    for (size_t i = 0; i < text.n; i++) {
        qian_buf_text(out, text.p[i] == '"' ? "\"" : "");
        qian_buf_char(out, text.p[i]);
    }
    qian_buf_text(out, quotes ? "\"" : "");
}

void qian_csv_field(struct qian_buf *out, struct qian_str text) {
    write(out, text, false);
}

// One sign alone computes nothing; `-` is how an area that is not known is written.
void qian_csv_cell(struct qian_buf *out, struct qian_str text) {
    write(out, text, text.n > 1 && memchr("=+-@\t\r", text.p[0], 6));
}
