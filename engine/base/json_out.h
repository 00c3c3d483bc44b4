// SPDX-License-Identifier: MulanPSL-2.0
// engine/base/json_out.h - writes JSON in the one layout of spec/bundle.md 2.4, 2.5.
//
// Names are given with each member (NULL inside an array). Strings that go into a bundle must be
// text without control characters. Calls that open must be closed in order.
#pragma once

#include "engine/base/bytes.h"

#define QIAN_JSON_DEPTH_MAX 16

struct qian_json {
    struct qian_buf *out; // borrowed
    size_t depth;
    bool empty[QIAN_JSON_DEPTH_MAX]; // nothing written yet inside this bracket
    char close[QIAN_JSON_DEPTH_MAX];
};

// Begin a document: an object. qian_json_end closes it and adds the final LF.
struct qian_json qian_json_begin(struct qian_buf *out);
void qian_json_end(struct qian_json *j);

void qian_json_object(struct qian_json *j, const char *name);
void qian_json_array(struct qian_json *j, const char *name);
void qian_json_close(struct qian_json *j);

void qian_json_str(struct qian_json *j, const char *name, struct qian_str value);
void qian_json_text(struct qian_json *j, const char *name, const char *value);
// NULL is written as null.
void qian_json_text_or_null(struct qian_json *j, const char *name, const char *value);
void qian_json_u64(struct qian_json *j, const char *name, uint64_t value);
void qian_json_bool(struct qian_json *j, const char *name, bool value);
void qian_json_null(struct qian_json *j, const char *name);
void qian_json_hex(struct qian_json *j, const char *name, const uint8_t *bytes, size_t n);
