// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/lottery.h"

enum { YEAR_DIGITS = 4, DAY_SECONDS = 86400, ZONE_SECONDS = 8 * 3600, DAYS_TO_1970 = 719162 };

// spec/beacons.md 4.1: "`kl8` (快乐8): 20 distinct numbers from 1 to 80, each two digits, ascending, with `.` between.
// `ssq` (双色球): 6 distinct red numbers from 1 to 33, likewise, `+`, one blue number from 1 to 16."
struct game {
    const char *name;
    size_t count;
    unsigned to;
    bool has_blue;
    unsigned blue_to;
    bool draws_on[7]; // by day of the week, Sunday first
};

// spec/beacons.md 4.3: "`kl8` every day, `ssq` every Tuesday, Thursday and Sunday."
static const struct game GAMES[] = {
    {"kl8", 20, 80, false, 0, {true, true, true, true, true, true, true}},
    {"ssq", 6, 33, true, 16, {true, false, true, false, true, false, false}},
};

static const struct game *game_of(struct bytes name)
{
    for (size_t i = 0; i < sizeof GAMES / sizeof GAMES[0]; i++) {
        if (bytes_are(name, GAMES[i].name)) {
            return &GAMES[i];
        }
    }
    return NULL;
}

bool lottery_is_game(struct bytes game)
{
    return game_of(game) != NULL;
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

// spec/beacons.md 1.1: "`issue` (7 decimal digits as a string)"
bool lottery_is_issue(struct bytes issue)
{
    bool good = issue.n == 7;
    for (size_t i = 0; good && i < issue.n; i++) {
        good = is_digit(issue.at[i]);
    }
    return good;
}

unsigned lottery_number(struct bytes issue)
{
    unsigned number = 0;
    for (size_t i = YEAR_DIGITS; i < issue.n; i++) {
        number = number * 10 + (unsigned)(issue.at[i] - '0');
    }
    return number;
}

// spec/beacons.md 4.3: "The issue of the line comes at its TIME, and then one each draw day at the same time of day,
// numbers rising by one:"
int64_t lottery_after(struct bytes game, int64_t first, unsigned draws)
{
    const struct game *g = game_of(game);
    // Since 0001-01-01T00:00:00+08:00 (bundle.md 3.11), which was a Monday: not below 0.
    int64_t days = (first + ZONE_SECONDS + (int64_t)DAYS_TO_1970 * DAY_SECONDS) / DAY_SECONDS;
    int64_t later = 0;
    while (g != NULL && draws > 0) {
        later++;
        draws -= g->draws_on[(days + later + 1) % 7] ? 1 : 0;
    }
    return first + later * DAY_SECONDS;
}

bool lottery_form(struct bytes game, struct bytes numbers)
{
    const struct game *g = game_of(game);
    if (g == NULL || numbers.n != 3 * (g->count + (g->has_blue ? 1 : 0)) - 1) {
        return false;
    }
    for (size_t i = 0; i < numbers.n; i++) {
        unsigned char mark = i / 3 + 1 == g->count ? '+' : '.'; // after the last of the ascending ones
        if (i % 3 == 2 ? numbers.at[i] != mark : !is_digit(numbers.at[i])) {
            return false;
        }
    }
    return true;
}

static unsigned number_at(struct bytes numbers, size_t i)
{
    return (unsigned)(numbers.at[3 * i] - '0') * 10 + (unsigned)(numbers.at[3 * i + 1] - '0');
}

// spec/beacons.md 4.1: "numbers out of range, repeated or not ascending are E10."
bool lottery_fits(struct bytes game, struct bytes numbers)
{
    const struct game *g = game_of(game);
    unsigned last = 0;
    if (g == NULL) {
        return false;
    }
    for (size_t i = 0; i < g->count; i++) {
        unsigned number = number_at(numbers, i);
        if (number <= last || number > g->to) {
            return false;
        }
        last = number;
    }
    unsigned blue = g->has_blue ? number_at(numbers, g->count) : 0;
    return !g->has_blue || (blue >= 1 && blue <= g->blue_to);
}
