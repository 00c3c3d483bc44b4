// SPDX-License-Identifier: MulanPSL-2.0
// From rows that are read to a list that has changed, or to what would change.
#include <stdlib.h>
#include <string.h>

#include "engine/base/json_out.h"
#include "engine/registry/import_steps.h"

void qian_import_valid_from(const struct qian_importing *im, char day[11]) {
    const struct qian_kind *kind = im->order->kind;
    struct qian_str from =
        qian_str(im->order->valid_from ? im->order->valid_from : im->order->time);
    for (size_t k = 0; kind->valid_from && k < kind->columns; k++)
        if (strcmp(kind->column[k].name, kind->valid_from) == 0 && im->length[k] > 0)
            from = im->field[k];
    memcpy(day, from.p, 10);
    day[10] = 0;
}

static void show_change(const struct qian_importing *im, const struct qian_compared *compared,
                        struct qian_buf *out) {
    for (size_t i = 0; i < im->reg->columns; i++) {
        if (qian_str_eq(compared->old[i], compared->new[i]))
            continue;
        qian_buf_text(out, out->n ? "; " : "");
        qian_buf_text(out, im->reg->column[i]);
        qian_buf_text(out, ": ");
        qian_buf_str(out, compared->old[i]);
        qian_buf_text(out, " → ");
        qian_buf_str(out, compared->new[i]);
    }
}

static void show_difference(void *context, const struct qian_compared *compared) {
    struct qian_importing *im = context;
    struct qian_import *out = im->out;
    if (im->order->differ)
        im->order->differ(im->order->differ_context, compared);
    if (out->shown_count == QIAN_DIFFERENCES_SHOWN)
        return;
    struct qian_buf text = {0};
    const struct qian_str *row = compared->new ? compared->new : compared->old;
    if (compared->what == QIAN_CHANGED)
        show_change(im, compared, &text);
    else
        qian_buf_str(&text, row[1]);
    out->shown = qian_grow(out->shown, &out->shown_cap, out->shown_count + 1, sizeof *out->shown);
    out->shown[out->shown_count++] =
        (struct qian_difference_shown){compared->what, (size_t)compared->row, qian_str_copy(row[0]),
                                       qian_str_copy(qian_buf_view(&text))};
    qian_buf_free(&text);
}

// spec/registers.md 1.1: "each is kept by one department, its custodian"
static enum qian_status no_custodian(const char *list, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_USAGE, "", "registers 1.1",
                  "a new list needs the department that keeps it", "give --department");
    qian_err_value(err, "%.100s", list);
    return status;
}

static enum qian_status find_list(struct qian_importing *im, struct qian_err *err) {
    const struct qian_import_order *order = im->order;
    enum qian_status status =
        qian_store_list(im->store, order->list, im->reg->name, NULL, &im->list, err);
    if (status != QIAN_OK || (im->list == 0 && !order->apply))
        return status;
    if (im->list == 0 && !*order->department)
        return no_custodian(order->list, err);
    return qian_store_list(im->store, order->list, im->reg->name, order->department, &im->list,
                           err);
}

enum qian_status qian_import_compare(struct qian_importing *im, struct qian_err *err) {
    char day[11];
    memcpy(day, im->order->valid_from ? im->order->valid_from : im->order->time, 10);
    day[10] = 0;
    enum qian_status status = find_list(im, err);
    if (status != QIAN_OK)
        return status;
    struct qian_stage_order order = {.list = im->list,
                                     .valid_from = day,
                                     .partial = im->order->partial,
                                     .tell = show_difference,
                                     .context = im};
    return qian_stage_compare(im->stage, &order, im->out->counts, err);
}

static void write_counts(const struct qian_import *out, struct qian_json *j) {
    static const char *const names[] = {"unchanged", "added", "changed", "removed"};
    qian_json_object(j, "counts");
    qian_json_u64(j, "rows", out->rows);
    qian_json_u64(j, "taken", out->taken);
    qian_json_u64(j, "rejected", out->findings.rows[QIAN_REJECTED]);
    qian_json_u64(j, "repeats", out->findings.rows[QIAN_REPEATED]);
    qian_json_u64(j, "conflicts", out->findings.rows[QIAN_CONFLICT]);
    qian_json_u64(j, "corrected", out->findings.rows[QIAN_CORRECTED]);
    qian_json_u64(j, "noted", out->findings.rows[QIAN_NOTED]);
    for (size_t i = 0; i < 4; i++)
        qian_json_u64(j, names[i], out->counts[i]);
    qian_json_close(j);
}

static void write_columns(const struct qian_importing *im, struct qian_json *j) {
    const struct qian_kind *kind = im->order->kind;
    qian_json_object(j, "columns");
    for (size_t k = 0; k < kind->columns; k++) {
        const struct qian_header *header = &im->out->header;
        if (header->set[k]) {
            struct qian_buf set = {0};
            qian_buf_char(&set, '=');
            qian_buf_text(&set, header->set[k]);
            qian_json_str(j, kind->column[k].name, qian_buf_view(&set));
            qian_buf_free(&set);
        } else if (header->name[k]) {
            qian_json_text(j, kind->column[k].name, header->name[k]);
        }
    }
    qian_json_close(j);
}

// What was left out, as one digest: row, column, reason of each finding.
static void digest_rejects(const struct qian_findings *findings, struct qian_digest *out) {
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    struct qian_buf line = {0};
    qian_hash_begin(h);
    for (size_t i = 0; i < findings->count; i++) {
        const struct qian_finding *f = &findings->finding[i];
        if (f->kind != QIAN_REJECTED)
            continue;
        line.n = 0;
        qian_buf_u64(&line, f->row);
        qian_buf_char(&line, '\t');
        qian_buf_text(&line, f->column);
        qian_buf_char(&line, '\t');
        qian_buf_text(&line, f->value);
        qian_buf_char(&line, '\n');
        qian_hash_add(h, line.p, line.n);
    }
    qian_hash_end(h, out);
    qian_hasher_close(h);
    qian_buf_free(&line);
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

// spec/import.md 7.3
void qian_import_manifest(struct qian_importing *im) {
    const struct qian_import *out = im->out;
    const struct qian_import_order *order = im->order;
    struct qian_digest rejects;
    char day[11];
    memcpy(day, order->valid_from ? order->valid_from : order->time, 10);
    day[10] = 0;
    im->out->manifest.n = 0;
    struct qian_json j = qian_json_begin(&im->out->manifest);
    qian_json_text(&j, "register", order->kind->name);
    qian_json_text(&j, "list", order->list);
    qian_json_text(&j, "file", base_name(order->path));
    qian_json_hex(&j, "digest", out->digest.b, 32);
    qian_json_u64(&j, "bytes", out->bytes);
    qian_json_text(&j, "format", out->format ? out->format : "");
    qian_json_text(&j, "encoding", out->encoding ? out->encoding : "");
    qian_json_text_or_null(&j, "sheet", out->sheet);
    qian_json_u64(&j, "header", out->header.row);
    write_columns(im, &j);
    write_counts(out, &j);
    qian_json_bool(&j, "partial", order->partial);
    qian_json_text(&j, "valid_from", day);
    qian_json_text_or_null(&j, "reason", order->reason);
    if (out->findings.rows[QIAN_REJECTED] > 0) {
        digest_rejects(&out->findings, &rejects);
        qian_json_hex(&j, "rejects", rejects.b, 32);
    }
    qian_json_end(&j);
}

static enum qian_status refuse_rejects(const struct qian_import *out, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_BAD_DATA, "", "import 6.4", "rows of the file cannot be used",
                  "mend them, or leave them out with --skip-bad");
    qian_err_value(err, "%zu", out->findings.rows[QIAN_REJECTED]);
    return status;
}

// spec/import.md 7.1: "`closed`, `moved`, `merged`, `duplicate`, `error`, `out-of-scope`, followed
// by
// `:` and text if wanted"
static bool is_reason(const char *reason) {
    static const char *const reasons[] = {"closed",    "moved", "merged",
                                          "duplicate", "error", "out-of-scope"};
    for (size_t i = 0; reason && i < sizeof reasons / sizeof *reasons; i++) {
        size_t n = strlen(reasons[i]);
        if (strncmp(reason, reasons[i], n) == 0 && (reason[n] == 0 || reason[n] == ':'))
            return true;
    }
    return false;
}

static enum qian_status refuse_removals(const struct qian_import *out, const char *reason,
                                        struct qian_err *err) {
    enum qian_status status = qian_fail(
        err, QIAN_REFUSED, "", "import 7.1", "rows would be removed without a reason",
        "give --reason closed, moved, merged, duplicate, error or out-of-scope; or --partial");
    qian_err_value(err, "%llu %.100s", (unsigned long long)out->counts[QIAN_REMOVED],
                   reason ? reason : "");
    return status;
}

enum qian_status qian_import_apply(struct qian_importing *im, struct qian_err *err) {
    struct qian_import *out = im->out;
    if (out->findings.rows[QIAN_REJECTED] > 0 && !im->order->skip_bad)
        return refuse_rejects(out, err);
    if (out->counts[QIAN_REMOVED] > 0 && !is_reason(im->order->reason))
        return refuse_removals(out, im->order->reason, err);
    if (out->counts[QIAN_ADDED] + out->counts[QIAN_CHANGED] + out->counts[QIAN_REMOVED] == 0)
        return QIAN_OK;
    struct qian_change change = {.list = im->list,
                                 .time = im->order->time,
                                 .who = im->order->who,
                                 .kind = "import",
                                 .manifest = out->manifest.p};
    enum qian_status status = qian_store_change_add(im->store, &change, err);
    if (status == QIAN_OK)
        status = qian_stage_apply(im->stage, &change, err);
    if (status == QIAN_OK)
        out->change = change.number;
    return status;
}
