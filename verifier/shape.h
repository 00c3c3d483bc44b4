// SPDX-License-Identifier: MulanPSL-2.0
// Holding a parsed JSON file to the members that its page gives it. Every breach is a fault of the file; what could not
// be read comes back as nothing (0, "", false), so that the rest can be judged, too.
#ifndef QIAN_VERIFIER_SHAPE_H
#define QIAN_VERIFIER_SHAPE_H

#include "verifier/files.h"
#include "verifier/json.h"

enum { SHAPE_DEPTH = 8, NO_INDEX = -1, ITEMS_MAX = 200, STRATA_MAX = 100000 };

struct shape {
    struct report *report;
    struct report held; // of steps 12 to 15: what shape_end reports if the file turns out to have no fault of step 7
    struct file *file;
    struct bytes text; // the file's bytes; owned, as is json
    struct json json;
    struct {
        const char *name;
        int64_t index; // NO_INDEX: not in an array
    } at[SHAPE_DEPTH]; // where the reader is
    size_t depth;
};

// Loads and parses the file, and judges nothing yet.
void shape_load(struct shape *s, struct report *r, struct file *file);
// Step 7 for the layout of a legible file. True where its members can be read.
bool shape_begin(struct shape *s);
// All members have been judged: reports what was held back.
void shape_end(struct shape *s);
void shape_free(struct shape *s);

void shape_down(struct shape *s, const char *name, int64_t index);
void shape_up(struct shape *s);
// A fault of member name (NULL: of the place itself).
void shape_judge(struct shape *s, int step, bool good, const char *name, struct bytes found, const char *expected);

// spec: exactly these members in this order; out[i] is the value of names[i]. Else a fault, and false.
bool shape_object(struct shape *s, uint32_t v, const char *const *names, size_t count, uint32_t *out);
// Is it of that type? Else a fault.
bool shape_type(struct shape *s, uint32_t v, const char *name, enum json_type type);
// A string that form accepts.
struct bytes shape_string(struct shape *s, uint32_t v, const char *name, bool (*form)(struct bytes), const char *what);
uint64_t shape_number(struct shape *s, uint32_t v, const char *name, uint64_t min, uint64_t max);
bool shape_bool(struct shape *s, uint32_t v, const char *name);
// In millionths; 0 where it is none.
uint32_t shape_ratio(struct shape *s, uint32_t v, const char *name);
// Names that are data stand sorted (bundle.md 2.6).
void shape_sorted(struct shape *s, uint32_t object, const char *name);
// Has the member of that name, where it is an array, at most max elements? Else code F11, and false: then the file is to
// be judged for nothing further (verify.md 2.2).
bool shape_length(struct shape *s, uint32_t object, const char *name, size_t max);
// The same of `items` and of the `strata` of each.
bool shape_items_length(struct shape *s);

// Forms for shape_string.
bool is_any(struct bytes text);
bool is_digest(struct bytes text);

#endif
