// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_values.h"

#include <stdlib.h>
#include <string.h>

#include "engine/registry/columns_lines.h"

// The first synonym of a column is its header in the workbook.
static bool say_column(struct qian_str word, struct qian_buf *out) {
    for (size_t i = 0; i < qian_lines_kind.columns; i++) {
        const struct qian_column *column = &qian_lines_kind.column[i];
        if (!qian_str_is(word, column->name))
            continue;
        qian_buf_add(out, column->synonyms, strcspn(column->synonyms, "|"));
        return true;
    }
    return false;
}

// The sentence, if there is one for these words as a whole.
static bool say_whole(const struct ui *ui, struct qian_str words, struct qian_buf *out) {
    char *copy = qian_str_copy(words);
    const char *said = ui_say(ui, copy);
    bool known = said != copy;
    if (known)
        qian_buf_text(out, said);
    free(copy);
    return known;
}

static void say_word(const struct ui *ui, struct qian_str word, struct qian_buf *out) {
    if (!say_column(word, out) && !say_whole(ui, word, out))
        qian_show(out, word, SIZE_MAX);
}

static void say_part(const struct ui *ui, struct qian_str part, struct qian_buf *out) {
    struct qian_split words = qian_split(part, ' ');
    struct qian_str word;
    bool first = true;
    if (say_column(part, out) || say_whole(ui, part, out))
        return;
    while (qian_split_next(&words, &word)) {
        qian_buf_text(out, first ? "" : " ");
        say_word(ui, word, out);
        first = false;
    }
}

void show_value(const struct ui *ui, const struct qian_breach *breach, struct qian_buf *out) {
    struct qian_split parts = qian_split(qian_str(breach->value), ',');
    struct qian_str part;
    bool first = true;
    // P10 and P11 show what departments wrote: names of items and lists.
    if (!ui->zh || breach->rule == QIAN_P10 || breach->rule == QIAN_P11) {
        qian_show(out, qian_str(breach->value), SIZE_MAX);
        return;
    }
    while (qian_split_next(&parts, &part)) {
        bool blank = part.n > 0 && part.p[0] == ' ';
        qian_buf_text(out, first ? "" : blank ? ", " : ",");
        say_part(ui, (struct qian_str){part.p + blank, part.n - blank}, out);
        first = false;
    }
}
