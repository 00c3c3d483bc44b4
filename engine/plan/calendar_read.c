// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/base/json_in.h"
#include "engine/base/text.h"
#include "engine/core/field.h"
#include "engine/plan/calendar.h"

#define CALENDAR_MAX 16777216
#define YEARS_MAX 400
#define YEAR_FIRST 1900
#define YEAR_LAST 9998
#define SOURCES_MAX 16
#define LIST_MAX 366
#define EDITION_MAX 1000000

static const struct qian_json_place place = {"calendar", "calendar 1", QIAN_BAD_DATA};

static enum qian_status wrong_day(const struct qian_calendar_year *year, const char *list,
                                  const char *day, const char *what, struct qian_err *err) {
    enum qian_status status = qian_json_wrong(&place, list, "", what, err);
    qian_err_value(err, "%d, %.100s", year->year, day);
    return status;
}

// spec/calendar.md 1.3: "each list is sorted, and its days (`YYYY-MM-DD`, days that exist) are of
// the year or of December of the year before."
static const char *day_fault(const struct qian_calendar_year *year, bool off, int32_t day,
                             const int32_t *before) {
    struct qian_date date = qian_date_of(day);
    const char *fault = NULL;
    if (date.year != year->year && !(date.year == year->year - 1 && date.month == 12))
        fault = "the day is neither of its year nor of the December before";
    else if ((qian_weekday(day) >= 6) == off)
        fault = "a day off is Monday to Friday, and a working day Saturday or Sunday";
    else if (before && *before >= day)
        fault = "the days are not sorted, or one stands twice";
    return fault;
}

static enum qian_status read_list(json_t *block, const char *name, struct qian_calendar_year *year,
                                  struct qian_err *err) {
    bool off = strcmp(name, "off") == 0;
    json_t *list = NULL, *row;
    size_t i;
    enum qian_status status =
        qian_json_get_array(&place, block, "years", name, LIST_MAX, false, &list, err);
    if (status != QIAN_OK)
        return status;
    int32_t *day = qian_take(json_array_size(list) + 1, sizeof *day);
    if (off)
        year->off = day;
    else
        year->work = day;
    json_array_foreach(list, i, row) {
        const char *text = json_is_string(row) ? json_string_value(row) : "";
        if (!qian_day_read(qian_str(text), &day[i]))
            return wrong_day(year, name, text, "not a date that exists", err);
        const char *fault = day_fault(year, off, day[i], i > 0 ? &day[i - 1] : NULL);
        if (fault)
            return wrong_day(year, name, text, fault, err);
        *(off ? &year->offs : &year->works) = i + 1;
    }
    return QIAN_OK;
}

static enum qian_status read_sources(json_t *block, struct qian_calendar_year *year,
                                     struct qian_err *err) {
    json_t *list = NULL, *row;
    size_t i;
    enum qian_status status =
        qian_json_get_array(&place, block, "years", "sources", SOURCES_MAX, false, &list, err);
    if (status != QIAN_OK)
        return status;
    if (json_array_size(list) == 0)
        return qian_json_wrong(&place, "years", "sources", "a year names at least one source", err);
    year->source = qian_take(json_array_size(list), sizeof *year->source);
    json_array_foreach(list, i, row) {
        const char *text = json_is_string(row) ? json_string_value(row) : "";
        struct qian_str s = qian_str(text);
        if (s.n < 1 || s.n > QIAN_TEXT_MAX || qian_text_blank_end(s) || qian_text_fault(s, false))
            return qian_json_wrong(&place, "years", "sources",
                                   "must be normalised text without control characters or blank "
                                   "ends, neither empty nor too long",
                                   err);
        year->source[year->sources++] = qian_str_copy(s);
    }
    return QIAN_OK;
}

// spec/calendar.md 1.2: "`year` is from 1900 to 9998, and each is one more than that of the object
// before."
static enum qian_status read_year(json_t *block, struct qian_calendar *out, struct qian_err *err) {
    static const char *const members[] = {"year", "sources", "off", "work", NULL};
    struct qian_calendar_year *year = &out->year[out->years];
    uint32_t number = 0;
    enum qian_status status = qian_json_exact(&place, block, "years", members, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(&place, block, "years", "year", YEAR_FIRST, YEAR_LAST, false,
                                   &number, err);
    if (status != QIAN_OK)
        return status;
    year->year = (int)number;
    out->years++;
    if (out->years > 1 && year[-1].year + 1 != year->year)
        return qian_json_wrong(&place, "years", "year",
                               "a year does not follow the one before: no year may be left out",
                               err);
    status = read_sources(block, year, err);
    if (status == QIAN_OK)
        status = read_list(block, "off", year, err);
    if (status == QIAN_OK)
        status = read_list(block, "work", year, err);
    return status;
}

// Weekdays stand in `off` alone and weekends in `work`, sorted: a day can only stand twice in the
// same list of two years that follow each other.
static enum qian_status twice(const struct qian_calendar *out, struct qian_err *err) {
    for (size_t i = 1; i < out->years; i++) {
        const struct qian_calendar_year *a = &out->year[i - 1], *b = &out->year[i];
        for (size_t k = 0; k < a->offs + a->works; k++) {
            int32_t day = k < a->offs ? a->off[k] : a->work[k - a->offs];
            const int32_t *list = k < a->offs ? b->off : b->work;
            for (size_t n = 0; n < (k < a->offs ? b->offs : b->works) && list[n] <= day; n++)
                if (list[n] == day) {
                    char text[11];
                    qian_day_write(day, text);
                    return wrong_day(b, "years", text, "the day stands in two years", err);
                }
        }
    }
    return QIAN_OK;
}

static enum qian_status read_head(json_t *root, struct qian_calendar *out, struct qian_err *err) {
    static const char *const members[] = {"format", "name", "title", "edition", "years", NULL};
    char *format = NULL;
    enum qian_status status = qian_json_exact(&place, root, "", members, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, root, "", "format", 64, false, &format, err);
    if (status == QIAN_OK && strcmp(format, "qian/1 calendar") != 0)
        status = qian_json_wrong(&place, "", "format", "must be qian/1 calendar", err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, root, "", "name", 64, false, &out->name, err);
    if (status == QIAN_OK && qian_check_code(qian_str(out->name)))
        status = qian_json_wrong(&place, "", "name", "not a code", err);
    if (status == QIAN_OK)
        status =
            qian_json_get_text(&place, root, "", "title", QIAN_TEXT_MAX, false, &out->title, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(&place, root, "", "edition", 1, EDITION_MAX, false,
                                   &out->edition, err);
    free(format);
    return status;
}

enum qian_status qian_calendar_parse(struct qian_str bytes, struct qian_calendar *out,
                                     struct qian_err *err) {
    *out = (struct qian_calendar){0};
    qian_buf_str(&out->bytes, bytes);
    json_t *root = qian_json_load(&place, bytes, err), *list = NULL, *block;
    size_t i;
    if (!root)
        return err->status;
    enum qian_status status = read_head(root, out, err);
    if (status == QIAN_OK)
        status = qian_json_get_array(&place, root, "", "years", YEARS_MAX, false, &list, err);
    if (status == QIAN_OK && json_array_size(list) == 0)
        status = qian_json_wrong(&place, "", "years", "a calendar has at least one year", err);
    if (status == QIAN_OK)
        out->year = qian_take(json_array_size(list), sizeof *out->year);
    json_array_foreach(list, i, block) if (status == QIAN_OK) status = read_year(block, out, err);
    if (status == QIAN_OK)
        status = twice(out, err);
    // spec/bundle.md 2.4: "JSON files are hashed and signed as the bytes they are and have one
    // layout"
    if (status == QIAN_OK && !qian_json_laid_out(root, bytes))
        status = qian_json_wrong(&place, "", "", "not in the layout that bundle 2.4 wants", err);
    json_decref(root);
    return status;
}

static enum qian_status read_bytes(const char *name_or_path, const char *folder,
                                   struct qian_buf *out, struct qian_err *err) {
    bool found;
    enum qian_status status = qian_pack_read(qian_calendars, qian_calendar_count, name_or_path,
                                             folder, CALENDAR_MAX, out, &found, err);
    if (status != QIAN_OK || found)
        return status;
    status = qian_fail(err, QIAN_BAD_DATA, "", "calendar 1.1",
                       "no calendar of this name comes with the program",
                       "give the path of a calendar, or state-council");
    qian_err_value(err, "%.100s", name_or_path);
    return status;
}

// spec/calendar.md 1.1: "One that has name and edition of a calendar in `spec/calendars/` has its
// bytes."
static enum qian_status check_edition(const struct qian_calendar *calendar, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < qian_calendar_count && status == QIAN_OK; i++) {
        const struct qian_str bytes = {qian_calendars[i].bytes, qian_calendars[i].n};
        struct qian_calendar own;
        if (strcmp(qian_calendars[i].name, calendar->name) != 0 ||
            qian_str_eq(bytes, qian_buf_view(&calendar->bytes)))
            continue;
        status = qian_calendar_parse(bytes, &own, err);
        if (status == QIAN_OK && own.edition == calendar->edition) {
            status = qian_fail(err, QIAN_REFUSED, "", "calendar 1.1",
                               "another calendar than the one of this name and edition that comes "
                               "with the program",
                               "give the altered calendar an edition or name of its own");
            qian_err_value(err, "%.100s, %u", calendar->name, calendar->edition);
        }
        qian_calendar_free(&own);
    }
    return status;
}

enum qian_status qian_calendar_load(const char *name_or_path, const char *folder,
                                    struct qian_calendar *out, struct qian_err *err) {
    struct qian_buf bytes = {0};
    *out = (struct qian_calendar){0};
    enum qian_status status = read_bytes(name_or_path, folder, &bytes, err);
    if (status == QIAN_OK)
        status = qian_calendar_parse(qian_buf_view(&bytes), out, err);
    if (status == QIAN_OK)
        status = check_edition(out, err);
    qian_buf_free(&bytes);
    return status;
}

void qian_calendar_free(struct qian_calendar *calendar) {
    for (size_t i = 0; i < calendar->years; i++) {
        struct qian_calendar_year *year = &calendar->year[i];
        for (size_t k = 0; k < year->sources; k++)
            free(year->source[k]);
        free(year->source);
        free(year->off);
        free(year->work);
    }
    free(calendar->year);
    free(calendar->name);
    free(calendar->title);
    qian_buf_free(&calendar->bytes);
    *calendar = (struct qian_calendar){0};
}
