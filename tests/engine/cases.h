// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/cases.h - vector files for the engine's tests.
#pragma once

#include <jansson.h>
#include <string.h>

#include "engine/base/bytes.h"
#include "engine/crypto/hash.h"

// vectors/qian/NAME or vectors/third-party/NAME, parsed; stops the program if it is not there.
json_t *cases_load(const char *folder, const char *name);
// The bytes of such a file. The caller frees.
struct qian_buf cases_bytes(const char *folder, const char *name);

static inline struct qian_str str_of(json_t *object, const char *name) {
    json_t *value = json_object_get(object, name);
    return json_is_string(value)
               ? (struct qian_str){json_string_value(value), json_string_length(value)}
               : (struct qian_str){"", 0};
}
static inline const char *text_of(json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}
static inline enum qian_suite suite_of(json_t *object) {
    enum qian_suite suite = QIAN_SHA256_ED25519;
    (void)qian_suite_read(str_of(object, "suite"), &suite);
    return suite;
}
// Decode hexadecimal of any length, either case. The caller frees.
struct qian_buf hex_of(json_t *object, const char *name);
// The wanted codes, joined with ' '.
void codes_of(json_t *object, char *out, size_t size);
// Is this code, or NULL for none, one of the wanted ones? Programs of the engine stop at the first
// fault that they find.
bool code_is_wanted(json_t *object, const char *code);
// `base` with the bytes of a splice `[from, to, text]` replaced. The caller frees.
struct qian_buf spliced(struct qian_str base, json_t *splice);
// The bytes of a member NAME, or of NAME_hex. The caller frees.
struct qian_buf bytes_of(json_t *object, const char *name);
