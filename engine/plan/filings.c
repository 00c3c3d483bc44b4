// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/filings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"

static int32_t day_of(const char *time) {
    int32_t day = 0;
    (void)qian_day_read((struct qian_str){time, 10}, &day); // the store holds good times alone
    return day;
}

// spec/registers.md 4.5: "It is *green* before that day, *amber* on it and *red* after it, by the
// day on which it was filed, or, where it is not, by today"
static void judge(const struct qian_filings_order *order, struct qian_filing_due *d) {
    bool filed = *d->filed != 0;
    int32_t imported = day_of(d->imported), done = filed ? day_of(d->filed) : order->today;
    struct qian_err ignored;
    d->waiting = qian_filing_state(imported, filed, order->today) == QIAN_FILING_WAITING;
    if (qian_quarter_due(order->calendar, imported, &d->due, &ignored) != QIAN_OK) {
        d->missing = qian_calendar_missing(order->calendar, d->ends);
        return;
    }
    d->left = d->due - done;
    d->light = d->left > 0 ? QIAN_GREEN : d->left == 0 ? QIAN_AMBER : QIAN_RED;
    d->overdue = !filed && d->light == QIAN_RED;
}

static void add(const struct qian_filings_order *order, const struct qian_register *reg,
                const struct qian_stored_list *list, const struct qian_stored_change *import,
                const struct qian_stored_change *filing, struct qian_filings *out) {
    int32_t day = day_of(import->time);
    struct qian_date date = qian_date_of(day);
    out->due = qian_grow(out->due, &out->cap, out->count + 1, sizeof *out->due);
    struct qian_filing_due *d = &out->due[out->count++];
    *d = (struct qian_filing_due){.reg = reg,
                                  .list = qian_str_copy(qian_str(list->name)),
                                  .department = qian_str_copy(qian_str(list->department)),
                                  .year = date.year,
                                  .quarter = (date.month + 2) / 3,
                                  .ends = qian_quarter_end(day)};
    (void)snprintf(d->imported, sizeof d->imported, "%s", import->time);
    (void)snprintf(d->filed, sizeof d->filed, "%s", filing ? filing->time : "");
    judge(order, d);
}

static void drop_last(struct qian_filings *out) {
    struct qian_filing_due *d = &out->due[--out->count];
    free(d->list);
    free(d->department);
}

// Take the changes of one list, of which `count` are to be looked at.
// spec/registers.md 4.5: "A quarter is *filed* at the time of the first `filed` after its last
// import"
static void take(const struct qian_filings_order *order, const struct qian_register *reg,
                 const struct qian_stored_list *list, const struct qian_stored_change *change,
                 size_t count, struct qian_filings *out) {
    size_t last = count;
    for (size_t i = 0; i < count; i++)
        if (strcmp(change[i].kind, "import") == 0)
            last = i;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(change[i].kind, "import") != 0)
            continue;
        const struct qian_stored_change *filing = NULL;
        bool again = false; // in the same quarter
        for (size_t k = i + 1; k < count; k++) {
            if (!filing && strcmp(change[k].kind, "filed") == 0)
                filing = &change[k];
            again = again || (strcmp(change[k].kind, "import") == 0 &&
                              day_of(change[k].time) <= qian_quarter_end(day_of(change[i].time)));
        }
        if (again)
            continue;
        add(order, reg, list, &change[i], filing, out);
        const struct qian_filing_due *d = &out->due[out->count - 1];
        if (i != last && !d->missing && d->light != QIAN_RED)
            drop_last(out);
    }
}

static enum qian_status read_list(const struct qian_filings_order *order,
                                  const struct qian_register *reg,
                                  const struct qian_stored_list *list, struct qian_filings *out,
                                  struct qian_err *err) {
    struct qian_stored_change *change = NULL;
    size_t count = 0, known = 0;
    enum qian_status status =
        qian_store_changes(order->store, list->number, 0, &change, &count, err);
    // Times never go back, so what is looked at comes first.
    while (status == QIAN_OK && known < count && change[known].number <= order->change &&
           day_of(change[known].time) <= order->today)
        known++;
    take(order, reg, list, change, known, out);
    qian_stored_changes_free(change, count);
    return status;
}

enum qian_status qian_filings_read(const struct qian_filings_order *order, struct qian_filings *out,
                                   struct qian_err *err) {
    static const char *const names[] = {"items", "inspectors"};
    enum qian_status status = QIAN_OK;
    for (size_t r = 0; status == QIAN_OK && r < 2; r++) {
        struct qian_stored_list *list = NULL;
        size_t count = 0;
        status = qian_store_lists(order->store, names[r], &list, &count, err);
        for (size_t i = 0; status == QIAN_OK && i < count; i++)
            status = read_list(order, qian_register_find(names[r]), &list[i], out, err);
        qian_stored_lists_free(list, count);
    }
    return status;
}

void qian_filings_free(struct qian_filings *filings) {
    while (filings->count > 0)
        drop_last(filings);
    free(filings->due);
    *filings = (struct qian_filings){0};
}
