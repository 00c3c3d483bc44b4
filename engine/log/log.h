// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/log.h - the authority's own log (spec/log.md 6): append, sign, have cosigned, publish.
//
// HOME/log/ is what any web server may show: `checkpoint` and `tile/`. HOME/qian.db remembers
// entries, checkpoints and cosignatures. Order of writing, so that a stop at any point leaves a log
// that goes on: entry into the store; bundle and tiles; checkpoint into the store; signature;
// cosignatures; `checkpoint`. Whoever calls holds the home, so that it is done by one at a time.
#pragma once

#include "engine/log/checkpoint.h"
#include "engine/store/log.h"

struct qian_log {
    struct qian_store *store; // borrowed
    char *folder;             // HOME/log
    struct qian_stored_log about;
    struct qian_note_key key;         // its name points into `about`
    const struct qian_secret *secret; // borrowed; NULL where nothing is signed
    bool published;                   // HOME/log/checkpoint is the last one
};

// Has the home the log of this name? QIAN_REFUSED if it has another.
enum qian_status qian_log_look(struct qian_store *store, const char *origin, bool *there,
                               struct qian_err *err) QIAN_MUST_USE;
// Make a log: store its name and key, sign and publish the checkpoint of no entries. QIAN_REFUSED
// if the home has one of another name or key; if it is the same, what is missing is completed.
enum qian_status qian_log_init(struct qian_store *store, const char *home, const char *origin,
                               const struct qian_secret *secret,
                               struct qian_err *err) QIAN_MUST_USE;
// QIAN_REFUSED if the home has no log. Close it also after a failure.
enum qian_status qian_log_open(struct qian_store *store, const char *home, struct qian_log *out,
                               struct qian_err *err) QIAN_MUST_USE;
// Sign with this key from now on. QIAN_CANNOT if it is not the log's.
enum qian_status qian_log_use_key(struct qian_log *log, const struct qian_secret *secret,
                                  struct qian_err *err) QIAN_MUST_USE;
// Is all signed that is stored? Then qian_log_finish needs no key.
enum qian_status qian_log_all_signed(struct qian_log *log, bool *all,
                                     struct qian_err *err) QIAN_MUST_USE;
void qian_log_close(struct qian_log *log);

// Append notes and sign. An entry that is there already keeps its place: index[i] is the place of
// entry i, *size the size of the signed tree. QIAN_BAD_DATA (F07, F11) for what is no note, with
// its number in `*bad`; QIAN_REFUSED (L10) if the log has lost entries.
enum qian_status qian_log_add(struct qian_log *log, const struct qian_str *entry, size_t count,
                              uint64_t *index, uint64_t *size, size_t *bad,
                              struct qian_err *err) QIAN_MUST_USE;
// Do what a stopped qian_log_add has left to do.
enum qian_status qian_log_finish(struct qian_log *log, uint64_t *size,
                                 struct qian_err *err) QIAN_MUST_USE;

// The last signed checkpoint of a size up to `most`; QIAN_REFUSED if there is none.
enum qian_status qian_log_last(struct qian_log *log, uint64_t most,
                               struct qian_stored_checkpoint *out,
                               struct qian_err *err) QIAN_MUST_USE;
// Append the last signed checkpoint of a size up to `most`, with all cosignatures that the log has.
enum qian_status qian_log_checkpoint(struct qian_log *log, uint64_t most, struct qian_buf *out,
                                     struct qian_err *err) QIAN_MUST_USE;
// Write HOME/log/checkpoint, if a witness has cosigned the last one or the log has no witness.
// *published says whether it was done.
enum qian_status qian_log_publish(struct qian_log *log, bool *published,
                                  struct qian_err *err) QIAN_MUST_USE;

// Append the .tlog-proof of an entry, with the smallest checkpoint that has the most cosignatures.
// QIAN_USAGE if there is no such entry.
enum qian_status qian_log_proof(struct qian_log *log, uint64_t index, struct qian_buf *out,
                                uint64_t *size, struct qian_err *err) QIAN_MUST_USE;
// The same with the smallest checkpoint above *size that holds the entry and that somebody has
// cosigned; *size becomes its size. Start with 0. Where witnesses' clocks do not run backwards, the
// first that has a quorum gives the least proven time.
enum qian_status qian_log_proof_next(struct qian_log *log, uint64_t index, uint64_t *size,
                                     bool *found, struct qian_buf *out,
                                     struct qian_err *err) QIAN_MUST_USE;
