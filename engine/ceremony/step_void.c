// SPDX-License-Identifier: MulanPSL-2.0
// A draw is made void, or an embargo is opened: the operator's steps beside the straight way.
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/ceremony/parts.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/steps.h"
#include "engine/store/log.h"

// spec/ceremony.md 6.3: "the notice is in the log, the transcript is not"
static enum qian_status may_void(struct qian_case *c, bool *logged, struct qian_err *err) {
    bool noticed = false, ended = false;
    enum qian_status status = qian_is_kept(c, qian_proof_files[QIAN_NOTE_NOTICE], logged, err);
    if (status == QIAN_OK)
        status = qian_is_kept(c, "draft.json", &noticed, err);
    if (status == QIAN_OK)
        status = qian_is_kept(c, qian_note_files[QIAN_NOTE_TRANSCRIPT], &ended, err);
    if (status == QIAN_OK && !noticed)
        status = qian_fail(err, QIAN_REFUSED, "", "ceremony 6.1",
                           "this home has not opened this draw", "use the operator's home");
    else if (status == QIAN_OK && ended)
        status = qian_fail(err, QIAN_REFUSED, "C03", "ceremony 6.3",
                           "this draw has its transcript: a result is not made void",
                           "what was drawn stays drawn");
    return status;
}

// spec/ceremony.md 6.6: "A draw whose notice is not in the log can be dropped, and its serial is
// free"
static enum qian_status drop(struct qian_case *c, const struct qian_act *act,
                             struct qian_err *err) {
    if (!act->drop)
        return qian_fail(err, QIAN_REFUSED, "C03", "ceremony 6.6",
                         "the notice of this draw is not in the log: there is nothing to make void",
                         "drop the draw with --drop, and its serial is free");
    struct qian_buf note = {0};
    bool kept = false, entered = false;
    enum qian_status status = qian_kept(c, qian_note_files[QIAN_NOTE_NOTICE], &kept, &note, err);
    if (status == QIAN_OK && kept)
        status = qian_store_entry_find(c->store, qian_buf_view(&note), &entered, err);
    if (status == QIAN_OK && entered)
        status = qian_fail(err, QIAN_REFUSED, "C03", "ceremony 6.6",
                           "the notice of this draw is in the log: it cannot be dropped",
                           "have it cosigned with qian ceremony notice, then make the draw void");
    if (status == QIAN_OK)
        status = qian_store_draw_end(c->store, qian_case_draw(c), "dropped", err);
    qian_buf_free(&note);
    if (status == QIAN_OK)
        qian_say(&c->said, "dropped; its serial is free", "%u", c->copy.notice.serial);
    return status;
}

static enum qian_status make_void(struct qian_case *c, const struct qian_act *act,
                                  struct qian_err *err) {
    struct qian_buf file = {0};
    bool found = false;
    enum qian_status status = qian_is_kept(c, "void.json", &found, err);
    if (status == QIAN_OK && !found) {
        if (!act->reason || !qian_reason_good(qian_str(act->reason)))
            status = qian_fail(err, QIAN_USAGE, "F08", "ceremony 2.1", "a void has a reason",
                               "give --reason with 1 to 512 bytes of text");
        if (status == QIAN_OK) {
            char now[QIAN_TIME_SIZE + 1];
            qian_time_write(qian_now(), now);
            qian_void_write(qian_case_draw(c), &c->notice_digest, act->reason, now, &file);
            status = qian_keep(c, "void.json", qian_buf_view(&file), err);
        }
    }
    if (status == QIAN_OK)
        status = qian_advance(c, QIAN_NOTE_VOID, err);
    if (status == QIAN_OK)
        status = qian_store_draw_end(c->store, qian_case_draw(c), "void", err);
    if (status == QIAN_OK)
        qian_say(&c->said, "next: publish the bundle", "qian ceremony publish");
    qian_buf_free(&file);
    return status;
}

enum qian_status qian_step_void(const struct qian_case_order *order, const struct qian_act *act,
                                struct qian_case *c, struct qian_err *err) {
    bool logged = false;
    enum qian_status status = qian_case_enter(order, c, err);
    if (status == QIAN_REFUSED && act->drop && strcmp(err->clause, "ceremony 6.6") == 0) {
        qian_say(&c->said, "was dropped before", "%s", qian_case_draw(c));
        return QIAN_OK;
    }
    if (status == QIAN_OK)
        status = may_void(c, &logged, err);
    if (status != QIAN_OK)
        return status;
    return logged ? make_void(c, act, err) : drop(c, act, err);
}

// spec/ceremony.md 4.1: "open.note says that contributions.txt was handed out"
enum qian_status qian_step_unseal(const struct qian_case_order *order, const struct qian_act *act,
                                  struct qian_case *c, struct qian_err *err) {
    int64_t time = 0;
    (void)act;
    enum qian_status status = qian_case_go_on(order, c, err);
    if (status == QIAN_OK && !c->copy.notice.embargo_until)
        status = qian_fail(err, QIAN_REFUSED, "T05", "ceremony 4.1", "this draw has no embargo",
                           "publish the bundle: qian ceremony publish");
    if (status == QIAN_OK)
        status = qian_embargo_runs(c, err);
    if (status == QIAN_OK)
        status = qian_case_proven(c, QIAN_NOTE_TRANSCRIPT, &time, err);
    if (status == QIAN_OK)
        status = qian_advance(c, QIAN_NOTE_OPEN, err);
    if (status == QIAN_OK)
        qian_say(&c->said, "next: publish the bundle", "qian ceremony publish");
    return status;
}
