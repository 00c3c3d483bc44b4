// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/publish/frozen.h"

#include <string.h>

#include "engine/core/quota.h"
#include "engine/core/staff.h"

static enum qian_status disagrees(struct qian_err *err, const char *code, const char *where,
                                  const char *what) {
    enum qian_status status =
        qian_fail(err, QIAN_DISAGREES, code, "verify 3", what, "run qian-verify on the bundle");
    qian_err_where(err, "%s", where);
    return status;
}

static enum qian_status read_tables(struct qian_frozen *a, struct qian_err *err) {
    const struct {
        enum qian_bundle_file file;
        enum qian_table_kind kind;
        struct qian_table *table;
    } all[] = {{QIAN_F_TARGETS, QIAN_TARGETS, &a->targets},
               {QIAN_F_INSPECTORS, QIAN_INSPECTORS, &a->inspectors},
               {QIAN_F_RECUSALS, QIAN_RECUSALS, &a->recusals}};
    for (size_t i = 0; i < 3; i++) {
        qian_table_read(all[i].kind, qian_buf_view(&a->bundle.file[all[i].file]), all[i].table);
        if (all[i].table->codes != 0) {
            *err = all[i].table->first;
            return err->status;
        }
    }
    return QIAN_OK;
}

// The rules and tables are those that the notice was made for.
static enum qian_status check_digests(struct qian_frozen *a, struct qian_err *err) {
    const struct qian_notice *n = &a->copy.notice;
    const struct {
        enum qian_bundle_file file;
        const struct qian_digest *want;
    } all[] = {{QIAN_F_RULES, &n->rules_digest},
               {QIAN_F_TARGETS, &n->targets.digest},
               {QIAN_F_INSPECTORS, &n->inspectors.digest},
               {QIAN_F_RECUSALS, &n->recusals.digest}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct qian_digest found;
        qian_hash(a->hasher, qian_buf_view(&a->bundle.file[all[i].file]), &found);
        if (memcmp(found.b, all[i].want->b, sizeof found.b) != 0)
            return disagrees(err, "H01", qian_bundle_names[all[i].file],
                             "the file is not the one that the notice was made for");
    }
    return QIAN_OK;
}

// The item's own numbers, then those of its strata, are what the notice states from `at` on.
static bool as_stated(const struct qian_notice_copy *copy, size_t item, size_t at) {
    const struct qian_item *it = &copy->notice.items[item];
    const struct qian_stated *stated = &copy->stated[at];
    if (at + it->strata_count >= copy->stated_count || stated->label || stated->item != item ||
        stated->roster != it->roster || stated->quota != it->quota)
        return false;
    for (size_t s = 0; s < it->strata_count; s++) {
        const struct qian_stratum *part = &it->strata[s];
        stated++;
        if (stated->item != item || !stated->label || strcmp(stated->label, part->label) != 0 ||
            stated->roster != part->roster || stated->eligible != part->eligible ||
            stated->quota != part->quota)
            return false;
    }
    return true;
}

// The rosters and quotas that follow from the tables are those that the notice states.
static enum qian_status check_quotas(struct qian_frozen *a, struct qian_err *err) {
    struct qian_notice *n = &a->copy.notice;
    size_t at = 0;
    for (size_t i = 0; i < n->item_count; i++) {
        struct qian_item *item = &n->items[i];
        enum qian_status status =
            qian_quota(&item->wish, item->strata, item->strata_count, &item->quota, err);
        if (status != QIAN_OK)
            return status;
        if (!as_stated(&a->copy, i, at))
            return disagrees(err, "Q01", "notice.json items",
                             "the quotas are not those that the roster gives");
        at += item->strata_count + 1;
    }
    if (at != a->copy.stated_count)
        return disagrees(err, "Q01", "notice.json items",
                         "the quotas are not those that the roster gives");
    return QIAN_OK;
}

enum qian_status qian_frozen_open(struct qian_frozen *a, struct qian_err *err) {
    struct qian_buf *file = a->bundle.file;
    enum qian_status status = qian_rules_parse(qian_buf_view(&file[QIAN_F_RULES]), &a->rules, err);
    if (status == QIAN_OK)
        status = qian_notice_read(qian_buf_view(&file[QIAN_F_NOTICE]), &a->rules, &a->copy, err);
    if (status != QIAN_OK)
        return status;
    a->hasher = qian_hasher_open(a->copy.notice.suite);
    qian_hash(a->hasher, qian_buf_view(&file[QIAN_F_NOTICE]), &a->notice_digest);
    status = check_digests(a, err);
    if (status == QIAN_OK)
        status = read_tables(a, err);
    if (status != QIAN_OK)
        return status;
    qian_frame_open(&a->copy.notice, &a->targets, &a->frame);
    status = qian_frame_check(&a->frame, err);
    if (status == QIAN_OK)
        status = qian_staff_check(&a->copy.notice, &a->inspectors, err);
    return status == QIAN_OK ? check_quotas(a, err) : status;
}

void qian_frozen_close(struct qian_frozen *a) {
    qian_frame_close(&a->frame);
    qian_table_free(&a->targets);
    qian_table_free(&a->inspectors);
    qian_table_free(&a->recusals);
    qian_hasher_close(a->hasher);
    qian_notice_copy_free(&a->copy);
    qian_rules_free(&a->rules);
    qian_bundle_free(&a->bundle);
}
