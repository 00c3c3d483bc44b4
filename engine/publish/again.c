// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/publish/again.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/json_in.h"
#include "engine/base/text.h"

static enum qian_status disagrees(struct qian_err *err, const char *code, const char *where,
                                  const char *what) {
    enum qian_status status =
        qian_fail(err, QIAN_DISAGREES, code, "verify 3", what, "run qian-verify on the bundle");
    qian_err_where(err, "%s", where);
    return status;
}

static enum qian_status read_tables(struct qian_again *a, struct qian_err *err) {
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
static enum qian_status check_digests(struct qian_again *a, struct qian_err *err) {
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
static enum qian_status check_quotas(struct qian_again *a, struct qian_err *err) {
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

// versions.engine names the program that made the draw: the one member that is not computed.
static char *engine_of(const struct qian_bundle *bundle) {
    static const struct qian_json_place place = {"transcript.json", "bundle 4", QIAN_DISAGREES};
    struct qian_err err;
    json_t *root = qian_json_load(&place, qian_buf_view(&bundle->file[QIAN_F_TRANSCRIPT]), &err);
    const char *engine =
        json_string_value(json_object_get(json_object_get(root, "versions"), "engine"));
    bool good = engine && !qian_text_fault(qian_str(engine), false);
    char *copy = qian_str_copy(qian_str(good ? engine : "?"));
    json_decref(root);
    return copy;
}

static enum qian_status compare(struct qian_again *a, struct qian_err *err) {
    const struct qian_draw *d = &a->draw;
    struct qian_buf selection = {0}, assignment = {0}, transcript = {0};
    char *engine = engine_of(&a->bundle);
    qian_selection_write(&a->frame, &d->selection, &selection);
    qian_assignment_write(&a->frame, &d->selection, &d->staff, d->team, &d->places, d->expert_team,
                          &d->expert_places, &assignment);
    qian_transcript_write(&a->frame, d, &a->notice_digest, engine, &transcript);
    const struct {
        const struct qian_buf *made;
        enum qian_bundle_file file;
        const char *code;
    } all[] = {{&selection, QIAN_F_SELECTION, "D03"},
               {&assignment, QIAN_F_ASSIGNMENT, "A06"},
               {&transcript, QIAN_F_TRANSCRIPT, "D09"}};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < 3 && status == QIAN_OK; i++)
        if (!qian_str_eq(qian_buf_view(all[i].made), qian_buf_view(&a->bundle.file[all[i].file])))
            status = disagrees(err, all[i].code, qian_bundle_names[all[i].file],
                               "the file is not what the draw gives when it is computed again");
    free(engine);
    qian_buf_free(&selection);
    qian_buf_free(&assignment);
    qian_buf_free(&transcript);
    return status;
}

static enum qian_status run(const char *path, struct qian_again *out, struct qian_err *err) {
    struct qian_buf *file = out->bundle.file;
    enum qian_status status = qian_bundle_read(path, &out->bundle, err);
    if (status == QIAN_OK)
        status = qian_rules_parse(qian_buf_view(&file[QIAN_F_RULES]), &out->rules, err);
    if (status == QIAN_OK)
        status =
            qian_notice_read(qian_buf_view(&file[QIAN_F_NOTICE]), &out->rules, &out->copy, err);
    if (status != QIAN_OK)
        return status;
    out->hasher = qian_hasher_open(out->copy.notice.suite);
    status = check_digests(out, err);
    if (status == QIAN_OK)
        status = read_tables(out, err);
    if (status != QIAN_OK)
        return status;
    qian_frame_open(&out->copy.notice, &out->targets, &out->frame);
    status = qian_frame_check(&out->frame, err);
    if (status == QIAN_OK)
        status = qian_staff_check(&out->copy.notice, &out->inspectors, err);
    if (status == QIAN_OK)
        status = check_quotas(out, err);
    if (status != QIAN_OK)
        return status;
    qian_hash(out->hasher, qian_buf_view(&file[QIAN_F_NOTICE]), &out->notice_digest);
    status = qian_draw_run(&out->frame, &out->inspectors, &out->recusals,
                           qian_buf_view(&file[QIAN_F_ENTROPY]), out->hasher, &out->draw, err);
    return status == QIAN_OK ? compare(out, err) : status;
}

enum qian_status qian_again_run(const char *path, struct qian_again *out, struct qian_err *err) {
    *out = (struct qian_again){0};
    enum qian_status status = run(path, out, err);
    if (status == QIAN_OK || status == QIAN_CANNOT)
        return status;
    // Whatever is wrong with evidence, nobody is to correct it.
    err->next = "run qian-verify on the bundle";
    return err->status = QIAN_DISAGREES;
}

void qian_again_free(struct qian_again *a) {
    qian_draw_free(&a->draw);
    qian_frame_close(&a->frame);
    qian_table_free(&a->targets);
    qian_table_free(&a->inspectors);
    qian_table_free(&a->recusals);
    qian_hasher_close(a->hasher);
    qian_notice_copy_free(&a->copy);
    qian_rules_free(&a->rules);
    qian_bundle_free(&a->bundle);
}
