// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/request.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/base/json_in.h"
#include "engine/beacon/drand.h"
#include "engine/beacon/public.h"
#include "engine/core/seed.h"
#include "engine/crypto/vkey.h"
#include "engine/registry/sources.h"
#include "engine/registry/wishes.h"

#define REQUEST_MAX 16777216
#define TEXT_MAX QIAN_TEXT_MAX
#define PATH_MAX_BYTES 4096

static const struct qian_json_place place = {"request", "request 1", QIAN_BAD_DATA};

// spec/bundle.md 3.3: "Names of signers (notes 2.1) are distinct over operator, contributors
// and custodians (3.12)."
static enum qian_status check_name(const struct qian_request *r, const char *name,
                                   struct qian_err *err) {
    if (!qian_signer_name_good(qian_str(name)))
        return qian_json_wrong(&place, "contributors", name,
                               "a name is 1 to 64 characters without white space, + or |", err);
    bool taken = strcmp(name, r->operator_name) == 0;
    for (size_t i = 0; i < r->notice.contributor_count; i++)
        taken = taken || strcmp(name, r->notice.contributors[i].name) == 0;
    if (taken)
        return qian_json_wrong(&place, "contributors", name, "the name stands twice", err);
    return QIAN_OK;
}

static enum qian_status get_contributors(json_t *root, struct qian_request *r,
                                         struct qian_err *err) {
    json_t *list = NULL, *element;
    size_t i;
    enum qian_status status = qian_json_get_array(&place, root, "", "contributors",
                                                  QIAN_CONTRIBUTORS_MAX, false, &list, err);
    if (status != QIAN_OK)
        return status;
    if (json_array_size(list) == 0)
        return qian_json_wrong(&place, "", "contributors", "at least one contributor", err);
    r->notice.contributors = qian_take(json_array_size(list), sizeof *r->notice.contributors);
    json_array_foreach(list, i, element) {
        const char *name = json_is_string(element) ? json_string_value(element) : "";
        status = check_name(r, name, err);
        if (status != QIAN_OK)
            return status;
        r->notice.contributors[r->notice.contributor_count++].name = qian_str_copy(qian_str(name));
    }
    return QIAN_OK;
}

// spec/seed.md 2.4: "`on_missing` `proceed` needs at least one public source. Code E02."
static enum qian_status get_missing(json_t *root, struct qian_notice *n, struct qian_err *err) {
    char *text = NULL;
    enum qian_status status =
        qian_json_get_text(&place, root, "", "on_missing", 16, true, &text, err);
    if (status != QIAN_OK || !text)
        return status;
    n->proceed = strcmp(text, "proceed") == 0;
    if (!n->proceed && strcmp(text, "void") != 0)
        status = qian_json_wrong(&place, "", "on_missing", "must be void or proceed", err);
    free(text);
    if (status == QIAN_OK && n->proceed && n->public_count == 0) {
        status = qian_fail(err, QIAN_REFUSED, "E02", "seed 2.4", "proceed without a public source",
                           "set on_missing to void, or name a public source");
        qian_err_where(err, "request on_missing");
    }
    return status;
}

static enum qian_status get_plan(json_t *root, struct qian_notice *n, struct qian_err *err) {
    enum qian_status status =
        qian_json_get_text(&place, root, "", "plan_line", 64, false, &n->plan_line, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(&place, root, "", "serial", 1, 999999, false, &n->serial, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, root, "", "replaces", QIAN_CODE_MAX, true, &n->replaces,
                                    err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, root, "", "reason", TEXT_MAX, true, &n->reason, err);
    if (status == QIAN_OK &&
        (!n->replaces != !n->reason || (n->replaces && (qian_check_code(qian_str(n->replaces)) ||
                                                        strcmp(n->replaces, n->draw) == 0)))) {
        status = qian_fail(err, QIAN_REFUSED, "C04", "bundle 3.4",
                           "a replacement names another draw and has a reason",
                           "give both replaces and reason, or neither");
        qian_err_where(err, "request replaces");
    }
    return status;
}

static enum qian_status get_head(json_t *root, struct qian_request *r, struct qian_err *err) {
    struct qian_notice *n = &r->notice;
    char *suite = NULL, *rules = NULL;
    enum qian_status status = qian_code_read(&place, root, "", "draw", &n->draw, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, root, "", "title", TEXT_MAX, false, &n->title, err);
    if (status == QIAN_OK)
        status =
            qian_json_get_text(&place, root, "", "authority", TEXT_MAX, false, &n->authority, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, root, "", "suite", 64, false, &suite, err);
    if (status == QIAN_OK && !qian_suite_read(qian_str(suite), &n->suite))
        status = qian_json_wrong(&place, "", "suite", "must be sha256-ed25519 or sm3-sm2", err);
    free(suite);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, root, "", "rules", PATH_MAX_BYTES, false, &rules, err);
    if (status == QIAN_OK)
        status = qian_rules_load(rules, r->folder, &r->rules, err);
    free(rules);
    if (status == QIAN_OK)
        n->rules_name = qian_str_copy(qian_str(r->rules.name));
    json_t *rehearsal = json_object_get(root, "rehearsal");
    if (status == QIAN_OK && rehearsal && !json_is_boolean(rehearsal))
        status = qian_json_wrong(&place, "", "rehearsal", "must be true or false", err);
    n->rehearsal = json_is_true(rehearsal);
    return status;
}

static enum qian_status get_path(json_t *root, const char *name, bool optional, const char *folder,
                                 char **out, struct qian_err *err) {
    char *path = NULL;
    enum qian_status status =
        qian_json_get_text(&place, root, "", name, PATH_MAX_BYTES, optional, &path, err);
    *out = path ? qian_path_join(folder, path) : NULL;
    free(path);
    return status;
}

static enum qian_status get_operator(json_t *root, struct qian_request *r, struct qian_err *err) {
    enum qian_status status =
        qian_json_get_text(&place, root, "", "operator", 256, true, &r->operator_name, err);
    if (status == QIAN_OK && !r->operator_name)
        r->operator_name = qian_str_copy(qian_str("operator"));
    if (status == QIAN_OK && !qian_signer_name_good(qian_str(r->operator_name)))
        status = qian_json_wrong(&place, "", "operator",
                                 "a name is 1 to 64 characters without white space, + or |", err);
    return status;
}

// The names of those who sign for the rosters, in a ceremony.
static enum qian_status get_custodians(json_t *root, struct qian_request *r, struct qian_err *err) {
    static const char *const members[] = {"targets", "inspectors", NULL};
    json_t *object = json_object_get(root, "custodians");
    if (!object || json_is_null(object))
        return QIAN_OK;
    enum qian_status status = qian_json_known(&place, object, "custodians", members, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, object, "custodians", "targets", 256, false,
                                    &r->custodian_targets, err);
    return status == QIAN_OK ? qian_json_get_text(&place, object, "custodians", "inspectors", 256,
                                                  false, &r->custodian_inspectors, err)
                             : status;
}

static enum qian_status get_embargo(json_t *root, struct qian_notice *n, struct qian_err *err) {
    static const char *const members[] = {"contributor", "until", NULL};
    json_t *object = json_object_get(root, "embargo");
    if (!object || json_is_null(object))
        return QIAN_OK;
    enum qian_status status = qian_json_known(&place, object, "embargo", members, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, object, "embargo", "contributor", 256, false,
                                    &n->embargo_contributor, err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, object, "embargo", "until", 25, false,
                                    &n->embargo_until, err);
    if (status == QIAN_OK && (!qian_time_good(qian_str(n->embargo_until)) ||
                              qian_contributor_find(n, qian_str(n->embargo_contributor)) < 0))
        status = qian_json_wrong(&place, "", "embargo",
                                 "must name a contributor of the ceremony and a time", err);
    return status;
}

// spec/request.md 1.4: "a `drand` source may leave out `chain` (quicknet) and `round` (the first
// that is not before `time`)"
static enum qian_status complete_sources(struct qian_notice *n, struct qian_err *err) {
    for (size_t i = 0; i < n->public_count; i++) {
        struct qian_source *s = &n->public[i];
        int64_t seconds = 0;
        if (s->kind != QIAN_DRAND)
            continue;
        if (!*s->chain)
            memcpy(s->chain, QIAN_DRAND_CHAIN, sizeof QIAN_DRAND_CHAIN);
        if (s->number == 0 && (!qian_time_read(qian_str(s->time), &seconds) ||
                               !qian_drand_round_of(seconds, &s->number)))
            s->number = 0;
        const char *code = qian_source_fault(s);
        if (!code)
            continue;
        enum qian_status status =
            qian_fail(err, QIAN_REFUSED, code, code[2] == '4' ? "beacons 2.1" : "beacons 2.2",
                      "the drand chain is not known, or the round is not that of the stated time",
                      "leave out chain and round: they follow from time");
        qian_err_where(err, "request public[%zu]", i);
        return status;
    }
    return QIAN_OK;
}

static enum qian_status get_rest(json_t *root, struct qian_request *r, struct qian_err *err) {
    struct qian_wishes_from from = {.place = &place, .rules = &r->rules};
    enum qian_status status = qian_wishes_read(&from, root, &r->notice, err);
    if (status == QIAN_OK)
        status = get_contributors(root, r, err);
    if (status == QIAN_OK)
        status = qian_sources_read(&place, root, false, &r->notice, err);
    if (status == QIAN_OK)
        status = complete_sources(&r->notice, err);
    if (status == QIAN_OK)
        status = get_missing(root, &r->notice, err);
    if (status == QIAN_OK)
        status = get_custodians(root, r, err);
    return status == QIAN_OK ? get_embargo(root, &r->notice, err) : status;
}

static enum qian_status read_all(json_t *root, struct qian_request *r, struct qian_err *err) {
    static const char *const members[] = {
        "draw",       "title",     "authority", "suite",        "plan_line", "serial",
        "rules",      "initiator", "stratify",  "weights",      "minimum",   "batches",
        "on_missing", "items",     "team",      "contributors", "public",    "targets",
        "inspectors", "recusals",  "operator",  "rehearsal",    "replaces",  "reason",
        "custodians", "embargo",   NULL};
    enum qian_status status = qian_json_known(&place, root, "", members, err);
    if (status == QIAN_OK)
        status = get_head(root, r, err);
    if (status == QIAN_OK)
        status = get_operator(root, r, err);
    if (status == QIAN_OK)
        status = get_plan(root, &r->notice, err);
    if (status == QIAN_OK)
        status = get_rest(root, r, err);
    if (status == QIAN_OK)
        status = get_path(root, "targets", false, r->folder, &r->targets, err);
    if (status == QIAN_OK)
        status = get_path(root, "inspectors", false, r->folder, &r->inspectors, err);
    if (status == QIAN_OK)
        status = get_path(root, "recusals", true, r->folder, &r->recusals, err);
    return status;
}

enum qian_status qian_request_read(const char *path, struct qian_request *out,
                                   struct qian_err *err) {
    struct qian_buf bytes = {0};
    *out = (struct qian_request){.folder = qian_path_folder(path)};
    enum qian_status status = qian_file_read(path, REQUEST_MAX, &bytes, err);
    if (status == QIAN_OK) {
        json_t *root = qian_json_load(&place, qian_buf_view(&bytes), err);
        status = root ? read_all(root, out, err) : err->status;
        json_decref(root);
    }
    qian_buf_free(&bytes);
    return status;
}

void qian_request_free(struct qian_request *request) {
    qian_notice_free(&request->notice);
    qian_rules_free(&request->rules);
    free(request->folder);
    free(request->operator_name);
    free(request->custodian_targets);
    free(request->custodian_inspectors);
    free(request->targets);
    free(request->inspectors);
    free(request->recusals);
    *request = (struct qian_request){0};
}
