// SPDX-License-Identifier: MulanPSL-2.0
// Steps 12 (notes) and 27 to 32: those whom the notice itself requires to sign.
#include "verifier/checks.h"
#include "verifier/lang.h"
#include "verifier/signing.h"

enum { SIGNERS_MAX = 3 + CONTRIBUTORS_MAX };

struct signer {
    const struct vkey *key;
    struct bytes public_key;
    bool of_suite; // steps 27 and 28 have left it
    bool point;
    uint64_t first_line; // in the note at hand; 0 none
};

// The operator, then the contributors, then the custodians.
struct signers {
    struct bundle *b;
    struct signer all[SIGNERS_MAX];
    size_t count;
};

// The signers of one note that are required by the notice.
struct required {
    struct signer *all[SIGNERS_MAX];
    size_t count;
    bool alone; // nobody else may sign
};

static void judge_key(struct signers *s, struct signer *signer)
{
    struct bundle *b = s->b;
    signer->of_suite = vkey_of_suite(signer->key, b->suite, &signer->public_key);
    // spec/notes.md 2.3: "A key of the other suite's type, or with another length, is code S08 (one without type or key
    // too), and then not judged for S07."
    if (report_judge(&b->report, STEP_KEY_SUITE, signer->of_suite)) {
        report_fault(&b->report, STEP_KEY_SUITE, signer->key->text, bytes_of(say("本套件的密钥", "a key of the suite")),
                     "notice.json");
    }
    if (!signer->of_suite) {
        return;
    }
    signer->point = signing_key_good(b->suite, signer->public_key);
    if (report_judge(&b->report, STEP_POINTS, signer->point)) {
        report_fault(&b->report, STEP_POINTS, signer->key->text,
                     bytes_of(say("规范且不弱的公钥", "a canonical point that is not weak")), "notice.json");
    }
}

static struct signer *signer_of(const struct required *required, const struct signature *line)
{
    for (size_t i = 0; i < required->count; i++) {
        if (signature_is_by(line, required->all[i]->key)) {
            return required->all[i];
        }
    }
    return NULL;
}

static void judge_line(struct signers *s, int step, bool good, const struct note *note, const struct signature *line,
                       const char *expected)
{
    if (report_judge(&s->b->report, step, good)) {
        report_fault(&s->b->report, step, line->name, bytes_of(expected), "%s:%llu", note->file.file->name,
                     (unsigned long long)line->line);
    }
}

// spec/notes.md 2.6: "A signature whose key or R fails 2.4 or 2.5, or whose key fails 2.3, is counted there and not
// under S02."
static void judge_signature(struct signers *s, const struct signer *signer, const struct note *note,
                            const struct signature *line)
{
    enum suite suite = s->b->suite;
    bool good = signer->of_suite && signer->point;
    if (suite == SUITE_SHA256_ED25519 && signer->of_suite) {
        bool point = signing_r_good(suite, line->bytes);
        judge_line(s, STEP_POINTS, point, note, line, say("规范且不弱的 R", "a canonical R that is not weak"));
        good = good && point;
    }
    if (!good) {
        return;
    }
    judge_line(s, STEP_SIGNATURES, signing_verifies(suite, signer->public_key, note->text, line->bytes), note, line,
               say("有效签名", "a signature that verifies"));
}

static void judge_order(struct signers *s, const struct note *note, bool ordered, const char *expected)
{
    if (file_judge(&s->b->report, note->file.file, STEP_ORDER, ordered)) {
        report_fault(&s->b->report, STEP_ORDER, bytes_of(say("次序不同", "another order")), bytes_of(expected), "%s",
                     note->file.file->name);
    }
}

// Of each signer the first line counts for the order: a second one is S04's.
static void check_required_order(struct signers *s, const struct required *required, const struct note *note)
{
    uint64_t last = 0;
    bool ordered = true;
    for (size_t i = 0; i < required->count; i++) {
        if (required->all[i]->first_line != 0) {
            ordered = ordered && required->all[i]->first_line > last;
            last = required->all[i]->first_line;
        }
    }
    judge_order(s, note, ordered, say("按规定的次序", "the required signers in their order"));
}

// spec/verify.md 3.9: "Step 12 holds, in mode `ceremony`, the operator's first line to stand before all others and the
// lines of all others of close.note and transcript.note to ascend by name (equal names do not break it)."
static void check_free_order(struct signers *s, const struct note *note, bool ascending)
{
    bool ordered = true;
    bool others = false;
    struct bytes before = {NULL, 0};
    for (size_t i = 0; i < note->count; i++) {
        const struct signature *line = &note->signatures[i];
        if (signature_is_by(line, s->all[0].key)) {
            ordered = ordered && (!others || line->line != s->all[0].first_line);
            continue;
        }
        ordered = ordered && (!others || !ascending || bytes_order(before, line->name) <= 0);
        others = true;
        before = line->name;
    }
    judge_order(s, note, ordered, say("操作方，然后按名称", "the operator, then the others by name"));
}

// spec/verify.md 3.9: "Step 31 looks at all lines."
static void check_twice(struct signers *s, const struct note *note)
{
    report_able(&s->b->report, STEP_SIGNED_TWICE);
    for (size_t i = 0; i < note->count; i++) {
        bool once = true;
        for (size_t k = 0; k < i; k++) {
            once = once && !signature_same_signer(&note->signatures[k], &note->signatures[i]);
        }
        judge_line(s, STEP_SIGNED_TWICE, once, note, &note->signatures[i], say("每人一行", "one line each"));
    }
}

// spec/notes.md 1.4: "notice.note: the operator, then every contributor in the notice's order, then, in mode
// `ceremony`, the custodian of targets and the custodian of inspectors. close.note and transcript.note: the operator;
// in mode `ceremony` then witnesses (1.6). open.note: the operator, then the contributor of the embargo. void.note: the
// operator, then one supervisor (1.6)."
static struct required required_for(struct signers *s, enum note_kind kind)
{
    struct required required = {.alone = true};
    required.all[required.count++] = &s->all[0];
    if (kind == NOTE_NOTICE) {
        for (size_t i = 1; i < s->count; i++) {
            required.all[required.count++] = &s->all[i];
        }
    } else if (kind == NOTE_OPEN) {
        required.all[required.count++] = &s->all[1 + s->b->notice.embargo_contributor];
    } else {
        // spec/verify.md 3.9: "in mode `ceremony` lines after the operator's are judged by 88–91."
        required.alone = !s->b->notice.ceremony;
    }
    return required;
}

// spec/notes.md 1.4: "A required signer without a line is code S01; a line of anyone else S03; a second line of one
// signer S04; first lines of required signers in another order F05."
static void check_note(struct signers *s, enum note_kind kind)
{
    struct report *r = &s->b->report;
    const struct note *note = &s->b->notes[kind];
    struct required required = required_for(s, kind);
    report_able(r, STEP_STRANGERS);
    report_able(r, STEP_SIGNATURES);
    for (size_t i = 0; i < required.count; i++) {
        required.all[i]->first_line = 0;
    }
    for (size_t i = 0; i < note->count; i++) {
        const struct signature *line = &note->signatures[i];
        struct signer *signer = signer_of(&required, line);
        if (required.alone) {
            judge_line(s, STEP_STRANGERS, signer != NULL, note, line, say("须签名者", "a required signer"));
        }
        if (signer != NULL) {
            signer->first_line = signer->first_line == 0 ? line->line : signer->first_line;
            judge_signature(s, signer, note, line);
        }
    }
    for (size_t i = 0; i < required.count; i++) {
        if (report_judge(r, STEP_SIGNED, required.all[i]->first_line != 0)) {
            report_fault(r, STEP_SIGNED, bytes_of(say("无签名行", "no line")), required.all[i]->key->name, "%s",
                         note->file.file->name);
        }
    }
    if (required.alone) {
        check_required_order(s, &required, note);
    } else {
        check_free_order(s, note, kind != NOTE_VOID);
    }
}

void check_signers(struct bundle *b)
{
    struct signers s = {.b = b};
    if (!usable(b, FILE_NOTICE)) {
        return;
    }
    s.all[s.count++].key = &b->notice.operator_key;
    for (size_t i = 0; i < b->notice.contributors_count; i++) {
        s.all[s.count++].key = &b->notice.contributors[i].key;
    }
    for (size_t i = 0; b->notice.ceremony && i < 2; i++) {
        s.all[s.count++].key = &b->notice.custodians[i];
    }
    for (size_t i = 0; i < s.count; i++) {
        judge_key(&s, &s.all[i]);
    }
    for (enum note_kind kind = NOTE_NOTICE; kind < NOTE_COUNT; kind++) {
        if (!usable(b, note_file(kind))) {
            continue;
        }
        check_twice(&s, &b->notes[kind]);
        // spec/verify.md 3.8: "In 29, 30 and 32 the operator of replaces.note is any operator of the policy, and judged
        // in 88–91 with the supervisor"
        if (kind != NOTE_REPLACES) {
            check_note(&s, kind);
        }
    }
}

// spec/bundle.md 3.12: "No two of the notice's vkeys hold the same public key: code S05, in both modes."
void check_one_key(struct bundle *b)
{
    const struct vkey *keys[SIGNERS_MAX];
    size_t count = 0;
    if (!usable(b, FILE_NOTICE)) {
        return;
    }
    keys[count++] = &b->notice.operator_key;
    for (size_t i = 0; i < b->notice.contributors_count; i++) {
        keys[count++] = &b->notice.contributors[i].key;
    }
    for (size_t i = 0; b->notice.ceremony && i < 2; i++) {
        keys[count++] = &b->notice.custodians[i];
    }
    for (size_t i = 0; i < count; i++) {
        struct bytes public_key = vkey_public(keys[i]);
        bool single = true;
        for (size_t k = 0; k < i; k++) {
            single = single && (public_key.n == 0 || !bytes_same(public_key, vkey_public(keys[k])));
        }
        if (report_judge(&b->report, STEP_ONE_KEY, single)) {
            report_fault(&b->report, STEP_ONE_KEY, keys[i]->text, bytes_of(say("各人自己的公钥", "a key of their own")),
                         "notice.json");
        }
    }
}
