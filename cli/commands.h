// SPDX-License-Identifier: MulanPSL-2.0
// cli/commands.h - the verbs; each has a file of its own.
#pragma once

#include "cli/ui.h"

extern const struct ui_command cmd_key_new;
extern const struct ui_command cmd_draw_all;
extern const struct ui_command cmd_explain;
extern const struct ui_command cmd_log_init;
extern const struct ui_command cmd_log_add;
extern const struct ui_command cmd_log_add_witness;
extern const struct ui_command cmd_log_request;
extern const struct ui_command cmd_log_cosigned;
extern const struct ui_command cmd_log_cosign;
extern const struct ui_command cmd_log_proof;
extern const struct ui_command cmd_log_fsck;
extern const struct ui_command cmd_witness_key;
extern const struct ui_command cmd_witness_add_log;
extern const struct ui_command cmd_witness_cosign;
extern const struct ui_command cmd_witness_serve;

// The home folder: --home, or $HOME/.qian. The caller frees. NULL, with the error printed, where it
// is the empty string.
char *home_of(struct ui *ui, const char *option);
