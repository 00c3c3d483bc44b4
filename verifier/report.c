// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/report.h"

#include "verifier/escape.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void report_able(struct report *r, int step)
{
    r->steps[step].judged = true;
}

bool report_judge(struct report *r, int step, bool good)
{
    struct outcome *o = &r->steps[step];
    o->judged = true;
    o->counted++;
    if (good) {
        return false;
    }
    o->failed++;
    return !o->described;
}

void report_add(struct report *r, int step, const struct outcome *more)
{
    struct outcome *o = &r->steps[step];
    struct outcome sum = o->described || !more->described ? *o : *more;
    sum.judged = o->judged || more->judged;
    sum.counted = o->counted + more->counted;
    sum.failed = o->failed + more->failed;
    *o = sum;
}

void report_open(struct report *r, int step)
{
    r->steps[step].open = true;
}

void report_unsupported(struct report *r, int step)
{
    r->steps[step].unsupported = true;
}

void report_undone(struct report *r, int step)
{
    r->steps[step].undone = true;
}

void report_none(struct report *r, int step)
{
    r->steps[step].none = true;
}

void report_fault(struct report *r, int step, struct bytes found, struct bytes expected, const char *place, ...)
{
    struct outcome *o = &r->steps[step];
    char text[FAULT_ROOM];
    va_list more;
    va_start(more, place);
    int n = vsnprintf(text, sizeof text, place, more);
    va_end(more);
    o->described = true;
    escape_into(o->place, FAULT_ROOM, n < 0 ? bytes_of("?") : bytes_of(text));
    escape_into(o->found, FAULT_ROOM, found);
    escape_into(o->expected, FAULT_ROOM, expected);
}

// spec/verify.md 1.3: "Nothing else is judged, and all other steps are `not done`, where step 8, 9 or 10 is
// unsupported."
void report_only_unsupported(struct report *r)
{
    for (int step = 1; step <= STEP_LAST; step++) {
        if (!r->steps[step].unsupported) {
            (void)memset(&r->steps[step], 0, sizeof r->steps[step]);
        }
    }
}

// spec/verify.md 1.1: "A step is `passed`, `failed`, `open` (something that it needs was not given), `unsupported`,
// `not done` (a part of the bundle that it needs is unusable, which another step reports), or `none`"
// A fault outweighs everything: no step that found one is ever said to have nothing to judge.
enum state report_state(const struct report *r, int step)
{
    const struct outcome *o = &r->steps[step];
    if (o->failed > 0) {
        return STATE_FAILED;
    }
    if (o->none) {
        return STATE_NONE;
    }
    if (o->unsupported) {
        return STATE_UNSUPPORTED;
    }
    if (o->open) {
        return STATE_OPEN;
    }
    return o->judged && !o->undone ? STATE_PASSED : STATE_NOT_DONE;
}

// spec/verify.md 1.2: "The verdict is INVALID (exit 1) if a step failed; else UNSUPPORTED (3) if one is unsupported;
// else INCOMPLETE (2) if one is open or not done; else VALID (0)."
enum verdict report_verdict(const struct report *r)
{
    bool seen[STATE_NONE + 1] = {false};
    for (int i = 0; i < STEP_COUNT; i++) {
        seen[report_state(r, STEP_TEXTS[i].step)] = true;
    }
    if (seen[STATE_FAILED]) {
        return VERDICT_INVALID;
    }
    if (seen[STATE_UNSUPPORTED]) {
        return VERDICT_UNSUPPORTED;
    }
    return seen[STATE_OPEN] || seen[STATE_NOT_DONE] ? VERDICT_INCOMPLETE : VERDICT_VALID;
}

struct bytes report_number(char room[24], uint64_t number)
{
    int n = snprintf(room, 24, "%" PRIu64, number);
    return (struct bytes){(const unsigned char *)room, n < 0 ? 0 : (size_t)n};
}
