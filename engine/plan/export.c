// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/export.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/sheet/marked.h"

#define LINE_NAME_MAX 64 // bytes, spec/bundle.md 3.4
#define FILE_MODE 0644
#define WIDTH 16      // characters of a column
#define WIDTH_LONG 40 // of those with names

static bool is_long(size_t column) {
    return column == QIAN_LINE_TITLE || column == QIAN_LINE_OBJECT || column == QIAN_LINE_BASIS ||
           column == QIAN_LINE_NOTE;
}

// spec/plan.md 6.1: "One column more, which an import does not read, has the draws of the line"
static void write_draws(struct qian_book *book, const struct qian_plan *plan, size_t line) {
    struct qian_buf text = {0};
    for (size_t i = 0; i < plan->executeds; i++) {
        const struct qian_executed *e = &plan->executed[i];
        if (strcmp(e->line, plan->line[line].field[QIAN_LINE_ID]) != 0)
            continue;
        qian_buf_text(&text, text.n ? "；" : "");
        qian_buf_text(&text, e->draw);
        qian_buf_text(&text, "（序号");
        qian_buf_u64(&text, e->serial);
        qian_buf_text(&text, "，");
        qian_buf_text(&text, e->day);
        qian_buf_text(&text, "）");
    }
    if (text.n > 0)
        qian_book_text(book, line + 1, QIAN_LINE_COLUMNS, qian_buf_view(&text));
    qian_buf_free(&text);
}

// spec/plan.md 6.1: "one sheet, the header in Chinese, one row a line, all columns"
enum qian_status qian_plan_export(const struct qian_plan *plan, const char *path,
                                  struct qian_err *err) {
    char *name[QIAN_LINE_COLUMNS];
    const char *names[QIAN_LINE_COLUMNS + 1];
    struct qian_book *book = qian_book_open(path);
    qian_book_sheet(book, "年度双随机抽查计划");
    for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++) {
        struct qian_split split = qian_split(qian_str(qian_lines_kind.column[c].synonyms), '|');
        struct qian_str first = {"", 0};
        (void)qian_split_next(&split, &first);
        names[c] = name[c] = qian_str_copy(first);
        qian_book_width(book, c, is_long(c) ? WIDTH_LONG : WIDTH);
    }
    names[QIAN_LINE_COLUMNS] = "已执行抽取";
    qian_book_width(book, QIAN_LINE_COLUMNS, WIDTH_LONG);
    qian_book_header(book, names, QIAN_LINE_COLUMNS + 1, plan->lines);
    for (size_t i = 0; i < plan->lines; i++) {
        for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++)
            if (plan->line[i].field[c][0])
                qian_book_text(book, i + 1, c, qian_str(plan->line[i].field[c]));
        write_draws(book, plan, i);
    }
    for (size_t c = 0; c < QIAN_LINE_COLUMNS; c++)
        free(name[c]);
    return qian_book_close(book, err);
}

static enum qian_status not_due(const struct qian_plan *plan, const struct qian_plan_line *line,
                                const char *what, const char *next, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_REFUSED, "", "plan 6.3", what, next);
    qian_err_where(err, "%.64s/%.64s", plan->name, line->field[QIAN_LINE_ID]);
    return status;
}

// spec/plan.md 6.3: "each line of the plans that are approved (2.2) as `LIST/LINE`, TAB, its
// `ends`"
static enum qian_status write_due(const struct qian_plan *plan, struct qian_buf *out, size_t *lines,
                                  struct qian_err *err) {
    for (size_t i = 0; i < plan->lines; i++) {
        const struct qian_plan_line *line = &plan->line[i];
        char day[11];
        size_t start = out->n;
        if (line->ends == QIAN_NO_DAY)
            return not_due(plan, line, "a line of an approved plan has no end",
                           "state ends, and have the plan approved again", err);
        qian_buf_text(out, plan->name);
        qian_buf_char(out, '/');
        qian_buf_text(out, line->field[QIAN_LINE_ID]);
        if (out->n - start > LINE_NAME_MAX)
            return not_due(plan, line, "the names of plan and line together are too long",
                           "name the list or the line in fewer letters", err);
        qian_day_write(line->ends, day);
        qian_buf_char(out, '\t');
        qian_buf_text(out, day);
        qian_buf_char(out, '\n');
        ++*lines;
    }
    return QIAN_OK;
}

enum qian_status qian_plan_export_due(const struct qian_planning *planning, const char *path,
                                      size_t *lines, struct qian_err *err) {
    struct qian_buf out = {0};
    enum qian_status status = QIAN_OK;
    qian_buf_text(&out, "line\tdue\n");
    *lines = 0;
    for (size_t i = 0; status == QIAN_OK && i < planning->plans; i++) {
        const struct qian_plan *plan = &planning->plan[i];
        if (plan->wanted && qian_history_holds(&plan->history, QIAN_EVENT_APPROVED))
            status = write_due(plan, &out, lines, err);
    }
    if (status == QIAN_OK)
        status = qian_file_write(path, qian_buf_view(&out), FILE_MODE, err);
    qian_buf_free(&out);
    return status;
}
