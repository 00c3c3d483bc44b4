// SPDX-License-Identifier: MulanPSL-2.0
// Classes, areas and the labels of strata as numbers that stand in the same order as their bytes.
#ifndef QIAN_VERIFIER_CLASSES_H
#define QIAN_VERIFIER_CLASSES_H

#include "verifier/bytes.h"

// Class 0 is "-", 1 to 4 are A to D. Area 0 is "-", n + 1 are the six digits n.
enum { CLASS_COUNT = 5, AREA_COUNT = 1000001, CLASS_NONE = -1 };
enum { LABEL_ROOM = 16, NO_LABEL = CLASS_COUNT * AREA_COUNT };

// How a label is made (notice.json stratify): at most two columns.
struct strata_plan {
    bool by_class;
    bool by_area;
    bool class_first;
};

int class_of(struct bytes text);                  // or CLASS_NONE
bool area_of(struct bytes text, uint32_t *area); // false where it is neither six digits nor "-"
// The label's number, below NO_LABEL.
uint32_t label_number(const struct strata_plan *plan, int class_no, uint32_t area);
int label_class(const struct strata_plan *plan, uint32_t label); // CLASS_NONE where classes are not in the plan
struct bytes label_text(const struct strata_plan *plan, uint32_t label, char room[LABEL_ROOM]);
// The number of a label as it is written, or NO_LABEL.
uint32_t label_read(const struct strata_plan *plan, struct bytes text);

#endif
