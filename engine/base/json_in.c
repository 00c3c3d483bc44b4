// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/base/json_in.h"

#include <string.h>

#include "engine/base/json_out.h"
#include "engine/base/text.h"

#define DEPTH_MAX 16
#define INTEGER_MAX 9007199254740991 // 2^53 - 1

enum qian_status qian_json_wrong(const struct qian_json_place *place, const char *path,
                                 const char *name, const char *what, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, place->status, "F08", place->clause, what, "correct the file");
    qian_err_where(err, "%s%s%s%s%s", place->file, *path || *name ? " " : "", path,
                   *path && *name ? "." : "", name);
    return status;
}

// jansson's own limit is far deeper than ours; brackets inside strings do not count.
static bool too_deep(struct qian_str bytes) {
    size_t depth = 0;
    bool string = false;
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.p[i];
        if (string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                string = false;
        } else if (c == '"') {
            string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > DEPTH_MAX)
                return true;
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        }
    }
    return false;
}

static bool has_real(json_t *value) { // depth is bounded by too_deep
    size_t i;
    const char *name;
    json_t *element;
    if (json_is_real(value))
        return true;
    json_array_foreach(value, i, element) if (has_real(element)) return true;
    json_object_foreach(value, name, element) if (has_real(element)) return true;
    return false;
}

json_t *qian_json_load(const struct qian_json_place *place, struct qian_str bytes,
                       struct qian_err *err) {
    json_error_t fault;
    if (too_deep(bytes)) {
        (void)qian_json_wrong(place, "", "", "nested deeper than 16", err);
        return NULL;
    }
    json_t *root = json_loadb(bytes.p ? bytes.p : "", bytes.n, JSON_REJECT_DUPLICATES, &fault);
    if (!root) {
        (void)qian_json_wrong(place, "", "", "not JSON", err);
        qian_err_where(err, "%s:%d", place->file, fault.line);
        qian_err_value(err, "%s", fault.text);
        return NULL;
    }
    if (!json_is_object(root) || has_real(root)) {
        (void)qian_json_wrong(place, "", "", "the top is no object, or a number is no integer",
                              err);
        json_decref(root);
        return NULL;
    }
    return root;
}

enum qian_status qian_json_known(const struct qian_json_place *place, json_t *object,
                                 const char *path, const char *const *names, struct qian_err *err) {
    const char *name;
    json_t *value;
    if (!json_is_object(object))
        return qian_json_wrong(place, path, "", "must be an object", err);
    json_object_foreach(object, name, value) {
        size_t i = 0;
        while (names[i] && strcmp(names[i], name) != 0)
            i++;
        if (!names[i])
            return qian_json_wrong(place, path, name, "a member that is not known here", err);
    }
    return QIAN_OK;
}

enum qian_status qian_json_exact(const struct qian_json_place *place, json_t *object,
                                 const char *path, const char *const *names, struct qian_err *err) {
    const char *name;
    json_t *value;
    size_t i = 0;
    if (!json_is_object(object))
        return qian_json_wrong(place, path, "", "must be an object", err);
    json_object_foreach(object, name, value) {
        if (!names[i] || strcmp(names[i], name) != 0)
            return qian_json_wrong(place, path, name, "not the member that must stand here", err);
        i++;
    }
    if (names[i])
        return qian_json_wrong(place, path, names[i], "this member is required", err);
    return QIAN_OK;
}

static void lay_out(struct qian_json *j, const char *name, json_t *value) {
    const char *member;
    json_t *element;
    size_t i;
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        qian_json_object(j, name);
        json_object_foreach(value, member, element) lay_out(j, member, element);
        qian_json_close(j);
        break;
    case JSON_ARRAY:
        qian_json_array(j, name);
        json_array_foreach(value, i, element) lay_out(j, NULL, element);
        qian_json_close(j);
        break;
    case JSON_STRING:
        qian_json_str(j, name,
                      (struct qian_str){json_string_value(value), json_string_length(value)});
        break;
    case JSON_INTEGER:
        qian_json_u64(j, name, (uint64_t)json_integer_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        qian_json_bool(j, name, json_is_true(value));
        break;
    case JSON_REAL:
    case JSON_NULL:
        qian_json_null(j, name);
        break;
    }
}

// Strings are good text and integers within bounds: what the writer can write.
static bool can_lay_out(json_t *value) {
    size_t i;
    const char *name;
    json_t *element;
    json_array_foreach(value, i, element) if (!can_lay_out(element)) return false;
    json_object_foreach(value, name, element) {
        if (qian_text_fault(qian_str(name), false) || !can_lay_out(element))
            return false;
    }
    if (json_is_string(value)) {
        struct qian_str text = {json_string_value(value), json_string_length(value)};
        return qian_text_fault(text, false) == NULL;
    }
    return !json_is_integer(value) ||
           (json_integer_value(value) >= 0 && json_integer_value(value) <= INTEGER_MAX);
}

bool qian_json_laid_out(json_t *root, struct qian_str bytes) {
    struct qian_buf again = {0};
    const char *member;
    json_t *element;
    if (!json_is_object(root) || !can_lay_out(root))
        return false;
    struct qian_json j = qian_json_begin(&again);
    json_object_foreach(root, member, element) lay_out(&j, member, element);
    qian_json_end(&j);
    bool same = qian_str_eq(qian_buf_view(&again), bytes);
    qian_buf_free(&again);
    return same;
}

enum qian_status qian_json_get_text(const struct qian_json_place *place, json_t *object,
                                    const char *path, const char *name, size_t max, bool optional,
                                    char **out, struct qian_err *err) {
    json_t *value = json_object_get(object, name);
    *out = NULL;
    if (optional && (!value || json_is_null(value)))
        return QIAN_OK;
    if (!value)
        return qian_json_wrong(place, path, name, "this member is required", err);
    if (!json_is_string(value))
        return qian_json_wrong(place, path, name, "must be a string", err);
    struct qian_str text = {json_string_value(value), json_string_length(value)};
    if (text.n < 1 || text.n > max || qian_text_fault(text, false) || qian_text_blank_end(text)) {
        (void)qian_json_wrong(place, path, name,
                              "must be normalised text without control characters or blank ends, "
                              "neither empty nor too long",
                              err);
        return place->status;
    }
    *out = qian_str_copy(text);
    return QIAN_OK;
}

enum qian_status qian_json_get_u32(const struct qian_json_place *place, json_t *object,
                                   const char *path, const char *name, uint32_t min, uint32_t max,
                                   bool optional, uint32_t *out, struct qian_err *err) {
    json_t *value = json_object_get(object, name);
    if (optional && (!value || json_is_null(value)))
        return QIAN_OK;
    if (!value)
        return qian_json_wrong(place, path, name, "this member is required", err);
    json_int_t number = json_is_integer(value) ? json_integer_value(value) : -1;
    if (number < (json_int_t)min || number > (json_int_t)max) {
        (void)qian_json_wrong(place, path, name, "must be an integer within its bounds", err);
        qian_err_value(err, "from %u to %u", min, max);
        return place->status;
    }
    *out = (uint32_t)number;
    return QIAN_OK;
}

enum qian_status qian_json_get_array(const struct qian_json_place *place, json_t *object,
                                     const char *path, const char *name, size_t max, bool optional,
                                     json_t **out, struct qian_err *err) {
    *out = json_object_get(object, name);
    if (optional && (!*out || json_is_null(*out)))
        return QIAN_OK;
    if (!*out)
        return qian_json_wrong(place, path, name, "this member is required", err);
    if (!json_is_array(*out) || json_array_size(*out) > max)
        return qian_json_wrong(place, path, name, "must be a list within its bounds", err);
    return QIAN_OK;
}
