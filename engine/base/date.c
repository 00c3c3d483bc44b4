// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/base/date.h"

#include <stdio.h>
#include <string.h>

#define EPOCH 719162 // days from 0001-01-01 to 1970-01-01
#define DAY 86400

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

int qian_month_days(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool qian_date_good(struct qian_str text) {
    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-')
        return false;
    int year = number(text, 0, 4), month = number(text, 5, 2), day = number(text, 8, 2);
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 &&
           day <= qian_month_days(year, month);
}

bool qian_time_good(struct qian_str text) {
    if (text.n != 25 || text.p[10] != 'T' || text.p[13] != ':' || text.p[16] != ':' ||
        !qian_str_is((struct qian_str){text.p + 19, 6}, "+08:00"))
        return false;
    int hour = number(text, 11, 2), minute = number(text, 14, 2), second = number(text, 17, 2);
    return qian_date_good((struct qian_str){text.p, 10}) && hour >= 0 && hour <= 23 &&
           minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
}

int32_t qian_date_day(struct qian_date date) {
    int before = date.year - 1; // whole years since 0001-01-01
    int days = before * 365 + before / 4 - before / 100 + before / 400 - EPOCH;
    for (int m = 1; m < date.month; m++)
        days += qian_month_days(date.year, m);
    return days + date.day - 1;
}

// The day that a good text begins with.
static int32_t day_in(struct qian_str text) {
    return qian_date_day(
        (struct qian_date){number(text, 0, 4), number(text, 5, 2), number(text, 8, 2)});
}

bool qian_day_read(struct qian_str text, int32_t *day) {
    if (!qian_date_good(text))
        return false;
    *day = day_in(text);
    return true;
}

bool qian_time_read(struct qian_str text, int64_t *seconds) {
    if (!qian_time_good(text))
        return false;
    int64_t days = day_in(text);
    int64_t clock = number(text, 11, 2) * 3600 + number(text, 14, 2) * 60 + number(text, 17, 2);
    *seconds = days * DAY + clock - 8 * 3600;
    return true;
}

#define ERA 146097 // days of 400 years

// Year and day of the year (from 0), of days since 1970-01-01.
static int64_t year_of_day(int64_t days, int64_t *rest) {
    days += EPOCH; // since 0001-01-01
    int64_t era = days / ERA - (days % ERA < 0), year = era * 400 + 1;
    days -= era * ERA;
    for (;;) {
        int length = qian_month_days((int)(year - era * 400), 2) == 29 ? 366 : 365;
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
    int64_t days = local / DAY - (local % DAY < 0);
    *clock = local - days * DAY;
    return days;
}

int64_t qian_year_of(int64_t seconds) {
    int64_t ignored;
    return year_of_day(local_day(seconds, &ignored), &ignored);
}

static struct qian_date date_of(int64_t day) {
    int64_t rest;
    struct qian_date date = {(int)(year_of_day(day, &rest) % 10000), 1, 1};
    while (rest >= qian_month_days(date.year, date.month))
        rest -= qian_month_days(date.year, date.month++);
    date.day += (int)rest;
    return date;
}

struct qian_date qian_date_of(int32_t day) {
    return date_of(day);
}

int32_t qian_day_of(int64_t seconds) {
    int64_t ignored;
    return (int32_t)local_day(seconds, &ignored);
}

int64_t qian_day_begins(int32_t day) {
    return (int64_t)day * DAY - 8 * 3600;
}

int qian_weekday(int32_t day) {
    return (int)(((int64_t)day + EPOCH) % 7) + 1; // 0001-01-01 was a Monday
}

void qian_day_write(int32_t day, char out[11]) {
    struct qian_date d = qian_date_of(day);
    char text[40];
    snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
    memcpy(out, text, 10);
    out[10] = 0;
}

void qian_time_write(int64_t seconds, char out[26]) {
    int64_t rest;
    struct qian_date d = date_of(local_day(seconds, &rest));
    char text[80];
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d+08:00", d.year, d.month, d.day,
             (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
    memcpy(out, text, 25);
    out[25] = 0;
}

int32_t qian_day_months_later(int32_t day, int64_t months) {
    struct qian_date date = qian_date_of(day);
    int64_t month = (int64_t)date.year * 12 + date.month - 1 + months;
    if (month < 12 || month >= 10000 * 12)
        return INT32_MAX;
    struct qian_date then = {(int)(month / 12), (int)(month % 12) + 1, date.day};
    int days = qian_month_days(then.year, then.month);
    if (then.day > days)
        then.day = days;
    return qian_date_day(then);
}
