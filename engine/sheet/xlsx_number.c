// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/xlsx_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/sheet/rows.h"

#define NUMBER_MAX 64    // characters of a number
#define DIGITS_SURE 15   // decimal digits that a double always keeps
#define DAYS_MAX 2958465 // 9999-12-31 in the system of 1900

static size_t digits_at(const char *s) {
    return strspn(s, "0123456789");
}

// -12.5E+3 and its like: what XML Schema calls a double, without INF and NaN.
static bool is_number(const char *s) {
    s += *s == '-' || *s == '+';
    size_t whole = digits_at(s), part = 0;
    s += whole;
    if (*s == '.') {
        part = digits_at(++s);
        s += part;
    }
    if (whole + part == 0)
        return false;
    if (*s == 'e' || *s == 'E') {
        s++;
        s += *s == '-' || *s == '+';
        if (digits_at(s) == 0)
            return false;
        s += digits_at(s);
    }
    return *s == 0;
}

// Digits that say something: without zeros in front and those at the end.
static size_t significant(const char *s) {
    size_t all = 0, last = 0;
    for (; *s && *s != 'e' && *s != 'E'; s++) {
        if (*s < '0' || *s > '9' || (*s == '0' && all == 0))
            continue;
        all++;
        if (*s != '0')
            last = all;
    }
    return last;
}

// spec/import.md 3.4: "its number in the shortest decimal form that gives it back"
static void shortest(double value, char text[32]) {
    for (int digits = DIGITS_SURE; digits <= 17; digits++) {
        snprintf(text, 32, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            return;
    }
}

// spec/import.md 3.5: "A number of more than 15 digits has lost its last digits in Excel".
// Fractions are stored with 17 digits even where few were typed (1.1 as 1.1000000000000001), so the
// shortest form counts; of whole numbers so large that 15 digits do not tell each from the next,
// also the digits as they stand.
static bool lost_digits(const char *stored, double value, const char *text) {
    return significant(text) > DIGITS_SURE ||
           (fabs(value) >= 1e15 && significant(stored) > DIGITS_SURE);
}

// Days since 1970-01-01 as a date of the Gregorian calendar, counted in years that begin in March.
static void add_date(int64_t days, struct qian_buf *out) {
    days += 719468;
    int64_t era = days / 146097, day = days % 146097;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    day -= 365 * year + year / 4 - year / 100;
    int64_t month = (5 * day + 2) / 153;
    day -= (153 * month + 2) / 5 - 1;
    month += month < 10 ? 3 : -9;
    year += 400 * era + (month <= 2);
    char text[48];
    snprintf(text, sizeof text, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
    qian_buf_text(out, text);
}

// spec/import.md 3.4: "where its style shows a date without a time, that date as `YYYY-MM-DD` (1900
// and 1904 systems; the 29 February 1900 that never was is no date)". A style that shows a time as
// well shows a day alone where the time is midnight.
static bool date_text(struct qian_numbers how, double value, struct qian_buf *out) {
    double days = floor(value);
    bool midnight = how.shows == QIAN_SHOWS_DATE_AND_TIME && days == value;
    if (how.shows != QIAN_SHOWS_DATE && !midnight)
        return false;
    if (how.from_1904) {
        if (days < 0 || days > DAYS_MAX - 1462)
            return false;
        add_date((int64_t)days - 24107, out);
        return true;
    }
    if (days < 1 || days > DAYS_MAX || days == 60)
        return false;
    add_date((int64_t)days - (days < 60 ? 25568 : 25569), out);
    return true;
}

// The fewest digits that give the value back: "d.ddde-02" into text.
static void scientific(double value, char text[32]) {
    for (int digits = 0; digits < 17; digits++) {
        snprintf(text, 32, "%.*e", digits, value);
        if (strtod(text, NULL) == value)
            return;
    }
}

// spec/import.md 3.4: "where it shows a percentage, the number times a hundred with `%` (0.05 is
// `5%`, in plain decimals)". The point is moved, since 0.07 times 100 is not 7.
static bool percent_text(struct qian_numbers how, double value, struct qian_buf *out) {
    char text[32], digits[32] = "";
    size_t count = 0;
    if (how.shows != QIAN_SHOWS_PERCENT || fabs(value) >= 1e15 ||
        (value != 0 && fabs(value) < 1e-9))
        return false;
    scientific(fabs(value), text);
    char *e = strchr(text, 'e');
    long point = strtol(e + 1, NULL, 10) + 3; // digits in front of the point
    for (const char *p = text; p < e; p++)
        if (*p != '.')
            digits[count++] = *p;
    if (value == 0)
        point = 1;
    qian_buf_text(out, value < 0 ? "-" : "");
    qian_buf_text(out, point <= 0 ? "0." : "");
    for (long i = point; i < 0; i++)
        qian_buf_char(out, '0');
    for (long i = 0; i < (long)count || i < point; i++) {
        qian_buf_text(out, i > 0 && i == point ? "." : "");
        qian_buf_char(out, i < (long)count ? digits[i] : '0');
    }
    qian_buf_char(out, '%');
    return true;
}

static struct qian_str trimmed(struct qian_str s) {
    while (s.n && strchr(" \t\r\n", s.p[0]))
        s.p++, s.n--;
    while (s.n && strchr(" \t\r\n", s.p[s.n - 1]))
        s.n--;
    return s;
}

// A whole number that stands as it is to be written, as most do.
static bool plain(struct qian_str s) {
    if (s.n == 0 || s.n > DIGITS_SURE || (s.p[0] == '0' && s.n > 1))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

// strtod and printf follow LC_NUMERIC, which no part of Qian sets.
unsigned qian_number_text(struct qian_numbers how, struct qian_str stored, struct qian_buf *out) {
    char copy[NUMBER_MAX + 1], text[32];
    stored = trimmed(stored);
    if (how.shows == QIAN_SHOWS_NUMBER && plain(stored)) {
        qian_buf_str(out, stored);
        return QIAN_CELL_NUMBER;
    }
    if (stored.n == 0 || stored.n > NUMBER_MAX || memchr(stored.p, 0, stored.n))
        return 0;
    memcpy(copy, stored.p, stored.n);
    copy[stored.n] = 0;
    if (!is_number(copy))
        return 0;
    double value = strtod(copy, NULL);
    if (!isfinite(value))
        return 0;
    if (date_text(how, value, out))
        return QIAN_CELL_DATE;
    shortest(value == 0 ? 0 : value, text); // no -0
    if (!percent_text(how, value, out))
        qian_buf_text(out, text);
    return QIAN_CELL_NUMBER | (lost_digits(copy, value, text) ? QIAN_CELL_DAMAGED : 0u);
}
