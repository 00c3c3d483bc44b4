// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/checks.h"
#include "verifier/lang.h"
#include "verifier/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

// The place of a stratum of the transcript.
struct at {
    size_t item, stratum;
};

// spec/targets.md 2.3: "The cut-off of an item's stratum is the greatest key taken there. It is null where none is taken.
// Code D02 where the transcript says otherwise."
static void judge_cutoff(struct bundle *b, const struct at *at, const struct said_stratum *said)
{
    const struct roster_stratum *s = roster_find(&b->roster, at->item, said->label);
    char digits[DIGEST_DIGITS];
    struct bytes right = bytes_of("null");
    struct bytes found = said->has_cutoff ? said->cutoff : bytes_of("null");
    if (s != NULL && s->taken > 0) {
        digest_to_hex(s->heap[0].key, digits);
        right = digits_of(digits);
    }
    if (report_judge(&b->report, STEP_CUTOFFS, bytes_same(found, right))) {
        report_fault(&b->report, STEP_CUTOFFS, found, right, "transcript.json items[%zu].strata[%zu].cutoff", at->item,
                     at->stratum);
    }
}

// spec/bundle.md 4.3: "`chance` is quota, `/`, eligible, as two integers, not reduced, null where eligible is 0 (code Q05;"
static void judge_chance(struct bundle *b, const struct at *at, const struct said_stratum *said)
{
    char room[64] = "null";
    if (said->eligible > 0) {
        (void)snprintf(room, sizeof room, "%" PRIu64 "/%" PRIu64, said->quota, said->eligible);
    }
    struct bytes found = said->has_chance ? said->chance : bytes_of("null");
    bool good = said->has_chance == (said->eligible > 0) && bytes_are(found, room);
    if (report_judge(&b->report, STEP_CHANCES, good)) {
        report_fault(&b->report, STEP_CHANCES, found, bytes_of(room), "transcript.json items[%zu].strata[%zu].chance",
                     at->item, at->stratum);
    }
}

struct bar_sum {
    struct bytes reason;
    uint64_t rows;
};

static int by_reason(const void *a, const void *b)
{
    return bytes_order(((const struct bar_sum *)a)->reason, ((const struct bar_sum *)b)->reason);
}

// The reasons of some strata of the roster, each once, sorted. The caller frees.
static struct bar_sum *sum_bars(const struct roster *roster, const uint32_t *strata, size_t count, size_t *reasons)
{
    struct bar_sum *sums = NULL;
    size_t room = 0;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const struct roster_stratum *s = &roster->strata[strata[i]];
        for (size_t k = s->bars; k < s->bars_to; k++) {
            sums = mem_grow(sums, &room, used + 1, sizeof *sums);
            sums[used++] = (struct bar_sum){roster->reasons.keys[roster->bars[k].reason], roster->bars[k].rows};
        }
    }
    if (used > 0) {
        qsort(sums, used, sizeof *sums, by_reason);
    }
    *reasons = 0;
    for (size_t i = 0; i < used; i++) {
        if (*reasons > 0 && bytes_same(sums[*reasons - 1].reason, sums[i].reason)) {
            sums[*reasons - 1].rows += sums[i].rows;
        } else {
            sums[(*reasons)++] = sums[i];
        }
    }
    return sums;
}

// spec/bundle.md 4.2: "`barred` counts, by reason, the rows to which the item applies and which are barred for it (code
// R03); reasons with no row do not appear, so it may be `{}`."
static void judge_barred(struct bundle *b, uint32_t object, const uint32_t *strata, size_t count, const char *place)
{
    const struct json *j = &b->transcript.shape.json;
    size_t reasons = 0;
    struct bar_sum *sums = sum_bars(&b->roster, strata, count, &reasons);
    bool good = j->values[object].children == reasons;
    uint32_t v = j->values[object].first;
    char room[24];
    char right[64] = "";
    for (size_t i = 0; good && i < reasons; i++, v = j->values[v].next) {
        good = bytes_same(json_name(j, v), sums[i].reason) && j->values[v].number == sums[i].rows;
        (void)snprintf(right, sizeof right, "%.*s %" PRIu64, (int)sums[i].reason.n, (const char *)sums[i].reason.at,
                       sums[i].rows);
    }
    if (report_judge(&b->report, STEP_BARRED, good)) {
        report_fault(&b->report, STEP_BARRED, bytes_of(say("其他数目", "other numbers")),
                     right[0] != '\0' ? bytes_of(right) : report_number(room, reasons), "transcript.json %s", place);
    }
    free(sums);
}

static void check_barred(struct bundle *b, const struct at *at, const struct said_stratum *said)
{
    const struct roster_stratum *s = roster_find(&b->roster, at->item, said->label);
    char place[80];
    uint32_t number = s == NULL ? 0 : (uint32_t)(s - b->roster.strata);
    (void)snprintf(place, sizeof place, "items[%zu].strata[%zu].barred", at->item, at->stratum);
    judge_barred(b, said->barred, &number, s != NULL, place);
}

static void check_stratum(struct bundle *b, const struct at *at, const struct said_stratum *said)
{
    judge_chance(b, at, said);
    if (b->roster.drawn) {
        judge_cutoff(b, at, said);
    }
    if (b->roster.loaded) {
        check_barred(b, at, said);
    }
}

// spec/verify.md 3.1: "an item or stratum of the transcript whose code or label is not the notice's at its place, or that
// the notice has not, is Q01 and passed over by 42, 43 and 52–54; so is one that is missing."
static void check_item(struct bundle *b, size_t item)
{
    const struct said_item *said = said_item(b, item);
    const struct roster_item *counted = &b->roster.items[item];
    char place[80];
    for (size_t i = 0; said != NULL && i < said->strata_count; i++) {
        const struct said_stratum *stratum = said_stratum(b, item, i);
        struct at at = {item, i};
        if (stratum != NULL) {
            check_stratum(b, &at, stratum);
        }
    }
    if (said != NULL && b->roster.loaded && !counted->overflow) {
        (void)snprintf(place, sizeof place, "items[%zu].barred", item);
        judge_barred(b, said->barred, b->roster.order + counted->first, counted->strata_count, place);
    }
}

void check_strata(struct bundle *b)
{
    if (!usable(b, FILE_NOTICE) || !usable(b, FILE_TRANSCRIPT)) {
        return;
    }
    report_able(&b->report, STEP_CHANCES);
    if (b->roster.drawn) {
        report_able(&b->report, STEP_CUTOFFS);
    }
    for (size_t i = 0; i < b->notice.items_count; i++) {
        check_item(b, i);
    }
}
