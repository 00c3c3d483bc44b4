// SPDX-License-Identifier: MulanPSL-2.0
// Steps 87 and 93, and of step 31 the objections.
#include "verifier/checks.h"
#include "verifier/lang.h"

static void judge_party(struct bundle *b, bool good, struct bytes found, const char *expected)
{
    if (report_judge(&b->report, STEP_CUSTODIANS, good)) {
        report_fault(&b->report, STEP_CUSTODIANS, found, bytes_of(expected), "notice.json");
    }
}

// The organisation of the key by the policy, empty where none is given.
static struct bytes organisation_of(const struct bundle *b, const struct vkey *key)
{
    const struct policy_fact *fact = policy_fact_of(&b->policy, key->text);
    return fact == NULL ? (struct bytes){NULL, 0} : fact->organisation;
}

// spec/policy.md 3.2: "In mode `ceremony` the operator and every contributor have an `organisation`, and at least one
// contributor's is not the operator's. Code S05."
static void check_organisations(struct bundle *b)
{
    const struct notice *n = &b->notice;
    struct bytes own = organisation_of(b, &n->operator_key);
    bool another = false;
    judge_party(b, own.n > 0, n->operator_key.text, say("有单位", "an organisation"));
    for (size_t i = 0; i < n->contributors_count; i++) {
        struct bytes theirs = organisation_of(b, &n->contributors[i].key);
        judge_party(b, theirs.n > 0, n->contributors[i].key.text, say("有单位", "an organisation"));
        another = another || (theirs.n > 0 && own.n > 0 && !bytes_same(theirs, own));
    }
    judge_party(b, another, own, say("至少一名随机数提供人属另一单位", "a contributor of another organisation"));
}

// spec/policy.md 3.1: "In mode `ceremony`, by the policy: the notice's custodians are a `custodian targets` and a
// `custodian inspectors` key;"
void check_custodians(struct bundle *b)
{
    static const enum role ROLES[] = {ROLE_CUSTODIAN_TARGETS, ROLE_CUSTODIAN_INSPECTORS};
    if (!usable(b, FILE_NOTICE) || !b->kind.ceremony || b->policy.state != POLICY_GOOD) {
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        struct bytes vkey = b->notice.custodians[i].text;
        judge_party(b, policy_has_key(&b->policy, ROLES[i], vkey), vkey,
                    say("策略文件中的名录保管方", "a custodian of the policy"));
    }
    check_organisations(b);
}

// spec/ceremony.md 2.2: "Code C03 where a bundle holds both a result (any of selection.tsv, assignment.tsv,
// transcript.json, transcript.note) and void.json or void.note;"
void check_void_alone(struct bundle *b)
{
    if (!b->kind.is_void) {
        return;
    }
    for (int file = FILE_SELECTION; file <= FILE_TRANSCRIPT_NOTE; file++) {
        if (report_judge(&b->report, STEP_VOID_ALONE, b->folder.entries[file] == ENTRY_ABSENT)) {
            report_fault(&b->report, STEP_VOID_ALONE, bytes_of(say("结果", "a result")),
                         bytes_of(say("作废的抽取没有结果", "none in a void")), "%s", FILE_NAMES[file]);
        }
    }
}

// spec/ceremony.md 1.2: "One name and key id stands once: S04."
void check_objectors(struct bundle *b)
{
    const struct objections *o = &b->objections;
    if (!usable(b, FILE_OBJECTIONS) || !b->kind.ceremony) {
        return;
    }
    for (size_t i = 0; i < o->count; i++) {
        bool once = true;
        for (size_t k = 0; k < i; k++) {
            once = once && !signature_same_signer(&o->all[k].signature, &o->all[i].signature);
        }
        if (report_judge(&b->report, STEP_SIGNED_TWICE, once)) {
            report_fault(&b->report, STEP_SIGNED_TWICE, o->all[i].signature.name, bytes_of(say("每人一次", "once")),
                         "%s:%llu", FILE_NAMES[FILE_OBJECTIONS], (unsigned long long)o->all[i].signature.line);
        }
    }
}
