// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/lottery.h"

// spec/beacons.md 4.1: "`kl8` (快乐8): 20 distinct numbers from 1 to 80, each two digits, ascending, with `.` between.
// `ssq` (双色球): 6 distinct red numbers from 1 to 33, likewise, `+`, one blue number from 1 to 16."
struct game {
    const char *name;
    size_t count;
    unsigned to;
    bool has_blue;
    unsigned blue_to;
};

static const struct game GAMES[] = {{"kl8", 20, 80, false, 0}, {"ssq", 6, 33, true, 16}};

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
