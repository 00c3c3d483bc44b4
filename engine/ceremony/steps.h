// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/steps.h - what each party of a ceremony does (spec/ceremony.md 6.3). Each step
// can be given again: what was done stays, what was broken off goes on.
#pragma once

#include "engine/ceremony/signing.h"

// What the words of the command say; members that a step does not use are NULL or 0.
struct qian_act {
    const char *name;    // of the key that acts
    const char *request; // open: path of REQUEST.json
    bool legacy_ids;     // open
    const char *roster;  // sign: a custodian's own copy of the roster
    const char *const *withheld;
    size_t withheld_count;
    const char *const *value; // public: `SOURCE=…` for each source, in order
    const char *const *again; // public: the same, entered by a second person
    size_t values, agains;
    const char *reason;   // void; witness: objection
    const char *verifier; // witness: path of qian-verify
    const char *out;      // publish, paper
    bool drop;            // void: of a draw that is not in the log
};

// A step enters the case itself and leaves it open, for its `said`; leave it in every case.
typedef enum qian_status qian_step_fn(const struct qian_case_order *order,
                                      const struct qian_act *act, struct qian_case *c,
                                      struct qian_err *err);
qian_step_fn qian_step_open;       // operator
qian_step_fn qian_step_commit;     // contributor
qian_step_fn qian_step_paper;      // contributor: the nonce on paper, for the envelope
qian_step_fn qian_step_notice;     // operator
qian_step_fn qian_step_sign;       // contributor, custodian, witness, supervisor
qian_step_fn qian_step_cosign;     // witness
qian_step_fn qian_step_reveal;     // contributor
qian_step_fn qian_step_close;      // operator
qian_step_fn qian_step_public;     // operator
qian_step_fn qian_step_draw;       // operator
qian_step_fn qian_step_witness;    // witness
qian_step_fn qian_step_transcript; // operator
qian_step_fn qian_step_unseal;     // operator: an embargo is opened
qian_step_fn qian_step_void;       // operator
qian_step_fn qian_step_publish;    // operator
qian_step_fn qian_step_status;     // anyone

// What `SOURCE=` is followed by, where the source is this one.
enum qian_status qian_public_given(const struct qian_source *source, const char *text,
                                   const char **out, struct qian_err *err) QIAN_MUST_USE;
// Append the words of a value as they stand in entropy.txt; those of nist are given whole.
void qian_public_words(const struct qian_source *source, const char *value, struct qian_buf *out);
// entropy.txt of a draw without public sources: there is nothing to be entered.
enum qian_status qian_step_public_none(struct qian_case *c, struct qian_err *err) QIAN_MUST_USE;
// Sign the note, put it into the log, have it cosigned: what the operator does with each note.
// QIAN_CANNOT with names while others have to act first.
enum qian_status qian_advance(struct qian_case *c, enum qian_note_kind kind,
                              struct qian_err *err) QIAN_MUST_USE;
// Is the proof of this note (a qian_note_kind) good by the policy, with its quorum? Then its proven
// time. QIAN_DISAGREES or QIAN_CANNOT (not there) otherwise.
enum qian_status qian_case_proven(const struct qian_case *c, enum qian_note_kind kind,
                                  int64_t *time, struct qian_err *err) QIAN_MUST_USE;
// The same of a proof that is not in the case yet.
enum qian_status qian_proof_judge(const struct qian_case *c, enum qian_note_kind kind,
                                  struct qian_str file, int64_t *time,
                                  struct qian_err *err) QIAN_MUST_USE;
// Is the operator's line on this note good, by the policy? QIAN_DISAGREES if not.
enum qian_status qian_operator_signed(const struct qian_case *c, enum qian_note_kind kind,
                                      struct qian_str text, struct qian_err *err) QIAN_MUST_USE;
// No void stands in the case, nor was one made in this home. QIAN_REFUSED (C03) otherwise.
enum qian_status qian_case_not_void(struct qian_case *c, struct qian_err *err) QIAN_MUST_USE;
// Enter a case whose draw goes on.
enum qian_status qian_case_go_on(const struct qian_case_order *order, struct qian_case *c,
                                 struct qian_err *err) QIAN_MUST_USE;
// Remember, for good, the result that `signer` signed: the text of a transcript.note but for its
// objections. QIAN_REFUSED (C01) if it signed another result of this draw before.
enum qian_status qian_result_signed(struct qian_case *c, const char *signer, struct qian_str text,
                                    struct qian_err *err) QIAN_MUST_USE;
// spec/ceremony.md 4.1: it is not too late to open the embargo. QIAN_REFUSED (T05) if it is.
enum qian_status qian_embargo_runs(const struct qian_case *c, struct qian_err *err) QIAN_MUST_USE;
// Do the witnesses who have signed this note satisfy the policy's quorum? QIAN_DISAGREES (S01).
enum qian_status qian_note_quorum(const struct qian_case *c, enum qian_note_kind kind,
                                  struct qian_err *err) QIAN_MUST_USE;
// Can this signer's line still come into the note? It can until the note is in the log; a line that
// is there already does no harm. QIAN_REFUSED otherwise.
enum qian_status qian_note_takes(const struct qian_case *c, enum qian_note_kind kind,
                                 const struct qian_signer *signer,
                                 struct qian_err *err) QIAN_MUST_USE;
// The nonces of contributions.txt by contributor; NULL where withheld. Checked against the
// commitments: QIAN_DISAGREES. The caller frees each.
enum qian_status qian_contributions_read(const struct qian_case *c, char **nonce, size_t *withheld,
                                         struct qian_err *err) QIAN_MUST_USE;
