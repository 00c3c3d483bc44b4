// SPDX-License-Identifier: MulanPSL-2.0
#define _GNU_SOURCE
// What the operator does with each note: sign, collect, put into the log, have it cosigned.
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/steps.h"
#include "engine/log/ask.h"
#include "engine/log/client.h"

// spec/ceremony.md 6.4: "a step that was done says so and changes nothing"
// The operator's line: the one that stands in the case already, since SM2 gives another each time.
static void operator_line(const struct qian_case *c, enum qian_note_kind kind,
                          const struct qian_key *key, struct qian_str text, struct qian_buf *out) {
    struct qian_buf note = {0};
    struct qian_str have, lines, first = {0};
    struct qian_err quiet;
    bool good = qian_case_has(c, qian_note_files[kind]) &&
                qian_operator_signed(c, kind, text, &quiet) == QIAN_OK &&
                qian_case_read(c, qian_note_files[kind], &note, &quiet) == QIAN_OK &&
                qian_note_split(qian_buf_view(&note), &have, &lines);
    if (good) {
        struct qian_split split = qian_split(lines, '\n');
        good = qian_split_next(&split, &first) &&
               qian_signature_good(first, text, key->vkey, c->copy.notice.suite);
    }
    if (good) {
        qian_buf_str(out, first);
        qian_buf_char(out, '\n');
    } else {
        qian_signature_write(key, text, NULL, out);
    }
    qian_buf_free(&note);
}

// The operator's line alone, with what has come in: shown to those who sign, and final when all
// have.
static enum qian_status compose(struct qian_case *c, enum qian_note_kind kind,
                                struct qian_buf *note, struct qian_collected *in,
                                struct qian_err *err) {
    struct qian_key key = {0};
    struct qian_buf text = {0};
    struct qian_digest digest;
    enum qian_status status = qian_case_note_text(c, kind, &text, err);
    qian_sha256(qian_buf_view(&text), &digest);
    if (status == QIAN_OK)
        status = qian_case_key(c, qian_str(c->copy.notice.operator_vkey), &key, err);
    if (status == QIAN_OK && kind == QIAN_NOTE_TRANSCRIPT)
        status = qian_result_signed(c, "operator", qian_buf_view(&text), err);
    if (status == QIAN_OK) // spec/ceremony.md 6.5: "A transcript may be sealed anew"
        status = qian_store_signed_add(c->store, qian_case_draw(c), qian_note_kinds[kind],
                                       "operator", &digest, kind == QIAN_NOTE_TRANSCRIPT, err);
    if (status == QIAN_OK)
        status = qian_collect(c, kind, qian_buf_view(&text), in, err);
    if (status == QIAN_OK) {
        qian_buf_str(note, qian_buf_view(&text));
        qian_buf_char(note, '\n');
        operator_line(c, kind, &key, qian_buf_view(&text), note);
        qian_buf_str(note, qian_buf_view(&in->lines));
    }
    qian_key_close(&key);
    qian_buf_free(&text);
    return status;
}

// The objections that this note's manifest has are kept with it.
static enum qian_status keep_objections(struct qian_case *c, struct qian_str note,
                                        struct qian_err *err) {
    struct qian_buf bytes = {0}, line = {0};
    struct qian_digest digest;
    enum qian_status status = qian_case_read(c, "objections.txt", &bytes, err);
    qian_hash(c->hasher, qian_buf_view(&bytes), &digest);
    qian_buf_hex(&line, digest.b, sizeof digest.b);
    qian_buf_text(&line, "  objections.txt\n\n");
    if (status == QIAN_OK && !memmem(note.p, note.n, line.p, line.n))
        status = qian_fail(err, QIAN_DISAGREES, "H01", "ceremony 6.4",
                           "a file of the case was changed meanwhile",
                           "find out who changed it, then give the same command again");
    if (status == QIAN_OK)
        status = qian_keep(c, "objections.txt", qian_buf_view(&bytes), err);
    qian_buf_free(&bytes);
    qian_buf_free(&line);
    return status;
}

// The final note: the one that was kept, or the one that is complete now.
static enum qian_status complete(struct qian_case *c, enum qian_note_kind kind,
                                 struct qian_buf *note, struct qian_err *err) {
    struct qian_collected in = {0};
    bool found = false;
    enum qian_status status = qian_kept(c, qian_note_files[kind], &found, note, err);
    if (status != QIAN_OK || found)
        return status;
    status = compose(c, kind, note, &in, err);
    if (status == QIAN_OK && !in.enough) {
        status = qian_case_write(c, qian_note_files[kind], qian_buf_view(note), err);
        if (status == QIAN_OK)
            status = qian_waiting(err, "signatures are still wanted of", &in.missing);
    } else if (status == QIAN_OK) {
        if (kind == QIAN_NOTE_TRANSCRIPT)
            status = keep_objections(c, qian_buf_view(note), err);
        if (status == QIAN_OK)
            status = qian_case_write(c, qian_note_files[kind], qian_buf_view(note), err);
        if (status == QIAN_OK)
            status = qian_keep(c, qian_note_files[kind], qian_buf_view(note), err);
        qian_say(&c->said, "signed by all who must", "%s", qian_note_files[kind]);
    }
    qian_collected_free(&in);
    return status;
}

// The log of this home: the one that the notice names.
static enum qian_status open_log(struct qian_case *c, struct qian_key *key, struct qian_log *log,
                                 struct qian_err *err) {
    struct qian_stored_log about = {0};
    bool found = false, known = false;
    enum qian_status status = qian_store_log_get(c->store, &found, &about, err);
    if (status == QIAN_OK)
        known = found && strcmp(about.origin, c->copy.notice.log) == 0 &&
                qian_policy_of_vkey(&c->policy, QIAN_ROLE_LOG, qian_str(about.vkey));
    if (status == QIAN_OK && !known)
        status = qian_fail(err, QIAN_REFUSED, "L03", "ceremony 5.2",
                           "this home does not keep the log that the notice names",
                           "use the home in which this draw was opened");
    if (status == QIAN_OK)
        status = qian_key_open(c->order->home, about.origin, QIAN_SHA256_ED25519, c->order->vault,
                               key, err);
    if (status == QIAN_OK)
        status = qian_log_open(c->store, c->order->home, log, err);
    if (status == QIAN_OK)
        status = qian_log_use_key(log, key->secret, err);
    qian_stored_log_free(&about);
    return status;
}

// spec/ceremony.md 6.2: "`parts/cosign.KEYID.request` and `parts/cosign.KEYID.answer`: request and
// answer of log 4."
static enum qian_status ask_by_file(struct qian_case *c, struct qian_log *log,
                                    const struct qian_policy_key *witness, const char *name,
                                    struct qian_err *err) {
    struct qian_buf request = {0}, answer = {0}, id = {0};
    struct qian_cosigned got;
    bool found = false;
    qian_buf_text(&id, witness->id);
    qian_buf_text(&id, ".answer");
    enum qian_status status = qian_part_read(c, "cosign", id.p, &found, &answer, err);
    if (status == QIAN_OK && found) // an answer to an older request does no harm
        status = qian_log_take_answer(log, name, qian_buf_view(&answer), &got, err);
    if (status == QIAN_BAD_DATA)
        qian_err_where(err, "parts/cosign.%s", id.p);
    if (status == QIAN_OK)
        status = qian_log_request(log, name, &request, err);
    id.n = QIAN_KEY_ID_SIZE * 2;
    qian_buf_text(&id, ".request");
    if (status == QIAN_OK)
        status = qian_part_write(c, "cosign", id.p, qian_buf_view(&request), err);
    qian_buf_free(&request);
    qian_buf_free(&answer);
    qian_buf_free(&id);
    return status;
}

// The proof with the smallest checkpoint that a quorum has cosigned: a note is proven at the least
// time there is, whatever was logged and cosigned after it. Without one, that of the checkpoint
// with the most cosignatures, and why it is not enough.
static enum qian_status prove(const struct qian_case *c, enum qian_note_kind kind,
                              struct qian_log *log, uint64_t index, struct qian_buf *proof,
                              struct qian_err *err) {
    uint64_t size = 0;
    int64_t time = 0;
    bool more = true;
    enum qian_status status = QIAN_OK;
    while (status == QIAN_OK && more) {
        struct qian_err quiet;
        proof->n = 0;
        status = qian_log_proof_next(log, index, &size, &more, proof, err);
        if (status == QIAN_OK && more &&
            qian_proof_judge(c, kind, qian_buf_view(proof), &time, &quiet) == QIAN_OK)
            return QIAN_OK;
    }
    proof->n = 0;
    if (status == QIAN_OK)
        status = qian_log_proof(log, index, proof, &size, err);
    return status == QIAN_OK ? qian_proof_judge(c, kind, qian_buf_view(proof), &time, err) : status;
}

// Has a quorum cosigned what is in the log at this index? Then nobody else need be waited for.
static bool is_proven(const struct qian_case *c, enum qian_note_kind kind, struct qian_log *log,
                      uint64_t index) {
    struct qian_buf proof = {0};
    struct qian_err ignored;
    bool proven = prove(c, kind, log, index, &proof, &ignored) == QIAN_OK;
    qian_buf_free(&proof);
    return proven;
}

static bool may_cosign(const struct qian_policy_key *key) {
    return key->role == QIAN_ROLE_WITNESS && qian_policy_valid(key, qian_now());
}

// Ask one witness over the network. That it gives no good answer is no fault: the others may be
// enough. What it says of a longer or other history is its word alone (the log's own signature
// would prove it, qian_log_ask_sizes), so it is passed on to whoever keeps the log.
static bool ask_by_http(struct qian_case *c, struct qian_log *log, const char *url) {
    struct qian_cosigned got;
    struct qian_err quiet = {0};
    if (qian_log_ask(log, url, &got, &quiet) == QIAN_OK && got.count > 0)
        return true;
    if (quiet.status == QIAN_REFUSED)
        qian_say(&c->said, "a witness claims another history of the log: compare it with copies",
                 "%s %s", url, quiet.code);
    return false;
}

// Enter the policy's witnesses, so that their answers are known.
static enum qian_status enter_witnesses(const struct qian_case *c, struct qian_log *log,
                                        struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < c->policy.keys && status == QIAN_OK; i++) {
        const struct qian_policy_key *w = &c->policy.key[i];
        if (!may_cosign(w))
            continue;
        char *vkey = qian_str_copy(w->vkey);
        char *url = qian_str_copy(w->url);
        status = qian_log_add_witness(log, vkey, qian_url_good(url) ? url : NULL, err);
        free(vkey);
        free(url);
    }
    return status;
}

// Ask each witness of the policy: over its URL, then by files who has none or did not answer.
static enum qian_status ask(struct qian_case *c, enum qian_note_kind kind, struct qian_log *log,
                            uint64_t index, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    bool *asked = qian_take(c->policy.keys + 1, sizeof *asked);
    for (size_t i = 0; i < c->policy.keys; i++) {
        const struct qian_policy_key *w = &c->policy.key[i];
        char *url = qian_str_copy(w->url);
        if (may_cosign(w) && qian_url_good(url))
            asked[i] = ask_by_http(c, log, url);
        free(url);
    }
    bool proven = is_proven(c, kind, log, index);
    for (size_t i = 0; i < c->policy.keys && status == QIAN_OK && !proven; i++) {
        const struct qian_policy_key *w = &c->policy.key[i];
        char *name = qian_str_copy(w->name);
        if (may_cosign(w) && !asked[i])
            status = ask_by_file(c, log, w, name, err);
        free(name);
    }
    free(asked);
    return status;
}

static void wanted_cosignatures(const struct qian_case *c, struct qian_buf *names) {
    for (size_t i = 0; i < c->policy.keys; i++) {
        if (c->policy.key[i].role != QIAN_ROLE_WITNESS)
            continue;
        if (names->n > 0)
            qian_buf_text(names, ", ");
        qian_buf_str(names, c->policy.key[i].name);
    }
}

// Requests and answers that have done their work.
static void clear_requests(const struct qian_case *c) {
    static const char *const ends[] = {".request", ".answer"};
    for (size_t i = 0; i < c->policy.keys; i++) {
        for (size_t e = 0; e < 2 && c->policy.key[i].role == QIAN_ROLE_WITNESS; e++) {
            struct qian_buf id = {0};
            qian_buf_text(&id, c->policy.key[i].id);
            qian_buf_text(&id, ends[e]);
            qian_part_remove(c, "cosign", id.p);
            qian_buf_free(&id);
        }
    }
}

static enum qian_status enter(struct qian_case *c, enum qian_note_kind kind,
                              const struct qian_buf *note, struct qian_log *log,
                              struct qian_err *err) {
    struct qian_str entry = qian_buf_view(note);
    struct qian_buf proof = {0}, names = {0};
    uint64_t index = 0, size = 0;
    size_t bad = 0;
    enum qian_status status = enter_witnesses(c, log, err);
    // spec/log.md 6.2: "It asks its witnesses before it publishes."
    if (status == QIAN_OK)
        status = qian_log_ask_sizes(log, err);
    if (status == QIAN_OK)
        status = qian_log_add(log, &entry, 1, &index, &size, &bad, err);
    if (status == QIAN_OK)
        status = ask(c, kind, log, index, err);
    if (status == QIAN_OK)
        status = prove(c, kind, log, index, &proof, err);
    if (status == QIAN_DISAGREES && strcmp(err->code, "L04") == 0) {
        wanted_cosignatures(c, &names);
        status = qian_waiting(err, "a quorum of cosignatures is still wanted of", &names);
    }
    // First this: once the proof is kept, nobody comes here again.
    if (status == QIAN_OK)
        clear_requests(c);
    if (status == QIAN_OK)
        status = qian_keep(c, qian_proof_files[kind], qian_buf_view(&proof), err);
    qian_buf_free(&proof);
    qian_buf_free(&names);
    return status;
}

enum qian_status qian_advance(struct qian_case *c, enum qian_note_kind kind, struct qian_err *err) {
    struct qian_buf note = {0};
    struct qian_log log = {0};
    struct qian_key key = {0};
    bool logged = false;
    int64_t time = 0;
    char text[QIAN_TIME_SIZE + 1];
    enum qian_status status = complete(c, kind, &note, err);
    if (status == QIAN_OK)
        status = qian_is_kept(c, qian_proof_files[kind], &logged, err);
    if (status == QIAN_OK && !logged) {
        status = open_log(c, &key, &log, err);
        if (status == QIAN_OK)
            status = enter(c, kind, &note, &log, err);
    }
    if (status == QIAN_OK)
        status = qian_case_proven(c, kind, &time, err);
    if (status == QIAN_OK) {
        qian_time_write(time, text);
        qian_say(&c->said, "in the log, proven by", "%s", text);
    }
    qian_log_close(&log);
    qian_key_close(&key);
    qian_buf_free(&note);
    return status;
}
