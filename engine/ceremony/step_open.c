// SPDX-License-Identifier: MulanPSL-2.0
// The operator opens: rosters frozen, quotas computed, parties named by the policy. A custodian
// freezes a roster of their own.
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/ceremony/request.h"
#include "engine/ceremony/solo.h"
#include "engine/ceremony/steps.h"

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

// spec/policy.md 3.2: "the operator and every contributor have an `organisation`, and at least one
// contributor's is not the operator's."
static enum qian_status check_organisations(const struct qian_case *c, const struct qian_notice *n,
                                            struct qian_err *err) {
    const struct qian_policy_key *op =
        qian_policy_of_vkey(&c->policy, QIAN_ROLE_OPERATOR, qian_str(n->operator_vkey));
    bool all = op && op->organisation.n > 0, other = false;
    for (size_t i = 0; i < n->contributor_count && op; i++) {
        const struct qian_policy_key *key = qian_policy_of_vkey(&c->policy, QIAN_ROLE_CONTRIBUTOR,
                                                                qian_str(n->contributors[i].vkey));
        all = all && key && key->organisation.n > 0;
        other = other || (key && !qian_str_eq(key->organisation, op->organisation));
    }
    return all && other ? QIAN_OK
                        : qian_fail(err, QIAN_REFUSED, "S05", "policy 3.2",
                                    "no contributor is of another organisation than the operator",
                                    "let somebody from outside contribute");
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
    return status == QIAN_OK ? check_organisations(c, n, err) : status;
}

// spec/notes.md 3.4: "The pack's name and digest (rules.md) stand in a `rules` line of the policy."
static enum qian_status check_policy(const struct qian_case *c, const struct qian_notice *n,
                                     struct qian_err *err) {
    struct qian_buf line = {0};
    qian_buf_text(&line, "rules ");
    qian_buf_text(&line, n->rules_name);
    qian_buf_char(&line, ' ');
    qian_buf_hex(&line, n->rules_digest.b, 32);
    enum qian_status status = QIAN_OK;
    if (!qian_policy_has(&c->policy, line.p))
        status = qian_fail(err, QIAN_REFUSED, "C07", "notes 3.4",
                           "the policy does not have this rules pack in force",
                           "choose a pack of the policy, or have the policy renewed");
    else if (c->policy.rehearsal != n->rehearsal)
        status = qian_fail(err, QIAN_REFUSED, "C08", "notes 3.5",
                           "a policy is either for rehearsals or for real draws",
                           "use the policy of this draw");
    else if (c->policy.quorum.none)
        status = qian_fail(err, QIAN_REFUSED, "L04", "policy 3.3",
                           "a ceremony needs witnesses, and the policy has no quorum",
                           "give a policy with witnesses, or make a solo draw");
    qian_buf_free(&line);
    return status;
}

static enum qian_status enter_draw(struct qian_case *c, const struct qian_notice *n,
                                   struct qian_err *err) {
    char year[5];
    memcpy(year, n->created, 4);
    year[4] = 0;
    const struct qian_stored_draw draw = {.id = n->draw,
                                          .plan_line = n->plan_line,
                                          .authority = n->authority,
                                          .year = year,
                                          .serial = n->serial};
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
        status = check_policy(c, &s->request.notice, err);
    if (status == QIAN_OK)
        status = qian_solo_freeze(&order, s, err);
    if (status == QIAN_OK)
        status = enter_draw(c, &s->request.notice, err);
    if (status == QIAN_OK)
        status = qian_identities_keep(c->order->home, s->request.notice.draw, s, err);
    return status == QIAN_OK ? keep_all(c, s, err) : status;
}

enum qian_status qian_step_open(const struct qian_case_order *order, const struct qian_act *act,
                                struct qian_case *c, struct qian_err *err) {
    struct qian_solo *s = qian_take(1, sizeof *s);
    struct qian_buf draft = {0};
    bool found = false;
    enum qian_status status = qian_case_begin(order, c, err);
    if (status == QIAN_OK)
        status = qian_request_read(act->request, &s->request, err);
    if (status == QIAN_OK) {
        c->copy.notice.draw = qian_str_copy(qian_str(s->request.notice.draw));
        status = qian_case_going(c, err);
    }
    if (status == QIAN_OK)
        status = qian_kept(c, "draft.json", &found, &draft, err);
    if (status == QIAN_OK && !found)
        status = open_new(c, act, s, err);
    else if (status == QIAN_OK)
        status = qian_case_restore(c, err);
    if (status == QIAN_OK) {
        qian_say(&c->said, found ? "was opened before" : "opened", "%s", order->path);
        qian_say(&c->said, "next: every contributor commits", "qian ceremony commit");
    }
    if (s->intake.bad.count > 0) {
        c->bad = s->intake.bad; // moves to the case, for its report
        s->intake.bad = (struct qian_badrows){0};
    }
    qian_buf_free(&draft);
    qian_solo_free(s);
    free(s);
    return status;
}
