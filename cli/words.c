// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/words.h"
const struct word words[] = {{"usage:", "用法："}};
const size_t words_count = sizeof words / sizeof *words;
