// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/checks.h"
#include "verifier/ed25519.h"
#include "verifier/lang.h"
#include "verifier/sm2.h"

#include <string.h>

enum { SIGNERS_MAX = 1 + CONTRIBUTORS_MAX };

// The operator, then the contributors (notes.md 1.4).
struct signer {
    const struct vkey *key;
    struct bytes public_key;
    bool of_suite; // steps 27 and 28 have left it
    bool point;
    uint64_t first_line; // in the note at hand; 0 none
};

struct signers {
    struct bundle *b;
    struct signer all[SIGNERS_MAX];
    size_t count;
};

static void judge_key(struct signers *s, struct signer *signer)
{
    struct bundle *b = s->b;
    signer->of_suite = vkey_of_suite(signer->key, b->suite, &signer->public_key);
    // spec/notes.md 2.3: "A key of the other suite's type, or with another length, is code S08 (one without type or key
    // too), and then not judged for S07."
    if (report_judge(&b->report, STEP_KEY_SUITE, signer->of_suite)) {
        report_fault(&b->report, STEP_KEY_SUITE, signer->key->text,
                     bytes_of(say("本套件的密钥", "a key of the suite")), "notice.json");
    }
    if (!signer->of_suite) {
        return;
    }
    signer->point = b->suite == SUITE_SM3_SM2 ? sm2_point(signer->public_key.at) : ed25519_point(signer->public_key.at);
    if (report_judge(&b->report, STEP_POINTS, signer->point)) {
        report_fault(&b->report, STEP_POINTS, signer->key->text,
                     bytes_of(say("规范且不弱的公钥", "a canonical point that is not weak")), "notice.json");
    }
}

// spec/notes.md 1.4: "A signer is known by name and key id together."
static struct signer *signer_of(struct signers *s, size_t required, const struct signature *line)
{
    for (size_t i = 0; i < required; i++) {
        const struct vkey *key = s->all[i].key;
        if (bytes_same(key->name, line->name) && memcmp(key->id, line->id, KEY_ID_BYTES) == 0) {
            return &s->all[i];
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

// spec/notes.md 2.6: "A signature whose key or R fails 2.4 or 2.5, or whose key fails 2.3, is counted there and not under
// S02."
static void judge_signature(struct signers *s, const struct signer *signer, const struct note *note,
                            const struct signature *line)
{
    // spec/notes.md 2.3: "signature SM2 with SM3 over the text with the identifier `1234567812345678`"
    static const char ID[] = "1234567812345678";
    bool ed25519 = s->b->suite == SUITE_SHA256_ED25519;
    bool good = signer->of_suite && signer->point;
    if (ed25519 && signer->of_suite) {
        bool point = ed25519_point(line->bytes);
        judge_line(s, STEP_POINTS, point, note, line, say("规范且不弱的 R", "a canonical R that is not weak"));
        good = good && point;
    }
    if (!good) {
        return;
    }
    bool verifies = ed25519 ? ed25519_verify(signer->public_key.at, note->text, line->bytes)
                            : sm2_verify(signer->public_key.at, ID, note->text, line->bytes);
    report_able(&s->b->report, STEP_SIGNATURES);
    judge_line(s, STEP_SIGNATURES, verifies, note, line, say("有效签名", "a signature that verifies"));
}

// Of each signer the first line counts for the order: a second one is S04's.
static void judge_order(struct signers *s, size_t required, const struct note *note)
{
    uint64_t last = 0;
    bool ordered = true;
    for (size_t i = 0; i < required; i++) {
        if (s->all[i].first_line != 0) {
            ordered = ordered && s->all[i].first_line > last;
            last = s->all[i].first_line;
        }
    }
    if (file_judge(&s->b->report, note->file.file, STEP_ORDER, ordered)) {
        report_fault(&s->b->report, STEP_ORDER, bytes_of(say("次序不同", "another order")),
                     bytes_of(say("发起人，然后各贡献人", "the operator, then the contributors")), "%s",
                     note->file.file->name);
    }
}

// spec/notes.md 1.4: "A required signer without a line is code S01; a line of anyone else S03; a second line of one signer
// S04; first lines of required signers in another order F05."
static void check_note(struct signers *s, size_t required, const struct note *note)
{
    struct report *r = &s->b->report;
    report_able(r, STEP_STRANGERS);
    report_able(r, STEP_SIGNED_TWICE);
    report_able(r, STEP_SIGNATURES);
    for (size_t i = 0; i < required; i++) {
        s->all[i].first_line = 0;
    }
    for (size_t i = 0; i < note->count; i++) {
        const struct signature *line = &note->signatures[i];
        struct signer *signer = signer_of(s, required, line);
        judge_line(s, STEP_STRANGERS, signer != NULL, note, line, say("须签名者", "a required signer"));
        if (signer == NULL) {
            continue;
        }
        judge_line(s, STEP_SIGNED_TWICE, signer->first_line == 0, note, line, say("每人一行", "one line each"));
        signer->first_line = signer->first_line == 0 ? line->line : signer->first_line;
        judge_signature(s, signer, note, line);
    }
    for (size_t i = 0; i < required; i++) {
        if (report_judge(r, STEP_SIGNED, s->all[i].first_line != 0)) {
            report_fault(r, STEP_SIGNED, bytes_of(say("无签名行", "no line")), s->all[i].key->name, "%s",
                         note->file.file->name);
        }
    }
    judge_order(s, required, note);
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
    for (size_t i = 0; i < s.count; i++) {
        judge_key(&s, &s.all[i]);
    }
    // spec/notes.md 1.4: "notice.note: the operator, then every contributor in the notice's order. close.note and
    // transcript.note, in mode `solo`: the operator."
    for (enum note_kind kind = NOTE_NOTICE; kind < NOTE_COUNT; kind++) {
        if (usable(b, note_file(kind))) {
            check_note(&s, kind == NOTE_NOTICE ? s.count : 1, &b->notes[kind]);
        }
    }
}
