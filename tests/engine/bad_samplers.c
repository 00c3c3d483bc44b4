// SPDX-License-Identifier: MulanPSL-2.0
// The statistics have teeth: samplers with known faults, each of which must fail the statistic
// that is named for it, and a good one, which must pass all.
#include <math.h>
#include <stdlib.h>

#include "tests/check.h"
#include "tests/engine/dice.h"
#include "tests/engine/stat.h"

enum { N = 20, K = 5, DRAWS = 400000 };

typedef void sampler(struct dice *d, size_t out[K]);

static void swap(size_t *a, size_t *b) {
    size_t t = *a;
    *a = *b;
    *b = t;
}

static void identity(size_t all[N]) {
    for (size_t i = 0; i < N; i++)
        all[i] = i;
}

static void good(struct dice *d, size_t out[K]) {
    size_t all[N];
    identity(all);
    for (size_t i = 0; i < K; i++) {
        swap(&all[i], &all[i + dice_below(d, N - i)]);
        out[i] = all[i];
    }
}

// A good shuffle of a bad number: a byte modulo what is wanted.
static void modulo8(struct dice *d, size_t out[K]) {
    size_t all[N];
    identity(all);
    for (size_t i = 0; i < K; i++) {
        swap(&all[i], &all[i + (dice_next(d) & 255) % (N - i)]);
        out[i] = all[i];
    }
}

// Each place is swapped with any place: 20^20 ways are no multiple of 20!.
static void naive(struct dice *d, size_t out[K]) {
    size_t all[N];
    identity(all);
    for (size_t i = 0; i < N; i++)
        swap(&all[i], &all[dice_below(d, N)]);
    memcpy(out, all, K * sizeof *out);
}

// Sattolo: nobody stays at his own place.
static void sattolo(struct dice *d, size_t out[K]) {
    size_t all[N];
    identity(all);
    for (size_t i = N - 1; i > 0; i--)
        swap(&all[i], &all[dice_below(d, i)]);
    memcpy(out, all, K * sizeof *out);
}

// The last target can never be reached.
static void off_by_one(struct dice *d, size_t out[K]) {
    size_t all[N];
    identity(all);
    for (size_t i = 0; i < K; i++) {
        swap(&all[i], &all[i + dice_below(d, N - 1 - i)]);
        out[i] = all[i];
    }
}

static int by_number(const void *a, const void *b) {
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

// Keys of a byte collide, and the lower index wins.
static void short_key(struct dice *d, size_t out[K]) {
    size_t all[N];
    for (size_t i = 0; i < N; i++)
        all[i] = (size_t)(dice_next(d) & 255) << 8 | i;
    qsort(all, N, sizeof *all, by_number);
    for (size_t i = 0; i < K; i++)
        out[i] = all[i] & 255;
}

// Every fourth from a random start: each is drawn as often, few pairs are ever drawn.
static void systematic(struct dice *d, size_t out[K]) {
    size_t start = dice_below(d, N);
    for (size_t i = 0; i < K; i++)
        out[i] = (start + i * N / K) % N;
}

static bool holds(const size_t out[K], size_t target) {
    for (size_t i = 0; i < K; i++)
        if (out[i] == target)
            return true;
    return false;
}

// One target has a friend, who draws until it is gone in 2 % of its hits.
static void friendly(struct dice *d, size_t out[K]) {
    good(d, out);
    if (holds(out, 7) && dice_one_in(d, 50))
        while (holds(out, 7))
            good(d, out);
}

// The sample is good, its order is the roster's.
static void sorted(struct dice *d, size_t out[K]) {
    good(d, out);
    qsort(out, K, sizeof *out, by_number);
}

// One draw in a hundred is the last one again.
static void repeating(struct dice *d, size_t out[K]) {
    static size_t last[K];
    static bool any;
    if (!any || !dice_one_in(d, 100))
        good(d, last);
    any = true;
    memcpy(out, last, sizeof last);
}

int main(void) {
    static const struct {
        const char *name;
        sampler *draw;
        int fails; // a stat_name, or -1
    } all[] = {{"good", good, -1},
               {"modulo of a byte", modulo8, STAT_INCLUSION},
               {"naive shuffle", naive, STAT_INCLUSION},
               {"Sattolo", sattolo, STAT_INCLUSION},
               {"off by one", off_by_one, STAT_LARGEST},
               {"key of a byte", short_key, STAT_INCLUSION},
               {"systematic", systematic, STAT_PAIR},
               {"dropped in 2 % of its hits", friendly, STAT_LARGEST},
               {"sorted", sorted, STAT_ORDER},
               {"repeating", repeating, STAT_SERIAL}};
    for (size_t s = 0; s < sizeof all / sizeof *all; s++) {
        struct dice d = dice_of("qian-bad-v1", s);
        struct tally t;
        double z[STAT_COUNT];
        size_t drawn[K];
        tally_begin(&t, N, K);
        for (size_t i = 0; i < DRAWS; i++) {
            all[s].draw(&d, drawn);
            tally_add(&t, drawn);
        }
        tally_end(&t, z);
        printf("%-28s", all[s].name);
        for (size_t i = 0; i < STAT_COUNT; i++) {
            bool beyond = fabs(z[i]) > stat_gates[i];
            printf(" %s %.2f%s", stat_names[i], z[i], beyond ? "!" : "");
            if (all[s].fails < 0)
                CHECK(!beyond, "%s fails %s: z %.2f", all[s].name, stat_names[i], z[i]);
            else if (all[s].fails == (int)i)
                CHECK(beyond, "%s passes %s: z %.2f", all[s].name, stat_names[i], z[i]);
        }
        printf("\n");
    }
    return check_end("engine, bad samplers");
}
