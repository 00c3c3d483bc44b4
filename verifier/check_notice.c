// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/checks.h"
#include "verifier/drand.h"
#include "verifier/lang.h"

void check_version(struct bundle *b)
{
    struct bytes spec;
    if (!notice_spec(&b->notice, &spec)) {
        return;
    }
    // spec/bundle.md 3.1: "`spec` is the string `qian/1`. Any other string is code F12: the verdict is UNSUPPORTED and
    // nothing else is judged."
    if (bytes_are(spec, "qian/1")) {
        (void)report_judge(&b->report, STEP_VERSION, true);
    } else {
        report_unsupported(&b->report, STEP_VERSION);
        report_fault(&b->report, STEP_VERSION, spec, bytes_of("qian/1"), "notice.json spec");
    }
}

void check_suite(struct bundle *b)
{
    struct bytes suite;
    if (!notice_suite(&b->notice, &suite)) {
        return;
    }
    b->suite_known = bytes_are(suite, "sha256-ed25519") || bytes_are(suite, "sm3-sm2");
    b->suite = bytes_are(suite, "sm3-sm2") ? SUITE_SM3_SM2 : SUITE_SHA256_ED25519;
    // spec/bundle.md 3.2: "Any other string is code S08: UNSUPPORTED, and nothing else is judged."
    if (b->suite_known) {
        (void)report_judge(&b->report, STEP_SUITE, true);
    } else {
        report_unsupported(&b->report, STEP_SUITE);
        report_fault(&b->report, STEP_SUITE, suite, bytes_of("sha256-ed25519, sm3-sm2"), "notice.json suite");
    }
}

void check_sources_known(struct bundle *b)
{
    struct report *r = &b->report;
    if (!usable(b, FILE_NOTICE)) {
        return;
    }
    report_able(r, STEP_SOURCES_KNOWN);
    for (size_t i = 0; i < b->notice.sources_count; i++) {
        const struct public_source *source = &b->notice.sources[i].is;
        // spec/bundle.md 3.10: "a `drand` chain that is not known is E04, UNSUPPORTED."
        if (source->kind != PUBLIC_DRAND || drand_known(source->chain)) {
            (void)report_judge(r, STEP_SOURCES_KNOWN, true);
        } else {
            report_unsupported(r, STEP_SOURCES_KNOWN);
            report_fault(r, STEP_SOURCES_KNOWN, source->chain, bytes_of("quicknet"), "notice.json public[%zu].chain",
                         i);
        }
    }
}

// spec/bundle.md 3.4: "Either both or neither are null, and a draw does not replace itself: code C04."
static void check_replacement(struct bundle *b)
{
    const struct notice *n = &b->notice;
    struct report *r = &b->report;
    if (report_judge(r, STEP_REPLACEMENT, n->has_replaces == n->has_reason)) {
        report_fault(r, STEP_REPLACEMENT, bytes_of(say("仅有其一", "one of the two alone")),
                     bytes_of(say("replaces 与 reason 同有或同无", "both or neither")), "notice.json plan");
    }
    if (report_judge(r, STEP_REPLACEMENT, !n->has_replaces || !bytes_same(n->replaces, n->draw))) {
        report_fault(r, STEP_REPLACEMENT, n->replaces, bytes_of(say("另一次抽取", "another draw")),
                     "notice.json plan.replaces");
    }
}

// spec/bundle.md 3.5: "the `name` of the pack, which equals the `name` inside rules.json (code C07)"
// spec/rules.md 2.1: "The day of the notice's `created` (its first ten characters) is not before `from` and not after
// `to`, where there is one. Code C07."
static void check_pack(struct bundle *b)
{
    const struct notice *n = &b->notice;
    const struct rules *rules = &b->rules;
    struct report *r = &b->report;
    struct bytes day = {n->created.at, 10};
    if (report_judge(r, STEP_PACK, bytes_same(n->rules_name, rules->name))) {
        report_fault(r, STEP_PACK, rules->name, n->rules_name, "rules.json name");
    }
    if (report_judge(r, STEP_PACK, bytes_order(day, rules->from) >= 0)) {
        report_fault(r, STEP_PACK, day, rules->from, "notice.json created (rules.json effective.from)");
    }
    if (report_judge(r, STEP_PACK, !rules->has_to || bytes_order(day, rules->to) <= 0)) {
        report_fault(r, STEP_PACK, day, rules->to, "notice.json created (rules.json effective.to)");
    }
}

void check_notice(struct bundle *b)
{
    if (!usable(b, FILE_NOTICE)) {
        return;
    }
    check_replacement(b);
    if (usable(b, FILE_RULES)) {
        check_pack(b);
    }
}
