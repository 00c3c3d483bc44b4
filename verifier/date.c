// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/date.h"

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

// spec/bundle.md 3.11: "a day that exists in the Gregorian calendar, year 0001 or later, hours 00–23, minutes and seconds
// 00–59."
bool date_is_time(struct bytes text)
{
    if (text.n != 25 || !date_is_day((struct bytes){text.at, 10})) {
        return false;
    }
    return text.at[10] == 'T' && text.at[13] == ':' && text.at[16] == ':' && digits(text, 11, 2) <= 23 &&
           digits(text, 14, 2) <= 59 && digits(text, 17, 2) <= 59 && bytes_are(bytes_after(text, 19), "+08:00");
}
