// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/rows.h"

#include <stdlib.h>
#include <string.h>

#include "engine/sheet/csv_stream.h"
#include "engine/sheet/encoding.h"
#include "engine/sheet/refuse.h"
#include "engine/sheet/xlsx.h"

struct qian_rows {
    struct qian_xlsx *xlsx; // or NULL, and the rest is of a CSV
    struct qian_csv_stream *csv;
    struct qian_source_file file;
    char *path;
    struct qian_rows_info info;
};

void qian_rows_close(struct qian_rows *rows) {
    if (!rows)
        return;
    if (rows->xlsx)
        qian_xlsx_close(rows->xlsx);
    qian_csv_stream_close(rows->csv);
    qian_source_close(&rows->file);
    qian_buf_free(&rows->info.sample);
    free(rows->path);
    free(rows);
}

static enum qian_status open_csv(struct qian_rows *rows, const struct qian_rows_order *order,
                                 struct qian_err *err) {
    struct qian_source source = qian_source_of(&rows->file);
    struct qian_rows_info *info = &rows->info;
    info->format = "csv";
    info->detected = !order->encoding;
    info->bytes = rows->file.bytes;
    if (order->sheet)
        return qian_fail(err, QIAN_USAGE, "", "import 3.3", "a CSV has no sheets",
                         "leave --sheet out");
    enum qian_status status =
        qian_encoding_find(source, order->encoding, &info->encoding, &info->sample, err);
    if (status == QIAN_OK) {
        rows->csv = qian_csv_stream_open(source, info->encoding, QIAN_SOURCE_CHUNK);
    } else if (status == QIAN_BAD_DATA && err->where[0]) { // a line of it
        char line[sizeof err->where];
        memcpy(line, err->where, sizeof line);
        qian_err_where(err, "%.200s %.40s", rows->path, line);
    }
    return status;
}

static enum qian_status open_kind(struct qian_rows *rows, const struct qian_rows_order *order,
                                  struct qian_err *err) {
    enum qian_file_kind kind = QIAN_FILE_CSV;
    enum qian_status status = qian_file_kind(qian_source_of(&rows->file), &kind, err);
    if (status)
        return status;
    if (kind == QIAN_FILE_CSV)
        return open_csv(rows, order, err);
    qian_source_close(&rows->file);
    if (order->encoding)
        return qian_fail(err, QIAN_USAGE, "", "import 2.3", "a workbook has no encoding to state",
                         "leave --encoding out");
    return qian_xlsx_open(order->path, order->sheet, &rows->xlsx, err);
}

enum qian_status qian_rows_open(const struct qian_rows_order *order, struct qian_rows **out,
                                struct qian_err *err) {
    struct qian_rows *rows = qian_take(1, sizeof *rows);
    *out = NULL;
    rows->path = qian_str_copy(qian_str(order->path));
    rows->file.fd = -1;
    enum qian_status status = qian_source_open(rows->path, &rows->file, err);
    if (status == QIAN_OK)
        status = open_kind(rows, order, err);
    if (status && !err->where[0])
        qian_err_where(err, "%s", order->path);
    if (status)
        qian_rows_close(rows);
    else
        *out = rows;
    return status;
}

const struct qian_rows_info *qian_rows_info(const struct qian_rows *rows) {
    return rows->xlsx ? qian_xlsx_info(rows->xlsx) : &rows->info;
}

enum qian_status qian_rows_next(struct qian_rows *rows, struct qian_sheet_row **row,
                                struct qian_err *err) {
    if (rows->xlsx)
        return qian_xlsx_next(rows->xlsx, row, err);
    enum qian_status status = qian_csv_stream_next(rows->csv, row, err);
    if (status && !err->where[0])
        qian_err_where(err, "%s", rows->path);
    return status;
}

uint64_t qian_rows_read(const struct qian_rows *rows) {
    return rows->xlsx ? qian_xlsx_read(rows->xlsx) : qian_csv_stream_read(rows->csv);
}
