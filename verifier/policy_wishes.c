// SPDX-License-Identifier: MulanPSL-2.0
// The lines of a policy that say what a ceremony must have: contributors, public sources, a lottery's calendar
// (policy.md 1.1, 3.5, 3.6; beacons.md 4.3).
#include "verifier/policy.h"

#include "verifier/date.h"
#include "verifier/lottery.h"
#include "verifier/mem.h"
#include "verifier/public_value.h"

#include <string.h>

enum { YEAR_DIGITS = 4, ISSUE_DIGITS = 7, GAME_DIGITS = 3 };

// The line's text from its second word on.
static struct bytes words_after_first(const struct bytes *words, size_t count)
{
    const unsigned char *end = words[count - 1].at + words[count - 1].n;
    return (struct bytes){words[1].at, (size_t)(end - words[1].at)};
}

void policy_add_contributor(struct policy *p, struct bytes name)
{
    if (dict_find(&p->contributors, name) != DICT_NONE) {
        return; // another vkey of theirs
    }
    size_t number = dict_put(&p->contributors, name);
    p->last_wishes = mem_grow(p->last_wishes, &p->last_wishes_room, number + 1, sizeof *p->last_wishes);
    p->last_wishes[number] = 0;
}

// spec/policy.md 1.1: "`contributors K NAME…`: who must contribute (3.5): at least one name, each that of a
// `contributor` vkey of an earlier line, none twice; K as in `group`;"
// spec/policy.md 1.2: "NAME is of the form of a signer's name (notes 2.1) and not `none`;" (the form is its vkey's)
bool policy_add_wish(struct policy *p, const struct bytes *words, size_t count)
{
    struct policy_wish wish = {.first = p->wished_count};
    if (count < 3 || !policy_need(words[1], count - 2, &wish.need)) {
        return false;
    }
    wish.words = words_after_first(words, count);
    wish.count = count - 2;
    for (size_t i = 2; i < count; i++) {
        int64_t name = dict_find(&p->contributors, words[i]);
        if (name == DICT_NONE || bytes_are(words[i], "none") || p->last_wishes[name] == p->wishes_count + 1) {
            return false;
        }
        p->last_wishes[name] = p->wishes_count + 1;
        p->wished = mem_grow(p->wished, &p->wished_room, p->wished_count + 1, sizeof *p->wished);
        p->wished[p->wished_count++] = (size_t)name;
    }
    p->wishes = mem_grow(p->wishes, &p->wishes_room, p->wishes_count + 1, sizeof *p->wishes);
    p->wishes[p->wishes_count++] = wish;
    return true;
}

// spec/policy.md 1.1: "`public K SOURCE…`: which public sources there must be (3.6): at least one of `balls`, `drand`,
// `lottery` and `nist`, none twice; K as in `group`; or `public none`"
bool policy_add_public(struct policy *p, const struct bytes *words, size_t count)
{
    struct policy_wish wish = {0};
    if (count == 2 && bytes_are(words[1], "none")) {
        p->public_none = true;
        return true;
    }
    if (count < 3 || !policy_need(words[1], count - 2, &wish.need)) {
        return false;
    }
    wish.words = words_after_first(words, count);
    for (size_t i = 2; i < count; i++) {
        unsigned bit = 1U << public_kind_of(words[i]);
        if (bit == 1U << PUBLIC_NONE || (wish.sources & bit) != 0) {
            return false;
        }
        wish.sources |= bit;
    }
    p->publics = mem_grow(p->publics, &p->publics_room, p->publics_count + 1, sizeof *p->publics);
    p->publics[p->publics_count++] = wish;
    return true;
}

// spec/policy.md 1.3: "Of `policy`, `previous` and (notes 3.1) `quorum` there is at most one line each, of `key` one for
// a vkey, of `lottery` one for a game and issue."
static bool issue_new(struct policy *p, const struct policy_issue *issue)
{
    unsigned char name[GAME_DIGITS + ISSUE_DIGITS];
    (void)memcpy(name, issue->game.at, GAME_DIGITS);
    (void)memcpy(name + GAME_DIGITS, issue->issue.at, ISSUE_DIGITS);
    struct bytes text = {name, sizeof name};
    bool good = dict_find(&p->issue_names, text) == DICT_NONE;
    (void)dict_put(&p->issue_names, text);
    return good;
}

// spec/policy.md 1.1: "`lottery GAME ISSUE TIME`: an entry of a lottery's calendar (beacons 4.3): `kl8` or `ssq`; seven
// digits, the first four the year of TIME, the last three not `000`;"
bool policy_add_issue(struct policy *p, const struct bytes *words, size_t count)
{
    if (count != 4 || !lottery_is_game(words[1]) || !lottery_is_issue(words[2]) || !date_is_time(words[3])) {
        return false;
    }
    const struct policy_issue issue = {.game = words[1], .issue = words[2], .time = words[3]};
    if (lottery_number(issue.issue) == 0 || memcmp(issue.issue.at, issue.time.at, YEAR_DIGITS) != 0) {
        return false;
    }
    p->issues = mem_grow(p->issues, &p->issues_room, p->issues_count + 1, sizeof *p->issues);
    p->issues[p->issues_count++] = issue;
    return issue_new(p, &issue);
}

size_t policy_have(const struct policy *p, const struct policy_wish *wish, const bool *there, struct bytes *missing)
{
    size_t have = 0;
    *missing = (struct bytes){NULL, 0};
    for (size_t i = 0; i < wish->count; i++) {
        size_t name = p->wished[wish->first + i];
        have += there[name] ? 1 : 0;
        if (!there[name] && missing->n == 0) {
            *missing = p->contributors.keys[name];
        }
    }
    return have;
}

// spec/beacons.md 4.3: "The line for an issue is that of its game and year (the first four digits) with the greatest
// number that is not above it."
const struct policy_issue *policy_issue_for(const struct policy *p, struct bytes game, struct bytes issue)
{
    const struct policy_issue *best = NULL;
    for (size_t i = 0; i < p->issues_count; i++) {
        const struct policy_issue *one = &p->issues[i];
        // Seven digits compare as their numbers do.
        if (bytes_same(one->game, game) && memcmp(one->issue.at, issue.at, YEAR_DIGITS) == 0 &&
            bytes_order(one->issue, issue) <= 0 && (best == NULL || bytes_order(best->issue, one->issue) < 0)) {
            best = one;
        }
    }
    return best;
}
