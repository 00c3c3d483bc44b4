// SPDX-License-Identifier: MulanPSL-2.0
// cli/key.h - what the verbs `key …` share.
#pragma once

#include "cli/ui.h"
#include "engine/ceremony/keys.h"

// Print the key's vkey; as JSON also its name and suite, and `file` if it is not NULL.
int key_print(struct ui *ui, const struct qian_key *key, const char *file);

// The suite that --suite names; without it, that in which the home has a key of this name. False,
// and an error printed, where there is no such suite, or a key in both.
bool key_suite(struct ui *ui, const char *option, const char *home, const char *name,
               enum qian_suite *out);
