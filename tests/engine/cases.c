// SPDX-License-Identifier: MulanPSL-2.0
#include "tests/engine/cases.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/base/file.h"

static const char *vectors_folder(void) {
    const char *folder = getenv("QIAN_VECTORS");
    return folder ? folder : "vectors";
}

json_t *cases_load(const char *folder, const char *name) {
    char path[1024];
    json_error_t fault;
    snprintf(path, sizeof path, "%s/%s/%s", vectors_folder(), folder, name);
    json_t *root = json_load_file(path, JSON_ALLOW_NUL, &fault);
    if (!root) {
        fprintf(stderr, "%s: %s\n", path, fault.text);
        exit(1);
    }
    return root;
}

struct qian_buf cases_bytes(const char *folder, const char *name) {
    char path[1024];
    struct qian_buf out = {0};
    struct qian_err err;
    snprintf(path, sizeof path, "%s/%s/%s", vectors_folder(), folder, name);
    if (qian_file_read(path, 1 << 20, &out, &err) != QIAN_OK) {
        fprintf(stderr, "%s: %s\n", path, err.what);
        exit(1);
    }
    return out;
}

struct qian_buf hex_of(json_t *object, const char *name) {
    struct qian_buf out = {0};
    struct qian_str text = str_of(object, name);
    for (size_t i = 0; i + 1 < text.n; i += 2) {
        char pair[3] = {text.p[i], text.p[i + 1], 0};
        qian_buf_char(&out, (char)strtol(pair, NULL, 16));
    }
    qian_buf_add(&out, "", 0);
    return out;
}

void codes_of(json_t *object, char *out, size_t size) {
    json_t *code;
    size_t i;
    *out = 0;
    json_array_foreach(json_object_get(object, "codes"), i, code) {
        if (i)
            strncat(out, " ", size - strlen(out) - 1);
        strncat(out, json_string_value(code), size - strlen(out) - 1);
    }
}

bool code_is_wanted(json_t *object, const char *code) {
    json_t *list = json_object_get(object, "codes"), *one;
    size_t i;
    bool found = false;
    json_array_foreach(list, i, one) found =
        found || (code && strcmp(json_string_value(one), code) == 0);
    return code ? found : json_array_size(list) == 0;
}

struct qian_buf spliced(struct qian_str base, json_t *splice) {
    struct qian_buf out = {0};
    size_t from = (size_t)json_integer_value(json_array_get(splice, 0));
    size_t to = (size_t)json_integer_value(json_array_get(splice, 1));
    json_t *text = json_array_get(splice, 2);
    qian_buf_add(&out, base.p, from);
    qian_buf_add(&out, json_string_value(text), json_string_length(text));
    qian_buf_add(&out, base.p + to, base.n - to);
    return out;
}

struct qian_buf bytes_of(json_t *object, const char *name) {
    char hex[64];
    struct qian_buf out = {0};
    snprintf(hex, sizeof hex, "%s_hex", name);
    if (json_object_get(object, hex))
        return hex_of(object, hex);
    qian_buf_str(&out, str_of(object, name));
    return out;
}
