// SPDX-License-Identifier: MulanPSL-2.0
// The first half of a draw: rosters are read, frozen and committed to, quotas computed.
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/ceremony/solo.h"
#include "engine/core/merkle.h"

#define CSV_MAX ((uint64_t)1 << 38)

static enum qian_status read_csv(const char *path, struct qian_buf *out, struct qian_err *err) {
    return qian_file_read(path, CSV_MAX, out, err);
}

// spec/bundle.md 3.5: "`rows` without the header (H03), H of the whole file (H01), and `root`"
static void commit_to(struct qian_solo *s, enum qian_bundle_file which, size_t rows,
                      struct qian_commitment *out) {
    struct qian_tree tree;
    struct qian_str file = qian_buf_view(&s->bundle.file[which]);
    qian_hash(s->hasher, file, &out->digest);
    s->digest[which] = out->digest;
    s->hashed[which] = true;
    qian_tree_begin(&tree, s->hasher);
    for (const char *at = file.p, *end = file.p + file.n; at < end;) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        qian_tree_add(&tree, (struct qian_str){at, (size_t)(lf - at)});
        at = lf + 1;
    }
    qian_tree_root(&tree, &out->root);
    out->rows = rows;
}

// Read a table that was just frozen through the same strict reader that reads any bundle.
static enum qian_status reread(enum qian_table_kind kind, const struct qian_buf *file,
                               struct qian_table *table, struct qian_err *err) {
    qian_table_read(kind, qian_buf_view(file), table);
    if (table->codes == 0)
        return QIAN_OK;
    *err = table->first;
    return err->status;
}

static enum qian_status bad_rows(struct qian_solo *s, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_BAD_DATA, s->intake.bad.row[0].code, "request 2.4",
                  "rows that cannot be used; nothing was written", "correct them and start again");
    qian_badrows_sort(&s->intake.bad);
    qian_err_value(err, "%zu", s->intake.bad.count);
    return status;
}

// spec/request.md 1.5: "tables that their custodian froze: paths that end in `.tsv`"
static bool is_frozen(const char *path) {
    size_t n = path ? strlen(path) : 0;
    return n > 4 && strcmp(path + n - 4, ".tsv") == 0;
}

static enum qian_status import_targets(const struct qian_solo_order *order, struct qian_solo *s,
                                       struct qian_err *err) {
    struct qian_buf csv = {0};
    if (is_frozen(s->request.targets) && s->request.notice.ceremony)
        return read_csv(s->request.targets, &s->bundle.file[QIAN_F_TARGETS], err);
    enum qian_status status = read_csv(s->request.targets, &csv, err);
    if (status == QIAN_OK)
        qian_import_targets(&s->intake, &csv, &s->bundle.file[QIAN_F_TARGETS]);
    qian_buf_free(&csv);
    if (order->tell)
        order->tell(order->context, "freeze", 0);
    return status;
}

static enum qian_status import_people(struct qian_solo *s, struct qian_err *err) {
    struct qian_buf csv = {0};
    if (is_frozen(s->request.inspectors) && s->request.notice.ceremony)
        return read_csv(s->request.inspectors, &s->bundle.file[QIAN_F_INSPECTORS], err);
    enum qian_status status = read_csv(s->request.inspectors, &csv, err);
    if (status == QIAN_OK)
        qian_import_inspectors(&s->intake, &csv, &s->people, &s->bundle.file[QIAN_F_INSPECTORS]);
    qian_buf_free(&csv);
    return status;
}

static enum qian_status import_recusals(struct qian_solo *s, struct qian_err *err) {
    struct qian_buf csv = {0};
    // spec/request.md 1.5: "inspectors and recusals are then both such tables or neither is"
    bool frozen = is_frozen(s->request.inspectors) && s->request.notice.ceremony;
    if (frozen != (is_frozen(s->request.recusals) && s->request.notice.ceremony))
        return qian_fail(err, QIAN_BAD_DATA, "F04", "request 1.5",
                         "inspectors and recusals are not frozen together",
                         "take both as their custodian froze them");
    if (frozen)
        return read_csv(s->request.recusals, &s->bundle.file[QIAN_F_RECUSALS], err);
    enum qian_status status =
        s->request.recusals ? read_csv(s->request.recusals, &csv, err) : QIAN_OK;
    if (status == QIAN_OK)
        qian_import_recusals(&s->intake, s->request.recusals ? &csv : NULL, &s->people, &s->targets,
                             &s->bundle.file[QIAN_F_RECUSALS]);
    qian_buf_free(&csv);
    return status;
}

static void intake_begin(const struct qian_solo_order *order, struct qian_solo *s) {
    s->intake.notice = &s->request.notice;
    s->intake.h = s->hasher;
    s->intake.secret = s->secret;
    s->intake.legacy_ids = order->legacy_ids;
    s->intake.tell = order->tell;
    s->intake.context = order->context;
}

static enum qian_status import_all(const struct qian_solo_order *order, struct qian_solo *s,
                                   struct qian_err *err) {
    intake_begin(order, s);
    enum qian_status status = import_targets(order, s, err);
    if (status == QIAN_OK)
        status = import_people(s, err);
    if (status == QIAN_OK) // rows are there even where some are bad: recusals look ids up in them
        qian_table_read(QIAN_TARGETS, qian_buf_view(&s->bundle.file[QIAN_F_TARGETS]), &s->targets);
    if (status == QIAN_OK)
        status = import_recusals(s, err);
    if (status == QIAN_OK && s->intake.bad.count > 0)
        status = bad_rows(s, err);
    return status;
}

// One roster alone; the inspectors' recusals name targets, which are read for that.
enum qian_status qian_solo_freeze_part(const struct qian_solo_order *order, struct qian_solo *s,
                                       bool inspectors, struct qian_err *err) {
    struct qian_bundle *b = &s->bundle;
    intake_begin(order, s);
    enum qian_status status = import_targets(order, s, err);
    if (status == QIAN_OK)
        qian_table_read(QIAN_TARGETS, qian_buf_view(&b->file[QIAN_F_TARGETS]), &s->targets);
    if (status == QIAN_OK && inspectors)
        status = import_people(s, err);
    if (status == QIAN_OK && inspectors)
        status = import_recusals(s, err);
    if (status == QIAN_OK && s->intake.bad.count > 0)
        status = bad_rows(s, err);
    if (status == QIAN_OK && s->targets.codes != 0) {
        *err = s->targets.first;
        status = err->status;
    }
    if (status == QIAN_OK && inspectors)
        status = reread(QIAN_INSPECTORS, &b->file[QIAN_F_INSPECTORS], &s->inspectors, err);
    if (status == QIAN_OK && inspectors)
        status = reread(QIAN_RECUSALS, &b->file[QIAN_F_RECUSALS], &s->recusals, err);
    return status;
}

static enum qian_status compute_quotas(struct qian_notice *n, struct qian_err *err) {
    for (size_t i = 0; i < n->item_count; i++) {
        struct qian_item *item = &n->items[i];
        enum qian_status status = QIAN_OK;
        if (item->strata_count > QIAN_STRATA_MAX)
            status = qian_fail(err, QIAN_REFUSED, "F11", "bundle 1.3", "too many strata",
                               "stratify by fewer columns");
        else
            status = qian_quota(&item->wish, item->strata, item->strata_count, &item->quota, err);
        if (status != QIAN_OK) {
            qian_err_where(err, "item %s", item->code);
            return status;
        }
    }
    return QIAN_OK;
}

enum qian_status qian_solo_freeze(const struct qian_solo_order *order, struct qian_solo *s,
                                  struct qian_err *err) {
    struct qian_notice *n = &s->request.notice;
    struct qian_bundle *b = &s->bundle;
    enum qian_status status = import_all(order, s, err);
    if (status == QIAN_OK && s->targets.codes != 0) {
        *err = s->targets.first;
        status = err->status;
    }
    if (status == QIAN_OK)
        status = reread(QIAN_INSPECTORS, &b->file[QIAN_F_INSPECTORS], &s->inspectors, err);
    if (status == QIAN_OK)
        status = reread(QIAN_RECUSALS, &b->file[QIAN_F_RECUSALS], &s->recusals, err);
    if (status != QIAN_OK)
        return status;
    qian_frame_open(n, &s->targets, &s->frame);
    status = compute_quotas(n, err);
    if (status != QIAN_OK)
        return status;
    commit_to(s, QIAN_F_TARGETS, s->targets.rows, &n->targets);
    commit_to(s, QIAN_F_INSPECTORS, s->inspectors.rows, &n->inspectors);
    commit_to(s, QIAN_F_RECUSALS, s->recusals.rows, &n->recusals);
    return QIAN_OK;
}
