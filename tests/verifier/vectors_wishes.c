// SPDX-License-Identifier: MulanPSL-2.0
// Vectors about what the policy wants: overlaps of quorums, issues of lotteries; and groups as deep as a policy can hold.
#include "tests/verifier/harness.h"

#include "verifier/date.h"
#include "verifier/lottery.h"
#include "verifier/moment.h"
#include "verifier/out.h"

// spec/verify.md 3.8: "Steps 75–94 and 96–99, [...] are `none` in mode `solo`"
static void expect_none_in_solo(struct bundle *b)
{
    b->kind.ceremony = false;
    b->report = (struct report){0};
    check_wishes(b);
    check_issues(b);
    settle(b);
    for (int step = STEP_WISHED; step <= STEP_OVERLAP; step++) {
        CHECK(report_state(&b->report, step) == STATE_NONE && b->report.steps[step].counted == 0, "%d in solo", step);
    }
}

static void test_overlap(const struct vectors *v, uint32_t c)
{
    struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
    b->kind.ceremony = true;
    bundle_believe_notice(b);
    policy_read(&b->policy, text_of(v, c, "policy"));
    size_t overlap = policy_overlap(&b->policy);
    CHECK(b->policy.state == POLICY_GOOD, "the policy is none");
    CHECK(b->policy.has_quorum != is_null(v, c, "overlap"), "a quorum");
    CHECK(!b->policy.has_quorum || overlap == number_of(v, c, "overlap"), "found %zu", overlap);
    check_wishes(b);
    // spec/verify.md 3.10: "with `quorum none`, 81 and 99 are open."
    enum state expected = !b->policy.has_quorum ? STATE_OPEN : overlap > 0 ? STATE_PASSED : STATE_FAILED;
    CHECK(report_state(&b->report, STEP_OVERLAP) == expected, "another state");
    expect_none_in_solo(b);
    bundle_release(b);
}

// When the issue comes, by the policy; empty where that is not in its year, or where there is no line.
static void find_coming(const struct policy *p, struct bytes game, struct bytes issue, char when[DATE_ROOM])
{
    const struct policy_issue *line = policy_issue_for(p, game, issue);
    when[0] = '\0';
    if (line == NULL) {
        return;
    }
    unsigned draws = lottery_number(issue) - lottery_number(line->issue);
    if (!date_text(lottery_after(game, moment_of(line->time), draws), when) ||
        !bytes_same((struct bytes){(const unsigned char *)when, 4}, (struct bytes){issue.at, 4})) {
        when[0] = '\0';
    }
}

static void test_issue(const struct vectors *v, uint32_t c)
{
    struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
    struct source *source = &b->notice.sources[b->notice.sources_count++];
    char when[DATE_ROOM];
    b->kind.ceremony = true;
    bundle_believe_notice(b);
    source->is = (struct public_source){.kind = PUBLIC_LOTTERY,
                                        .game = text_of(v, c, "game"),
                                        .issue = text_of(v, c, "issue"),
                                        .time = text_of(v, c, "time")};
    source->seconds = moment_of(source->is.time);
    policy_read(&b->policy, text_of(v, c, "policy"));
    CHECK(b->policy.state == POLICY_GOOD, "the policy is none");
    find_coming(&b->policy, source->is.game, source->is.issue, when);
    CHECK(is_null(v, c, "comes") ? when[0] == '\0' : bytes_are(text_of(v, c, "comes"), when), "it comes %s", when);
    check_issues(b);
    expect_codes(b, v, member_of(v, c, "codes"));
    expect_none_in_solo(b);
    bundle_release(b);
}

// A witness, then groups each of which has the group before as its only member: as many as a policy can hold.
static void test_deep_groups(void)
{
    struct out o = {0};
    struct policy p;
    const char *key = "w+2f27c2a0+BCrbPYvf7AJK2wKdfU34E4Tc5OAN5YqR2idMSCdt7GTW";
    current_case = bytes_of("deep groups");
    out_print(&o, "witness g0 %s\n", key);
    unsigned depth = 0;
    while (o.n < POLICY_MAX - 100) {
        depth++;
        out_print(&o, "group g%u all g%u\n", depth, depth - 1);
    }
    out_print(&o, "quorum g%u\n", depth);
    policy_read(&p, (struct bytes){(const unsigned char *)o.text, o.n});
    CHECK(p.state == POLICY_GOOD && p.parties_count == depth + 1, "%zu groups", p.parties_count);
    CHECK(p.has_quorum && policy_overlap(&p) == 1, "another overlap");
    policy_free(&p);
    out_free(&o);
}

void test_wishes(const char *folder)
{
    each_case(folder, "qian/overlaps.json", test_overlap);
    each_case(folder, "qian/issues.json", test_issue);
    test_deep_groups();
}
