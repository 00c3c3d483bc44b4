// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/classes.h"

#include <stdio.h>

static const char CLASSES[] = "-ABCD";

// spec/tables.md 2.2: "`class` is `A`, `B`, `C`, `D` or `-`."
int class_of(struct bytes text)
{
    if (text.n != 1) {
        return CLASS_NONE;
    }
    size_t at = bytes_find(bytes_of(CLASSES), text.at[0]);
    return at < CLASS_COUNT ? (int)at : CLASS_NONE;
}

// spec/tables.md 2.2: "`area` is six digits (GB/T 2260) or `-`."
bool area_of(struct bytes text, uint32_t *area)
{
    uint32_t sum = 0;
    if (bytes_are(text, "-")) {
        *area = 0;
        return true;
    }
    for (size_t i = 0; i < text.n; i++) {
        if (text.n != 6 || text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
        sum = sum * 10 + (uint32_t)(text.at[i] - '0');
    }
    *area = sum + 1;
    return text.n == 6;
}

// spec/quota.md 3.1: "A row's label is the values of the columns named in `stratify`, in that order, joined with `/`; with
// an empty `stratify` the label is the empty string."
uint32_t label_number(const struct strata_plan *plan, int class_no, uint32_t area)
{
    uint32_t c = plan->by_class ? (uint32_t)class_no : 0;
    uint32_t a = plan->by_area ? area : 0;
    return plan->class_first ? c * AREA_COUNT + a : a * CLASS_COUNT + c;
}

int label_class(const struct strata_plan *plan, uint32_t label)
{
    if (!plan->by_class) {
        return CLASS_NONE;
    }
    return (int)(plan->class_first ? label / AREA_COUNT : label % CLASS_COUNT);
}

struct bytes label_text(const struct strata_plan *plan, uint32_t label, char room[LABEL_ROOM])
{
    uint32_t c = plan->class_first ? label / AREA_COUNT : label % CLASS_COUNT;
    uint32_t a = plan->class_first ? label % AREA_COUNT : label / CLASS_COUNT;
    char class_text[2] = {plan->by_class ? CLASSES[c] : '\0', '\0'};
    char area_text[8] = "";
    if (plan->by_area) {
        (void)snprintf(area_text, sizeof area_text, a == 0 ? "-" : "%06u", (unsigned)(a - 1) % 1000000U);
    }
    const char *join = plan->by_class && plan->by_area ? "/" : "";
    (void)snprintf(room, LABEL_ROOM, "%s%s%s", plan->class_first ? class_text : area_text, join,
                   plan->class_first ? area_text : class_text);
    return bytes_of(room);
}

uint32_t label_read(const struct strata_plan *plan, struct bytes text)
{
    struct bytes parts[2] = {text, {text.at, 0}};
    if (plan->by_class && plan->by_area) {
        size_t slash = bytes_find(text, '/');
        if (slash == text.n) {
            return NO_LABEL;
        }
        parts[0].n = slash;
        parts[1] = bytes_after(text, slash + 1);
    }
    int class_no = 0;
    uint32_t area = 0;
    size_t area_part = plan->by_class && plan->class_first ? 1 : 0;
    if (!plan->by_class && !plan->by_area) {
        return text.n == 0 ? 0 : NO_LABEL;
    }
    if (plan->by_class) {
        class_no = class_of(parts[plan->class_first ? 0 : 1]);
    }
    if (class_no == CLASS_NONE || (plan->by_area && !area_of(parts[area_part], &area))) {
        return NO_LABEL;
    }
    return label_number(plan, class_no, area);
}
