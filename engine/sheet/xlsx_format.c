// SPDX-License-Identifier: MulanPSL-2.0
// What number formats show (ECMA-376-1 18.8.30, 18.8.31).
#include <string.h>
#include <strings.h>

#include "engine/sheet/xlsx_number.h"

struct seen {
    bool day, time, percent, m; // m is months, or minutes beside hours or seconds
};

// At an opening bracket: behind the closing one. Colours, conditions and languages show nothing;
// [h], [mm] and [s] are elapsed time.
static const char *over_brackets(const char *p, struct seen *seen) {
    const char *end = strchr(p, ']');
    if (!end)
        return p + strlen(p);
    size_t n = (size_t)(end - p - 1);
    if (n > 0 && strspn(p + 1, "hH") == n)
        seen->time = true;
    if (n > 0 && (strspn(p + 1, "mM") == n || strspn(p + 1, "sS") == n))
        seen->time = true;
    return end + 1;
}

// Pieces that are more than a letter; how long the one at `p` is, or 0.
static size_t over_piece(const char *p, struct seen *seen) {
    const char *quote;
    switch (*p) {
    case '"':
        quote = strchr(p + 1, '"');
        return quote ? (size_t)(quote - p) + 1 : strlen(p);
    case '\\': // the next character as it is
    case '_':  // a blank as wide as the next character
    case '*':  // fill with the next character
        return p[1] ? 2 : 1;
    case 'A':
    case 'a':
        if (strncasecmp(p, "AM/PM", 5) == 0 || strncasecmp(p, "A/P", 3) == 0) {
            seen->time = true;
            return p[1] == '/' ? 3 : 5;
        }
        return 0;
    case 'G':
    case 'g':
        return strncasecmp(p, "General", 7) == 0 ? 7 : 0;
    case 'E':
    case 'e': // 0.00E+00; any other e is the year of an era
        return p[1] == '+' || p[1] == '-' ? 2 : 0;
    default:
        return 0;
    }
}

static void letter(char c, struct seen *seen) {
    if (strchr("yYdDeEgGbBaA", c)) // years, days, eras, Buddhist years, weekdays
        seen->day = true;
    else if (strchr("hHsS", c))
        seen->time = true;
    else if (c == '%')
        seen->percent = true;
    else if (c == 'm' || c == 'M')
        seen->m = true;
}

enum qian_shows qian_format_shows(const char *code) {
    struct seen seen = {0};
    // The first section is that of positive numbers, and only they are dates.
    for (const char *p = code; *p && *p != ';';) {
        size_t piece = *p == '[' ? 0 : over_piece(p, &seen);
        if (*p == '[')
            p = over_brackets(p, &seen);
        else if (piece)
            p += piece;
        else
            letter(*p++, &seen);
    }
    bool day = seen.day || (seen.m && !seen.time);
    if (!day)
        return seen.percent ? QIAN_SHOWS_PERCENT : QIAN_SHOWS_NUMBER;
    return seen.time ? QIAN_SHOWS_DATE_AND_TIME : QIAN_SHOWS_DATE;
}

// 27 to 36 and 50 to 58 are those of East Asia; some are dates in one country and times in another,
// and then a day where the number is whole.
enum qian_shows qian_format_built_in(unsigned id) {
    if (id == 22 || id == 34 || id == 35 || id == 55 || id == 56)
        return QIAN_SHOWS_DATE_AND_TIME;
    if (id == 9 || id == 10)
        return QIAN_SHOWS_PERCENT;
    if (id == 32 || id == 33) // times in all of them
        return QIAN_SHOWS_NUMBER;
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
        return QIAN_SHOWS_DATE;
    return QIAN_SHOWS_NUMBER;
}
