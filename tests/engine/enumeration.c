// SPDX-License-Identifier: MulanPSL-2.0
// Exact small cases. The first random is here, quotas and assignments in files of their own.
#include "tests/engine/enumeration.h"

#include <math.h>

#include "engine/core/select.h"
#include "tests/check.h"
#include "tests/engine/dice.h"
#include "tests/engine/stat.h"

enum { ROWS = 14, ITEMS = 4, SMALL = 7 };
#define SEEDS (SLOW_BUILD ? 2000u : 20000u)
#define ROSTERS (SLOW_BUILD ? 300u : 3000u)

// A roster built by hand; every string that the engine frees is not in here.
struct roster {
    char id[ROWS][16], items[ROWS][32], barred[ROWS][64];
    char code[ITEMS][32], department[4];
    struct qian_row row[ROWS];
    struct qian_item item[ITEMS];
    struct qian_table targets;
    struct qian_notice notice;
    struct qian_frame frame;
};

static void roster_begin(struct roster *r, size_t items) {
    *r = (struct roster){.department = "D1"};
    for (size_t i = 0; i < items; i++) {
        snprintf(r->code[i], sizeof r->code[i], "I%zu", i + 1);
        r->item[i] = (struct qian_item){.code = r->code[i], .department = r->department};
    }
    r->targets = (struct qian_table){.kind = QIAN_TARGETS, .row = r->row};
    r->notice = (struct qian_notice){.items = r->item, .item_count = items, .batches = 1};
}

// Sets of items by bit: those that apply, and of them those that are barred.
static void
roster_row(struct roster *r, const char *id, unsigned applies, unsigned barred, size_t cls) {
    size_t at = r->targets.rows++;
    struct qian_row *row = &r->row[at];
    snprintf(r->id[at], sizeof r->id[at], "%s", id);
    r->items[at][0] = r->barred[at][0] = 0;
    for (size_t i = 0; i < r->notice.item_count; i++) {
        if (applies >> i & 1)
            strcat(strcat(r->items[at], *r->items[at] ? "," : ""), r->code[i]);
        if (applies >> i & barred >> i & 1) {
            strcat(strcat(r->barred[at], *r->barred[at] ? "," : ""), r->code[i]);
            strcat(r->barred[at], "=old:1");
        }
    }
    const char *field[] = {r->id[at], "name", "-", NULL, r->items[at], r->barred[at], ""};
    for (size_t c = 0; c < QIAN_COLUMNS_MAX; c++)
        row->field[c] = field[c] ? qian_str(field[c]) : (struct qian_str){&"ABCD-"[cls], 1};
}

static void roster_end(struct roster *r) {
    qian_frame_close(&r->frame);
    for (size_t i = 0; i < r->notice.item_count; i++) {
        for (size_t s = 0; s < r->item[i].strata_count; s++)
            free(r->item[i].strata[s].label);
        free(r->item[i].strata);
        r->item[i].strata = NULL;
        r->item[i].strata_count = 0;
        r->item[i].roster = 0;
    }
}

// ---- every subset is as likely ---------------------------------------------------------------

static double
chi_of_subsets(const unsigned count[1 << SMALL], size_t n, size_t k, unsigned draws, double *df) {
    double subsets = 0, x2 = 0;
    for (unsigned set = 0; set < 1u << n; set++)
        subsets += (size_t)__builtin_popcount(set) == k;
    for (unsigned set = 0; set < 1u << n; set++)
        if ((size_t)__builtin_popcount(set) == k)
            x2 += pow(count[set] - draws / subsets, 2) / (draws / subsets);
    *df = subsets - 1;
    return x2;
}

static void test_subsets(size_t n, size_t k) {
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    unsigned count[1 << SMALL] = {0};
    struct roster r;
    double df = 0;
    roster_begin(&r, 1);
    for (size_t i = 0; i < n; i++)
        roster_row(&r, (char[]){'l', ':', (char)('a' + i), 0}, 1, 0, 4);
    qian_frame_open(&r.notice, &r.targets, &r.frame);
    r.item[0].strata[0].quota = k;
    for (unsigned i = 0; i < SEEDS; i++) {
        struct qian_digest subseed = dice_digest("enumeration-subsets-", i);
        struct qian_selection sel;
        unsigned set = 0;
        qian_select(&r.frame, &subseed, h, &sel);
        for (size_t v = 0; v < sel.count; v++)
            set |= 1u << sel.visit[v].row;
        CHECK(sel.count == k && (size_t)__builtin_popcount(set) == k, "N %zu k %zu: size", n, k);
        count[set]++;
        qian_selection_free(&sel);
    }
    double x2 = chi_of_subsets(count, n, k, SEEDS, &df);
    if (df > 0) {
        double z = chi_z_few(x2, df);
        printf(" %zu/%zu %.2f", k, n, z);
        CHECK(fabs(z) <= 4.5, "N %zu k %zu: z %.2f", n, k, z);
    }
    roster_end(&r);
    qian_hasher_close(h);
}

// ---- rosters at random -----------------------------------------------------------------------

static void roll_roster(struct dice *d, struct roster *r) {
    roster_begin(r, 1 + dice_below(d, ITEMS));
    size_t rows = 1 + dice_below(d, ROWS - 1);
    for (size_t i = 0; i < rows; i++) {
        char id[16]; // ascending, with gaps into which a row can be put
        snprintf(id, sizeof id, "loc:%02zu", 2 * i + 1);
        roster_row(r, id, (unsigned)dice_below(d, 16), (unsigned)dice_below(d, 16),
                   dice_below(d, QIAN_CLASSES));
    }
    r->notice.by_class = dice_one_in(d, 2);
}

// B13: does the joint sample of item i equal the sample that the item draws alone?
static void test_alone(const struct roster *joint,
                       const struct qian_selection *sel,
                       size_t i,
                       const struct qian_digest *subseed,
                       struct qian_hasher *h,
                       unsigned number) {
    struct qian_item item = joint->item[i];
    struct qian_notice notice = joint->notice;
    struct qian_frame frame;
    struct qian_selection alone;
    size_t at = 0;
    item.strata = NULL;
    item.strata_count = 0;
    item.roster = 0;
    notice.items = &item;
    notice.item_count = 1;
    qian_frame_open(&notice, &joint->targets, &frame);
    for (size_t s = 0; s < item.strata_count; s++)
        item.strata[s].quota = joint->item[i].strata[s].quota;
    qian_select(&frame, subseed, h, &alone);
    for (size_t v = 0; v < sel->count; v++)
        if (qian_itemset_has(&sel->visit[v].items, i)) {
            CHECK(at < alone.count && alone.visit[at].row == sel->visit[v].row,
                  "roster %u, item %zu: alone it draws another", number, i);
            at++;
        }
    CHECK(at == alone.count, "roster %u, item %zu: %zu of %zu", number, i, at, alone.count);
    qian_selection_free(&alone);
    qian_frame_close(&frame);
    for (size_t s = 0; s < item.strata_count; s++)
        free(item.strata[s].label);
    free(item.strata);
}

// Take all that can be taken; the keys and the order of ids, but for one id.
static void order_of(struct roster *r,
                     const struct qian_digest *subseed,
                     struct qian_hasher *h,
                     const char *but,
                     struct qian_buf *out) {
    struct qian_selection sel;
    qian_frame_open(&r->notice, &r->targets, &r->frame);
    for (size_t i = 0; i < r->notice.item_count; i++)
        for (size_t s = 0; s < r->item[i].strata_count; s++)
            r->item[i].strata[s].quota = r->item[i].strata[s].eligible;
    qian_select(&r->frame, subseed, h, &sel);
    for (size_t v = 0; v < sel.count; v++) {
        struct qian_str id = r->row[sel.visit[v].row].field[T_ID];
        if (qian_str_is(id, but))
            continue;
        qian_buf_str(out, id);
        qian_buf_hex(out, sel.visit[v].key.b, 32);
    }
    qian_selection_free(&sel);
    roster_end(r);
}

static void test_one_row_more(struct dice *d,
                              struct roster *r,
                              const struct qian_digest *subseed,
                              struct qian_hasher *h,
                              unsigned number) {
    static struct roster more;
    struct qian_buf before = {0}, after = {0};
    size_t where = dice_below(d, r->targets.rows + 1);
    char id[16];
    snprintf(id, sizeof id, "loc:%02zu", 2 * where);
    roster_begin(&more, r->notice.item_count);
    more.notice.by_class = r->notice.by_class;
    for (size_t i = 0; i <= r->targets.rows; i++) {
        if (i == where)
            roster_row(&more, id, 15, 0, dice_below(d, QIAN_CLASSES));
        if (i == r->targets.rows)
            break;
        size_t at = more.targets.rows++;
        more.row[at] = r->row[i]; // strings of the smaller roster
    }
    order_of(r, subseed, h, id, &before);
    order_of(&more, subseed, h, id, &after);
    CHECK(qian_str_eq(qian_buf_view(&before), qian_buf_view(&after)),
          "roster %u: a row more changes others", number);
    qian_buf_free(&before);
    qian_buf_free(&after);
}

static void test_rosters(void) {
    static struct roster r;
    for (unsigned n = 0; n < ROSTERS; n++) {
        struct dice d = dice_of("enumeration-rosters-", n);
        struct qian_hasher *h = qian_hasher_open(n % 4 ? QIAN_SHA256_ED25519 : QIAN_SM3_SM2);
        struct qian_digest subseed = dice_digest("enumeration-rosters-subseed-", n);
        struct qian_selection sel;
        roll_roster(&d, &r);
        qian_frame_open(&r.notice, &r.targets, &r.frame);
        for (size_t i = 0; i < r.notice.item_count; i++)
            for (size_t s = 0; s < r.item[i].strata_count; s++)
                r.item[i].strata[s].quota = dice_below(&d, r.item[i].strata[s].eligible + 1);
        qian_select(&r.frame, &subseed, h, &sel);
        for (size_t i = 0; i < r.notice.item_count; i++)
            test_alone(&r, &sel, i, &subseed, h, n);
        qian_selection_free(&sel);
        roster_end(&r);
        test_one_row_more(&d, &r, &subseed, h, n);
        qian_hasher_close(h);
    }
    printf("rosters: %u\n", ROSTERS);
}

int main(void) {
    struct outcome part[] = {enumerate_assignments(), enumerate_quotas()};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        checks_passed += part[i].passed;
        checks_failed += part[i].failed;
    }
    printf("subsets over %u seeds, z:", SEEDS);
    for (size_t n = 1; n <= SMALL; n++)
        for (size_t k = 0; k <= n; k++)
            test_subsets(n, k);
    printf("\n");
    test_rosters();
    return check_end("engine, enumeration");
}
