// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/checks.h"
#include "verifier/lang.h"
#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

static unsigned long long line_of(const struct rows *rows)
{
    return (unsigned long long)rows->lines.number;
}

// spec/targets.md 2.2: "`key` is the target's (code D01)."
static void judge_key(struct bundle *b, const struct rows *rows)
{
    char digits[DIGEST_DIGITS];
    struct bytes parts[] = {digits_of(b->subseeds[SUBSEED_TARGETS]), bytes_of("|"), rows->fields[S_ID]};
    hash_digits(&b->hash, parts, 3, digits);
    if (report_judge(&b->report, STEP_KEYS, bytes_same(rows->fields[S_KEY], digits_of(digits)))) {
        report_fault(&b->report, STEP_KEYS, rows->fields[S_KEY], digits_of(digits), "selection.tsv:%llu key",
                     line_of(rows));
    }
}

// spec/targets.md 2.2: "`items` are the items for which it is taken, sorted (code D06)."
static void judge_items(struct bundle *b, const struct rows *rows, const struct visit *visit)
{
    struct bytes rest = rows->fields[S_ITEMS];
    struct bytes code = {NULL, 0};
    bool more = rest.n > 0;
    bool known = true;
    struct itemset items = {{0}};
    while (list_next(&rest, &more, &code)) {
        size_t item = notice_item(&b->notice, code);
        known = known && item < b->notice.items_count;
        if (known) {
            itemset_add(&items, item);
        }
    }
    bool good = known && itemset_covers(&items, &visit->items) && itemset_covers(&visit->items, &items);
    if (report_judge(&b->report, STEP_DRAWN_FOR, good)) {
        report_fault(&b->report, STEP_DRAWN_FOR, rows->fields[S_ITEMS],
                     bytes_of(say("抽中该对象的事项", "the items for which it is taken")), "selection.tsv:%llu items",
                     line_of(rows));
    }
}

// spec/verify.md 3.2: "a row of selection.tsv whose target is not taken for any item is D03; a taken target without a row
// D04; a row of a taken target with other items D06."
static void judge_row(struct bundle *b, const struct rows *rows, bool *seen)
{
    size_t visit = visits_find(&b->visits, rows->fields[S_ID]);
    bool taken = visit < b->visits.count;
    if (report_judge(&b->report, STEP_ADDED, taken)) {
        report_fault(&b->report, STEP_ADDED, rows->fields[S_ID], bytes_of(say("未被抽中", "no row: it is not taken")),
                     "selection.tsv:%llu id", line_of(rows));
    }
    if (taken) {
        seen[visit] = true;
        judge_items(b, rows, &b->visits.all[visit]);
    }
}

static void judge_left_out(struct bundle *b, const bool *seen)
{
    for (size_t i = 0; i < b->visits.count; i++) {
        if (report_judge(&b->report, STEP_LEFT_OUT, seen[i])) {
            report_fault(&b->report, STEP_LEFT_OUT, bytes_of(say("无此行", "no row")), b->visits.all[i].id,
                         "selection.tsv");
        }
    }
}

struct before {
    char key[DIGEST_DIGITS];
    unsigned char id[CODE_MAX];
    size_t id_bytes;
};

// spec/targets.md 2.4: "The rows ascend by key, equal keys by id; `order` counts them 1, 2, 3, … Code D05."
static void judge_order(struct bundle *b, const struct rows *rows, struct before *before)
{
    uint64_t order = 0;
    char room[24];
    uint64_t number = rows->lines.number - 1;
    struct bytes key = rows->fields[S_KEY];
    struct bytes id = rows->fields[S_ID];
    (void)bytes_integer(rows->fields[S_ORDER], &order);
    if (report_judge(&b->report, STEP_SELECTION_ORDER, order == number)) {
        report_fault(&b->report, STEP_SELECTION_ORDER, rows->fields[S_ORDER], report_number(room, number),
                     "selection.tsv:%llu order", line_of(rows));
    }
    int ascent = number == 1 ? -1 : memcmp(before->key, key.at, DIGEST_DIGITS);
    if (ascent == 0) {
        ascent = bytes_order((struct bytes){before->id, before->id_bytes}, id);
    }
    if (report_judge(&b->report, STEP_SELECTION_ORDER, ascent < 0)) {
        report_fault(&b->report, STEP_SELECTION_ORDER, key, bytes_of(say("大于上一行的签值", "a key above the one before")),
                     "selection.tsv:%llu key", line_of(rows));
    }
    (void)memcpy(before->key, key.at, DIGEST_DIGITS);
    (void)memcpy(before->id, id.at, id.n);
    before->id_bytes = id.n;
}

void check_selection(struct bundle *b)
{
    struct rows rows;
    struct before before = {.id_bytes = 0};
    bool keyed = usable(b, FILE_NOTICE) && b->seeded;
    if (!usable(b, FILE_SELECTION)) {
        return;
    }
    bool *seen = mem_new(b->visits.count, sizeof *seen);
    report_able(&b->report, STEP_SELECTION_ORDER);
    rows_open(&rows, &b->folder.files[FILE_SELECTION], FILE_SELECTION);
    while (rows_next(&rows)) {
        judge_order(b, &rows, &before);
        if (keyed) {
            judge_key(b, &rows);
        }
        if (b->visits.loaded) {
            judge_row(b, &rows, seen);
        }
    }
    rows_close(&rows);
    if (keyed) {
        report_able(&b->report, STEP_KEYS);
    }
    if (b->visits.loaded) {
        report_able(&b->report, STEP_ADDED);
        report_able(&b->report, STEP_LEFT_OUT);
        report_able(&b->report, STEP_DRAWN_FOR);
        judge_left_out(b, seen);
    }
    free(seen);
}

// spec/targets.md 3.1: "With V visits and b batches, let q = V div b and m = V mod b: the first m batches have q + 1 visits
// each, the others q."
static uint64_t batch_size(uint64_t visits, uint64_t batches, uint64_t batch)
{
    return visits / batches + (batch <= visits % batches ? 1 : 0);
}

static void judge_batch(struct bundle *b, uint64_t found, uint64_t expected, const char *place, uint64_t number)
{
    char one[24];
    char two[24];
    if (report_judge(&b->report, STEP_BATCHES, found == expected)) {
        report_fault(&b->report, STEP_BATCHES, report_number(one, found), report_number(two, expected), "%s%llu",
                     place, (unsigned long long)number);
    }
}

// spec/bundle.md 4.4: "`visits` is the number of rows of selection.tsv; `batches` has as many numbers as the notice's
// `batches`, each the number of visits in that batch (code D08)."
static void check_said_batches(struct bundle *b, uint64_t visits)
{
    const struct json *j = &b->transcript.shape.json;
    uint32_t array = b->transcript.batches;
    judge_batch(b, b->transcript.visits, visits, "transcript.json visits ", visits);
    judge_batch(b, j->values[array].children, b->notice.batches, "transcript.json batches ", b->notice.batches);
    uint64_t batch = 1;
    for (uint32_t v = j->values[array].first; v != 0 && batch <= b->notice.batches; v = j->values[v].next) {
        judge_batch(b, j->values[v].number, batch_size(visits, b->notice.batches, batch), "transcript.json batches ",
                    batch);
        batch++;
    }
}

void check_batches(struct bundle *b)
{
    struct rows rows;
    uint64_t batch = 1;
    uint64_t in_batch = 0;
    if (!usable(b, FILE_NOTICE) || !usable(b, FILE_SELECTION)) {
        return;
    }
    uint64_t visits = b->folder.files[FILE_SELECTION].lines - 1;
    report_able(&b->report, STEP_BATCHES);
    rows_open(&rows, &b->folder.files[FILE_SELECTION], FILE_SELECTION);
    // spec/targets.md 3.1: "Visits fill batch 1, then batch 2, and so on in the order of the rows, V being the number of
    // rows of selection.tsv as it stands. Code D08."
    while (rows_next(&rows)) {
        uint64_t found = 0;
        if (in_batch == batch_size(visits, b->notice.batches, batch)) {
            batch++;
            in_batch = 0;
        }
        in_batch++;
        (void)bytes_integer(rows.fields[S_BATCH], &found);
        judge_batch(b, found, batch, "selection.tsv:", rows.lines.number);
    }
    rows_close(&rows);
    if (usable(b, FILE_TRANSCRIPT)) {
        check_said_batches(b, visits);
    }
}
