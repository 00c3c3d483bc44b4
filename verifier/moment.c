// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/moment.h"

#include <string.h>

static const int64_t DAY = 86400;
static const int64_t EAST = 8 * 3600; // spec/bundle.md 3.11: "+08:00"

static int64_t number(struct bytes text, size_t at, size_t n)
{
    int64_t sum = 0;
    for (size_t i = at; i < at + n; i++) {
        sum = sum * 10 + (text.at[i] - '0');
    }
    return sum;
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

// Days from 0000-01-01 to the first of January of that year, from 0 on.
static int64_t days_before(int64_t year)
{
    int64_t last = year - 1;
    return year == 0 ? 0 : year * 365 + last / 4 - last / 100 + last / 400 + 1;
}

static int64_t days_of_month(int64_t year, int month)
{
    static const int64_t DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return DAYS[month] + (month == 1 && is_leap(year) ? 1 : 0);
}

// Seconds since 0000-01-01T00:00:00Z.
static int64_t since_year_0(struct bytes time)
{
    int64_t year = number(time, 0, 4);
    int64_t days = days_before(year) + number(time, 8, 2) - 1;
    for (int month = 0; month < number(time, 5, 2) - 1; month++) {
        days += days_of_month(year, month);
    }
    return days * DAY + number(time, 11, 2) * 3600 + number(time, 14, 2) * 60 + number(time, 17, 2) - EAST;
}

int64_t moment_of(struct bytes time)
{
    return since_year_0(time) - days_before(1970) * DAY;
}

static void put(char *out, size_t n, int64_t value)
{
    for (size_t i = n; i-- > 0; value /= 10) {
        out[i] = (char)('0' + value % 10);
    }
}

void moment_in_utc(struct bytes time, char out[PULSE_TIME_DIGITS])
{
    int64_t seconds = since_year_0(time); // not below 0: the year is 1 or later
    int64_t days = seconds / DAY;
    int64_t year = number(time, 0, 4);
    int month = 0;
    year -= days < days_before(year) ? 1 : 0;
    days -= days_before(year);
    for (; days >= days_of_month(year, month); month++) {
        days -= days_of_month(year, month);
    }
    (void)memcpy(out, "YYYY-MM-DDTHH:MM:SS.000Z", PULSE_TIME_DIGITS);
    put(out, 4, year);
    put(out + 5, 2, month + 1);
    put(out + 8, 2, days + 1);
    put(out + 11, 2, seconds % DAY / 3600);
    put(out + 14, 2, seconds % 3600 / 60);
    put(out + 17, 2, seconds % 60);
}
