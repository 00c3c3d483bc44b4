// SPDX-License-Identifier: MulanPSL-2.0
// cli/desk.h - the registers of a home, open for the verbs that read or write them, as of a time.
#pragma once

#include "cli/ui.h"
#include "engine/store/registers.h"

#define DESK_OPTIONS                                                                               \
    {.name = "--home"}, {.name = "--as-of"}, {                                                     \
        .name = "--day"                                                                            \
    }
#define DESK_OPTION_COUNT 3
#define DESK_USAGE "[--home HOME] [--as-of TIME] [--day DAY]"

struct desk {
    char *home;
    struct qian_store *store;
    char now[26];    // the time of the call
    uint64_t change; // the last one at or before --as-of; all, where there is none
    char day[11];    // --day, else that of --as-of, else today
};

// Open by the first three options, which are DESK_OPTIONS. Close it also after a failure.
// QIAN_USAGE is printed already.
enum qian_status desk_open(struct ui *ui, const struct ui_option *options, struct desk *out,
                           struct qian_err *err) QIAN_MUST_USE;
// Who is at the computer: the name of the user, or "-".
const char *desk_user(void);
// The number of a list of this register. QIAN_REFUSED if there is none.
enum qian_status desk_list(struct desk *desk, const char *reg, const char *name, uint64_t *number,
                           struct qian_err *err) QIAN_MUST_USE;
void desk_close(struct desk *desk);
// Close, print the error if there is one that is not yet printed, and return the exit code.
int desk_end(struct ui *ui, struct desk *desk, enum qian_status status, const struct qian_err *err);
