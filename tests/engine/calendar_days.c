// SPDX-License-Identifier: MulanPSL-2.0
// The calendar against a second, naive one: dates as text that is counted up by hand, the week
// counted from a Monday, and the lists of the file looked through as text.
#include "tests/engine/calendar.h"

#include <string.h>

#include "engine/base/date.h"
#include "tests/check.h"

struct naive {
    int year, month, day, week; // week 0 is Monday
    char text[64];
};

static int length_of(int year, int month) {
    if (month == 2)
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void step(struct naive *d) {
    d->week = (d->week + 1) % 7;
    if (++d->day > length_of(d->year, d->month)) {
        d->day = 1;
        if (++d->month > 12) {
            d->month = 1;
            d->year++;
        }
    }
    snprintf(d->text, sizeof d->text, "%04d-%02d-%02d", d->year, d->month, d->day);
}

// A day that the file names is the other thing than its weekday.
static bool works(const struct qian_calendar *calendar, const struct naive *d) {
    char quoted[80];
    snprintf(quoted, sizeof quoted, "\"%s\"", d->text);
    return (strstr(calendar->bytes.p, quoted) != NULL) != (d->week < 5);
}

#define DAYS_MAX 7400
static struct {
    int32_t day;
    bool works;
    struct naive naive;
} all[DAYS_MAX];

static size_t list_days(const struct qian_calendar *calendar) {
    struct naive d = {2007, 1, 1, 0, "2007-01-01"}; // a Monday
    size_t n = 0;
    for (; strcmp(d.text, "2026-12-22") < 0 && n < DAYS_MAX; step(&d)) {
        CHECK(qian_day_read(qian_str(d.text), &all[n].day), "%s is a day", d.text);
        all[n].works = works(calendar, &d);
        all[n++].naive = d;
    }
    return n;
}

static void check_months(size_t at, size_t n, int months) {
    const struct naive *d = &all[at].naive;
    int month = d->month + months, year = d->year + (month - 1) / 12;
    month = (month - 1) % 12 + 1;
    int day = d->day < length_of(year, month) ? d->day : length_of(year, month);
    struct qian_err err;
    int32_t last = 0, education = 0, visit = 0;
    char text[11], want[64];
    CHECK(qian_last_of_months(all[at].day, (uint32_t)months, &last, &err) == QIAN_OK, "months");
    qian_day_write(last, text);
    snprintf(want, sizeof want, "%04d-%02d-%02d", year, month, day);
    CHECK(strcmp(text, want) == 0, "%s and %d months: %s", d->text, months, text);
    // The latest education is allowed, and one day later is not.
    CHECK(n > 0 &&
              qian_education_latest(all[at].day, (uint32_t)months, &education, &err) == QIAN_OK,
          "education");
    CHECK(qian_visit_earliest(education, (uint32_t)months, &visit, &err) == QIAN_OK &&
              visit <= all[at].day,
          "%s: education", d->text);
    CHECK(qian_visit_earliest(education + 1, (uint32_t)months, &visit, &err) == QIAN_OK &&
              visit > all[at].day,
          "%s: education is not the latest", d->text);
}

static void check_counts(const struct qian_calendar *calendar, size_t at, size_t n) {
    struct qian_err err;
    int32_t due = 0;
    uint32_t counted = 0;
    for (size_t i = at + 1; i < n && counted < 20; i++) {
        if (!all[i].works)
            continue;
        counted++;
        enum qian_status status = qian_due_working_days(calendar, all[at].day, counted, &due, &err);
        CHECK(status == QIAN_OK && due == all[i].day, "%s and %u working days", all[at].naive.text,
              counted);
    }
    if (counted < 20) { // the count runs out of the calendar
        enum qian_status status =
            qian_due_working_days(calendar, all[at].day, counted + 1, &due, &err);
        CHECK(status == QIAN_REFUSED && strcmp(err.value, "2027") == 0, "%s: wants 2027",
              all[at].naive.text);
    }
}

struct outcome test_every_day(const struct qian_calendar *calendar) {
    size_t n = list_days(calendar);
    struct qian_err err;
    enum qian_day_kind kind;
    CHECK(n == 7295, "%zu days", n);
    for (size_t i = 0; i < n; i++) {
        char text[11];
        const struct naive *d = &all[i].naive;
        qian_day_write(all[i].day, text);
        struct qian_date date = qian_date_of(all[i].day);
        CHECK(strcmp(text, d->text) == 0 && date.day == d->day && date.month == d->month &&
                  date.year == d->year && qian_date_day(date) == all[i].day &&
                  qian_weekday(all[i].day) == d->week + 1 &&
                  (i == 0 || all[i].day == all[i - 1].day + 1),
              "%s as a number", d->text);
        CHECK(qian_day_of(qian_day_begins(all[i].day)) == all[i].day &&
                  qian_day_of(qian_day_begins(all[i].day) - 1) == all[i].day - 1,
              "%s begins", d->text);
        CHECK(qian_calendar_day(calendar, all[i].day, &kind, &err) == QIAN_OK &&
                  qian_day_works(kind) == all[i].works,
              "%s works", d->text);
        check_counts(calendar, i, n);
        check_months(i, n, 1);
        check_months(i, n, 1 + (int)(i % 30));
    }
    return (struct outcome){checks_passed, checks_failed};
}
