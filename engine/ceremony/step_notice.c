// SPDX-License-Identifier: MulanPSL-2.0
// The operator's steps up to the close: the notice out of commitments, the contributions out of
// reveals.
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/core/seed.h"
#include "engine/ceremony/parts.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/steps.h"

static void name_missing(struct qian_buf *names, const char *name) {
    if (names->n > 0)
        qian_buf_text(names, ", ");
    qian_buf_text(names, name);
}

// The contributor's key id, by the notice.
static void id_of(const struct qian_case *c, size_t contributor, char id[9]) {
    struct qian_signers all;
    qian_signers_of(c, QIAN_NOTE_NOTICE, &all);
    memcpy(id, all.signer[contributor].id, 9);
    qian_signers_free(&all);
}

static enum qian_status take_commitments(struct qian_case *c, struct qian_notice *n,
                                         struct qian_err *err) {
    struct qian_buf missing = {0};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < n->contributor_count && status == QIAN_OK; i++) {
        struct qian_buf part = {0};
        bool found = false;
        char id[9];
        id_of(c, i, id);
        status = qian_part_read(c, "commit", id, &found, &part, err);
        if (status == QIAN_OK && !found)
            name_missing(&missing, n->contributors[i].name);
        else if (status == QIAN_OK &&
                 !qian_commit_part_read(qian_buf_view(&part), n->draw, n->contributors[i].name,
                                        &n->contributors[i].commitment))
            status =
                qian_part_wrong(c, "commit", id, "this is no commitment of this contributor", err);
        qian_buf_free(&part);
    }
    if (status == QIAN_OK && missing.n > 0)
        status = qian_waiting(err, "commitments are still wanted of", &missing);
    qian_buf_free(&missing);
    return status;
}

// notice.json: the draft with commitments and the time, computed from the frozen tables once more.
static enum qian_status make_notice(struct qian_case *c, struct qian_buf *out,
                                    struct qian_err *err) {
    static const enum qian_bundle_file files[] = {QIAN_F_RULES, QIAN_F_TARGETS, QIAN_F_INSPECTORS,
                                                  QIAN_F_RECUSALS};
    struct qian_frozen *frozen = qian_take(1, sizeof *frozen);
    struct qian_notice *n = &frozen->copy.notice;
    char created[QIAN_TIME_SIZE + 1];
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < 4 && status == QIAN_OK; i++)
        status =
            qian_case_read(c, qian_bundle_names[files[i]], &frozen->bundle.file[files[i]], err);
    bool found = false;
    if (status == QIAN_OK)
        status = qian_kept(c, "draft.json", &found, &frozen->bundle.file[QIAN_F_NOTICE], err);
    if (status == QIAN_OK && !found)
        status = qian_fail(err, QIAN_REFUSED, "", "ceremony 6.1",
                           "this home has not opened this draw", "use the operator's home");
    if (status == QIAN_OK)
        status = qian_frozen_open(frozen, err);
    if (status == QIAN_OK)
        status = take_commitments(c, n, err);
    if (status == QIAN_OK) {
        n->targets.rows = frozen->targets.rows;
        n->inspectors.rows = frozen->inspectors.rows;
        n->recusals.rows = frozen->recusals.rows;
        qian_time_write(qian_now(), created);
        free(n->created);
        n->created = qian_str_copy(qian_str(created));
        qian_notice_write(n, out);
    }
    qian_frozen_close(frozen);
    free(frozen);
    return status;
}

enum qian_status qian_step_notice(const struct qian_case_order *order, const struct qian_act *act,
                                  struct qian_case *c, struct qian_err *err) {
    struct qian_buf notice = {0};
    bool found = false;
    (void)act;
    enum qian_status status = qian_case_go_on(order, c, err);
    if (status == QIAN_OK)
        status = qian_is_kept(c, "notice.json", &found, err);
    if (status == QIAN_OK && !found) {
        status = make_notice(c, &notice, err);
        if (status == QIAN_OK)
            status = qian_keep(c, "notice.json", qian_buf_view(&notice), err);
        if (status == QIAN_OK) // from now on the case is that of the notice
            status = qian_case_reread(c, err);
    }
    if (status == QIAN_OK)
        status = qian_advance(c, QIAN_NOTE_NOTICE, err);
    qian_buf_free(&notice);
    return status;
}

// Which contributors the operator says have withheld.
static bool is_withheld(const struct qian_act *act, const char *name) {
    for (size_t i = 0; i < act->withheld_count; i++)
        if (strcmp(act->withheld[i], name) == 0)
            return true;
    return false;
}

static enum qian_status check_withheld(const struct qian_case *c, const struct qian_act *act,
                                       struct qian_err *err) {
    const struct qian_notice *n = &c->copy.notice;
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < act->withheld_count && status == QIAN_OK; i++)
        if (qian_contributor_find(n, qian_str(act->withheld[i])) < 0)
            status = qian_fail(err, QIAN_USAGE, "E01", "seed 2.3",
                               "the draw has no such contributor", "check --withheld");
    // spec/seed.md 2.4: "`withheld` is allowed only where `on_missing` is `proceed`. At least one
    // contributor reveals."
    if (status == QIAN_OK && act->withheld_count > 0 &&
        (!n->proceed || act->withheld_count >= n->contributor_count))
        status = qian_fail(err, QIAN_REFUSED, "E02", "seed 2.4",
                           "nobody may withhold in this draw, or not all",
                           "wait for the reveals, or make the draw void");
    return status;
}

static enum qian_status take_reveals(struct qian_case *c, const struct qian_act *act, char **nonce,
                                     struct qian_err *err) {
    const struct qian_notice *n = &c->copy.notice;
    struct qian_buf missing = {0};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < n->contributor_count && status == QIAN_OK; i++) {
        struct qian_buf part = {0};
        struct qian_digest commitment;
        bool found = false;
        char id[9], digits[QIAN_HEX_SIZE + 1];
        id_of(c, i, id);
        status = qian_part_read(c, "reveal", id, &found, &part, err);
        bool good = found && qian_reveal_part_read(qian_buf_view(&part), n->draw, &c->notice_digest,
                                                   n->contributors[i].name, digits);
        if (good) {
            qian_commit(c->hasher, n->draw, n->contributors[i].name, digits, &commitment);
            good = memcmp(commitment.b, n->contributors[i].commitment.b, 32) == 0;
        }
        if (status == QIAN_OK && good)
            nonce[i] = qian_str_copy(qian_str(digits));
        else if (status == QIAN_OK && found)
            status = qian_part_wrong(c, "reveal", id,
                                     "this nonce does not open the commitment of the notice", err);
        else if (status == QIAN_OK && !is_withheld(act, n->contributors[i].name))
            name_missing(&missing, n->contributors[i].name);
        qian_buf_free(&part);
    }
    if (status == QIAN_OK && missing.n > 0)
        status = qian_waiting(err, "reveals are still wanted of", &missing);
    qian_buf_free(&missing);
    return status;
}

static enum qian_status make_contributions(struct qian_case *c, const struct qian_act *act,
                                           struct qian_err *err) {
    char *nonce[QIAN_CONTRIBUTORS_MAX] = {0};
    struct qian_buf file = {0};
    int64_t time = 0;
    enum qian_status status = qian_case_proven(c, QIAN_NOTE_NOTICE, &time, err);
    if (status == QIAN_OK)
        status = check_withheld(c, act, err);
    if (status == QIAN_OK)
        status = take_reveals(c, act, nonce, err);
    if (status == QIAN_OK) {
        qian_contributions_write(&c->copy.notice, &c->notice_digest, (const char *const *)nonce,
                                 &file);
        status = qian_keep(c, "contributions.txt", qian_buf_view(&file), err);
    }
    for (size_t i = 0; i < QIAN_CONTRIBUTORS_MAX; i++)
        free(nonce[i]);
    qian_buf_free(&file);
    return status;
}

enum qian_status qian_step_close(const struct qian_case_order *order, const struct qian_act *act,
                                 struct qian_case *c, struct qian_err *err) {
    bool found = false, logged = false;
    enum qian_status status = qian_case_go_on(order, c, err);
    if (status == QIAN_OK)
        status = qian_is_kept(c, qian_proof_files[QIAN_NOTE_CLOSE], &logged, err);
    if (status == QIAN_OK && !logged && qian_now() > qian_close_deadline(&c->copy.notice))
        status = qian_fail(err, QIAN_REFUSED, "T02", "ceremony 5.6",
                           "it is too late: the public value exists or is about to",
                           "make the draw void: qian ceremony void");
    if (status == QIAN_OK)
        status = qian_is_kept(c, "contributions.txt", &found, err);
    if (status == QIAN_OK && !found)
        status = make_contributions(c, act, err);
    if (status == QIAN_OK)
        status = qian_advance(c, QIAN_NOTE_CLOSE, err);
    return status;
}

enum qian_status qian_contributions_read(const struct qian_case *c, char **nonce, size_t *withheld,
                                         struct qian_err *err) {
    const struct qian_notice *n = &c->copy.notice;
    struct qian_buf file = {0}, want = {0};
    enum qian_status status = qian_case_read(c, "contributions.txt", &file, err);
    struct qian_split split = qian_split(qian_buf_view(&file), '\n');
    struct qian_str line;
    bool good = true;
    *withheld = 0;
    for (size_t i = 0; i < 3; i++)
        good = qian_split_next(&split, &line) && good;
    for (size_t i = 0; i < n->contributor_count && status == QIAN_OK; i++) {
        struct qian_digest commitment;
        if (!qian_split_next(&split, &line) || line.n < 9 || memcmp(line.p, "withheld ", 9) == 0) {
            ++*withheld;
            continue;
        }
        if (line.n < QIAN_HEX_SIZE)
            continue;
        nonce[i] = qian_str_copy((struct qian_str){line.p + line.n - QIAN_HEX_SIZE, QIAN_HEX_SIZE});
        qian_commit(c->hasher, n->draw, n->contributors[i].name, nonce[i], &commitment);
        good = good && memcmp(commitment.b, n->contributors[i].commitment.b, 32) == 0;
    }
    // The file is good if it is what these nonces give.
    qian_contributions_write(n, &c->notice_digest, (const char *const *)nonce, &want);
    good = good && qian_str_eq(qian_buf_view(&want), qian_buf_view(&file)) &&
           (*withheld == 0 || (n->proceed && *withheld < n->contributor_count));
    if (status == QIAN_OK && !good) {
        status = qian_fail(err, QIAN_DISAGREES, "H05", "seed 2.5",
                           "the contributions are not those that the notice wants",
                           "sign nothing; find out what was changed");
        qian_err_where(err, "contributions.txt");
    }
    qian_buf_free(&want);
    qian_buf_free(&file);
    return status;
}
