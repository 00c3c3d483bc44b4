// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/base/json_out.h"

#include <assert.h>
#include <string.h>

static void open_bracket(struct qian_json *j, char open, char close) {
    assert(j->depth < QIAN_JSON_DEPTH_MAX);
    qian_buf_char(j->out, open);
    j->empty[j->depth] = true;
    j->close[j->depth++] = close;
}

static void indent(struct qian_json *j) {
    qian_buf_char(j->out, '\n');
    for (size_t i = 0; i < j->depth; i++)
        qian_buf_char(j->out, ' ');
}

// spec/bundle.md 2.5: "In a JSON string `"` is written `\"` and `\` is written `\\`; every other
// character stands for itself and no other escape is used."
static void quoted(struct qian_json *j, struct qian_str s) {
    qian_buf_char(j->out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            qian_buf_char(j->out, '\\');
        if ((unsigned char)s.p[i] < 0x20) { // in what is told of paths; never in a bundle
            qian_buf_text(j->out, "\\u00");
            qian_buf_hex(j->out, (const uint8_t *)s.p + i, 1);
            continue;
        }
        qian_buf_char(j->out, s.p[i]);
    }
    qian_buf_char(j->out, '"');
}

// Everything before a value: comma, new line, indent, name.
static void lead(struct qian_json *j, const char *name) {
    if (!j->empty[j->depth - 1])
        qian_buf_char(j->out, ',');
    j->empty[j->depth - 1] = false;
    indent(j);
    if (name) {
        quoted(j, qian_str(name));
        qian_buf_text(j->out, ": ");
    }
}

struct qian_json qian_json_begin(struct qian_buf *out) {
    struct qian_json j = {.out = out};
    open_bracket(&j, '{', '}');
    return j;
}

void qian_json_close(struct qian_json *j) {
    assert(j->depth > 0);
    j->depth--;
    if (!j->empty[j->depth])
        indent(j);
    qian_buf_char(j->out, j->close[j->depth]);
}

void qian_json_end(struct qian_json *j) {
    assert(j->depth == 1);
    qian_json_close(j);
    qian_buf_char(j->out, '\n');
}

void qian_json_object(struct qian_json *j, const char *name) {
    lead(j, name);
    open_bracket(j, '{', '}');
}

void qian_json_array(struct qian_json *j, const char *name) {
    lead(j, name);
    open_bracket(j, '[', ']');
}

void qian_json_str(struct qian_json *j, const char *name, struct qian_str value) {
    lead(j, name);
    quoted(j, value);
}

void qian_json_text(struct qian_json *j, const char *name, const char *value) {
    qian_json_str(j, name, qian_str(value));
}

void qian_json_text_or_null(struct qian_json *j, const char *name, const char *value) {
    if (value)
        qian_json_text(j, name, value);
    else
        qian_json_null(j, name);
}

void qian_json_u64(struct qian_json *j, const char *name, uint64_t value) {
    lead(j, name);
    qian_buf_u64(j->out, value);
}

void qian_json_bool(struct qian_json *j, const char *name, bool value) {
    lead(j, name);
    qian_buf_text(j->out, value ? "true" : "false");
}

void qian_json_null(struct qian_json *j, const char *name) {
    lead(j, name);
    qian_buf_text(j->out, "null");
}

void qian_json_hex(struct qian_json *j, const char *name, const uint8_t *bytes, size_t n) {
    lead(j, name);
    qian_buf_char(j->out, '"');
    qian_buf_hex(j->out, bytes, n);
    qian_buf_char(j->out, '"');
}
