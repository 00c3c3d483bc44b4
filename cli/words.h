// SPDX-License-Identifier: MulanPSL-2.0
// cli/words.h - the sentences that `qian` says, in both languages.
#pragma once

#include <stddef.h>

struct word {
    const char *en, *zh;
};
extern const struct word words[];
extern const size_t words_count;
// Those of the verbs of a ceremony.
extern const struct word words_ceremony[];
extern const size_t words_ceremony_count;
// Those of the log, its witnesses and public values.
extern const struct word words_log[];
extern const size_t words_log_count;
// Those of who watches logs and policies.
extern const struct word words_watch[];
extern const size_t words_watch_count;
