// SPDX-License-Identifier: MulanPSL-2.0
// engine/plan/filings.h - which lists are to be filed, and until when (spec/registers.md 4.5).
#pragma once

#include "engine/plan/deadline.h"
#include "engine/registry/events.h"

// A quarter in which something was imported into a list. Days are counted since 1970-01-01.
struct qian_filing_due {
    const struct qian_register *reg;
    char *list, *department; // owned
    int year, quarter;       // 1 to 4
    char imported[26];       // the time of the quarter's last import
    char filed[26];          // that of the first filing after it; "" where there is none
    int32_t ends;            // the quarter's last day
    int missing;             // the year that the calendar lacks; 0: none, and then:
    int32_t due;
    int32_t left;          // days from the filing, or from today, to `due`; negative: over
    enum qian_light light; // by that day
    bool waiting;          // not filed, and the quarter has not ended (待备案)
    bool overdue;          // not filed, and red
};

struct qian_filings_order {
    struct qian_store *store;
    const struct qian_calendar *calendar;
    uint64_t change; // changes after this one are not looked at
    int32_t today;   // nor are those of later days
};
// Owned; start with {0}, free with qian_filings_free.
struct qian_filings {
    struct qian_filing_due *due; // by register (items, inspectors), list and quarter
    size_t count, cap;
};
// QIAN_OK also where something is overdue or not known.
enum qian_status qian_filings_read(const struct qian_filings_order *order, struct qian_filings *out,
                                   struct qian_err *err) QIAN_MUST_USE;
void qian_filings_free(struct qian_filings *filings);
