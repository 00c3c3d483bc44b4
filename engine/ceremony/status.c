// SPDX-License-Identifier: MulanPSL-2.0
// Where a ceremony stands, by the files of its case alone: whoever has the case can tell.
#include <stdlib.h>
#include <string.h>

#include "engine/ceremony/parts.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/steps.h"

// Rows are added in the order of the work; `ready` is whether everything before them is done.
struct walk {
    struct qian_case *c;
    bool ready;
};

static void add(const struct walk *w, const char *step, const char *role, struct qian_str name,
                bool done, const char *command) {
    struct qian_board *b = &w->c->board;
    b->row = qian_grow(b->row, &b->cap, b->count + 1, sizeof *b->row);
    b->row[b->count].step = step;
    b->row[b->count].role = role;
    b->row[b->count].command = command;
    b->row[b->count].name = qian_str_copy(name);
    b->row[b->count++].state = done ? QIAN_DONE : w->ready ? QIAN_NOW : QIAN_LATER;
}

static struct qian_str operator_name(const struct qian_case *c) {
    struct qian_split split = qian_split(qian_str(c->copy.notice.operator_vkey), '+');
    struct qian_str name = {"", 0};
    (void)qian_split_next(&split, &name);
    return name;
}

// A row of the operator, on which all that follows waits.
static void operator_row(struct walk *w, const char *step, bool done, const char *command) {
    add(w, step, "operator", operator_name(w->c), done, command);
    w->ready = w->ready && done;
}

// Did this signer sign the transcript as it stands? After an objection it is sealed anew.
static bool signed_now(const struct qian_case *c, const struct qian_signer *s) {
    struct qian_buf part = {0}, text = {0};
    struct qian_err err;
    bool found = false;
    char *vkey = qian_str_copy(s->vkey);
    enum qian_status status = qian_part_read(c, "sign-transcript", s->id, &found, &part, &err);
    if (status == QIAN_OK && found)
        status = qian_case_note_text(c, QIAN_NOTE_TRANSCRIPT, &text, &err);
    bool good = status == QIAN_OK && found && part.n > 0 && part.p[part.n - 1] == '\n' &&
                qian_signature_good((struct qian_str){part.p, part.n - 1}, qian_buf_view(&text),
                                    vkey, c->copy.notice.suite);
    free(vkey);
    qian_buf_free(&part);
    qian_buf_free(&text);
    return good;
}

static bool has_part(const struct qian_case *c, const char *kind, const char *id) {
    struct qian_buf part = {0};
    struct qian_err err;
    bool found = false;
    enum qian_status status = qian_part_read(c, kind, id, &found, &part, &err);
    qian_buf_free(&part);
    return status == QIAN_OK && found;
}

// Rows of those who answer with parts of this kind; `over` where what they are for is done.
static void part_rows(struct walk *w, const char *step, const char *kind, enum qian_note_kind of,
                      const char *role, bool over, const char *command, bool all_must) {
    struct qian_signers all;
    bool every = true;
    qian_signers_of(w->c, of, &all);
    for (size_t i = 0; i < all.count; i++) {
        if (role && strcmp(all.signer[i].role, role) != 0)
            continue;
        bool objected = of == QIAN_NOTE_TRANSCRIPT && has_part(w->c, "objection", all.signer[i].id);
        bool done = over || objected ||
                    (of == QIAN_NOTE_TRANSCRIPT ? signed_now(w->c, &all.signer[i])
                                                : has_part(w->c, kind, all.signer[i].id));
        every = every && done; // once it is over, who has not answered is not waited for
        add(w, step, all.signer[i].role, all.signer[i].name, done, command);
    }
    w->ready = w->ready && (over || (all_must && every));
    qian_signers_free(&all);
}

// A note's way into the log: the operator enters it, witnesses cosign.
static void log_rows(struct walk *w, enum qian_note_kind kind, const char *command) {
    const struct qian_case *c = w->c;
    bool logged = qian_case_has(c, qian_proof_files[kind]);
    for (size_t i = 0; i < c->policy.keys && !logged; i++) {
        const struct qian_policy_key *key = &c->policy.key[i];
        struct qian_buf request = {0}, answer = {0};
        qian_buf_text(&request, key->id);
        qian_buf_str(&answer, qian_buf_view(&request));
        qian_buf_text(&request, ".request");
        qian_buf_text(&answer, ".answer");
        if (key->role == QIAN_ROLE_WITNESS && has_part(c, "cosign", request.p))
            add(w, "cosign", "witness", key->name, has_part(c, "cosign", answer.p),
                "qian ceremony cosign");
        qian_buf_free(&request);
        qian_buf_free(&answer);
    }
    operator_row(w, "log", logged, command);
}

static bool notice_signed(const struct qian_case *c) {
    return qian_case_has(c, qian_proof_files[QIAN_NOTE_NOTICE]);
}

static void until_close(struct walk *w) {
    struct qian_case *c = w->c;
    bool closed = qian_case_has(c, "contributions.txt");
    operator_row(w, "open", true, "qian ceremony open");
    part_rows(w, "commit", "commit", QIAN_NOTE_NOTICE, "contributor", c->noticed,
              "qian ceremony commit", true);
    operator_row(w, "notice", c->noticed, "qian ceremony notice");
    part_rows(w, "sign the notice", "sign-notice", QIAN_NOTE_NOTICE, NULL, notice_signed(c),
              "qian ceremony sign", true);
    log_rows(w, QIAN_NOTE_NOTICE, "qian ceremony notice");
    part_rows(w, "reveal", "reveal", QIAN_NOTE_NOTICE, "contributor", closed,
              "qian ceremony reveal", true);
    operator_row(w, "close", closed, "qian ceremony close");
    part_rows(w, "sign the close", "sign-close", QIAN_NOTE_CLOSE, NULL,
              qian_case_has(c, qian_proof_files[QIAN_NOTE_CLOSE]), "qian ceremony sign", false);
    w->ready = closed; // a quorum of them is enough
    log_rows(w, QIAN_NOTE_CLOSE, "qian ceremony close");
}

// Have so many witnesses signed the transcript as it stands that the operator can go on?
static bool transcript_signed(const struct qian_case *c) {
    struct qian_buf text = {0};
    struct qian_collected in = {0};
    struct qian_err err;
    if (qian_case_has(c, qian_proof_files[QIAN_NOTE_TRANSCRIPT]))
        return true;
    enum qian_status status = qian_case_note_text(c, QIAN_NOTE_TRANSCRIPT, &text, &err);
    if (status == QIAN_OK)
        status = qian_collect(c, QIAN_NOTE_TRANSCRIPT, qian_buf_view(&text), &in, &err);
    bool enough = status == QIAN_OK && in.enough;
    qian_collected_free(&in);
    qian_buf_free(&text);
    return enough && qian_case_has(c, qian_note_files[QIAN_NOTE_TRANSCRIPT]);
}

// Where the bundle goes the case cannot tell: this row is never done.
static void publish_row(struct walk *w, enum qian_note_kind last) {
    w->ready = qian_case_has(w->c, qian_proof_files[last]);
    add(w, "publish", "operator", operator_name(w->c), false, "qian ceremony publish");
}

static void until_end(struct walk *w) {
    struct qian_case *c = w->c;
    bool drawn = qian_case_has(c, "transcript.json");
    if (c->copy.notice.public_count > 0)
        operator_row(w, "public value", qian_case_has(c, "entropy.txt"), "qian ceremony public");
    operator_row(w, "draw", drawn, "qian ceremony draw");
    part_rows(w, "verify and sign", "sign-transcript", QIAN_NOTE_TRANSCRIPT, NULL,
              qian_case_has(c, qian_proof_files[QIAN_NOTE_TRANSCRIPT]), "qian ceremony witness",
              false);
    w->ready = drawn;
    operator_row(w, "transcript", transcript_signed(c), "qian ceremony transcript");
    log_rows(w, QIAN_NOTE_TRANSCRIPT, "qian ceremony transcript");
    publish_row(w, QIAN_NOTE_TRANSCRIPT);
    if (c->copy.notice.embargo_until) {
        part_rows(w, "sign the opening", "sign-open", QIAN_NOTE_OPEN, NULL,
                  qian_case_has(c, qian_proof_files[QIAN_NOTE_OPEN]), "qian ceremony sign", false);
        w->ready = qian_case_has(c, qian_proof_files[QIAN_NOTE_TRANSCRIPT]);
        log_rows(w, QIAN_NOTE_OPEN, "qian ceremony unseal");
    }
}

static void void_rows(struct walk *w) {
    struct qian_case *c = w->c;
    w->ready = true;
    operator_row(w, "void", true, "qian ceremony void");
    part_rows(w, "sign the void", "sign-void", QIAN_NOTE_VOID, NULL,
              qian_case_has(c, qian_proof_files[QIAN_NOTE_VOID]), "qian ceremony sign", false);
    w->ready = true;
    log_rows(w, QIAN_NOTE_VOID, "qian ceremony void");
    publish_row(w, QIAN_NOTE_VOID);
}

enum qian_status qian_step_status(const struct qian_case_order *order, const struct qian_act *act,
                                  struct qian_case *c, struct qian_err *err) {
    const struct qian_case_order look = {.path = order->path, .policy = order->policy};
    struct walk walk = {.c = c, .ready = true};
    (void)act;
    enum qian_status status = qian_case_enter(&look, c, err);
    c->order = order;
    if (status != QIAN_OK)
        return status;
    if (qian_case_has(c, "void.json")) {
        void_rows(&walk);
    } else {
        until_close(&walk);
        until_end(&walk);
    }
    return QIAN_OK;
}
