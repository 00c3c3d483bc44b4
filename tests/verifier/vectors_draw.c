// SPDX-License-Identifier: MulanPSL-2.0
// Vectors about numbers and hashes: roots, quotas, commitments, seeds, balls, selections.
#include "tests/verifier/harness.h"

#include "verifier/mem.h"
#include "verifier/merkle.h"
#include "verifier/ratio.h"

#include <stdlib.h>
#include <string.h>

// The root that a line, its index and its audit path lead to (tables.md 6.3, RFC 6962 2.1.1).
static bool proof_leads_to(struct vectors *v, uint32_t proof, struct bytes line, uint64_t leaves, struct hash *h,
                           unsigned char root[DIGEST_BYTES])
{
    static const unsigned char PREFIX[] = {0, 1};
    uint64_t index = number_of(v, proof, "index");
    uint64_t last = leaves - 1;
    uint32_t step = first_of(v, proof, "path");
    hash_start(h);
    hash_add(h, (struct bytes){&PREFIX[0], 1});
    hash_add(h, line);
    hash_end(h, root);
    for (; last > 0; index >>= 1, last >>= 1) {
        unsigned char sibling[DIGEST_BYTES];
        if ((index & 1) == 0 && index == last) {
            continue; // no sibling on this level
        }
        if (step == 0) {
            return false;
        }
        hex_to_digest(json_text(&v->json, step), sibling);
        step = next_of(v, step);
        hash_start(h);
        hash_add(h, (struct bytes){&PREFIX[1], 1});
        hash_add(h, (struct bytes){index & 1 ? sibling : root, DIGEST_BYTES});
        hash_add(h, (struct bytes){index & 1 ? root : sibling, DIGEST_BYTES});
        hash_end(h, root);
    }
    return step == 0;
}

static void test_proofs(struct vectors *v, uint32_t c, struct hash *h)
{
    uint32_t lines = member_of(v, c, "lines");
    for (uint32_t proof = first_of(v, c, "proofs"); proof != 0; proof = next_of(v, proof)) {
        unsigned char root[DIGEST_BYTES];
        char digits[DIGEST_DIGITS];
        uint32_t line = v->json.values[lines].first;
        for (uint64_t i = 0; i < number_of(v, proof, "index"); i++) {
            line = next_of(v, line);
        }
        bool fits = proof_leads_to(v, proof, json_text(&v->json, line), v->json.values[lines].children, h, root);
        digest_to_hex(root, digits);
        CHECK(fits && bytes_same(digits_of(digits), text_of(v, c, "root")), "a proof leads elsewhere");
    }
}

static void test_roots(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/roots.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        struct hash h;
        struct merkle m;
        unsigned char root[DIGEST_BYTES];
        char digits[DIGEST_DIGITS];
        current_case = text_of(&v, c, "id");
        hash_open(&h, suite_of(&v, c));
        merkle_start(&m, &h);
        for (uint32_t line = first_of(&v, c, "lines"); line != 0; line = next_of(&v, line)) {
            merkle_feed(&m, json_text(&v.json, line));
            merkle_feed(&m, bytes_of("\n"));
        }
        merkle_root(&m, root);
        digest_to_hex(root, digits);
        CHECK(bytes_same(digits_of(digits), text_of(&v, c, "root")), "another root");
        test_proofs(&v, c, &h);
        hash_close(&h);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static uint32_t ratio_of(const struct vectors *v, uint32_t object, const char *member)
{
    uint32_t ratio = 0;
    (void)ratio_read(text_of(v, object, member), &ratio);
    return ratio;
}

static void read_plan(struct notice *n, const struct vectors *v, uint32_t c)
{
    for (uint32_t e = first_of(v, c, "stratify"); e != 0; e = next_of(v, e)) {
        bool is_class = bytes_are(json_text(&v->json, e), "class");
        n->plan.class_first = n->plan.class_first || (is_class && !n->plan.by_area);
        n->plan.by_class = n->plan.by_class || is_class;
        n->plan.by_area = n->plan.by_area || !is_class;
    }
}

static void read_quota_item(struct bundle *b, const struct vectors *v, uint32_t c)
{
    struct notice *n = &b->notice;
    n->items = mem_new(1, sizeof *n->items);
    n->items_count = 1;
    struct item *item = n->items;
    item->code = bytes_of("X");
    b->rules.general.min = ratio_of(v, c, "min");
    b->rules.general.max = ratio_of(v, c, "max");
    item->cap = ratio_of(v, c, "cap");
    item->approval = json_type(&v->json, member_of(v, c, "approval")) == JSON_TRUE;
    item->ratio = ratio_of(v, c, "ratio");
    item->by_class = member_of(v, c, "ratios") != 0;
    item->quota = number_of(v, c, "quota");
    read_plan(n, v, c);
    for (uint32_t e = first_of(v, c, "ratios"); e != 0; e = next_of(v, e)) {
        (void)ratio_read(json_text(&v->json, e), &item->ratios[class_of(json_name(&v->json, e))]);
    }
    for (uint32_t e = first_of(v, c, "weights"); e != 0; e = next_of(v, e)) {
        n->weights[class_of(json_name(&v->json, e))] = (uint32_t)v->json.values[e].number;
    }
    n->minimum = number_of(v, c, "minimum");
}

// The counts that the case gives, as if targets.tsv had been read.
static void read_quota_roster(struct bundle *b, const struct vectors *v, uint32_t c)
{
    size_t count = v->json.values[member_of(v, c, "strata")].children;
    struct roster *roster = &b->roster;
    struct roster_item *counted = &roster->items[0];
    struct item *item = b->notice.items;
    uint32_t quotas = member_of(v, c, "quotas");
    item->strata = mem_new(count, sizeof *item->strata);
    item->strata_count = count;
    roster->notice = &b->notice;
    roster->loaded = true;
    roster->strata = mem_new(count, sizeof *roster->strata);
    roster->order = mem_new(count, sizeof *roster->order);
    uint32_t e = first_of(v, c, "strata");
    for (size_t i = 0; i < count; i++, e = next_of(v, e)) {
        struct stratum *stated = &item->strata[i];
        *stated = (struct stratum){text_of(v, e, "label"), number_of(v, e, "roster"), number_of(v, e, "eligible"), 0};
        for (uint32_t q = quotas == 0 ? 0 : v->json.values[quotas].first; q != 0; q = next_of(v, q)) {
            stated->quota = bytes_same(json_name(&v->json, q), stated->label) ? v->json.values[q].number : stated->quota;
        }
        uint32_t label = label_read(&b->notice.plan, stated->label);
        int class_no = label_class(&b->notice.plan, label);
        roster->strata[i] = (struct roster_stratum){.label = label, .rows = stated->roster, .eligible = stated->eligible};
        roster->order[i] = (uint32_t)i;
        counted->counts.rows += stated->roster;
        counted->counts.eligible += stated->eligible;
        counted->counts.class_rows[class_no == CLASS_NONE ? 0 : class_no] += stated->roster;
        counted->counts.class_eligible[class_no == CLASS_NONE ? 0 : class_no] += stated->eligible;
    }
    counted->strata_count = count;
    item->roster = counted->counts.rows;
}

static void expect_refusal(const struct bundle *b, struct bytes refused)
{
    for (int i = 0; i < STEP_COUNT; i++) {
        bool failed = b->report.steps[STEP_TEXTS[i].step].failed > 0;
        // A refused case gives no quota, so where the minimum alone is too much step 42 has nothing right to find.
        bool open = STEP_TEXTS[i].step == STEP_CHANCES || (STEP_TEXTS[i].step == STEP_QUOTAS && bytes_are(refused, "Q03"));
        CHECK(failed == bytes_are(refused, STEP_TEXTS[i].code) || STEP_TEXTS[i].code[0] != 'Q' || open,
              "%s %s", STEP_TEXTS[i].code, failed ? b->report.steps[STEP_TEXTS[i].step].found : "should fail");
    }
}

// Every quota that is off by one must be seen, too.
static void test_off_by_one(struct bundle *b)
{
    struct item *item = b->notice.items;
    item->quota++;
    check_quotas(b);
    CHECK(b->report.steps[STEP_QUOTAS].failed > 0, "a quota one too high passes");
    item->quota--;
    item->strata[item->strata_count - 1].quota++;
    check_quotas(b);
    CHECK(b->report.steps[STEP_STRATA].failed > 0, "a stratum's quota one too high passes");
}

static void test_quotas(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/quotas.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
        current_case = text_of(&v, c, "id");
        bundle_believe_notice(b);
        b->folder.files[FILE_RULES].present = true;
        read_quota_item(b, &v, c);
        read_quota_roster(b, &v, c);
        check_counts(b);
        check_quotas(b);
        expect_refusal(b, text_of(&v, c, "refused"));
        if (member_of(&v, c, "refused") == 0) {
            test_off_by_one(b);
        }
        bundle_release(b);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static void test_commitments(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/commitments.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        struct bundle *b = bundle_make(suite_of(&v, c));
        struct reveal reveal = {.name = text_of(&v, c, "name"), .nonce = text_of(&v, c, "nonce")};
        current_case = text_of(&v, c, "id");
        bundle_believe_notice(b);
        b->folder.files[FILE_CONTRIBUTIONS].present = true;
        b->notice.draw = text_of(&v, c, "draw");
        b->notice.contributors_count = 1;
        b->notice.contributors[0].name = reveal.name;
        b->notice.contributors[0].commitment = text_of(&v, c, "commitment");
        b->contributions.reveals = &reveal;
        b->contributions.count = 1;
        check_contributions(b);
        expect_codes(b, &v, 0);
        b->contributions.reveals = NULL;
        bundle_release(b);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static void test_seeds(const char *folder)
{
    static const char *const SCOPES[] = {"targets", "inspectors", "experts"};
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/seeds.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        struct bundle *b = bundle_make(suite_of(&v, c));
        current_case = text_of(&v, c, "id");
        bundle_put(b, FILE_ENTROPY, text_of(&v, c, "entropy"));
        (void)memcpy(b->seed, b->folder.files[FILE_ENTROPY].digest, DIGEST_DIGITS);
        bundle_subseeds(b);
        CHECK(bytes_same(digits_of(b->seed), text_of(&v, c, "seed")), "another seed");
        for (size_t i = 0; i < SUBSEED_COUNT; i++) {
            CHECK(bytes_same(digits_of(b->subseeds[i]), text_of(&v, c, SCOPES[i])), "another subseed %s", SCOPES[i]);
        }
        bundle_release(b);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static bool lists(const struct vectors *v, uint32_t c, const char *code)
{
    for (uint32_t e = first_of(v, c, "codes"); e != 0; e = next_of(v, e)) {
        if (bytes_are(json_text(&v->json, e), code)) {
            return true;
        }
    }
    return false;
}

static void test_balls(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/balls.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        uint64_t count = number_of(&v, c, "count");
        uint64_t from = number_of(&v, c, "from");
        uint64_t to = number_of(&v, c, "to");
        struct bytes value = text_of(&v, c, "value");
        current_case = text_of(&v, c, "id");
        CHECK(balls_form(value) != lists(&v, c, "F07"), "F07");
        CHECK((balls_form(value) && !balls_fit(value, count, from, to)) == lists(&v, c, "E10"), "E10");
        CHECK(balls_enough(count, from, to) != lists(&v, c, "E09"), "E09");
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static void read_selection_items(struct notice *n, const struct vectors *v, uint32_t c)
{
    n->items_count = v->json.values[member_of(v, c, "items")].children;
    n->items = mem_new(n->items_count, sizeof *n->items);
    uint32_t e = first_of(v, c, "items");
    for (size_t i = 0; i < n->items_count; i++, e = next_of(v, e)) {
        struct item *item = &n->items[i];
        item->code = text_of(v, e, "code");
        item->strata_count = v->json.values[member_of(v, e, "strata")].children;
        item->strata = mem_new(item->strata_count, sizeof *item->strata);
        uint32_t s = first_of(v, e, "strata");
        for (size_t k = 0; k < item->strata_count; k++, s = next_of(v, s)) {
            item->strata[k].label = text_of(v, s, "label");
            item->strata[k].quota = number_of(v, s, "quota");
        }
    }
}

static void test_cutoffs(const struct bundle *b, const struct vectors *v, uint32_t c)
{
    for (uint32_t e = first_of(v, c, "cutoffs"); e != 0; e = next_of(v, e)) {
        size_t item = notice_item(&b->notice, json_name(&v->json, e));
        for (uint32_t s = v->json.values[e].first; s != 0; s = next_of(v, s)) {
            const struct roster_stratum *stratum = roster_find(&b->roster, item, json_name(&v->json, s));
            char digits[DIGEST_DIGITS];
            if (stratum == NULL || stratum->taken == 0) {
                CHECK(json_type(&v->json, s) == JSON_NULL, "no cut-off");
                continue;
            }
            digest_to_hex(stratum->heap[0].key, digits);
            CHECK(bytes_same(json_text(&v->json, s), digits_of(digits)), "another cut-off");
        }
    }
}

static void test_selections(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/selections.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        struct bundle *b = bundle_make(suite_of(&v, c));
        current_case = text_of(&v, c, "id");
        bundle_believe_notice(b);
        read_plan(&b->notice, &v, c);
        read_selection_items(&b->notice, &v, c);
        b->notice.batches = number_of(&v, c, "batches");
        (void)memcpy(b->subseeds[SUBSEED_TARGETS], text_of(&v, c, "subseed").at, DIGEST_DIGITS);
        b->seeded = true;
        bundle_put(b, FILE_TARGETS, text_of(&v, c, "targets"));
        bundle_put(b, FILE_SELECTION, text_of(&v, c, "selection"));
        roster_load(&b->roster, &b->report, &b->folder.files[FILE_TARGETS], &b->notice, &b->hash,
                    b->subseeds[SUBSEED_TARGETS], NULL);
        visits_load(&b->visits, &b->roster, &b->folder.files[FILE_TARGETS]);
        check_selection(b);
        check_batches(b);
        CHECK(b->folder.files[FILE_SELECTION].lines == b->visits.count + 1, "%zu visits", b->visits.count);
        b->report.steps[STEP_ITEM_CODES].failed = 0; // cases may hold items of other draws
        expect_codes(b, &v, 0);
        test_cutoffs(b, &v, c);
        bundle_release(b);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

void test_draw(const char *folder)
{
    test_roots(folder);
    test_quotas(folder);
    test_commitments(folder);
    test_seeds(folder);
    test_balls(folder);
    test_selections(folder);
}
