// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/checks.h"
#include "verifier/lang.h"

static void judge_key(struct bundle *b, enum role role, struct bytes vkey)
{
    // spec/notes.md 3.3: "The notice's operator key is one of the policy's operator keys, each contributor's key one of
    // its contributor keys. Code S05."
    if (report_judge(&b->report, STEP_POLICY_SIGNERS, policy_has_key(&b->policy, role, vkey))) {
        report_fault(&b->report, STEP_POLICY_SIGNERS, vkey, bytes_of(say("策略中的密钥", "a key of the policy")), "%s",
                     role == ROLE_OPERATOR ? "operator" : "contributor");
    }
}

static void judge_pack(struct bundle *b)
{
    struct bytes digest = digits_of(b->folder.files[FILE_RULES].digest);
    // spec/notes.md 3.4: "The pack's name and digest (rules.md) stand in a `rules` line of the policy. Code C07."
    if (report_judge(&b->report, STEP_POLICY_PACK, policy_has_rules(&b->policy, b->notice.rules_name, digest))) {
        report_fault(&b->report, STEP_POLICY_PACK, digest, bytes_of(say("策略中的规则包", "a pack of the policy")),
                     "rules.json");
    }
}

// spec/policy.md 3.4: "A policy whose quorum is not `none` accepts no draw of mode `solo`. Code L04."
static void judge_solo(struct bundle *b)
{
    if (!b->kind.ceremony && report_judge(&b->report, STEP_SOLO, !b->policy.has_quorum)) {
        report_fault(&b->report, STEP_SOLO, bytes_of("solo"), bytes_of("ceremony"), "notice.json mode");
    }
}

void check_policy(struct bundle *b)
{
    struct report *r = &b->report;
    if (b->policy.state != POLICY_GOOD || !usable(b, FILE_NOTICE)) {
        return;
    }
    judge_key(b, ROLE_OPERATOR, b->notice.operator_key.text);
    for (size_t i = 0; i < b->notice.contributors_count; i++) {
        judge_key(b, ROLE_CONTRIBUTOR, b->notice.contributors[i].key.text);
    }
    if (b->folder.files[FILE_RULES].present) {
        judge_pack(b);
    }
    // spec/notes.md 3.5: "The notice's `rehearsal` is true exactly if the policy has a `rehearsal` line. Code C08."
    if (report_judge(r, STEP_POLICY_REHEARSAL, b->notice.rehearsal == b->policy.rehearsal)) {
        report_fault(r, STEP_POLICY_REHEARSAL, bytes_of(b->notice.rehearsal ? "true" : "false"),
                     bytes_of(b->policy.rehearsal ? "true" : "false"), "notice.json rehearsal");
    }
    judge_solo(b);
}
