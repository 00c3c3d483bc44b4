// SPDX-License-Identifier: MulanPSL-2.0
// B28, B29: What is to be filed, and until when, by real calendars: the boundaries of quarters
// (spec/ registers.md 4.5, calendar.md 5.3, 5.4), on registers in real files.
#include "engine/plan/filings.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/registry/import.h"
#include "tests/check.h"

// `changes` are "import TIME" or "filed TIME", one a line; the answer has, for each quarter that is
// told, its name, due day, days left, light, and what else is said of it.
static const struct {
    const char *name, *reg, *changes, *today, *want;
} cases[] = {
    {"the quarter of the making", "items", "import 2021-01-04T09:00:00+08:00", "2021-03-30",
     "2021Q1 2021-03-31 1 green waiting"},
    {"the due day", "items", "import 2021-01-04T09:00:00+08:00", "2021-03-31",
     "2021Q1 2021-03-31 0 amber waiting"},
    {"the day after it", "items", "import 2021-01-04T09:00:00+08:00", "2021-04-01",
     "2021Q1 2021-03-31 -1 red overdue"},
    {"the first second of a quarter", "items", "import 2021-04-01T00:00:00+08:00", "2021-04-01",
     "2021Q2 2021-06-30 90 green waiting"},
    {"the last second of one", "items", "import 2021-03-31T23:59:59+08:00", "2021-03-31",
     "2021Q1 2021-03-31 0 amber waiting"},
    {"a quarter that ends on a Sunday: the Friday before", "inspectors",
     "import 2019-01-04T09:00:00+08:00", "2019-03-29", "2019Q1 2019-03-29 0 amber waiting"},
    {"late on the Saturday, and still drawn from", "inspectors", "import 2019-01-04T09:00:00+08:00",
     "2019-03-30", "2019Q1 2019-03-29 -1 red overdue waiting"},
    {"until the quarter is over", "inspectors", "import 2019-01-04T09:00:00+08:00", "2019-04-01",
     "2019Q1 2019-03-29 -3 red overdue"},
    {"imported when the last working day was over", "items", "import 2019-03-30T09:00:00+08:00",
     "2019-03-30", "2019Q1 2019-03-29 -1 red overdue waiting"},
    {"a Saturday that is worked by notice", "items", "import 2017-09-14T09:00:00+08:00",
     "2017-09-30", "2017Q3 2017-09-30 0 amber waiting"},
    {"a Monday that is off by notice: the Saturday before is worked", "items",
     "import 2007-10-09T09:00:00+08:00", "2007-12-31", "2007Q4 2007-12-29 -2 red overdue waiting"},
    {"filed on the last second", "items",
     "import 2021-01-04T09:00:00+08:00\nfiled 2021-03-31T23:59:59+08:00", "2021-06-01",
     "2021Q1 2021-03-31 0 amber filed"},
    {"filed one second later", "items",
     "import 2021-01-04T09:00:00+08:00\nfiled 2021-04-01T00:00:00+08:00", "2021-06-01",
     "2021Q1 2021-03-31 -1 red filed"},
    {"imported again after the filing", "items",
     "import 2021-01-04T09:00:00+08:00\nfiled 2021-02-01T09:00:00+08:00\n"
     "import 2021-03-01T09:00:00+08:00",
     "2021-04-02", "2021Q1 2021-03-31 -2 red overdue"},
    {"imported every quarter and never filed", "inspectors",
     "import 2021-01-04T09:00:00+08:00\nimport 2021-04-04T09:00:00+08:00\n"
     "import 2021-08-04T09:00:00+08:00",
     "2021-09-01",
     "2021Q1 2021-03-31 -154 red overdue; 2021Q2 2021-06-30 -63 red overdue; "
     "2021Q3 2021-09-30 29 green waiting"},
    {"a missed quarter is told after its filing too", "items",
     "import 2021-01-04T09:00:00+08:00\nfiled 2021-04-02T09:00:00+08:00\n"
     "import 2021-05-04T09:00:00+08:00\nfiled 2021-05-05T09:00:00+08:00",
     "2021-07-01", "2021Q1 2021-03-31 -2 red filed; 2021Q2 2021-06-30 56 green filed"},
    {"a quarter that was in time is not told once there is another", "items",
     "import 2021-01-04T09:00:00+08:00\nfiled 2021-02-02T09:00:00+08:00\n"
     "import 2021-05-04T09:00:00+08:00",
     "2021-05-05", "2021Q2 2021-06-30 56 green waiting"},
    {"as it stood on a day", "items",
     "import 2021-01-04T09:00:00+08:00\nfiled 2021-04-02T09:00:00+08:00", "2021-04-01",
     "2021Q1 2021-03-31 -1 red overdue"},
    {"before there was anything", "items", "import 2021-01-04T09:00:00+08:00", "2021-01-03", ""},
    {"a year that the calendar does not have", "items", "import 2031-02-04T09:00:00+08:00",
     "2031-02-05", "2031Q1 ? 2031 waiting"},
    {"the last days of a year want the next one", "inspectors", "import 2026-10-12T09:00:00+08:00",
     "2026-12-01", "2026Q4 ? 2027 waiting"},
    {"nor is a year guessed for what is filed", "items",
     "import 2031-02-04T09:00:00+08:00\nfiled 2031-02-05T09:00:00+08:00", "2031-02-06",
     "2031Q1 ? 2031 filed"},
    {"targets are not filed", "targets", "import 2021-01-04T09:00:00+08:00", "2021-04-01", ""},
};

static void import(const char *home, const char *reg, const char *time, size_t round) {
    struct qian_err err = {0};
    struct qian_import *done = qian_take(1, sizeof *done);
    char *path = qian_path_join(home, "in.csv"), text[256];
    const char *form =
        strcmp(reg, "inspectors") == 0
            ? "执法证编号,姓名,人员类别,部门,有效期\nZF%zu,张三,公务员,SCJG,2039-01-01\n"
        : strcmp(reg, "items") == 0 ? "id,name\nA%zu,检查\n"
                                    : "id,name\nloc:%zu,商铺\n";
    const char *number = strstr(form, "%zu");
    (void)snprintf(text, sizeof text, "%.*s%zu%s", (int)(number - form), form, round, number + 3);
    struct qian_import_order order = {.kind = qian_kind_find(reg),
                                      .home = home,
                                      .path = path,
                                      .list = "list",
                                      .department = "SCJG",
                                      .header = {.kind = qian_kind_find(reg)},
                                      .who = "test",
                                      .time = time,
                                      .partial = true,
                                      .apply = true};
    enum qian_status status = qian_file_write(path, qian_str(text), 0600, &err);
    if (status == QIAN_OK)
        status = qian_import_run(&order, done, &err);
    CHECK(status == QIAN_OK && done->change > 0, "%s: %s %s", time, err.what ? err.what : "",
          err.value);
    qian_import_free(done);
    free(done);
    free(path);
}

static void file(const char *home, const char *time) {
    struct qian_store *store = NULL;
    struct qian_err err = {0};
    uint64_t change = 0;
    struct qian_event_order order = {.list = "list",
                                     .event = QIAN_EVENT_FILED,
                                     .reference = "文号",
                                     .time = time,
                                     .who = "test"};
    enum qian_status status = qian_store_open_registers(home, 0, &store, &err);
    if (status == QIAN_OK)
        status = qian_event_enter(store, &order, &change, &err);
    CHECK(status == QIAN_OK, "%s: %s", time, err.what ? err.what : "");
    qian_store_close(store);
}

static void build(const char *home, const char *reg, const char *changes) {
    struct qian_split split = qian_split(qian_str(changes), '\n');
    struct qian_str line;
    for (size_t round = 1; qian_split_next(&split, &line); round++) {
        char word[16], time[32], text[64];
        (void)snprintf(text, sizeof text, "%.*s", (int)line.n, line.p);
        CHECK(sscanf(text, "%15s %31s", word, time) == 2, "%s", text);
        if (strcmp(word, "import") == 0)
            import(home, reg, time, round);
        else
            file(home, time);
    }
}

static void tell(const struct qian_filings *filings, char *out, size_t size) {
    static const char *const lights[] = {"green", "amber", "red"};
    size_t n = 0;
    out[0] = 0;
    for (size_t i = 0; i < filings->count && n < size; i++) {
        const struct qian_filing_due *d = &filings->due[i];
        char due[11] = "?", days[32];
        if (!d->missing)
            qian_day_write(d->due, due);
        if (d->missing)
            (void)snprintf(days, sizeof days, "%d", d->missing);
        else
            (void)snprintf(days, sizeof days, "%d %s", (int)d->left, lights[d->light]);
        n += (size_t)snprintf(out + n, size - n, "%s%dQ%d %s %s%s%s%s", i > 0 ? "; " : "", d->year,
                              d->quarter, due, days, *d->filed ? " filed" : "",
                              d->overdue ? " overdue" : "", d->waiting ? " waiting" : "");
    }
}

static void look(const char *home, const struct qian_calendar *calendar, size_t at) {
    struct qian_store *store = NULL;
    struct qian_filings filings = {0};
    struct qian_err err = {0};
    char told[512];
    struct qian_filings_order order = {.calendar = calendar, .change = UINT64_MAX};
    CHECK(qian_day_read(qian_str(cases[at].today), &order.today), "%s", cases[at].today);
    enum qian_status status = qian_store_open_registers(home, 0, &store, &err);
    order.store = store;
    if (status == QIAN_OK)
        status = qian_filings_read(&order, &filings, &err);
    tell(&filings, told, sizeof told);
    CHECK(status == QIAN_OK && strcmp(told, cases[at].want) == 0, "%s: \"%s\", not \"%s\"",
          cases[at].name, told, cases[at].want);
    qian_filings_free(&filings);
    qian_store_close(store);
}

static void drop(const char *home) {
    static const char *const files[] = {"in.csv", "registers.db", "registers.db-wal",
                                        "registers.db-shm", "registers.db-journal"};
    for (size_t i = 0; i < 5; i++) {
        char *path = qian_path_join(home, files[i]);
        (void)unlink(path);
        free(path);
    }
    (void)rmdir(home);
}

int main(void) {
    struct qian_calendar calendar = {0};
    struct qian_err err = {0};
    CHECK(qian_calendar_load("state-council", ".", &calendar, &err) == QIAN_OK, "%s", err.what);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char home[] = "/tmp/qian-filings-XXXXXX";
        CHECK(mkdtemp(home) != NULL, "no folder");
        build(home, cases[i].reg, cases[i].changes);
        look(home, &calendar, i);
        drop(home);
    }
    qian_calendar_free(&calendar);
    return check_end("filings");
}
