// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/beacon/lottery.h"

#include <string.h>

bool qian_game_read(struct qian_str name, enum qian_game *out) {
    *out = qian_str_is(name, "ssq") ? QIAN_SSQ : QIAN_KL8;
    return *out == QIAN_SSQ || qian_str_is(name, "kl8");
}

static bool digits(struct qian_str text, size_t n) {
    if (text.n != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return true;
}

bool qian_issue_good(struct qian_str issue) {
    return digits(issue, 7);
}

uint32_t qian_issue_read(struct qian_str issue) {
    uint32_t value = 0;
    for (size_t i = 0; i < 7 && qian_issue_good(issue); i++)
        value = value * 10 + (uint32_t)(issue.p[i] - '0');
    return value;
}

// spec/beacons.md 4.3: "`kl8` every day, `ssq` every Tuesday, Thursday and Sunday"
static bool is_draw_day(enum qian_game game, int64_t day) {
    int64_t weekday = ((day + 4) % 7 + 7) % 7; // 1970-01-01 was a Thursday; Sunday is 0
    return game == QIAN_KL8 || weekday == 0 || weekday == 2 || weekday == 4;
}

int64_t qian_issue_after(enum qian_game game, int64_t time, uint32_t later) {
    const int64_t length = 86400, zone = 28800; // spec/bundle.md 3.11: days of +08:00
    int64_t local = time + zone;
    int64_t day = local / length - (local % length < 0), start = day;
    while (later > 0)
        later -= is_draw_day(game, ++day);
    return time + (day - start) * length;
}

// Exactly `count` numbers of two digits with `.` between; F07, or E10 where one is out of its
// range or not above the one before.
static const char *fault_of(struct qian_str list, size_t count, unsigned max) {
    struct qian_split split = qian_split(list, '.');
    struct qian_str part;
    unsigned before = 0;
    size_t n = 0;
    bool fits = true;
    while (qian_split_next(&split, &part)) {
        if (!digits(part, 2))
            return "F07";
        unsigned number = (unsigned)(part.p[0] - '0') * 10 + (unsigned)(part.p[1] - '0');
        fits = fits && number > before && number <= max;
        before = number;
        n++;
    }
    if (n != count)
        return "F07";
    return fits ? NULL : "E10";
}

// spec/beacons.md 4.1: "`kl8` (快乐8): 20 distinct numbers from 1 to 80, each two digits,
// ascending, with `.` between. `ssq` (双色球): 6 distinct red numbers from 1 to 33, likewise, `+`,
// one blue number from 1 to 16. Another form is F07; numbers out of range, repeated or not
// ascending are E10."
const char *qian_lottery_fault(enum qian_game game, struct qian_str numbers) {
    if (game == QIAN_KL8)
        return fault_of(numbers, 20, 80);
    const char *plus = numbers.n ? memchr(numbers.p, '+', numbers.n) : NULL;
    if (!plus)
        return "F07";
    size_t at = (size_t)(plus - numbers.p);
    const char *red = fault_of((struct qian_str){numbers.p, at}, 6, 33);
    const char *blue = fault_of((struct qian_str){plus + 1, numbers.n - at - 1}, 1, 16);
    if (red && blue) // a fault of form goes before one of number
        return strcmp(red, "F07") == 0 ? red : blue;
    return red ? red : blue;
}
