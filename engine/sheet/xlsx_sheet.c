// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/xlsx_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "engine/sheet/xlsx.h"
#include "engine/sheet/xlsx_cell.h"

enum { SHEET = 1, COLUMNS, COLUMN, DATA, ROW, CELL, VALUE, FORMULA, INLINE, RUN, TEXT, FILTER };

static const struct qian_xml_rule rules[] = {
    {ROW, CELL, "c"},
    {CELL, VALUE, "v"},
    {DATA, ROW, "row"},
    {CELL, FORMULA, "f"},
    {CELL, INLINE, "is"},
    {INLINE, TEXT, "t"},
    {INLINE, RUN, "r"},
    {RUN, TEXT, "t"},
    {0, SHEET, "worksheet"},
    {SHEET, COLUMNS, "cols"},
    {COLUMNS, COLUMN, "col"},
    {SHEET, DATA, "sheetData"},
    {SHEET, FILTER, "autoFilter"},
};

struct qian_xlsx_sheet {
    struct qian_xml *xml;
    struct qian_merged *merged;
    struct qian_rows_info *info;
    bool hidden[QIAN_ROW_CELLS_MAX], hides; // columns, none of them counted yet; is there any?
    bool complete;                          // the line is a row to be handed out
    struct qian_xlsx_line line;
};

// A row without a number stands below the one before.
static void begin_row(struct qian_xml *xml, struct qian_xlsx_sheet *s, const char **attributes) {
    const char *stated = qian_xml_attribute(attributes, "r");
    uint64_t number = s->line.row.number + 1;
    if (stated && !qian_u64_read(qian_str(stated), UINT32_MAX, &number)) {
        qian_xml_wrong(xml);
    } else if (number <= s->line.row.number) { // merged ranges are followed downwards
        qian_xml_wrong(xml);
    } else if (number > QIAN_SHEET_ROWS_MAX) {
        // spec/import.md 3.2: "a sheet has at most 1,048,576 rows"
        qian_xml_fail(xml, "import 3.2", "the sheet has more rows than a sheet can have",
                      "save what is needed as a workbook of its own");
    } else {
        qian_line_begin(&s->line, (size_t)number,
                        qian_xml_true(qian_xml_attribute(attributes, "hidden")));
    }
}

static void hide_columns(struct qian_xlsx_sheet *s, const char **attributes) {
    const char *from = qian_xml_attribute(attributes, "min"),
               *to = qian_xml_attribute(attributes, "max");
    uint64_t first, last;
    if (!qian_xml_true(qian_xml_attribute(attributes, "hidden")) || !from || !to ||
        !qian_u64_read(qian_str(from), UINT32_MAX, &first) || first == 0 ||
        !qian_u64_read(qian_str(to), UINT32_MAX, &last))
        return;
    for (uint64_t c = first; c <= last && c <= QIAN_ROW_CELLS_MAX; c++)
        s->hidden[c - 1] = s->hides = true;
}

static void enter(struct qian_xml *xml, void *context, unsigned place, const char **attributes) {
    struct qian_xlsx_sheet *s = context;
    if (place == ROW)
        begin_row(xml, s, attributes);
    else if (place == CELL && !qian_line_cell(&s->line, attributes))
        qian_xml_wrong(xml);
    else if (place == FORMULA)
        s->line.marks |= QIAN_CELL_FORMULA;
    else if (place == COLUMN)
        hide_columns(s, attributes);
    else if (place == FILTER)
        s->info->filtered = true;
}

static void on_text(struct qian_xml *xml, void *context, unsigned place, struct qian_str text) {
    struct qian_xlsx_sheet *s = context;
    (void)xml;
    // A cell of inline strings may hold an old value as well, and one of others an old inline
    // string.
    if ((place == VALUE && s->line.type != QIAN_TYPE_INLINE) ||
        (place == TEXT && s->line.type == QIAN_TYPE_INLINE))
        qian_line_value(&s->line, text);
}

// spec/import.md 3.6: "Hidden rows and columns, and filters, are noted with their number"
static void count_hidden(struct qian_xlsx_sheet *s) {
    s->info->hidden_rows += s->line.row.hidden;
    for (size_t c = 0; s->hides && c < s->line.row.cells; c++) {
        if (s->hidden[c] && s->line.cell[c].text.n) {
            s->hidden[c] = false;
            s->info->hidden_columns++;
        }
    }
}

static void leave(struct qian_xml *xml, void *context, unsigned place) {
    struct qian_xlsx_sheet *s = context;
    if (place == CELL)
        qian_line_cell_end(&s->line);
    if (place != ROW || !qian_line_end(&s->line, s->merged))
        return;
    count_hidden(s);
    s->complete = true;
    qian_xml_pause(xml);
}

struct qian_xlsx_sheet *qian_xlsx_sheet_open(struct qian_xlsx_tables tables,
                                             struct qian_merged *merged,
                                             struct qian_rows_info *info, qian_xml_source *source,
                                             void *from) {
    static const struct qian_xml_table table = {
        QIAN_SPACE_MAIN, rules, sizeof rules / sizeof *rules, enter, leave, on_text};
    struct qian_xlsx_sheet *s = qian_take(1, sizeof *s);
    s->merged = merged;
    s->info = info;
    s->line.tables = tables;
    s->xml = qian_xml_open(&table, s, source, from);
    return s;
}

enum qian_status qian_xlsx_sheet_next(struct qian_xlsx_sheet *sheet, struct qian_sheet_row **row,
                                      struct qian_err *err) {
    bool ended;
    sheet->complete = false;
    enum qian_status status = qian_xml_run(sheet->xml, &ended, err);
    *row = status == QIAN_OK && sheet->complete ? &sheet->line.row : NULL;
    return status;
}

void qian_xlsx_sheet_close(struct qian_xlsx_sheet *sheet) {
    if (!sheet)
        return;
    qian_xml_close(sheet->xml);
    qian_buf_free(&sheet->line.text);
    free(sheet);
}
