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
extern const struct ui_command cmd_import;
extern const struct ui_command cmd_import_transcript;
extern const struct ui_command cmd_plan_request;
extern const struct ui_command cmd_plan_approve;
extern const struct ui_command cmd_plan_sign;
extern const struct ui_command cmd_plan_verify;
extern const struct ui_command cmd_rules_check;
extern const struct ui_command cmd_rules_sign;
extern const struct ui_command cmd_register_check;
extern const struct ui_command cmd_register_compare;
extern const struct ui_command cmd_register_due;
extern const struct ui_command cmd_register_lists;
extern const struct ui_command cmd_register_log;
extern const struct ui_command cmd_register_match;
extern const struct ui_command cmd_register_show;
extern const struct ui_command cmd_item_list;
extern const struct ui_command cmd_item_check;
extern const struct ui_command cmd_item_suggest;
extern const struct ui_command cmd_log_init;
extern const struct ui_command cmd_log_add;
extern const struct ui_command cmd_log_add_witness;
extern const struct ui_command cmd_log_request;
extern const struct ui_command cmd_log_cosigned;
extern const struct ui_command cmd_log_cosign;
extern const struct ui_command cmd_log_proof;
extern const struct ui_command cmd_log_fsck;
extern const struct ui_command cmd_log_monitor;
extern const struct ui_command cmd_policy_show;
extern const struct ui_command cmd_policy_sign;
extern const struct ui_command cmd_policy_check;
extern const struct ui_command cmd_witness_key;
extern const struct ui_command cmd_witness_add_log;
extern const struct ui_command cmd_witness_cosign;
extern const struct ui_command cmd_witness_serve;
extern const struct ui_command cmd_beacon_drand;
extern const struct ui_command cmd_beacon_nist;
extern const struct ui_command cmd_beacon_round;
extern const struct ui_command cmd_import_draw;
extern const struct ui_command cmd_roster_freeze;
extern const struct ui_command cmd_rules_list;
extern const struct ui_command cmd_rules_show;
extern const struct ui_command cmd_calendar_count;
extern const struct ui_command cmd_plan_check;
extern const struct ui_command cmd_plan_export;
extern const struct ui_command cmd_plan_report;
extern const struct ui_command cmd_plan_show;
extern const struct ui_command cmd_plan_simulate;
extern const struct ui_command cmd_register_event;
extern const struct ui_command cmd_ceremony_open;
extern const struct ui_command cmd_ceremony_commit;
extern const struct ui_command cmd_ceremony_paper;
extern const struct ui_command cmd_ceremony_notice;
extern const struct ui_command cmd_ceremony_sign;
extern const struct ui_command cmd_ceremony_cosign;
extern const struct ui_command cmd_ceremony_reveal;
extern const struct ui_command cmd_ceremony_close;
extern const struct ui_command cmd_ceremony_public;
extern const struct ui_command cmd_ceremony_draw;
extern const struct ui_command cmd_ceremony_witness;
extern const struct ui_command cmd_ceremony_transcript;
extern const struct ui_command cmd_ceremony_unseal;
extern const struct ui_command cmd_ceremony_void;
extern const struct ui_command cmd_ceremony_publish;
extern const struct ui_command cmd_ceremony_status;

// The home folder: --home, or $HOME/.qian. The caller frees. NULL, with the error printed, where it
// is the empty string.
char *home_of(struct ui *ui, const char *option);
