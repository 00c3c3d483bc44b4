// SPDX-License-Identifier: MulanPSL-2.0
// What each step found: how many things it judged, how many failed, and the first fault in words.
#ifndef QIAN_VERIFIER_REPORT_H
#define QIAN_VERIFIER_REPORT_H

#include "verifier/bytes.h"
#include "verifier/steps.h"

enum state { STATE_PASSED, STATE_FAILED, STATE_OPEN, STATE_UNSUPPORTED, STATE_NOT_DONE, STATE_NONE };
// The numbers are the exit codes (verify.md 1.2).
enum verdict { VERDICT_VALID, VERDICT_INVALID, VERDICT_INCOMPLETE, VERDICT_UNSUPPORTED, VERDICT_ERROR };

enum { FAULT_ROOM = 400 };

struct outcome {
    uint64_t counted;
    uint64_t failed;
    bool judged; // something could be judged, if only that there was nothing to object to
    bool open;
    bool unsupported;
    bool undone; // a part of what it had to judge could not be judged
    bool none;   // this kind of bundle has nothing that it judges
    bool described;
    char place[FAULT_ROOM]; // these three are escaped (verify.md 4.1) and NUL-terminated
    char found[FAULT_ROOM];
    char expected[FAULT_ROOM];
};

struct report {
    struct outcome steps[STEP_LAST + 1]; // by number; 0 and 44 are not used
};

// The step could be judged, even if it will count nothing.
void report_able(struct report *r, int step);
// One thing was judged. True if it is the step's first fault: then report_fault has to describe it.
bool report_judge(struct report *r, int step, bool good);
// Adds to the step what was judged elsewhere.
void report_add(struct report *r, int step, const struct outcome *more);
void report_open(struct report *r, int step);
void report_unsupported(struct report *r, int step);
void report_undone(struct report *r, int step);
void report_none(struct report *r, int step);
// Describes the step's first fault; the place is made as by printf.
__attribute__((format(printf, 5, 6))) void report_fault(struct report *r, int step, struct bytes found,
                                                        struct bytes expected, const char *place, ...);
// Forgets all but the steps that are unsupported (verify.md 1.3).
void report_only_unsupported(struct report *r);

enum state report_state(const struct report *r, int step);
enum verdict report_verdict(const struct report *r);

// A number as text, for report_fault; the text lives in the caller's room.
struct bytes report_number(char room[24], uint64_t number);

#endif
