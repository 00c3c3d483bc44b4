// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/ratio_text.h - what lists and plans say in words about ratio and frequency
// (抽查比例, 抽查频次), as far as it can be read (spec/items.md 4).
//
// Pure: the text stays as it was written; nothing is rounded, and what does not fit the forms of
// the spec is not read at all.
#pragma once

#include "engine/base/bytes.h"

enum qian_ratio_said {
    QIAN_SAID_NOTHING,   // no text, or a text without a number: left to whoever plans
    QIAN_SAID_EXACT,     // low = high
    QIAN_SAID_AT_LEAST,  // low; high is 0
    QIAN_SAID_AT_MOST,   // high; low is 0
    QIAN_SAID_INTERVAL,  // low < high
    QIAN_SAID_COUNT,     // no ratio, but a number of targets: count_low, count_high
    QIAN_SAID_PER_CLASS, // class_ratio
    QIAN_SAID_UNREAD,    // it has numbers, and cannot be read
};

struct qian_ratio_text {
    enum qian_ratio_said said;
    uint32_t low, high; // millionths, 1 to 1,000,000; both ends belong to it
    // A number of targets, alone (QIAN_SAID_COUNT) or beside a ratio ("5%；1户"); 0 where the text
    // has none, or no such end.
    uint32_t count_low, count_high;
    uint32_t class_ratio[4]; // millionths for A, B, C, D; 0 where the text names none
    bool loose;  // the text itself admits exceptions (一般, 原则上, 或按…确定)
    bool scoped; // it is of some departments or targets alone (市局抽查比例…)
};

// False, and out->said QIAN_SAID_UNREAD, if the text has numbers and cannot be read. `text` is
// UTF-8.
bool qian_ratio_text_read(struct qian_str text, struct qian_ratio_text *out);

enum qian_every {
    QIAN_EVERY_NOT_SAID,
    QIAN_EVERY_DAY,
    QIAN_EVERY_WEEK,
    QIAN_EVERY_MONTH,
    QIAN_EVERY_QUARTER,
    QIAN_EVERY_HALF_YEAR,
    QIAN_EVERY_YEAR,
    QIAN_EVERY_VALIDITY, // of the licence or filing
};

struct qian_frequency_text {
    enum qian_ratio_said said; // NOTHING, EXACT, AT_LEAST, AT_MOST, INTERVAL or UNREAD
    uint32_t low, high;        // times, 1 to 1,000
    enum qian_every every;     // in `periods` of these: 每2年 is 2 years
    uint32_t periods;          // 1 to 100; 0 where `every` is not said
    bool each_target;          // visits of one target (同一单位…不超过2次), not rounds
    bool loose, scoped;        // as above
};

// The same for a frequency.
bool qian_frequency_text_read(struct qian_str text, struct qian_frequency_text *out);
