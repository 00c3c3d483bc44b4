// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/xlsx_book.h"

#include <stdlib.h>
#include <string.h>

#include "engine/sheet/xlsx.h"

enum { BOOK = 1, SETTINGS, SHEETS, SHEET };

static const struct qian_xml_rule rules[] = {
    {0, BOOK, "workbook"},
    {BOOK, SETTINGS, "workbookPr"},
    {BOOK, SHEETS, "sheets"},
    {SHEETS, SHEET, "sheet"},
};

// The attribute r:id. Expat puts the namespace in front of it, and a line end between.
static const char *relation(const char **attributes) {
    const char *id = qian_xml_attribute(
        attributes, "http://schemas.openxmlformats.org/officeDocument/2006/relationships\nid");
    return id ? id
              : qian_xml_attribute(attributes,
                                   "http://purl.oclc.org/ooxml/officeDocument/relationships\nid");
}

static void enter(struct qian_xml *xml, void *context, unsigned place, const char **attributes) {
    struct qian_xlsx_book *book = context;
    if (place == SETTINGS)
        book->from_1904 = qian_xml_true(qian_xml_attribute(attributes, "date1904"));
    if (place != SHEET)
        return;
    const char *name = qian_xml_attribute(attributes, "name"), *id = relation(attributes);
    if (!name || !id || book->tabs == QIAN_SHEETS_MAX) {
        qian_xml_wrong(xml);
        return;
    }
    const char *part = qian_rels_find(&book->rels, QIAN_REL_SHEET, id);
    if (!part)
        return; // a sheet of another kind
    book->tab = qian_grow(book->tab, &book->cap, book->tabs + 1, sizeof *book->tab);
    book->tab[book->tabs++] =
        (struct qian_xlsx_tab){.name = qian_str_copy(qian_str(name)), .part = part};
}

// Strings and styles are there only if a cell needs them.
static enum qian_status read_tables(struct qian_zip *zip, struct qian_xlsx_book *book,
                                    struct qian_err *err) {
    const char *strings = qian_rels_find(&book->rels, QIAN_REL_STRINGS, NULL),
               *styles = qian_rels_find(&book->rels, QIAN_REL_STYLES, NULL);
    enum qian_status status = QIAN_OK;
    if (styles)
        status = qian_styles_read(zip, styles, &book->styles, err);
    if (status == QIAN_OK && strings)
        status = qian_strings_read(zip, strings, &book->strings, err);
    return status;
}

// spec/import.md 3.1: "The parts are found by the relationships of the archive and the workbook."
enum qian_status qian_xlsx_book_read(struct qian_zip *zip, struct qian_xlsx_book *book,
                                     struct qian_err *err) {
    static const struct qian_xml_table table = {
        QIAN_SPACE_MAIN, rules, sizeof rules / sizeof *rules, enter, NULL, NULL};
    enum qian_status status = qian_rels_read(zip, "", &book->root, err);
    if (status != QIAN_OK)
        return status;
    const char *workbook = qian_rels_find(&book->root, QIAN_REL_WORKBOOK, NULL);
    if (!workbook)
        return qian_zip_wrong(zip, "_rels/.rels", err);
    status = qian_rels_read(zip, workbook, &book->rels, err);
    if (status == QIAN_OK)
        status = qian_xml_part(zip, workbook, &table, book, err);
    if (status == QIAN_OK && book->tabs == 0)
        status = qian_zip_wrong(zip, workbook, err);
    if (status == QIAN_OK)
        status = read_tables(zip, book, err);
    return status;
}

void qian_xlsx_book_free(struct qian_xlsx_book *book) {
    for (size_t i = 0; i < book->tabs; i++)
        free(book->tab[i].name);
    free(book->tab);
    qian_rels_free(&book->root);
    qian_rels_free(&book->rels);
    qian_strings_free(&book->strings);
    qian_styles_free(&book->styles);
    *book = (struct qian_xlsx_book){0};
}
