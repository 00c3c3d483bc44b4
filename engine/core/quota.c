// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/quota.h"

#include <stdlib.h>
#include <string.h>

// The strata that compete for one number of seats, as a heap whose top gets the next seat.
struct race {
    struct qian_stratum **heap;
    size_t n;
    const uint32_t *weights; // by class, NULL: all 1
};

static uint64_t weight_of(const struct race *race, const struct qian_stratum *s) {
    return race->weights && s->cls >= 0 ? race->weights[s->cls] : 1;
}

// spec/quota.md 3.2: "to the one with the greatest w_h·N_h / (2·n_h + 1); among equals to the one
// with the larger N_h; among equals still to the one with the smaller label"
static bool goes_before(const struct race *race, const struct qian_stratum *a,
                        const struct qian_stratum *b) {
    qian_u128 left = (qian_u128)(weight_of(race, a) * a->roster) * (2 * b->quota + 1);
    qian_u128 right = (qian_u128)(weight_of(race, b) * b->roster) * (2 * a->quota + 1);
    if (left != right)
        return left > right;
    if (a->roster != b->roster)
        return a->roster > b->roster;
    return strcmp(a->label, b->label) < 0;
}

static void sift_down(struct race *race, size_t at) {
    for (;;) {
        size_t best = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < race->n; child++)
            if (goes_before(race, race->heap[child], race->heap[best]))
                best = child;
        if (best == at)
            return;
        struct qian_stratum *swap = race->heap[at];
        race->heap[at] = race->heap[best];
        race->heap[best] = swap;
        at = best;
    }
}

static void give_seats(struct race *race, uint64_t seats) {
    for (size_t at = race->n; at-- > 0;)
        sift_down(race, at);
    for (; seats > 0; seats--) {
        struct qian_stratum *top = race->heap[0];
        // "to a stratum that has fewer seats n_h than e_h": a full one leaves the race
        if (++top->quota == top->eligible)
            race->heap[0] = race->heap[--race->n];
        sift_down(race, 0);
    }
}

// How many seats a stratum has once every seat of a priority above t / 2^32 is given: the n-th
// further seat has the priority w·N / (2n + 1), and 2n + 1 odd numbers below w·N·2^32 / t count
// them.
static uint64_t seats_above(const struct race *race, const struct qian_stratum *s, qian_u128 t) {
    qian_u128 weighted = (qian_u128)weight_of(race, s) * s->roster << 32;
    qian_u128 seats = ((weighted - 1) / t + 1) / 2; // weighted is at least 2^32
    if (seats > s->eligible)
        return s->eligible;
    return seats > s->quota ? (uint64_t)seats : s->quota;
}

// spec/quota.md 3.2 gives the seats in the order of their priorities, so those above a threshold
// come before all others. Find, by bisection, the lowest threshold above which no more than `seats`
// are left to give; give these at once and return how many remain. Large quotas cost no more than
// small.
static uint64_t jump(struct race *race, uint64_t seats) {
    qian_u128 low = 0, high = (qian_u128)1 << 76; // above the greatest w·N·2^32
    while (high - low > 1) {
        qian_u128 mid = (low + high) / 2, given = 0;
        for (size_t i = 0; i < race->n; i++)
            given += seats_above(race, race->heap[i], mid) - race->heap[i]->quota;
        if (given <= seats)
            high = mid;
        else
            low = mid;
    }
    size_t left = 0;
    for (size_t i = 0; i < race->n; i++) {
        struct qian_stratum *s = race->heap[i];
        uint64_t now = seats_above(race, s, high);
        seats -= now - s->quota;
        s->quota = now;
        if (now < s->eligible)
            race->heap[left++] = s;
    }
    race->n = left;
    return seats;
}

// Apportion k seats over the strata of class `cls` (-1: all). k is at most their eligible rows.
static enum qian_status apportion(const struct qian_wish *wish, struct qian_stratum *strata,
                                  size_t n, int cls, uint64_t k, struct qian_err *err) {
    struct race race = {.heap = qian_take(n, sizeof *race.heap),
                        .weights = wish->by_class ? NULL : wish->weights};
    uint64_t seated = 0;
    for (size_t i = 0; i < n; i++) {
        struct qian_stratum *s = &strata[i];
        if (cls >= 0 && s->cls != cls)
            continue;
        // spec/quota.md 3.2: "Each stratum starts with min(`minimum`, e_h) seats"
        s->quota = wish->minimum < s->eligible ? wish->minimum : s->eligible;
        seated += s->quota;
        if (s->quota < s->eligible)
            race.heap[race.n++] = s;
    }
    enum qian_status status = QIAN_OK;
    if (seated > k) {
        status = qian_fail(err, QIAN_REFUSED, "Q03", "quota 3.2",
                           "the minimum seats of the strata alone exceed the quota",
                           "lower `minimum`, or raise the ratio");
        qian_err_value(err, "minima %llu, quota %llu", (unsigned long long)seated,
                       (unsigned long long)k);
    } else if (seated < k) {
        give_seats(&race, jump(&race, k - seated));
    }
    free(race.heap);
    return status;
}

static enum qian_status refuse_bounds(struct qian_err *err, uint64_t k, uint64_t roster) {
    enum qian_status status = qian_fail(err, QIAN_REFUSED, "Q04", "quota 2.1",
                                        "no quota within the bounds of the rules pack",
                                        "change the ratio, join rosters, or cite an approval");
    qian_err_value(err, "quota %llu of %llu", (unsigned long long)k, (unsigned long long)roster);
    return status;
}

// spec/quota.md 1.3: "The item's upper bound is the smaller of the pack's `max` and the item's own
// `cap`, whichever exist." 0: none.
static uint32_t upper_bound(const struct qian_wish *wish) {
    if (wish->max && wish->cap)
        return wish->max < wish->cap ? wish->max : wish->cap;
    return wish->max ? wish->max : wish->cap;
}

// spec/quota.md 2.1: "It must hold that 1,000,000·k ≥ min·N, and with an upper bound that
// 1,000,000·k ≤ u·N."
static bool within_bounds(const struct qian_wish *wish, uint64_t k, uint64_t roster) {
    uint32_t upper = upper_bound(wish);
    qian_u128 whole = (qian_u128)k * QIAN_RATIO_WHOLE;
    return whole >= (qian_u128)wish->min * roster && (!upper || whole <= (qian_u128)upper * roster);
}

static enum qian_status quota_of_ratio(const struct qian_wish *wish, uint64_t roster,
                                       uint64_t *quota, struct qian_err *err) {
    uint32_t upper = upper_bound(wish);
    uint64_t k = qian_ratio_ceil(wish->ratio, roster);
    *quota = k;
    // spec/quota.md 2.2: "k = max(1, ceil(r·N / 1,000,000)), without bounds"
    // The ceiling of a ratio above 0 of at least one row is at least 1.
    if (wish->approved)
        return QIAN_OK;
    // spec/quota.md 1.4: "An item's `ratio` lies within the pack's `min` and the upper bound"
    if (wish->ratio < wish->min || (upper && wish->ratio > upper)) {
        enum qian_status status =
            qian_fail(err, QIAN_REFUSED, "Q04", "quota 1.4",
                      "the ratio is outside the bounds of the rules pack or the item's own cap",
                      "change the ratio, or cite an approval");
        qian_err_value(err, "ratio %u, from %u to %u millionths", wish->ratio, wish->min,
                       upper ? upper : QIAN_RATIO_WHOLE);
        return status;
    }
    // spec/quota.md 2.1: "k = min(ceil(r·N / 1,000,000), floor(u·N / 1,000,000))"
    if (upper && k > qian_ratio_floor(upper, roster))
        k = qian_ratio_floor(upper, roster);
    *quota = k;
    return within_bounds(wish, k, roster) ? QIAN_OK : refuse_bounds(err, k, roster);
}

static enum qian_status quota_by_class(const struct qian_wish *wish, struct qian_stratum *strata,
                                       size_t n, uint64_t roster, uint64_t *quota,
                                       struct qian_err *err) {
    uint64_t rows[QIAN_CLASSES] = {0}, eligible[QIAN_CLASSES] = {0}, seats[QIAN_CLASSES] = {0};
    for (size_t i = 0; i < n; i++) {
        // spec/quota.md 2.3: "`class` stands in `stratify` and every class that occurs among the
        // item's rows is named; otherwise refused, code Q03"
        if (strata[i].cls < 0 || wish->ratios[strata[i].cls] == 0) {
            enum qian_status status = qian_fail(
                err, QIAN_REFUSED, "Q03", "quota 2.3",
                "ratios by class need `class` in `stratify` and every class that occurs named",
                "name the class in `ratios`");
            qian_err_value(err, "stratum \"%s\"", strata[i].label);
            return status;
        }
        rows[strata[i].cls] += strata[i].roster;
        eligible[strata[i].cls] += strata[i].eligible;
    }
    *quota = 0;
    for (int c = 0; c < QIAN_CLASSES; c++) {
        // "For each class c with N_c rows and e_c eligible ones, k_c = min(ceil(r_c·N_c /
        // 1,000,000), e_c)"
        seats[c] = qian_ratio_ceil(wish->ratios[c], rows[c]);
        if (seats[c] > eligible[c])
            seats[c] = eligible[c];
        *quota += seats[c];
    }
    // "k = 0 is refused, code Q04."
    if (*quota == 0 || (!wish->approved && !within_bounds(wish, *quota, roster)))
        return refuse_bounds(err, *quota, roster);
    for (int c = 0; c < QIAN_CLASSES; c++)
        if (rows[c] > 0) {
            enum qian_status status = apportion(wish, strata, n, c, seats[c], err);
            if (status != QIAN_OK)
                return status;
        }
    return QIAN_OK;
}

enum qian_status qian_quota(const struct qian_wish *wish, struct qian_stratum *strata, size_t n,
                            uint64_t *quota, struct qian_err *err) {
    uint64_t roster = 0, eligible = 0;
    for (size_t i = 0; i < n; i++) {
        roster += strata[i].roster;
        eligible += strata[i].eligible;
    }
    // spec/quota.md 1.2: "N = 0 is refused, code Q01."
    if (roster == 0)
        return qian_fail(err, QIAN_REFUSED, "Q01", "quota 1.2", "the item applies to no target",
                         "check the `items` column of the roster");
    if (wish->by_class)
        return quota_by_class(wish, strata, n, roster, quota, err);
    enum qian_status status = quota_of_ratio(wish, roster, quota, err);
    if (status != QIAN_OK)
        return status;
    // spec/quota.md 2.4: "k greater than the item's number of eligible rows is refused, code Q02."
    if (*quota > eligible) {
        status = qian_fail(err, QIAN_REFUSED, "Q02", "quota 2.4",
                           "the quota is greater than the number of eligible targets",
                           "lower the ratio, or lift bars");
        qian_err_value(err, "quota %llu, eligible %llu", (unsigned long long)*quota,
                       (unsigned long long)eligible);
        return status;
    }
    return apportion(wish, strata, n, -1, *quota, err);
}
