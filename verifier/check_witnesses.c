// SPDX-License-Identifier: MulanPSL-2.0
// Steps 88 to 92: those whom only the policy knows, and whether keys were valid when they signed.
#include "verifier/checks.h"
#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/signing.h"

#include <stdlib.h>
#include <string.h>

// Whether a line by somebody whom only the policy knows counts.
struct witnessing {
    struct bundle *b;
    enum note_kind kind; // of the note; for objections NOTE_TRANSCRIPT
    const char *file;
    struct bytes text; // what is signed
};

static void judge(const struct witnessing *w, int step, bool good, const struct signature *line, const char *expected)
{
    if (report_judge(&w->b->report, step, good)) {
        report_fault(&w->b->report, step, line->name, bytes_of(expected), "%s:%llu", w->file,
                     (unsigned long long)line->line);
    }
}

// spec/policy.md 2.2: "In mode `ceremony` the key of every signature line of a note is valid at the proven time of that
// note"
static void judge_valid(struct bundle *b, enum note_kind kind, const struct vkey *key)
{
    int64_t when = 0;
    if (!proven_time(b, STEP_VALIDITY, kind, &when)) {
        return;
    }
    if (report_judge(&b->report, STEP_VALIDITY, policy_valid(&b->policy, key->text, when))) {
        report_fault(&b->report, STEP_VALIDITY, key->text,
                     bytes_of(say("签名时有效的密钥", "a key that was valid then")), "%s", FILE_NAMES[note_file(kind)]);
    }
}

// spec/verify.md 3.11: "89 and 90 judge the others. [...] A line that fails 90 does not count."
// The key is one of the suite.
static bool line_counts(const struct witnessing *w, const struct signature *line, const struct policy_key *key)
{
    enum suite suite = w->b->suite;
    struct bytes public_key = vkey_public(&key->key);
    judge_valid(w->b, w->kind, &key->key);
    bool point = signing_key_good(suite, public_key) && signing_r_good(suite, line->bytes);
    judge(w, STEP_WITNESS_POINTS, point, line, say("规范且不弱的 R", "a canonical R that is not weak"));
    if (!point) {
        return false;
    }
    bool good = signing_verifies(suite, public_key, w->text, line->bytes);
    judge(w, STEP_WITNESS_SIGNATURES, good, line, say("有效签名", "a signature that verifies"));
    return good;
}

// The key of that role and of the suite by which the line is, or NULL.
static const struct policy_key *key_of(const struct bundle *b, enum role role, const struct signature *line)
{
    struct bytes public_key;
    const struct policy_key *key = policy_key_by(&b->policy, role, line->name, line->id);
    return key != NULL && vkey_of_suite(&key->key, b->suite, &public_key) ? key : NULL;
}

static void judge_signed(struct bundle *b, enum note_kind kind, bool good, const char *expected)
{
    if (report_judge(&b->report, STEP_WITNESS_QUORUM, good)) {
        report_fault(&b->report, STEP_WITNESS_QUORUM, bytes_of(say("签名不足", "too few signatures")),
                     bytes_of(expected), "%s", FILE_NAMES[note_file(kind)]);
    }
}

// spec/verify.md 3.11: "Step 88: a line after the operator's whose name and key id are not those of a `signer` key of
// the suite (close, transcript, objections) or a supervisor's key (void, replaces) of the policy."
static void check_quorum(struct bundle *b, enum note_kind kind)
{
    const struct note *note = &b->notes[kind];
    struct witnessing w = {b, kind, FILE_NAMES[note_file(kind)], note->text};
    bool *have = mem_new(b->policy.parties_count, sizeof *have);
    for (size_t i = 0; i < note->count; i++) {
        const struct signature *line = &note->signatures[i];
        if (signature_is_by(line, &b->notice.operator_key)) {
            continue;
        }
        const struct policy_key *key = key_of(b, ROLE_SIGNER, line);
        judge(&w, STEP_WITNESSES, key != NULL, line, say("策略中的见证者", "a witness of the policy"));
        if (key != NULL && line_counts(&w, line, key)) {
            have[key->party] = true;
        }
    }
    // spec/verify.md 3.11: "91: those of close.note and transcript.note, as witnesses, satisfy the quorum (with `quorum
    // none`: open);"
    if (b->policy.has_quorum) {
        judge_signed(b, kind, policy_satisfied(&b->policy, have),
                     say("策略的法定见证", "the policy's quorum of witnesses"));
    } else {
        report_open(&b->report, STEP_WITNESS_QUORUM);
    }
    free(have);
}

// spec/verify.md 3.11: "void.note and replaces.note have one supervisor's line. A line that fails 90 does not count. A
// second supervisor's line in one note is S03 in 88."
// A second line of the same supervisor is S04's, as everywhere.
static void check_supervisor_lines(struct witnessing *w, const struct note *note, const struct policy_key *operator_key)
{
    const struct signature *first = NULL;
    bool counts = false;
    for (size_t i = 0; i < note->count; i++) {
        const struct signature *line = &note->signatures[i];
        bool of_operator = operator_key != NULL
                               ? signature_is_by(line, &operator_key->key)
                               : w->kind == NOTE_VOID && signature_is_by(line, &w->b->notice.operator_key);
        if (of_operator || (w->kind == NOTE_REPLACES && i == 0)) {
            continue;
        }
        const struct policy_key *key = key_of(w->b, ROLE_SUPERVISOR, line);
        bool second = key != NULL && first != NULL && !signature_same_signer(first, line);
        judge(w, STEP_WITNESSES, key != NULL && !second, line,
              say("一名策略中的监督者", "one supervisor of the policy"));
        if (key != NULL && !second) {
            first = first == NULL ? line : first;
            counts = line_counts(w, line, key) || counts;
        }
    }
    judge_signed(w->b, w->kind, counts, say("一名监督者", "one supervisor"));
}

// spec/notes.md 1.4: "replaces.note: as void.note, the operator being one of the policy's."
// spec/verify.md 3.8: "a first line that is no operator's is S01 in 91."
static void check_supervised(struct bundle *b, enum note_kind kind)
{
    const struct note *note = &b->notes[kind];
    struct witnessing w = {b, kind, FILE_NAMES[note_file(kind)], note->text};
    const struct policy_key *operator_key = NULL;
    report_able(&b->report, STEP_WITNESSES);
    report_able(&b->report, STEP_WITNESS_POINTS);
    report_able(&b->report, STEP_WITNESS_SIGNATURES);
    if (kind == NOTE_REPLACES) {
        operator_key = note->count > 0 ? key_of(b, ROLE_OPERATOR, &note->signatures[0]) : NULL;
        bool counts = operator_key != NULL && line_counts(&w, &note->signatures[0], operator_key);
        judge_signed(b, kind, counts, say("首行为策略中的发起人", "an operator of the policy in the first line"));
    }
    check_supervisor_lines(&w, note, operator_key);
}

// spec/ceremony.md 1.3: "The signature signs these lines, each with LF: `qian/1 objection`; the draw's id;
// H(transcript.json), two spaces, `transcript.json`; `reason ` and the reason."
static struct bytes objection_text(const struct bundle *b, const struct objection *objection)
{
    struct bytes parts[] = {bytes_of("qian/1 objection\n"),
                            b->notice.draw,
                            bytes_of("\n"),
                            digits_of(b->folder.files[FILE_TRANSCRIPT].digest),
                            bytes_of("  transcript.json\nreason "),
                            objection->reason,
                            bytes_of("\n")};
    size_t n = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        n += parts[i].n;
    }
    unsigned char *text = mem_new(n, 1);
    n = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        (void)memcpy(text + n, parts[i].at, parts[i].n);
        n += parts[i].n;
    }
    return (struct bytes){text, n};
}

// spec/ceremony.md 1.4: "Who objects is a witness (policy 3.1): S03."
static void check_objections(struct bundle *b)
{
    struct witnessing w = {b, NOTE_TRANSCRIPT, FILE_NAMES[FILE_OBJECTIONS], {NULL, 0}};
    report_able(&b->report, STEP_WITNESSES);
    for (size_t i = 0; i < b->objections.count; i++) {
        const struct objection *objection = &b->objections.all[i];
        const struct policy_key *key = key_of(b, ROLE_SIGNER, &objection->signature);
        judge(&w, STEP_WITNESSES, key != NULL, &objection->signature, say("策略中的见证者", "a witness of the policy"));
        if (key != NULL && b->folder.files[FILE_TRANSCRIPT].present) {
            w.text = objection_text(b, objection);
            (void)line_counts(&w, &objection->signature, key);
            bytes_release(w.text);
        }
    }
}

// Where several keys of the log have signed a checkpoint (the policy may know two of one origin), each of them.
static void judge_log_valid(struct bundle *b, enum note_kind kind)
{
    const struct proof *p = &b->proofs[kind];
    for (size_t i = 0; b->logged[kind].trusted && i < p->count; i++) {
        const struct policy_key *log = policy_key_by(&b->policy, ROLE_LOG, p->lines[i].name, p->lines[i].id);
        if (log != NULL && bytes_same(p->lines[i].name, p->origin)) {
            judge_valid(b, kind, &log->key);
        }
    }
}

// spec/verify.md 3.12: "Step 92: the key of the operator, of each contributor and custodian in the notice, and of each
// line that 88 leaves, at the proven time of the note; of the log at that of each proof."
static void check_validity(struct bundle *b)
{
    const struct notice *n = &b->notice;
    for (enum note_kind kind = NOTE_NOTICE; kind < NOTE_COUNT; kind++) {
        judge_log_valid(b, kind);
        if (usable(b, note_file(kind)) && kind != NOTE_REPLACES) {
            judge_valid(b, kind, &n->operator_key);
        }
    }
    for (size_t i = 0; usable(b, FILE_NOTICE_NOTE) && i < n->contributors_count; i++) {
        judge_valid(b, NOTE_NOTICE, &n->contributors[i].key);
    }
    for (size_t i = 0; usable(b, FILE_NOTICE_NOTE) && i < 2; i++) {
        judge_valid(b, NOTE_NOTICE, &n->custodians[i]);
    }
    if (usable(b, FILE_OPEN_NOTE)) {
        judge_valid(b, NOTE_OPEN, &n->contributors[n->embargo_contributor].key);
    }
}

void check_witnesses(struct bundle *b)
{
    if (!usable(b, FILE_NOTICE) || !b->kind.ceremony || b->policy.state != POLICY_GOOD) {
        return;
    }
    for (enum note_kind kind = NOTE_CLOSE; kind < NOTE_COUNT; kind++) {
        if (kind == NOTE_OPEN || !usable(b, note_file(kind))) {
            continue;
        }
        report_able(&b->report, STEP_WITNESSES);
        report_able(&b->report, STEP_WITNESS_POINTS);
        report_able(&b->report, STEP_WITNESS_SIGNATURES);
        if (kind == NOTE_CLOSE || kind == NOTE_TRANSCRIPT) {
            check_quorum(b, kind);
        } else {
            check_supervised(b, kind);
        }
    }
    if (usable(b, FILE_OBJECTIONS)) {
        check_objections(b);
    }
    check_validity(b);
}
