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

// How many contributors did not reveal.
static size_t withheld(const struct qian_bundle *bundle) {
    struct qian_split split = qian_split(qian_buf_view(&bundle->file[QIAN_F_CONTRIBUTIONS]), '\n');
    struct qian_str line;
    size_t count = 0;
    while (qian_split_next(&split, &line))
        count += line.n > 9 && memcmp(line.p, "withheld ", 9) == 0;
    return count;
}

static enum qian_status compare(struct qian_again *a, struct qian_err *err) {
    const struct qian_draw *d = &a->draw;
    const struct qian_frame *frame = &a->frozen.frame;
    const struct qian_bundle *bundle = &a->frozen.bundle;
    struct qian_buf selection = {0}, assignment = {0}, transcript = {0};
    char *engine = engine_of(bundle);
    qian_selection_write(frame, &d->selection, &selection);
    qian_assignment_write(frame, &d->selection, &d->staff, d->team, &d->places, d->expert_team,
                          &d->expert_places, &assignment);
    qian_transcript_write(frame, d, &a->frozen.notice_digest, withheld(bundle), engine,
                          &transcript);
    const struct {
        const struct qian_buf *made;
        enum qian_bundle_file file;
        const char *code;
    } all[] = {{&selection, QIAN_F_SELECTION, "D03"},
               {&assignment, QIAN_F_ASSIGNMENT, "A06"},
               {&transcript, QIAN_F_TRANSCRIPT, "D09"}};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < 3 && status == QIAN_OK; i++)
        if (!qian_str_eq(qian_buf_view(all[i].made), qian_buf_view(&bundle->file[all[i].file])))
            status = disagrees(err, all[i].code, qian_bundle_names[all[i].file],
                               "the file is not what the draw gives when it is computed again");
    free(engine);
    qian_buf_free(&selection);
    qian_buf_free(&assignment);
    qian_buf_free(&transcript);
    return status;
}

static enum qian_status run(const char *path, struct qian_again *out, struct qian_err *err) {
    struct qian_frozen *f = &out->frozen;
    enum qian_status status = qian_bundle_read(path, &f->bundle, err);
    if (status == QIAN_OK)
        status = qian_frozen_open(f, err);
    if (status == QIAN_OK)
        status = qian_draw_run(&f->frame, &f->inspectors, &f->recusals,
                               qian_buf_view(&f->bundle.file[QIAN_F_ENTROPY]), f->hasher,
                               &out->draw, err);
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
    qian_frozen_close(&a->frozen);
}
