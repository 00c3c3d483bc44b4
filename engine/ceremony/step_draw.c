// SPDX-License-Identifier: MulanPSL-2.0
// The draw itself, the list of objections, and the transcript's way into the log.
#include <stdlib.h>
#include <string.h>

#include "engine/ceremony/parts.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/steps.h"
#include "engine/core/draw.h"

#define ENGINE_NAME "qian " QIAN_VERSION

static enum qian_status keep_results(struct qian_case *c, const struct qian_frozen *f,
                                     const struct qian_draw *d, size_t withheld,
                                     struct qian_err *err) {
    struct qian_buf selection = {0}, assignment = {0}, transcript = {0};
    qian_selection_write(&f->frame, &d->selection, &selection);
    qian_assignment_write(&f->frame, &d->selection, &d->staff, d->team, &d->places, d->expert_team,
                          &d->expert_places, &assignment);
    qian_transcript_write(&f->frame, d, &f->notice_digest, withheld, ENGINE_NAME, &transcript);
    enum qian_status status = qian_keep(c, "selection.tsv", qian_buf_view(&selection), err);
    if (status == QIAN_OK)
        status = qian_keep(c, "assignment.tsv", qian_buf_view(&assignment), err);
    if (status == QIAN_OK)
        status = qian_keep(c, "transcript.json", qian_buf_view(&transcript), err);
    if (status == QIAN_OK)
        qian_say(&c->said, "drawn; visits", "%zu", d->selection.count);
    qian_buf_free(&selection);
    qian_buf_free(&assignment);
    qian_buf_free(&transcript);
    return status;
}

static enum qian_status compute(struct qian_case *c, struct qian_err *err) {
    static const enum qian_bundle_file files[] = {QIAN_F_RULES,      QIAN_F_TARGETS,
                                                  QIAN_F_INSPECTORS, QIAN_F_RECUSALS,
                                                  QIAN_F_NOTICE,     QIAN_F_ENTROPY};
    struct qian_frozen *f = qian_take(1, sizeof *f);
    struct qian_draw *d = qian_take(1, sizeof *d);
    char *nonce[QIAN_CONTRIBUTORS_MAX] = {0};
    size_t withheld = 0;
    enum qian_status status = qian_contributions_read(c, nonce, &withheld, err);
    for (size_t i = 0; i < sizeof files / sizeof *files && status == QIAN_OK; i++)
        status = qian_case_read(c, qian_bundle_names[files[i]], &f->bundle.file[files[i]], err);
    if (status == QIAN_OK)
        status = qian_frozen_open(f, err);
    if (status == QIAN_OK)
        status = qian_draw_run(&f->frame, &f->inspectors, &f->recusals,
                               qian_buf_view(&f->bundle.file[QIAN_F_ENTROPY]), f->hasher, d, err);
    if (status == QIAN_OK)
        status = keep_results(c, f, d, withheld, err);
    for (size_t i = 0; i < QIAN_CONTRIBUTORS_MAX; i++)
        free(nonce[i]);
    qian_draw_free(d);
    qian_frozen_close(f);
    free(d);
    free(f);
    return status;
}

static enum qian_status add_objection(struct qian_case *c, const struct qian_signer *s,
                                      const struct qian_digest *transcript, struct qian_buf *file,
                                      struct qian_err *err) {
    struct qian_buf part = {0}, text = {0};
    struct qian_objection o;
    bool found = false;
    char *vkey = qian_str_copy(s->vkey);
    enum qian_status status = qian_part_read(c, "objection", s->id, &found, &part, err);
    if (status == QIAN_OK && found) {
        struct qian_str line = {part.p, part.n > 0 ? part.n - 1 : 0};
        bool good = part.n > 0 && part.p[part.n - 1] == '\n' && qian_objection_read(line, &o);
        if (good) {
            qian_objection_text(qian_case_draw(c), transcript, o.reason, &text);
            good = qian_signature_word_good(o.name, o.word, qian_buf_view(&text), vkey,
                                            c->copy.notice.suite);
        }
        if (good) {
            char *reason = qian_str_copy(o.reason);
            qian_buf_str(file, qian_buf_view(&part));
            qian_say(&c->said, "an objection stands in objections.txt", "%s", reason);
            free(reason);
        } else {
            status = qian_part_wrong(c, "objection", s->id,
                                     "this is no objection to this transcript", err);
        }
    }
    free(vkey);
    qian_buf_free(&text);
    qian_buf_free(&part);
    return status;
}

// spec/ceremony.md 1.1: what witnesses object to, by name.
static enum qian_status write_objections(struct qian_case *c, struct qian_buf *file,
                                         struct qian_err *err) {
    struct qian_signers all;
    struct qian_digest transcript;
    enum qian_status status = qian_case_digest(c, "transcript.json", &transcript, err);
    if (status != QIAN_OK)
        return status;
    qian_objections_head(qian_case_draw(c), &transcript, file);
    qian_signers_of(c, QIAN_NOTE_TRANSCRIPT, &all);
    for (size_t i = 0; i < all.count && status == QIAN_OK; i++)
        status = add_objection(c, &all.signer[i], &transcript, file, err);
    qian_signers_free(&all);
    return status;
}

// Until the transcript is signed by all who must, objections come in.
static enum qian_status seal(struct qian_case *c, struct qian_err *err) {
    struct qian_buf objections = {0};
    bool final = false;
    enum qian_status status = qian_kept(c, "objections.txt", &final, &objections, err);
    if (status == QIAN_OK && !final)
        status = write_objections(c, &objections, err);
    if (status == QIAN_OK && !final)
        status = qian_case_write(c, "objections.txt", qian_buf_view(&objections), err);
    qian_buf_free(&objections);
    return status == QIAN_OK ? qian_advance(c, QIAN_NOTE_TRANSCRIPT, err) : status;
}

enum qian_status qian_step_draw(const struct qian_case_order *order, const struct qian_act *act,
                                struct qian_case *c, struct qian_err *err) {
    bool found = false;
    (void)act;
    enum qian_status status = qian_case_go_on(order, c, err);
    if (status == QIAN_OK)
        status = qian_is_kept(c, "entropy.txt", &found, err);
    if (status == QIAN_OK && !found && c->copy.notice.public_count == 0)
        status = qian_step_public_none(c, err); // nothing to be entered
    else if (status == QIAN_OK && !found)
        status = qian_fail(err, QIAN_REFUSED, "E03", "ceremony 6.3",
                           "the public values are not entered yet", "qian ceremony public");
    if (status == QIAN_OK)
        status = compute(c, err);
    if (status == QIAN_OK) {
        status = seal(c, err);
        // The draw is made; that witnesses have still to sign is for the next step to say.
        if (status == QIAN_CANNOT && strcmp(err->clause, "ceremony 6.3") == 0) {
            qian_say(&c->said, "next: witnesses verify and sign", "%s", err->where);
            status = QIAN_OK;
        }
    }
    return status;
}

enum qian_status qian_step_transcript(const struct qian_case_order *order,
                                      const struct qian_act *act, struct qian_case *c,
                                      struct qian_err *err) {
    bool found = false;
    (void)act;
    enum qian_status status = qian_case_go_on(order, c, err);
    if (status == QIAN_OK)
        status = qian_is_kept(c, "transcript.json", &found, err);
    if (status == QIAN_OK && !found)
        status = qian_fail(err, QIAN_REFUSED, "", "ceremony 6.3", "nothing has been drawn yet",
                           "qian ceremony draw");
    if (status == QIAN_OK)
        status = seal(c, err);
    if (status == QIAN_OK)
        status = qian_store_draw_end(c->store, qian_case_draw(c), "transcript", err);
    if (status == QIAN_OK)
        qian_say(&c->said, "next: publish the bundle", "qian ceremony publish");
    return status;
}
