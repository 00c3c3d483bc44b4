// SPDX-License-Identifier: MulanPSL-2.0
// The apportionment of quota.md 3.2 against the plain reading of it, seat by seat, on random strata.
#include "tests/verifier/harness.h"

#include "verifier/quota.h"
#include "verifier/wide.h"

#include <string.h>

enum { CASES = 20000, STRATA = 12 };

static uint64_t state = 20260101;

// splitmix64: from 0 to below - 1.
static uint64_t pick(uint64_t below)
{
    uint64_t z = (state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (z ^ (z >> 31)) % below;
}

// spec/quota.md 3.2: "to the one with the greatest w_h·N_h / (2·n_h + 1); among equals to the one with the larger N_h;
// among equals still to the one with the smaller label."
static bool better(const struct seat *one, const struct seat *two)
{
    wide left = (wide)one->weight * one->rows * (2 * two->seats + 1);
    wide right = (wide)two->weight * two->rows * (2 * one->seats + 1);
    return left != right ? left > right : one->rows > two->rows;
}

static bool apportion_plainly(struct seat *seats, size_t count, uint64_t k, uint64_t minimum)
{
    uint64_t given = 0;
    for (size_t i = 0; i < count; i++) {
        seats[i].seats = minimum < seats[i].eligible ? minimum : seats[i].eligible;
        given += seats[i].seats;
    }
    for (uint64_t rest = given <= k ? k - given : 0; rest > 0; rest--) {
        struct seat *best = NULL;
        for (size_t i = 0; i < count; i++) {
            if (seats[i].seats < seats[i].eligible && (best == NULL || better(&seats[i], best))) {
                best = &seats[i];
            }
        }
        if (best == NULL) {
            break;
        }
        best->seats++;
    }
    return given <= k;
}

// Few weights and few sizes: many seats are worth the same.
static size_t make_strata(struct seat *seats, uint64_t *eligible)
{
    static const uint64_t SIZES[] = {2, 9, 60, 400, 3000};
    size_t count = (size_t)pick(STRATA) + 1;
    uint64_t size = SIZES[pick(5)];
    bool alike = pick(2) == 0;
    *eligible = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t rows = alike && i > 0 && pick(3) > 0 ? seats[i - 1].rows : pick(size) + 1;
        uint64_t weight = alike ? (uint64_t)1 << pick(4) : pick(1000) + 1;
        seats[i] = (struct seat){.weight = weight, .rows = rows, .eligible = pick(4) == 0 ? pick(rows + 1) : rows};
        *eligible += seats[i].eligible;
    }
    return count;
}

void test_apportionment(void)
{
    current_file = "apportionment";
    current_case = bytes_of("");
    for (int c = 0; c < CASES; c++) {
        struct seat seats[STRATA];
        struct seat plain[STRATA];
        uint64_t eligible = 0;
        size_t count = make_strata(seats, &eligible);
        uint64_t k = pick(eligible + 3); // more than there are, too
        uint64_t minimum = pick(3) == 0 ? pick(k + 1) / count : pick(2);
        (void)memcpy(plain, seats, sizeof plain);
        bool good = quota_apportion(seats, count, k, minimum);
        CHECK(good == apportion_plainly(plain, count, k, minimum), "case %d: refused by one alone", c);
        for (size_t i = 0; good && i < count; i++) {
            CHECK(seats[i].seats == plain[i].seats, "case %d: stratum %zu has %llu seats, not %llu", c, i,
                  (unsigned long long)seats[i].seats, (unsigned long long)plain[i].seats);
        }
    }
    vectors_count(current_file, CASES);
}
