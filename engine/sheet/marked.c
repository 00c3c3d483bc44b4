// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/marked.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "engine/base/file.h"
#include "engine/base/text.h"

#define CREATED 315532800        // 1980-01-01, as the times in the archive
#define SURE_MAX 999999999999999 // what a double, and so a spreadsheet, keeps in 15 digits
#define SHOWN_MAX 30000

struct qian_book {
    char *path, *temporary, *folder;
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *bold, *red;
    struct qian_buf text; // scratch
    lxw_error error;      // the first
};

static void note_error(struct qian_book *book, lxw_error error) {
    if (book->error == LXW_NO_ERROR)
        book->error = error;
}

// No folder beside, no workbook: the error is found when it is closed.
struct qian_book *qian_book_open(const char *path) {
    struct qian_book *book = qian_take(1, sizeof *book);
    struct qian_buf temporary = {0};
    qian_buf_text(&temporary, path);
    qian_buf_text(&temporary, ".partial");
    book->temporary = temporary.p;
    book->path = qian_str_copy(qian_str(path));
    book->folder = qian_path_folder(path);
    lxw_workbook_options options = {.constant_memory = 1, .tmpdir = book->folder};
    lxw_doc_properties properties = {.created = CREATED};
    book->workbook = workbook_new_opt(book->temporary, &options);
    if (!book->workbook)
        qian_stop("out of memory");
    note_error(book, workbook_set_properties(book->workbook, &properties));
    book->bold = workbook_add_format(book->workbook);
    book->red = workbook_add_format(book->workbook);
    if (!book->bold || !book->red)
        qian_stop("out of memory");
    format_set_bold(book->bold);
    format_set_bg_color(book->red, 0xffc7ce);
    format_set_font_color(book->red, 0x9c0006);
    return book;
}

void qian_book_sheet(struct qian_book *book, const char *name) {
    note_error(book, *name ? workbook_validate_sheet_name(book->workbook, name)
                           : LXW_ERROR_PARAMETER_VALIDATION);
    if (book->error != LXW_NO_ERROR)
        return;
    book->sheet = workbook_add_worksheet(book->workbook, name);
    if (!book->sheet)
        note_error(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
}

static bool ready(struct qian_book *book, size_t row, size_t column) {
    if (book->error == LXW_NO_ERROR &&
        (!book->sheet || row >= LXW_ROW_MAX || column >= LXW_COL_MAX))
        note_error(book, LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
    return book->error == LXW_NO_ERROR;
}

void qian_book_width(struct qian_book *book, size_t column, unsigned characters) {
    if (ready(book, 0, column))
        note_error(book, worksheet_set_column(book->sheet, (lxw_col_t)column, (lxw_col_t)column,
                                              characters, NULL));
}

// Can no XML hold it as it stands?
static bool unwritable(struct qian_str text) {
    const char *fault = qian_text_fault(text, true);
    if (!fault)
        return false;
    if (strcmp(fault, "F01") == 0 || memchr(text.p, 0, text.n))
        return true;
    for (size_t i = 0; i + 2 < text.n; i++) // U+FFFE, U+FFFF
        if (memcmp(text.p + i, "\xef\xbf", 2) == 0 && (text.p[i + 2] & 0xfe) == 0xbe)
            return true;
    return false;
}

// A text that looks like the escape of a character is no escape: its "_" is escaped itself.
static bool like_escape(const char *p, size_t n) {
    return n >= 7 && p[0] == '_' && p[1] == 'x' && p[6] == '_' &&
           strspn(p + 2, "0123456789abcdefABCDEF") >= 4;
}

static const char *written(struct qian_book *book, struct qian_str text) {
    struct qian_buf *out = &book->text;
    out->n = 0;
    qian_buf_text(out, "");
    if (unwritable(text)) {
        qian_show(out, text, SHOWN_MAX);
        return out->p;
    }
    for (size_t i = 0; i < text.n; i++) {
        if (like_escape(text.p + i, text.n - i))
            qian_buf_text(out, "_x005F");
        qian_buf_char(out, text.p[i]);
    }
    return out->p;
}

static void put(struct qian_book *book, size_t row, size_t column, struct qian_str text,
                lxw_format *format) {
    if (!ready(book, row, column))
        return;
    const char *string = written(book, text);
    note_error(book, *string ? worksheet_write_string(book->sheet, (lxw_row_t)row,
                                                      (lxw_col_t)column, string, format)
                             : worksheet_write_blank(book->sheet, (lxw_row_t)row, (lxw_col_t)column,
                                                     format));
}

void qian_book_header(struct qian_book *book, const char *const *names, size_t count, size_t rows) {
    for (size_t i = 0; i < count; i++)
        put(book, 0, i, qian_str(names[i]), book->bold);
    if (count == 0 || !ready(book, rows, count - 1))
        return;
    worksheet_freeze_panes(book->sheet, 1, 0);
    note_error(book,
               worksheet_autofilter(book->sheet, 0, 0, (lxw_row_t)rows, (lxw_col_t)(count - 1)));
}

void qian_book_text(struct qian_book *book, size_t row, size_t column, struct qian_str text) {
    put(book, row, column, text, NULL);
}

void qian_book_marked(struct qian_book *book, size_t row, size_t column, struct qian_str text,
                      const char *note) {
    put(book, row, column, text, book->red);
    if (note && *note && ready(book, row, column))
        note_error(book, worksheet_write_comment(book->sheet, (lxw_row_t)row, (lxw_col_t)column,
                                                 written(book, qian_str(note))));
}

void qian_book_integer(struct qian_book *book, size_t row, size_t column, uint64_t value) {
    if (value > SURE_MAX) {
        struct qian_buf digits = {0};
        qian_buf_u64(&digits, value);
        put(book, row, column, qian_buf_view(&digits), NULL);
        qian_buf_free(&digits);
    } else if (ready(book, row, column)) {
        note_error(book, worksheet_write_number(book->sheet, (lxw_row_t)row, (lxw_col_t)column,
                                                (double)value, NULL));
    }
}

// Can the file be made, new and in its place? The library would follow a link, and say on the
// terminal that it cannot.
static bool made(const char *path) {
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    return fd >= 0 && close(fd) == 0;
}

static bool synced(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool good = fsync(fd) == 0;
    return close(fd) == 0 && good;
}

static void free_book(struct qian_book *book) {
    free(book->path);
    free(book->temporary);
    free(book->folder);
    qian_buf_free(&book->text);
    free(book);
}

// The temporary file becomes the file. On false errno tells why, unless book->error does.
static bool finish(struct qian_book *book) {
    if (!book->sheet)
        note_error(book, LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
    if (book->error != LXW_NO_ERROR || !made(book->temporary)) {
        int cause = errno;
        lxw_workbook_free(book->workbook);
        errno = cause;
        return false;
    }
    note_error(book, workbook_close(book->workbook)); // which frees it
    return book->error == LXW_NO_ERROR && synced(book->temporary) &&
           rename(book->temporary, book->path) == 0 && qian_folder_sync(book->path);
}

enum qian_status qian_book_close(struct qian_book *book, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    if (!finish(book)) {
        const char *why = book->error ? lxw_strerror(book->error) : strerror(errno);
        status = qian_fail(err, QIAN_CANNOT, "", "", "the workbook cannot be written",
                           "check path, rights and free space");
        qian_err_where(err, "%s", book->path);
        qian_err_value(err, "%s", why);
        unlink(book->temporary);
    }
    free_book(book);
    return status;
}

void qian_book_drop(struct qian_book *book) {
    lxw_workbook_free(book->workbook);
    free_book(book);
}
