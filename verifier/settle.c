// SPDX-License-Identifier: MulanPSL-2.0
// Which steps have nothing to judge in this kind of bundle, and which lack a policy (verify.md 1.1, 1.6, 3.8).
#include "verifier/checks.h"

enum applies { APPLIES_NOT, APPLIES, APPLIES_UNKNOWN };

static bool between(int step, int first, int last)
{
    return step >= first && step <= last;
}

static bool has_source(const struct bundle *b, enum public_kind kind)
{
    for (size_t i = 0; i < b->notice.sources_count; i++) {
        if (b->notice.sources[i].is.kind == kind) {
            return true;
        }
    }
    return false;
}

// spec/verify.md 3.8: "Steps 75–94 and 96–99, and objections in 12, 14, 15, 25 and 31, are `none` in mode `solo`"
static bool is_of_ceremony(int step)
{
    return between(step, STEP_LOGGED, STEP_REPLACED) || between(step, STEP_WISHED, STEP_OVERLAP);
}

// spec/verify.md 3.8: "69–74 and 98 where no source is of their kind;"
static bool is_of_sources(int step)
{
    return between(step, STEP_VALUE_NAMED, STEP_BEACON_TRUSTED) || step == STEP_ISSUES;
}

static bool has_sources_of(const struct bundle *b, int step)
{
    bool nist = has_source(b, PUBLIC_NIST);
    bool drand = has_source(b, PUBLIC_DRAND);
    switch (step) {
    case STEP_VALUE_NAMED:
        return nist || drand || has_source(b, PUBLIC_LOTTERY);
    case STEP_VALUE_TIMES:
    case STEP_VALUE_VERIFIES:
        return nist || drand;
    case STEP_ISSUES:
        return has_source(b, PUBLIC_LOTTERY);
    default:
        return nist;
    }
}

// spec/verify.md 3.8: "for a void 36–38 and 69–74 where it has no entropy.txt, 33–35 where it has no contributions.txt,
// 45–64, 83 and 84."
static bool void_has(const struct bundle_kind *k, int step)
{
    if (between(step, STEP_OF_CONTRIBUTIONS, STEP_VALUES) || between(step, STEP_VALUE_NAMED, STEP_BEACON_TRUSTED)) {
        return k->seeded;
    }
    if (between(step, STEP_CONTRIBUTORS, STEP_COMMITMENTS)) {
        return k->closed;
    }
    return !between(step, STEP_SEEDS, STEP_ASSURANCE) && !between(step, STEP_CLOSED_BEFORE, STEP_TRANSCRIPT_AFTER);
}

// spec/verify.md 3.8: "95 in mode `ceremony`; [...] 86 without embargo or for a void; 93 where there is no void; 94 where
// nothing is replaced; [...] Steps whose condition is not known (2.6) are `not done`."
static enum applies applies(const struct bundle *b, int step)
{
    const struct bundle_kind *k = &b->kind;
    bool of_ceremony = is_of_ceremony(step);
    bool of_sources = is_of_sources(step);
    if (!k->known) {
        return of_ceremony || of_sources || step == STEP_SOLO ? APPLIES_UNKNOWN : APPLIES;
    }
    bool good = (!of_ceremony || k->ceremony) && (!k->is_void || void_has(k, step)) &&
                (!of_sources || has_sources_of(b, step)) &&
                (step != STEP_EMBARGO || (k->embargo && !k->is_void)) && (step != STEP_SOLO || !k->ceremony) &&
                (step != STEP_VOID_ALONE || k->is_void) && (step != STEP_REPLACED || k->replaces);
    return good ? APPLIES : APPLIES_NOT;
}

// The steps of verify.md 3 that need a policy.
static bool needs_policy(int step)
{
    return between(step, STEP_POLICY_SIGNERS, STEP_POLICY_REHEARSAL) || step == STEP_BEACON_TRUSTED ||
           between(step, STEP_LOG_TRUSTED, STEP_VALIDITY) || step >= STEP_REPLACED;
}

void settle(struct bundle *b)
{
    for (int i = 0; i < STEP_COUNT; i++) {
        int step = STEP_TEXTS[i].step;
        enum applies how = applies(b, step);
        if (how == APPLIES_NOT) {
            report_none(&b->report, step);
        } else if (how == APPLIES_UNKNOWN) {
            report_undone(&b->report, step);
        } else if (needs_policy(step) && b->policy.state == POLICY_NONE) {
            // spec/verify.md 1.6: "Without a policy, the steps that need one are open (or `none`)."
            report_open(&b->report, step);
        } else if (needs_policy(step) && b->policy.state == POLICY_UNSUPPORTED) {
            // spec/verify.md 3.6: "A policy line of a later version (notes 3.2) leaves step 8 unaffected and the steps
            // that need a policy `unsupported` (or `none`)."
            report_unsupported(&b->report, step);
        }
    }
}
