// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/quota.h"

#include "verifier/mem.h"
#include "verifier/ratio.h"
#include "verifier/wide.h"

#include <stdlib.h>

// A bar between two seats' worths is a multiple of 1 / 2^FINE. Weights have 10 bits and rows at most 64: 106 in all.
enum { FINE = 32 };

uint32_t quota_upper(uint32_t a, uint32_t b)
{
    if (a == 0 || b == 0) {
        return a + b;
    }
    return a < b ? a : b;
}

static uint64_t ceiling(uint32_t ratio, uint64_t rows)
{
    return (uint64_t)(((wide)ratio * rows + RATIO_ONE - 1) / RATIO_ONE);
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// spec/quota.md 2.1: "It must hold that 1,000,000·k ≥ min·N, and with an upper bound that 1,000,000·k ≤ u·N."
static bool within(const struct quota_rule *rule, uint64_t k, uint64_t rows)
{
    wide scaled = (wide)k * RATIO_ONE;
    return scaled >= (wide)rule->min * rows && (rule->upper == 0 || scaled <= (wide)rule->upper * rows);
}

static void one_ratio(const struct quota_rule *rule, const struct quota_counts *counts, struct quota *q)
{
    uint64_t rows = counts->rows;
    q->k = ceiling(rule->ratio, rows);
    if (rule->approval) {
        // spec/quota.md 2.2: "Item with `ratio` and `approval`: k = max(1, ceil(r·N / 1,000,000)), without bounds."
        q->k = q->k < 1 ? 1 : q->k;
        return;
    }
    // spec/quota.md 2.1: "k = min(ceil(r·N / 1,000,000), floor(u·N / 1,000,000)), the second only where there is an upper
    // bound u."
    if (rule->upper != 0) {
        q->k = least(q->k, (uint64_t)((wide)rule->upper * rows / RATIO_ONE));
    }
    // spec/quota.md 1.4: "An item's `ratio` lies within the pack's `min` and the upper bound, both included, unless the
    // item has an `approval`. Code Q04."
    if (rule->ratio < rule->min || (rule->upper != 0 && rule->ratio > rule->upper) || !within(rule, q->k, rows)) {
        q->refused = REFUSED_Q04;
    }
}

// spec/quota.md 2.3: "For each class c with N_c rows and e_c eligible ones, k_c = min(ceil(r_c·N_c / 1,000,000), e_c); k is
// their sum. Without `approval`, k is held against the two bounds of 2.1 (code Q04). k = 0 is refused, code Q04."
static void many_ratios(const struct quota_rule *rule, const struct quota_counts *counts, struct quota *q)
{
    for (size_t c = 0; c < CLASS_COUNT; c++) {
        // spec/quota.md 2.3: "`class` stands in `stratify` and every class that occurs among the item's rows is named;
        // otherwise refused, code Q03."
        if (!rule->classes_apart || (counts->class_rows[c] > 0 && rule->ratios[c] == 0)) {
            q->refused = REFUSED_Q03;
            return;
        }
        q->class_k[c] = least(ceiling(rule->ratios[c], counts->class_rows[c]), counts->class_eligible[c]);
        q->k += q->class_k[c];
    }
    if (q->k == 0 || (!rule->approval && !within(rule, q->k, counts->rows))) {
        q->refused = REFUSED_Q04;
    }
}

struct quota quota_of_item(const struct quota_rule *rule, const struct quota_counts *counts)
{
    struct quota q = {.refused = REFUSED_NOT};
    // spec/quota.md 1.2: "N = 0 is refused, code Q01."
    if (counts->rows == 0) {
        q.refused = REFUSED_Q01;
        return q;
    }
    if (rule->by_class) {
        many_ratios(rule, counts, &q);
    } else {
        one_ratio(rule, counts, &q);
    }
    // spec/quota.md 2.4: "k greater than the item's number of eligible rows is refused, code Q02."
    if (q.refused == REFUSED_NOT && q.k > counts->eligible) {
        q.refused = REFUSED_Q02;
    }
    return q;
}

// spec/quota.md 3.2: "to the one with the greatest w_h·N_h / (2·n_h + 1); among equals to the one with the larger N_h; among
// equals still to the one with the smaller label."
static bool goes_first(const struct seat *seats, size_t a, size_t b)
{
    const struct seat *one = &seats[a];
    const struct seat *two = &seats[b];
    wide left = (wide)one->weight * one->rows * (2 * two->seats + 1);
    wide right = (wide)two->weight * two->rows * (2 * one->seats + 1);
    if (left != right) {
        return left > right;
    }
    return one->rows != two->rows ? one->rows > two->rows : a < b;
}

// Restores the heap of indices below place: the one that goes first is on top.
static void sink(const struct seat *seats, size_t *heap, size_t count, size_t place)
{
    for (;;) {
        size_t best = place;
        for (size_t child = 2 * place + 1; child <= 2 * place + 2 && child < count; child++) {
            if (goes_first(seats, heap[child], heap[best])) {
                best = child;
            }
        }
        if (best == place) {
            return;
        }
        size_t moved = heap[place];
        heap[place] = heap[best];
        heap[best] = moved;
        place = best;
    }
}

static void give(struct seat *seats, size_t *heap, size_t count, uint64_t rest)
{
    for (size_t i = count / 2; i-- > 0;) {
        sink(seats, heap, count, i);
    }
    for (; rest > 0 && count > 0; rest--) {
        struct seat *top = &seats[heap[0]];
        top->seats++;
        if (top->seats == top->eligible) {
            heap[0] = heap[--count];
        }
        sink(seats, heap, count, 0);
    }
}

// How many seats the stratum has when it has all those, beyond its start and up to e, whose w·N / (2n + 1) is greater than
// bar / 2^FINE. That is (2n + 1)·bar < w·N·2^FINE: 2n + 1 is at most (w·N·2^FINE − 1) / bar, and n one of (that + 1) / 2.
static uint64_t seats_above(const struct seat *seat, wide bar)
{
    wide claim = (wide)seat->weight * seat->rows << FINE;
    wide n = claim == 0 ? 0 : ((claim - 1) / bar + 1) / 2;
    if (n >= seat->eligible) {
        return seat->eligible;
    }
    return n > seat->seats ? (uint64_t)n : seat->seats;
}

static wide all_above(const struct seat *seats, size_t count, wide bar)
{
    wide sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += seats_above(&seats[i], bar);
    }
    return sum;
}

// Gives at once as many of the k seats as can be told apart easily, given being those that are given already, and returns
// how many are given then. Why this changes nothing: call (h, n) the seat that stratum h, having n, takes as its next, and
// w_h·N_h / (2·n + 1) its worth. In one stratum the worth falls as n grows, so the rule, which takes the best of the next
// ones, takes all the (h, n) with start <= n < e_h in the order of their worth (equals in an order of their own) until k
// are given. Those above a bar stand before all others in this order. If they are no more than the seats that are left,
// each of them is taken, and whoever gives them first is where the rule is after so many steps.
// At the highest bar nothing is above it; halving looks for a bar that leaves at most one seat a stratum.
static uint64_t give_at_once(struct seat *seats, size_t count, uint64_t given, uint64_t k)
{
    wide low = 0;
    wide high = 1;
    for (size_t i = 0; i < count; i++) {
        wide claim = (wide)seats[i].weight * seats[i].rows << FINE;
        high = claim > high ? claim : high;
    }
    while (high - low > 1 && k - given > count) {
        wide bar = low + (high - low) / 2;
        wide sum = all_above(seats, count, bar);
        if (sum <= k) {
            high = bar;
            given = (uint64_t)sum;
        } else {
            low = bar;
        }
    }
    for (size_t i = 0; i < count; i++) {
        seats[i].seats = seats_above(&seats[i], high);
    }
    return given;
}

// spec/quota.md 3.2: "Each stratum starts with min(`minimum`, e_h) seats; if these alone exceed k, refused, code Q03. Then
// one seat at a time goes to a stratum that has fewer seats n_h than e_h"
bool quota_apportion(struct seat *seats, size_t count, uint64_t k, uint64_t minimum)
{
    size_t *heap = mem_new(count, sizeof *heap);
    size_t open = 0;
    uint64_t given = 0;
    for (size_t i = 0; i < count; i++) {
        seats[i].seats = least(minimum, seats[i].eligible);
        given += seats[i].seats;
    }
    bool good = given <= k;
    if (good) {
        given = give_at_once(seats, count, given, k);
    }
    for (size_t i = 0; i < count; i++) {
        if (seats[i].seats < seats[i].eligible) {
            heap[open++] = i;
        }
    }
    if (good) {
        give(seats, heap, open, k - given);
    }
    free(heap);
    return good;
}
