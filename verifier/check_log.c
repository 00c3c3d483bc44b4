// SPDX-License-Identifier: MulanPSL-2.0
// Steps 75 to 81 and 85: the notes in the log, its checkpoints and their witnesses (log.md, ceremony.md 5).
#include "verifier/checks.h"
#include "verifier/ed25519.h"
#include "verifier/inclusion.h"
#include "verifier/lang.h"
#include "verifier/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIME_BYTES = 8, ENTRY_MAX = 65535 };

static const enum note_kind AFTER_NOTICE[] = {NOTE_NOTICE, NOTE_CLOSE, NOTE_TRANSCRIPT, NOTE_OPEN, NOTE_VOID};
enum { OWN_NOTES = 5 };

static bool has_proof(const struct bundle *b, enum note_kind kind)
{
    return usable(b, proof_file(kind));
}

static const char *proof_name(enum note_kind kind)
{
    return FILE_NAMES[proof_file(kind)];
}

// spec/log.md 3.3: "The entry that a proof proves is the note file beside which it stands, byte for byte;"
// spec/log.md 1.1: "An entry is the whole file of a note, at most 65,535 bytes"
static void check_inclusion(struct bundle *b, enum note_kind kind)
{
    const struct proof *p = &b->proofs[kind];
    const struct file *note = &b->folder.files[note_file(kind)];
    unsigned char leaf[DIGEST_BYTES];
    if (!has_proof(b, kind) || !note->present) {
        return;
    }
    bool good = note->size <= ENTRY_MAX;
    if (good) {
        struct bytes entry = file_load(note);
        inclusion_leaf(entry, leaf);
        bytes_release(entry);
        good = inclusion_holds(leaf, p->index, p->size, p->path, p->path_count, p->root);
    }
    b->logged[kind].included = good;
    if (report_judge(&b->report, STEP_LOGGED, good)) {
        report_fault(&b->report, STEP_LOGGED, bytes_of(say("另一个树根", "another root")),
                     bytes_of(say("检查点的树根", "the checkpoint's root")), "%s", proof_name(kind));
    }
}

// spec/log.md 2.6: "A second line of one key in one checkpoint is code L05."
// spec/verify.md 3.13: "Step 76 looks at lines of the same name and key id, known or not."
static void check_lines_once(struct bundle *b, enum note_kind kind)
{
    const struct proof *p = &b->proofs[kind];
    report_able(&b->report, STEP_COSIGNED_TWICE);
    for (size_t i = 0; i < p->count; i++) {
        bool once = true;
        for (size_t k = 0; k < i; k++) {
            once = once && !(bytes_same(p->lines[k].name, p->lines[i].name) &&
                             memcmp(p->lines[k].id, p->lines[i].id, KEY_ID_BYTES) == 0);
        }
        if (report_judge(&b->report, STEP_COSIGNED_TWICE, once)) {
            report_fault(&b->report, STEP_COSIGNED_TWICE, p->lines[i].name, bytes_of(say("每人一行", "one line each")),
                         "%s:%llu", proof_name(kind), (unsigned long long)p->lines[i].line);
        }
    }
}

static bool one_origin(const struct bundle *b, enum note_kind one, enum note_kind two)
{
    return has_proof(b, one) && has_proof(b, two) && bytes_same(b->proofs[one].origin, b->proofs[two].origin);
}

// spec/ceremony.md 5.3: "The indexes ascend: notice, close, transcript, open; notice, close, void; code L08, for those
// that are there."
static void check_index_order(struct bundle *b, enum note_kind one, enum note_kind two)
{
    char room[24];
    if (!one_origin(b, one, two)) {
        return;
    }
    if (report_judge(&b->report, STEP_LOG_ORDER, b->proofs[one].index < b->proofs[two].index)) {
        report_fault(&b->report, STEP_LOG_ORDER, report_number(room, b->proofs[two].index),
                     bytes_of(say("在前一签名清单之后", "an index after that of the note before")), "%s index",
                     proof_name(two));
    }
}

// spec/ceremony.md 5.3: "Two checkpoints of one origin and size have one root (L09)."
static void check_one_tree(struct bundle *b, enum note_kind one, enum note_kind two)
{
    const struct proof *p = &b->proofs[one];
    const struct proof *q = &b->proofs[two];
    if (!one_origin(b, one, two) || p->size != q->size) {
        return;
    }
    if (report_judge(&b->report, STEP_ONE_TREE, memcmp(p->root, q->root, DIGEST_BYTES) == 0)) {
        report_fault(&b->report, STEP_ONE_TREE, bytes_of(say("两个树根", "two roots")), bytes_of(say("一个", "one")),
                     "%s, %s", proof_name(one), proof_name(two));
    }
}

static void check_proofs(struct bundle *b)
{
    for (enum note_kind kind = NOTE_NOTICE; kind < NOTE_COUNT; kind++) {
        check_inclusion(b, kind);
        if (has_proof(b, kind)) {
            report_able(&b->report, STEP_LOG_ORDER);
            report_able(&b->report, STEP_ONE_TREE);
            check_lines_once(b, kind);
        }
        for (enum note_kind before = NOTE_NOTICE; before < kind; before++) {
            check_one_tree(b, before, kind);
        }
    }
    for (size_t i = 0; i < OWN_NOTES; i++) {
        for (size_t k = 0; k < i; k++) {
            check_index_order(b, AFTER_NOTICE[k], AFTER_NOTICE[i]);
        }
    }
}

static bool is_log_of_policy(const struct policy *p, struct bytes origin)
{
    for (size_t i = 0; i < p->keys_count; i++) {
        if (p->keys[i].role == ROLE_LOG && bytes_same(p->keys[i].key.name, origin)) {
            return true;
        }
    }
    return false;
}

// spec/ceremony.md 5.2: "The proofs, but for that of replaces.note, name the origin that the notice names as its `log`;
// each origin is the name of a `log` line of the policy. Code L03."
static void judge_trusted(struct bundle *b, enum note_kind kind)
{
    struct logged *logged = &b->logged[kind];
    const struct bytes origin = b->proofs[kind].origin;
    const bool named = kind == NOTE_REPLACES || bytes_same(origin, b->notice.log);
    logged->trusted = logged->trusted && named;
    if (report_judge(&b->report, STEP_LOG_TRUSTED, logged->trusted)) {
        report_fault(&b->report, STEP_LOG_TRUSTED, origin,
                     named ? bytes_of(say("策略文件中的日志", "a log of the policy")) : b->notice.log, "%s origin",
                     proof_name(kind));
    }
}

// spec/verify.md 2.4: "it is `not done` only where it could judge none."
// Without the notice step 79 judges nothing. What 80 and 81 then pass over is what they have no key of: a proof whose
// origin is no log of the policy.
static void check_trusted(struct bundle *b)
{
    for (enum note_kind kind = NOTE_NOTICE; kind < NOTE_COUNT; kind++) {
        if (has_proof(b, kind)) {
            b->logged[kind].trusted = is_log_of_policy(&b->policy, b->proofs[kind].origin);
            if (usable(b, FILE_NOTICE)) {
                judge_trusted(b, kind);
            }
        }
    }
}

static void judge_checkpoint(struct bundle *b, enum note_kind kind, int step, bool good, struct bytes found,
                             const char *expected)
{
    b->logged[kind].sealed = b->logged[kind].sealed && good;
    if (report_judge(&b->report, step, good)) {
        report_fault(&b->report, step, found, bytes_of(expected), "%s", proof_name(kind));
    }
}

// spec/log.md 2.3: "The log's key has the origin as its name and type 0x01. Its signature signs the text."
static bool log_signature_good(const struct proof *p, const struct checkpoint_line *line, const struct vkey *key)
{
    struct bytes public_key;
    return line->signature.n == SIGNATURE_BYTES && vkey_of_suite(key, SUITE_SHA256_ED25519, &public_key) &&
           ed25519_point(line->signature.at) && ed25519_verify(public_key.at, p->text, line->signature.at);
}

static uint64_t read_time(const unsigned char *at)
{
    uint64_t time = 0;
    for (size_t i = 0; i < TIME_BYTES; i++) {
        time = time << 8 | at[i];
    }
    return time;
}

// spec/log.md 2.4: "over `cosignature/v1`, LF, `time `, the time in decimal, LF, and the text."
static bool cosignature_verifies(const struct proof *p, const struct vkey *key, uint64_t time,
                                 const unsigned char *signature)
{
    char head[64];
    struct bytes public_key;
    if (!vkey_of_witness(key, &public_key)) {
        return false;
    }
    int n = snprintf(head, sizeof head, "cosignature/v1\ntime %llu\n", (unsigned long long)time);
    unsigned char *message = mem_new((size_t)n + p->text.n, 1);
    (void)memcpy(message, head, (size_t)n);
    (void)memcpy(message + n, p->text.at, p->text.n);
    bool good = ed25519_verify(public_key.at, (struct bytes){message, (size_t)n + p->text.n}, signature);
    free(message);
    return good;
}

// spec/log.md 2.4: "A cosignature is a line of a witness's key (2.5) with 8 bytes of time (u64, seconds since
// 1970-01-01T00:00:00Z, at most 2^53 − 1), then 64 bytes of signature"
static void check_cosignature(struct bundle *b, enum note_kind kind, const struct checkpoint_line *line,
                              const struct policy_key *key)
{
    const uint64_t time_max = 9007199254740991U;
    struct logged *logged = &b->logged[kind];
    const char *expected = say("有效的会签", "a cosignature that verifies");
    if (line->signature.n != TIME_BYTES + SIGNATURE_BYTES || read_time(line->signature.at) > time_max) {
        judge_checkpoint(b, kind, STEP_CHECKPOINTS, false, line->name, expected);
        return;
    }
    const unsigned char *signature = line->signature.at + TIME_BYTES;
    // spec/log.md 2.5: "Public key and R must be good by notes 2.4 (S07)."
    bool point = ed25519_point(signature);
    judge_checkpoint(b, kind, STEP_WITNESS_POINTS, point, line->name,
                     say("规范且不弱的 R", "a canonical R that is not weak"));
    if (!point) {
        return;
    }
    uint64_t time = read_time(line->signature.at);
    bool good = cosignature_verifies(&b->proofs[kind], &key->key, time, signature);
    judge_checkpoint(b, kind, STEP_CHECKPOINTS, good, line->name, expected);
    if (good) {
        logged->cosignatures[logged->count++] = (struct cosignature){key, (int64_t)time};
    }
}

// spec/log.md 2.2: "lines of unknown name and key id are passed over. A line whose name and key id are known must
// verify."
static void check_checkpoint(struct bundle *b, enum note_kind kind)
{
    const struct proof *p = &b->proofs[kind];
    struct logged *logged = &b->logged[kind];
    bool signed_by_log = false;
    logged->sealed = true;
    for (size_t i = 0; i < p->count; i++) {
        const struct checkpoint_line *line = &p->lines[i];
        const struct policy_key *log = policy_key_by(&b->policy, ROLE_LOG, line->name, line->id);
        const struct policy_key *witness = policy_key_by(&b->policy, ROLE_WITNESS, line->name, line->id);
        if (log != NULL) {
            bool good = log_signature_good(p, line, &log->key);
            bool own = bytes_same(line->name, p->origin);
            judge_checkpoint(b, kind, STEP_CHECKPOINTS, good, line->name,
                             say("日志的有效签名", "the log's good signature"));
            signed_by_log = signed_by_log || (own && good);
        }
        if (witness != NULL) {
            check_cosignature(b, kind, line, witness);
        }
    }
    // spec/log.md 2.3: "Code L02 where it is missing or fails."
    judge_checkpoint(b, kind, STEP_CHECKPOINTS, signed_by_log, p->origin,
                     say("日志的有效签名", "the log's good signature"));
}

// Do the witnesses that had cosigned by that time, with keys that were valid then, satisfy the quorum?
static bool satisfied_at(const struct policy *p, const struct logged *logged, int64_t time)
{
    bool *have = mem_new(p->parties_count, sizeof *have);
    for (size_t i = 0; i < logged->count; i++) {
        const struct cosignature *c = &logged->cosignatures[i];
        // spec/policy.md 2.4: "A cosignature counts towards a quorum only if the cosigner key is valid at the
        // cosignature's own time."
        if (c->time <= time && policy_valid(p, c->key->key.text, c->time)) {
            have[c->key->party] = true;
        }
    }
    bool good = policy_satisfied(p, have);
    free(have);
    return good;
}

// spec/log.md 5.1: "The *proven time* of an entry, by a proof and a policy, is the least time t for which the witnesses
// that the policy names, whose cosignatures stand in the proof's checkpoint with times at or before t and were valid
// then (policy 2.4), satisfy the policy's quorum. If no t does, there is none: code L04."
void find_time(const struct policy *p, struct logged *logged)
{
    for (size_t i = 0; i < logged->count; i++) {
        int64_t time = logged->cosignatures[i].time;
        if ((!logged->proven || time < logged->time) && satisfied_at(p, logged, time)) {
            logged->proven = true;
            logged->time = time;
        }
    }
}

static void judge_quorum(struct bundle *b, enum note_kind kind)
{
    const struct logged *logged = &b->logged[kind];
    if (!b->policy.has_quorum) {
        report_open(&b->report, STEP_LOG_QUORUM);
        return;
    }
    if (report_judge(&b->report, STEP_LOG_QUORUM, logged->proven)) {
        report_fault(&b->report, STEP_LOG_QUORUM, bytes_of(say("会签不足", "too few cosignatures")),
                     bytes_of(say("策略文件的法定人数", "the policy's quorum")), "%s", proof_name(kind));
    }
}

// spec/ceremony.md 5.4: "Where two checkpoints of one origin hold cosignatures of one key, that in the larger tree is
// not the earlier. Code T04."
static void check_clocks(struct bundle *b, enum note_kind one, enum note_kind two)
{
    const struct logged *p = &b->logged[one];
    const struct logged *q = &b->logged[two];
    if (!one_origin(b, one, two) || b->proofs[one].size >= b->proofs[two].size) {
        return;
    }
    for (size_t i = 0; i < p->count; i++) {
        for (size_t k = 0; k < q->count; k++) {
            if (p->cosignatures[i].key != q->cosignatures[k].key) {
                continue;
            }
            if (report_judge(&b->report, STEP_CLOCKS, q->cosignatures[k].time >= p->cosignatures[i].time)) {
                report_fault(&b->report, STEP_CLOCKS, q->cosignatures[k].key->key.name,
                             bytes_of(say("不早于较小树上的会签", "no earlier time than on the smaller tree")),
                             "%s, %s", proof_name(one), proof_name(two));
            }
        }
    }
}

void check_log(struct bundle *b)
{
    if (!b->kind.known || !b->kind.ceremony) {
        return;
    }
    check_proofs(b);
    if (b->policy.state != POLICY_GOOD) {
        return;
    }
    check_trusted(b);
    for (enum note_kind kind = NOTE_NOTICE; kind < NOTE_COUNT; kind++) {
        if (has_proof(b, kind) && b->logged[kind].trusted) {
            report_able(&b->report, STEP_CLOCKS);
            check_checkpoint(b, kind);
            find_time(&b->policy, &b->logged[kind]);
            judge_quorum(b, kind);
        }
    }
    for (enum note_kind one = NOTE_NOTICE; one < NOTE_COUNT; one++) {
        for (enum note_kind two = NOTE_NOTICE; two < NOTE_COUNT; two++) {
            check_clocks(b, one, two);
        }
    }
}
