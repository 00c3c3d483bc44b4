// SPDX-License-Identifier: MulanPSL-2.0
// What a party looks at before it acts, whichever step it is at.
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/steps.h"

enum qian_status qian_case_not_void(struct qian_case *c, struct qian_err *err) {
    bool kept = false;
    enum qian_status status = qian_is_kept(c, "void.json", &kept, err);
    if (status != QIAN_OK || (!kept && !qian_case_has(c, "void.json")))
        return status;
    status = qian_fail(err, QIAN_REFUSED, "C03", "ceremony 2.2",
                       "this draw is made void: nothing goes on but the void",
                       "see qian ceremony status");
    qian_err_where(err, "%s", qian_case_draw(c));
    return status;
}

enum qian_status qian_case_go_on(const struct qian_case_order *order, struct qian_case *c,
                                 struct qian_err *err) {
    enum qian_status status = qian_case_enter(order, c, err);
    return status == QIAN_OK ? qian_case_not_void(c, err) : status;
}

enum qian_status qian_embargo_runs(const struct qian_case *c, struct qian_err *err) {
    int64_t until = 0;
    const char *text = c->copy.notice.embargo_until;
    if (!text || !qian_time_read(qian_str(text), &until) || qian_now() <= until)
        return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "T05", "ceremony 4.1",
                  "the embargo was to be opened before now", "tell those who watch the log");
    qian_err_value(err, "%s", text);
    return status;
}

// spec/ceremony.md 6.5: "A transcript may be sealed anew with more objections."
// The text without the line of objections.txt, which is its last.
enum qian_status qian_result_signed(struct qian_case *c, const char *signer, struct qian_str text,
                                    struct qian_err *err) {
    struct qian_digest digest;
    size_t n = text.n > 0 ? text.n - 1 : 0;
    while (n > 0 && text.p[n - 1] != '\n')
        n--;
    qian_sha256((struct qian_str){text.p, n}, &digest);
    return qian_store_signed_add(c->store, qian_case_draw(c), "result", signer, &digest, false,
                                 err);
}

// The witness whose signature over the text this line is, or -1.
static int witness_of(const struct qian_case *c, const struct qian_signers *all,
                      struct qian_str line, struct qian_str text) {
    for (size_t i = 0; i < all->count; i++) {
        char *vkey = qian_str_copy(all->signer[i].vkey);
        bool good = qian_signature_good(line, text, vkey, c->copy.notice.suite);
        free(vkey);
        if (good)
            return (int)i;
    }
    return -1;
}

// spec/notes.md 1.6: "these witnesses satisfy the policy's quorum (S01)"
enum qian_status qian_note_quorum(const struct qian_case *c, enum qian_note_kind kind,
                                  struct qian_err *err) {
    struct qian_buf note = {0};
    struct qian_str text, lines = {"", 0}, line;
    struct qian_signers all;
    size_t count = 0;
    enum qian_status status = qian_case_read(c, qian_note_files[kind], &note, err);
    if (status != QIAN_OK)
        return status;
    qian_signers_of(c, kind, &all);
    struct qian_str *witness = qian_take(all.count + 1, sizeof *witness);
    if (qian_note_split(qian_buf_view(&note), &text, &lines)) {
        struct qian_split split = qian_split(lines, '\n');
        while (count < all.count && qian_split_next(&split, &line)) {
            int at = witness_of(c, &all, line, text);
            if (at >= 0)
                witness[count++] = all.signer[at].witness;
        }
    }
    if (!qian_policy_met(&c->policy, witness, count)) {
        status = qian_fail(err, QIAN_DISAGREES, "S01", "notes 1.6",
                           "the witnesses who have signed are no quorum of the policy",
                           "sign nothing; the draw has to be made void");
        qian_err_where(err, "%s", qian_note_files[kind]);
    }
    free(witness);
    qian_signers_free(&all);
    qian_buf_free(&note);
    return status;
}

enum qian_status qian_note_takes(const struct qian_case *c, enum qian_note_kind kind,
                                 const struct qian_signer *signer, struct qian_err *err) {
    struct qian_buf note = {0};
    struct qian_str text, lines = {"", 0}, line;
    struct qian_signers one = {.signer = qian_take(1, sizeof *one.signer), .count = 1};
    bool here = false;
    enum qian_status status = QIAN_OK;
    one.signer[0] = *signer;
    if (qian_case_has(c, qian_proof_files[kind]))
        status = qian_case_read(c, qian_note_files[kind], &note, err);
    if (status == QIAN_OK && note.n > 0 && qian_note_split(qian_buf_view(&note), &text, &lines)) {
        struct qian_split split = qian_split(lines, '\n');
        while (!here && qian_split_next(&split, &line))
            here = witness_of(c, &one, line, text) == 0;
    }
    if (status == QIAN_OK && note.n > 0 && !here) {
        status =
            qian_fail(err, QIAN_REFUSED, "", "ceremony 6.3",
                      "this note was sealed and is in the log, without your signature",
                      "others were enough; what you have to say is now for who watches the log");
        qian_err_where(err, "%s", qian_note_files[kind]);
    }
    qian_signers_free(&one);
    qian_buf_free(&note);
    return status;
}
