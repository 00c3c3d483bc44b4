// SPDX-License-Identifier: MulanPSL-2.0
// cli/words.h - the sentences that `qian` says, in both languages.
#pragma once

#include <stddef.h>

struct word {
    const char *en, *zh;
};
extern const struct word words[];
extern const size_t words_count;
// Those of plans that offices approve, and of filings.
extern const struct word words_approval[];
extern const size_t words_approval_count;
// Those of the verbs of a ceremony.
extern const struct word words_ceremony[];
extern const size_t words_ceremony_count;
// Those of draws that enter themselves, and of a year's report.
extern const struct word words_drawn[];
extern const size_t words_drawn_count;
// Those of the log, its witnesses and public values.
extern const struct word words_log[];
extern const size_t words_log_count;
// Those of who watches logs and policies.
extern const struct word words_watch[];
extern const size_t words_watch_count;
// Those of imports.
extern const struct word words_import[];
extern const size_t words_import_count;
// Those of items.
extern const struct word words_item[];
extern const size_t words_item_count;
// Those of departments' files.
extern const struct word words_sheet[];
extern const size_t words_sheet_count;
// Those of rules packs, calendars and deadlines.
extern const struct word words_plan[];
extern const size_t words_plan_count;
extern const struct word words_register[];
extern const size_t words_register_count;
// Those of plans.
extern const struct word words_planning[];
extern const size_t words_planning_count;
