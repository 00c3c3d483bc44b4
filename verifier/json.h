// SPDX-License-Identifier: MulanPSL-2.0
// A JSON reader of its own: strict layout for the files of a bundle (bundle.md 2.4, 2.5), any layout for test vectors.
#ifndef QIAN_VERIFIER_JSON_H
#define QIAN_VERIFIER_JSON_H

#include "verifier/bytes.h"

enum { JSON_DEPTH = 16 };

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

// Places are offsets into the text: a file is at most 64 MiB, and a hostile one may hold millions of values.
struct json_value {
    uint64_t number;   // JSON_NUMBER
    uint32_t at, n;    // JSON_STRING: its text
    uint32_t name_at, name_n;
    uint32_t children; // how many
    uint32_t first;    // child; 0 none
    uint32_t next;     // sibling; 0 none
    enum json_type type;
};

struct json {
    unsigned char *text; // borrowed; strings have been unescaped in place
    struct json_value *values; // owned; [1] is the outermost value, [0] is no value
    size_t count, room;
    bool valid;          // of bundle.md 2.4 and 2.5 as a whole
    size_t bad_at;       // where not, the place
    const char *bad;     // and what is wrong
};

// Parses text[n], which is changed. What was read before a fault stays readable if it is not valid.
void json_parse(struct json *j, unsigned char *text, size_t n, bool strict);
void json_free(struct json *j);

// Where v is no value (0) these say so: JSON_NULL, 0, "".
enum json_type json_type(const struct json *j, uint32_t v);
struct bytes json_text(const struct json *j, uint32_t v);
struct bytes json_name(const struct json *j, uint32_t v);
// The member of that name, or 0.
uint32_t json_member(const struct json *j, uint32_t object, const char *name);

#endif
