// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/rules.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/base/json_in.h"
#include "engine/core/field.h"
#include "engine/registry/constants.h"

#define RULES_MAX 16777216
#define TEAM_MAX 20
#define CONSTANTS_MAX 10000

static const struct qian_json_place place = {"rules.json", "rules 1", QIAN_BAD_DATA};

// Read kinds.NAME.min and .max.
static enum qian_status read_kind(json_t *kinds, const char *name, uint32_t *min, uint32_t *max,
                                  struct qian_err *err) {
    static const char *const members[] = {"min", "max", NULL};
    json_t *kind = json_object_get(kinds, name);
    char *low = NULL, *high = NULL;
    enum qian_status status = qian_json_exact(&place, kind, name, members, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, kind, name, "min", 16, false, &low, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, kind, name, "max", 16, true, &high, err);
    if (status == QIAN_OK &&
        (!qian_ratio_read(qian_str(low), min) || (high && !qian_ratio_read(qian_str(high), max))))
        status = qian_json_wrong(&place, name, "", "not a ratio such as 5% or 12.5%", err);
    free(low);
    free(high);
    return status;
}

static enum qian_status read_dates(json_t *root, struct qian_rules *out, struct qian_err *err) {
    static const char *const members[] = {"from", "to", NULL};
    json_t *effective = json_object_get(root, "effective");
    char *from = NULL, *to = NULL;
    enum qian_status status = qian_json_exact(&place, effective, "effective", members, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, effective, "effective", "from", 10, false, &from, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, effective, "effective", "to", 10, true, &to, err);
    // spec/rules.md 1.2: "`from` a date `YYYY-MM-DD` that exists (year 0001 or later), `to` such a
    // date or null"
    if (status == QIAN_OK &&
        (!qian_date_good(qian_str(from)) || (to && !qian_date_good(qian_str(to)))))
        status = qian_json_wrong(&place, "effective", "", "not a date that exists", err);
    if (status == QIAN_OK) {
        memcpy(out->from, from, strlen(from) + 1);
        if (to)
            memcpy(out->to, to, strlen(to) + 1);
    }
    free(from);
    free(to);
    return status;
}

// spec/rules.md 1.5: "`name` `[a-z][a-z0-9_]{0,63}`"
static bool constant_name_good(const char *name) {
    size_t n = 0;
    for (; name[n]; n++) {
        bool lower = name[n] >= 'a' && name[n] <= 'z';
        bool more = (name[n] >= '0' && name[n] <= '9') || name[n] == '_';
        if (!lower && !(more && n > 0))
            return false;
    }
    return n >= 1 && n <= 64;
}

static bool short_text(json_t *value, size_t max) {
    return json_is_string(value) && json_string_length(value) <= max;
}

static bool constant_good(json_t *c) {
    json_t *name = json_object_get(c, "name"), *value = json_object_get(c, "value");
    return json_is_string(name) && constant_name_good(json_string_value(name)) &&
           (json_is_integer(value) || json_is_null(value) || short_text(value, QIAN_TEXT_MAX)) &&
           short_text(json_object_get(c, "unit"), 64) &&
           short_text(json_object_get(c, "clause"), 64) &&
           short_text(json_object_get(c, "text"), QIAN_TEXT_MAX);
}

// spec/rules.md 1.5: "`constants` is a list, names distinct (code F08)"
static enum qian_status read_constants(json_t *root, struct qian_rules *out, struct qian_err *err) {
    static const char *const members[] = {"name", "value", "unit", "clause", "text", NULL};
    json_t *list = NULL, *constant, *seen = json_object();
    size_t i;
    enum qian_status status =
        qian_json_get_array(&place, root, "", "constants", CONSTANTS_MAX, false, &list, err);
    json_array_foreach(list, i, constant) {
        const char *name = json_string_value(json_object_get(constant, "name"));
        if (status == QIAN_OK)
            status = qian_json_exact(&place, constant, "constants", members, err);
        if (status == QIAN_OK && (!constant_good(constant) || json_object_get(seen, name)))
            status = qian_json_wrong(&place, "constants", name ? name : "",
                                     "a constant of another form, or its name stands twice", err);
        if (status == QIAN_OK)
            json_object_set_new(seen, name, json_true());
    }
    json_decref(seen);
    if (status == QIAN_OK)
        qian_constants_take(list, out);
    return status;
}

static enum qian_status read_names(json_t *root, struct qian_rules *out, struct qian_err *err) {
    char *format = NULL;
    enum qian_status status =
        qian_json_get_text(&place, root, "", "format", 64, false, &format, err);
    if (status == QIAN_OK && strcmp(format, "qian/1 rules") != 0)
        status = qian_json_wrong(&place, "", "format", "must be qian/1 rules", err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, root, "", "name", 64, false, &out->name, err);
    if (status == QIAN_OK && qian_check_code(qian_str(out->name)))
        status = qian_json_wrong(&place, "", "name", "not a code", err);
    if (status == QIAN_OK)
        status =
            qian_json_get_text(&place, root, "", "title", QIAN_TEXT_MAX, false, &out->title, err);
    free(format);
    return status;
}

static enum qian_status read_pack(json_t *root, struct qian_rules *out, struct qian_err *err) {
    static const char *const members[] = {"format", "name", "title",     "effective",
                                          "kinds",  "team", "constants", NULL};
    static const char *const kind_members[] = {"general", "key", NULL};
    static const char *const team_members[] = {"minimum", NULL};
    json_t *kinds = json_object_get(root, "kinds"), *team = json_object_get(root, "team");
    enum qian_status status = qian_json_exact(&place, root, "", members, err);
    if (status == QIAN_OK)
        status = read_names(root, out, err);
    if (status == QIAN_OK)
        status = read_dates(root, out, err);
    if (status == QIAN_OK)
        status = qian_json_exact(&place, kinds, "kinds", kind_members, err);
    if (status == QIAN_OK)
        status = read_kind(kinds, "general", &out->general_min, &out->general_max, err);
    if (status == QIAN_OK)
        status = read_kind(kinds, "key", &out->key_min, &out->key_max, err);
    if (status == QIAN_OK)
        status = qian_json_exact(&place, team, "team", team_members, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(&place, team, "team", "minimum", 1, TEAM_MAX, false,
                                   &out->team_minimum, err);
    return status == QIAN_OK ? read_constants(root, out, err) : status;
}

enum qian_status qian_pack_read(const struct qian_pack *pack, size_t count,
                                const char *name_or_path, const char *folder, uint64_t max,
                                struct qian_buf *out, bool *found, struct qian_err *err) {
    size_t n = strlen(name_or_path);
    *found = strchr(name_or_path, '/') || (n > 5 && strcmp(name_or_path + n - 5, ".json") == 0);
    if (*found) {
        char *path = qian_path_join(folder, name_or_path);
        enum qian_status status = qian_file_read(path, max, out, err);
        free(path);
        return status;
    }
    for (size_t i = 0; i < count && !*found; i++)
        if (strcmp(pack[i].name, name_or_path) == 0) {
            qian_buf_add(out, pack[i].bytes, pack[i].n);
            *found = true;
        }
    return QIAN_OK;
}

static enum qian_status read_bytes(const char *name_or_path, const char *folder,
                                   struct qian_buf *out, struct qian_err *err) {
    bool found;
    enum qian_status status = qian_pack_read(qian_packs, qian_pack_count, name_or_path, folder,
                                             RULES_MAX, out, &found, err);
    if (status != QIAN_OK || found)
        return status;
    status = qian_fail(err, QIAN_BAD_DATA, "C07", "request 1.1",
                       "no rules pack of this name comes with the program",
                       "give the path of a pack, or changchun-2021");
    qian_err_where(err, "rules");
    qian_err_value(err, "%.100s", name_or_path);
    return status;
}

enum qian_status qian_rules_parse(struct qian_str bytes, struct qian_rules *out,
                                  struct qian_err *err) {
    *out = (struct qian_rules){0};
    qian_buf_str(&out->bytes, bytes);
    json_t *root = qian_json_load(&place, bytes, err);
    if (!root)
        return err->status;
    enum qian_status status = read_pack(root, out, err);
    // spec/bundle.md 2.4: "JSON files are hashed and signed as the bytes they are and have one
    // layout"
    if (status == QIAN_OK && !qian_json_laid_out(root, bytes))
        status = qian_json_wrong(&place, "", "", "not in the layout that bundle 2.4 wants", err);
    json_decref(root);
    return status;
}

// spec/rules.md 2.2: "A pack that bears the name of one in `spec/rules/` has its bytes."
static bool name_is_free(const struct qian_rules *rules) {
    for (size_t i = 0; i < qian_pack_count; i++)
        if (strcmp(qian_packs[i].name, rules->name) == 0)
            return qian_str_eq(qian_buf_view(&rules->bytes),
                               (struct qian_str){qian_packs[i].bytes, qian_packs[i].n});
    return true;
}

enum qian_status qian_rules_load(const char *name_or_path, const char *folder,
                                 struct qian_rules *out, struct qian_err *err) {
    struct qian_buf bytes = {0};
    *out = (struct qian_rules){0};
    enum qian_status status = read_bytes(name_or_path, folder, &bytes, err);
    if (status == QIAN_OK)
        status = qian_rules_parse(qian_buf_view(&bytes), out, err);
    if (status == QIAN_OK && !name_is_free(out)) {
        status = qian_fail(err, QIAN_REFUSED, "C07", "rules 2.2",
                           "another pack than the one of this name that comes with the program",
                           "give the altered pack a name of its own");
        qian_err_where(err, "request rules");
        qian_err_value(err, "%s", out->name);
    }
    qian_buf_free(&bytes);
    return status;
}

void qian_rules_free(struct qian_rules *rules) {
    qian_buf_free(&rules->bytes);
    free(rules->name);
    free(rules->title);
    qian_constants_free(rules);
    *rules = (struct qian_rules){0};
}
