// SPDX-License-Identifier: MulanPSL-2.0
// The operator opens: rosters frozen, quotas computed, parties named by the policy. A custodian
// freezes a roster of their own.
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/json_in.h"
#include "engine/ceremony/request.h"
#include "engine/ceremony/solo.h"
#include "engine/ceremony/steps.h"
#include "engine/registry/wishes.h"
#include "engine/store/log.h"

#define DRAFT_MAX ((uint64_t)64 << 20) // spec/bundle.md 1.3

static enum qian_status no_key(const char *role, const char *name, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "S05", "policy 1.1",
                  "the policy has no such key of this suite, or it is not valid now",
                  "correct the request, or have the policy renewed");
    qian_err_where(err, "%s", role);
    qian_err_value(err, "%.200s", name);
    return status;
}

static enum qian_status vkey_of(const struct qian_case *c, const struct qian_notice *n,
                                enum qian_role role, const char *word, const char *name,
                                char **vkey, struct qian_err *err) {
    const struct qian_policy_key *key = qian_policy_find(&c->policy, role, n->suite, name);
    if (!key || !qian_policy_valid(key, qian_now()))
        return no_key(word, name, err);
    *vkey = qian_str_copy(key->vkey);
    return QIAN_OK;
}

// The log that this home keeps.
static enum qian_status name_log(const struct qian_case *c, struct qian_notice *n,
                                 struct qian_err *err) {
    struct qian_stored_log about = {0};
    bool found = false;
    enum qian_status status = qian_store_log_get(c->store, &found, &about, err);
    if (status == QIAN_OK && !found)
        status = qian_fail(err, QIAN_REFUSED, "L03", "ceremony 5.2", "this home keeps no log",
                           "make it with qian log init, by the name that the policy has");
    if (status == QIAN_OK) {
        free(n->log);
        n->log = qian_str_copy(qian_str(about.origin));
    }
    qian_stored_log_free(&about);
    return status;
}

static enum qian_status name_parties(const struct qian_case *c, struct qian_request *r,
                                     struct qian_err *err) {
    struct qian_notice *n = &r->notice;
    if (!r->custodian_targets) {
        enum qian_status status = qian_fail(err, QIAN_BAD_DATA, "F08", "request 1.4",
                                            "this member is required", "name both custodians");
        qian_err_where(err, "request custodians");
        return status;
    }
    enum qian_status status =
        vkey_of(c, n, QIAN_ROLE_OPERATOR, "operator", r->operator_name, &n->operator_vkey, err);
    for (size_t i = 0; i < n->contributor_count && status == QIAN_OK; i++)
        status = vkey_of(c, n, QIAN_ROLE_CONTRIBUTOR, "contributor", n->contributors[i].name,
                         &n->contributors[i].vkey, err);
    if (status == QIAN_OK)
        status = vkey_of(c, n, QIAN_ROLE_CUSTODIAN_TARGETS, "custodian targets",
                         r->custodian_targets, &n->custodian_targets, err);
    if (status == QIAN_OK)
        status = vkey_of(c, n, QIAN_ROLE_CUSTODIAN_INSPECTORS, "custodian inspectors",
                         r->custodian_inspectors, &n->custodian_inspectors, err);
    return status == QIAN_OK ? name_log(c, n, err) : status;
}

// A ceremony whose last note nobody could sign or log is not begun.
static enum qian_status check_roles(const struct qian_case *c, enum qian_suite suite,
                                    struct qian_err *err) {
    static const struct {
        enum qian_role role;
        const char *word;
    } wanted[] = {{QIAN_ROLE_SUPERVISOR, "supervisor"}, {QIAN_ROLE_SIGNER, "signer"}};
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
        bool found = false;
        for (size_t i = 0; i < c->policy.keys; i++) {
            const struct qian_policy_key *key = &c->policy.key[i];
            found = found || (key->role == wanted[w].role && key->suite == suite &&
                              qian_policy_valid(key, qian_now()));
        }
        if (found)
            continue;
        enum qian_status status = qian_fail(err, QIAN_REFUSED, "S05", "policy 1.1",
                                            "the policy has no line of this kind, valid now and of "
                                            "this suite, and a ceremony needs one",
                                            "have the policy renewed");
        qian_err_where(err, "%.200s", c->order->policy);
        qian_err_value(err, "%s", wanted[w].word);
        return status;
    }
    return QIAN_OK;
}

static struct qian_stored_draw stored(const struct qian_notice *n) {
    return (struct qian_stored_draw){
        .id = n->draw, .plan_line = n->plan_line, .authority = n->authority, .serial = n->serial};
}

static enum qian_status enter_draw(struct qian_case *c, const struct qian_notice *n,
                                   struct qian_err *err) {
    char year[5];
    memcpy(year, n->created, 4);
    year[4] = 0;
    struct qian_stored_draw draw = stored(n);
    draw.year = year;
    return qian_store_draw_open(c->store, &draw, n->replaces, err);
}

// The void of the draw that is replaced, with its proof: from this home, where it was kept.
static enum qian_status keep_replaced(struct qian_case *c, const struct qian_notice *n,
                                      struct qian_err *err) {
    static const struct {
        const char *from, *to;
    } files[] = {{"void.note", "replaces.note"},
                 {"log/void.tlog-proof", "log/replaces.tlog-proof"}};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < 2 && n->replaces && status == QIAN_OK; i++) {
        struct qian_buf name = {0}, bytes = {0};
        qian_buf_text(&name, "draws/");
        qian_buf_text(&name, n->replaces);
        qian_buf_char(&name, '/');
        qian_buf_text(&name, files[i].from);
        char *path = qian_path_join(c->order->home, name.p);
        status = qian_file_read_regular(path, QIAN_CHECKPOINT_MAX, &bytes, err);
        if (status == QIAN_OK)
            status = qian_keep(c, files[i].to, qian_buf_view(&bytes), err);
        free(path);
        qian_buf_free(&name);
        qian_buf_free(&bytes);
    }
    return status;
}

// Everything that was made so far and not yet acknowledged by a draft is made anew.
static enum qian_status keep_all(struct qian_case *c, const struct qian_solo *s,
                                 struct qian_err *err) {
    static const enum qian_bundle_file files[] = {QIAN_F_RULES, QIAN_F_TARGETS, QIAN_F_INSPECTORS,
                                                  QIAN_F_RECUSALS};
    struct qian_buf draft = {0};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < 4 && status == QIAN_OK; i++) {
        status = qian_store_file_drop(c->store, s->request.notice.draw, qian_bundle_names[files[i]],
                                      err);
        if (status == QIAN_OK) // the case may hold what was broken off
            status = qian_case_write(c, qian_bundle_names[files[i]],
                                     qian_buf_view(&s->bundle.file[files[i]]), err);
        if (status == QIAN_OK)
            status = qian_keep(c, qian_bundle_names[files[i]],
                               qian_buf_view(&s->bundle.file[files[i]]), err);
    }
    if (status == QIAN_OK)
        status = keep_replaced(c, &s->request.notice, err);
    qian_notice_write(&s->request.notice, &draft);
    if (status == QIAN_OK)
        status = qian_keep(c, "draft.json", qian_buf_view(&draft), err);
    qian_buf_free(&draft);
    return status;
}

static enum qian_status open_new(struct qian_case *c, const struct qian_act *act,
                                 struct qian_solo *s, struct qian_err *err) {
    struct qian_solo_order order = {
        .request = act->request, .home = c->order->home, .legacy_ids = act->legacy_ids};
    s->request.notice.ceremony = true;
    enum qian_status status = qian_solo_begin(&order, s, err);
    if (status == QIAN_OK)
        status = name_parties(c, &s->request, err);
    if (status == QIAN_OK)
        status = qian_policy_allows(&c->policy, &s->request.notice, qian_now(), err);
    if (status == QIAN_OK)
        status = check_roles(c, s->request.notice.suite, err);
    if (status == QIAN_OK)
        status = qian_solo_freeze(&order, s, err);
    if (status == QIAN_OK)
        status = enter_draw(c, &s->request.notice, err);
    if (status == QIAN_OK)
        status = qian_identities_keep(c->order->home, s->request.notice.draw, s, err);
    return status == QIAN_OK ? keep_all(c, s, err) : status;
}

static enum qian_status wrong_home(const char *name, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "S05", "policy 3.1", "this home has no key of the operator",
                  "use the operator's home, or correct the request");
    qian_err_value(err, "%.200s", name);
    return status;
}

// Before anything is written, and be it a home: is this the operator's? `vkey` is of its key.
static enum qian_status look(const struct qian_case_order *order, const struct qian_request *r,
                             char **vkey, struct qian_err *err) {
    struct qian_key key = {0};
    bool there = false;
    if (!qian_store_draw_id_good(r->notice.draw)) {
        enum qian_status status =
            qian_fail(err, QIAN_REFUSED, "C02", "ceremony 6.4", "this cannot be the id of a draw",
                      "give the draw an id of its own");
        qian_err_where(err, "request draw");
        qian_err_value(err, "%s", r->notice.draw);
        return status;
    }
    enum qian_status status =
        qian_key_look(order->home, r->operator_name, r->notice.suite, &there, &key, err);
    if (status == QIAN_OK && !there)
        status = wrong_home(r->operator_name, err);
    if (status == QIAN_OK)
        *vkey = qian_str_copy(qian_str(key.vkey));
    qian_key_close(&key);
    return status;
}

// The case must not be that of another draw.
static enum qian_status look_at_case(const struct qian_case_order *order, const char *draw,
                                     struct qian_err *err) {
    static const struct qian_json_place place = {"draft.json", "ceremony 6.2", QIAN_BAD_DATA};
    struct qian_buf bytes = {0};
    char *path = qian_path_join(order->path, "draft.json"), *id = NULL;
    enum qian_status status = QIAN_OK;
    if (qian_file_exists(path)) {
        status = qian_file_read_regular(path, DRAFT_MAX, &bytes, err);
        json_t *root =
            status == QIAN_OK ? qian_json_load(&place, qian_buf_view(&bytes), err) : NULL;
        if (status == QIAN_OK)
            status = root ? qian_code_read(&place, root, "", "draw", &id, err) : err->status;
        json_decref(root);
        if (status == QIAN_OK && strcmp(id, draw) != 0) {
            status = qian_fail(err, QIAN_REFUSED, "C02", "ceremony 6.2",
                               "this case is that of another draw", "give a folder of its own");
            qian_err_where(err, "%.200s", path);
            qian_err_value(err, "%s", id);
        }
    }
    free(id);
    free(path);
    qian_buf_free(&bytes);
    return status;
}

static enum qian_status begin(const struct qian_case_order *order, const struct qian_act *act,
                              struct qian_case *c, struct qian_request *r, struct qian_err *err) {
    char *vkey = NULL;
    *c = (struct qian_case){.order = order, .lock = -1};
    enum qian_status status = qian_sign_start(err);
    if (status == QIAN_OK)
        status = qian_request_read(act->request, r, err);
    if (status == QIAN_OK)
        status = look(order, r, &vkey, err);
    if (status == QIAN_OK)
        status = look_at_case(order, r->notice.draw, err);
    if (status == QIAN_OK)
        status = qian_case_begin(order, c, err);
    if (status == QIAN_OK) {
        const struct qian_policy_key *op =
            qian_policy_find(&c->policy, QIAN_ROLE_OPERATOR, r->notice.suite, r->operator_name);
        if (op && !qian_str_is(op->vkey, vkey)) // none at all is found out later
            status = wrong_home(r->operator_name, err);
        c->copy.notice.draw = qian_str_copy(qian_str(r->notice.draw));
    }
    free(vkey);
    return status == QIAN_OK ? qian_case_going(c, err) : status;
}

enum qian_status qian_step_open(const struct qian_case_order *order, const struct qian_act *act,
                                struct qian_case *c, struct qian_err *err) {
    struct qian_solo *s = qian_take(1, sizeof *s);
    bool before = false;
    enum qian_status status = begin(order, act, c, &s->request, err);
    if (status == QIAN_OK) {
        const struct qian_stored_draw draw = stored(&s->request.notice);
        status = qian_store_draw_opened(c->store, &draw, s->request.notice.replaces, &before, err);
    }
    if (status == QIAN_OK)
        status = before ? qian_case_restore(c, err) : open_new(c, act, s, err);
    if (status == QIAN_OK) {
        qian_say(&c->said, before ? "was opened before" : "opened", "%s", order->path);
        qian_say(&c->said, "next: every contributor commits", "qian ceremony commit");
    }
    if (s->intake.bad.count > 0) {
        c->bad = s->intake.bad; // moves to the case, for its report
        s->intake.bad = (struct qian_badrows){0};
    }
    qian_solo_free(s);
    free(s);
    return status;
}
