// SPDX-License-Identifier: MulanPSL-2.0
// engine/base/json_in.h - strict reading of JSON through jansson: no repeated names, no reals,
// bounded depth and size; getters that say where in the document something is wrong.
#pragma once

#include <jansson.h>

#include "engine/base/bytes.h"
#include "engine/base/err.h"

// Where a value stands, for errors: "request.json items[2].ratio".
struct qian_json_place {
    const char *file;
    const char *clause;      // the clause that a fault here breaks
    enum qian_status status; // QIAN_BAD_DATA
};

// Parse a document whose top is an object. NULL on failure, with `err` filled. json_decref it.
json_t *qian_json_load(const struct qian_json_place *place, struct qian_str bytes,
                       struct qian_err *err) QIAN_MUST_USE;

// The object has no members but these (a NULL-terminated list).
enum qian_status qian_json_known(const struct qian_json_place *place, json_t *object,
                                 const char *path, const char *const *names,
                                 struct qian_err *err) QIAN_MUST_USE;

// The object has exactly these members, in this order.
enum qian_status qian_json_exact(const struct qian_json_place *place, json_t *object,
                                 const char *path, const char *const *names,
                                 struct qian_err *err) QIAN_MUST_USE;

// Is this document, as parsed from `bytes`, in the layout of spec/bundle.md 2.4 and 2.5?
bool qian_json_laid_out(json_t *root, struct qian_str bytes);

// Say that the value at this path is wrong.
enum qian_status qian_json_wrong(const struct qian_json_place *place, const char *path,
                                 const char *name, const char *what, struct qian_err *err);

// A string member of good text of at most `max` bytes. `out` is owned by the caller (free). With
// `optional`, absence and null give NULL.
enum qian_status qian_json_get_text(const struct qian_json_place *place, json_t *object,
                                    const char *path, const char *name, size_t max, bool optional,
                                    char **out, struct qian_err *err) QIAN_MUST_USE;
// An integer member from `min` to `max`; `out` keeps its value if the member is absent and
// `optional`.
enum qian_status qian_json_get_u32(const struct qian_json_place *place, json_t *object,
                                   const char *path, const char *name, uint32_t min, uint32_t max,
                                   bool optional, uint32_t *out,
                                   struct qian_err *err) QIAN_MUST_USE;
// An array (`out` borrowed) of at most `max` elements; absence gives NULL where optional.
enum qian_status qian_json_get_array(const struct qian_json_place *place, json_t *object,
                                     const char *path, const char *name, size_t max, bool optional,
                                     json_t **out, struct qian_err *err) QIAN_MUST_USE;
