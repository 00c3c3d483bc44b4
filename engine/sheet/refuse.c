// SPDX-License-Identifier: MulanPSL-2.0
#define _GNU_SOURCE // memmem
#include "engine/sheet/refuse.h"

#include <stdlib.h>
#include <string.h>

#define HEAD 4096 // bytes in which a page or an XML says what it is

static enum qian_status no_rows(struct qian_err *err, const char *clause, const char *what,
                                const char *next) {
    return qian_fail(err, QIAN_BAD_DATA, "", clause, what, next);
}

static enum qian_status read_from(struct qian_source source, uint64_t at, char *into, size_t n,
                                  size_t *all, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    size_t got = 1;
    *all = 0;
    while (*all < n && got > 0 && status == QIAN_OK) {
        status = source.read(source.who, at + *all, into + *all, n - *all, &got, err);
        *all += status ? 0 : got;
    }
    return status;
}

// The name, in UTF-16, of the stream that a workbook under a password is kept in. The folder of
// streams may lie anywhere in the file.
static bool has_password(struct qian_source source, struct qian_err *err) {
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    char *chunk = qian_take(QIAN_SOURCE_CHUNK, 1);
    bool found = false;
    size_t n = sizeof name;
    for (uint64_t at = 0; !found && n >= sizeof name; at += QIAN_SOURCE_CHUNK - sizeof name) {
        if (read_from(source, at, chunk, QIAN_SOURCE_CHUNK, &n, err))
            break;
        found = memmem(chunk, n, name, sizeof name) != NULL;
    }
    free(chunk);
    return found;
}

static bool holds(const char *head, size_t n, const char *lower) {
    return memmem(head, n, lower, strlen(lower)) != NULL;
}

// What stands in angle brackets: a page or XML. The head is in lower case.
static enum qian_status judge_markup(const char *head, size_t n, struct qian_err *err) {
    if (holds(head, n, "urn:schemas-microsoft-com:office:spreadsheet") &&
        (holds(head, n, "<workbook") || holds(head, n, ":workbook")))
        return no_rows(err, "import 1.1", "this is a workbook in the XML of Excel 2003",
                       "open it and save it as .xlsx");
    if (holds(head, n, "<html") || holds(head, n, "<table"))
        return no_rows(err, "import 1.1", "this is a web page, whatever its name says",
                       "open it in Excel or WPS and save it as .xlsx");
    return QIAN_OK;
}

static enum qian_status judge_text(char *head, size_t n, struct qian_err *err) {
    size_t at = n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    if (at == n)
        return no_rows(err, "import 1.1", "the file is empty", "export it again");
    for (size_t i = at; i < n; i++)
        if (head[i] >= 'A' && head[i] <= 'Z')
            head[i] = (char)(head[i] - 'A' + 'a');
    while (at < n && strchr(" \t\r\n", head[at]) && head[at])
        at++;
    return at < n && head[at] == '<' ? judge_markup(head + at, n - at, err) : QIAN_OK;
}

// spec/import.md 1.1: "a ZIP archive (`PK` 03 04) is a workbook (3); `D0 CF 11 E0` is a workbook of
// Excel 97–2003 or one under a password, and refused: save it as .xlsx"
enum qian_status qian_file_kind(struct qian_source source, enum qian_file_kind *out,
                                struct qian_err *err) {
    char head[HEAD];
    size_t n = 0;
    enum qian_status status = read_from(source, 0, head, sizeof head, &n, err);
    if (status)
        return status;
    *out = n >= 4 && memcmp(head, "PK\x03\x04", 4) == 0 ? QIAN_FILE_ZIP : QIAN_FILE_CSV;
    if (n < 4 || memcmp(head, "\xd0\xcf\x11\xe0", 4) != 0)
        return *out == QIAN_FILE_ZIP ? QIAN_OK : judge_text(head, n, err);
    if (has_password(source, err))
        return no_rows(err, "import 1.1", "this workbook is under a password",
                       "open it and save it without a password");
    return no_rows(err, "import 1.1", "this is a workbook of Excel 97-2003 (.xls)",
                   "open it and save it as .xlsx");
}
