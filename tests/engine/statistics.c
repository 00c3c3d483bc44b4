// SPDX-License-Identifier: MulanPSL-2.0
// Both randoms over very many seeds: is each target, each pair, each order, each inspector as
// likely as any other? Seeds are fixed, so the verdict is too.
#include <math.h>

#include "engine/core/assign.h"
#include "tests/check.h"
#include "tests/engine/dice.h"
#include "tests/engine/stat.h"

enum { N = 20, K = 5, VISITS = 4, PEOPLE = 6 };
#define DRAWS (SLOW_BUILD ? 20000u : 600000u)
#define ASSIGNMENTS (SLOW_BUILD ? 5000u : 60000u)

// A roster of n targets to which one item applies.
struct roster {
    char id[N][32], code[4], department[4];
    struct qian_row row[N];
    struct qian_table targets;
    struct qian_item item;
    struct qian_notice notice;
    struct qian_frame frame;
};

static void roster_open(struct roster *r, size_t n, uint64_t quota) {
    *r = (struct roster){.code = "I1", .department = "D1"};
    for (size_t i = 0; i < n; i++) {
        snprintf(r->id[i], sizeof r->id[i], "loc:%02zu", i);
        const char *field[] = {r->id[i], "name", "-", "-", r->code, "", ""};
        for (size_t c = 0; c < QIAN_COLUMNS_MAX; c++)
            r->row[i].field[c] = qian_str(field[c]);
    }
    r->targets = (struct qian_table){.kind = QIAN_TARGETS, .rows = n, .row = r->row};
    r->item = (struct qian_item){.code = r->code, .department = r->department};
    r->notice = (struct qian_notice){.items = &r->item,
                                     .item_count = 1,
                                     .batches = 1,
                                     .per_visit = 2,
                                     .per_department = 1,
                                     .initiator = r->department};
    qian_frame_open(&r->notice, &r->targets, &r->frame);
    r->item.strata[0].quota = quota;
}

static void roster_close(struct roster *r) {
    qian_frame_close(&r->frame);
    free(r->item.strata[0].label);
    free(r->item.strata);
}

static void test_first_random(enum qian_suite suite) {
    struct qian_hasher *h = qian_hasher_open(suite);
    struct roster r;
    struct tally t;
    double z[STAT_COUNT];
    roster_open(&r, N, K);
    tally_begin(&t, N, K);
    unsigned draws = suite == QIAN_SM3_SM2 ? DRAWS / 6 : DRAWS;
    for (unsigned i = 0; i < draws; i++) {
        struct qian_digest subseed = dice_digest("qian-stat-v1", i);
        struct qian_selection sel;
        size_t drawn[K];
        qian_select(&r.frame, &subseed, h, &sel);
        for (size_t v = 0; v < K && sel.count == K; v++)
            drawn[v] = sel.visit[v].row;
        if (sel.count == K)
            tally_add(&t, drawn);
        qian_selection_free(&sel);
    }
    CHECK((unsigned)t.draws == draws, "%s: every draw takes %d", qian_suite_name(suite), K);
    tally_end(&t, z);
    printf("%s, %u draws:", qian_suite_name(suite), draws);
    for (size_t i = 0; i < STAT_COUNT; i++) {
        printf(" %s %.2f", stat_names[i], z[i]);
        CHECK(fabs(z[i]) <= stat_gates[i], "%s: %s z %.2f", qian_suite_name(suite), stat_names[i],
              z[i]);
    }
    printf("\n");
    roster_close(&r);
    qian_hasher_close(h);
}

// Six inspectors with equal attributes; the last one of the staff is of another kind, so that
// what is uniform is so among the exchangeable alone.
static void
make_staff(struct qian_staff *staff, struct qian_member member[PEOPLE + 1], uint32_t capacity) {
    static const char *const ids[] = {"P000001", "P000002", "P000003", "P000004",
                                      "P000005", "P000006", "P000007"};
    for (size_t i = 0; i <= PEOPLE; i++) {
        member[i] = (struct qian_member){.id = qian_str(ids[i]),
                                         .department = qian_str(i < PEOPLE ? "D1" : "D2"),
                                         .areas = qian_str("*"),
                                         .capacity = capacity};
        qian_itemset_add(&member[i].items, 0);
    }
    *staff = (struct qian_staff){.member = member, .count = PEOPLE + 1};
}

static void count_places(const struct qian_places *places, struct tally t[VISITS]) {
    for (size_t v = 0; v < VISITS; v++) {
        size_t drawn[2] = {places->place[2 * v].inspector, places->place[2 * v + 1].inspector};
        bool whole = drawn[0] < PEOPLE && drawn[1] < PEOPLE && drawn[0] != drawn[1];
        CHECK(whole, "visit %zu has its two inspectors", v);
        if (whole)
            tally_add(&t[v], drawn);
    }
}

// Scarce capacity (12 units for 8 slots) makes later visits depend on earlier ones, plenty does
// not.
static void test_second_random(uint32_t capacity) {
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    struct roster r;
    struct qian_member member[PEOPLE + 1];
    struct qian_staff staff;
    struct qian_selection sel = {.count = VISITS, .visit = qian_take(VISITS, sizeof *sel.visit)};
    struct tally t[VISITS];
    size_t teams = 0;
    roster_open(&r, VISITS, VISITS);
    make_staff(&staff, member, capacity);
    for (size_t v = 0; v < VISITS; v++) {
        sel.visit[v].row = (uint32_t)v;
        qian_itemset_add(&sel.visit[v].items, 0);
        tally_begin(&t[v], PEOPLE, 2);
    }
    struct qian_need *team = qian_teams(&r.notice, &sel, false, &teams);
    for (unsigned i = 0; i < ASSIGNMENTS; i++) {
        struct qian_digest subseed = dice_digest("qian-stat-inspectors-v1", i);
        struct qian_places places;
        qian_assign(&r.frame, &sel, &staff, team, teams, &subseed, h, &places);
        count_places(&places, t);
        qian_places_free(&places);
    }
    printf("second random, capacity %u, %u assignments, inclusion by visit:", capacity,
           ASSIGNMENTS);
    for (size_t v = 0; v < VISITS; v++) {
        double x2 = 0, p = 2.0 / PEOPLE;
        for (size_t i = 0; i < PEOPLE; i++)
            x2 += pow(t[v].hits[i] - t[v].draws * p, 2) / (t[v].draws * p * (1 - p));
        double z = chi_z_few(x2 * (PEOPLE - 1) / PEOPLE, PEOPLE - 1);
        printf(" %.2f", z);
        CHECK(fabs(z) <= 4.9, "capacity %u, visit %zu: z %.2f", capacity, v, z);
    }
    printf("\n");
    free(team);
    qian_selection_free(&sel);
    roster_close(&r);
    qian_hasher_close(h);
}

int main(void) {
    test_first_random(QIAN_SHA256_ED25519);
    test_first_random(QIAN_SM3_SM2);
    test_second_random(2); // twelve units for eight slots
    test_second_random(4);
    return check_end("engine, statistics");
}
