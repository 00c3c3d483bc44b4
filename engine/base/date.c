// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/base/date.h"

#include <stdio.h>
#include <string.h>

// Two or four digits at `at`, or -1.
static int number(struct qian_str text, size_t at, size_t digits) {
    int value = 0;
    for (size_t i = at; i < at + digits; i++) {
        if (i >= text.n || text.p[i] < '0' || text.p[i] > '9')
            return -1;
        value = value * 10 + (text.p[i] - '0');
    }
    return value;
}

static int days_of(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool qian_date_good(struct qian_str text) {
    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-')
        return false;
    int year = number(text, 0, 4), month = number(text, 5, 2), day = number(text, 8, 2);
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
}

bool qian_time_good(struct qian_str text) {
    if (text.n != 25 || text.p[10] != 'T' || text.p[13] != ':' || text.p[16] != ':' ||
        !qian_str_is((struct qian_str){text.p + 19, 6}, "+08:00"))
        return false;
    int hour = number(text, 11, 2), minute = number(text, 14, 2), second = number(text, 17, 2);
    return qian_date_good((struct qian_str){text.p, 10}) && hour >= 0 && hour <= 23 &&
           minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
}

bool qian_time_read(struct qian_str text, int64_t *seconds) {
    if (!qian_time_good(text))
        return false;
    int year = number(text, 0, 4), month = number(text, 5, 2);
    int64_t before = year - 1; // whole years since 0001-01-01
    int64_t days = before * 365 + before / 4 - before / 100 + before / 400 - 719162;
    for (int m = 1; m < month; m++)
        days += days_of(year, m);
    days += number(text, 8, 2) - 1;
    int64_t clock = number(text, 11, 2) * 3600 + number(text, 14, 2) * 60 + number(text, 17, 2);
    *seconds = days * 86400 + clock - 8 * 3600;
    return true;
}

#define ERA 146097 // days of 400 years

// Year and day of the year (from 0), of days since 1970-01-01.
static int64_t year_of_day(int64_t days, int64_t *rest) {
    days += 719162; // since 0001-01-01
    int64_t era = days / ERA - (days % ERA < 0), year = era * 400 + 1;
    days -= era * ERA;
    for (;;) {
        int length = days_of((int)(year - era * 400), 2) == 29 ? 366 : 365;
        if (days < length)
            break;
        days -= length;
        year++;
    }
    *rest = days;
    return year;
}

// Beijing time is UTC + 8 h by rule, without a look at any time zone table.
static int64_t local_day(int64_t seconds, int64_t *clock) {
    int64_t local = seconds + 8 * 3600;
    int64_t days = local / 86400 - (local % 86400 < 0);
    *clock = local - days * 86400;
    return days;
}

int64_t qian_year_of(int64_t seconds) {
    int64_t ignored;
    return year_of_day(local_day(seconds, &ignored), &ignored);
}

void qian_time_write(int64_t seconds, char out[26]) {
    int64_t rest, day;
    int year = (int)(year_of_day(local_day(seconds, &rest), &day) % 10000), month = 1;
    while (day >= days_of(year, month))
        day -= days_of(year, month++);
    char text[80];
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d+08:00", year, month, (int)day + 1,
             (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
    memcpy(out, text, 25);
    out[25] = 0;
}
