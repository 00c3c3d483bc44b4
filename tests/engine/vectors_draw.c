// SPDX-License-Identifier: MulanPSL-2.0
// Vectors of the draw: quotas, selections, assignments.
#include "engine/core/assign.h"
#include "tests/check.h"
#include "tests/engine/cases.h"

static const char *const class_names[] = {"A", "B", "C", "D", "-"};

static uint32_t ratio_of(json_t *value) {
    uint32_t millionths = 0;
    if (json_is_string(value))
        (void)qian_ratio_read(qian_str(json_string_value(value)), &millionths);
    return millionths;
}

static int class_of_label(json_t *stratify, const char *label) {
    size_t i;
    json_t *column;
    struct qian_split split = qian_split(qian_str(label), '/');
    struct qian_str part = {"", 0};
    json_array_foreach(stratify, i, column) {
        (void)qian_split_next(&split, &part);
        if (strcmp(json_string_value(column), "class") == 0)
            return qian_class_index(part);
    }
    return -1;
}

static struct qian_wish wish_of(json_t *c) {
    struct qian_wish w = {.ratio = ratio_of(json_object_get(c, "ratio")),
                          .min = ratio_of(json_object_get(c, "min")),
                          .max = ratio_of(json_object_get(c, "max")),
                          .cap = ratio_of(json_object_get(c, "cap")),
                          .approved = json_is_true(json_object_get(c, "approval")),
                          .by_class = json_object_get(c, "ratios") != NULL,
                          .minimum = (uint64_t)json_integer_value(json_object_get(c, "minimum"))};
    for (size_t i = 0; i < QIAN_CLASSES; i++) {
        w.ratios[i] = ratio_of(json_object_get(json_object_get(c, "ratios"), class_names[i]));
        json_t *weight = json_object_get(json_object_get(c, "weights"), class_names[i]);
        w.weights[i] = weight ? (uint32_t)json_integer_value(weight) : 1;
    }
    return w;
}

static void test_quotas(json_t *c) {
    json_t *list = json_object_get(c, "strata"), *s;
    size_t i, n = json_array_size(list);
    struct qian_stratum *strata = qian_take(n, sizeof *strata);
    struct qian_wish wish = wish_of(c);
    struct qian_err err = {0};
    uint64_t quota = 0;
    json_array_foreach(list, i, s) {
        strata[i].label = qian_str_copy(str_of(s, "label"));
        strata[i].cls = class_of_label(json_object_get(c, "stratify"), strata[i].label);
        strata[i].roster = (uint64_t)json_integer_value(json_object_get(s, "roster"));
        strata[i].eligible = (uint64_t)json_integer_value(json_object_get(s, "eligible"));
    }
    enum qian_status status = qian_quota(&wish, strata, n, &quota, &err);
    if (json_object_get(c, "refused")) {
        CHECK(status == QIAN_REFUSED && strcmp(err.code, text_of(c, "refused")) == 0,
              "quotas %s: %s", text_of(c, "id"), status ? err.code : "accepted");
    } else {
        CHECK(status == QIAN_OK &&
                  quota == (uint64_t)json_integer_value(json_object_get(c, "quota")),
              "quotas %s: %s, %llu", text_of(c, "id"), status ? err.code : "",
              (unsigned long long)quota);
        for (i = 0; i < n && status == QIAN_OK; i++)
            CHECK(strata[i].quota == (uint64_t)json_integer_value(json_object_get(
                                         json_object_get(c, "quotas"), strata[i].label)),
                  "quotas %s: stratum %s", text_of(c, "id"), strata[i].label);
    }
    for (i = 0; i < n; i++)
        free(strata[i].label);
    free(strata);
}

static void items_of(json_t *c, struct qian_notice *n) {
    json_t *list = json_object_get(c, "items"), *item;
    size_t i;
    n->item_count = json_array_size(list);
    n->items = qian_take(n->item_count, sizeof *n->items);
    json_array_foreach(list, i, item) {
        n->items[i].code = qian_str_copy(str_of(item, "code"));
        n->items[i].department = qian_str_copy(str_of(item, "department"));
    }
}

static void stratify_of(json_t *c, struct qian_notice *n) {
    size_t i;
    json_t *column;
    json_array_foreach(json_object_get(c, "stratify"), i, column) {
        if (strcmp(json_string_value(column), "class") == 0)
            n->by_class = true;
        else
            n->by_area = true, n->area_first = i == 0;
    }
}

static void quotas_of(json_t *c, struct qian_notice *n) {
    size_t i, k;
    json_t *item, *s;
    json_array_foreach(json_object_get(c, "items"), i, item) json_array_foreach(
        json_object_get(item, "strata"), k,
        s) for (size_t m = 0; m < n->items[i].strata_count;
                m++) if (strcmp(n->items[i].strata[m].label, text_of(s, "label")) == 0) n->items[i]
        .strata[m]
        .quota = (uint64_t)json_integer_value(json_object_get(s, "quota"));
}

static void test_cutoffs(json_t *c, const struct qian_notice *n, const struct qian_selection *sel) {
    for (size_t i = 0; i < n->item_count; i++) {
        json_t *labels = json_object_get(json_object_get(c, "cutoffs"), n->items[i].code);
        for (size_t s = 0; s < n->items[i].strata_count; s++) {
            json_t *want = json_object_get(labels, n->items[i].strata[s].label);
            char hex[QIAN_HEX_SIZE + 1];
            qian_digest_hex(&sel->cutoff[sel->item_first[i] + s], hex);
            bool none = sel->taken[sel->item_first[i] + s] == 0;
            CHECK(none ? !json_is_string(want)
                       : json_is_string(want) && strcmp(json_string_value(want), hex) == 0,
                  "selections %s: cut-off of %s %s", text_of(c, "id"), n->items[i].code,
                  n->items[i].strata[s].label);
        }
    }
}

static void test_selections(json_t *c) {
    struct qian_hasher *h = qian_hasher_open(suite_of(c));
    struct qian_notice n = {.batches = (uint32_t)json_integer_value(json_object_get(c, "batches"))};
    struct qian_table targets;
    struct qian_frame frame;
    struct qian_selection sel;
    struct qian_digest subseed;
    struct qian_buf out = {0};
    items_of(c, &n);
    stratify_of(c, &n);
    (void)qian_hex_read(str_of(c, "subseed"), subseed.b, 32);
    qian_table_read(QIAN_TARGETS, str_of(c, "targets"), &targets);
    qian_frame_open(&n, &targets, &frame);
    CHECK(targets.codes == 0, "selections %s: roster", text_of(c, "id"));
    quotas_of(c, &n);
    qian_select(&frame, &subseed, h, &sel);
    qian_selection_write(&frame, &sel, &out);
    CHECK(qian_str_eq(qian_buf_view(&out), str_of(c, "selection")), "selections %s",
          text_of(c, "id"));
    test_cutoffs(c, &n, &sel);
    qian_buf_free(&out);
    qian_selection_free(&sel);
    qian_frame_close(&frame);
    qian_table_free(&targets);
    qian_notice_free(&n);
    qian_hasher_close(h);
}

static uint32_t number_of(json_t *c, const char *group, const char *name) {
    return (uint32_t)json_integer_value(json_object_get(json_object_get(c, group), name));
}

// Visits are given without a roster: rows that hold id and area alone.
static void visits_of(json_t *c, const struct qian_notice *n, struct qian_table *targets,
                      struct qian_selection *sel) {
    json_t *list = json_object_get(c, "visits"), *v, *code;
    size_t i, k;
    *targets = (struct qian_table){.kind = QIAN_TARGETS, .rows = json_array_size(list)};
    targets->row = qian_take(targets->rows, sizeof *targets->row);
    *sel = (struct qian_selection){.count = targets->rows};
    sel->visit = qian_take(sel->count, sizeof *sel->visit);
    json_array_foreach(list, i, v) {
        targets->row[i].field[T_ID] = str_of(v, "target");
        targets->row[i].field[T_AREA] = str_of(v, "area");
        sel->visit[i].row = (uint32_t)i;
        json_array_foreach(json_object_get(v, "items"), k, code) qian_itemset_add(
            &sel->visit[i].items, (size_t)qian_item_find(n, qian_str(json_string_value(code))));
    }
}

static int by_id(const void *a, const void *b) {
    return qian_str_cmp(((const struct qian_row *)a)->field[T_ID],
                        ((const struct qian_row *)b)->field[T_ID]);
}

static void run_assignment(json_t *c, struct qian_frame *frame, struct qian_selection *sel,
                           struct qian_staff *staff, struct qian_buf *out) {
    struct qian_hasher *h = qian_hasher_open(suite_of(c));
    struct qian_places places[2];
    struct qian_need *team[2];
    for (int e = 0; e < 2; e++) {
        size_t teams = 0;
        struct qian_digest subseed;
        (void)qian_hex_read(str_of(c, e ? "experts_subseed" : "inspectors_subseed"), subseed.b, 32);
        team[e] = qian_teams(frame->notice, sel, e == 1, &teams);
        qian_assign(frame, sel, staff, team[e], teams, &subseed, h, &places[e]);
        const char *names[] = {e ? "expert_slots" : "slots", e ? "expert_filled" : "filled"};
        CHECK(places[e].count == (size_t)json_integer_value(json_object_get(c, names[0])) &&
                  places[e].filled == (size_t)json_integer_value(json_object_get(c, names[1])),
              "assignments %s: %s", text_of(c, "id"), names[1]);
    }
    qian_assignment_write(frame, sel, staff, team[0], &places[0], team[1], &places[1], out);
    for (int e = 0; e < 2; e++) {
        qian_places_free(&places[e]);
        free(team[e]);
    }
    qian_hasher_close(h);
}

static void test_assignments(json_t *c) {
    struct qian_notice n = {.per_visit = number_of(c, "team", "per_visit"),
                            .per_department = number_of(c, "team", "per_department"),
                            .experts = number_of(c, "team", "experts"),
                            .initiator = qian_str_copy(str_of(c, "initiator"))};
    struct qian_table targets, sorted, inspectors, recusals;
    struct qian_selection sel;
    struct qian_staff staff;
    struct qian_err err = {0};
    struct qian_buf out = {0};
    items_of(c, &n);
    visits_of(c, &n, &targets, &sel);
    qian_table_read(QIAN_INSPECTORS, str_of(c, "inspectors"), &inspectors);
    qian_table_read(QIAN_RECUSALS, str_of(c, "recusals"), &recusals);
    sorted = targets; // recusals are looked up by id
    sorted.row = qian_take(targets.rows, sizeof *sorted.row);
    memcpy(sorted.row, targets.row, targets.rows * sizeof *sorted.row);
    qsort(sorted.row, sorted.rows, sizeof *sorted.row, by_id);
    struct qian_frame look_up = {.targets = &sorted, .notice = &n};
    struct qian_frame frame = {.targets = &targets, .notice = &n};
    enum qian_status status = qian_staff_read(&look_up, &inspectors, &recusals, &staff, &err);
    CHECK(status == QIAN_OK, "assignments %s: %s", text_of(c, "id"), status ? err.what : "");
    if (status == QIAN_OK)
        run_assignment(c, &frame, &sel, &staff, &out);
    CHECK(qian_str_eq(qian_buf_view(&out), str_of(c, "assignment")), "assignments %s:\n%s\n%s",
          text_of(c, "id"), out.p, text_of(c, "assignment"));
    qian_buf_free(&out);
    qian_staff_free(&staff);
    qian_selection_free(&sel);
    qian_table_free(&targets);
    qian_table_free(&sorted);
    qian_table_free(&inspectors);
    qian_table_free(&recusals);
    qian_notice_free(&n);
}

int main(void) {
    static const struct {
        const char *file;
        void (*test)(json_t *c);
    } all[] = {{"quotas.json", test_quotas},
               {"selections.json", test_selections},
               {"assignments.json", test_assignments}};
    for (size_t f = 0; f < sizeof all / sizeof *all; f++) {
        json_t *root = cases_load("qian", all[f].file), *c;
        size_t i;
        json_array_foreach(json_object_get(root, "cases"), i, c) all[f].test(c);
        json_decref(root);
    }
    return check_end("engine vectors, draw");
}
