// SPDX-License-Identifier: MulanPSL-2.0
// Steps 96, 97 and 99: what the policy wants of a ceremony: contributors, public sources, a quorum that does not split.
#include "verifier/checks.h"
#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/out.h"

#include <stdlib.h>

// Which names of the policy's contributors are the notice's; the caller frees.
static bool *named_contributors(const struct bundle *b)
{
    bool *there = mem_new(b->policy.contributors.count, sizeof *there);
    for (size_t i = 0; i < b->notice.contributors_count; i++) {
        int64_t name = dict_find(&b->policy.contributors, b->notice.contributors[i].name);
        if (name != DICT_NONE) {
            there[name] = true;
        }
    }
    return there;
}

static void say_missing(struct bundle *b, struct bytes missing, struct bytes expected)
{
    struct out found = {0};
    out_add(&found, bytes_of(say("缺 ", "without ")));
    out_add(&found, missing);
    report_fault(&b->report, STEP_WISHED, (struct bytes){(const unsigned char *)found.text, found.n}, expected,
                 "notice.json contributors");
    out_free(&found);
}

// spec/policy.md 3.5: "In mode `ceremony`, for each `contributors` line at least K of its names (`any`: 1, `all`: all)
// are names of the notice's contributors. [...] Code S05."
static void check_wished(struct bundle *b, const bool *there)
{
    for (size_t i = 0; i < b->policy.wishes_count; i++) {
        const struct policy_wish *wish = &b->policy.wishes[i];
        struct bytes missing;
        size_t have = policy_have(&b->policy, wish, there, &missing);
        if (report_judge(&b->report, STEP_WISHED, have >= wish->need)) {
            say_missing(b, missing, wish->words);
        }
    }
}

// A digest stands for a vkey: policy_fact_of would look through all `key` lines for each.
static struct bytes digest_of(struct hash *h, struct bytes vkey, char digits[DIGEST_DIGITS])
{
    hash_digits(h, &vkey, 1, digits);
    return digits_of(digits);
}

// spec/policy.md 3.5: "Where the policy has no such line, every name that stands in a `contributor` vkey, of either suite,
// which is valid (2.1) at the proven time of notice.note is a name of the notice's contributors. Code S05."
// (A `contributor` vkey is of one of the two suites: policy.md 1.3.)
static void check_all_named(struct bundle *b, const bool *there, int64_t when)
{
    const struct policy *p = &b->policy;
    struct dict facts; // the numbers are those of p->facts: each vkey has one (policy.md 1.3)
    struct hash h;
    char digits[DIGEST_DIGITS];
    dict_open(&facts);
    hash_open(&h, SUITE_SHA256_ED25519);
    for (size_t i = 0; i < p->facts_count; i++) {
        (void)dict_put(&facts, digest_of(&h, p->facts[i].vkey, digits));
    }
    for (size_t i = 0; i < p->keys_count; i++) {
        const struct vkey *key = &p->keys[i].key;
        if (p->keys[i].role != ROLE_CONTRIBUTOR) {
            continue;
        }
        int64_t fact = dict_find(&facts, digest_of(&h, key->text, digits));
        int64_t name = dict_find(&p->contributors, key->name);
        bool wanted = fact == DICT_NONE || policy_fact_allows(&p->facts[fact], when);
        if (wanted && report_judge(&b->report, STEP_WISHED, name != DICT_NONE && there[name])) {
            say_missing(b, key->name, bytes_of(say("策略文件中当时有效的全部随机数提供人",
                                                   "all contributors of the policy that were valid then")));
        }
    }
    hash_close(&h);
    dict_free(&facts);
}

static void check_contributors(struct bundle *b)
{
    int64_t when = 0;
    bool *there = named_contributors(b);
    if (b->policy.wishes_count > 0) {
        check_wished(b, there);
    } else if (proven_time(b, STEP_WISHED, NOTE_NOTICE, &when)) {
        report_able(&b->report, STEP_WISHED); // nobody may be valid then
        check_all_named(b, there, when);
    }
    free(there);
}

static void judge_public(struct bundle *b, bool good, struct bytes expected)
{
    struct out found = {0};
    if (!report_judge(&b->report, STEP_PUBLIC_WISHED, good)) {
        return;
    }
    for (size_t i = 0; i < b->notice.sources_count; i++) {
        out_add(&found, bytes_of(i > 0 ? ", " : ""));
        out_add(&found, bytes_of(public_source_name(b->notice.sources[i].is.kind)));
    }
    if (found.n == 0) {
        out_add(&found, bytes_of(say("无", "none")));
    }
    report_fault(&b->report, STEP_PUBLIC_WISHED, (struct bytes){(const unsigned char *)found.text, found.n}, expected,
                 "notice.json public");
    out_free(&found);
}

// spec/policy.md 3.6: "In mode `ceremony`, for each `public` line at least K of its sources stand in the notice's
// `public` (each counts once). Where the policy has no `public` line, the notice has at least one public source; with
// `public none` it need have none. Code E12."
static void check_public(struct bundle *b)
{
    const struct policy *p = &b->policy;
    unsigned there = 0;
    for (size_t i = 0; i < b->notice.sources_count; i++) {
        there |= 1U << b->notice.sources[i].is.kind;
    }
    report_able(&b->report, STEP_PUBLIC_WISHED);
    for (size_t i = 0; i < p->publics_count; i++) {
        size_t have = 0;
        for (unsigned kind = PUBLIC_BALLS; kind <= PUBLIC_LOTTERY; kind++) {
            have += (there & p->publics[i].sources & 1U << kind) != 0 ? 1 : 0;
        }
        judge_public(b, have >= p->publics[i].need, p->publics[i].words);
    }
    if (p->publics_count == 0 && !p->public_none) {
        judge_public(b, b->notice.sources_count > 0, bytes_of(say("至少一个公开随机源", "a public source")));
    }
}

// spec/policy.md 3.7: "In mode `ceremony` any two ways to satisfy the quorum share a witness, that is, its *overlap* is
// at least 1. [...] Code L04."
static void check_overlap(struct bundle *b)
{
    const struct policy *p = &b->policy;
    // spec/verify.md 3.10: "with `quorum none`, 81 and 99 are open."
    if (!p->has_quorum) {
        report_open(&b->report, STEP_OVERLAP);
        return;
    }
    if (report_judge(&b->report, STEP_OVERLAP, policy_overlap(p) >= 1)) {
        struct bytes name = p->parties[p->quorum].name;
        report_fault(&b->report, STEP_OVERLAP, bytes_of(say("没有共同的见证方", "no witness in common")),
                     bytes_of(say("任意两种方式至少有一个", "at least one, whichever two ways")), "policy quorum %.*s",
                     (int)name.n, (const char *)name.at);
    }
}

void check_wishes(struct bundle *b)
{
    if (!usable(b, FILE_NOTICE) || !b->kind.ceremony || b->policy.state != POLICY_GOOD) {
        return;
    }
    check_contributors(b);
    check_public(b);
    check_overlap(b);
}
