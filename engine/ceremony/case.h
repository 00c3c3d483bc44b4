// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/case.h - the case: the folder that the parties of a ceremony share, and the home
// of the one who acts (spec/ceremony.md 6).
//
//     CASE/draft.json  CASE/bundle/…  CASE/parts/…        HOME/draws/ID/…: what was acknowledged
#pragma once

#include "engine/ceremony/keys.h"
#include "engine/ceremony/policy_read.h"
#include "engine/publish/frozen.h"
#include "engine/registry/badrows.h"
#include "engine/store/draws.h"

#define QIAN_CLOSE_MARGIN 60 // seconds; spec/ceremony.md 5.6

// Who acts, where, by which policy.
struct qian_case_order {
    const char *path;         // of the case
    const char *home;         // NULL: only to look
    const char *policy;       // NULL where none is needed
    struct qian_vault *vault; // opens keys
};

// What a step has to say: fixed sentences with a value each, in order.
struct qian_said {
    struct {
        const char *what;
        char *value; // owned; may be ""
    } * line;
    size_t count, cap;
};
void qian_say(struct qian_said *said, const char *what, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void qian_said_free(struct qian_said *said);

// Where a ceremony stands: who does what, and has done it or not. Words of `step` and `role` are
// fixed; `command` is the verb that does it.
enum qian_state { QIAN_DONE, QIAN_NOW, QIAN_LATER };
struct qian_board {
    struct {
        const char *step, *role, *command;
        char *name; // of the key; owned
        enum qian_state state;
    } * row;
    size_t count, cap;
};

struct qian_case {
    const struct qian_case_order *order;
    char *bundle, *parts; // paths
    char *look;           // the private copy, after qian_case_snapshot; bundle is then that
    struct qian_policy policy;
    struct qian_rules rules;
    struct qian_notice_copy copy; // of bundle/notice.json, or of draft.json before there is one
    bool noticed;                 // it is of notice.json
    struct qian_digest notice_digest;
    struct qian_hasher *hasher;
    int lock; // of the home, or -1
    struct qian_store *store;
    struct qian_said said;
    struct qian_board board; // of qian_step_status
    struct qian_badrows bad; // rows of input files that cannot be used
};

// Read the policy, the rules and the notice or draft; lock the home and open its store. Leave in
// every case. QIAN_REFUSED (T01) if this machine's clock is before the notice's `created`.
enum qian_status qian_case_enter(const struct qian_case_order *order, struct qian_case *out,
                                 struct qian_err *err) QIAN_MUST_USE;
// The same for a case that is only now begun: no draft yet, the notice is filled by the caller.
enum qian_status qian_case_begin(const struct qian_case_order *order, struct qian_case *out,
                                 struct qian_err *err) QIAN_MUST_USE;
// QIAN_REFUSED (C02) if this home has dropped the draw.
enum qian_status qian_case_going(const struct qian_case *c, struct qian_err *err) QIAN_MUST_USE;
// Read rules and notice (or draft) again.
enum qian_status qian_case_reread(struct qian_case *c, struct qian_err *err) QIAN_MUST_USE;
// In the home that opened the draw: everything that it acknowledged is in the case, as it was; what
// the case lost comes back. QIAN_DISAGREES where the case has another file.
enum qian_status qian_case_restore(const struct qian_case *c, struct qian_err *err) QIAN_MUST_USE;
// Copy the bundle into the home and look at that from now on: what is judged is what is signed,
// though others can write to the case. qian_case_leave takes the copy away.
enum qian_status qian_case_snapshot(struct qian_case *c, struct qian_err *err) QIAN_MUST_USE;
void qian_case_forget(struct qian_case *c);
void qian_case_leave(struct qian_case *c);

static inline const char *qian_case_draw(const struct qian_case *c) {
    return c->copy.notice.draw;
}
// Path of a file of the bundle; the caller frees. And is it there?
char *qian_case_path(const struct qian_case *c, const char *name);
bool qian_case_has(const struct qian_case *c, const char *name);
enum qian_status qian_case_read(const struct qian_case *c, const char *name, struct qian_buf *out,
                                struct qian_err *err) QIAN_MUST_USE;
// Write a file of the bundle that is not acknowledged yet.
enum qian_status qian_case_write(const struct qian_case *c, const char *name, struct qian_str bytes,
                                 struct qian_err *err) QIAN_MUST_USE;

// parts/KIND.KEYID; *found is false where it is not there.
enum qian_status qian_part_read(const struct qian_case *c, const char *kind, const char *key_id,
                                bool *found, struct qian_buf *out,
                                struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_part_write(const struct qian_case *c, const char *kind, const char *key_id,
                                 struct qian_str bytes, struct qian_err *err) QIAN_MUST_USE;
// Take a part away that has done its work; it is no fault if it is not there.
void qian_part_remove(const struct qian_case *c, const char *kind, const char *key_id);
// A part is there and is not what it must be: QIAN_BAD_DATA with its place.
enum qian_status qian_part_wrong(const struct qian_case *c, const char *kind, const char *key_id,
                                 const char *what, struct qian_err *err);

// spec/ceremony.md 6.4: "is kept in the home of who made it, and is never made a second time"
// Keep a file of the bundle for good and put it into the case. QIAN_REFUSED (C01) if another
// content was kept under this name.
enum qian_status qian_keep(struct qian_case *c, const char *name, struct qian_str bytes,
                           struct qian_err *err) QIAN_MUST_USE;
// Was it kept? Then its bytes, and the case gets it back where it lost it. QIAN_DISAGREES if the
// case has another file in its place.
enum qian_status qian_kept(const struct qian_case *c, const char *name, bool *found,
                           struct qian_buf *out, struct qian_err *err) QIAN_MUST_USE;

// Only whether it was kept. (Whoever entered the case holds it to all that was kept.)
enum qian_status qian_is_kept(const struct qian_case *c, const char *name, bool *kept,
                              struct qian_err *err) QIAN_MUST_USE;

// The others have not all acted: QIAN_CANNOT that names them, the command `next` to be given again
// afterwards.
enum qian_status qian_waiting(struct qian_err *err, const char *what, const struct qian_buf *names);
int64_t qian_now(void); // seconds since 1970 (UTC) by this machine's clock
// The latest moment at which the close must have been cosigned, or INT64_MAX.
int64_t qian_close_deadline(const struct qian_notice *notice);
