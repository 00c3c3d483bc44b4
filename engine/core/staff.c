// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/staff.h"

#include <stdlib.h>
#include <string.h>

static int by_target(const void *a, const void *b) {
    const struct qian_recused *x = a, *y = b;
    int order = qian_str_cmp(x->target, y->target);
    return order ? order : (x->inspector > y->inspector) - (x->inspector < y->inspector);
}

static void read_member(const struct qian_notice *notice, const struct qian_row *row,
                        struct qian_member *out) {
    uint64_t capacity = 0;
    (void)qian_u64_read(row->field[I_CAPACITY], QIAN_CAPACITY_MAX, &capacity);
    *out = (struct qian_member){.id = row->field[I_ID],
                                .department = row->field[I_DEPARTMENT],
                                .areas = row->field[I_AREAS],
                                .expert = qian_str_is(row->field[I_ROLE], "expert"),
                                .capacity = (uint32_t)capacity};
    (void)qian_itemset_read(notice, row->field[I_ITEMS], &out->items);
}

// Rows of inspectors.tsv are numbered by their ids: P000001 is row 0.
static uint32_t member_of(const struct qian_staff *staff, struct qian_str id) {
    uint32_t number = 0;
    for (size_t i = 1; i < id.n; i++)
        number = number * 10 + (uint32_t)(id.p[i] - '0');
    return number >= 1 && number <= staff->count ? number - 1 : QIAN_NOBODY;
}

static int compare_id(const void *key, const void *row) {
    return qian_str_cmp(*(const struct qian_str *)key, ((const struct qian_row *)row)->field[T_ID]);
}

static enum qian_status read_recusals(const struct qian_frame *frame,
                                      const struct qian_table *recusals, struct qian_staff *out,
                                      struct qian_err *err) {
    const struct qian_table *targets = frame->targets;
    out->recused = qian_take(recusals->rows, sizeof *out->recused);
    for (size_t i = 0; i < recusals->rows; i++) {
        struct qian_str target = recusals->row[i].field[R_TARGET];
        uint32_t member = member_of(out, recusals->row[i].field[R_INSPECTOR]);
        if (member == QIAN_NOBODY ||
            !bsearch(&target, targets->row, targets->rows, sizeof *targets->row, compare_id)) {
            enum qian_status status =
                qian_fail(err, QIAN_BAD_DATA, "R08", "tables 4.1",
                          "the recusal names a row that does not exist", "correct or remove it");
            qian_err_where(err, "recusals.tsv:%zu", i + 2);
            return status;
        }
        out->recused[out->recused_count++] = (struct qian_recused){target, member};
    }
    qsort(out->recused, out->recused_count, sizeof *out->recused, by_target);
    return QIAN_OK;
}

enum qian_status qian_staff_read(const struct qian_frame *frame,
                                 const struct qian_table *inspectors,
                                 const struct qian_table *recusals, struct qian_staff *out,
                                 struct qian_err *err) {
    *out = (struct qian_staff){.member = qian_take(inspectors->rows, sizeof *out->member),
                               .count = inspectors->rows};
    for (size_t i = 0; i < inspectors->rows; i++)
        read_member(frame->notice, &inspectors->row[i], &out->member[i]);
    return read_recusals(frame, recusals, out, err);
}

// spec/tables.md 3.2: "`items` is a list of item codes, each an item of the notice (code R04)."
enum qian_status qian_staff_check(const struct qian_notice *notice,
                                  const struct qian_table *inspectors, struct qian_err *err) {
    for (size_t i = 0; i < inspectors->rows; i++) {
        struct qian_itemset items;
        if (qian_itemset_read(notice, inspectors->row[i].field[I_ITEMS], &items))
            continue;
        enum qian_status status =
            qian_fail(err, QIAN_BAD_DATA, "R04", "tables 3.2",
                      "an item that the notice does not have", "correct the item code");
        qian_err_where(err, "inspectors.tsv:%zu", i + 2);
        return status;
    }
    return QIAN_OK;
}

void qian_staff_free(struct qian_staff *staff) {
    free(staff->member);
    free(staff->recused);
    *staff = (struct qian_staff){0};
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// The distinct departments of the items, sorted.
static size_t departments_of(const struct qian_notice *notice, const char *out[QIAN_ITEMS_MAX]) {
    const char *all[QIAN_ITEMS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < notice->item_count; i++)
        all[i] = notice->items[i].department;
    qsort(all, notice->item_count, sizeof *all, by_text);
    for (size_t i = 0; i < notice->item_count; i++)
        if (i == 0 || strcmp(all[i], all[i - 1]) != 0)
            out[n++] = all[i];
    return n;
}

// spec/inspectors.md 1.1: "A team is a visit and a department that owns (notice,
// `items[].department`) at least one of the visit's items."
static size_t teams_of_visit(const struct qian_notice *notice, const struct qian_visit *visit,
                             uint32_t index, const char *const *departments, size_t n,
                             struct qian_need *out) {
    size_t teams = 0;
    for (size_t d = 0; d < n; d++) {
        struct qian_need team = {
            .visit = index, .department = departments[d], .slots = notice->per_department};
        for (size_t i = 0; i < notice->item_count; i++)
            if (qian_itemset_has(&visit->items, i) &&
                strcmp(notice->items[i].department, departments[d]) == 0)
                qian_itemset_add(&team.items, i);
        if (!qian_itemset_empty(&team.items))
            out[teams++] = team;
    }
    return teams;
}

// spec/inspectors.md 1.2: "the rest is added to the team of the notice's `initiator`, or to the
// visit's first team where the initiator has none there"
static void add_rest(const struct qian_notice *notice, struct qian_need *team, size_t n) {
    size_t chosen = 0;
    for (size_t i = 0; i < n; i++)
        if (strcmp(team[i].department, notice->initiator) == 0)
            chosen = i;
    uint32_t have = notice->per_department * (uint32_t)n;
    if (have < notice->per_visit)
        team[chosen].slots += notice->per_visit - have;
}

struct qian_need *qian_teams(const struct qian_notice *notice, const struct qian_selection *sel,
                             bool experts, size_t *count) {
    const char *departments[QIAN_ITEMS_MAX];
    size_t n = departments_of(notice, departments), cap = 0, total = 0;
    struct qian_need *teams = NULL;
    for (size_t v = 0; v < sel->count && (!experts || notice->experts > 0); v++) {
        teams = qian_grow(teams, &cap, total + n, sizeof *teams);
        if (experts) {
            teams[total++] = (struct qian_need){
                .visit = (uint32_t)v, .items = sel->visit[v].items, .slots = notice->experts};
            continue;
        }
        size_t made =
            teams_of_visit(notice, &sel->visit[v], (uint32_t)v, departments, n, teams + total);
        add_rest(notice, teams + total, made);
        total += made;
    }
    *count = total;
    return teams;
}

static bool shares_item(const struct qian_itemset *a, const struct qian_itemset *b) {
    for (size_t i = 0; i < sizeof a->w / sizeof *a->w; i++)
        if (a->w[i] & b->w[i])
            return true;
    return false;
}

bool qian_eligible(const struct qian_member *member, const struct qian_need *team,
                   struct qian_str area) {
    // "`areas` is `*` or contains the target's area as an equal string"
    if (!qian_str_is(member->areas, "*") && !qian_list_has(member->areas, area))
        return false;
    // 4.1: "role is `expert`; `items` contain at least one of the visit's items"
    if (!team->department)
        return member->expert && shares_item(&member->items, &team->items);
    // 2.1: "the inspector's `items` contain all of the team's items"
    return !member->expert && qian_str_is(member->department, team->department) &&
           qian_itemset_within(&team->items, &member->items);
}

bool qian_is_recused(const struct qian_staff *staff, struct qian_str target, uint32_t member) {
    struct qian_recused pair = {target, member};
    return staff->recused_count > 0 &&
           bsearch(&pair, staff->recused, staff->recused_count, sizeof pair, by_target) != NULL;
}
