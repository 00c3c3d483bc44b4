// SPDX-License-Identifier: MulanPSL-2.0
// The lines of a policy that say what a draw must have: who contributes, which public sources, when
// a lottery's issues come.
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/ceremony/policy_line.h"

static bool has_name(const struct qian_str *name, size_t names, struct qian_str wanted) {
    for (size_t i = 0; i < names; i++)
        if (qian_str_eq(name[i], wanted))
            return true;
    return false;
}

// The words from the second on: K and names, of which none stands twice.
static bool read_want(struct qian_policy_line *r, bool sources) {
    struct qian_policy_want want = {.sources = sources, .names = r->words - 2};
    if (r->words < 3)
        return qian_line_words(r);
    if (!qian_quorum_wanted(r->word[1], want.names, &want.wanted))
        return qian_line_no(r, "how many are wanted is `any`, `all` or a number of them",
                            r->word[1]);
    for (size_t i = 3; i < r->words; i++)
        if (has_name(&r->word[2], i - 2, r->word[i]))
            return qian_line_no(r, "this stands twice in the line", r->word[i]);
    struct qian_policy *p = r->policy;
    want.name = qian_take(want.names, sizeof *want.name);
    memcpy(want.name, &r->word[2], want.names * sizeof *want.name);
    p->want = qian_grow(p->want, &p->wants_cap, p->wants + 1, sizeof *p->want);
    p->want[p->wants++] = want;
    return true;
}

// spec/policy.md 1.1: "at least one name, each that of a `contributor` vkey of an earlier line,
// none twice; K as in `group`"
bool qian_line_contributors(struct qian_policy_line *r) {
    const struct qian_policy *p = r->policy;
    for (size_t i = 2; i < r->words; i++) {
        bool found = false;
        for (size_t k = 0; k < p->keys && !found; k++)
            found =
                p->key[k].role == QIAN_ROLE_CONTRIBUTOR && qian_str_eq(p->key[k].name, r->word[i]);
        if (!found || qian_str_is(r->word[i], "none")) // policy 1.2
            return qian_line_no(r, "no earlier line has a contributor of this name", r->word[i]);
    }
    return read_want(r, false);
}

static bool is_source(struct qian_str name) {
    for (size_t i = 0; i < QIAN_SOURCES; i++)
        if (qian_str_is(name, qian_source_names[i]))
            return true;
    return false;
}

// spec/policy.md 1.1: "or `public none`, and then no other `public` line"
bool qian_line_public(struct qian_policy_line *r) {
    struct qian_policy *p = r->policy;
    bool none = r->words == 2 && qian_str_is(r->word[1], "none"), other = p->public_none;
    for (size_t i = 0; i < p->wants && none; i++)
        other = other || p->want[i].sources;
    if (other)
        return qian_line_no(r, "`public none` stands with another public line", r->word[0]);
    p->public_none = none;
    for (size_t i = 2; i < r->words; i++)
        if (!is_source(r->word[i]))
            return qian_line_no(r, "a public source is balls, drand, lottery or nist", r->word[i]);
    return none || read_want(r, true);
}

// spec/policy.md 1.1: "`kl8` or `ssq`; seven digits, the first four the year of TIME, the last
// three not `000`"
bool qian_line_lottery(struct qian_policy_line *r) {
    struct qian_policy *p = r->policy;
    struct qian_policy_issue line = {0};
    if (r->words != 4)
        return qian_line_words(r);
    if (!qian_game_read(r->word[1], &line.game))
        return qian_line_no(r, "a lottery is kl8 or ssq", r->word[1]);
    if (!qian_time_read(r->word[3], &line.time))
        return qian_line_no(r, "must be a time: YYYY-MM-DDTHH:MM:SS+08:00", r->word[3]);
    line.issue = qian_issue_read(r->word[2]);
    if (QIAN_ISSUE_NUMBER(line.issue) == 0 || memcmp(r->word[2].p, r->word[3].p, 4) != 0)
        return qian_line_no(r, "an issue is the year of its time and a number from 001",
                            r->word[2]);
    for (size_t i = 0; i < p->issues; i++)
        if (p->issue[i].game == line.game && p->issue[i].issue == line.issue)
            return qian_line_no(r, "this issue has an earlier line", r->word[2]);
    p->issue = qian_grow(p->issue, &p->issues_cap, p->issues + 1, sizeof *p->issue);
    p->issue[p->issues++] = line;
    return true;
}

// spec/beacons.md 4.3: "The line for an issue is that of its game and year (the first four digits)
// with the greatest number that is not above it.", "and lies in the year of the issue"
bool qian_policy_issue_time(const struct qian_policy *policy, enum qian_game game, uint32_t issue,
                            int64_t *time) {
    const struct qian_policy_issue *line = NULL;
    for (size_t i = 0; i < policy->issues; i++) {
        const struct qian_policy_issue *at = &policy->issue[i];
        if (at->game == game && QIAN_ISSUE_YEAR(at->issue) == QIAN_ISSUE_YEAR(issue) &&
            at->issue <= issue && (!line || at->issue > line->issue))
            line = at;
    }
    if (!line)
        return false;
    *time = qian_issue_after(game, line->time, issue - line->issue);
    return qian_year_of(*time) == QIAN_ISSUE_YEAR(issue);
}
