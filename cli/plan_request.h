// SPDX-License-Identifier: MulanPSL-2.0
// cli/plan_request.h - the request of a draw out of an approved plan, for the verbs that want one.
#pragma once

#include "cli/ui.h"

struct plan_request_order {
    const char *home, *plan, *line, *base, *folder;
    const char *policy;   // or NULL: no offices are asked for (spec/plan.md 4.4)
    const char *packs[4]; // rules packs beside the one that the base names
    size_t pack_count;
    bool again; // the draw may have been frozen before (spec/plan.md 4.6)
};
// Write the folder, and, unless `quiet`, print what is in it. Prints the error. The exit code.
int plan_request(struct ui *ui, const struct plan_request_order *order, bool quiet);
