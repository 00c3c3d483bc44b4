// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/checks.h"
#include "verifier/lang.h"
#include "verifier/mem.h"

#include <stdlib.h>

static struct quota_rule rule_of(const struct bundle *b, const struct item *item)
{
    const struct bounds *bounds = item->key_kind ? &b->rules.key : &b->rules.general;
    // spec/quota.md 1.3: "The item's upper bound is the smaller of the pack's `max` and the item's own `cap`, whichever
    // exist."
    struct quota_rule rule = {.min = bounds->min,
                              .upper = quota_upper(bounds->max, item->cap),
                              .approval = item->approval,
                              .by_class = item->by_class,
                              .classes_apart = b->notice.plan.by_class,
                              .ratio = item->ratio};
    for (size_t c = 0; c < CLASS_COUNT; c++) {
        rule.ratios[c] = item->ratios[c];
    }
    return rule;
}

static void judge(struct bundle *b, int step, uint64_t found, uint64_t expected, const char *place, size_t item,
                  int64_t stratum)
{
    char one[24];
    char two[24];
    if (!report_judge(&b->report, step, found == expected)) {
        return;
    }
    struct bytes a = report_number(one, found);
    struct bytes c = report_number(two, expected);
    if (stratum < 0) {
        report_fault(&b->report, step, a, c, "%s items[%zu].quota", place, item);
    } else {
        report_fault(&b->report, step, a, c, "%s items[%zu].strata[%lld].quota", place, item, (long long)stratum);
    }
}

static void judge_refused(struct bundle *b, int step, bool refused, const char *why, size_t item)
{
    if (report_judge(&b->report, step, !refused)) {
        report_fault(&b->report, step, bytes_of(why), bytes_of(say("可以计算的名额", "a quota that can be")),
                     "notice.json items[%zu]", item);
    }
}

static const struct roster_stratum *nth(const struct bundle *b, size_t item, size_t i)
{
    return &b->roster.strata[b->roster.order[b->roster.items[item].first + i]];
}

// spec/quota.md 3.3: "w_h is the weight of the stratum's class where `class` stands in `stratify` and `weights` names that
// class, otherwise 1."
static struct seat seat_of(const struct bundle *b, const struct roster_stratum *s, bool plain)
{
    int class_no = label_class(&b->notice.plan, s->label);
    struct seat seat = {.weight = 1, .rows = s->rows, .eligible = s->eligible};
    if (!plain && class_no != CLASS_NONE && b->notice.weights[class_no] != 0) {
        seat.weight = b->notice.weights[class_no];
    }
    return seat;
}

// Seats for the item's strata of one class (CLASS_NONE: all), put into seats by the strata's order.
static bool apportion(const struct bundle *b, size_t item, int class_no, uint64_t k, struct seat *seats)
{
    size_t count = b->roster.items[item].strata_count;
    struct seat *some = mem_new(count, sizeof *some);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const struct roster_stratum *s = nth(b, item, i);
        if (class_no == CLASS_NONE || label_class(&b->notice.plan, s->label) == class_no) {
            some[used++] = seat_of(b, s, class_no != CLASS_NONE);
        }
    }
    bool good = quota_apportion(some, used, k, b->notice.minimum);
    used = 0;
    for (size_t i = 0; i < count; i++) {
        if (class_no == CLASS_NONE || label_class(&b->notice.plan, nth(b, item, i)->label) == class_no) {
            seats[i] = some[used++];
        }
    }
    free(some);
    return good;
}

// spec/quota.md 3.4: "Item with `ratios`: 3.2 is applied to each class by itself, to the strata of that class, with k_c
// seats and all weights 1."
static bool apportion_all(const struct bundle *b, size_t item, const struct quota *q, struct seat *seats)
{
    bool good = true;
    if (!b->notice.items[item].by_class) {
        return apportion(b, item, CLASS_NONE, q->k, seats);
    }
    for (int c = 0; c < CLASS_COUNT; c++) {
        good = apportion(b, item, c, q->class_k[c], seats) && good;
    }
    return good;
}

// spec/quota.md 3.5: "The seats are the strata's `quota`; code Q03."
static void check_strata_quotas(struct bundle *b, size_t item, const struct quota *q)
{
    const struct item *stated = &b->notice.items[item];
    struct seat *seats = mem_new(stated->strata_count, sizeof *seats);
    bool good = apportion_all(b, item, q, seats);
    judge_refused(b, STEP_STRATA, !good, say("最低数之和超过名额", "the minimum alone exceeds the quota"), item);
    for (size_t i = 0; good && i < stated->strata_count; i++) {
        judge(b, STEP_STRATA, stated->strata[i].quota, seats[i].seats, "notice.json", item, (int64_t)i);
    }
    for (size_t i = 0; i < stated->strata_count; i++) {
        const struct said_stratum *said = said_stratum(b, item, i);
        if (said != NULL) {
            judge(b, STEP_STRATA, said->quota, stated->strata[i].quota, "transcript.json", item, (int64_t)i);
        }
    }
    free(seats);
}

// spec/verify.md 3.1: "Steps 41–43 judge an item only if it has rows; 42 and 43 not if it is refused by Q04; 43 not where
// the labels of its strata fail step 40, nor where the apportionment is refused under 42. Expected quotas in 42 and 43 are
// the recomputed ones; those of the transcript are held against the notice's."
static void check_item(struct bundle *b, size_t item)
{
    const struct item *stated = &b->notice.items[item];
    struct quota_rule rule = rule_of(b, stated);
    struct quota q = quota_of_item(&rule, &b->roster.items[item].counts);
    const struct said_item *said = said_item(b, item);
    if (q.refused == REFUSED_Q01) {
        return;
    }
    if (q.refused == REFUSED_Q03) {
        judge_refused(b, STEP_STRATA, true, say("ratios 缺少某类", "ratios lacks a class"), item);
        return;
    }
    judge_refused(b, STEP_BOUNDS, q.refused == REFUSED_Q04, say("超出上下限", "outside the bounds"), item);
    if (q.refused == REFUSED_Q04) {
        return;
    }
    judge_refused(b, STEP_QUOTAS, q.refused == REFUSED_Q02, say("符合条件的对象不足", "fewer eligible rows"), item);
    if (said != NULL) {
        judge(b, STEP_QUOTAS, said->quota, stated->quota, "transcript.json", item, -1);
    }
    if (q.refused == REFUSED_Q02) {
        return;
    }
    judge(b, STEP_QUOTAS, stated->quota, q.k, "notice.json", item, -1);
    if (labels_agree(b, item)) {
        check_strata_quotas(b, item, &q);
    }
}

void check_quotas(struct bundle *b)
{
    if (!b->roster.loaded || !usable(b, FILE_RULES)) {
        return;
    }
    for (size_t i = 0; i < b->notice.items_count; i++) {
        check_item(b, i);
    }
}
