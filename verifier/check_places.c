// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/checks.h"
#include "verifier/lang.h"
#include "verifier/places.h"

static void judge_field(struct bundle *b, const struct rows *rows, int step, size_t column, bool good,
                        struct bytes expected)
{
    if (report_judge(&b->report, step, good)) {
        report_fault(&b->report, step, rows->fields[column], expected, "assignment.tsv:%llu %s",
                     (unsigned long long)rows->lines.number, rows->columns->names[column]);
    }
}

static void judge_number(struct bundle *b, const struct rows *rows, size_t column, uint64_t expected)
{
    uint64_t found = 0;
    char room[24];
    (void)bytes_integer(rows->fields[column], &found);
    judge_field(b, rows, STEP_TEAMS, column, found == expected, report_number(room, expected));
}

// spec/inspectors.md 5.1: "Code A05 where rows, `order`, `target`, `slot` or an inspector's row's `department` differ from
// this (row n is held against slot n), A09 where `role` does (a row that is A05 is not judged for A09)"
static void judge_row(struct bundle *b, const struct rows *rows, const struct place *place)
{
    const struct team *team = place->team;
    struct bytes target = b->visits.all[team->visit].id;
    struct bytes role = bytes_of(place->crew->experts ? "expert" : "inspector");
    uint64_t before = b->report.steps[STEP_TEAMS].failed;
    judge_number(b, rows, A_ORDER, (uint64_t)team->visit + 1);
    judge_field(b, rows, STEP_TEAMS, A_TARGET, bytes_same(rows->fields[A_TARGET], target), target);
    judge_number(b, rows, A_SLOT, place->slot);
    if (!place->crew->experts) {
        struct bytes department = place->crew->departments.names[team->department];
        judge_field(b, rows, STEP_TEAMS, A_DEPARTMENT, bytes_same(rows->fields[A_DEPARTMENT], department), department);
    }
    if (b->report.steps[STEP_TEAMS].failed == before) {
        judge_field(b, rows, STEP_ROLES, A_ROLE, bytes_same(rows->fields[A_ROLE], role), role);
    }
}

static void judge_rows(struct bundle *b)
{
    struct rows rows;
    struct place place;
    char one[24];
    char two[24];
    uint64_t found = b->folder.files[FILE_ASSIGNMENT].lines - 1;
    uint64_t expected = b->crews[CREW_INSPECTORS].slots + b->crews[CREW_EXPERTS].slots;
    report_able(&b->report, STEP_ROLES);
    if (report_judge(&b->report, STEP_TEAMS, found == expected)) {
        report_fault(&b->report, STEP_TEAMS, report_number(one, found), report_number(two, expected),
                     "assignment.tsv %s", say("行数", "rows"));
    }
    rows_open(&rows, &b->folder.files[FILE_ASSIGNMENT], FILE_ASSIGNMENT);
    place_start(&place, b);
    while (rows_next(&rows) && place_next(&place)) {
        judge_row(b, &rows, &place);
    }
    rows_close(&rows);
}

void check_places(struct bundle *b)
{
    char one[24];
    char two[24];
    if (!b->teamed || !usable(b, FILE_ASSIGNMENT)) {
        return;
    }
    judge_rows(b);
    b->placed = b->report.steps[STEP_TEAMS].failed == 0 && b->report.steps[STEP_ROLES].failed == 0;
    // spec/inspectors.md 1.3: "`per_visit` is at least the pack's `team.minimum`. Otherwise refused, code A05."
    if (usable(b, FILE_RULES) &&
        report_judge(&b->report, STEP_TEAMS, b->notice.per_visit >= b->rules.team_minimum)) {
        report_fault(&b->report, STEP_TEAMS, report_number(one, b->notice.per_visit),
                     report_number(two, b->rules.team_minimum), "notice.json team.per_visit");
    }
}
