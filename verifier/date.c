// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/date.h"

#include <stdio.h>

enum { DAY_SECONDS = 86400, ZONE_SECONDS = 8 * 3600, DAYS_TO_1970 = 719162 };

// Digits at text[at ... at + n), or 10000 where one is none.
static unsigned digits(struct bytes text, size_t at, size_t n)
{
    unsigned sum = 0;
    for (size_t i = at; i < at + n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return 10000;
        }
        sum = sum * 10 + (unsigned)(text.at[i] - '0');
    }
    return sum;
}

bool date_is_day(struct bytes text)
{
    static const unsigned DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (text.n != 10 || text.at[4] != '-' || text.at[7] != '-') {
        return false;
    }
    unsigned year = digits(text, 0, 4);
    unsigned month = digits(text, 5, 2);
    unsigned day = digits(text, 8, 2);
    if (year < 1 || year > 9999 || month < 1 || month > 12) {
        return false;
    }
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day >= 1 && day <= DAYS[month - 1] + (leap && month == 2 ? 1U : 0U);
}

// spec/bundle.md 3.11: "a day that exists in the Gregorian calendar, year 0001 or later, hours 00–23, minutes and
// seconds 00–59."
bool date_is_time(struct bytes text)
{
    if (text.n != 25 || !date_is_day((struct bytes){text.at, 10})) {
        return false;
    }
    return text.at[10] == 'T' && text.at[13] == ':' && text.at[16] == ':' && digits(text, 11, 2) <= 23 &&
           digits(text, 14, 2) <= 59 && digits(text, 17, 2) <= 59 && bytes_are(bytes_after(text, 19), "+08:00");
}

// Days from 0001-01-01 to the first of that month.
static int64_t days_before(int64_t year, int64_t month)
{
    static const int DAYS[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int64_t past = year - 1;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return past * 365 + past / 4 - past / 100 + past / 400 + DAYS[month - 1] + (leap && month > 2 ? 1 : 0);
}

bool date_text(int64_t seconds, char room[DATE_ROOM])
{
    int64_t least = -(int64_t)DAYS_TO_1970 * DAY_SECONDS - ZONE_SECONDS;
    int64_t most = (days_before(10000, 1) - DAYS_TO_1970) * DAY_SECONDS - ZONE_SECONDS;
    room[0] = '\0';
    if (seconds < least || seconds >= most) {
        return false;
    }
    int64_t whole = seconds - least;
    int64_t days = whole / DAY_SECONDS;
    int64_t clock = whole % DAY_SECONDS;
    int64_t year = days / 366 + 1; // never too late
    int64_t month = 1;
    while (days_before(year + 1, 1) <= days) {
        year++;
    }
    while (month < 12 && days_before(year, month + 1) <= days) {
        month++;
    }
    unsigned day = (unsigned)(days - days_before(year, month) + 1);
    int n = snprintf(room, DATE_ROOM, "%04u-%02u-%02uT%02u:%02u:%02u+08:00", (unsigned)year % 10000,
                     (unsigned)month % 100, day % 100, (unsigned)(clock / 3600) % 100,
                     (unsigned)(clock / 60 % 60) % 100, (unsigned)(clock % 60) % 100);
    return n == DATE_ROOM - 1;
}
