// SPDX-License-Identifier: MulanPSL-2.0
// Workbooks: numbers, formats and escapes one by one; what is written reads back, and is the same
// bytes on a second run.
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/sheet/marked.h"
#include "engine/sheet/xlsx.h"
#include "engine/sheet/xlsx_merged.h"
#include "engine/sheet/xlsx_number.h"
#include "engine/sheet/xlsx_strings.h"
#include "tests/check.h"

static const struct {
    enum qian_shows shows;
    bool from_1904;
    const char *stored, *text;
    unsigned marks;
} numbers[] = {
    {0, 0, "0", "0", QIAN_CELL_NUMBER},
    {0, 0, "-0", "0", QIAN_CELL_NUMBER},
    {0, 0, "-0.0E5", "0", QIAN_CELL_NUMBER},
    {0, 0, "007", "7", QIAN_CELL_NUMBER},
    {0, 0, "+5", "5", QIAN_CELL_NUMBER},
    {0, 0, " 5\n", "5", QIAN_CELL_NUMBER},
    {0, 0, "5.", "5", QIAN_CELL_NUMBER},
    {0, 0, ".5", "0.5", QIAN_CELL_NUMBER},
    {0, 0, "5.50", "5.5", QIAN_CELL_NUMBER},
    {0, 0, "1.1000000000000001", "1.1", QIAN_CELL_NUMBER},
    {0, 0, "0.10000000000000001", "0.1", QIAN_CELL_NUMBER},
    {0, 0, "1.3805555E10", "13805555000", QIAN_CELL_NUMBER},
    {0, 0, "-12.25", "-12.25", QIAN_CELL_NUMBER},
    {0, 0, "123456789012345", "123456789012345", QIAN_CELL_NUMBER},
    {0, 0, "999999999999999", "999999999999999", QIAN_CELL_NUMBER},
    {0, 0, "1E+20", "1e+20", QIAN_CELL_NUMBER},
    {0, 0, "9.12201011234567E+17", "9.12201011234567e+17", QIAN_CELL_NUMBER},
    {0, 0, "912201011234567000", "9.12201011234567e+17", QIAN_CELL_NUMBER},
    {0, 0, "9.122010112345679E+17", "9.12201011234568e+17", QIAN_CELL_NUMBER | QIAN_CELL_DAMAGED},
    {0, 0, "912201011234567890", "9.12201011234568e+17", QIAN_CELL_NUMBER | QIAN_CELL_DAMAGED},
    {0, 0, "1234567890123456", "1234567890123456", QIAN_CELL_NUMBER | QIAN_CELL_DAMAGED},
    {0, 0, "0.30000000000000004", "0.30000000000000004", QIAN_CELL_NUMBER | QIAN_CELL_DAMAGED},
    {0, 0, "", "", 0},
    {0, 0, "abc", "", 0},
    {0, 0, "1,5", "", 0},
    {0, 0, "0x10", "", 0},
    {0, 0, "NaN", "", 0},
    {0, 0, "INF", "", 0},
    {0, 0, "1E999", "", 0},
    {0, 0, "1E", "", 0},
    {0, 0, "--1", "", 0},
    {0, 0, "1 2", "", 0},
    {0, 0, ".", "", 0},
    {QIAN_SHOWS_DATE, 0, "1", "1900-01-01", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE, 0, "59", "1900-02-28", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE, 0, "60", "60", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_DATE, 0, "61", "1900-03-01", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE, 0, "25569", "1970-01-01", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE, 0, "45351", "2024-02-29", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE, 0, "45292.5", "2024-01-01", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE, 0, "2958465", "9999-12-31", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE, 0, "2958466", "2958466", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_DATE, 0, "0", "0", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_DATE, 0, "-1", "-1", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_DATE, 0, "1E300", "1e+300", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_DATE, 1, "0", "1904-01-01", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE, 1, "59", "1904-02-29", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE, 1, "43830", "2024-01-01", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE, 1, "2957003", "9999-12-31", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE, 1, "2957004", "2957004", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "0.05", "5%", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "7.0000000000000007E-2", "7%", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "0.125", "12.5%", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "1", "100%", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "12", "1200%", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "0.1", "10%", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "5E-4", "0.05%", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "0.00005", "0.005%", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "0", "0%", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "-0.2", "-20%", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "1E-30", "1e-30", QIAN_CELL_NUMBER},
    {QIAN_SHOWS_PERCENT, 0, "0.30000000000000004", "30.000000000000004%",
     QIAN_CELL_NUMBER | QIAN_CELL_DAMAGED},
    {QIAN_SHOWS_DATE_AND_TIME, 0, "45292", "2024-01-01", QIAN_CELL_DATE},
    {QIAN_SHOWS_DATE_AND_TIME, 0, "45292.25", "45292.25", QIAN_CELL_NUMBER},
};

static void check_numbers(void) {
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct qian_buf out = {0};
        struct qian_numbers how = {numbers[i].shows, numbers[i].from_1904};
        unsigned marks = qian_number_text(how, qian_str(numbers[i].stored), &out);
        CHECK(marks == numbers[i].marks && qian_str_is(qian_buf_view(&out), numbers[i].text),
              "%s: %s, %u", numbers[i].stored, out.n ? out.p : "", marks);
        qian_buf_free(&out);
    }
}

static const struct {
    const char *code;
    enum qian_shows shows;
} formats[] = {
    {"General", QIAN_SHOWS_NUMBER},
    {"general;yyyy", QIAN_SHOWS_NUMBER},
    {"0", QIAN_SHOWS_NUMBER},
    {"#,##0.00_);[Red]\\(#,##0.00\\)", QIAN_SHOWS_NUMBER},
    {"0.00E+00", QIAN_SHOWS_NUMBER},
    {"0%", QIAN_SHOWS_PERCENT},
    {"0.00%;[Red]-0.00%", QIAN_SHOWS_PERCENT},
    {"0\\%", QIAN_SHOWS_NUMBER},
    {"0\"%\"", QIAN_SHOWS_NUMBER},
    {"0;0%", QIAN_SHOWS_NUMBER},
    {"##0.0e-0", QIAN_SHOWS_NUMBER},
    {"@", QIAN_SHOWS_NUMBER},
    {"", QIAN_SHOWS_NUMBER},
    {"0\"days\"", QIAN_SHOWS_NUMBER},
    {"0\\d", QIAN_SHOWS_NUMBER},
    {"0_d", QIAN_SHOWS_NUMBER},
    {"0*d", QIAN_SHOWS_NUMBER},
    {"[Red]0", QIAN_SHOWS_NUMBER},
    {"[$-804]0", QIAN_SHOWS_NUMBER},
    {"[DBNum2][$-804]General", QIAN_SHOWS_NUMBER},
    {"h:mm", QIAN_SHOWS_NUMBER},
    {"h:mm:ss AM/PM", QIAN_SHOWS_NUMBER},
    {"[h]:mm", QIAN_SHOWS_NUMBER},
    {"[mm]:ss", QIAN_SHOWS_NUMBER},
    {"mm:ss.0", QIAN_SHOWS_NUMBER},
    {"上午/下午h\"时\"mm\"分\"", QIAN_SHOWS_NUMBER},
    {"0;yyyy", QIAN_SHOWS_NUMBER},
    {"\"yyyy", QIAN_SHOWS_NUMBER},
    {"[yyyy", QIAN_SHOWS_NUMBER},
    {"\\", QIAN_SHOWS_NUMBER},
    {"yyyy\\-mm\\-dd;@", QIAN_SHOWS_DATE},
    {"YYYY/M/D", QIAN_SHOWS_DATE},
    {"yyyy\"年\"m\"月\"d\"日\"", QIAN_SHOWS_DATE},
    {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", QIAN_SHOWS_DATE},
    {"[DBNum1][$-804]yyyy\"年\"m\"月\"", QIAN_SHOWS_DATE},
    {"m\"月\"", QIAN_SHOWS_DATE},
    {"mmm", QIAN_SHOWS_DATE},
    {"aaaa", QIAN_SHOWS_DATE},
    {"[$-411]ge.m.d", QIAN_SHOWS_DATE},
    {"e\"年\"", QIAN_SHOWS_DATE},
    {"m/d/yy h:mm", QIAN_SHOWS_DATE_AND_TIME},
    {"yyyy-mm-dd hh:mm:ss", QIAN_SHOWS_DATE_AND_TIME},
    {"d [h]:mm", QIAN_SHOWS_DATE_AND_TIME},
    {"yyyy A/P", QIAN_SHOWS_DATE_AND_TIME},
};

static void check_formats(void) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        CHECK(qian_format_shows(formats[i].code) == formats[i].shows, "%s: %d", formats[i].code,
              qian_format_shows(formats[i].code));
    for (unsigned id = 0; id < 100; id++) {
        bool date =
            (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
        bool time = id == 32 || id == 33;
        bool percent = id == 9 || id == 10;
        CHECK((qian_format_built_in(id) != QIAN_SHOWS_NUMBER) == ((date && !time) || percent),
              "format %u", id);
        CHECK((qian_format_built_in(id) == QIAN_SHOWS_PERCENT) == percent, "format %u", id);
    }
}

static void check_escapes(void) {
    static const char *const cases[][2] = {
        {"", ""},
        {"_", "_"},
        {"_x0041_", "A"},
        {"a_x000D_\nb", "a\r\nb"},
        {"_x005F_x0041_", "_x0041_"},
        {"_x4e2d_文", "中文"},
        {"_xD842__xDFB7_", "𠮷"},
        {"_xD842_", "_xD842_"},
        {"_xDFB7_", "_xDFB7_"},
        {"_xD842__x0041_", "_xD842_A"},
        {"_x00G1_", "_x00G1_"},
        {"_x0041", "_x0041"},
        {"_X0041_", "_X0041_"},
        {"__x0041__x0042_", "_AB"},
        {"_x00e9__x0800_", "é\u0800"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qian_buf text = {0};
        qian_buf_text(&text, "_x0041_");
        qian_buf_text(&text, cases[i][0]);
        qian_unescape(&text, 7); // what stands in front stays
        CHECK(text.n >= 7 && strcmp(text.p + 7, cases[i][1]) == 0, "%s: %s", cases[i][0], text.p);
        qian_buf_free(&text);
    }
}

static void check_places(void) {
    uint32_t row, column;
    CHECK(qian_cell_place("A1", 0, &row, &column) && row == 1 && column == 1, "A1");
    CHECK(qian_cell_place("XFD1048576", 0, &row, &column) && row == 1048576 && column == 16384,
          "the last");
    CHECK(qian_cell_place("AB12:C3", ':', &row, &column) && row == 12 && column == 28, "AB12");
    static const char *const bad[] = {"",
                                      "A",
                                      "1",
                                      "a1",
                                      "A0",
                                      "XFE1",
                                      "A1 ",
                                      "A1048577",
                                      "AAAAAAAAAAAAA1",
                                      "A99999999999",
                                      "$A$1",
                                      "A1:B2"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!qian_cell_place(bad[i], 0, &row, &column), "%s", bad[i]);
}

static const char *const texts[] = {"=1+1",
                                    "+86",
                                    "-5",
                                    "@SUM(A1)",
                                    "007",
                                    " lead",
                                    "two\nlines",
                                    "_x0041_",
                                    "x_x000D_",
                                    "a<b>&\"c\"",
                                    "\x01\x1f",
                                    "名称",
                                    "http://example.org/",
                                    "TRUE"};
#define TEXTS (sizeof texts / sizeof *texts)

static enum qian_status write_book(const char *path, struct qian_err *err) {
    static const char *const names[] = {"代码", "备注"};
    struct qian_book *book = qian_book_open(path);
    qian_book_sheet(book, "被退回的行");
    qian_book_width(book, 0, 24);
    qian_book_header(book, names, 2, TEXTS);
    for (size_t i = 0; i < TEXTS; i++) {
        qian_book_text(book, i + 1, 0, qian_str(texts[i]));
        qian_book_marked(book, i + 1, 1, qian_str(texts[i]), i % 2 ? "代码应为文本\n<&>" : NULL);
        qian_book_integer(book, i + 1, 2, i % 2 ? i : UINT64_MAX);
    }
    qian_book_text(book, TEXTS + 1, 0, (struct qian_str){"bad \xff", 5});
    qian_book_text(book, TEXTS + 1, 1, (struct qian_str){"a\0b", 3});
    qian_book_text(book, TEXTS + 1, 2, qian_str("\uffff"));
    qian_book_sheet(book, "另一张");
    return qian_book_close(book, err);
}

static void check_row(const struct qian_sheet_row *row, size_t i) {
    CHECK(row->number == i + 2 && row->cells == 3, "row %zu", i);
    CHECK(qian_str_is(row->cell[0].text, texts[i]) && row->cell[0].marks == 0, "text %zu: %.*s", i,
          (int)row->cell[0].text.n, row->cell[0].text.p);
    CHECK(qian_str_is(row->cell[1].text, texts[i]), "marked text %zu", i);
    CHECK(row->cell[2].marks == (i % 2 ? QIAN_CELL_NUMBER : 0u), "integer %zu", i);
    if (i % 2 == 0)
        CHECK(qian_str_is(row->cell[2].text, "18446744073709551615"), "large integer");
}

static void check_book(const char *path) {
    struct qian_err err = {0};
    struct qian_xlsx *x;
    struct qian_sheet_row *row;
    CHECK(write_book(path, &err) == QIAN_OK, "%s: %s", err.what, err.value);
    if (qian_xlsx_open(path, NULL, &x, &err) != QIAN_OK) {
        CHECK(false, "%s: %s", err.what, err.value);
        return;
    }
    CHECK(qian_xlsx_next(x, &row, &err) == QIAN_OK && row && row->cells == 2, "header");
    for (size_t i = 0; i < TEXTS; i++) {
        CHECK(qian_xlsx_next(x, &row, &err) == QIAN_OK && row, "row %zu", i);
        if (row)
            check_row(row, i);
    }
    CHECK(qian_xlsx_next(x, &row, &err) == QIAN_OK && row &&
              qian_str_is(row->cell[0].text, "bad \\xff") && row->cell[1].text.n > 3,
          "bad text");
    CHECK(qian_xlsx_next(x, &row, &err) == QIAN_OK && !row, "the end");
    CHECK(qian_xlsx_info(x)->filtered, "the filter");
    CHECK(strcmp(qian_xlsx_info(x)->sheet, "被退回的行") == 0, "the sheet's name");
    qian_xlsx_close(x);
}

static void check_same_bytes(const char *path, const char *again) {
    struct qian_err err = {0};
    struct qian_buf a = {0}, b = {0};
    sleep(1);
    CHECK(write_book(again, &err) == QIAN_OK, "again");
    CHECK(qian_file_read(path, 1 << 20, &a, &err) == QIAN_OK &&
              qian_file_read(again, 1 << 20, &b, &err) == QIAN_OK,
          "both files");
    CHECK(a.n > 0 && qian_str_eq(qian_buf_view(&a), qian_buf_view(&b)), "not the same bytes");
    qian_buf_free(&a);
    qian_buf_free(&b);
}

// What goes wrong leaves nothing new behind, and what was there as it was.
static void check_failures(const char *folder, const char *path) {
    static const char *const names[] = {
        "", "a/b", "sheet", "[x]",
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二"};
    struct qian_err err = {0};
    struct qian_buf before = {0}, after = {0};
    char *temporary = qian_path_join(folder, "a.xlsx.partial");
    CHECK(qian_file_read(path, 1 << 20, &before, &err) == QIAN_OK, "before");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct qian_book *book = qian_book_open(path);
        qian_book_sheet(book, "Sheet");
        qian_book_sheet(book, names[i]);
        qian_book_text(book, 0, 0, qian_str("x"));
        CHECK(qian_book_close(book, &err) == QIAN_CANNOT, "sheet %s", names[i]);
    }
    struct qian_book *book = qian_book_open(path);
    qian_book_text(book, 0, 0, qian_str("before any sheet"));
    CHECK(qian_book_close(book, &err) == QIAN_CANNOT, "no sheet");
    book = qian_book_open(path);
    qian_book_sheet(book, "Sheet");
    qian_book_text(book, 1048576, 0, qian_str("x"));
    CHECK(qian_book_close(book, &err) == QIAN_CANNOT, "too far down");
    book = qian_book_open(path);
    qian_book_sheet(book, "Sheet");
    qian_book_text(book, 0, 0, qian_str("x"));
    qian_book_drop(book);
    CHECK(qian_file_read(path, 1 << 20, &after, &err) == QIAN_OK, "after");
    CHECK(qian_str_eq(qian_buf_view(&before), qian_buf_view(&after)), "the old file is changed");
    CHECK(!qian_file_exists(temporary), "a temporary file is left");
    book = qian_book_open("/nowhere/at/all.xlsx");
    qian_book_sheet(book, "Sheet");
    CHECK(qian_book_close(book, &err) == QIAN_CANNOT && *err.value, "no folder");
    free(temporary);
    qian_buf_free(&before);
    qian_buf_free(&after);
}

int main(void) {
    char folder[] = "/tmp/qian_sheet_XXXXXX";
    if (!mkdtemp(folder))
        return 1;
    char *path = qian_path_join(folder, "a.xlsx"), *again = qian_path_join(folder, "b.xlsx");
    check_numbers();
    check_formats();
    check_escapes();
    check_places();
    check_book(path);
    check_same_bytes(path, again);
    check_failures(folder, path);
    unlink(path);
    unlink(again);
    CHECK(rmdir(folder) == 0, "something is left in the folder");
    free(path);
    free(again);
    return check_end("sheet_xlsx");
}
