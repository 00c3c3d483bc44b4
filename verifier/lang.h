// SPDX-License-Identifier: MulanPSL-2.0
// Text for people is Chinese or English; codes and JSON are neither.
#ifndef QIAN_VERIFIER_LANG_H
#define QIAN_VERIFIER_LANG_H

#include <stdbool.h>

// Set once, before anything is said.
void lang_set(bool chinese);
bool lang_chinese(void);
// The one of the two that the reader asked for.
const char *say(const char *zh, const char *en);
// The environment's wish: does LC_ALL, else LC_MESSAGES, else LANG, the first of them that is set, begin with "zh"?
bool lang_from_environment(void);

#endif
