// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/sheet/xlsx_book.h"
#include "engine/sheet/xlsx_sheet.h"

#define SHOWN_MAX 200 // bytes of sheets' names in an error

struct qian_xlsx {
    struct qian_zip *zip;
    struct qian_xlsx_book book;
    struct qian_zip_part *part;
    const char *part_name;
    struct qian_merged merged;
    struct qian_xlsx_sheet *sheet;
    struct qian_rows_info info;
};

static struct qian_xlsx_tables tables_of(const struct qian_xlsx *x) {
    return (struct qian_xlsx_tables){&x->book.strings, &x->book.styles, x->book.from_1904};
}

static enum qian_status has_row(struct qian_xlsx *x, const char *name, bool *has,
                                struct qian_err *err) {
    struct qian_zip_part *part;
    struct qian_sheet_row *row;
    struct qian_rows_info unused = {0};
    enum qian_status status = qian_zip_part_open(x->zip, name, &part, err);
    if (status != QIAN_OK)
        return status;
    struct qian_xlsx_sheet *sheet =
        qian_xlsx_sheet_open(tables_of(x), NULL, &unused, qian_xml_from_zip, part);
    status = qian_xlsx_sheet_next(sheet, &row, err);
    if (status != QIAN_OK)
        qian_zip_where(x->zip, name, err);
    *has = status == QIAN_OK && row;
    qian_xlsx_sheet_close(sheet);
    qian_zip_part_close(part);
    return status;
}

static void add_name(struct qian_buf *names, const struct qian_xlsx_tab *tab) {
    if (names->n)
        qian_buf_text(names, ", ");
    qian_buf_text(names, tab->name);
}

// The sheet's name was wrong or is wanted: those to choose from are told.
static enum qian_status choose(const char *what, const struct qian_buf *names,
                               struct qian_err *err) {
    struct qian_buf shown = {0};
    qian_fail(err, QIAN_BAD_DATA, "", "import 3.3", what, "state the sheet that is meant");
    qian_show(&shown, qian_buf_view(names), SHOWN_MAX);
    qian_err_value(err, "%s", shown.p ? shown.p : "");
    qian_buf_free(&shown);
    return QIAN_BAD_DATA;
}

static enum qian_status find_named(const struct qian_xlsx *x, const char *name,
                                   const struct qian_xlsx_tab **found, struct qian_err *err) {
    struct qian_buf names = {0};
    for (size_t i = 0; i < x->book.tabs; i++) {
        add_name(&names, &x->book.tab[i]);
        if (!*found && strcmp(x->book.tab[i].name, name) == 0)
            *found = &x->book.tab[i];
    }
    enum qian_status status =
        *found ? QIAN_OK : choose("the workbook has no sheet of this name", &names, err);
    qian_buf_free(&names);
    return status;
}

// spec/import.md 3.3: "else the only one that has a row. Where several have, they are named, and
// one must be stated."
static enum qian_status find_only(struct qian_xlsx *x, const struct qian_xlsx_tab **found,
                                  struct qian_err *err) {
    struct qian_buf names = {0};
    size_t count = 0;
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < x->book.tabs && status == QIAN_OK; i++) {
        bool has = false;
        status = has_row(x, x->book.tab[i].part, &has, err);
        if (!has)
            continue;
        count++;
        *found = &x->book.tab[i];
        add_name(&names, *found);
    }
    if (status == QIAN_OK && count > 1)
        status = choose("several sheets of the workbook have rows", &names, err);
    if (status == QIAN_OK && count == 0)
        status =
            qian_fail(err, QIAN_BAD_DATA, "", "import 3.3", "no sheet of the workbook has a row",
                      "look whether it is the right file");
    qian_buf_free(&names);
    return status;
}

static enum qian_status begin(struct qian_xlsx *x, const char *name, struct qian_err *err) {
    const struct qian_xlsx_tab *tab = NULL;
    enum qian_status status = qian_xlsx_book_read(x->zip, &x->book, err);
    if (status == QIAN_OK)
        status = name ? find_named(x, name, &tab, err) : find_only(x, &tab, err);
    if (status == QIAN_OK)
        status = qian_merged_read(x->zip, tab->part, &x->merged, err);
    if (status == QIAN_OK)
        status = qian_zip_part_open(x->zip, tab->part, &x->part, err);
    if (status != QIAN_OK)
        return status;
    x->part_name = tab->part;
    x->info = (struct qian_rows_info){.format = "xlsx",
                                      .encoding = QIAN_UNICODE_XLSX,
                                      .sheet = tab->name,
                                      .merged_ranges = x->merged.ranges,
                                      .bytes = qian_zip_bytes(x->zip)};
    x->sheet = qian_xlsx_sheet_open(tables_of(x), &x->merged, &x->info, qian_xml_from_zip, x->part);
    return QIAN_OK;
}

enum qian_status qian_xlsx_open(const char *path, const char *sheet, struct qian_xlsx **out,
                                struct qian_err *err) {
    struct qian_xlsx *x = qian_take(1, sizeof *x);
    *out = NULL;
    enum qian_status status = qian_zip_open(path, &x->zip, err);
    if (status == QIAN_OK)
        status = begin(x, sheet, err);
    if (status != QIAN_OK && !*err->where)
        qian_err_where(err, "%s", path);
    if (status == QIAN_OK)
        *out = x;
    else
        qian_xlsx_close(x);
    return status;
}

enum qian_status qian_xlsx_next(struct qian_xlsx *x, struct qian_sheet_row **row,
                                struct qian_err *err) {
    enum qian_status status = qian_xlsx_sheet_next(x->sheet, row, err);
    if (status != QIAN_OK)
        qian_zip_where(x->zip, x->part_name, err);
    return status;
}

const struct qian_rows_info *qian_xlsx_info(const struct qian_xlsx *x) {
    return &x->info;
}

uint64_t qian_xlsx_read(const struct qian_xlsx *x) {
    return qian_zip_part_packed(x->part);
}

void qian_xlsx_close(struct qian_xlsx *x) {
    if (!x)
        return;
    qian_xlsx_sheet_close(x->sheet);
    qian_zip_part_close(x->part);
    qian_merged_free(&x->merged);
    qian_xlsx_book_free(&x->book);
    qian_zip_close(x->zip);
    free(x);
}
