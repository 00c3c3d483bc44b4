// SPDX-License-Identifier: MulanPSL-2.0
// assignments.json: who inspects whom.
#include "tests/verifier/harness.h"

#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

static void read_items(struct notice *n, const struct vectors *v, uint32_t c)
{
    uint32_t team = member_of(v, c, "team");
    n->items_count = v->json.values[member_of(v, c, "items")].children;
    n->items = mem_new(n->items_count, sizeof *n->items);
    uint32_t e = first_of(v, c, "items");
    for (size_t i = 0; i < n->items_count; i++, e = next_of(v, e)) {
        n->items[i].code = text_of(v, e, "code");
        n->items[i].department = text_of(v, e, "department");
    }
    n->initiator = text_of(v, c, "initiator");
    n->per_visit = number_of(v, team, "per_visit");
    n->per_department = number_of(v, team, "per_department");
    n->experts = number_of(v, team, "experts");
}

static void read_visits(struct bundle *b, const struct vectors *v, uint32_t c)
{
    struct visits *visits = &b->visits;
    visits->count = v->json.values[member_of(v, c, "visits")].children;
    visits->all = mem_new(visits->count, sizeof *visits->all);
    visits->by_id = mem_new(visits->count, sizeof *visits->by_id);
    uint32_t e = first_of(v, c, "visits");
    for (size_t i = 0; i < visits->count; i++, e = next_of(v, e)) {
        struct visit *visit = &visits->all[i];
        visit->id = text_of(v, e, "target");
        visit->offset = i;
        CHECK(area_of(text_of(v, e, "area"), &visit->area), "no area");
        for (uint32_t k = first_of(v, e, "items"); k != 0; k = next_of(v, k)) {
            size_t item = notice_item(&b->notice, json_text(&v->json, k));
            CHECK(item < b->notice.items_count, "an unknown item");
            itemset_add(&visit->items, item);
        }
    }
    visits->loaded = true;
}

// In a bundle the pass over targets.tsv says where targets stand; here the visits do.
static void find_recused(struct bundle *b)
{
    for (size_t i = 0; i < b->recusals.count; i++) {
        for (size_t k = 0; k < b->visits.count; k++) {
            if (bytes_same(b->recusals.all[i].target, b->visits.all[k].id)) {
                b->recusals.all[i].offset = (int64_t)k;
            }
        }
    }
    recusals_settle(&b->recusals);
}

static void match(struct bundle *b, const struct vectors *v, uint32_t c)
{
    static const char *const SUBSEEDS[] = {"inspectors_subseed", "experts_subseed"};
    for (size_t i = 0; i < CREW_COUNT; i++) {
        (void)memcpy(b->subseeds[SUBSEED_INSPECTORS + i], text_of(v, c, SUBSEEDS[i]).at, DIGEST_DIGITS);
        crew_teams(&b->crews[i], i == CREW_EXPERTS, &b->notice, &b->visits);
        crew_kinds(&b->crews[i], &b->people, &b->recusals);
        crew_match(&b->crews[i], &b->people, &b->hash, b->subseeds[SUBSEED_INSPECTORS + i]);
    }
    b->teamed = true;
    b->matched = true;
}

static void test_case(const struct vectors *v, uint32_t c)
{
    struct bundle *b = bundle_make(suite_of(v, c));
    bundle_believe_notice(b);
    read_items(&b->notice, v, c);
    read_visits(b, v, c);
    bundle_put(b, FILE_INSPECTORS, text_of(v, c, "inspectors"));
    bundle_put(b, FILE_RECUSALS, text_of(v, c, "recusals"));
    bundle_put(b, FILE_ASSIGNMENT, text_of(v, c, "assignment"));
    people_load(&b->people, &b->report, &b->folder.files[FILE_INSPECTORS], &b->notice);
    recusals_load(&b->recusals, &b->folder.files[FILE_RECUSALS], &b->people);
    find_recused(b);
    match(b, v, c);
    check_places(b);
    check_assignment(b);
    b->report.steps[STEP_ITEM_CODES].failed = 0; // an inspector's list may hold items of other draws
    expect_codes(b, v, 0);
    CHECK(b->placed, "the rows are others");
    CHECK(b->crews[0].slots == number_of(v, c, "slots") && b->crews[0].filled == number_of(v, c, "filled"),
          "%zu slots, %llu filled", b->crews[0].slots, (unsigned long long)b->crews[0].filled);
    CHECK(b->crews[1].slots == number_of(v, c, "expert_slots") && b->crews[1].filled == number_of(v, c, "expert_filled"),
          "%zu expert slots, %llu filled", b->crews[1].slots, (unsigned long long)b->crews[1].filled);
    bundle_release(b);
}

void test_assignments(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/assignments.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        current_case = text_of(&v, c, "id");
        test_case(&v, c);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}
