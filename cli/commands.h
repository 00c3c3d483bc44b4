// SPDX-License-Identifier: MulanPSL-2.0
// cli/commands.h - the verbs; each has a file of its own.
#pragma once

#include "cli/ui.h"

extern const struct ui_command cmd_key_new;
extern const struct ui_command cmd_key_show;
extern const struct ui_command cmd_key_export;
extern const struct ui_command cmd_key_import;
extern const struct ui_command cmd_key_passphrase;
extern const struct ui_command cmd_draw_all;
extern const struct ui_command cmd_explain;
extern const struct ui_command cmd_beacon_drand;
extern const struct ui_command cmd_beacon_nist;
extern const struct ui_command cmd_beacon_round;
extern const struct ui_command cmd_import_draw;

// The home folder: --home, or $HOME/.qian. The caller frees. NULL, with the error printed, where it
// is the empty string.
char *home_of(struct ui *ui, const char *option);
