// SPDX-License-Identifier: MulanPSL-2.0
// A witness verifies with the independent program, then signs or objects; and cosigns the log.
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/json_in.h"
#include "engine/base/run.h"
#include "engine/base/text.h"
#include "engine/ceremony/parts.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/steps.h"
#include "engine/log/witness.h"

#define VERDICT_MAX ((size_t)1 << 20)
#define STEP_FILES 1       // the transcript's proof cannot be there yet
#define STEP_LOG 75        // from here on the log is judged, which the transcript is not in yet
#define STEPS 98           // how many there are: the numbers but for 44
#define STEP_SIGNATURES 91 // this very signature is still wanted

static const struct qian_json_place place = {"qian-verify", "verify 4.2", QIAN_CANNOT};

// spec/ceremony.md 6.3: "no step has failed but the one that waits for them"
// That one fails once, for the transcript: every other note has its quorum.
static bool may_be(int step, const char *state, json_int_t failed, const char *place_of_fault) {
    if (strcmp(state, "passed") == 0 || strcmp(state, "none") == 0)
        return true;
    if (strcmp(state, "failed") == 0)
        return step == STEP_SIGNATURES && failed == 1 && place_of_fault &&
               strncmp(place_of_fault, "transcript.note", 15) == 0;
    return step == STEP_FILES || step >= STEP_LOG;
}

static enum qian_status judge(json_t *root, struct qian_case *c, struct qian_err *err) {
    json_t *checks = json_object_get(root, "checks"), *check;
    size_t i, passed = 0;
    json_array_foreach(checks, i, check) {
        int step = (int)json_integer_value(json_object_get(check, "step"));
        const char *state = json_string_value(json_object_get(check, "state"));
        const char *what = json_string_value(json_object_get(check, "what"));
        const char *found =
            json_string_value(json_object_get(json_object_get(check, "fault"), "place"));
        json_int_t failed = json_integer_value(json_object_get(check, "failed"));
        passed += state && strcmp(state, "passed") == 0;
        if (state && may_be(step, state, failed, found))
            continue;
        bool unknown = state && strcmp(state, "unsupported") == 0;
        enum qian_status status =
            unknown ? qian_fail(err, QIAN_CANNOT, "", "verify 1.1",
                                "this verifier is too old for the draw or the policy",
                                "sign nothing; verify with a newer qian-verify")
                    : qian_fail(err, QIAN_DISAGREES, "", "ceremony 6.3",
                                "the verifier has found a fault",
                                "do not sign: object, with qian ceremony witness --object REASON");
        qian_err_where(err, "%d %.60s: %.150s", step, what ? what : "?", found ? found : "");
        qian_err_value(err, "%.20s", state ? state : "?");
        return status;
    }
    if (json_array_size(checks) < STEPS || passed < STEPS / 2) // no list of all steps
        return qian_json_wrong(&place, "", "checks", "not a verdict of qian-verify", err);
    qian_say(&c->said, "steps that the verifier passed", "%zu", passed);
    return QIAN_OK;
}

static enum qian_status verify(struct qian_case *c, const struct qian_act *act,
                               struct qian_err *err) {
    const char *const argv[] = {act->verifier,    c->bundle, "--policy",
                                c->order->policy, "--json",  NULL};
    struct qian_buf out = {0};
    int code = 0;
    enum qian_status status = qian_run(argv, VERDICT_MAX, &out, &code, err);
    if (status == QIAN_OK && code > 3)
        status = qian_json_wrong(&place, "", "exit", "not a verdict of qian-verify", err);
    if (status == QIAN_OK) {
        json_t *root = qian_json_load(&place, qian_buf_view(&out), err);
        status = root ? judge(root, c, err) : err->status;
        json_decref(root);
    }
    qian_buf_free(&out);
    return status;
}

static enum qian_status find(const struct qian_case *c, const struct qian_act *act,
                             struct qian_signer *out, struct qian_err *err) {
    struct qian_signers all;
    bool found = false;
    qian_signers_of(c, QIAN_NOTE_TRANSCRIPT, &all);
    for (size_t i = 0; i < all.count && !found; i++) {
        found = qian_str_is(all.signer[i].name, act->name);
        *out = all.signer[i];
    }
    qian_signers_free(&all);
    if (found)
        return QIAN_OK;
    enum qian_status status = qian_fail(
        err, QIAN_REFUSED, "S03", "policy 3.1",
        "the policy has no such witness, or its key is not valid now", "check --name and --policy");
    qian_err_value(err, "%.200s", act->name);
    return status;
}

static enum qian_status object(struct qian_case *c, const struct qian_act *act,
                               const struct qian_signer *signer, struct qian_err *err) {
    struct qian_key key = {0};
    struct qian_digest transcript, digest;
    struct qian_buf text = {0}, line = {0};
    enum qian_status status = QIAN_OK;
    if (!qian_reason_good(qian_str(act->reason)))
        status = qian_fail(err, QIAN_USAGE, "F07", "ceremony 1.1", "an objection has a reason",
                           "give 1 to 512 bytes of text");
    if (status == QIAN_OK)
        status = qian_case_digest(c, "transcript.json", &transcript, err);
    if (status == QIAN_OK)
        status = qian_case_key(c, signer->vkey, &key, err);
    if (status == QIAN_OK) {
        qian_objection_text(qian_case_draw(c), &transcript, qian_str(act->reason), &text);
        qian_sha256(qian_buf_view(&text), &digest);
        status = qian_store_signed_add(c->store, qian_case_draw(c), "objection", signer->id,
                                       &digest, false, err);
    }
    if (status == QIAN_OK) {
        qian_buf_text(&line, "objection ");
        qian_buf_text(&line, key.name);
        qian_buf_char(&line, ' ');
        qian_signature_word(&key, qian_buf_view(&text), NULL, &line);
        qian_buf_char(&line, ' ');
        qian_buf_text(&line, act->reason);
        qian_buf_char(&line, '\n');
        status = qian_part_write(c, "objection", signer->id, qian_buf_view(&line), err);
    }
    if (status == QIAN_OK)
        qian_say(&c->said, "objected; the operator has to take it into the transcript", "%s",
                 act->reason);
    qian_key_close(&key);
    qian_buf_free(&text);
    qian_buf_free(&line);
    return status;
}

// Does the file hold this objection, by the digest of what it signed?
static bool stands_in(const struct qian_case *c, struct qian_str file,
                      const struct qian_digest *transcript, const char *name,
                      const struct qian_digest *want) {
    struct qian_split split = qian_split(file, '\n');
    struct qian_str line;
    struct qian_objection o;
    bool found = false;
    while (!found && qian_split_next(&split, &line)) {
        struct qian_buf text = {0};
        struct qian_digest digest;
        if (!qian_objection_read(line, &o) || !qian_str_is(o.name, name))
            continue;
        qian_objection_text(qian_case_draw(c), transcript, o.reason, &text);
        qian_sha256(qian_buf_view(&text), &digest);
        found = memcmp(digest.b, want->b, sizeof digest.b) == 0;
        qian_buf_free(&text);
    }
    return found;
}

// spec/ceremony.md 1.4: "that signature says that its objection is in the file."
// Whether this witness objected is in its own home; the case may have lost it.
static enum qian_status check_objection(struct qian_case *c, const struct qian_signer *signer,
                                        struct qian_err *err) {
    struct qian_buf file = {0};
    struct qian_digest want, transcript;
    bool objected = false;
    char *name = qian_str_copy(signer->name);
    enum qian_status status = qian_store_signed_get(c->store, qian_case_draw(c), "objection",
                                                    signer->id, &objected, &want, err);
    if (status == QIAN_OK && objected)
        status = qian_case_digest(c, "transcript.json", &transcript, err);
    if (status == QIAN_OK && objected)
        status = qian_case_read(c, "objections.txt", &file, err);
    if (status == QIAN_OK && objected &&
        !stands_in(c, qian_buf_view(&file), &transcript, name, &want))
        status = qian_fail(err, QIAN_REFUSED, "S01", "ceremony 1.4",
                           "your objection is not in objections.txt",
                           "sign nothing before the operator has taken it in");
    free(name);
    qian_buf_free(&file);
    return status;
}

// What the witnesses alone vouch for is shown to them.
static enum qian_status show_values(struct qian_case *c, struct qian_err *err) {
    struct qian_buf file = {0};
    enum qian_status status = qian_case_read(c, "entropy.txt", &file, err);
    struct qian_split split = qian_split(qian_buf_view(&file), '\n');
    struct qian_str line;
    while (status == QIAN_OK && qian_split_next(&split, &line)) {
        char *text = qian_str_copy(line);
        if (strncmp(text, "public ", 7) == 0)
            qian_say(&c->said, "public value that you vouch for", "%s", text + 7);
        free(text);
    }
    qian_buf_free(&file);
    return status;
}

static enum qian_status sign(struct qian_case *c, const struct qian_signer *signer,
                             struct qian_err *err) {
    struct qian_key key = {0};
    struct qian_digest digest;
    struct qian_buf text = {0}, line = {0};
    enum qian_status status = qian_case_note_text(c, QIAN_NOTE_TRANSCRIPT, &text, err);
    if (status == QIAN_OK)
        status = qian_operator_signed(c, QIAN_NOTE_TRANSCRIPT, qian_buf_view(&text), err);
    if (status == QIAN_OK)
        status = check_objection(c, signer, err);
    if (status == QIAN_OK)
        status = qian_case_key(c, signer->vkey, &key, err);
    qian_sha256(qian_buf_view(&text), &digest);
    if (status == QIAN_OK)
        status = qian_result_signed(c, signer->id, qian_buf_view(&text), err);
    if (status == QIAN_OK)
        status = show_values(c, err);
    if (status == QIAN_OK)
        status = qian_store_signed_add(c->store, qian_case_draw(c), "transcript", signer->id,
                                       &digest, true, err);
    if (status == QIAN_OK) {
        qian_signature_write(&key, qian_buf_view(&text), NULL, &line);
        status = qian_part_write(c, "sign-transcript", signer->id, qian_buf_view(&line), err);
    }
    if (status == QIAN_OK)
        qian_say(&c->said, "signed", "transcript.note");
    qian_key_close(&key);
    qian_buf_free(&text);
    qian_buf_free(&line);
    return status;
}

enum qian_status qian_step_witness(const struct qian_case_order *order, const struct qian_act *act,
                                   struct qian_case *c, struct qian_err *err) {
    struct qian_signer signer;
    int64_t time = 0;
    enum qian_status status = qian_case_enter(order, c, err);
    if (status == QIAN_OK)
        status = qian_case_snapshot(c, err);
    if (status == QIAN_OK)
        status = qian_case_not_void(c, err);
    if (status == QIAN_OK && !qian_case_has(c, "transcript.json"))
        status = qian_fail(err, QIAN_REFUSED, "", "ceremony 6.3", "nothing has been drawn yet",
                           "see qian ceremony status");
    if (status == QIAN_OK)
        status = find(c, act, &signer, err);
    if (status == QIAN_OK)
        status = qian_note_takes(c, QIAN_NOTE_TRANSCRIPT, &signer, err);
    if (status == QIAN_OK && act->reason)
        return object(c, act, &signer, err);
    if (status == QIAN_OK)
        status = qian_case_proven(c, QIAN_NOTE_NOTICE, &time, err);
    if (status == QIAN_OK)
        status = qian_case_proven(c, QIAN_NOTE_CLOSE, &time, err);
    if (status == QIAN_OK && time > qian_close_deadline(&c->copy.notice))
        status = qian_fail(err, QIAN_DISAGREES, "T02", "ceremony 5.6",
                           "the close was not proven in time before the public value",
                           "do not sign: object, with qian ceremony witness --object REASON");
    if (status == QIAN_OK)
        status = qian_note_quorum(c, QIAN_NOTE_CLOSE, err);
    if (status == QIAN_OK)
        status = verify(c, act, err);
    return status == QIAN_OK ? sign(c, &signer, err) : status;
}

// The witness of the policy whose cosigner key this home has.
static const struct qian_policy_key *self(const struct qian_case *c, const char *name) {
    for (size_t i = 0; i < c->policy.keys; i++)
        if (c->policy.key[i].role == QIAN_ROLE_WITNESS && qian_str_is(c->policy.key[i].name, name))
            return &c->policy.key[i];
    return NULL;
}

// Know every log of the policy; the witness's own key was made before.
static enum qian_status know_logs(struct qian_case *c, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < c->policy.keys && status == QIAN_OK; i++) {
        const struct qian_policy_key *log = &c->policy.key[i];
        if (log->role != QIAN_ROLE_LOG)
            continue;
        char *origin = qian_str_copy(log->name), *vkey = qian_str_copy(log->vkey);
        status = qian_store_known_add(c->store, origin, vkey, err);
        free(origin);
        free(vkey);
    }
    return status;
}

static enum qian_status refuse(unsigned http, const struct qian_buf *answer, struct qian_err *err) {
    struct qian_buf shown = {0};
    qian_show(&shown, qian_buf_view(answer), 200);
    enum qian_status status = qian_fail(err, QIAN_DISAGREES, http == 422 ? "L06" : "L02", "log 4.2",
                                        "the log's checkpoint cannot be cosigned",
                                        "do not go on; find out whether the log was changed");
    qian_err_value(err, "%u %.200s", http, shown.p ? shown.p : "");
    qian_buf_free(&shown);
    return status;
}

// spec/ceremony.md 6.4: "a step that was done says so and changes nothing"
// The line that was given for this very checkpoint, where it is the last one cosigned: the answer
// may have been lost after it was stored. Else `line` stays empty.
static enum qian_status cosigned_before(struct qian_case *c, const struct qian_buf *request,
                                        struct qian_buf *line, struct qian_err *err) {
    struct qian_witness_request *read = qian_take(1, sizeof *read);
    struct qian_buf last = {0};
    struct qian_str text, lines, origin, old_text, one;
    struct qian_digest id;
    unsigned http = 0;
    enum qian_status status = QIAN_OK;
    if (qian_witness_request_read(qian_buf_view(request), read) &&
        qian_note_split(read->checkpoint, &text, &lines)) {
        struct qian_split words = qian_split(text, '\n');
        (void)qian_split_next(&words, &origin);
        qian_sha256(origin, &id);
        status = qian_witness_last(c->store, &id, &http, &last, err);
    }
    if (status == QIAN_OK && http == 200 &&
        qian_note_split(qian_buf_view(&last), &old_text, &lines) && qian_str_eq(text, old_text)) {
        // The log's line, then the witness's: as engine/log/witness.c stores them.
        struct qian_split split = qian_split(lines, '\n');
        if (qian_split_next(&split, &one) && qian_split_next(&split, &one)) {
            qian_buf_str(line, one);
            qian_buf_char(line, '\n');
        }
    }
    qian_buf_free(&last);
    free(read);
    return status;
}

static enum qian_status answer(struct qian_case *c, const struct qian_policy_key *witness,
                               const struct qian_key *key, struct qian_err *err) {
    struct qian_buf request = {0}, reply = {0}, id = {0};
    struct qian_witness me = {witness->name, key->secret};
    unsigned http = 0;
    bool found = false;
    qian_buf_text(&id, witness->id);
    qian_buf_text(&id, ".request");
    enum qian_status status = qian_part_read(c, "cosign", id.p, &found, &request, err);
    if (status == QIAN_OK && !found)
        status = qian_fail(err, QIAN_REFUSED, "", "ceremony 6.2",
                           "nothing is to be cosigned by this witness", "see qian ceremony status");
    if (status == QIAN_OK)
        status = cosigned_before(c, &request, &reply, err);
    if (reply.n > 0)
        http = 200;
    else if (status == QIAN_OK)
        status = qian_witness_answer(c->store, &me, qian_buf_view(&request), (uint64_t)qian_now(),
                                     &http, &reply, err);
    // 409 says what the witness remembers: an answer that the log can use.
    if (status == QIAN_OK && http != 200 && http != 409)
        status = refuse(http, &reply, err);
    id.n = 2 * QIAN_KEY_ID_SIZE;
    qian_buf_text(&id, ".answer");
    if (status == QIAN_OK)
        status = qian_part_write(c, "cosign", id.p, qian_buf_view(&reply), err);
    if (status == QIAN_OK)
        qian_say(&c->said, http == 200 ? "cosigned" : "answered with the size remembered",
                 "parts/cosign.%s", id.p);
    qian_buf_free(&id);
    qian_buf_free(&request);
    qian_buf_free(&reply);
    return status;
}

enum qian_status qian_step_cosign(const struct qian_case_order *order, const struct qian_act *act,
                                  struct qian_case *c, struct qian_err *err) {
    struct qian_key key = {0};
    const struct qian_policy_key *witness = NULL;
    enum qian_status status = qian_case_enter(order, c, err);
    if (status == QIAN_OK && !(witness = self(c, act->name))) {
        status = qian_fail(err, QIAN_REFUSED, "L04", "policy 1.1", "the policy has no such witness",
                           "check --name and --policy");
        qian_err_value(err, "%.200s", act->name);
    }
    if (status == QIAN_OK)
        status = know_logs(c, err);
    if (status == QIAN_OK)
        status =
            qian_key_open(order->home, act->name, QIAN_SHA256_ED25519, order->vault, &key, err);
    if (status == QIAN_OK && memcmp(key.public_key.bytes, witness->key.bytes, 32) != 0)
        status = qian_fail(err, QIAN_REFUSED, "S05", "policy 3.1",
                           "the key of this home is not the one that is named",
                           "use the home that has the key, or have the policy renewed");
    if (status == QIAN_OK)
        status = answer(c, witness, &key, err);
    qian_key_close(&key);
    return status;
}
