// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/lang.h"

#include <stdlib.h>
#include <string.h>

static bool in_chinese;

void lang_set(bool chinese)
{
    in_chinese = chinese;
}

bool lang_chinese(void)
{
    return in_chinese;
}

const char *say(const char *zh, const char *en)
{
    return in_chinese ? zh : en;
}

bool lang_from_environment(void)
{
    static const char *const NAMES[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < 3; i++) {
        const char *value = getenv(NAMES[i]);
        if (value != NULL && value[0] != '\0') {
            return strncmp(value, "zh", 2) == 0;
        }
    }
    return false;
}
