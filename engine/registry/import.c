// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/core/field.h"
#include "engine/registry/import_steps.h"

#define TELL_EVERY 65536
#define STORE_WAIT_MS 5000

static void tell(const struct qian_importing *im, const char *what, size_t rows) {
    if (im->order->tell && rows % TELL_EVERY == 0)
        im->order->tell(im->order->context, what, rows);
}

// spec/import.md 1.2: "The digest of a file is SHA-256 of its bytes."
static enum qian_status digest_file(const char *path, struct qian_digest *out,
                                    struct qian_err *err) {
    char block[65536];
    FILE *file = fopen(path, "rb");
    bool good = file != NULL;
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    qian_hash_begin(h);
    for (size_t n; good && (n = fread(block, 1, sizeof block, file)) > 0;)
        qian_hash_add(h, block, n);
    qian_hash_end(h, out);
    qian_hasher_close(h);
    good = good && !ferror(file);
    if (file)
        (void)fclose(file);
    if (good)
        return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_CANNOT, "", "", "the file cannot be read", "check path and rights");
    qian_err_where(err, "%.200s", path);
    return status;
}

static enum qian_status open_rows(struct qian_importing *im, struct qian_err *err) {
    struct qian_rows_order order = {im->order->path, im->order->encoding, im->order->sheet};
    return qian_rows_open(&order, &im->rows, err);
}

// What the file turned out to be. What is counted while rows are read is taken over at the end.
static void keep_info(struct qian_importing *im) {
    static const char *const names[] = {"utf-8", "utf-8", "gbk", "gb18030", "utf-8"};
    const struct qian_rows_info *info = qian_rows_info(im->rows);
    struct qian_import *out = im->out;
    if (!out->format) {
        out->format = qian_str_copy(qian_str(info->format));
        out->sheet = info->sheet ? qian_str_copy(qian_str(info->sheet)) : NULL;
        out->sample = info->sample.n ? qian_str_copy(qian_buf_view(&info->sample)) : NULL;
        out->encoding = names[info->encoding];
        // spec/import.md 2.3: "What was detected as `gbk` or `gb18030` is told with a sample, and
        // applied only once it is confirmed by `--encoding`."
        out->detected =
            info->detected && (info->encoding == QIAN_GBK || info->encoding == QIAN_GB18030);
        out->bytes = info->bytes;
    }
    out->hidden_rows = info->hidden_rows;
    out->hidden_columns = info->hidden_columns;
    out->merged_ranges = info->merged_ranges;
    out->filtered = info->filtered;
}

static enum qian_status unconfirmed(const struct qian_import *out, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_REFUSED, "", "import 2.3",
                                        "the encoding was detected and not confirmed",
                                        "look at the sample, and give --encoding");
    qian_err_where(err, "%s", out->encoding);
    qian_err_value(err, "%.240s", out->sample ? out->sample : "");
    return status;
}

static enum qian_status full(struct qian_err *err) {
    return qian_fail(err, QIAN_BAD_DATA, "", "import 6.1",
                     "more than 1,000,000 rows cannot be used",
                     "is it the right file, the right kind, the right header?");
}

// The values of a row, one after the other; false if one of them cannot be used.
static bool convert(struct qian_importing *im, const struct qian_sheet_row *row) {
    static const struct qian_cell empty = {{"", 0}, 0};
    const struct qian_kind *kind = im->order->kind;
    struct qian_convert c = {
        .findings = &im->out->findings, .areas = &im->areas, .row = row->number};
    size_t start[QIAN_KIND_COLUMNS_MAX + 1];
    bool good = true;
    im->bytes.n = 0;
    // Columns that only serve come last in the kind, and first here: the area wants its province.
    for (size_t k = kind->columns; k-- > 0;) {
        size_t at = im->out->header.at[k];
        const char *set = im->out->header.set[k];
        struct qian_cell fixed = {set ? qian_str(set) : qian_str(""), 0};
        const struct qian_cell *cell = set ? &fixed : at < row->cells ? &row->cell[at] : &empty;
        start[k] = im->bytes.n;
        good = qian_convert(&c, &kind->column[k], cell, &im->bytes) && good;
        im->length[k] = im->bytes.n - start[k];
        if (strcmp(kind->column[k].name, "province") == 0)
            c.province = qian_trim(cell->text);
    }
    qian_buf_add(&im->bytes, "", 1); // so that it is there, if every value is empty
    for (size_t k = 0; k < kind->columns; k++)
        im->field[k] = (struct qian_str){im->bytes.p + start[k], im->length[k]};
    return good;
}

// spec/import.md 4.4: "Blank rows are passed over."
static bool is_blank(const struct qian_sheet_row *row) {
    for (size_t i = 0; i < row->cells; i++)
        if (row->cell[i].marks || qian_trim(row->cell[i].text).n > 0)
            return false;
    return !row->fault;
}

static bool too_wide(const struct qian_importing *im, const struct qian_sheet_row *row) {
    for (size_t i = im->out->header.width; i < row->cells; i++)
        if (qian_trim(row->cell[i].text).n > 0)
            return true;
    return false;
}

// The whole row is no good, whatever its values.
static const char *row_fault(const struct qian_importing *im, const struct qian_sheet_row *row) {
    if (row->fault)
        return row->fault;
    return too_wide(im, row) ? "more cells than the header has" : NULL;
}

// What the list has of the row's id stays, if the row says which it is; nothing is told of it.
static enum qian_status hold_faulty(struct qian_importing *im, const struct qian_sheet_row *row,
                                    struct qian_err *err) {
    struct qian_findings untold = {0};
    struct qian_convert c = {.findings = &untold, .areas = &im->areas, .row = row->number};
    const struct qian_column *id = &im->order->kind->column[0];
    size_t at = im->out->header.at[0];
    enum qian_status status = QIAN_OK;
    im->bytes.n = 0;
    if (at < row->cells && qian_convert(&c, id, &row->cell[at], &im->bytes))
        status = qian_stage_hold(im->stage, qian_buf_view(&im->bytes), row->number, err);
    qian_findings_free(&untold);
    return status;
}

// spec/import.md 6.3: "in how many rows a right code of 18 characters stands as it is written"
static void count_exact(struct qian_importing *im, const struct qian_sheet_row *row) {
    size_t at = im->out->header.at[0];
    if (im->order->kind->column[0].form == QIAN_FORM_TARGET && at < row->cells &&
        qian_id_form(im->field[0]) == QIAN_ID_USCC && qian_str_eq(row->cell[at].text, im->field[0]))
        im->out->exact++;
}

static enum qian_status take(struct qian_importing *im, const struct qian_sheet_row *row,
                             struct qian_err *err) {
    struct qian_findings *findings = &im->out->findings;
    size_t before = findings->rows[QIAN_REJECTED];
    const char *fault = row_fault(im, row);
    if (fault) {
        qian_finding_add(findings, QIAN_REJECTED, row->number, "",
                         row->cells ? row->cell[0].text : qian_str(""), fault,
                         "mend the row in the file");
        return hold_faulty(im, row, err);
    }
    bool good = convert(im, row);
    im->own.n = 0;
    count_exact(im, row);
    struct qian_kind_row judged = {im->field, findings, row->number, im->order->list, &im->own};
    if (im->length[0] > 0 && im->order->kind->identify)
        im->order->kind->identify(&judged);
    if (good && im->order->kind->judge)
        im->order->kind->judge(&judged);
    if (!good || findings->rows[QIAN_REJECTED] > before)
        return im->length[0] > 0 ? qian_stage_hold(im->stage, im->field[0], row->number, err)
                                 : QIAN_OK;
    if (im->order->kind->column[0].form == QIAN_FORM_TARGET)
        im->out->forms[qian_id_form(im->field[0])]++;
    im->out->taken++;
    char valid[11];
    qian_import_valid_from(im, valid);
    return qian_stage_add(im->stage, row->number, valid, im->field, err);
}

static enum qian_status read_rows(struct qian_importing *im, struct qian_err *err) {
    struct qian_sheet_row *row = NULL;
    enum qian_status status = QIAN_OK;
    do {
        status = qian_rows_next(im->rows, &row, err);
        if (status != QIAN_OK || !row)
            break;
        if (is_blank(row))
            continue;
        tell(im, "reading rows", ++im->out->rows);
        status = take(im, row, err);
        if (status == QIAN_OK && im->out->findings.full &&
            im->out->findings.rows[QIAN_REJECTED] >= QIAN_FINDINGS_MAX)
            status = full(err);
    } while (status == QIAN_OK);
    keep_info(im);
    return status;
}

static enum qian_status stage(struct qian_importing *im, struct qian_err *err) {
    enum qian_status status = qian_store_stage(im->store, im->reg, &im->stage, err);
    if (status == QIAN_OK)
        status = read_rows(im, err);
    if (status == QIAN_OK) {
        tell(im, "sorting rows", 0);
        status = qian_stage_sort(im->stage, qian_import_twin, im, err);
    }
    if (status == QIAN_OK)
        status = qian_import_strangers(im, err);
    if (status == QIAN_OK) {
        tell(im, "comparing with the list", 0);
        status = qian_import_compare(im, err);
    }
    qian_findings_sort(&im->out->findings);
    qian_import_manifest(im);
    return status;
}

static enum qian_status work(struct qian_importing *im, struct qian_err *err) {
    enum qian_status status = qian_store_begin(im->store, err);
    if (status != QIAN_OK)
        return status;
    status = stage(im, err);
    if (status == QIAN_OK && im->order->apply)
        status = qian_import_apply(im, err);
    // Where nothing is kept the transaction is rolled back, and `err` says why, if it failed.
    bool keep = status == QIAN_OK && im->out->change > 0;
    struct qian_err ignored = {0};
    qian_stage_free(im->stage);
    im->stage = NULL;
    if (keep)
        tell(im, "writing the register", 0);
    enum qian_status ended =
        qian_store_end(im->store, keep ? QIAN_OK : QIAN_REFUSED, keep ? err : &ignored);
    return keep ? ended : status;
}

enum qian_status qian_import_run(const struct qian_import_order *order, struct qian_import *out,
                                 struct qian_err *err) {
    struct qian_importing im = {
        .order = order, .out = out, .reg = qian_register_find(order->kind->name)};
    enum qian_status status = digest_file(order->path, &out->digest, err);
    if (status == QIAN_OK)
        status = open_rows(&im, err);
    if (status == QIAN_OK) {
        keep_info(&im);
        status = out->detected && order->apply ? unconfirmed(out, err) : QIAN_OK;
    }
    if (status == QIAN_OK)
        status = qian_header_find(&order->header, im.rows, &out->header, err);
    if (status == QIAN_OK)
        status = qian_store_open_registers(order->home, STORE_WAIT_MS, &im.store, err);
    if (status == QIAN_OK)
        status = work(&im, err);
    qian_stage_free(im.stage);
    qian_store_close(im.store);
    qian_rows_close(im.rows);
    qian_areas_free(&im.areas);
    qian_buf_free(&im.bytes);
    qian_buf_free(&im.own);
    return status;
}

void qian_import_free(struct qian_import *import) {
    free(import->format);
    free(import->sheet);
    free(import->sample);
    qian_header_free(&import->header);
    qian_findings_free(&import->findings);
    for (size_t i = 0; i < import->shown_count; i++) {
        free(import->shown[i].id);
        free(import->shown[i].text);
    }
    free(import->shown);
    qian_buf_free(&import->manifest);
    *import = (struct qian_import){0};
}
