// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/checks.h"
#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/places.h"

#include <stdlib.h>

struct walk {
    struct bundle *b;
    struct rows rows;
    struct place place;
    uint64_t *visits_of;        // of each person so far; owned
    const struct team **last;   // the team in which a person stood last; owned
};

static void judge(struct walk *w, int step, bool good, size_t column, struct bytes expected)
{
    if (report_judge(&w->b->report, step, good)) {
        report_fault(&w->b->report, step, w->rows.fields[column], expected, "assignment.tsv:%llu %s",
                     (unsigned long long)w->rows.lines.number, w->rows.columns->names[column]);
    }
}

// spec/inspectors.md 2.2: "An inspector fills at most `capacity` slots in all, and at most one in a team. Code A04."
static void judge_capacity(struct walk *w, size_t person)
{
    char room[24];
    w->visits_of[person]++;
    uint64_t capacity = w->b->people.all[person].capacity;
    judge(w, STEP_CAPACITY, w->visits_of[person] <= capacity, A_INSPECTOR, report_number(room, capacity));
    judge(w, STEP_CAPACITY, w->last[person] != w->place.team, A_INSPECTOR,
          bytes_of(say("一个检查组中至多一次", "at most once in a team")));
    w->last[person] = w->place.team;
}

static void judge_key(struct walk *w, size_t person)
{
    struct bundle *b = w->b;
    const char *subseed = b->subseeds[w->place.crew->experts ? SUBSEED_EXPERTS : SUBSEED_INSPECTORS];
    unsigned char key[DIGEST_BYTES];
    char digits[DIGEST_DIGITS];
    crew_pair_key(w->place.crew, w->place.team, &b->people, person, &b->hash, subseed, key);
    digest_to_hex(key, digits);
    // spec/inspectors.md 2.3: "pair key = H(subseed(inspectors) "|" target "|" inspector). Code A01."
    judge(w, STEP_PAIR_KEYS, bytes_same(w->rows.fields[A_KEY], digits_of(digits)), A_KEY, digits_of(digits));
}

// spec/verify.md 3.3: "A filled row whose inspector does not stand in inspectors.tsv is A02, and is left out of 58–60.
// Eligible is 2.1 or 4.1 of inspectors.md without the recusal, which is 58's."
static void judge_filled(struct walk *w)
{
    const struct bundle *b = w->b;
    size_t person = people_find(&b->people, w->rows.fields[A_INSPECTOR]);
    if (person == b->people.count) {
        judge(w, STEP_ELIGIBLE, false, A_INSPECTOR, bytes_of(say("名录中的人员", "a row of inspectors.tsv")));
        return;
    }
    bool eligible = crew_eligible(w->place.crew, w->place.team, &b->people, person);
    judge(w, STEP_ELIGIBLE, eligible, A_INSPECTOR, bytes_of(say("符合条件的人员", "a candidate of the team")));
    if (w->place.crew->experts) {
        // spec/inspectors.md 5.1: "A02 where an expert's row has another department than the expert."
        struct bytes department = b->people.all[person].department;
        judge(w, STEP_ELIGIBLE, bytes_same(w->rows.fields[A_DEPARTMENT], department), A_DEPARTMENT, department);
    }
    bool recused = crew_recused(w->place.crew, w->place.team, &b->recusals, person);
    judge(w, STEP_RECUSED, !recused, A_INSPECTOR, bytes_of(say("无须回避的人员", "somebody who is not recused")));
    judge_capacity(w, person);
    judge_key(w, person);
}

// spec/verify.md 3.3: "In 61 a filled row with another inspector than the prescribed one, or where the place must be empty,
// fails; in 62 an empty row where there must be an inspector."
static void judge_place(struct walk *w)
{
    int64_t given = place_given(&w->place);
    struct bytes right = given == NOBODY ? bytes_of("-") : w->b->people.all[given].id;
    bool filled = !bytes_are(w->rows.fields[A_INSPECTOR], "-");
    judge(w, STEP_FIRST, !filled || bytes_same(w->rows.fields[A_INSPECTOR], right), A_INSPECTOR, right);
    judge(w, STEP_EMPTY, filled || given == NOBODY, A_INSPECTOR, right);
    if (filled) {
        judge_filled(w);
    }
}

// spec/verify.md 3.3: "Steps 57–62 look at every row of assignment.tsv."
void check_assignment(struct bundle *b)
{
    struct walk w = {.b = b};
    if (!b->matched || !b->placed) {
        return;
    }
    for (int step = STEP_ELIGIBLE; step <= STEP_EMPTY; step++) {
        report_able(&b->report, step);
    }
    w.visits_of = mem_new(b->people.count, sizeof *w.visits_of);
    w.last = mem_new(b->people.count, sizeof *w.last);
    rows_open(&w.rows, &b->folder.files[FILE_ASSIGNMENT], FILE_ASSIGNMENT);
    place_start(&w.place, b);
    while (rows_next(&w.rows) && place_next(&w.place)) {
        judge_place(&w);
    }
    rows_close(&w.rows);
    free(w.visits_of);
    free(w.last);
}

// spec/bundle.md 4.5: "`inspectors` and `experts`: how many slots there are and how many are filled (code A08)."
void check_slots(struct bundle *b)
{
    static const char *const NAMES[CREW_COUNT] = {"inspectors", "experts"};
    char one[24];
    char two[24];
    if (!b->matched || !usable(b, FILE_TRANSCRIPT)) {
        return;
    }
    for (size_t i = 0; i < CREW_COUNT; i++) {
        const struct crew *crew = &b->crews[i];
        if (report_judge(&b->report, STEP_SLOTS, b->transcript.slots[i] == crew->slots)) {
            report_fault(&b->report, STEP_SLOTS, report_number(one, b->transcript.slots[i]),
                         report_number(two, crew->slots), "transcript.json %s.slots", NAMES[i]);
        }
        if (report_judge(&b->report, STEP_SLOTS, b->transcript.filled[i] == crew->filled)) {
            report_fault(&b->report, STEP_SLOTS, report_number(one, b->transcript.filled[i]),
                         report_number(two, crew->filled), "transcript.json %s.filled", NAMES[i]);
        }
    }
}
