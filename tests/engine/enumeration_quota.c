// SPDX-License-Identifier: MulanPSL-2.0
// Quotas against a slow apportionment written from spec/quota.md: all rosters of up to three
// strata of up to eight rows.
#include "engine/core/quota.h"
#include "tests/check.h"
#include "tests/engine/dice.h"
#include "tests/engine/enumeration.h"

enum { STRATA = 3, ROWS_MAX = 8, MINIMUM_MAX = 2, WHOLE = 1000000 };

static const uint32_t weight_grid[] = {1, 2, 3, 8};
static const uint32_t ratio_grid[] = {1,      50000,  100000, 125000, 200000, 333333,
                                      500000, 666667, 750000, 999999, 1000000};
#define COUNT(a) (sizeof(a) / sizeof *(a))

// What one case gives the engine, and what the law makes of it.
struct expected {
    const char *refused; // code, or NULL
    uint64_t k, seats[STRATA];
};

static uint64_t ceil_of(uint64_t r, uint64_t n) {
    return (r * n + WHOLE - 1) / WHOLE;
}

static uint64_t weight_of(const struct qian_wish *w, const struct qian_stratum *s) {
    return w->by_class || s->cls < 0 ? 1 : w->weights[s->cls];
}

// quota 3.2: does stratum a come before b? By w·N / (2n + 1), then N, then label.
static bool before(const struct qian_wish *w,
                   const struct qian_stratum *s,
                   const uint64_t *seats,
                   size_t a,
                   size_t b) {
    uint64_t left = weight_of(w, &s[a]) * s[a].roster * (2 * seats[b] + 1);
    uint64_t right = weight_of(w, &s[b]) * s[b].roster * (2 * seats[a] + 1);
    if (left != right)
        return left > right;
    if (s[a].roster != s[b].roster)
        return s[a].roster > s[b].roster;
    return strcmp(s[a].label, s[b].label) < 0;
}

// quota 3.2 for the strata of one class (-1: all). False: the minima exceed k.
static bool seat(const struct qian_wish *w,
                 const struct qian_stratum *s,
                 size_t n,
                 int cls,
                 uint64_t k,
                 uint64_t seats[STRATA]) {
    uint64_t given = 0;
    for (size_t i = 0; i < n; i++) {
        if (cls >= 0 && s[i].cls != cls)
            continue;
        seats[i] = w->minimum < s[i].eligible ? w->minimum : s[i].eligible;
        given += seats[i];
    }
    if (given > k)
        return false;
    for (; given < k; given++) {
        size_t line[STRATA], standing = 0; // all that may take a seat, sorted by insertion
        for (size_t i = 0; i < n; i++) {
            if ((cls >= 0 && s[i].cls != cls) || seats[i] >= s[i].eligible)
                continue;
            size_t at = standing++;
            for (; at > 0 && before(w, s, seats, i, line[at - 1]); at--)
                line[at] = line[at - 1];
            line[at] = i;
        }
        if (standing == 0)
            return true; // cannot be: k is at most the eligible rows
        seats[line[0]]++;
    }
    return true;
}

// quota 1.3, 2.1: k within min and upper bound (0: none)
static bool bounded(const struct qian_wish *w, uint64_t upper, uint64_t k, uint64_t n) {
    return WHOLE * k >= w->min * n && (!upper || WHOLE * k <= upper * n);
}

static uint64_t upper_of(const struct qian_wish *w) {
    if (!w->max || !w->cap)
        return w->max + w->cap;
    return w->max < w->cap ? w->max : w->cap;
}

// quota 2.3
static void law_by_class(const struct qian_wish *w,
                         const struct qian_stratum *s,
                         size_t n,
                         uint64_t rows,
                         struct expected *out) {
    uint64_t of_class[QIAN_CLASSES] = {0};
    for (size_t i = 0; i < n; i++)
        if (s[i].cls < 0 || w->ratios[s[i].cls] == 0) {
            out->refused = "Q03";
            return;
        }
    for (int c = 0; c < QIAN_CLASSES; c++) {
        uint64_t all = 0, able = 0;
        for (size_t i = 0; i < n; i++) {
            all += s[i].cls == c ? s[i].roster : 0;
            able += s[i].cls == c ? s[i].eligible : 0;
        }
        of_class[c] = ceil_of(w->ratios[c], all);
        of_class[c] = of_class[c] < able ? of_class[c] : able;
        out->k += of_class[c];
    }
    if (out->k == 0 || (!w->approved && !bounded(w, upper_of(w), out->k, rows)))
        out->refused = "Q04";
    for (int c = 0; c < QIAN_CLASSES && !out->refused; c++)
        if (!seat(w, s, n, c, of_class[c], out->seats))
            out->refused = "Q03";
}

// quota 2.1, 2.2, 2.4, in the order of 2.5
static void
law(const struct qian_wish *w, const struct qian_stratum *s, size_t n, struct expected *out) {
    uint64_t rows = 0, able = 0, upper = upper_of(w);
    *out = (struct expected){0};
    for (size_t i = 0; i < n; i++) {
        rows += s[i].roster;
        able += s[i].eligible;
    }
    if (rows == 0) {
        out->refused = "Q01";
        return;
    }
    if (w->by_class) {
        law_by_class(w, s, n, rows, out);
        return;
    }
    out->k = ceil_of(w->ratio, rows);
    if (w->approved) {
        out->k = out->k > 1 ? out->k : 1;
    } else {
        if (upper && out->k > upper * rows / WHOLE)
            out->k = upper * rows / WHOLE;
        if (w->ratio < w->min || (upper && w->ratio > upper) || !bounded(w, upper, out->k, rows))
            out->refused = "Q04";
    }
    if (!out->refused && out->k > able)
        out->refused = "Q02";
    if (!out->refused && !seat(w, s, n, -1, out->k, out->seats))
        out->refused = "Q03";
}

static size_t cases, refused;

static void compare(const struct qian_wish *w, struct qian_stratum *s, size_t n) {
    struct expected want;
    struct qian_err err = {0};
    uint64_t k = 0;
    law(w, s, n, &want);
    enum qian_status status = qian_quota(w, s, n, &k, &err);
    cases++;
    refused += want.refused != NULL;
    if (want.refused) {
        CHECK(status == QIAN_REFUSED && strcmp(err.code, want.refused) == 0,
              "case %zu: %s, want %s", cases, status ? err.code : "taken", want.refused);
        return;
    }
    CHECK(status == QIAN_OK && k == want.k, "case %zu: %s, %d seats, want %d", cases,
          status ? err.code : "taken", (int)k, (int)want.k);
    for (size_t i = 0; i < n && status == QIAN_OK; i++)
        CHECK(s[i].quota == want.seats[i], "case %zu: stratum %s %d, want %d", cases, s[i].label,
              (int)s[i].quota, (int)want.seats[i]);
}

// Strata as they come: one class each, two of one class, or no classes at all.
static const struct {
    const char *label[STRATA];
    int cls[STRATA];
} shapes[] = {{{"A", "B", "C"}, {0, 1, 2}},
              {{"A/220101", "A/220102", "D/220101"}, {0, 0, 3}},
              {{"220101", "220102", "220103"}, {-1, -1, -1}}};

static struct qian_wish roll_wish(struct dice *d,
                                  uint32_t ratio,
                                  const uint32_t weight[STRATA],
                                  uint64_t minimum,
                                  const int cls[STRATA]) {
    static const uint32_t bounds[][2] = {{30000, 200000}, {200000, 0}, {1, 0}, {1, 1000000}};
    size_t b = dice_below(d, COUNT(bounds));
    struct qian_wish w = {.ratio = ratio,
                          .by_class = dice_one_in(d, 4),
                          .min = bounds[b][0],
                          .max = bounds[b][1],
                          .cap = dice_one_in(d, 4) ? ratio_grid[dice_below(d, 11)] : 0,
                          .approved = dice_one_in(d, 4),
                          .minimum = minimum};
    for (size_t c = 0; c < QIAN_CLASSES; c++) {
        w.weights[c] = 1;
        w.ratios[c] = dice_one_in(d, 10) ? 0 : ratio_grid[dice_below(d, 11)];
    }
    for (size_t i = 0; i < STRATA; i++)
        if (cls[i] >= 0)
            w.weights[cls[i]] = weight[i];
    return w;
}

// One roster under every ratio; in half of the cases some rows are barred.
static void run_roster(struct dice *d, size_t roster, size_t weights, uint64_t minimum) {
    size_t shape = dice_below(d, COUNT(shapes)), n = 0;
    char labels[STRATA][16];
    int cls[STRATA];
    struct qian_stratum s[STRATA];
    uint32_t weight[STRATA];
    for (size_t i = 0; i < STRATA; i++, roster /= ROWS_MAX + 1, weights /= COUNT(weight_grid)) {
        uint64_t rows = roster % (ROWS_MAX + 1);
        cls[i] = shapes[shape].cls[i];
        weight[i] = weight_grid[weights % COUNT(weight_grid)];
        if (rows == 0)
            continue; // a label without rows is no stratum
        strcpy(labels[i], shapes[shape].label[i]);
        s[n++] = (struct qian_stratum){
            .label = labels[i], .cls = cls[i], .roster = rows, .eligible = rows};
    }
    for (size_t r = 0; r < COUNT(ratio_grid); r++) {
        struct qian_wish w = roll_wish(d, ratio_grid[r], weight, minimum, cls);
        bool barred = dice_one_in(d, 2);
        for (size_t i = 0; i < n; i++)
            s[i].eligible = barred ? dice_below(d, s[i].roster + 1) : s[i].roster;
        compare(&w, s, n);
    }
}

struct outcome enumerate_quotas(void) {
    struct dice d = dice_of("enumeration-quota", 0);
    size_t rosters = 9 * 9 * 9, weights = 4 * 4 * 4, step = SLOW_BUILD ? 5 : 1;
    for (size_t r = 0; r < rosters; r++)
        for (size_t w = r % step; w < weights; w += step)
            for (uint64_t m = 0; m <= MINIMUM_MAX; m++)
                run_roster(&d, r, w, m);
    printf("quotas: %zu cases, %zu refused\n", cases, refused);
    return (struct outcome){checks_passed, checks_failed};
}
