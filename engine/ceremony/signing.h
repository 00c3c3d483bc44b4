// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/signing.h - the notes of a ceremony: their text, who has to sign, what has come
// in (spec/notes.md 1.4, 1.6).
#pragma once

#include "engine/ceremony/case.h"
#include "engine/ceremony/note.h"

enum qian_note_kind {
    QIAN_NOTE_NOTICE,
    QIAN_NOTE_CLOSE,
    QIAN_NOTE_TRANSCRIPT,
    QIAN_NOTE_OPEN,
    QIAN_NOTE_VOID,
    QIAN_NOTE_KINDS
};
extern const char *const qian_note_kinds[QIAN_NOTE_KINDS]; // "notice", …
// Names of the files: "notice.note", "log/notice.tlog-proof".
extern const char *const qian_note_files[QIAN_NOTE_KINDS];
extern const char *const qian_proof_files[QIAN_NOTE_KINDS];

// Append the text, with the digests of the case's files as they stand.
enum qian_status qian_case_note_text(const struct qian_case *c, enum qian_note_kind kind,
                                     struct qian_buf *out, struct qian_err *err) QIAN_MUST_USE;

// Someone who signs after the operator. What it points to belongs to the policy and the notice.
struct qian_signer {
    struct qian_str name, vkey; // of the key
    struct qian_str witness;    // NAME of a witness, else empty
    char id[2 * QIAN_KEY_ID_SIZE + 1];
    const char *role; // "contributor", …
};
struct qian_signers {
    struct qian_signer *signer; // owned
    size_t count, cap;
};
// Those who may sign this kind of note, in the order of its lines. Keys that the policy does not
// hold valid now are left out for witnesses and supervisors.
void qian_signers_of(const struct qian_case *c, enum qian_note_kind kind, struct qian_signers *out);
void qian_signers_free(struct qian_signers *signers);

struct qian_collected {
    struct qian_buf lines;   // signature lines that came in, in order
    struct qian_buf missing; // names of those whose line is still wanted, with ", " between
    bool enough;
    size_t count; // lines
};
// Read what came in for this text. QIAN_BAD_DATA for a part that is no signature of it; of a
// transcript such a part counts as missing, since it may have been sealed anew.
enum qian_status qian_collect(const struct qian_case *c, enum qian_note_kind kind,
                              struct qian_str text, struct qian_collected *out,
                              struct qian_err *err) QIAN_MUST_USE;
void qian_collected_free(struct qian_collected *collected);

// Open the key `name` of this home and hold it against a vkey. QIAN_REFUSED (S05) if it is another.
enum qian_status qian_case_key(const struct qian_case *c, struct qian_str vkey,
                               struct qian_key *out, struct qian_err *err) QIAN_MUST_USE;
// H of a file of the bundle.
enum qian_status qian_case_digest(const struct qian_case *c, const char *name,
                                  struct qian_digest *out, struct qian_err *err) QIAN_MUST_USE;
