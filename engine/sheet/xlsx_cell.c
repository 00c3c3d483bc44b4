// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/xlsx_cell.h"

#include <string.h>

// The first fault of a row is told.
static void row_fault(struct qian_xlsx_line *line, const char *what) {
    if (!line->row.fault)
        line->row.fault = what;
}

void qian_line_begin(struct qian_xlsx_line *line, size_t number, bool hidden) {
    memset(line->cell, 0, line->used * sizeof *line->cell);
    line->text.n = line->used = 0;
    line->last = 0;
    line->any = false;
    line->row = (struct qian_sheet_row){.number = number, .cell = line->cell, .hidden = hidden};
}

static enum qian_cell_type type_of(const char *name) {
    static const struct {
        const char *name;
        enum qian_cell_type type;
    } types[] = {{"s", QIAN_TYPE_SHARED},   {"n", QIAN_TYPE_NUMBER},
                 {"str", QIAN_TYPE_STRING}, {"inlineStr", QIAN_TYPE_INLINE},
                 {"b", QIAN_TYPE_BOOLEAN},  {"e", QIAN_TYPE_ERROR},
                 {"d", QIAN_TYPE_DATE}};
    if (!name)
        return QIAN_TYPE_NUMBER;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0)
            return types[i].type;
    return QIAN_TYPE_UNKNOWN;
}

bool qian_line_cell(struct qian_xlsx_line *line, const char **attributes) {
    const char *place = NULL, *type = NULL, *style = NULL;
    uint32_t row = (uint32_t)line->row.number, column = line->last + 1;
    for (; *attributes; attributes += 2) {
        if (strcmp(attributes[0], "r") == 0)
            place = attributes[1];
        else if (strcmp(attributes[0], "t") == 0)
            type = attributes[1];
        else if (strcmp(attributes[0], "s") == 0)
            style = attributes[1];
    }
    if (place && !qian_cell_place(place, 0, &row, &column))
        return false;
    if (row != line->row.number || column <= line->last)
        return false;
    line->last = column;
    line->type = type_of(type);
    if (!style || !qian_u64_read(qian_str(style), UINT32_MAX, &line->style))
        line->style = 0;
    line->marks = 0;
    line->start = line->text.n;
    line->too_long = false;
    return true;
}

void qian_line_value(struct qian_xlsx_line *line, struct qian_str piece) {
    // An escape stands for fewer bytes than it has, at most seven to one.
    if (line->text.n - line->start + piece.n > 7 * QIAN_CELL_MAX)
        line->too_long = true;
    else
        qian_buf_str(&line->text, piece);
}

static struct qian_str value_of(const struct qian_xlsx_line *line) {
    if (line->text.n == line->start)
        return (struct qian_str){"", 0};
    return (struct qian_str){line->text.p + line->start, line->text.n - line->start};
}

// Replace the open cell's value by another text.
static void becomes(struct qian_xlsx_line *line, const char *text) {
    line->text.n = line->start;
    qian_buf_text(&line->text, text);
}

static void number(struct qian_xlsx_line *line) {
    struct qian_numbers how = {qian_styles_show(line->tables.styles, line->style),
                               line->tables.from_1904};
    struct qian_str stored = value_of(line);
    char copy[64];
    if (stored.n == 0)
        return;
    size_t n = stored.n < sizeof copy ? stored.n : sizeof copy;
    memcpy(copy, stored.p, n);
    line->text.n = line->start;
    unsigned marks =
        n < sizeof copy ? qian_number_text(how, (struct qian_str){copy, n}, &line->text) : 0;
    if (marks == 0) {
        line->text.n = line->start + stored.n; // as it stood
        row_fault(line, "a number that cannot be read");
    }
    line->marks |= marks;
}

// 2024-05-01, with or without a time of midnight; what has another time stays as it is.
static void iso_date(struct qian_xlsx_line *line) {
    struct qian_str text = value_of(line);
    if (text.n >= 10 && (text.n == 10 || text.p[10] == 'T') &&
        strspn(text.p + 10, "T0:.Z") == text.n - 10) {
        line->text.n = line->start + 10;
        line->marks |= QIAN_CELL_DATE;
    }
}

// The shared string that the open cell's value names; false if there is none.
static bool shared(const struct qian_xlsx_line *line, struct qian_str *text) {
    uint64_t index;
    return qian_u64_read(value_of(line), UINT32_MAX, &index) &&
           qian_strings_at(line->tables.strings, index, text);
}

// spec/import.md 3.4: "A cell's text is its shared or inline string (runs joined, phonetic runs
// left out), its number in the shortest decimal form that gives it back, `TRUE` or `FALSE`"
static struct qian_str text_of(struct qian_xlsx_line *line) {
    struct qian_str found = {"", 0};
    switch (line->type) {
    case QIAN_TYPE_SHARED:
        if (value_of(line).n && !shared(line, &found))
            row_fault(line, "a shared string that there is not");
        return found;
    case QIAN_TYPE_NUMBER:
        number(line);
        break;
    case QIAN_TYPE_BOOLEAN:
        if (value_of(line).n)
            becomes(line, qian_xml_true(line->text.p + line->start) ? "TRUE" : "FALSE");
        break;
    case QIAN_TYPE_ERROR:
        line->marks |= QIAN_CELL_ERROR;
        break;
    case QIAN_TYPE_DATE:
        iso_date(line);
        break;
    case QIAN_TYPE_STRING:
    case QIAN_TYPE_INLINE:
        qian_unescape(&line->text, line->start);
        break;
    case QIAN_TYPE_UNKNOWN:
        row_fault(line, "a cell of a type that there is not");
    }
    return value_of(line);
}

void qian_line_cell_end(struct qian_xlsx_line *line) {
    size_t column = line->last - 1;
    struct qian_str text = text_of(line);
    bool in_text = text.n && text.p == line->text.p + line->start;
    if (line->too_long || text.n > QIAN_CELL_MAX) {
        row_fault(line, "a cell of more than 65,535 bytes");
        text.n = text.n < QIAN_CELL_MAX ? text.n : 0;
        line->any = true;
    }
    if (text.n == 0 && !(line->marks & QIAN_CELL_ERROR))
        line->marks &= QIAN_CELL_FORMULA;
    if (column >= QIAN_ROW_CELLS_MAX) { // empty cells with a style are common far to the right
        if (text.n)
            row_fault(line, "more than 1,024 cells");
        line->any = line->any || text.n;
        return;
    }
    line->used = column + 1;
    line->cell[column] = (struct qian_cell){text, line->marks};
    if (text.n == 0)
        return;
    line->any = true;
    line->row.cells = column + 1;
    if (in_text) { // which may yet move
        line->cell[column].text.p = NULL;
        line->at[column] = line->start;
    }
}

// spec/import.md 3.6: "A cell inside a merged range that is not its first has no value of its own"
static void mark_merged(struct qian_xlsx_line *line, const struct qian_merged *merged) {
    for (size_t c = 0; c < QIAN_ROW_CELLS_MAX; c++) {
        if (!merged->cover[c])
            continue;
        line->cell[c].marks |= QIAN_CELL_MERGED;
        if (line->row.cells <= c)
            line->row.cells = c + 1;
        if (line->used <= c)
            line->used = c + 1;
    }
}

bool qian_line_end(struct qian_xlsx_line *line, struct qian_merged *merged) {
    bool covered = merged && qian_merged_row(merged, (uint32_t)line->row.number);
    if (!line->any)
        return false;
    if (covered)
        mark_merged(line, merged);
    for (size_t c = 0; c < line->row.cells; c++) {
        struct qian_str *text = &line->cell[c].text;
        if (!text->p)
            text->p = text->n ? line->text.p + line->at[c] : "";
    }
    return true;
}
