// SPDX-License-Identifier: MulanPSL-2.0
#include <string.h>

#include "cli/commands.h"
#include "cli/office_load.h"
#include "cli/show_count.h"
#include "engine/base/date.h"

enum { FROM, WORKING, DAYS, MONTHS, HOURS, RULE, RULES, CALENDAR, POLICY, WAIT, OPTIONS };

struct job {
    const struct ui_option *option;
    const char *packs[COUNT_PACKS_MAX];
    size_t pack_count;
    struct qian_rules rules[COUNT_PACKS_MAX];
    struct qian_calendar calendar;
    int64_t at;
    bool date_alone;
    struct counted counted;
};

static bool read_from(struct job *job) {
    const char *from = job->option[FROM].value;
    if (qian_day_read(qian_str(from), &job->counted.from_day)) {
        job->date_alone = true;
        job->at = qian_day_begins(job->counted.from_day);
        return true;
    }
    if (!qian_time_read(qian_str(from), &job->at))
        return false;
    job->counted.from_day = qian_day_of(job->at);
    return true;
}

// How many of the ways to say a period were used, and the last of them.
static size_t ways(const struct job *job, size_t *way) {
    size_t n = 0;
    for (size_t i = WORKING; i <= RULE; i++)
        if (job->option[i].value) {
            *way = i;
            n++;
        }
    return n;
}

static int wrong_call(struct ui *ui, struct job *job) {
    size_t way = 0;
    uint64_t n = 0;
    if (!job->option[FROM].value)
        return ui_usage(ui, "--from is missing: the day or time of the event", "");
    if (!read_from(job))
        return ui_usage(ui, "--from is YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS+08:00",
                        job->option[FROM].value);
    if (ways(job, &way) != 1)
        return ui_usage(ui, "give one of --working-days, --days, --months, --hours and --rule", "");
    if (way == RULE)
        return job->option[WAIT].value
                   ? ui_usage(ui, "--wait is not for --rule: calendar 4.6 says what it is", "")
                   : QIAN_OK;
    if (job->pack_count > 0)
        return ui_usage(ui, "--rules is for --rule", "");
    if (!qian_u64_read(qian_str(job->option[way].value), QIAN_CONSTANT_MAX, &n))
        return ui_usage(ui, "the number is an integer from 0 to 1000000", job->option[way].value);
    enum qian_period_kind kind = job->option[WAIT].value ? QIAN_PERIOD_WAIT : QIAN_PERIOD_LIMIT;
    job->counted.count[0] =
        (struct count){"", {kind, (enum qian_period_unit)(way - WORKING), (uint32_t)n}, {0, 0, 0}};
    job->counted.counts = 1;
    return QIAN_OK;
}

static enum qian_status read_rules(struct job *job, struct qian_err *err) {
    if (job->pack_count == 0)
        job->packs[job->pack_count++] = "changchun-2021";
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < job->pack_count && status == QIAN_OK; i++) {
        struct count *c = &job->counted.count[job->counted.counts++];
        status = office_rules_load(job->packs[i], job->option[POLICY].value, &job->rules[i], err);
        if (status == QIAN_OK)
            status = qian_period_of(&job->rules[i], job->option[RULE].value, &c->period, err);
        c->pack = job->rules[i].name;
    }
    return status;
}

// The calendar is the one given, or the one that the first pack names.
static enum qian_status read_calendar(struct job *job, struct qian_err *err) {
    const char *name = job->option[CALENDAR].value;
    if (!name && job->option[RULE].value) {
        enum qian_status status =
            qian_rules_text(&job->rules[0], "working_day_calendar", "calendar", &name, err);
        if (status != QIAN_OK)
            return status;
    }
    return office_calendar_load(name ? name : "state-council", job->option[POLICY].value,
                                &job->calendar, err);
}

// spec/calendar.md 4.7: "the earliest due day of a limit holds, and the latest day or moment of a
// wait."
static void choose(struct counted *t) {
    for (size_t i = 1; i < t->counts; i++) {
        bool wait = t->count[i].period.kind == QIAN_PERIOD_WAIT;
        int64_t a = t->count[t->holds].end.moment, b = t->count[i].end.moment;
        if (wait ? b > a : b < a)
            t->holds = i;
    }
}

static enum qian_status work(struct job *job, struct qian_err *err) {
    struct counted *t = &job->counted;
    enum qian_status status = QIAN_OK;
    if (job->option[RULE].value)
        status = read_rules(job, err);
    if (status == QIAN_OK)
        status = read_calendar(job, err);
    for (size_t i = 0; i < t->counts && status == QIAN_OK; i++)
        status = qian_period_end(&t->count[i].period, &job->calendar, job->at, job->date_alone,
                                 &t->count[i].end, err);
    t->calendar = &job->calendar;
    t->from = job->option[FROM].value;
    choose(t);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct job job = {0};
    struct ui_option options[OPTIONS] = {
        [FROM] = {.name = "--from"},
        [WORKING] = {.name = "--working-days"},
        [DAYS] = {.name = "--days"},
        [MONTHS] = {.name = "--months"},
        [HOURS] = {.name = "--hours"},
        [RULE] = {.name = "--rule"},
        [RULES] = {.name = "--rules", .values = job.packs, .max = COUNT_PACKS_MAX},
        [CALENDAR] = {.name = "--calendar"},
        [POLICY] = {.name = "--policy"},
        [WAIT] = {.name = "--wait", .flag = true},
    };
    size_t n = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, OPTIONS, NULL, &n, 0, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_calendar_count);
        return QIAN_OK;
    }
    job.option = options;
    job.pack_count = options[RULES].count;
    int code = wrong_call(ui, &job);
    if (code != QIAN_OK)
        return code;
    struct qian_err err;
    code = work(&job, &err) == QIAN_OK ? show_count(ui, &job.counted) : ui_fail(ui, &err);
    for (size_t i = 0; i < COUNT_PACKS_MAX; i++)
        qian_rules_free(&job.rules[i]);
    qian_calendar_free(&job.calendar);
    return code;
}

const struct ui_command cmd_calendar_count = {
    .name = "calendar count",
    .summary = "tell until when something is due, or from when it may be done, and why",
    .usage = "  qian calendar count --from DATE|TIME --working-days N | --days N | --months N | "
             "--hours N\n"
             "                      [--wait] [--calendar NAME|FILE] [--policy POLICY]\n"
             "  qian calendar count --from DATE|TIME --rule NAME [--rules PACK]... "
             "[--calendar NAME|FILE]\n"
             "                      [--policy POLICY]",
    .examples = "  qian calendar count --from 2021-02-09 --working-days 7\n"
                "  qian calendar count --from 2021-01-31 --months 1 --wait\n"
                "  qian calendar count --from 2021-03-30T09:00:00+08:00 --rule entry_notice",
    .run = run};
