// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/parties.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/crypto/vkey.h"

#define LONG_TEXT 4096
#define PLAN_LINE_MAX 64 // bytes (spec/bundle.md 3.4)

static enum qian_status get(const struct qian_json_place *place, json_t *object, const char *path,
                            const char *name, bool optional, char **out, struct qian_err *err) {
    return qian_json_get_text(place, object, path, name, LONG_TEXT, optional, out, err);
}

// A string that is one of two; *second tells which.
static enum qian_status get_either(const struct qian_json_place *place, json_t *root,
                                   const char *name, const char *a, const char *b, bool *second,
                                   struct qian_err *err) {
    char *text = NULL;
    enum qian_status status = get(place, root, "", name, false, &text, err);
    if (status == QIAN_OK) {
        *second = strcmp(text, b) == 0;
        if (!*second && strcmp(text, a) != 0)
            status = qian_json_wrong(place, "", name, "a value that is not known here", err);
    }
    free(text);
    return status;
}

static enum qian_status get_contributor(const struct qian_json_place *place, json_t *object,
                                        struct qian_contributor *out, struct qian_err *err) {
    json_t *commitment = json_object_get(object, "commitment");
    struct qian_str hex = {json_string_value(commitment), json_string_length(commitment)};
    enum qian_status status = get(place, object, "contributors", "name", false, &out->name, err);
    if (status == QIAN_OK)
        status = get(place, object, "contributors", "key", false, &out->vkey, err);
    if (status == QIAN_OK && (!hex.p || !qian_hex_read(hex, out->commitment.b, 32)))
        status = qian_json_wrong(place, "contributors", "commitment",
                                 "must be 64 lower-case hexadecimal digits", err);
    return status;
}

static enum qian_status get_contributors(const struct qian_json_place *place, json_t *root,
                                         struct qian_notice *out, struct qian_err *err) {
    json_t *list = NULL, *object;
    size_t i;
    enum qian_status status = qian_json_get_array(place, root, "", "contributors",
                                                  QIAN_CONTRIBUTORS_MAX, false, &list, err);
    if (status != QIAN_OK)
        return status;
    out->contributors = qian_take(json_array_size(list) + 1, sizeof *out->contributors);
    json_array_foreach(list, i, object) {
        if (status == QIAN_OK)
            status =
                get_contributor(place, object, &out->contributors[out->contributor_count++], err);
    }
    return status;
}

static enum qian_status get_custodians(const struct qian_json_place *place, json_t *root,
                                       struct qian_notice *out, struct qian_err *err) {
    json_t *object = json_object_get(root, "custodians");
    if (!out->ceremony)
        return QIAN_OK;
    enum qian_status status =
        get(place, object, "custodians", "targets", false, &out->custodian_targets, err);
    if (status == QIAN_OK)
        status =
            get(place, object, "custodians", "inspectors", false, &out->custodian_inspectors, err);
    // spec/bundle.md 3.12: "a string, the origin of the log into which the draw's notes go, of the
    // form of a signer's name (notes 2.1)"
    if (status == QIAN_OK)
        status = get(place, root, "", "log", false, &out->log, err);
    if (status == QIAN_OK && !qian_signer_name_good(qian_str(out->log)))
        status = qian_json_wrong(place, "", "log", "must be the origin of a log", err);
    return status;
}

// spec/bundle.md 3.6: "`embargo` is null or, in mode `ceremony` alone, an object"
static enum qian_status get_embargo(const struct qian_json_place *place, json_t *root,
                                    struct qian_notice *out, struct qian_err *err) {
    json_t *object = json_object_get(root, "embargo");
    if (!object || json_is_null(object))
        return QIAN_OK;
    enum qian_status status =
        get(place, object, "embargo", "contributor", false, &out->embargo_contributor, err);
    if (status == QIAN_OK)
        status = get(place, object, "embargo", "until", false, &out->embargo_until, err);
    if (status == QIAN_OK && (!out->ceremony || !qian_time_good(qian_str(out->embargo_until)) ||
                              strcmp(out->embargo_until, out->created) < 0 ||
                              qian_contributor_find(out, qian_str(out->embargo_contributor)) < 0))
        status = qian_json_wrong(place, "", "embargo",
                                 "must name a contributor of the ceremony and a time", err);
    return status;
}

// Who signs, as the notice names them: operator, contributors, custodians.
struct party {
    const char *member, *vkey;
    struct qian_str name;
    struct qian_public key;
};

// spec/bundle.md 3.3: "Names of signers (notes 2.1) are distinct over operator, contributors and
// custodians (3.12). Code F08."
// spec/bundle.md 3.12: "No two of the notice's vkeys hold the same public key: code S05, in both
// modes."
static enum qian_status check_pair(const struct qian_json_place *place, const struct party *a,
                                   const struct party *b, struct qian_err *err) {
    if (qian_str_eq(a->name, b->name))
        return qian_json_wrong(place, a->member, "key", "another signer has this name", err);
    if (a->key.size != b->key.size || memcmp(a->key.bytes, b->key.bytes, a->key.size) != 0)
        return QIAN_OK;
    (void)qian_json_wrong(place, a->member, "key", "another signer has this public key", err);
    err->code = "S05";
    return place->status;
}

static enum qian_status check_keys(const struct qian_json_place *place, const struct qian_notice *n,
                                   struct qian_err *err) {
    struct party all[QIAN_CONTRIBUTORS_MAX + 3] = {
        {.member = "operator", .vkey = n->operator_vkey}};
    size_t count = 1;
    for (size_t i = 0; i < n->contributor_count; i++)
        all[count++] = (struct party){.member = "contributors", .vkey = n->contributors[i].vkey};
    if (n->ceremony) {
        all[count++] = (struct party){.member = "custodians", .vkey = n->custodian_targets};
        all[count++] = (struct party){.member = "custodians", .vkey = n->custodian_inspectors};
    }
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < count && status == QIAN_OK; i++) {
        struct party *p = &all[i];
        const char *code = qian_vkey_read(qian_str(p->vkey), n->suite, &p->name, &p->key);
        bool contributes = i > 0 && i <= n->contributor_count;
        if (code) {
            status = qian_json_wrong(place, p->member, "key", "no vkey of this suite", err);
            err->code = code;
        } else if (contributes && !qian_str_is(p->name, n->contributors[i - 1].name)) {
            status = qian_json_wrong(place, p->member, "key", "the vkey bears another name", err);
        }
        for (size_t k = 0; k < i && status == QIAN_OK; k++)
            status = check_pair(place, p, &all[k], err);
    }
    return status;
}

enum qian_status qian_parties_read(const struct qian_json_place *place, json_t *root,
                                   struct qian_notice *out, struct qian_err *err) {
    json_t *plan = json_object_get(root, "plan");
    enum qian_status status =
        get_either(place, root, "mode", "solo", "ceremony", &out->ceremony, err);
    if (status == QIAN_OK)
        status = get(place, root, "", "operator", false, &out->operator_vkey, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(place, plan, "plan", "line", PLAN_LINE_MAX, false,
                                    &out->plan_line, err);
    if (status == QIAN_OK)
        status =
            qian_json_get_u32(place, plan, "plan", "serial", 1, 999999, false, &out->serial, err);
    if (status == QIAN_OK)
        status = get(place, plan, "plan", "replaces", true, &out->replaces, err);
    if (status == QIAN_OK)
        status = get(place, plan, "plan", "reason", true, &out->reason, err);
    if (status == QIAN_OK)
        status = get_contributors(place, root, out, err);
    if (status == QIAN_OK)
        status = get_custodians(place, root, out, err);
    if (status == QIAN_OK)
        status = get_either(place, root, "on_missing", "void", "proceed", &out->proceed, err);
    if (status == QIAN_OK)
        status = get(place, root, "", "created", false, &out->created, err);
    if (status == QIAN_OK)
        status = get_embargo(place, root, out, err);
    if (status == QIAN_OK && !qian_time_good(qian_str(out->created)))
        status =
            qian_json_wrong(place, "", "created", "must be a time: YYYY-MM-DDTHH:MM:SS+08:00", err);
    // spec/bundle.md 3.6: "`until`, a time (3.11), not before `created`"
    if (status == QIAN_OK && out->embargo_until && strcmp(out->embargo_until, out->created) < 0)
        status = qian_json_wrong(place, "embargo", "until", "must not be before `created`", err);
    return status == QIAN_OK ? check_keys(place, out, err) : status;
}
