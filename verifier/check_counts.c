// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/checks.h"
#include "verifier/lang.h"

static const struct roster_stratum *nth(const struct roster *roster, size_t item, size_t i)
{
    return &roster->strata[roster->order[roster->items[item].first + i]];
}

bool labels_agree(const struct bundle *b, size_t item)
{
    const struct roster_item *counted = &b->roster.items[item];
    const struct item *stated = &b->notice.items[item];
    char room[LABEL_ROOM];
    bool same = counted->strata_count == stated->strata_count && !counted->overflow;
    for (size_t i = 0; same && i < stated->strata_count; i++) {
        const struct roster_stratum *s = nth(&b->roster, item, i);
        same = bytes_same(stated->strata[i].label, label_text(&b->notice.plan, s->label, room));
    }
    return same;
}

// One stated number against the counted one; stratum below 0: the item's own.
static void judge_number(struct bundle *b, uint64_t found, uint64_t expected, const char *file, size_t item,
                         int64_t stratum, const char *what)
{
    char one[24];
    char two[24];
    if (!report_judge(&b->report, STEP_COUNTS, found == expected)) {
        return;
    }
    struct bytes a = report_number(one, found);
    struct bytes c = report_number(two, expected);
    if (stratum < 0) {
        report_fault(&b->report, STEP_COUNTS, a, c, "%s items[%zu].%s", file, item, what);
    } else {
        report_fault(&b->report, STEP_COUNTS, a, c, "%s items[%zu].strata[%lld].%s", file, item, (long long)stratum,
                     what);
    }
}

static void judge_label(struct bundle *b, struct bytes found, struct bytes expected, const char *file, size_t item,
                        size_t stratum)
{
    if (report_judge(&b->report, STEP_COUNTS, bytes_same(found, expected))) {
        report_fault(&b->report, STEP_COUNTS, found, expected, "%s items[%zu].strata[%zu].label", file, item, stratum);
    }
}

// spec/quota.md 3.1: "An item's strata are the labels that occur among its rows, ascending, each with N_h rows (`roster`)
// and e_h eligible rows (`eligible`). Code Q01."
static void check_item(struct bundle *b, size_t item)
{
    static const char FILE_NAME[] = "notice.json";
    const struct item *stated = &b->notice.items[item];
    const struct roster_item *counted = &b->roster.items[item];
    char room[LABEL_ROOM];
    if (report_judge(&b->report, STEP_COUNTS, counted->counts.rows > 0)) {
        report_fault(&b->report, STEP_COUNTS, bytes_of("0"), bytes_of(">= 1"), "targets.tsv %.64s",
                     say("事项无对象", "an item without rows"));
    }
    judge_number(b, stated->roster, counted->counts.rows, FILE_NAME, item, -1, "roster");
    judge_number(b, stated->strata_count, counted->strata_count + counted->overflow, FILE_NAME, item, -1, "strata");
    for (size_t i = 0; i < stated->strata_count && i < counted->strata_count; i++) {
        const struct roster_stratum *s = nth(&b->roster, item, i);
        struct bytes label = label_text(&b->notice.plan, s->label, room);
        judge_label(b, stated->strata[i].label, label, FILE_NAME, item, i);
        if (!bytes_same(stated->strata[i].label, label)) {
            return; // the next ones are compared with the wrong ones
        }
        judge_number(b, stated->strata[i].roster, s->rows, FILE_NAME, item, (int64_t)i, "roster");
        judge_number(b, stated->strata[i].eligible, s->eligible, FILE_NAME, item, (int64_t)i, "eligible");
    }
}

const struct said_item *said_item(const struct bundle *b, size_t item)
{
    if (!usable(b, FILE_TRANSCRIPT) || item >= b->transcript.items_count || item >= b->notice.items_count ||
        !bytes_same(b->transcript.items[item].code, b->notice.items[item].code)) {
        return NULL;
    }
    return &b->transcript.items[item];
}

const struct said_stratum *said_stratum(const struct bundle *b, size_t item, size_t stratum)
{
    const struct said_item *said = said_item(b, item);
    if (said == NULL || stratum >= said->strata_count || stratum >= b->notice.items[item].strata_count ||
        !bytes_same(said->strata[stratum].label, b->notice.items[item].strata[stratum].label)) {
        return NULL;
    }
    return &said->strata[stratum];
}

// spec/verify.md 3.1: "A stratum's `eligible` and `roster` and the item's `roster` in the notice are held against
// targets.tsv, those of the transcript against targets.tsv too."
// spec/verify.md 3.1: "an item or stratum of the transcript whose code or label is not the notice's at its place, or that
// the notice has not, is Q01 and passed over by 42, 43 and 52–54; so is one that is missing."
static void check_said_item(struct bundle *b, size_t item)
{
    static const char FILE_NAME[] = "transcript.json";
    const struct said_item *said = &b->transcript.items[item];
    const struct item *stated = &b->notice.items[item];
    const struct roster_item *counted = &b->roster.items[item];
    bool same = bytes_same(said->code, stated->code);
    if (report_judge(&b->report, STEP_COUNTS, same)) {
        report_fault(&b->report, STEP_COUNTS, said->code, stated->code, "%s items[%zu].code", FILE_NAME, item);
    }
    if (!same) {
        return;
    }
    judge_number(b, said->roster, counted->counts.rows, FILE_NAME, item, -1, "roster");
    judge_number(b, said->eligible, counted->counts.eligible, FILE_NAME, item, -1, "eligible");
    judge_number(b, said->strata_count, stated->strata_count, FILE_NAME, item, -1, "strata");
    for (size_t i = 0; i < said->strata_count && i < stated->strata_count; i++) {
        const struct roster_stratum *s = roster_find(&b->roster, item, said->strata[i].label);
        judge_label(b, said->strata[i].label, stated->strata[i].label, FILE_NAME, item, i);
        if (s != NULL && said_stratum(b, item, i) != NULL) { // a label that is nobody's has failed in the notice
            judge_number(b, said->strata[i].roster, s->rows, FILE_NAME, item, (int64_t)i, "roster");
            judge_number(b, said->strata[i].eligible, s->eligible, FILE_NAME, item, (int64_t)i, "eligible");
        }
    }
}

void check_counts(struct bundle *b)
{
    char one[24];
    char two[24];
    if (!b->roster.loaded) {
        return;
    }
    for (size_t i = 0; i < b->notice.items_count; i++) {
        check_item(b, i);
    }
    if (!usable(b, FILE_TRANSCRIPT)) {
        return;
    }
    const struct transcript *t = &b->transcript;
    if (report_judge(&b->report, STEP_COUNTS, t->items_count == b->notice.items_count)) {
        report_fault(&b->report, STEP_COUNTS, report_number(one, t->items_count),
                     report_number(two, b->notice.items_count), "transcript.json items");
    }
    for (size_t i = 0; i < t->items_count && i < b->notice.items_count; i++) {
        check_said_item(b, i);
    }
}
